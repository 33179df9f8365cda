"""Where the text of a group goes: into a part of the document, a property, a run of hexadecimal digits."""

from __future__ import annotations

import binascii
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.extract.base import Child, held
from dlp.extract.embeds import native
from dlp.extract.properties import narrow
from dlp.extract.word.render import Run

_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]+")
_CONTROLS = dict.fromkeys((*range(9), *range(10, 32)))
PICTURES = {"pngblip": "png", "jpegblip": "jpg", "emfblip": "emf", "wmetafile": "wmf", "dibitmap": "dib", "wbitmap": "bmp",
            "macpict": "pict", "pmmetafile": "met"}  # fmt: skip


@dataclass(slots=True)
class Part:
    """Text in runs: the body, headers, notes."""

    name: str
    runs: list[Run] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _marks: int = 0

    def add(self, text: str, marks: int) -> None:
        """Words of the document; control characters in them mean nothing."""
        self.put(text if text.isprintable() else text.translate(_CONTROLS), marks)

    def put(self, sign: str, marks: int) -> None:
        """A sign of ours: the end of a paragraph, cell or row, a field."""
        if marks != self._marks:
            self.flush()
            self._marks = marks
        self._pieces.append(sign)

    def flush(self) -> None:
        if self._pieces:
            text = "".join(self._pieces)
            self.runs.append(Run(text, self._marks, len(text)))
            self._pieces.clear()


@dataclass(slots=True)
class Value:
    """Text that is not shown: a property, a bookmark, a name in a table."""

    name: str
    pieces: list[str] = field(default_factory=list)

    def text(self) -> str:
        return "".join(self.pieces).translate(_CONTROLS).strip()


@dataclass(slots=True)
class Hex:
    """Bytes written as digits or behind \\bin: a picture, an object, a theme."""

    name: str
    kind: str = ""
    preview: bool = False  # the same picture again for older programs
    pieces: list[bytes] = field(default_factory=list)
    binary: list[bytes] = field(default_factory=list)

    def size(self) -> int:
        return sum(map(len, self.pieces)) // 2 + sum(map(len, self.binary))

    def data(self) -> bytes:
        digits = _NOT_HEX.sub(b"", b"".join(self.pieces))
        return binascii.unhexlify(digits[: len(digits) & ~1]) + b"".join(self.binary)


def object_child(data: bytes) -> tuple[Child, list[str]]:
    """An embedded object ([MS-OLEDS] 2.2.5) as a document, and the words of its header: class, topic, item."""
    names: list[str] = []
    try:
        version, kind = struct.unpack_from("<II", data)
        at = 8
        for _ in range(3):
            (length,) = struct.unpack_from("<I", data, at)
            if length > 4096:
                raise ValueError("no header of an object")
            names.append(narrow(data[at + 4 : at + 4 + length].rstrip(b"\0"), 949))
            at += 4 + length
        (size,) = struct.unpack_from("<I", data, at)
        content = data[at + 4 : at + 4 + size]
        if not version or kind not in (1, 2):
            raise ValueError("no header of an object")
    except (struct.error, ValueError):
        return Child(held("object", data)), names
    if names[0].lower() == "package":
        return native(struct.pack("<I", len(content)) + content), names
    return Child(held(names[0] or "object", content or data)), names


def words_of(names: list[str]) -> Iterator[str]:
    return (name for name in names if len(name) > 1)
