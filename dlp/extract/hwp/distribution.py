"""Distribution documents (배포용 문서): streams whose first record holds the key that the rest is encrypted with.

The key is no secret: it is the stored form of the password that guards editing, so whoever can open the document can
read it. The first record is 256 bytes, XORed with runs of bytes from the C library's random numbers seeded by its first
four; the AES-128 key lies in it at an offset that the seed gives.
"""

from __future__ import annotations

import re
import struct

from dlp.extract.hwp.records import DISTRIBUTE_DOC_DATA

_KEY_RECORD = 256
_HEADER = DISTRIBUTE_DOC_DATA | _KEY_RECORD << 20
_BLOCK = 16

# The one paragraph a program sees that does not know distribution documents. It is not the document's text.
_TELLING = "배포용 문서"
_PLACEHOLDER = re.compile(r"\s*이 문서는 상위 버전의 배포용 문서입니다\.[^0-9]{0,150}")


def is_placeholder(text: str) -> bool:
    """Nothing but that sentence: whatever more somebody wrote into the paragraph is text."""
    return _TELLING in text and _PLACEHOLDER.fullmatch(text) is not None


def is_encrypted(data: bytes) -> bool:
    """Does a stream begin with the record that holds a key? Its level does not matter."""
    if len(data) < 4 + _KEY_RECORD:
        return False
    return int.from_bytes(data[:4], "little") & ~(0x3FF << 10) == _HEADER


def decrypt(data: bytes) -> bytes:
    """What follows the key record, decrypted, whole blocks only."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = _key(data[4 : 4 + _KEY_RECORD])
    rest = data[4 + _KEY_RECORD :]
    # ECB is what the format prescribes; nothing is encrypted here.
    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()  # noqa: S305
    return decryptor.update(rest[: len(rest) // _BLOCK * _BLOCK]) + decryptor.finalize()


def _key(record: bytes) -> bytes:
    plain = bytearray(record)
    (seed,) = struct.unpack_from("<I", record)
    state, at = seed, 0
    while at < _KEY_RECORD:
        state, mask = _random(state)
        state, length = _random(state)
        for index in range(max(at, 4), min(at + (length & 15) + 1, _KEY_RECORD)):
            plain[index] ^= mask & 0xFF
        at += (length & 15) + 1
    offset = 4 + (seed & 15)
    return bytes(plain[offset : offset + _BLOCK])


def _random(state: int) -> tuple[int, int]:
    """One step of rand() of the Microsoft C library: the next state, and the number drawn."""
    state = (state * 214013 + 2531011) & 0xFFFFFFFF
    return state, state >> 16 & 0x7FFF
