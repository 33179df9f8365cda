"""Files written as base64 inside text: data: URLs and string values that begin like a known kind of file."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from dlp.extract.base import Budget, Child, held
from dlp.types import Issue, IssueCode, Locus

# base64 of the first bytes of ZIP, PDF, OLE, PNG, JPEG, GIF, gzip, 7z, RAR and HWP 3 files
_STARTS = (
    b"UEsD",
    b"UEsF",
    b"JVBERi",
    b"0M8R4K",
    b"iVBORw",
    b"/9j/",
    b"R0lGOD",
    b"H4sI",
    b"N3q8ry",
    b"UmFyIR",
    b"SFdQIERv",
)
_VALUE = re.compile(
    rb"(?:data:[\w.+/-]{0,100}(?:;[\w=.-]{0,60}){0,4};base64,|(?<=[\"'>\s:]))((?:"
    + b"|".join(_STARTS).replace(b"/", rb"\\?/")
    + rb")(?:[A-Za-z0-9+/_-]|\\/|\\[nr]|[\r\n])*={0,2})"
)
_URL = re.compile(rb"data:[\w.+/-]{0,100}(?:;[\w=.-]{0,60}){0,4};base64,([A-Za-z0-9+/_-]{16,}={0,2})")
_SHORTEST = 40


def embedded(data: bytes, locus: Locus, budget: Budget, *, cut: bool = False) -> Iterator[Child | Issue]:
    """Files found in a text; `cut` tells that the text goes on after `data`."""
    if b"base64," not in data and not any(start.replace(b"/", b"") in data for start in _STARTS):
        return
    spans: list[int] = []
    for pattern in (_VALUE, _URL):
        for number, match in enumerate(pattern.finditer(data)):
            value = match[1]
            if len(value) < _SHORTEST or match.start(1) in spans:
                continue
            spans.append(match.start(1))
            if cut and match.end() == len(data):
                yield Issue(IssueCode.DECODE_LIMIT, locus, "an embedded file goes beyond the block")
                continue
            budget.unpack(len(value) * 3 // 4)
            content = _decode(value)
            if content:
                yield Child(held(f"embedded-{number + 1}", content))


def _decode(value: bytes) -> bytes:
    plain = re.sub(rb"\\[nr]|[\r\n\\=]", b"", value).replace(b"-", b"+").replace(b"_", b"/")
    return binascii.a2b_base64(plain[: len(plain) - (len(plain) % 4 == 1)] + b"=" * (-len(plain) % 4))
