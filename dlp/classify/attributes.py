"""Credit attributes in a text: a term with a value of its kind within reach, or a turn of speech that says it alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from dlp.classify.dealings import dealings
from dlp.classify.pairs import Attribute, Weight, pairs
from dlp.classify.phrases import phrases
from dlp.classify.terms import TERMS, Term
from dlp.classify.values import Kind, Value, in_text

_AHEAD = 32  # characters between a term and its value
_SHORTEST = 2
_TO_DATE = 10  # a date further away is about something else
_BEHIND = 14  # characters between a value and its term: "3천만원을 신용으로 대출"
# A value stands in the sentence of its term, on its line, or at the start of the next one under a bare label or a question.
_BREAK = re.compile(r"[.!](?=\s|$)|\n\s*\n|;|(?<=[^\s:?])[^\n:?]{5,}(?<!\?)\n|(?<!\?)\n[^\n\d]{0,24}[:=/|\]>]")
# Compounds in which a term names no attribute: departments, trades, papers, rates of whole portfolios.
_NOT_BEHIND = re.compile(
    r"[인주](?=[\s이은의을를:,(])|자(?=[\s이은의을를:,(가는들])"
    r"|\s?(?:계(?!좌|약)|팀|부(?=[\s장에,.의])|실(?=[\s장])|상담|약관(?!대출)|안내|심사역|"
    r"심사부|기획|센터|위원회|공사(?!례)|회사|관리(?!비)|정책|제도|시장|규제|업무|담당|"
    r"모집|광고|상품(?:설명|안내|명|\s?(?:설명|판매))|설명|설계|비교|계산|모형|모델|시스템|"
    r"화면|프로세스|매뉴얼|교육|시험|캠페인|이벤트|창구|절차|양식|서류|서식|알림|문구|증명서|"
    r"기준(?!\s?\d)|산정|약정서|신청서|사고|업(?:자|계|무)|기관|성향|율(?=[이은을 ])|자산운용|"
    r"컬럼|테이블|필드|api|페이지|인하\s?요구권|매니저|전문|"
    r"총액\s?한도|사(?=[\s와의가는를,]))",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(
    r"\s?(?:명|페이지|쪽|조|항|호|층|번지|시(?!가)|분(?!할)|초|인|차(?!감)|학년|km|㎡|평|대|px|ms|MB|GB|번째|위(?!험))"
)


_GROUPED = re.compile(r"-\d")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What was found: the attributes, and the terms that lacked a value."""

    found: tuple[Attribute, ...]
    valueless: tuple[Term, ...] = ()


def attributes(text: str) -> Attributes:
    """The credit attributes in the text, in order of position."""
    values = list(in_text(text))
    starts = [value.start for value in values]
    found: list[Attribute] = list(pairs(text))
    valueless: list[Term] = []
    for start, end, term in _terms(text):
        if (value := _value_of(text, values, starts, start, end, term)) is not None:
            found.append(Attribute(min(start, value.start), max(end, value.end), term, value.kind))
        else:
            valueless.append(term)
    found.extend(Attribute(phrase.start, phrase.end, phrase.term, None) for phrase in phrases(text))
    found.extend(_dealt(text, values, found))
    found.sort(key=lambda each: each.start)
    return Attributes(tuple(found), tuple(dict.fromkeys(valueless)))


def _dealt(text: str, values: Sequence[Value], stated: Sequence[Attribute]) -> Iterable[Attribute]:
    """Dealings with amounts that no term has taken for its value."""
    taken = [(each.start, each.end) for each in stated if each.kind is not None]
    for deal in dealings(text, values):
        if not any(start < deal.end and end > deal.start for start, end in taken):
            weight = Weight.FIRM if deal.firm else Weight.COMMON
            yield Attribute(deal.start, deal.end, deal.term, Kind.AMOUNT, weight=weight)


def starts_with_term(text: str, position: int) -> bool:
    """Whether a credit term begins there: "금리표", "이자율" are nobody's name."""
    found = _pattern().match(text, position)
    return found is not None and found.end() - position >= _SHORTEST


def _terms(text: str) -> Iterable[tuple[int, int, Term]]:
    for match in _pattern().finditer(text):
        if _NOT_BEHIND.match(text, match.end()):
            continue
        term = TERMS.get(_SPACES.sub(" ", match.group().lower())) or _SQUASHED_TERMS().get(
            _SPACES.sub("", match.group().lower())
        )
        if term is not None:
            yield match.start(), match.end(), term


def _value_of(
    text: str, values: Sequence[Value], starts: Sequence[int], start: int, end: int, term: Term
) -> Value | None:
    """The value that belongs to the term: the next of its kind within reach, else the one directly before."""
    first = bisect_left(starts, end)
    for value in values[first : first + 4]:
        if value.kind is Kind.DATE and (value.start > end + _TO_DATE or "," in text[end : value.start]):
            continue
        if value.start > end + _AHEAD or _BREAK.search(text, end, value.start):
            break
        if _is_value(text, value, term):
            return value
    if first:
        value = values[first - 1]
        near = value.end <= start <= value.end + _BEHIND and _LEADS_TO.fullmatch(text, value.end, start) is not None
        if near and _is_value(text, value, term):
            return value
    return None


# What may stand between a value and the term behind it: "3천만원을 신용으로 대출".
_LEADS_TO = re.compile(
    r"(?:을|를|의|이|가|씩|짜리|어치|정도|가량|상당|째|간|\s)*(?:[가-힣]{1,5}\s?(?:으로|로|을|를|의)\s?|(?:또|신규|추가|새로|연속|담보|이상|동안|원금|분)\s?){0,2}"
)


def _is_value(text: str, value: Value, term: Term) -> bool:
    if not term.takes(value.kind):
        return False
    if value.kind is not Kind.NUMBER:
        return True
    if _GROUPED.match(text, value.end) or text[: value.start].endswith("-"):
        return False  # a piece of an account or telephone number
    digits = text[value.start : value.end]
    if digits.startswith("-") and text[value.start - 1 : value.start].isdigit():
        return False
    if (digits.startswith("0") and len(digits) > 1) or _DIALLED.match(text, value.end):
        return False
    if term.text in _SHORT and len(digits) <= 2:
        return digits.isdigit() and 1 <= int(digits) <= 10
    big = len(digits) >= 3 and not (len(digits) == 4 and digits[:2] in ("19", "20"))
    return big and not _NUMBER_OF.match(text, value.end)


_SHORT = frozenset(("신용등급",))  # whose values are small: "등급 7"
_DIALLED = re.compile(r"-\d{3,4}-?\d")
_SPACES = re.compile(r"[\s_]+")


@cache
def _SQUASHED_TERMS() -> dict[str, Term]:  # noqa: N802 - a constant made when first needed
    return {spelling.replace(" ", ""): term for spelling, term in TERMS.items()}


@cache
def _pattern() -> re.Pattern[str]:
    """All spellings as one expression, branching letter by letter: a thousand alternatives at the price of a few."""
    hangul = _trie([word for word in TERMS if not word.isascii()])
    latin = _trie([word for word in TERMS if word.isascii()])
    firsts = "".join(sorted({word[0] for word in TERMS if not word.isascii()}))
    heads = "".join(sorted({word[0] for word in TERMS if word.isascii()}))
    return re.compile(
        rf"(?=[{firsts}]){hangul}|(?=[{heads}{heads.upper()}])(?<![A-Za-z0-9])(?i:{latin})(?![A-Za-z0-9])"
    )


def _trie(words: Iterable[str]) -> str:
    root: dict[str, dict[str, object]] = {}
    for word in words:
        node: dict[str, object] = root  # type: ignore[assignment]
        for char in word:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    return _branch(root)  # type: ignore[arg-type]


def _branch(node: dict[str, object]) -> str:
    branches = [
        (r"[\s_]?" if char == " " else re.escape(char)) + _branch(below)  # type: ignore[arg-type]
        for char, below in sorted(node.items(), key=lambda each: each[0] == " ")
        if char
    ]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in node else "(?:" + "|".join(branches) + ")"
    return joined + "?" if "" in node else joined
