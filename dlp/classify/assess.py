"""From segments and their matches to what the whole document is: counts, classes, people, coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dlp.classify import credit, pseudonym
from dlp.classify.subjects import people
from dlp.match.matcher import Matcher, Matches
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
    Segment,
    Status,
)

_MOST_SUBJECTS = 1_000_000  # people told apart; a document with more says this many
_MOST_FACTS = 1000
_MOST_ISSUES = 1000
_WORST_FIRST = (
    Status.UNREADABLE,
    Status.CRASH,
    Status.TIMEOUT,
    Status.ENCRYPTED,
    Status.LIMIT,
    Status.UNSUPPORTED,
    Status.PARTIAL,
)


class Assessor:
    """Collects one document. Memory is bounded however much is found."""

    def __init__(self, matcher: Matcher, max_findings: int) -> None:
        self._matcher = matcher
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
        if matches.found:
            self._add(segment, matches)
        if not self._pseudonymised:
            self._pseudonymised = pseudonym.is_pseudonymised(segment, matches)
        return matches.encoded

    def issue(self, issue: Issue) -> None:
        """Note something not fully read."""
        self._coverage = min(self._coverage, issue.code.coverage)
        self._statuses.add(issue.code.status)
        if len(self._issues) < _MOST_ISSUES:
            self._issues.append(issue)

    def _add(self, segment: Segment, matches: Matches) -> None:
        findings = self._matcher.findings(segment, matches.found)
        self._bind(segment, matches, findings)
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

    def _bind(self, segment: Segment, matches: Matches, findings: Sequence[Finding]) -> None:
        named = [
            (match, finding.fingerprint)
            for match, finding in zip(matches.found, findings, strict=True)
            if credit.identifies(match)
        ]
        found = people(segment, named)
        for person in found:
            if len(self._people) < _MOST_SUBJECTS:
                self._people.add(bytes.fromhex(person.fingerprint)[:8])
        for fact in credit.facts(segment, matches, found):
            self._classes.add(DataClass.PERSONAL_CREDIT)
            if len(self._facts) < _MOST_FACTS:
                self._facts.append(fact)

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
            issues=tuple(self._issues),
            counts=dict(self._counts),
        )

    def _final_classes(self) -> Sequence[DataClass]:
        classes = self._classes - {DataClass.NONE}
        if self._pseudonymised and not classes & {DataClass.UNIQUE_ID, DataClass.PERSONAL_CREDIT, DataClass.PERSONAL}:
            classes = classes | {DataClass.PSEUDONYMISED}
        return sorted(classes)
