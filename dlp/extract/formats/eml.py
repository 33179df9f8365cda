"""Internet mail: every header field, every body, and every attachment as a document of its own."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dlp.extract import mime
from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.charset import alien, to_utf8
from dlp.extract.gather import Gather, unquoted
from dlp.extract.identify import HEAD, signature_type
from dlp.extract.inline import files_in
from dlp.extract.signatures import MAIL
from dlp.extract.stream import text_segments
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

NAME = "eml"
MEDIA_TYPES = (MAIL,)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = "Content types of PGP/MIME and S/MIME, PGP armour in the text, envelopes of S/MIME by their content."
LIMITATIONS = (
    "Mail encrypted with S/MIME or PGP is named as encrypted and not read.",
    "Of a message that was sent in pieces (message/partial) each piece is read for itself and reported.",
    "Beyond 1,000 parts or 50 levels of a message, and beyond 64 KiB of header, the source is scanned as it stands.",
)

_PARTS = 1000
_DEPTH = 50
_SMIME = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_SEALED = frozenset(("enveloped-data", "authenveloped-data", "signed-and-enveloped-data"))


@dataclass(slots=True)
class _Reading:
    """A message being read: how many parts there were."""

    locus: Locus
    budget: Budget
    parts: int = 0
    queue: deque[tuple[bytes, int, str]] = field(default_factory=deque, repr=False)  # entity, depth, name of the part


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    limit = budget.limits.part_bytes * 4
    if blob.size > limit:
        yield Issue(IssueCode.TOO_LARGE, locus, f"a message of over {limit} bytes")
        yield from text_segments(blob, locus, budget, layout=Layout.MESSAGE)
        return
    with blob.open() as stream:
        data = stream.read(limit + 1)
    reading = _Reading(locus, budget)
    reading.queue.append((data, 0, ""))
    while reading.queue:
        budget.check_time()
        entity, depth, name = reading.queue.popleft()
        yield from _entity(reading, mime.parse_part(entity), depth, name)


def _entity(reading: _Reading, part: mime.Part, depth: int, name: str) -> Iterator[Item]:
    at = Locus(reading.locus.container, f"part {name}" if name else "")
    yield from _headers(part, at)
    yield from _said_by_header(part, at)
    if part.oversized:
        yield Issue(IssueCode.TOO_LARGE, at, f"a header of over {mime.MAX_HEADER} bytes")
        yield from _text(reading, part.oversized, Locus(at.container, at.part or "header"))
    boundary = _boundary(part)
    if boundary:
        yield from _multipart(reading, part, boundary, depth, name)
    else:
        yield from _leaf(reading, part, at, name)


def _boundary(part: mime.Part) -> str:
    if part.content.get_content_maintype() != "multipart":
        return ""
    try:
        return part.content.get_boundary("") or ""
    except (ValueError, LookupError, TypeError):
        return ""


def _said_by_header(part: mime.Part, at: Locus) -> Iterator[Issue]:
    """What the header alone tells about what can be read."""
    kind = part.content.get_content_type()
    smime = _parameter(part, "smime-type").lower()
    if kind == "multipart/encrypted":
        yield Issue(IssueCode.ENCRYPTED, at, "PGP/MIME")
    elif kind in _SMIME and smime in _SEALED:
        yield Issue(IssueCode.ENCRYPTED, at, "S/MIME")
    elif kind == "message/partial":
        yield Issue(IssueCode.SUSPICIOUS, at, "one piece of a message")
    if part.contradictory:
        yield Issue(IssueCode.SUSPICIOUS, at, "two header fields that contradict each other")


def _headers(part: mime.Part, locus: Locus) -> Iterator[Segment]:
    gather = Gather(locus, Layout.KEY_VALUE)
    for name, value in part.fields:
        text = mime.header_text(value)
        gather.add(f"{name}: {text}\n" if name else f"{text}\n", unquoted(name) if name else "header")
    if said := mime.parameters(part.content):
        gather.add(f"{said}\n", "parameters")
    if segment := gather.take():
        yield segment


def _multipart(reading: _Reading, part: mime.Part, boundary: str, depth: int, name: str) -> Iterator[Item]:
    at = Locus(reading.locus.container, f"part {name}" if name else "")
    if depth >= _DEPTH or reading.parts >= _PARTS:
        code = IssueCode.TOO_DEEP if depth >= _DEPTH else IssueCode.TOO_MANY
        yield Issue(code, at, f"over {_DEPTH} levels" if depth >= _DEPTH else f"over {_PARTS} parts")
        yield from _text(reading, part.body, at)
        return
    body = part.body
    if mime.transfer_encoding(part) in ("base64", "quoted-printable"):
        yield Issue(IssueCode.SUSPICIOUS, at, "parts inside a transfer encoding, which no mail may have")
        if f"--{boundary}".encode("utf-8", "surrogateescape") not in body:
            body, _ = mime.body_bytes(part)
    reading.budget.unpack(len(body))
    preamble, parts, epilogue, sound = mime.split(body, boundary, _PARTS - reading.parts)
    reading.parts += len(parts)
    if reading.parts >= _PARTS:
        yield Issue(IssueCode.TOO_MANY, at, f"over {_PARTS} parts")
    elif not sound:
        yield Issue(IssueCode.CORRUPT, at, "the message breaks off, or has no parts where it says so")
    for label, text in (("preamble", preamble), ("epilogue", epilogue)):
        yield from _prose(reading, text, Locus(at.container, f"{at.part} {label}".strip()))
    for number, entity in enumerate(parts, 1):
        reading.queue.append((entity, depth + 1, f"{name}.{number}" if name else str(number)))


def _leaf(reading: _Reading, part: mime.Part, at: Locus, name: str) -> Iterator[Item]:
    body, sound = mime.body_bytes(part)
    reading.budget.unpack(len(body))
    if not sound:
        yield Issue(IssueCode.UNDECODABLE, at, "a transfer encoding that does not hold")
    kind, file_name = part.content.get_content_type(), mime.file_name(part.content)
    # The declared type is believed only where nothing is at stake: a ZIP declared as text is a ZIP.
    is_text = kind == "text/plain" and not signature_type(body[:HEAD])
    if is_text and not file_name:
        yield from _prose(reading, body, at, part)
    elif body:
        shown = file_name or f"part {name or '0'}"
        declared = "" if kind == "text/plain" else kind
        if kind.startswith("text/") and not signature_type(body[:HEAD]):
            if codec := alien(_charset(part)):
                yield Child(held(shown, body.decode(codec, "replace").encode("utf-8", "replace"), declared))
            body = mime.readable(body, _charset(part))
        yield Child(held(shown, body, declared))


def _prose(reading: _Reading, body: bytes, at: Locus, part: mime.Part | None = None) -> Iterator[Item]:
    """A body that people read: its text, the files written into it, and the other ways in which it may be shown."""
    declared = _charset(part) if part else ""
    start, words = 0, list[bytes]()
    for found in files_in(body):
        reading.budget.unpack(len(found.data))
        if not found.whole:
            yield Issue(IssueCode.UNDECODABLE, at, "a file in the text that breaks off")
        name = to_utf8(found.name).data.decode("utf-8", "replace").strip()
        yield Child(held(name or "file in the text", found.data))
        words.append(body[start : found.start])
        start = found.end
    text = b"\n".join((*words, body[start:])) if start else body
    yield from _text(reading, text, at, declared)
    if b"(This file must be converted with BinHex" in text:
        yield Issue(IssueCode.UNSUPPORTED, at, "BinHex")
    if part is not None and _parameter(part, "format").lower() == "flowed":
        delete = _parameter(part, "delsp").lower() == "yes"
        joined = re.sub(rb" \r?\n" if delete else rb"(?<= )\r?\n", b"", text)
        yield from _again(reading, joined if joined != text else b"", at, declared)
    if codec := alien(declared):
        reading.budget.unpack(len(text))
        yield from _again(reading, text.decode(codec, "replace").encode("utf-8", "replace"), at)


def _again(reading: _Reading, data: bytes, at: Locus, declared: str = "") -> Iterator[Item]:
    """The same text as another reader would show it."""
    for item in _text(reading, data, at, declared):
        yield replace(item, derived=True) if isinstance(item, Segment) else item


def _charset(part: mime.Part) -> str:
    return _parameter(part, "charset")


def _parameter(part: mime.Part, name: str) -> str:
    """A parameter of Content-Type, "" where it is missing or broken."""
    try:
        value = part.content.get_param(name, "")
    except (ValueError, LookupError, TypeError):
        return ""
    return str(value[2] if isinstance(value, tuple) else value or "")


def _text(reading: _Reading, data: bytes, locus: Locus, declared: str = "") -> Iterator[Item]:
    if data.strip():
        body = held("", mime.readable(data, declared))
        yield from text_segments(body, locus, reading.budget, layout=Layout.MESSAGE)
