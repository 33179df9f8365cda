"""The parts of Internet mail (RFC 5322, 2045-2047, 2231) that attackers and old Korean mail programs bend.

Header fields and parameters are parsed by the standard library under `compat32`; splitting and decoding is done here,
in linear time and without recursion.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from dlp.extract import charset

if TYPE_CHECKING:
    from email.message import Message

MAX_HEADER = 64 << 10
_PARAMETERS = 4 << 10  # the library's parameter parser is quadratic
_END_OF_HEADER = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
_WORD = re.compile(rb"=\?([\w.:+-]{1,40})(?:\*[\w-]*)?\?([bBqQ])\?([^?\s]{0,4096}(?:[^?\r\n]{0,2048}))\?=")
_BETWEEN_WORDS = re.compile(rb"(\?=)\s+(?==\?[\w.:+*-]{1,60}\?[bBqQ]\?)")


class Part(NamedTuple):
    """A MIME entity: its header fields as bytes, the parsed Content-* fields, its body as it stands in the mail."""

    fields: list[tuple[str, bytes]]
    content: Message
    body: bytes
    oversized: bytes = b""

    def __repr__(self) -> str:
        return f"Part({len(self.fields)} fields, {len(self.body)} bytes)"


def parse_part(data: bytes) -> Part:
    """Split header from body; what of the header goes beyond MAX_HEADER comes back in `oversized`."""
    end = _END_OF_HEADER.search(data) if not data.startswith((b"\n", b"\r\n")) else re.match(rb"\r?\n", data)
    head, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    fields = list(_fields(head[:MAX_HEADER]))
    content = _content(fields)
    return Part(fields, content, body, head[MAX_HEADER:])


def _fields(head: bytes) -> Iterator[tuple[str, bytes]]:
    for field in re.split(rb"\r?\n(?![ \t])", head):
        name, colon, value = field.partition(b":")
        if colon and name.strip() and not re.search(rb"[\s]", name.strip()):
            yield name.strip().decode("ascii", "replace"), value.strip()
        elif field.strip():
            yield "", field.strip()


def _content(fields: list[tuple[str, bytes]]) -> Message:
    """The fields that say what the body is, for the library to parse; the first of each counts."""
    chosen: dict[str, bytes] = {}
    for name, value in fields:
        if name.lower() in ("content-type", "content-transfer-encoding", "content-disposition"):
            chosen.setdefault(name.lower(), re.sub(rb"\s+", b" ", value)[:_PARAMETERS])
    raw = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in chosen.items())
    from email.parser import BytesParser
    from email.policy import compat32

    return BytesParser(policy=compat32).parsebytes(raw + b"\r\n", headersonly=True)


def header_text(value: bytes) -> str:
    """A header value with its encoded words decoded and raw 8-bit bytes read as UTF-8 or CP949."""
    joined = _BETWEEN_WORDS.sub(rb"\1", value)
    pieces: list[bytes] = []
    at = 0
    pending, pending_charset = b"", ""
    for word in _WORD.finditer(joined):
        name = word[1].decode("ascii")
        if pending and (word.start() > at or name != pending_charset):
            pieces.append(charset.to_utf8(pending, pending_charset).data)
            pending = b""
        pieces.append(charset.to_utf8(joined[at : word.start()]).data)
        # A character may be split over two words of the same charset, so words are decoded together.
        pending += _word_bytes(word[2], word[3])
        pending_charset, at = name, word.end()
    if pending:
        pieces.append(charset.to_utf8(pending, pending_charset).data)
    pieces.append(charset.to_utf8(joined[at:]).data)
    return re.sub(r"\r?\n[ \t]", " ", b"".join(pieces).decode("utf-8", "replace"))


def _word_bytes(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"bB":
        return from_base64(text)[0]
    return quopri.decodestring(text, header=True)


def from_base64(data: bytes) -> tuple[bytes, bool]:
    """What base64 text holds, whatever stands between its letters, and whether it was sound."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    sound = re.fullmatch(rb"[A-Za-z0-9+/\s]*=*\s*", data) is not None and len(letters) % 4 != 1
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)), sound


def body_bytes(part: Part) -> tuple[bytes, bool]:
    """The body without its transfer encoding, and whether that could be undone."""
    match str(part.content.get("Content-Transfer-Encoding", "")).strip().lower():
        case "base64":
            return from_base64(part.body)
        case "quoted-printable":
            return quopri.decodestring(part.body), True
        case "x-uuencode" | "uuencode" | "uue" | "x-uue":
            return uudecode(part.body)
        case "" | "7bit" | "8bit" | "binary":
            return part.body, True
        case _:
            return part.body, False


def uudecode(body: bytes) -> tuple[bytes, bool]:
    """What uuencoded lines hold, and whether all of them were sound."""
    pieces: list[bytes] = []
    for line in body.splitlines():
        if line.startswith((b"begin ", b"end")):
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            return b"".join(pieces), False
    return b"".join(pieces), True


def split(body: bytes, boundary: str, limit: int) -> tuple[bytes, list[bytes], bytes, bool]:
    """Preamble, at most `limit` parts, epilogue, and whether all of that was delimited as it should be."""
    line = re.compile(
        rb"(?:^|\r?\n)--" + re.escape(boundary.encode("utf-8", "surrogateescape")) + rb"(--)?[ \t]*(?=\r?\n|$)"
    )
    parts: list[bytes] = []
    start, preamble = -1, b""
    for mark in line.finditer(body):
        if start < 0:
            preamble = body[: mark.start()]
        else:
            parts.append(body[start : mark.start()])
        start = mark.end() + (2 if body[mark.end() : mark.end() + 2] == b"\r\n" else 1)
        if mark[1]:
            return preamble, parts, body[start:], True
        if len(parts) >= limit:
            return preamble, parts, body[start:], False
    if start < 0:
        return body, [], b"", False
    return preamble, [*parts, body[start:]], b"", False


def file_name(content: Message) -> str:
    """The name of an attachment, from either field, in RFC 2231 or RFC 2047 form or raw 8-bit."""
    try:
        name = content.get_filename("")
    except (ValueError, LookupError, TypeError):
        return ""
    return header_text(str(name).encode("utf-8", "surrogateescape")).strip()
