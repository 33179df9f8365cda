"""What decoded bytes are as text: UTF-8 or CP949 as they stand, UTF-16 and UTF-32 made UTF-8."""

from __future__ import annotations

import re

from dlp.match.overlay import Overlay

_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x1b")) + b"\x7f"
# What Korean and English text in UTF-16 is made of; of random pairs of bytes one in five is.
_PLAIN = re.compile("[\t\n\r\x20-\x7e\xa0-\xff\u2010-\u206f\u3000-\u318f\uac00-\ud7a3\ufeff\uff00-\uffef]")
# The same by upper bytes alone, which is quick to tell; where they stand.
_HIGH = bytes((0x00, 0x20, 0x30, 0x31, *range(0xAC, 0xD8), 0xFE, 0xFF))
_WIDE = (("utf-16-le", 1, 2), ("utf-16-be", 0, 2), ("utf-32-le", 3, 4), ("utf-32-be", 0, 4))
_PIECES = re.compile("[\x00-\x7f]+|[^\x00-\x7f]+")
_FEWEST = 4  # characters that tell UTF-16 from chance


def is_text(data: bytes) -> bool:
    """Whether decoded bytes read as text in UTF-8 (characters at either end may be cut) or CP949.

    Nobody's random bytes are UTF-8 for long, so control characters between others do not speak against it.
    """
    controls = len(data) - len(data.translate(None, _CONTROL))
    if not data or controls * 4 > len(data) * 3:
        return False
    if data.isascii():
        return True
    try:
        data[_cut(data) :].decode()
    except UnicodeDecodeError as error:
        return error.start + _cut(data) >= len(data) - 3 or (controls * 10 <= len(data) and _is_cp949(data))
    return True


def _cut(data: bytes) -> int:
    """Bytes at the beginning that end a character which stands before."""
    return next((at for at, byte in enumerate(data[:4]) if not 0x80 <= byte < 0xC0), 4) % 4


def _is_cp949(data: bytes) -> bool:
    try:
        data.decode("cp949")
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 1 and error.start > 0
    # Random bytes often pass; Korean text is mostly Hangul, whose lead bytes are B0..C8.
    leads = sum(0xB0 <= byte <= 0xC8 for byte in data)
    return 4 * leads >= sum(byte >= 0x80 for byte in data)


def as_text(data: bytes) -> Overlay | bytes:
    """`data` if it is text, as UTF-8 with its places if it is in wide characters, and empty if it is no text at all."""
    text = is_text(data)
    name = encoding_of(data) if not text or b"\0" in data else ""
    return narrowed(data, name) if name else data if text else b""


def encoding_of(data: bytes) -> str:
    """The form of UTF-16 or UTF-32 that `data` reads as text in, or ""."""
    whole = data[: len(data) & ~3]
    for name, first, step in _WIDE:
        high = whole[first::step]
        if len(high) < _FEWEST or len(high.translate(None, _HIGH)) * 10 > len(high):
            continue
        text = whole.decode(name, "replace")
        if len(_PLAIN.findall(text)) * 10 >= len(text) * 9:
            return name
    return ""


def narrowed(data: bytes, name: str) -> Overlay:
    """UTF-16 or UTF-32 as UTF-8, with where it stood."""
    unit = 2 if name.startswith("utf-16") else 4
    overlay, at = Overlay(), 0
    for piece in _PIECES.findall(data[: len(data) // unit * unit].decode(name, "replace")):
        size = len(piece.encode(name, "replace"))
        overlay.add(piece.encode("utf-8", "replace"), at, at + size, unit if piece.isascii() else 0)
        at += size
    return overlay
