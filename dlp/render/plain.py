"""Media types whose text is the file itself, so that the offsets of findings are offsets in the file."""

from dlp.extract.formats import json, text

PLAIN = frozenset((*text.MEDIA_TYPES, *json.MEDIA_TYPES))
