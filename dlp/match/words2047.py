"""RFC 2047 encoded words (`=?charset?B?...?=`) to UTF-8, with the Korean charset names mailers really write."""

from __future__ import annotations

import base64
import binascii
import re
from itertools import groupby

_KOREAN = {"ks_c_5601-1987": "cp949", "euc-kr": "cp949", "ksc5601": "cp949", "ms949": "cp949", "utf8": "utf-8"}
_WORD = re.compile(rb"=\?([^?]+)\?([BbQq])\?([^?]*)\?=")
_Q_OCTET = re.compile(rb"=([0-9A-Fa-f]{2})")


def decode_words(text: bytes) -> bytes:
    """The text of encoded words that follow each other; blanks between them do not count (section 6.2).

    Words of one charset are put together before they are decoded, since mailers split characters. What cannot be
    decoded stays as it is.
    """
    words = [(word.group(1).lower(), _octets(word.group(2), word.group(3))) for word in _WORD.finditer(text)]
    decoded = [_text(name, b"".join(octets for _, octets in run)) for name, run in groupby(words, lambda word: word[0])]
    return b"".join(decoded) if all(decoded) else text


def _text(charset: bytes, octets: bytes) -> bytes:
    name = charset.decode("ascii")
    try:
        return octets.decode(_KOREAN.get(name, name)).encode()
    except (LookupError, UnicodeError):
        return b""


def _octets(method: bytes, payload: bytes) -> bytes:
    if method in b"Bb":
        try:
            return base64.b64decode(payload + b"=" * (-len(payload) % 4))
        except binascii.Error:
            return b""
    return _Q_OCTET.sub(lambda match: bytes([int(match.group(1), 16)]), payload.replace(b"_", b" "))
