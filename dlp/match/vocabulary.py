"""Label words: how they are found in raw text, whatever carries the text.

Hangul in documents also stands decomposed (NFD, from macOS), as \\uXXXX (JSON) and as %XX (URLs). Each word is searched
in all of these forms at once, which is cheaper and safer than decoding documents to look for labels.
"""

from __future__ import annotations

import re
import unicodedata
import urllib.parse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dlp.match.engine import Pattern
from dlp.rules import Rule

# A blank in a word stands for at most one separator: "계좌 번호", "계좌번호"; "account no", "account_no", "accountNo".
_GAPS = ("", " ", "_", "-", ".")
_HANGUL_GAPS = ("", " ", "_")
_SHORT = 4  # ASCII words up to this length only count between non-letters: "ci" is not in "social"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of some rules' vocabularies, with the rules (by index) it speaks for and against.

    `size` is its length in UTF-8. A `bounded` word is found only between non-letters, and together with the one behind it.
    """

    text: str
    speaks_for: frozenset[int]
    speaks_against: frozenset[int]
    size: int = field(init=False)
    bounded: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", len(self.text.encode()))
        object.__setattr__(self, "bounded", len(self.text) <= _SHORT and self.text.isascii())


def words_of(rules: Sequence[Rule]) -> tuple[Word, ...]:
    """The joint vocabulary of the rules, each word once, in a stable order."""
    for_, against = _collect(rule.labels for rule in rules), _collect(rule.rivals for rule in rules)
    return tuple(
        Word(text, frozenset(for_.get(text, ())), frozenset(against.get(text, ())) - frozenset(for_.get(text, ())))
        for text in sorted({*for_, *against})
    )


def _collect(vocabularies: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    collected: dict[str, list[int]] = {}
    for index, vocabulary in enumerate(vocabularies):
        for word in vocabulary:
            collected.setdefault(word.lower(), []).append(index)
    return collected


def pattern_of(word: str) -> Pattern:
    """The pattern under which a word is found: all its spellings, each a literal."""
    if not word.isascii():
        spelled = (spelling for gap in _HANGUL_GAPS for spelling in [gap.join(word.split())])
        return Pattern(tuple(dict.fromkeys(form(text) for text in spelled for form in _FORMS)), ignore_case=True)
    spellings = tuple(dict.fromkeys(gap.join(word.split()).encode("ascii") for gap in _GAPS))
    if len(word) > _SHORT:
        return Pattern(tuple(re.escape(text) for text in spellings), ignore_case=True)
    return Pattern(tuple(expression for text in spellings for expression in _between_non_letters(text)))


def _between_non_letters(text: bytes) -> tuple[bytes, bytes]:
    """A short word apart from other letters, or as the last part of a name in camelCase."""
    word, camel = re.escape(text), re.escape(text.capitalize())
    return rb"(?i:(?:^|[^A-Za-z])" + word + rb"(?:[^A-Za-z]|$))", rb"[a-z]" + camel + rb"(?:[^a-z]|$)"


def _utf8(text: str) -> bytes:
    return re.escape(text.encode())


def _decomposed(text: str) -> bytes:
    return re.escape(unicodedata.normalize("NFD", text).encode())


def _json_escaped(text: str) -> bytes:
    return b"".join(b"\\\\u%04x" % ord(char) if not char.isascii() else re.escape(char.encode()) for char in text)


def _percent(text: str) -> bytes:
    return re.escape(urllib.parse.quote(text).encode("ascii"))


def _json_in_json(text: str) -> bytes:
    return _json_escaped(text).replace(b"\\\\", b"\\\\\\\\")


_FORMS = (_utf8, _decomposed, _json_escaped, _json_in_json, _percent)
