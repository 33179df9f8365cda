"""Label words: how they are found in raw text, whatever carries the text.

Hangul in documents also stands decomposed (NFD, from macOS), as \\uXXXX (JSON) and as %XX (URLs). Each word is searched
in all of these forms at once, which is cheaper and safer than decoding documents to look for labels.
"""

from __future__ import annotations

import re
import unicodedata
import urllib.parse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dlp.match.engine import Pattern
from dlp.rules import Rule

_GAP = rb"[ \t_.-]?"  # a blank in a word stands for at most one separator: "계좌 번호", "account_no", "accountNo"
_SHORT = 4  # ASCII words up to this length only count between non-letters: "ci" is not in "social"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of some rules' vocabularies, with the rules (by index) it speaks for and against."""

    text: str
    speaks_for: frozenset[int]
    speaks_against: frozenset[int]


def words_of(rules: Sequence[Rule], topics: Iterable[str] = ()) -> tuple[Word, ...]:
    """The joint vocabulary of the rules and the topics, each word once, in a stable order."""
    for_, against = _collect(rule.labels for rule in rules), _collect(rule.rivals for rule in rules)
    return tuple(
        Word(text, frozenset(for_.get(text, ())), frozenset(against.get(text, ())) - frozenset(for_.get(text, ())))
        for text in sorted({*for_, *against, *(topic.lower() for topic in topics)})
    )


def _collect(vocabularies: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    collected: dict[str, list[int]] = {}
    for index, vocabulary in enumerate(vocabularies):
        for word in vocabulary:
            collected.setdefault(word.lower(), []).append(index)
    return collected


def patterns_of(word: str) -> tuple[Pattern, ...]:
    """The byte patterns under which a word is found."""
    if word.isascii():
        return (Pattern(_ascii(word), ignore_case=True),)
    return tuple(Pattern(_GAP.join(form(part) for part in word.split()), ignore_case=True) for form in _FORMS)


def _ascii(word: str) -> bytes:
    body = _GAP.join(re.escape(part.encode("ascii")) for part in word.split())
    if len(word) <= _SHORT:
        return rb"(?:^|[^A-Za-z])" + body + rb"(?:[^A-Za-z]|$)"
    return body


def _utf8(part: str) -> bytes:
    return re.escape(part.encode())


def _decomposed(part: str) -> bytes:
    return re.escape(unicodedata.normalize("NFD", part).encode())


def _json_escaped(part: str) -> bytes:
    return b"".join(b"\\\\u%04x" % ord(char) if not char.isascii() else re.escape(char.encode()) for char in part)


def _percent(part: str) -> bytes:
    return re.escape(urllib.parse.quote(part).encode("ascii"))


_FORMS = (_utf8, _decomposed, _json_escaped, _percent)
