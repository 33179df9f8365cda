"""Files written into the text of a mail as uuencode (in base64 as well) or yEnc, taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dlp.extract.mime import from_base64, uudecode

_BEGIN = re.compile(rb"^(?:begin(-base64)? [0-7]{3,4} ([^\r\n]{1,255})|=ybegin ([^\r\n]{1,500}))\r?$", re.MULTILINE)
_UU_END = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)
_BASE64_END = re.compile(rb"^====[ \t]*\r?$", re.MULTILINE)
_UU_LINE = re.compile(rb"[ -`]{1,90}\r?\n")
_Y_END = re.compile(rb"^=yend[^\r\n]*\r?$", re.MULTILINE)
_Y_NAME = re.compile(rb"name=([^\r\n]+)")
_Y_PART = re.compile(rb"=ypart [^\r\n]*\r?\n")
_Y_SHIFT = bytes((byte - 42) % 256 for byte in range(256))
_Y_ESCAPED = re.compile(rb"=(.)", re.DOTALL)


class File(NamedTuple):
    """A file found between `start` and `end` of the text; `whole` tells that its end was there and it decodes."""

    name: bytes
    data: bytes
    start: int
    end: int
    whole: bool

    def __repr__(self) -> str:
        return type(self).__name__


def files_in(text: bytes) -> Iterator[File]:
    """Files in the order they stand in. Without a marker there is nothing to look for."""
    if b"begin " not in text and b"begin-base64 " not in text:
        return
    at = 0
    while begin := _BEGIN.search(text, at):
        body = begin.end() + 1
        found = _decoded(text, begin, body)
        at = found.end if found else begin.end()
        if found:
            yield found


def _decoded(text: bytes, begin: re.Match[bytes], body: int) -> File | None:
    if begin[3]:
        return _yenc(text, begin, body)
    return _base64(text, begin, body) if begin[1] else _uuencoded(text, begin, body)


def _base64(text: bytes, begin: re.Match[bytes], body: int) -> File:
    end = _BASE64_END.search(text, body)
    data, sound = from_base64(text[body : end.start() if end else len(text)])
    return File(begin[2], data, begin.start(), end.end() if end else len(text), sound and end is not None)


def _uuencoded(text: bytes, begin: re.Match[bytes], body: int) -> File | None:
    """None where "begin 644 x" is but words: the next line must be as long as its first character says."""
    line = _UU_LINE.match(text, body)
    if line is None or len(line[0].rstrip()) < 1 + ((line[0][0] - 32) & 63):
        return None
    end = _UU_END.search(text, body)
    data, sound = uudecode(text[body : end.start() if end else len(text)])
    return File(begin[2], data, begin.start(), end.end() if end else len(text), sound and end is not None)


def _yenc(text: bytes, begin: re.Match[bytes], body: int) -> File:
    end = _Y_END.search(text, body)
    part = _Y_PART.match(text, body)
    raw = text[part.end() if part else body : end.start() if end else len(text)].translate(None, b"\r\n")
    data = _Y_ESCAPED.sub(lambda match: bytes(((match[1][0] - 64) % 256,)), raw).translate(_Y_SHIFT)
    name = _Y_NAME.search(begin[3])
    whole = end is not None and part is None  # one part of several is not a file
    return File(name[1] if name else b"yEnc", data, begin.start(), end.end() if end else len(text), whole)
