"""What files begin with that are written as text, and what encrypted text begins with.

The engine looks for FILES and SEALED, which begin with rare bytes; what they point at is read again with FILE, ENCRYPTED
and YENC.
"""

from __future__ import annotations

import re

from dlp.match.engine import Pattern
from dlp.types import Coding

# What files begin with, in base64: ZIP, PDF, OLE, PNG, JPEG, GIF, gzip, 7z, RAR, HWP 3, bzip2, xz, zstd, ALZ, EGG, CAB,
# SQLite, RTF, Windows programs, TIFF, RIFF, and what has "ftyp" at its fifth byte (HEIC, AVIF, MP4).
_BASE64 = (
    rb"UEsDB|UEsFB|JVBERi0|0M8R4K|iVBORw0K|@9j@[w-z0-9]|R0lGODdh|R0lGODlh|H4sI[A-H]|N3q8ry|UmFyIRoH|SFdQIERv"
    rb"|Qlpo[MNO][TDjz]FBWSZTW|@Td6WFoA|KLUv@[Q-Za-f]|QUxaAQ|RUdHQQ[A-D]|TVNDRgAAAA|U1FMaXRlIGZvcm1hdCAz|e1xydGYx"
    rb"|TVqQAA|SUkqAA|TU0AKg|UklGR|AAAA[A-Za-z0-9][GWm2]Z0eXB"
).split(b"|")
_BASE64_SIGNS = tuple(sign.replace(b"@", rb"(?:\\?/|_)") for sign in _BASE64)
_DATA_URL = rb";base64,"
_BASE64_TAIL = rb"[A-Za-z0-9+/_\\-]{24}"
_URL_TAIL = rb"[A-Za-z0-9+/_\\-]{16}"
# The same in hex, pair by pair, written without or with one of these between the pairs.
_HEX = (
    "504b0304", "504b0506", "255044462d", "d0cf11e0a1b11ae1", "89504e470d0a1a0a", "ffd8ffe0", "ffd8ffe1", "ffd8ffdb",
    "474946383761", "474946383961", "1f8b0800", "1f8b0808", "377abcaf271c", "526172211a07", "425a68", "fd377a585a00",
    "28b52ffd", "414c5a01", "4547474100", "4d53434600000000", "53514c69746520666f726d6174", "7b5c72746631",
)  # fmt: skip
_BETWEEN = ("", " ", ":", r"\\x", ",0x", ", 0x")


def _hex_sign(pairs: str, between: str) -> bytes:
    """`425a68`, which bzip2 files begin with, goes on with its level and the digits of pi."""
    told = [pairs[at : at + 2] for at in range(0, len(pairs), 2)]
    if pairs == "425a68":
        told += ["3[1-9]", "31", "41", "59"]
    return f"{between.join(told)}(?:{between}[0-9a-f]{{2}}){{12}}".encode()


_HEX_SIGNS = tuple(_hex_sign(pairs, between) for between in _BETWEEN for pairs in _HEX)
_UU = rb"begin [0-7]{3,4} [^\r\n]{1,255}\r?\n"
# A whole line of 45 bytes, blanks at its end perhaps cut off, or the only line of a short file.
_UU_LINE = rb"M[ -`]{30,61}\r?\n|[!-L][ -`]{2,61}\r?\n[ `]?(?:\r?\n)?end"
_UU64 = rb"begin-base64 [0-7]{3,4} [^\r\n]{1,255}\r?\n"

FILES = Pattern((
    *(sign + _BASE64_TAIL for sign in _BASE64_SIGNS),
    _DATA_URL + _URL_TAIL,
    *(b"(?i:" + sign + b")" for sign in _HEX_SIGNS),
    _UU + b"[!-M]",
    _UU64,
))  # fmt: skip
SEALED = Pattern((
    rb"-----BEGIN (?:PGP MESSAGE|ENCRYPTED |PKCS7|PKCS #7|CMS|AGE ENCRYPTED)",
    rb"Proc-Type: 4,ENCRYPTED",
    rb"\$ANSIBLE_VAULT;",
    rb"U2FsdGVkX1[89+/]",  # "Salted__", of openssl enc
    rb"=ybegin line=",
))  # fmt: skip

# Not in the middle of a word or number, unless that is a blank written as an escape. A file may follow `name_` or `a/`.
_APART = rb"(?:(?<![A-Za-z0-9+])|(?<=\\[nrt]))"
FILE = re.compile(
    _APART + rb"(?P<base64>(?:" + b"|".join(_BASE64_SIGNS) + rb")" + _BASE64_TAIL + rb")"
    rb"|" + _DATA_URL + rb"(?P<url>" + _URL_TAIL + rb")"
    rb"|(?<![0-9A-Fa-f])(?P<hex>(?i:" + b"|".join(_HEX_SIGNS) + rb"))"
    rb"|(?:^|(?<=[\r\n]))" + _UU64 + rb"(?P<uu64>(?=[A-Za-z0-9+/]))"
    rb"|(?:^|(?<=[\r\n]))" + _UU + rb"(?P<uu>(?=" + _UU_LINE + rb"))"
)  # fmt: skip
CODINGS = {"hex": Coding.HEX, "uu": Coding.UUENCODE}

# A mention of these words alone is no message: a line of what is encrypted must follow.
ENCRYPTED = re.compile(
    rb"(?:-----BEGIN (?:PGP MESSAGE|ENCRYPTED [A-Z ]{3,20}|PKCS7|PKCS #7[A-Z ]{0,20}|CMS|AGE ENCRYPTED FILE)-----"
    rb"|Proc-Type: 4,ENCRYPTED|\$ANSIBLE_VAULT;)[\0-\xff]{0,300}?(?:[\r\n]|\\[rn])[ \t>]{0,64}[A-Za-z0-9+/]{16}"
    rb"|U2FsdGVkX1[89+/][A-Za-z0-9+/]{20}"
)
YENC = re.compile(rb"=ybegin line=[0-9]+ size=[0-9]+")
