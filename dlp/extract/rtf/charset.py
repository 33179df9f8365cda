"""Bytes of RTF as text: by the charset of the font, by the code page of the file, Korean where neither reads them."""

from __future__ import annotations

from collections.abc import Iterable

# Charsets of fonts (RTF 1.9.1, "Font table"); 0 and 1 mean the code page of the file.
CHARSETS = {77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255,
            178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850}  # fmt: skip
_NAMES = {932: "cp932", 936: "gbk", 950: "big5", 949: "cp949", 1361: "johab", 10000: "mac-roman", 65001: "utf-8"}


def text_of(data: bytes, codepages: Iterable[int]) -> str:
    """In the first code page that reads all of it; the last resort loses nothing that is ASCII."""
    if data.isascii():
        return data.decode("ascii")
    for page in (*codepages, 949, 1252):
        try:
            return data.decode(_NAMES.get(page, f"cp{page}"))
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


def joined(units: str) -> str:
    """Surrogates that stand side by side as the characters they mean."""
    if not any("\ud800" <= unit <= "\udfff" for unit in units):
        return units
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
