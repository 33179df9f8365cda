"""Personal credit information in its plain form: an identifier and a credit attribute with its value in one record."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from dlp.classify.records import cells, head_of
from dlp.classify.subjects import Person
from dlp.classify.terms import TERMS, Term, Value
from dlp.match.context import Words
from dlp.match.matcher import Matches
from dlp.match.resolve import Match
from dlp.types import Confidence, CreditFact, DataClass, Segment

_REACH = 40  # bytes between a term and its value
_VALUE = re.compile(rb"[0-9][0-9,.]*")
_UNITS = tuple(
    unit.encode()
    for unit in ("만", "억", "천", "백", "원", "%", "점", "일", "등급", "개월", "회", "건", "년", "bp", "퍼센트")
)


def identifies(match: Match) -> bool:
    """Whether a match is, surely enough, a value by which a living person is known."""
    data_class = match.judgement.data_class or match.rule.data_class
    personal = data_class in (DataClass.UNIQUE_ID, DataClass.PERSONAL)
    return personal and match.judgement.confidence >= Confidence.LIKELY and not match.entity.endswith("_MASKED")


def facts(segment: Segment, matches: Matches, people: Sequence[Person]) -> Iterator[CreditFact]:
    """Credit attributes bound to the people that were found in the segment."""
    for person in people:
        records = {identifier.record for identifier in person.identifiers}
        terms = {term.text: term for record in records for term in _attributes(segment, matches, *record)}
        if terms:
            limbs = tuple(sorted({term.limb.value for term in terms.values()}))
            locus = segment.locate(person.identifiers[0].match.start)
            yield CreditFact(person.fingerprint, tuple(sorted(terms)), limbs, locus)


def _attributes(segment: Segment, matches: Matches, start: int, end: int) -> Iterator[Term]:
    """The credit attributes, each with its value, in the record data[start:end]."""
    low = bisect_left(matches.found, start, key=lambda other: other.end)
    high = bisect_left(matches.found, end, key=lambda other: other.start)
    terms = list(_terms_between(matches.words, start, end))
    taken = [(other.start, other.end) for other in matches.found[low:high]] if terms else []
    for term, stop in terms:
        if term.value is Value.NOTHING or _has_value(segment.data, stop, end, taken):
            yield term
    header, words = head_of(segment, matches)
    if header and start >= len(header) * (not segment.header):
        yield from _columns(header, words, segment.data[start:end])


def _terms_between(words: Words, start: int, end: int) -> Iterator[tuple[Term, int]]:
    for _begin, stop, word in words.between(start, end):
        if word.text in TERMS:
            yield TERMS[word.text], stop


def _has_value(data: bytes, start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a number that is no identifier follows, large enough or with a unit."""
    for found in _VALUE.finditer(data, start, min(end, start + _REACH)):
        low, high = found.span()
        if any(low < stop and high > begin for begin, stop in taken):
            continue
        if high - low >= 3 or data.startswith(_UNITS, high) or data.startswith(_UNITS, high + 1):
            return True
    return False


def _columns(header: bytes, header_words: Words, row: bytes) -> Iterator[Term]:
    """Terms at the head of a column whose cell in this row is filled."""
    values, position = cells(row), 0
    for index, head in enumerate(cells(header)):
        filled = index < len(values) and values[index].strip(b" \t\r\n\"'") not in (b"", b"-")
        if filled:
            yield from (term for term, _ in _terms_between(header_words, position, position + len(head)))
        position += len(head) + 1
