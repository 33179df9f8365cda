"""Words in binary data whose structure is not followed: runs of UTF-16 and of Korean or plain bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Basic Latin, Latin-1, Hangul syllables and jamo as little-endian UTF-16.
_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff\t\r\n]\0|[\0-\xff][\xac-\xd7]|[\x31-\x8e]1){3,}")
_NARROW = re.compile(rb"(?:[\x20-\x7e\t]|[\xb0-\xc8][\xa1-\xfe]){4,}")
_UTF8 = re.compile(rb"(?:[\x20-\x7e\t]|[\xea-\xed][\x80-\xbf]{2}){4,}")
_HANGUL8 = re.compile(rb"[\xea-\xed][\x80-\xbf]{2}")
_HANGUL9 = re.compile(rb"[\xb0-\xc8][\xa1-\xfe]")


def words(data: bytes) -> Iterator[str]:
    """Every run that may be words, as text, in no order between the encodings."""
    for match in _WIDE.finditer(data):
        yield match[0].decode("utf-16-le", "replace")
    for match in _NARROW.finditer(data):
        yield match[0].decode("cp949", "replace")
    if _HANGUL8.search(data):
        for match in _UTF8.finditer(data):
            if _HANGUL8.search(match[0]):
                yield match[0].decode("utf-8", "replace")
