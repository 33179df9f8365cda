"""Numbers of cells as a person would read them."""

from __future__ import annotations

import struct

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def shown(value: float) -> str:
    """Without exponent or the noise of floating point, to the 15 digits that Excel keeps."""
    if -1e18 < value < 1e18 and value == int(value):
        return str(int(value))
    return f"{value:.15g}"


def rk(value: int) -> float:
    """[MS-XLS] 2.5.217: an integer of 30 bits or the upper half of a double, perhaps times 100."""
    if value & 2:
        number: float = (value >> 2) - (1 << 30 if value & 0x80000000 else 0)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (value & 0xFFFFFFFC) << 32))
    return number / 100 if value & 1 else number
