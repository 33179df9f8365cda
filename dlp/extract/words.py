"""Words in binary data whose structure is not followed: runs of UTF-16 and of Korean or plain bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WIDE = re.compile("[\t\r\n -~\xa0-\xff\u3131-\u318e가-힣]{3,}")
_NARROW = re.compile(rb"(?:[\x20-\x7e\t]|[\xb0-\xc8][\xa1-\xfe]){4,}")
_UTF8 = re.compile(rb"(?:[\x20-\x7e\t]|[\xea-\xed][\x80-\xbf]{2}){4,}")
_HANGUL8 = re.compile(rb"[\xea-\xed][\x80-\xbf]{2}")
_HANGUL = re.compile("[가-힣]")


def words(data: bytes) -> Iterator[str]:
    """Every run that may be words, as text, in no order between the encodings."""
    for shift in (0, 1):  # a string may begin at any byte, and Korean reads as Korean from the wrong one too
        for text in _WIDE.findall(data[shift:].decode("utf-16-le", "replace")):
            if _likely(text):
                yield text
    for match in _NARROW.finditer(data):
        yield match[0].decode("cp949", "replace")
    if _HANGUL8.search(data):
        for match in _UTF8.finditer(data):
            if _HANGUL8.search(match[0]):
                yield match[0].decode("utf-8", "replace")


def _likely(text: str) -> bool:
    """A fifth of all syllables is in use (KS X 1001 lists those): where most are of the others, it is no text."""
    syllables = _HANGUL.findall(text)
    if not syllables or len(text) - len(syllables) > len(syllables):
        return True
    used = len("".join(syllables).encode("euc_kr", "ignore")) // 2
    return used * 2 > len(syllables)
