"""One RFC 2047 encoded word (`=?charset?B?...?=`) to UTF-8, with the Korean charset names mailers really write."""

from __future__ import annotations

import base64
import binascii
import re

_KOREAN = {"ks_c_5601-1987": "cp949", "euc-kr": "cp949", "ksc5601": "cp949", "ms949": "cp949", "utf8": "utf-8"}
_Q_OCTET = re.compile(rb"=([0-9A-Fa-f]{2})")


def decode_word(word: bytes) -> bytes:
    """The text of an encoded word; the word itself where it cannot be decoded."""
    charset, method, payload = word[2:-2].split(b"?", 2)
    name = charset.decode("ascii").lower()
    octets = _base64(payload) if method in b"Bb" else _q(payload)
    try:
        return octets.decode(_KOREAN.get(name, name)).encode()
    except (LookupError, UnicodeError):
        return word


def _base64(payload: bytes) -> bytes:
    try:
        return base64.b64decode(payload + b"=" * (-len(payload) % 4))
    except binascii.Error:
        return b""


def _q(payload: bytes) -> bytes:
    return _Q_OCTET.sub(lambda match: bytes([int(match.group(1), 16)]), payload.replace(b"_", b" "))
