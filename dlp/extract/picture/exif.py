"""TIFF directories: the frame of TIFF files and of EXIF in all others, read for what words stand in them.

TIFF 6.0 section 2; CIPA DC-008 (EXIF 2.32) section 4.6; the XP tags are Windows' own, in UTF-16.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.extract import charset
from dlp.extract.strings import runs

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_ASCII, _RATIONAL = 2, 5
_DIRECTORIES = frozenset((0x8769, 0x8825, 0xA005, 0x014A))  # EXIF, GPS, interoperability, sub-images
_GPS = 0x8825
_USER_COMMENT, _XP = 0x9286, range(0x9C9B, 0x9CA0)
IPTC, PHOTOSHOP, XMP = 0x83BB, 0x8649, 0x02BC
_MOST_DIRECTORIES, _MOST_ENTRIES, _MOST_VALUE = 256, 2000, 1 << 20
_BINARY_TAGS = frozenset((0x8773, 0x0111, 0x0117, 0x0144, 0x0145, 0x0201, 0x0202, 0x015B))  # colour profile, image data
_NAMES = {
    0x010D: "DocumentName", 0x010E: "ImageDescription", 0x010F: "Make", 0x0110: "Model", 0x011D: "PageName",
    0x0131: "Software", 0x0132: "DateTime", 0x013B: "Artist", 0x013C: "HostComputer", 0x8298: "Copyright",
    0x9286: "UserComment", 0x927C: "MakerNote", 0x9C9B: "XPTitle", 0x9C9C: "XPComment", 0x9C9D: "XPAuthor",
    0x9C9E: "XPKeywords", 0x9C9F: "XPSubject", 0xA430: "CameraOwnerName", 0xA431: "BodySerialNumber",
}  # fmt: skip
_GPS_NAMES = {2: "GPSLatitude", 4: "GPSLongitude"}


@dataclass(slots=True)
class Exif:
    """Words by tag, and the blocks of other kinds that stand in the directories. `broken`: something points nowhere."""

    lines: list[str] = field(default_factory=list, repr=False)
    blocks: list[tuple[int, bytes]] = field(default_factory=list, repr=False)
    broken: bool = False


def read_exif(data: bytes) -> Exif:
    """All directories of a TIFF structure that begins with `data`."""
    exif = Exif()
    order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
    if not order or len(data) < 8:
        exif.broken = True
        return exif
    waiting, seen = [(struct.unpack_from(order + "I", data, 4)[0], False)], set[int]()
    while waiting and len(seen) < _MOST_DIRECTORIES:
        at, gps = waiting.pop()
        if at and at not in seen:
            seen.add(at)
            waiting += _directory(data, order, at, exif, gps=gps)
    exif.broken |= bool(waiting)
    return exif


def _directory(data: bytes, order: str, at: int, exif: Exif, *, gps: bool) -> Iterator[tuple[int, bool]]:
    """Reads one directory; gives where others are."""
    if at + 2 > len(data):
        exif.broken = True
        return
    count = struct.unpack_from(order + "H", data, at)[0]
    end = at + 2 + 12 * count
    if count > _MOST_ENTRIES or end > len(data):
        exif.broken = True
        return
    for entry in range(at + 2, end, 12):
        tag, kind, number = struct.unpack_from(order + "HHI", data, entry)
        size = _SIZES.get(kind, 0) * number
        if not size or tag in _BINARY_TAGS:
            continue
        start = entry + 8 if size <= 4 else struct.unpack_from(order + "I", data, entry + 8)[0]
        value = data[start : start + min(size, _MOST_VALUE)]
        exif.broken |= len(value) < size
        if tag in _DIRECTORIES:
            places = struct.unpack_from(f"{order}{min(len(value) // 4, 64)}I", value)
            yield from ((place, tag == _GPS) for place in places)
        elif tag in (IPTC, PHOTOSHOP, XMP):
            exif.blocks.append((tag, value))
        elif words := _words(tag, kind, value, order, gps=gps):
            exif.lines.append(words)
    if end + 4 <= len(data):
        yield struct.unpack_from(order + "I", data, end)[0], gps


def _words(tag: int, kind: int, value: bytes, order: str, *, gps: bool) -> str:
    if gps and tag in _GPS_NAMES and kind == _RATIONAL:
        return f"{_GPS_NAMES[tag]}: {_degrees(value, order):.6f}"
    if tag == _USER_COMMENT:
        text = _comment(value)
    elif tag in _XP:
        text = value.decode("utf-16-le", "replace")
    elif kind == _ASCII:
        text = decoded(value.replace(b"\0", b" "))
    elif kind in (1, 7):
        text = " ".join(run.text for run in runs(value))
    else:
        return ""
    text = text.replace("\0", " ").strip()
    return f"{_NAMES.get(tag, f'tag {tag:04x}')}: {text}" if text else ""


def _degrees(value: bytes, order: str) -> float:
    numbers = struct.unpack_from(f"{order}{len(value) // 4 // 2 * 2}I", value)
    parts = [top / bottom if bottom else 0.0 for top, bottom in zip(numbers[::2], numbers[1::2], strict=True)]
    return sum(part / scale for part, scale in zip(parts, (1.0, 60.0, 3600.0), strict=False))


def _comment(value: bytes) -> str:
    """EXIF 4.6.5: eight bytes name the encoding. Which byte comes first in UTF-16 is left to whoever writes."""
    if value[:8] == b"UNICODE\0":
        return f"{value[8:].decode('utf-16-le', 'replace')} / {value[8:].decode('utf-16-be', 'replace')}"
    known = value[:8] in (b"ASCII\0\0\0", b"JIS\0\0\0\0\0", bytes(8))
    return decoded(value[8:] if known else value)


def decoded(raw: bytes) -> str:
    """A text of metadata: UTF-8 or CP949, whatever it should be."""
    return charset.to_utf8(raw).data.decode("utf-8", "replace")
