"""Words for credit attributes, by the limb of 신용정보법 제2조제1호 they fall under, and the value that makes each a fact.

A term without a value of its kind says nothing about anybody. A blank in a spelling stands for at most one separator.

    in_label("대출잔액(만원)"), in_label("loanBal"), in_label("LOAN_BAL_AMT")  ->  Term("대출잔액", ...)
    in_label("대출담당자"), in_label("loan_no")                                ->  None
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dlp.classify import lexicon
from dlp.classify.values import Kind


class Limb(enum.StrEnum):
    """The four kinds of credit information beside identifying information."""

    TRANSACTION = "거래내용"
    CREDITWORTHINESS = "신용도"
    CAPACITY = "신용거래능력"
    OTHER = "그 밖의 신용정보"


@dataclass(frozen=True, slots=True)
class Term:
    """A credit attribute by its usual name, and the kinds of value that make it a fact about somebody."""

    text: str
    limb: Limb
    kinds: frozenset[Kind]

    def takes(self, kind: Kind | None) -> bool:
        """Whether a value of that kind makes the term a fact; a bare number fits whatever number is asked for."""
        return kind is not None and (kind in self.kinds or (kind is Kind.NUMBER and bool(self.kinds & lexicon.NUMERIC)))


def _read(limb: Limb, groups: Sequence[tuple[frozenset[Kind], str]]) -> Iterator[tuple[str, Term]]:
    for kinds, lines in groups:
        for line in lines.replace("\n   ", "").strip().splitlines():
            name, _, spellings = line.partition(":")
            term = Term(name.strip(), limb, kinds)
            yield name.strip(), term
            yield from ((spelling.strip(), term) for spelling in spellings.split(","))


# Every spelling, in lower case, with its term.
TERMS: Mapping[str, Term] = {
    spelling: term
    for limb, groups in (
        (Limb.OTHER, lexicon.OTHERS),
        (Limb.CAPACITY, lexicon.CAPACITY),
        (Limb.CREDITWORTHINESS, lexicon.CREDITWORTHINESS),
        (Limb.TRANSACTION, lexicon.TRANSACTIONS),
    )
    for spelling, term in _read(limb, groups)
}

_LONGEST_LABEL = 60
_BRACKETED = re.compile(r"[(\[（〔][^)\]）〕]{0,24}[)\]）〕]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LATIN = re.compile(r"[A-Za-z]+")
_BETWEEN = re.compile(r"[\s_.\-/·:#*'\"`\d]+")
_SQUASHED: Mapping[str, Term] = {_BETWEEN.sub("", spelling): term for spelling, term in TERMS.items()}
_HANGUL_WORDS = frozenset(word for word in _SQUASHED if not word.isascii())
_HANGUL_LENGTHS = sorted({len(word) for word in _HANGUL_WORDS}, reverse=True)
# What may stand behind a term in a label for the column still to hold its value.
_TAIL = re.compile(
    r"(?:총|합계|계|액|금액|잔액|잔고|총액|합|일|일자|일수|일시|율|률|비율|건수|횟수|회수|수|상태|여부|유무|구분|종류|내역|현황|정보|"
    r"기간|개월|개월수|등급|점수|평점|값|대금|원금|한도|현재|만원|천원|백만원|억원|원|억|%|yn|krw|won|amt|변동|변화|결과|사유|규모|수준|상품|이력|기록)*"
)
_NO_VALUE = re.compile(
    r"(?:번호|담당자?|지점|코드|부서|상담원?|문의|안내|신청서|담당|직원|점포|서류|약관|팀|센터|메모|연락처|이메일|전화|주소|성명|이름|고객명|차주|명의인?|"
    r"직책|직급|사명|회사|기관|은행|가맹점)$"
)
# Words too common to name an attribute all by themselves.
_WEAK_TOKENS = frozenset(("claim", "decision", "rating", "lease", "shares"))


def _canonical(tokens: Sequence[str]) -> frozenset[str]:
    return frozenset(lexicon.ABBREVIATIONS.get(token, token) for token in tokens)


_LATIN_TERMS: Mapping[frozenset[str], Term] = {
    _canonical(spelling.split()): term for spelling, term in TERMS.items() if spelling.isascii()
}


@lru_cache(maxsize=4096)
def in_label(text: str) -> Term | None:
    """The attribute that a column head, a key or a form's label names; None for all others.

    Understands Hangul with or without blanks, snake_case, camelCase, usual abbreviations, and units in brackets.
    """
    text = text.strip(" \t\r\n\"'`*:=|").strip()
    if not text or len(text) > _LONGEST_LABEL:
        return None
    text = _BRACKETED.sub("", text) or text.strip("()[]")
    if text.isascii():
        return _latin(text)
    squashed = _BETWEEN.sub("", text.lower())
    return _SQUASHED.get(squashed) or _hangul(squashed)


def _hangul(squashed: str) -> Term | None:
    """The term nearest to the end of a compound, where Korean has its head; of those that end there the longest."""
    if _NO_VALUE.search(squashed):
        return None
    for end in range(len(squashed), 0, -1):
        if _TAIL.fullmatch(squashed, end) is None:
            continue
        for length in _HANGUL_LENGTHS:
            word = squashed[max(0, end - length) : end]
            if len(word) == length and word in _HANGUL_WORDS and squashed.rfind(word) == end - length:
                return _SQUASHED[word]
    return None


def _latin(text: str) -> Term | None:
    tokens = [token.lower() for token in _LATIN.findall(_CAMEL.sub(" ", text))]
    words = _canonical(tokens)
    if words not in _LATIN_TERMS and (not tokens or not lexicon.NO_VALUE_TOKENS.isdisjoint(tokens)):
        return None
    for token in tokens:
        if token in lexicon.ROMANISED:
            return TERMS[lexicon.ROMANISED[token]]
    if words >= {"rate", "limit"}:
        return None  # of requests
    found = [known for known in _LATIN_TERMS if known <= words]
    if not found:
        return _latin_compound("".join(tokens))
    best = max(found, key=len)
    return None if words == best and best <= _WEAK_TOKENS else _LATIN_TERMS[best]


def _latin_compound(word: str) -> Term | None:
    """Two known words written as one: "loanbal", "dlqdays", "overduecnt"."""
    for cut in range(2, len(word) - 1):
        halves = [lexicon.ABBREVIATIONS.get(half, half) for half in (word[:cut], word[cut:])]
        if (term := _LATIN_TERMS.get(frozenset(halves))) is not None:
            return term
    return _SQUASHED.get(word)
