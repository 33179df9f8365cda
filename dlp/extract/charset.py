"""Which encoding a text is in: byte order mark, strict UTF-8, then CP949 or UTF-16/32 by how much like text it reads.

A Korean office has two encodings of its own (UTF-8, CP949) and Windows' UTF-16; the rule is tuned to that population.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

BOMS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 64 << 10
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")

# What ordinary Korean and Latin text is made of.
_PLAIN = re.compile(
    "[\t\n\r\f\x1b\x20-\x7e\xa0-\u024f\u0370-\u03ff\u1100-\u11ff\u2000-\u2bff\u3000-\u30ff\u3130-\u318f\u3200-\u33ff"
    "\uac00-\ud7a3\uff00-\uffef]"
)
_HANJA = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_ASCII_PAIRS = re.compile(rb"(?s:..)*?[ -~]{2}")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1b\x08\x0b")) + b"\x7f"

# Names mail programs and browsers write for the Korean code page, and one that means it in practice.
_KOREAN = frozenset(
    ("ks_c_5601-1987", "ks_c_5601-1989", "ks_c_5601", "ksc5601", "ksc_5601", "korean", "euc-kr", "euckr", "cseuckr",
     "uhc", "ms949", "949", "cp949", "windows-949", "x-windows-949")
)  # fmt: skip
# Encodings whose bytes are all ASCII, so that the bytes cannot tell and the declaration must be believed.
_SEVEN_BIT = ("iso-2022", "iso2022", "utf-7", "utf7", "hz")


class Charset(NamedTuple):
    """`name` is a codec of Python, or "" where no encoding fits; `skip` the length of the byte order mark."""

    name: str
    skip: int = 0


def detect(sample: bytes, *, whole: bool = True) -> Charset:
    """The encoding of a text that begins with `sample`; `whole` tells that nothing follows it."""
    return read(sample, whole=whole)[0]


def read(sample: bytes, *, whole: bool) -> tuple[Charset, str]:
    """The encoding of a text that begins with `sample`, and the sample as text, errors replaced."""
    for mark, name in BOMS:
        if sample.startswith(mark):
            return Charset(name, len(mark)), sample[len(mark) :].decode(name, "replace")
    sample = sample[:SAMPLE]
    text = _decode(sample, "utf-8", whole=whole)
    if text is not None and ("\0" not in text or _holds_narrow(sample, text)):
        return Charset("utf-8"), text
    name = _likeliest(sample, whole=whole)
    return Charset(name), sample.decode(name or "utf-8", "replace")


def _likeliest(sample: bytes, *, whole: bool) -> str:
    """The encoding in which the sample reads most like text, "" where it does in none."""
    best, score = "", 0.0
    for name in ("utf-8", "cp949", *WIDE):
        likeness = _likeness(sample, name, whole=whole)
        # Bytes that are UTF-8 by chance are rare; short ones that are CP949 or UTF-16 by chance are not.
        if likeness > max(score, 0.6 if name == "utf-8" else 0.8):
            best, score = name, likeness
    return best


def _holds_narrow(sample: bytes, text: str) -> bool:
    """Whether NULs stand between characters of UTF-8, not in UTF-16 or UTF-32: it has words none of those has by chance."""
    return len(_HANGUL.findall(text)) > 1 or _ASCII_PAIRS.match(sample) is not None


def _decode(data: bytes, name: str, *, whole: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(name)().decode(data, whole)
    except UnicodeDecodeError:
        return None


def _likeness(sample: bytes, name: str, *, whole: bool) -> float:
    """How much of `sample` reads as ordinary text in this encoding, 0 to 1; 0 where it does not decode.

    Hanja count for half in UTF-16 and UTF-32: ASCII and CP949 misread as those give little else.
    """
    text = _decode(sample, name, whole=whole)
    if not text:
        return 0.0
    hanja = len(_HANJA.findall(text)) / (2 if name in WIDE else 1)
    return (len(_PLAIN.findall(text)) + hanja) / len(text)


def is_binary(sample: bytes) -> bool:
    """Control characters in a number that no text has, in an encoding that does not explain them."""
    return not detect(sample, whole=False).name and has_controls(sample)


def has_controls(sample: bytes) -> bool:
    """Control characters in a number that no text has."""
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    return controls * 20 > len(sample)


def codec(declared: str) -> str:
    """The Python codec for a declared charset, "" where there is none. Korean names all mean CP949, a superset."""
    label = declared.strip().strip("\"'").lower()
    if label in _KOREAN:
        return "cp949"
    try:
        name = codecs.lookup(label).name if label else ""
        "".encode(name or "ascii")
    except (LookupError, ValueError, UnicodeError):
        return ""
    return "cp949" if name in ("euc_kr", "cp949") else name


class Decoded(NamedTuple):
    """A text as UTF-8; `other` is a second reading of the same bytes where none is free of errors, else empty."""

    data: bytes
    other: bytes = b""

    def __repr__(self) -> str:
        return f"Decoded({len(self.data)} bytes)"


def to_utf8(data: bytes, declared: str = "") -> Decoded:
    """Decode a whole text. The bytes decide; `declared` is believed where they cannot tell or no rule fits."""
    name = codec(declared)
    if name and declared.strip("\"' ").lower().startswith(_SEVEN_BIT):
        return transcode(data, name)
    found, skip = detect(data)
    return transcode(data[skip:], found or name)


def transcode(data: bytes, name: str) -> Decoded:
    """Text in this encoding, or in UTF-8 or CP949 where it turns out to be that, or both where it is neither."""
    text = _decode(data, "utf-8", whole=True) if name not in WIDE else None
    if text is not None and name not in ("iso2022_kr", "iso2022_jp", "utf-7", "hz"):
        return Decoded(data)
    try:
        text = data.decode("cp949" if name in ("", "utf-8", "ascii") else name)
    except UnicodeError:
        return _both(data, name)
    return _both(data, "cp949") if name in ("", "utf-8", "cp949") and _mostly_utf8(data) else Decoded(_encode(text))


def _mostly_utf8(data: bytes) -> bool:
    """UTF-8 with a few bad bytes, which by chance is also CP949: far more whole characters than broken ones."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(c > "\x7f" for c in text) > 5 * broken


def _both(data: bytes, name: str) -> Decoded:
    """No encoding without errors: read as UTF-8 and as `name` (or CP949), the reading with fewer errors first."""
    readings = [data.decode(codec, "replace") for codec in ("utf-8", name if name not in ("", "utf-8") else "cp949")]
    first, second = sorted(readings, key=lambda text: text.count("\ufffd"))
    return Decoded(_encode(first), _encode(second))


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # lone surrogates (from UTF-16) become question marks
