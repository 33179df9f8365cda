"""Content lines of iCalendar (RFC 5545) and vCard (2.1, RFC 2426, RFC 6350): unfolded, decoded, files taken out."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dlp.extract import charset, mime
from dlp.extract.base import Budget, Child, Item, ReadStopped, held
from dlp.extract.gather import Gather, unquoted
from dlp.extract.markup import TAKE
from dlp.types import Blob, Issue, IssueCode, Layout, Locus

# name *(";" parameter) ":" value; a quoted parameter may hold what ends an unquoted one.
_LINE = re.compile(rb'([^:;"]{1,200})((?:;(?:"[^"]*+"|[^":;])*+)*+):(.*)', re.DOTALL)
_PARAMETER = re.compile(rb';([^=;:"]{1,100})(?:=("[^"]*"|[^;"]*))?')
_PARAMETERS = 64 << 10  # a line with more of them is read as it stands
_ESCAPE = re.compile(rb"\\([nN,;:\\])")
_SILENT = frozenset(("ENCODING", "CHARSET", "VALUE"))
_DATA_URL = re.compile(rb"data:([\w.+/-]{0,100})(?:;[\w=.-]{0,60}){0,4};base64,", re.IGNORECASE)


class _Line(NamedTuple):
    name: str
    parameters: dict[str, bytes]
    value: bytes

    def __repr__(self) -> str:
        return type(self).__name__


@dataclass(slots=True)
class _Cards:
    locus: Locus
    budget: Budget
    files: int = 0


def read_cards(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    """Every property as a "name: value" line, in order; base64 values as documents of their own."""
    limit = budget.limits.part_bytes * 4
    if blob.size > limit:
        raise ReadStopped(IssueCode.TOO_LARGE, f"cards of over {limit} bytes")
    with blob.open() as stream:
        data = stream.read(limit + 1)
    cards, gather = _Cards(locus, budget), Gather(locus, Layout.KEY_VALUE)
    for count, raw in enumerate(_lines(_narrow(data))):
        if count % 1024 == 0:
            budget.check_time()
        line = _parsed(raw)
        if line is None:
            gather.add(_words(raw) + "\n")
        else:
            found = list(_file(cards, line)) if line.parameters or line.value[:5].lower() == b"data:" else []
            yield from found
            position = line.name if line.name.isalpha() and len(line.name) < 40 else unquoted(line.name)
            gather.add(_shown(line._replace(value=b"") if found else line), position)
        if gather.size > TAKE and (segment := gather.take()):
            yield segment
    if segment := gather.take():
        yield segment


def _narrow(data: bytes) -> bytes:
    """UTF-16 and UTF-32 as UTF-8; other encodings are decided value by value."""
    found = charset.detect(data[: charset.SAMPLE], whole=len(data) <= charset.SAMPLE)
    if found.name in charset.WIDE:
        return charset.transcode(data[found.skip :], found.name).data
    return data[found.skip :]


def _lines(data: bytes) -> Iterator[bytes]:
    """Logical lines: what begins with a blank continues the line before, so does what follows a soft line break."""
    pieces: list[bytes] = []
    soft = False
    for line in re.split(rb"\r\n|\n|\r", data):
        if soft or (pieces and line[:1] in (b" ", b"\t")):
            if soft:
                pieces[-1] = pieces[-1][:-1]
            pieces.append(line if soft else line[1:])
        else:
            if pieces:
                yield b"".join(pieces)
            pieces = [line]
        soft = line.endswith(b"=") and b"QUOTED-PRINTABLE" in pieces[0][:500].upper()
    yield b"".join(pieces)


def _parsed(raw: bytes) -> _Line | None:
    match = _LINE.fullmatch(raw)
    if match is None or len(match[2]) > _PARAMETERS:
        return None
    parameters: dict[str, bytes] = {}
    for name, value in _PARAMETER.findall(match[2]):
        # vCard 2.1 leaves out the names of parameters.
        parameters[name.decode("ascii", "replace").upper()] = value.strip(b'"')
    return _Line(_words(match[1].strip()), parameters, match[3])


def _words(value: bytes, declared: str = "") -> str:
    """Text in whatever encoding; most is ASCII, where nothing needs deciding."""
    if value.isascii() and not declared:
        return value.decode("ascii")
    return " / ".join(reading.decode("utf-8", "replace") for reading in charset.to_utf8(value, declared) if reading)


def _encoding(line: _Line) -> str:
    stated = line.parameters.get("ENCODING", b"").decode("ascii", "replace").upper()
    for name, encoding in (("BASE64", "B"), ("B", "B"), ("QUOTED-PRINTABLE", "Q"), ("Q", "Q")):
        if stated == name or (not stated and len(name) > 1 and name in line.parameters):
            return encoding
    return ""


def _file(cards: _Cards, line: _Line) -> Iterator[Item]:
    """The file that a value is, if it is one."""
    url = _DATA_URL.match(line.value)
    if not url and _encoding(line) != "B":
        return
    data, sound = mime.from_base64(line.value[url.end() :] if url else line.value)
    cards.budget.unpack(len(data))
    cards.files += 1
    if not sound:
        yield Issue(IssueCode.UNDECODABLE, cards.locus, "base64 that does not hold")
    if data:
        kind = url[1] if url else line.parameters.get("FMTTYPE", b"")
        named = next((line.parameters[key] for key in ("X-FILENAME", "FILENAME") if key in line.parameters), b"")
        name = _words(named) or f"{unquoted(line.name)} {cards.files}"
        yield Child(held(name, data, kind.decode("ascii", "replace").lower()))


def _shown(line: _Line) -> str:
    """A line for reading: name, what the parameters say, value without escapes."""
    if not line.parameters and b"\\" not in line.value:
        return f"{line.name}: {_words(line.value)}\n"
    declared = line.parameters.get("CHARSET", b"").decode("ascii", "replace")
    value = quopri.decodestring(line.value) if _encoding(line) == "Q" else line.value
    if b"\\" in value:
        value = _ESCAPE.sub(lambda match: b"\n" if match[1] in b"nN" else match[1], value)
    said = [_words(said) for name, said in line.parameters.items() if said and name not in _SILENT]
    aside = f" ({', '.join(said)})" if said else ""
    return f"{line.name}{aside}: {_words(value, declared)}\n"
