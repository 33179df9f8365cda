"""The two-byte characters of Hangul 3: ASCII, Johab syllables, hanja and symbols in the order of KS X 1001."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from dlp.extract.base import Budget

UNKNOWN = "\ufffd"
_HANJA, _HANJA_END = 0x4000, 0x4000 + 4888
_SYMBOLS, _SYMBOLS_END = 0x3400, 0x37C0
_COMPANY = "한글과컴퓨터"  # its name in its own lettering, right behind the symbols
_OLD_HAN = 0xD3C5  # the first syllable of the product's name, spelled the old way
_BULLETS = range(0x2F00, 0x2F70)
# What a person may have written, in a run of two-byte characters; shorter ones are chance.
_RUN = re.compile(r"[ -~\xb7가-힣ㄱ-ㅣ\u3000-\u303f\uff01-\uff5e]{3,}")

_WINDOW, _OVERLAP = 128 << 10, 1 << 10  # bytes


def _character(code: int) -> str:
    if 0x20 <= code < 0x7F or 0xA0 <= code < 0x100:
        return chr(code)
    if code < 0x20 or code == 0x7F:
        return ""
    if code >= 0x8000:
        return "한" if code == _OLD_HAN else _decoded(struct.pack(">H", code), "johab")
    if _HANJA <= code < _HANJA_END:
        row, cell = divmod(code - _HANJA, 94)
        return _decoded(bytes((0xCA + row, 0xA1 + cell)), "euc_kr")
    if _SYMBOLS <= code < _SYMBOLS_END:
        row, cell = divmod(code - _SYMBOLS, 0x60)
        return _decoded(bytes((0xA1 + row, 0xA0 + cell)), "euc_kr")
    if code in _BULLETS:
        return "•"
    index = code - _SYMBOLS_END
    return _COMPANY[index] if 0 <= index < len(_COMPANY) else UNKNOWN


def _decoded(pair: bytes, codec: str) -> str:
    try:
        return pair.decode(codec)
    except UnicodeDecodeError:
        return UNKNOWN


class _Characters(dict[int, str]):
    """Code -> text, worked out when first asked for; there are 65,536 at most."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _character(code)
        return found


_CHARACTERS = _Characters()


def text_of(data: bytes) -> str:
    """A string of two-byte characters, low byte first, UNKNOWN where a code means nothing known."""
    count = len(data) // 2
    return "".join(map(_CHARACTERS.__getitem__, struct.unpack_from(f"<{count}H", data)))


def string_of(data: bytes) -> str:
    """The same up to the first zero, as fields of a fixed length are filled."""
    for at in range(0, len(data) - 1, 2):
        if data[at] == data[at + 1] == 0:
            return text_of(data[:at])
    return text_of(data)


def bytes_of(data: bytes) -> str:
    """A string of one or two bytes a character, up to the first zero: names of files, fonts and fields."""
    plain = data.partition(b"\0")[0]
    for codec in ("johab", "cp949"):
        try:
            return plain.decode(codec)
        except UnicodeDecodeError:
            continue
    return plain.decode("ascii", "replace")


def runs_of(data: bytes, budget: Budget) -> Iterator[str]:
    """Whatever reads as text in a structure whose make-up is not followed, at both alignments."""
    for start in range(0, len(data), _WINDOW):
        budget.check_time()
        for shift in (0, 1):
            window = data[start + shift : start + shift + _WINDOW + _OVERLAP]
            yield from (run for run in _RUN.findall(text_of(window)) if not run.isspace())
