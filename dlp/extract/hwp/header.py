"""FileHeader: which program's file it is, and what was done to its streams (table 3)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

SIGNATURE = b"HWP Document File"

# Bits of the attributes, and what each means for reading.
_COMPRESSED = 0
_DISTRIBUTION = 2
_PERSONAL = 13
_TRACKED = 14
_ENCRYPTED = {
    1: "password",
    4: "DRM",
    8: "certificate",
    10: "certificate DRM",
}


@dataclass(frozen=True, slots=True)
class FileHeader:
    """`encrypted` names the protections whose key the file does not hold."""

    sound: bool
    compressed: bool = True
    distribution: bool = False
    tracked: bool = False
    personal: bool = False
    encrypted: tuple[str, ...] = ()


def file_header(data: bytes) -> FileHeader:
    """Read the FileHeader stream; where there is none, streams are taken to be compressed, as nearly all are."""
    if len(data) < 40 or not data.startswith(SIGNATURE):
        return FileHeader(sound=False)
    (bits,) = struct.unpack_from("<I", data, 36)
    return FileHeader(
        sound=True,
        compressed=bool(bits >> _COMPRESSED & 1),
        distribution=bool(bits >> _DISTRIBUTION & 1),
        tracked=bool(bits >> _TRACKED & 1),
        personal=bool(bits >> _PERSONAL & 1),
        encrypted=tuple(name for bit, name in _ENCRYPTED.items() if bits >> bit & 1),
    )
