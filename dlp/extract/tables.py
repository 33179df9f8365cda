"""Is a text a delimiter-separated table, and which of its lines is the header row."""

from __future__ import annotations

import re
from itertools import groupby, islice

_DELIMITERS = (b"\t", b",", b";", b"|")
_QUOTED = re.compile(rb'"[^"]*"')
_LOOK_AT = 16 << 10
_ROWS = 20


def header_row(text: bytes, *, likely: bool = False) -> bytes | None:
    """The first row of the table a text begins with (after at most a few title lines), None where it is no table.

    A table is three rows in sequence with the same number of delimiters; two are enough for a short text or where the
    file's name says that it is one (`likely`).
    """
    # The last line may have been cut off by the look-ahead, so it does not count then.
    every = text[:_LOOK_AT].split(b"\n")
    whole = (line.rstrip(b"\r") for line in (every[:-1] if len(text) > _LOOK_AT else every))
    lines = list(islice(filter(bytes.strip, whole), _ROWS))
    wanted = 2 if likely or len(lines) < 3 else 3
    bare = [_QUOTED.sub(b"", line) if b'"' in line else line for line in lines]
    for delimiter in _DELIMITERS:
        if sum(delimiter in line for line in bare) < wanted:
            continue
        at = 0
        for count, run in groupby(line.count(delimiter) for line in bare):
            length = sum(1 for _ in run)
            if count and length >= wanted:
                return lines[at]
            at += length
    return None
