"""People in lines of which what names them was left out: `서울/40대/여 - 적금 8천만원, 카드론 3백만원`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dlp.classify.attributes import attributes
from dlp.classify.tables.lines import lines_of
from dlp.classify.terms import Term

_LONGEST = 1200  # bytes of a line
_MOST = 2000  # lines of one segment
_AGE = (
    r"(?:만\s?)?(?:[1-9]0\s?대(?:\s?(?:초반|중반|후반|이상))?|[1-9]\d\s?세|[1-9]\d\s?[-~]\s?[1-9]\d(?:\s?세)?|[1-9]0s)"
)
_SEX = r"(?:남성?|여성?|남자|여자|[MFmf](?![A-Za-z])|female|male)"
_PLACE = r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)[가-힣]{0,6}(?:\s[가-힣]{1,5}[시군구])?"
_PARTED = r"\s?[/,·|\s]\s?"
# The line begins with quasi-identifiers, two at least, after its bullet or number.
_LINE = re.compile(
    rf"[\s>*•\-]*(?:(?:\(?\d{{1,4}}[.):]\)?|[①-⑳])\s?)?(?:(?P<place>{_PLACE}){_PARTED})?"
    rf"(?:(?P<age>{_AGE})(?:{_PARTED}(?P<sex>{_SEX}))?|(?P<sex2>{_SEX}){_PARTED}(?P<age2>{_AGE}))"
    rf"(?:{_PARTED}(?P<place2>{_PLACE}))?(?=[\s/,·|:;()\-]|$)"
)
_SIGN = re.compile(rb"[1-9]0(?:s|\s?\xeb\x8c\x80)|[1-9]\d\s?(?:\xec\x84\xb8|[-~])")  # 대, 세
# Of many: no line about one person.
_MANY = re.compile(
    r"평균|기준|상담원|직원이|지원자|명\b|\d\s?명|비중|비율|전체|이상 고객|합계|건수|"
    r"가구|대상\s?상품|추천|특화|고객층|증가|감소|%p|최대|최고|부터"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One such line, data[start:end]: the quasi-identifiers in it and the attributes behind them."""

    start: int
    end: int
    combination: tuple[str, str, str] = field(repr=False)  # place, age, sex
    terms: tuple[Term, ...]


def find(data: bytes, start: int, end: int) -> Sequence[Listed]:
    """The lines of data[start:end] that tell a credit attribute of somebody left unnamed."""
    if _SIGN.search(data, start, end) is None:
        return []
    found: list[Listed] = []
    for line in lines_of(data, start, end):
        if len(found) >= _MOST:
            break
        if len(line.text) > _LONGEST or _SIGN.search(line.text, 0, 120) is None:
            continue
        text = line.text.decode("utf-8", "replace")
        head = _LINE.match(text)
        if head is None or _MANY.search(text):
            continue
        combination = _combination(head)
        if sum(map(bool, combination)) < 2:
            continue
        told = tuple(dict.fromkeys(each.term for each in attributes(text[head.end() :]).found))
        if told:
            found.append(Listed(line.start, line.end, combination, told))
    return found


def _combination(head: re.Match[str]) -> tuple[str, str, str]:
    return (
        head["place"] or head["place2"] or "",
        "".join((head["age"] or head["age2"] or "").split()),
        head["sex"] or head["sex2"] or "",
    )
