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
_CONTENT = frozenset(("content-type", "content-transfer-encoding", "content-disposition"))
_PARAMETERS = 4 << 10  # the library's parameter parser is quadratic
_BLANK = b" \t\r\n\v\f"
_NO_LETTERS = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_END_OF_HEADER = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
# One class of characters for the text: two that overlap would be tried in every division of a long run.
_WORD = re.compile(rb"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,40})?\?([bBqQ])\?([^?\r\n]{0,6144})\?=")
_BETWEEN_WORDS = re.compile(rb"\?=\s{1,1000}(?==\?[\w.:+*-]{1,60}\?[bBqQ]\?)")


class Part(NamedTuple):
    """A MIME entity: its header fields as bytes, the parsed Content-* fields, its body as it stands in the mail.

    `contradictory` tells that a Content-* field is there twice with different values.
    """

    fields: list[tuple[str, bytes]]
    content: Message
    body: bytes
    oversized: bytes = b""
    contradictory: bool = False

    def __repr__(self) -> str:
        return f"Part({len(self.fields)} fields, {len(self.body)} bytes)"


def parse_part(data: bytes) -> Part:
    """Split header from body; what of the header goes beyond MAX_HEADER comes back in `oversized`."""
    if b"\r" in data[:MAX_HEADER] and b"\n" not in data[:MAX_HEADER]:
        data = data.replace(b"\r", b"\n")  # line ends of old Macintoshes
    end = _END_OF_HEADER.search(data) if not data.startswith((b"\n", b"\r\n")) else re.match(rb"\r?\n", data)
    head, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    fields = list(_fields(head[:MAX_HEADER]))
    content = _content(fields)
    said = {(name.lower(), b"".join(value.split()).lower()) for name, value in fields if name.lower() in _CONTENT}
    twice = len(said) > len({name for name, _ in said}) or any(value.count(b";boundary=") > 1 for _, value in said)
    return Part(fields, content, body, head[MAX_HEADER:], twice)


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
        if name.lower() in _CONTENT:
            chosen.setdefault(name.lower(), _bare(re.sub(rb"\s+", b" ", value)[:_PARAMETERS]))
    raw = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in chosen.items())
    from email.parser import BytesParser
    from email.policy import compat32

    return BytesParser(policy=compat32).parsebytes(raw + b"\r\n", headersonly=True)


def _bare(value: bytes) -> bytes:
    """A Content-* value without the comments before its parameters, which the library would take for the type."""
    kind, semicolon, rest = value.partition(b";")
    while b"(" in kind and (shorter := re.sub(rb"\s*\([^()]*\)\s*", b"", kind)) != kind:
        kind = shorter
    return re.sub(rb"\s*/\s*", b"/", kind) + semicolon + rest


def header_text(value: bytes) -> str:
    """A header value with its encoded words decoded and raw 8-bit bytes read as UTF-8 or CP949."""
    if b"=?" not in value:
        return _unfolded(charset.to_utf8(value).data)
    joined = _BETWEEN_WORDS.sub(b"?=", value)
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
    return _unfolded(b"".join(pieces))


def _unfolded(value: bytes) -> str:
    text = value.decode("utf-8", "replace")
    return re.sub(r"\r?\n[ \t]", " ", text) if "\n" in text else text


def _word_bytes(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"bB":
        return from_base64(text)[0]
    return quopri.decodestring(text, header=True)


def from_base64(data: bytes) -> tuple[bytes, bool]:
    """What base64 text holds, whatever stands between its letters, and whether it was sound.

    Padding may stand inside, where pieces were encoded apart: each piece is decoded for itself.
    """
    plain = data.translate(None, _BLANK).rstrip(b"=")
    runs = re.split(rb"=+", plain)
    sound = len(runs) == 1
    pieces: list[bytes] = []
    for run in runs:
        letters = run.translate(None, _NO_LETTERS)
        sound = sound and len(letters) == len(run) and len(letters) % 4 != 1
        letters = letters[: len(letters) - (len(letters) % 4 == 1)]
        pieces.append(binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)))
    return b"".join(pieces), sound


def transfer_encoding(part: Part) -> str:
    """The name of the encoding without comments and whatever else stands behind it."""
    stated = re.sub(r"\([^()]*\)", " ", str(part.content.get("Content-Transfer-Encoding", "")))
    return (re.split(r"[\s;]+", stated.strip().strip("\"'").lower()) or [""])[0]


def body_bytes(part: Part) -> tuple[bytes, bool]:
    """The body without its transfer encoding, and whether that could be undone."""
    match transfer_encoding(part):
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
            # Many encoders write too many characters on the last line: the count in front is what holds.
            pieces.append(binascii.a2b_uu(line[: 1 + (((line[0] - 32) & 63) * 4 + 5) // 3] if line else line))
        except binascii.Error:
            return b"".join(pieces), False
    return b"".join(pieces), True


def split(body: bytes, boundary: str, limit: int) -> tuple[bytes, list[bytes], bytes, bool]:
    """Preamble, at most `limit` parts, epilogue, and whether all of that was delimited as it should be."""
    # Beginning with what is literal, the expression is looked for at the speed of memory.
    line = re.compile(rb"--" + re.escape(boundary.encode("utf-8", "surrogateescape")) + rb"(--)?[ \t]*(?=\r?\n|$)")
    parts: list[bytes] = []
    start, preamble = -1, b""
    for mark in line.finditer(body):
        at = mark.start()
        if at and body[at - 1] != 0x0A:
            continue
        end = max(0, at - (2 if body[at - 2 : at] == b"\r\n" else 1))
        if start < 0:
            preamble = body[:end]
        else:
            parts.append(body[start:end])
        start = mark.end() + (2 if body[mark.end() : mark.end() + 2] == b"\r\n" else 1)
        if mark[1]:
            return preamble, parts, body[start:], True
        if len(parts) >= limit:
            return preamble, parts, body[start:], False
    if start < 0:
        return body, [], b"", False
    return preamble, [*parts, body[start:]], b"", False


def parameters(content: Message) -> str:
    """The parameters of Content-Type and Content-Disposition that RFC 2231 splits or encodes, put together."""
    said: list[str] = []
    for field in ("content-type", "content-disposition"):
        if "*" not in str(content.get(field, "")):
            continue
        try:
            for name, value in content.get_params([], header=field)[1:]:
                said.append(f"{name}: {header_text(_extended(value).encode('utf-8', 'surrogateescape'))}")
        except (ValueError, LookupError, TypeError):
            continue
    return "\n".join(said)


def _extended(value: object) -> str:
    """A parameter; one in the extended form of RFC 2231 comes as charset, language and its bytes as Latin-1."""
    if not isinstance(value, tuple):
        return str(value)
    declared, _, raw = value
    return charset.to_utf8(str(raw).encode("latin-1", "replace"), str(declared or "")).data.decode("utf-8", "replace")


def file_name(content: Message) -> str:
    """The name of an attachment, from either field, in RFC 2231 or RFC 2047 form or raw 8-bit."""
    try:
        name = content.get_filename("")
    except (ValueError, LookupError, TypeError):
        return ""
    return header_text(str(name).encode("utf-8", "surrogateescape")).strip()


def readable(body: bytes, declared: str) -> bytes:
    """Text whose charset only a header tells, in an encoding that its reader will recognise."""
    decoded = charset.to_utf8(body, declared)
    return body if decoded.other else decoded.data
