"""The strings of an object, from its normal form as qpdf writes it: `/Key (text)`, `/Key <hex>`, `[ (a) (b) ]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

# No two ways of reading one byte, so no backtracking: qpdf escapes every parenthesis and backslash inside a string.
_TOKEN = re.compile(rb"\((?P<text>(?:[^\\()]|\\.)*)\)|<(?P<hex>[0-9a-fA-F]+)>|/(?P<name>[^\s/<>\[\]()]*)", re.DOTALL)
_STRING = re.compile(rb"\(|<[0-9a-fA-F]")
_TELLING_NAME = re.compile(rb"#[89a-fA-F]|(?:[0-9]\D?){9}")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_NAME_ESCAPE = re.compile(rb"#([0-9a-fA-F]{2})")
# Colours, fonts, glyph sets and languages: nothing that a person wrote.
_MACHINE_KEYS = frozenset(
    ("Lookup", "Indexed", "DeviceRGB", "DeviceGray", "DeviceCMYK", "DA", "Lang", "BaseFont", "FontName", "CharSet",
     "Registry", "Ordering", "Panose", "CheckSum", "Filter")
)  # fmt: skip
# Identifiers of files and keys of their encryption: bytes of chance, where they are not ASCII.
_CHANCE_KEYS = frozenset(("ID", "O", "U", "OE", "UE", "Perms", "Recipients"))
_GUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_DATE = re.compile(r"D:\d{4,14}(?:[+\-Z][0-9']{0,6})?")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_WORDS = re.compile(r"[ -~]{8,}")
_LANGUAGE = re.compile("\x1b[^\x1b]{2,6}\x1b")  # a language code inside text (ISO 32000-1, 7.9.2.2)


def strings(source: bytes) -> Iterator[tuple[str, str]]:
    """Key and text of every string worth reading; the elements of an array carry the key of the array."""
    if not _STRING.search(source) and not _TELLING_NAME.search(source):
        return
    key = ""
    for token in _TOKEN.finditer(source):
        name = token["name"]
        if name is not None:
            if _TELLING_NAME.search(name):
                yield from _worth(key, plain(_NAME_ESCAPE.sub(_byte, name)))
            key = name.decode("latin-1")
        elif raw := _bytes(token):
            yield from _worth(key, plain(raw)) if raw.isascii() or key not in _CHANCE_KEYS else ()


def _worth(key: str, text: str) -> Iterator[tuple[str, str]]:
    if text.strip() and key not in _MACHINE_KEYS and not _DATE.fullmatch(text) and not _GUID.fullmatch(text):
        yield key, text


def _byte(match: re.Match[bytes]) -> bytes:
    return bytes((int(match[1], 16),))


def _bytes(token: re.Match[bytes]) -> bytes:
    digits = token["hex"]
    if digits is not None:
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return _ESCAPE.sub(_unescaped, token["text"])


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code[:1].isdigit():
        return bytes((int(code, 8) & 0xFF,))
    return _ESCAPES.get(code, code)


def plain(raw: bytes) -> str:
    """A text string as its maker meant it: by its byte order mark, else UTF-8, CP949 or the encoding of PDF.

    Of bytes that are no text only the words in ASCII are kept.
    """
    if raw.isascii():
        text = raw.decode("ascii")
    elif raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        text = raw.decode("utf-16", "replace")
    else:
        text = _decoded(raw.removeprefix(b"\xef\xbb\xbf"))
    if "\x1b" in text:
        text = _LANGUAGE.sub("", text)
    controls = len(_CONTROLS.findall(text))
    if 4 * controls > len(text):
        return "\n".join(_WORDS.findall(raw.decode("latin-1")))
    return (_CONTROLS.sub("", text) if controls else text).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(raw: bytes) -> str:
    for codec in ("utf-8", "cp949"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")  # PDFDocEncoding but for some marks; digits and letters stand at the same places
