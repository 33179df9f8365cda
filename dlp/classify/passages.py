"""Running text of one document, segment by segment: which passages to read, whose facts they give, in bounded work."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from dlp.classify import credit, gate, individuals, rows, values
from dlp.classify.attributes import attributes
from dlp.classify.credit import CreditReading, Draft, Owned
from dlp.classify.people import Someone, Standing, identified
from dlp.classify.subjects import Person
from dlp.match.matcher import Matches
from dlp.rules import Mention, Taggers
from dlp.types import (
    Confidence,
    CreditFact,
    DataClass,
    Evidence,
    EvidenceKind,
    Finding,
    Layout,
    Locus,
    Missed,
    NearMiss,
    Segment,
)

_SETTLED = 8 << 10  # bytes still read once there are facts: people beyond are counted by their identifiers
_DEEP = 32 << 10  # bytes the deep lane may be asked about in one document
_UNNAMED = 32 << 10  # bytes of one document in which records of unnamed individuals are looked for
_SLICE = 160  # characters around an attribute without an owner that the deep lane is asked about
_SMALL = 4096  # bytes of a segment that may be a piece of one conversation or letter
_TAIL = 800  # characters of such a segment that the next one is read with
_SEEN = 60  # bytes behind a sign that must have been looked at with the sign before
_MOST_MISSED = 40
_SOLE = re.compile(r"개인\s?사업자(?!\s?(?:제외|아님))|사업자\s?대출|자영업자\s?대출|sole\sproprietor", re.IGNORECASE)
_NEARBY = 120  # characters around an owner in which it may say that they are in business
_ROLES = {
    "PHONE_NUMBER": "연락처",
    "EMAIL_ADDRESS": "이메일",
    "KR_BANK_ACCOUNT": "계좌",
    "KR_CUSTOMER_NO": "고객번호",
    "CREDIT_CARD": "카드",
}

Fingerprint = Callable[[str, str], str]  # of (entity, plain value)


@dataclass(slots=True)
class PassageReading:
    """What a segment's text gives: facts, names of those the facts are about, and whether pseudonyms have attributes."""

    facts: list[CreditFact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    pseudonymised: bool = False


@dataclass(frozen=True, slots=True)
class _Passage:
    """A piece of a segment as text; `start` is where its own text begins behind what was carried over, `at` its first byte."""

    text: str = field(repr=False)
    start: int
    at: int
    someones: Sequence[Someone]


@dataclass(slots=True)
class _Tail:
    """The end of the last small segment, for what the next one says about it."""

    place: tuple[object, ...] = field(default=(), repr=False)
    text: str = field(default="", repr=False)
    someones: list[Someone] = field(default_factory=list, repr=False)
    open: bool = False  # an attribute in it has no owner yet


class Passages:
    """Reads the running text of one document. Give it every segment in order."""

    def __init__(self, fingerprint: Fingerprint, taggers: Taggers | None, *, everybody: bool = False) -> None:
        """`everybody`: names are told wherever they stand, and not only those of owners."""
        self._everybody = everybody
        self._fingerprint = fingerprint
        self._taggers = taggers
        self._left = _SETTLED
        self._deep_left = _DEEP
        self._unnamed_left = _UNNAMED
        self._settled = False
        self._tail = _Tail()
        self._missed: dict[tuple[NearMiss, str], Missed] = {}

    def read(
        self,
        segment: Segment,
        matches: Matches,
        found: Sequence[tuple[int, int, str, Finding]],
        people: Sequence[Person],
        tables: Sequence[tuple[int, int]],
        untold: Sequence[tuple[int, int]] = (),
        *,
        silent: bool = False,
    ) -> PassageReading:
        """`found` are identifying matches as (start, end, entity, finding), `tables` bytes that were read as tables; those of
        them that seemed to be about nobody are `untold`. `silent` tells that the reader of tables had nothing to say of the
        segment.
        """
        reading = PassageReading()
        if self._everybody:
            reading.findings.extend(self._named(segment))
        if self._taggers is None or (self._settled and self._left <= 0):
            return reading
        small = len(segment.data) <= _SMALL and segment.layout is not Layout.TABLE
        place = (segment.locus.container, small)
        if self._tail.place != place:
            self._tail = _Tail(place)
        dealt = small and not matches.signs and gate.may_deal(segment.data, known=bool(found))
        if matches.signs or self._tail.open or dealt:
            for passage in self._passages(segment, matches, found, tables, small=small):
                self._passage(segment, passage, found, people, reading)
        short = len(segment.data) <= _SMALL
        telling = matches.signs or (short and individuals.may_tell(segment.data))
        if telling and not self._settled and not reading.pseudonymised:
            reading.pseudonymised = self._unnamed(
                segment, matches, found, [each for each in tables if each not in untold], short=short
            )
        bare = any(segment.data[low:high].strip() for low, high in _outside(tables, len(segment.data)))
        for view in matches.views if bare else ():  # those of tables were read as such
            text = view.decode("utf-8", "replace")
            self._passage(segment, _Passage(text, 0, segment.before, ()), (), people, reading)
        if silent and len(segment.data) <= _SMALL:
            self._rows(segment, reading)
        if small:
            self._keep(segment, found, place)
        return reading

    def _unnamed(
        self,
        segment: Segment,
        matches: Matches,
        found: Sequence[tuple[int, int, str, Finding]],
        tables: Sequence[tuple[int, int]],
        *,
        short: bool,
    ) -> bool:
        """Whether a credit attribute is told of an individual who is not named."""
        data, taggers = segment.data, self._taggers
        for low, high in _outside(tables, len(data)) if taggers else ():
            for start, stop in [(low, high)] if short else gate.windows(data, matches.signs, low, high):
                if self._unnamed_left <= 0:
                    return False
                self._unnamed_left -= stop - start
                text = data[start:stop].decode("utf-8", "replace")
                if taggers and individuals.told(text, [*_identified(data, text, start, stop, found)], taggers.fast):
                    return True
        return False

    def missed(self) -> tuple[Missed, ...]:
        """Credit attributes that were nobody's, once everything was read."""
        return tuple(self._missed.values())

    def miss(self, why: NearMiss, terms: Sequence[str], locus: Locus) -> None:
        """Note a near miss; each kind and term once."""
        for term in terms or ("",):
            if (why, term) not in self._missed and len(self._missed) < _MOST_MISSED:
                self._missed[why, term] = Missed(why, (term,) if term else (), locus)

    def _rows(self, segment: Segment, reading: PassageReading) -> None:
        """People in rows whose heads `tables` does not know."""
        text = values.plain(segment.data.decode("utf-8", "replace"))
        for _, name, term in rows.owned(text):
            self._settled = True
            subject = self._fingerprint("PERSON", name)
            where = segment.locate(max(0, segment.data.find(name.encode())))
            reading.facts.append(CreditFact(subject, (term.text,), (term.limb.value,), where, masked_name(name)))

    def _passages(
        self,
        segment: Segment,
        matches: Matches,
        found: Sequence[tuple[int, int, str, Finding]],
        tables: Sequence[tuple[int, int]],
        *,
        small: bool,
    ) -> Iterator[_Passage]:
        data = segment.data
        carried = self._tail if small and self._tail.text else None
        for low, high in _outside(tables, len(data)):
            if carried is not None or small:
                pieces: Iterator[tuple[int, int]] = iter([(low, high)])
            else:
                pieces = gate.windows(data, matches.signs, low, high)
            for start, stop in pieces:
                if self._settled and self._left <= 0:
                    return
                if carried is None and not small and not _tells(data, matches.signs, start, stop):
                    continue
                text = data[start:stop].decode("utf-8", "replace")
                someones = [*_identified(data, text, start, stop, found)]
                if carried is None:
                    yield _Passage(text, 0, start, someones)
                    continue
                shift = len(carried.text) + 1
                moved = [Someone(s.start + shift, s.end + shift, s.standing, s.value, s.role) for s in someones]
                yield _Passage(f"{carried.text}\n{text}", shift, start, [*carried.someones, *moved])

    def _passage(
        self,
        segment: Segment,
        passage: _Passage,
        found: Sequence[tuple[int, int, str, Finding]],
        people: Sequence[Person],
        reading: PassageReading,
    ) -> None:
        if self._taggers is None or (self._settled and self._left <= 0):
            return
        self._left -= len(passage.text) * 2 if self._settled else 0
        draft = credit.draft(passage.text)
        mentions = self._taggers.fast(draft.text) if draft.attributes else ()
        result = credit.bound(draft, passage.someones, mentions)
        if not result.owned and not self._settled and result.unowned and self._deep_left > 0:
            result = self._deeper(passage, draft, mentions, result)
        for owned in result.owned:
            self._fact(segment, passage, owned, found, people, reading)
        reading.pseudonymised |= bool(result.pseudonymous)
        if not result.owned and not result.pseudonymous:
            for why, term in result.misses:
                self.miss(why, [term.text], segment.locate(passage.at))
        self._tail.open = bool(result.unowned)

    def _deeper(
        self, passage: _Passage, draft: Draft, mentions: Sequence[Mention], result: CreditReading
    ) -> CreditReading:
        """Ask the deep lane around the attributes that nobody seems to own."""
        if self._taggers is None:
            return result
        slices = _slices(draft.text, result.unowned)
        self._deep_left -= sum(stop - start for start, stop in slices) * 3
        all_of_them = list(mentions)
        for start, stop in slices:
            for each in self._taggers.deep(draft.text[start:stop]):
                begin, end = start + each.start, start + each.end
                if not any(other.start < end and other.end > begin for other in all_of_them):
                    all_of_them.append(Mention(begin, end, each.confidence, each.evidence))
        if len(all_of_them) == len(mentions):
            return result
        return credit.bound(draft, passage.someones, sorted(all_of_them, key=lambda each: each.start))

    def _fact(
        self,
        segment: Segment,
        passage: _Passage,
        owned: Owned,
        found: Sequence[tuple[int, int, str, Finding]],
        people: Sequence[Person],
        reading: PassageReading,
    ) -> None:
        owner = owned.owner
        self._settled = True
        known = owner.start >= passage.start and passage.text[owner.start : owner.end] != ""
        at = passage.at + len(passage.text[passage.start : owner.start].encode()) if known else passage.at
        if owner.standing is Standing.IDENTIFIER or owner.value.startswith("@"):
            subject = owner.value.lstrip("@")
            masked = next((finding.masked for *_, finding in found if finding.fingerprint == subject), "")
            who = f"{_ROLES.get(owner.role, '')} {masked}".strip()
        else:
            beside = _beside(people, at)
            subject = beside.fingerprint if beside else self._fingerprint("PERSON", owner.value)
            who = f"{owner.role} {masked_name(owner.value)}".strip()
            if known and not self._everybody and not owner.value[-1:].isdigit():
                reading.findings.append(self._finding(segment, at, owner))
        reading.facts.append(
            CreditFact(
                subject,
                tuple(sorted({term.text for term in owned.terms})),
                tuple(sorted({term.limb.value for term in owned.terms})),
                segment.locate(min(at, max(0, len(segment.data) - 1))),
                who,
                _SOLE.search(passage.text, max(0, owner.start - _NEARBY), owner.end + _NEARBY) is not None,
            )
        )

    def _finding(self, segment: Segment, at: int, owner: Someone) -> Finding:
        evidence = (Evidence(EvidenceKind.LABEL, owner.role),) if owner.role else ()
        return self._found(segment, at, owner.value, Confidence.LIKELY, evidence)

    def _found(
        self, segment: Segment, at: int, name: str, confidence: Confidence, evidence: tuple[Evidence, ...]
    ) -> Finding:
        start = segment.first_char + len(segment.data[segment.before : at].decode("utf-8", "replace"))
        return Finding(
            rule="person_name",
            entity="PERSON",
            data_class=DataClass.NONE,
            confidence=confidence,
            start=start,
            end=start + len(name),
            masked=masked_name(name),
            fingerprint=self._fingerprint("PERSON", name),
            locus=segment.locate(at),
            evidence=evidence,
            hidden=segment.hidden,
        )

    def _named(self, segment: Segment) -> Iterator[Finding]:
        """Every name in the segment's own text, by the deep lane while it may be asked."""
        if self._taggers is None:
            return
        text = segment.data[segment.before : len(segment.data) - segment.after].decode("utf-8", "replace")
        deep = len(text) * 3 <= self._deep_left
        self._deep_left -= len(text) * 3 if deep else 0
        for each in (self._taggers.deep if deep else self._taggers.fast)(text):
            at = segment.before + len(text[: each.start].encode())
            value = text[each.start : each.end]
            yield self._found(segment, at, value, each.confidence, each.evidence)

    def _keep(
        self, segment: Segment, found: Sequence[tuple[int, int, str, Finding]], place: tuple[object, ...]
    ) -> None:
        """Remember the end of a small segment, with who is in it."""
        data = segment.data
        text = data[segment.before : len(data) - segment.after].decode("utf-8", "replace")
        cut = max(0, len(text) - _TAIL)
        start = segment.before + len(text[:cut].encode())
        someones = [*_identified(data, text[cut:], start, len(data) - segment.after, found)]
        self._tail = _Tail(place, text[cut:], someones, self._tail.open)


def masked_name(name: str) -> str:
    """The first syllable and a star for every further letter."""
    name = name.strip()
    return name[:1] + "".join("*" if not char.isspace() else char for char in name[1:])


def _identified(
    data: bytes, text: str, start: int, stop: int, found: Sequence[tuple[int, int, str, Finding]]
) -> Iterator[Someone]:
    for begin, end, entity, finding in found[bisect_left(found, start, key=itemgetter(0)) :]:
        if begin >= stop:
            break
        if end <= stop:
            low = len(data[start:begin].decode("utf-8", "replace"))
            high = low + len(data[begin:end].decode("utf-8", "replace"))
            yield identified(text, low, high, entity, finding.fingerprint)


def _tells(data: bytes, signs: Sequence[int], start: int, stop: int) -> bool:
    """Whether an attribute stands near one of the signs: a first look, before the whole passage is read."""
    at = -1
    for end in signs[bisect_right(signs, start) : bisect_right(signs, stop)]:
        if end + _SEEN <= at:
            continue
        low, at = gate.near(data, end, start, stop)
        if attributes(values.plain(data[low:at].decode("utf-8", "replace"))).found:
            return True
    return False


def _outside(regions: Sequence[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    at = 0
    for start, stop in sorted(regions):
        if start > at:
            yield at, start
        at = max(at, stop)
    if at < size:
        yield at, size


def _slices(text: str, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines around the places, merged where they meet."""
    slices: list[tuple[int, int]] = []
    for start, end in places:
        low = max(0, text.rfind("\n", 0, max(0, start - _SLICE)) + 1, start - 3 * _SLICE)
        high = text.find("\n", end + _SLICE)
        high = min(high if high >= 0 else len(text), end + 3 * _SLICE)
        if slices and low <= slices[-1][1]:
            slices[-1] = (slices[-1][0], max(high, slices[-1][1]))
        else:
            slices.append((low, high))
    return slices


def _beside(people: Sequence[Person], at: int) -> Person | None:
    """Who is known by an identifier in the record that holds the byte."""
    index = bisect_right(people, at, key=lambda person: person.identifiers[0].record[0]) - 1
    for person in people[max(0, index - 1) : index + 1]:
        if any(identifier.record[0] <= at < identifier.record[1] for identifier in person.identifiers):
            return person
    return None
