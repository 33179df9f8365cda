"""From segments and their matches to what the whole document is: counts, classes, people, coverage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dlp.classify import credit, rows
from dlp.classify.passages import Passages
from dlp.classify.subjects import people
from dlp.classify.tables import TableReading, Tables, probe
from dlp.classify.tables.plan import Why
from dlp.match.matcher import Matcher, Matches
from dlp.rules import Taggers
from dlp.types import (
    FILE_NAME,
    Assessment,
    Confidence,
    Coverage,
    CreditFact,
    DataClass,
    Encoded,
    Finding,
    Issue,
    NearMiss,
    Segment,
    Status,
)

_MOST_SUBJECTS = 1_000_000  # people told apart; a document with more says this many
_MOST_FACTS = 1000
_MOST_ISSUES = 1000
_SHORT = 2048  # bytes of a segment that one declaration about itself covers
_WORST_FIRST = (
    Status.UNREADABLE,
    Status.CRASH,
    Status.TIMEOUT,
    Status.ENCRYPTED,
    Status.LIMIT,
    Status.UNSUPPORTED,
    Status.PARTIAL,
)


# Keys under which exports of chats, mails and notes hold what people wrote.
_TALK = re.compile(rb"[\"'](?:text|msg|message|content|body|comment|memo|note|remark)[\"']\s?:", re.IGNORECASE)
_OPEN = frozenset((Why.NO_PERSON, Why.ELSEWHERE, Why.NO_ATTRIBUTE))
_WHY: Mapping[Why, NearMiss] = {
    Why.AGGREGATE: NearMiss.AGGREGATE,
    Why.CORPORATE: NearMiss.COMPANY,
    Why.STAFF: NearMiss.STAFF,
    Why.DEFINITION: NearMiss.SCHEMA,
    Why.EXAMPLE: NearMiss.EXAMPLE,
    Why.RATES: NearMiss.GENERAL,
    Why.NO_ATTRIBUTE: NearMiss.NO_VALUE,
}


def _regions(tables: TableReading, data: bytes) -> list[tuple[int, int]]:
    """What need not be read as text: not tables that seem to be about nobody, for the text may say about whom."""
    told = tables.facts or tables.near_misses or tables.pseudonymised
    if any(miss.why in _OPEN for miss in tables.near_misses) or (not told and _TALK.search(data)):
        return []
    return tables.regions


class Assessor:
    """Collects one document. Memory is bounded however much is found."""

    def __init__(
        self, matcher: Matcher, max_findings: int, taggers: Taggers | None = None, *, everybody: bool = False
    ) -> None:
        """Without taggers people are known by their identifiers alone. `everybody`: every name is a finding."""
        self._matcher = matcher
        self._everybody = everybody
        self._tables = Tables(matcher.fingerprint)
        self._passages = Passages(matcher.fingerprint, taggers, everybody=everybody)
        self._max_findings = max_findings
        self._findings: list[Finding] = []
        self._counts: Counter[tuple[str, Confidence]] = Counter()
        self._classes: set[DataClass] = set()
        self._people: set[bytes] = set()
        self._facts: list[CreditFact] = []
        self._issues: list[Issue] = []
        self._coverage = Coverage.FULL
        self._statuses: set[Status] = set()
        self._shown: set[str] = set()  # fingerprints of views that a derived view may repeat
        self._read_anything = False
        self._pseudonymised = False

    def segment(self, segment: Segment) -> Sequence[Encoded]:
        """Match and classify one segment. Gives back where files stand encoded in it that are still to be read."""
        self._read_anything |= segment.locus.part != FILE_NAME
        matches = self._matcher.match(segment)
        for issue in matches.issues:
            self.issue(issue)
        if matches.found or matches.signs or matches.views or self._everybody:
            self._add(segment, matches)
        else:
            self._read(segment, matches, [])
        return matches.encoded

    def issue(self, issue: Issue) -> None:
        """Note something not fully read."""
        self._coverage = min(self._coverage, issue.code.coverage)
        self._statuses.add(issue.code.status)
        if len(self._issues) < _MOST_ISSUES:
            self._issues.append(issue)

    def _add(self, segment: Segment, matches: Matches) -> None:
        findings = self._matcher.findings(segment, matches.found)
        named = self._read(segment, matches, findings)
        findings = sorted([*findings, *named], key=lambda finding: finding.start) if named else findings
        if segment.derived:
            findings = [finding for finding in findings if finding.fingerprint not in self._shown]
        elif len(self._shown) < _MOST_SUBJECTS:
            self._shown.update(finding.fingerprint for finding in findings)
        for finding in findings:
            self._counts[finding.entity, finding.confidence] += 1
            if finding.confidence >= Confidence.LIKELY and not finding.entity.endswith("_MASKED"):
                self._classes.add(finding.data_class)
        # Those in the document's name are all kept, or it would be shown with the values in it.
        room = len(findings) if segment.locus.part == FILE_NAME else self._max_findings - len(self._findings)
        self._findings.extend(findings[: max(0, room)])

    def _read(self, segment: Segment, matches: Matches, findings: Sequence[Finding]) -> list[Finding]:
        """Credit information in tables and in running text; gives back the names of those it is about."""
        named = [
            (match, finding)
            for match, finding in zip(matches.found, findings, strict=False)
            if credit.identifies(match)
        ]
        found = people(segment, [(match, finding.fingerprint) for match, finding in named])
        self._count(person.fingerprint for person in found)
        may_hold = self._tables.expects(segment) or probe.may_hold(segment, matches)
        tables = self._tables.read(segment, matches) if may_hold else TableReading()
        if tables.facts and len(segment.data) <= _SHORT and rows.is_other(segment.data.decode("utf-8", "replace")):
            tables.facts.clear()
        self._count(tables.people)
        places = [(match.start, match.end, match.entity, finding) for match, finding in named]
        silent = not tables.facts and all(miss.why in _OPEN for miss in tables.near_misses)
        regions = _regions(tables, segment.data)
        reading = self._passages.read(segment, matches, places, found, regions, tables.open, silent=silent)
        for fact in (*tables.facts, *reading.facts):
            self._classes.add(DataClass.PERSONAL_CREDIT)
            self._count([fact.subject])
            if len(self._facts) < _MOST_FACTS:
                self._facts.append(fact)
        for miss in tables.near_misses:
            self._passages.miss(_WHY.get(miss.why, NearMiss.NO_OWNER), [], miss.locus)
        self._pseudonymised |= tables.pseudonymised or reading.pseudonymised
        return reading.findings

    def _count(self, subjects: Iterable[str]) -> None:
        for subject in subjects:
            if len(self._people) < _MOST_SUBJECTS:
                self._people.add(bytes.fromhex(subject)[:8])

    def result(self, media_type: str) -> Assessment:
        """What the document is, once everything was read."""
        coverage = self._coverage
        if coverage is Coverage.PARTIAL and not self._read_anything:
            coverage = Coverage.NONE
        return Assessment(
            media_type=media_type,
            coverage=coverage,
            status=next((status for status in _WORST_FIRST if status in self._statuses), Status.OK),
            classes=frozenset(self._final_classes()),
            subjects=len(self._people),
            findings=tuple(self._findings),
            facts=tuple(self._facts),
            pseudonymised=self._tables.pseudonymised(),
            missed=self._passages.missed(),
            issues=tuple(self._issues),
            counts=dict(self._counts),
        )

    def _final_classes(self) -> Sequence[DataClass]:
        classes = self._classes - {DataClass.NONE}
        if self._pseudonymised and DataClass.PERSONAL_CREDIT not in classes:
            classes = classes | {DataClass.PSEUDONYMISED}
        return sorted(classes)
