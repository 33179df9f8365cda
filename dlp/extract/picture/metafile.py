"""Records of Windows metafiles that hold text or pictures: EMF and EMF+ ([MS-EMF], [MS-EMFPLUS]), WMF ([MS-WMF])."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from dlp.extract.base import Budget
from dlp.extract.picture.exif import decoded

_MOST_RECORDS = 2_000_000
_GLYPHS, _NO_BOUNDS, _NARROW = 0x10, 0x100, 0x200  # of [MS-EMF] 2.1.11
_EMF_END, _COMMENT = 14, 70
_EMF_TEXT = {83: False, 84: True}  # wide?
_EMF_TEXTS = {96: False, 97: True}
_EMF_SMALL = 108
_EMF_BITMAPS = {76: 84, 77: 84, 114: 84, 80: 48, 81: 48}  # where offsets and sizes of a bitmap stand
_EMF_CURVES = frozenset((2, 5, 88, 91, 59, 62, 63))  # curves, filled paths: letters may be drawn with them
_WMF_HEADER, _WMF_PLACED = 18, 22
_WMF_TEXT, _WMF_EXTENDED, _WMF_ESCAPE = 0x0521, 0x0A32, 0x0626
_WMF_BITMAPS = {0x0F43: 22, 0x0B41: 20, 0x0940: 16, 0x0D33: 18}
_EMF_IN_WMF = b"WMFC"


@dataclass(frozen=True, slots=True)
class Words:
    """Text, where it begins, and where it ends if the record says how wide its letters are."""

    text: str = field(repr=False)
    x: int
    y: int
    end: int | None = None


@dataclass(slots=True)
class Drawing:
    """What was found. `glyphs`: texts that are numbers of a font's shapes; `curves`: shapes that could be letters."""

    words: list[Words] = field(default_factory=list, repr=False)
    pictures: list[bytes] = field(default_factory=list, repr=False)
    glyphs: int = 0
    curves: int = 0
    broken: bool = False
    behind: bytes = field(default=b"", repr=False)

    def lines(self) -> list[str]:
        """Words on one height are one line; what begins where the last ended is one word with it."""
        lines: list[str] = []
        last: Words | None = None
        for words in self.words:
            if last is None or words.y != last.y or (words.x < last.x):
                lines.append(words.text)
            elif words.x == last.x == words.y == 0 or (
                last.end is not None and abs(words.x - last.end) <= _slack(last)
            ):
                lines[-1] += words.text
            else:
                lines[-1] += ("\t" if last.end is not None else " ") + words.text
            last = words
        return lines


def _slack(words: Words) -> float:
    """A third of a letter."""
    return ((words.end or words.x) - words.x) / max(len(words.text), 1) / 3 + 1


def read_emf(data: bytes, budget: Budget) -> Drawing:
    drawing, at = Drawing(), 0
    for _ in range(_MOST_RECORDS):
        if at + 8 > len(data):
            break
        kind, size = struct.unpack_from("<II", data, at)
        if size < 8 or at + size > len(data):
            break
        record = data[at : at + size]
        at += size
        if kind == _EMF_END:
            drawing.behind = data[at:]
            return drawing
        try:
            _emf_record(kind, record, drawing, budget)
        except (struct.error, IndexError):
            drawing.broken = True
    drawing.broken = True
    drawing.behind = data[at:]
    return drawing


def _emf_record(kind: int, record: bytes, drawing: Drawing, budget: Budget) -> None:
    if kind in _EMF_TEXT:
        _emf_text(record, 36, drawing, wide=_EMF_TEXT[kind])
    elif kind in _EMF_TEXTS:
        count = min(struct.unpack_from("<I", record, 36)[0], len(record) // 40)
        for index in range(count):
            _emf_text(record, 40 + 40 * index, drawing, wide=_EMF_TEXTS[kind])
    elif kind == _EMF_SMALL:
        x, y, count, options = struct.unpack_from("<iiII", record, 8)
        start = 36 if options & _NO_BOUNDS else 52
        raw = record[start : start + count * (1 if options & _NARROW else 2)]
        drawing.broken |= len(raw) < count
        _keep(drawing, Words(raw.decode("latin-1" if options & _NARROW else "utf-16-le", "replace"), x, y), options)
    elif kind in _EMF_BITMAPS:
        start, head, bits, length = struct.unpack_from("<IIII", record, _EMF_BITMAPS[kind])
        if head and length:
            drawing.pictures.append(_bitmap(record[start : start + head], record[bits : bits + length]))
    elif kind == _COMMENT and record[12:16] == b"EMF+":
        budget.check_time()
        _plus(record[16 : 12 + struct.unpack_from("<I", record, 8)[0]], drawing)
    elif kind in _EMF_CURVES:
        drawing.curves += 1


def _emf_text(record: bytes, at: int, drawing: Drawing, *, wide: bool) -> None:
    """An EmrText object ([MS-EMF] 2.2.5)."""
    x, y, count, start, options = struct.unpack_from("<iiIII", record, at)
    spaces = struct.unpack_from("<I", record, at + 36)[0]
    raw = record[start : start + count * (2 if wide else 1)]
    drawing.broken |= len(raw) < count * (2 if wide else 1)
    text = raw.decode("utf-16-le", "replace") if wide else decoded(raw)
    end = None
    if spaces and spaces + 4 * count <= len(record):
        end = x + sum(struct.unpack_from(f"<{count}I", record, spaces))
    _keep(drawing, Words(text, x, y, end), options)


def _keep(drawing: Drawing, words: Words, options: int) -> None:
    if options & _GLYPHS:
        drawing.glyphs += 1
    elif words.text.strip("\0 "):
        drawing.words.append(words)


def _plus(data: bytes, drawing: Drawing) -> None:
    """EMF+ records inside a comment: strings, and pictures that are files of their own."""
    at = 0
    while at + 12 <= len(data):
        kind, flags, size, length = struct.unpack_from("<HHII", data, at)
        body = data[at + 12 : at + 12 + length]
        if kind == 0x401C:
            count = struct.unpack_from("<I", body, 8)[0]
            x, y = struct.unpack_from("<ff", body, 12)
            drawing.broken |= len(body) < 28 + 2 * count
            _keep(drawing, Words(body[28 : 28 + 2 * count].decode("utf-16-le", "replace"), _whole(x), _whole(y)), 0)
        elif kind == 0x4036:
            options, _matrix, count = struct.unpack_from("<III", body, 4)
            drawing.broken |= len(body) < 16 + 2 * count
            text = body[16 : 16 + 2 * count].decode("utf-16-le", "replace")
            _keep(drawing, Words(text, 0, 0), 0 if options & 1 else _GLYPHS)
        elif kind == 0x4008 and flags >> 8 & 0x7F == 5:
            starts = [place for mark in (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8") if (place := body.find(mark)) >= 0]
            if starts:
                drawing.pictures.append(body[min(starts) :])
            else:
                drawing.curves += 1
        if size < 12:
            drawing.broken = True
            return
        at += size


def _whole(number: float) -> int:
    return int(number) if abs(number) < 1e9 else 0


def _bitmap(head: bytes, bits: bytes) -> bytes:
    """A device-independent bitmap as a file."""
    return b"BM" + struct.pack("<IHHI", 14 + len(head) + len(bits), 0, 0, 14 + len(head)) + head + bits


def read_wmf(data: bytes, budget: Budget) -> Drawing:
    drawing, carried = Drawing(), bytearray()
    at = _WMF_HEADER + (_WMF_PLACED if data.startswith(b"\xd7\xcd\xc6\x9a") else 0)
    ended = False
    for _ in range(_MOST_RECORDS):
        if at + 6 > len(data):
            break
        words, kind = struct.unpack_from("<IH", data, at)
        if words < 3 or at + 2 * words > len(data):
            break
        body = data[at + 6 : at + 2 * words]
        at += 2 * words
        if kind == 0:
            ended = True
            break
        budget.check_time()
        try:
            _wmf_record(kind, body, drawing, carried)
        except (struct.error, IndexError):
            drawing.broken = True
    drawing.behind, drawing.broken = data[at:], drawing.broken or not ended
    if carried:
        drawing.pictures.append(bytes(carried))
    return drawing


def _wmf_record(kind: int, body: bytes, drawing: Drawing, carried: bytearray) -> None:
    if kind == _WMF_TEXT:
        count = struct.unpack_from("<H", body)[0]
        y, x = struct.unpack_from("<hh", body, 2 + count + count % 2)
        _keep(drawing, Words(decoded(body[2 : 2 + count]), x, y), 0)
    elif kind == _WMF_EXTENDED:
        y, x, count, options = struct.unpack_from("<hhHH", body)
        start = 16 if options & 6 else 8
        drawing.broken |= len(body) < start + count
        spaces = start + count + count % 2
        end = None
        if spaces + 2 * count <= len(body):
            end = x + sum(struct.unpack_from(f"<{count}h", body, spaces))
        _keep(drawing, Words(decoded(body[start : start + count]), x, y, end), options)
    elif kind in _WMF_BITMAPS:
        bitmap = body[_WMF_BITMAPS[kind] :]
        if len(bitmap) > 40:
            head = _head_size(bitmap)
            drawing.pictures.append(_bitmap(bitmap[:head], bitmap[head:]))
    elif kind == _WMF_ESCAPE and body[4:8] == _EMF_IN_WMF:
        carried += body[4 + 34 : 4 + 34 + struct.unpack_from("<I", body, 4 + 22)[0]]
    elif kind in (0x0324, 0x0538):  # polygons
        drawing.curves += 1


def _head_size(bitmap: bytes) -> int:
    """Of header and colours, as far as there are so many bytes."""
    (size,), (bits,), (colours,) = (
        struct.unpack_from(form, bitmap, at) for form, at in (("<I", 0), ("<H", 14), ("<I", 32))
    )
    return int(min(size + 4 * min(colours or (1 << bits if bits <= 8 else 0), 256), len(bitmap)))
