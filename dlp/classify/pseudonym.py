"""Pseudonymised data in its plain form: a table with a pseudonym's column, credit attributes, and nobody identified."""

from __future__ import annotations

import re

from dlp.classify.records import cells, head_of
from dlp.classify.terms import TERMS
from dlp.match.matcher import Matches
from dlp.types import Segment

_KEY = re.compile(
    r"가명|결합\s?키|결합\s?id|대체\s?키|pseudo|anon_?id|(?:^|_)(?:pid|hash|token|uuid|did)(?:$|_)|hash(?:ed)?_|_hash",
    re.IGNORECASE,
)
_DIGIT = re.compile(rb"[0-9]")


def is_pseudonymised(segment: Segment, matches: Matches) -> bool:
    """Whether the table holds records of single people under pseudonyms, with their credit attributes."""
    header, words = head_of(segment, matches)
    if not any(_KEY.search(cell.decode("utf-8", "replace").strip(' "\r')) for cell in cells(header)):
        return False
    if not any(word.text in TERMS for _, _, word in words.between(0, len(header))):
        return False
    rows = segment.data if segment.header else segment.data.partition(b"\n")[2]
    return _DIGIT.search(rows) is not None
