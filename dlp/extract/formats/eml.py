"""Internet mail: every header field, every body, and every attachment as a document of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.extract import mime
from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.charset import to_utf8
from dlp.extract.gather import Gather, unquoted
from dlp.extract.signatures import MAIL
from dlp.extract.stream import text_segments
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

NAME = "eml"
MEDIA_TYPES = (MAIL,)
ISOLATED = False
LIBRARIES = ()
LIMITATIONS = (
    "Mail encrypted with S/MIME or PGP is named as encrypted or unsupported and not read.",
    "Beyond 1,000 parts or 50 levels of a message, and beyond 64 KiB of header, the source is scanned as it stands.",
)

_PARTS = 1000
_DEPTH = 50


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
    if part.oversized:
        yield Issue(IssueCode.TOO_LARGE, at, f"a header of over {mime.MAX_HEADER} bytes")
        yield from _text(reading, part.oversized, Locus(at.container, at.part or "header"))
    boundary = part.content.get_boundary("") if part.content.get_content_maintype() == "multipart" else ""
    if boundary:
        yield from _multipart(reading, part, boundary, depth, name)
    else:
        yield from _leaf(reading, part, at, name)


def _headers(part: mime.Part, locus: Locus) -> Iterator[Segment]:
    gather = Gather(locus, Layout.KEY_VALUE)
    for name, value in part.fields:
        text = mime.header_text(value)
        gather.add(f"{name}: {text}\n" if name else f"{text}\n", unquoted(name) if name else "header")
    if segment := gather.take():
        yield segment


def _multipart(reading: _Reading, part: mime.Part, boundary: str, depth: int, name: str) -> Iterator[Item]:
    at = Locus(reading.locus.container, f"part {name}" if name else "")
    if depth >= _DEPTH or reading.parts >= _PARTS:
        code = IssueCode.TOO_DEEP if depth >= _DEPTH else IssueCode.TOO_MANY
        yield Issue(code, at, f"over {_DEPTH} levels" if depth >= _DEPTH else f"over {_PARTS} parts")
        yield from _text(reading, part.body, at)
        return
    preamble, parts, epilogue, sound = mime.split(part.body, boundary, _PARTS - reading.parts)
    reading.parts += len(parts)
    if reading.parts >= _PARTS:
        yield Issue(IssueCode.TOO_MANY, at, f"over {_PARTS} parts")
    elif not sound:
        yield Issue(IssueCode.CORRUPT, at, "the message breaks off, or has no parts where it says so")
    for label, text in (("preamble", preamble), ("epilogue", epilogue)):
        yield from _text(reading, text, Locus(at.container, f"{at.part} {label}".strip()))
    for number, entity in enumerate(parts, 1):
        reading.queue.append((entity, depth + 1, f"{name}.{number}" if name else str(number)))


def _leaf(reading: _Reading, part: mime.Part, at: Locus, name: str) -> Iterator[Item]:
    body, sound = mime.body_bytes(part)
    reading.budget.unpack(len(body))
    if not sound:
        yield Issue(IssueCode.UNDECODABLE, at, "a transfer encoding that does not hold")
    kind, file_name = part.content.get_content_type(), mime.file_name(part.content)
    if kind == "text/plain" and not file_name:
        yield from _text(reading, body, at, _charset(part))
    elif body:
        if kind.startswith("text/"):
            body = _readable(body, _charset(part))
        yield Child(held(file_name or f"part {name or '0'}", body, kind))


def _charset(part: mime.Part) -> str:
    try:
        return str(part.content.get_param("charset", "") or "")
    except (ValueError, TypeError):
        return ""


def _readable(body: bytes, declared: str) -> bytes:
    """Text whose charset only its part's header tells, in an encoding that its reader will recognise."""
    decoded = to_utf8(body, declared)
    return body if decoded.other else decoded.data


def _text(reading: _Reading, data: bytes, locus: Locus, declared: str = "") -> Iterator[Item]:
    if data.strip():
        body = held("", _readable(data, declared))
        yield from text_segments(body, locus, reading.budget, layout=Layout.MESSAGE)
