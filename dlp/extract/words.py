"""Words in binary data whose structure is not followed: runs of UTF-16 and of Korean or plain bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Printable ASCII and Hangul, and what stands among them: what words look like, and numbers seldom. Two blanks of one
# byte each would be a dagger.
_WIDE = {
    least: re.compile(
        rf"[\t\r\n -~\xa0-\xff\u2010-\u201f\u2022-\u2027\u3131-\u318e\uac00-\ud7a3\uff01-\uff5e]{{{least},}}"
    )
    for least in (2, 3, 4)
}
_NARROW = re.compile(rb"(?:[\x20-\x7e\t]|[\xb0-\xc8][\xa1-\xfe]){4,}")
_UTF8 = re.compile(rb"(?:[\x20-\x7e\t]|[\xea-\xed][\x80-\xbf]{2}){4,}")
_HANGUL8 = re.compile(rb"[\xea-\xed][\x80-\xbf]{2}")
_HANGUL = re.compile("[가-힣]")


def words(data: bytes) -> Iterator[str]:
    """Every run that may be words, as text, in no order between the encodings."""
    yield from filter(_likely, wide(data, 3))  # Korean reads as Korean from the wrong byte too
    for match in _NARROW.finditer(data):
        yield match[0].decode("cp949", "replace")
    if _HANGUL8.search(data):
        for match in _UTF8.finditer(data):
            if _HANGUL8.search(match[0]):
                yield match[0].decode("utf-8", "replace")


def wide(data: bytes, least: int = 4) -> Iterator[str]:
    """Runs of UTF-16 of at least 2, 3 or 4 characters; a string may begin at any byte."""
    for shift in (0, 1):
        yield from aligned(data, shift, least)


def aligned(data: bytes, start: int = 0, least: int = 2) -> Iterator[str]:
    """The same in fields of 16 bits that begin at `start`."""
    end = len(data) - (len(data) - start) % 2
    for run in _WIDE[least].findall(data[start:end].decode("utf-16-le", "replace")):
        if text := run.strip():
            yield text


def _likely(text: str) -> bool:
    """A fifth of all syllables is in use (KS X 1001 lists those): where most are of the others, it is no text."""
    if not any(map(str.isalnum, text)):
        return False
    syllables = _HANGUL.findall(text)
    if not syllables or len(text) - len(syllables) > len(syllables):
        return True
    used = len("".join(syllables).encode("euc_kr", "ignore")) // 2
    return used * 2 > len(syllables)
