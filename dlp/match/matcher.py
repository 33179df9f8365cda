"""Segment in, findings out: one pass of the engine, exotic windows undone and read again, candidates judged."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Self

from dlp.match import confirm, context, runs, windows
from dlp.match.confirm import Place
from dlp.match.engine import Hit
from dlp.match.findings import findings_of
from dlp.match.resolve import Match, resolve
from dlp.match.ruleset import CompiledShape, Ruleset
from dlp.match.triggers import TRIGGERS, Kind
from dlp.match.views import Span, View, views
from dlp.rules import Candidate
from dlp.types import Confidence, Finding, Issue, IssueCode, Segment

_NEIGHBOUR = 16
_HEX_BEFORE = re.compile(rb"([0-9A-Fa-f]{4,})-?\Z")
_HEX_BEHIND = re.compile(rb"-?([0-9A-Fa-f]{4,})(?![G-Zg-z])")
_SEPARATORS = b" \t\r\n-./>,:_~"
_GROWTH = 16  # bytes that views of a segment may come to, for each of its own


@dataclass(frozen=True, slots=True)
class MatchLimits:
    """How deep encodings are undone, and how many bytes may come of it in one segment."""

    depth: int = 4
    bytes: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Matches:
    """What was found in one segment, in order of position; what was cut short; the words seen there and in its head."""

    found: tuple[Match, ...]
    words: context.Words
    header_words: context.Words | None = None
    issues: tuple[Issue, ...] = ()


def _same_place(start: int, end: int) -> tuple[int, int]:
    return start, end


@dataclass(slots=True)
class _Buffer:
    """Text to be matched: the segment itself, or a view of part of it with something undone."""

    data: bytes = field(repr=False)
    words: context.Words
    span: Span = _same_place
    depth: int = 0
    recast: bool = False
    undone: tuple[str, ...] = ()

    def seen(self, view: View, words: context.Words) -> Self:
        """The buffer of a view of this one; its spans lead back to the segment."""
        outer, inner = self.span, view.span

        def span(start: int, end: int) -> tuple[int, int]:
            return outer(*inner(start, end))

        recast = self.recast or view.guessed
        return type(self)(view.text, words, span, self.depth + 1, recast, (*self.undone, view.kind.value))


@dataclass(slots=True)
class _Job:
    """One segment's work in progress."""

    segment: Segment
    room: int
    words: context.Words  # of the segment itself; views look for the heads of columns there
    header_words: context.Words | None
    found: list[Match] = field(default_factory=list)
    settled: list[Place] = field(default_factory=list)  # where values stand that are beyond doubt, in order
    cut_short: bool = False


class Matcher:
    """Finds identifiers in segments. Thread-safe; holds no text between calls."""

    def __init__(self, ruleset: Ruleset, key: bytes, limits: MatchLimits | None = None) -> None:
        self._ruleset = ruleset
        self._key = key
        self._limits = limits or MatchLimits()

    def match(self, segment: Segment) -> Matches:
        """Everything found in the segment's own bytes; offsets of the matches are bytes of `segment.data`."""
        header_words = context.Words(segment.header, self._ruleset) if segment.header else None
        room = min(self._limits.bytes, 65536 + _GROWTH * len(segment.data))
        job = _Job(segment, room, context.Words(segment.data, self._ruleset), header_words)
        self._read(job, _Buffer(segment.data, job.words))
        issues = (Issue(IssueCode.DECODE_LIMIT, segment.locus),) if job.cut_short else ()
        stop = len(segment.data) - segment.after
        own = [match for match in job.found if segment.before <= match.start < stop]
        return Matches(tuple(resolve(own)), job.words, job.header_words, issues)

    def findings(self, segment: Segment, matches: Sequence[Match]) -> list[Finding]:
        """The findings of matches in order of position, with character offsets in the document's text."""
        return findings_of(segment, matches, self._key)

    def _read(self, job: _Job, buffer: _Buffer) -> None:
        rules = self._ruleset
        signs = {number for number, _ in rules.run_engine.scan(buffer.data)}
        if 0 in signs:
            self._judge(job, buffer, runs.places(buffer.data, rules.runs))
        hits = rules.engine.scan(buffer.data)
        if 1 in signs and (marks := rules.marks.ends(buffer.data)):  # to be folded, as what the first trigger finds
            hits = sorted([*hits, *((rules.first_trigger, end) for end in marks)], key=itemgetter(1))
        if not hits and job.header_words is None:
            return
        shapes = [hit for hit in hits if hit[0] < rules.first_trigger]
        triggers = [hit for hit in hits if rules.first_trigger <= hit[0] < rules.first_gate]
        gates = [end for number, end in hits if number >= rules.first_gate]
        if shapes:
            self._judge(job, buffer, confirm.places(buffer.data, rules.open, shapes))
        if gated := self._gated(job, buffer, gates):
            self._judge(job, buffer, confirm.places(buffer.data, rules.gated, gated))
        if triggers:
            self._undo(job, buffer, triggers)

    def _judge(self, job: _Job, buffer: _Buffer, found: Iterable[tuple[CompiledShape, Sequence[Place]]]) -> None:
        for compiled, places in found:
            for start, end in places:
                if _covers(job.settled, *buffer.span(start, end)):
                    continue
                match = self._candidate(job, buffer, compiled, start, end)
                if match is not None:
                    job.found.append(match)
                    if _is_settled(match):
                        insort(job.settled, (match.start, match.end))

    def _candidate(self, job: _Job, buffer: _Buffer, compiled: CompiledShape, start: int, end: int) -> Match | None:
        rule, data = self._ruleset.rules[compiled.rule], buffer.data
        source_start, source_end = buffer.span(start, end)

        def column() -> context.Column | None:
            return context.column_of(job.segment, source_start, job.words, job.header_words)

        label, rival = context.labels(data, buffer.words, compiled.rule, start, end, column)
        if compiled.shape.needs_label and label is None:
            return None
        raw = data[start:end]
        candidate = Candidate(
            shape=compiled.shape.name,
            text=raw.decode("utf-8", "replace"),
            digits=raw.translate(None, _SEPARATORS).decode("utf-8", "replace").upper(),
            label=label,
            rival=rival,
            recast=buffer.recast,
            in_hex=_in_hex(data, start, end),
            left=data[max(0, start - _NEIGHBOUR) : start].decode("utf-8", "replace"),
            right=data[end : end + _NEIGHBOUR].decode("utf-8", "replace"),
        )
        judgement = rule.judge(candidate)
        if judgement is None:
            return None
        return Match(
            start=source_start,
            end=source_end,
            rule=rule,
            judgement=judgement,
            digits=candidate.digits,
            labelled=candidate.labelled,
            undone=buffer.undone,
        )

    def _gated(self, job: _Job, buffer: _Buffer, gates: Sequence[int]) -> list[Hit]:
        """Hits of the shapes that count only near a label, numbered by group of gated shapes."""
        engine = self._ruleset.gate_engine
        if engine is None:
            return []
        if job.header_words is not None and self._opens_gate(job.header_words, len(job.segment.header)):
            return engine.scan(buffer.data)
        hits: list[Hit] = []
        for low, high in windows.gates(buffer.data, gates):
            hits += [(number, low + end) for number, end in engine.scan(buffer.data[low:high])]
        return hits

    def _opens_gate(self, words: context.Words, size: int) -> bool:
        return any(word.text in self._ruleset.gate_words for _, _, word in words.between(0, size))

    def _undo(self, job: _Job, buffer: _Buffer, hits: Sequence[Hit]) -> None:
        ends: dict[Kind, list[int]] = {}
        for number, end in hits:
            ends.setdefault(TRIGGERS[number - self._ruleset.first_trigger].kind, []).append(end)
        for view in views(buffer.data, ends, guess=not buffer.recast):
            job.room -= len(view.text)
            if job.room < 0 or buffer.depth >= self._limits.depth:
                job.cut_short = True
                return
            self._read(job, buffer.seen(view, context.Words(view.text, self._ruleset)))


def _in_hex(data: bytes, start: int, end: int) -> bool:
    """Whether the value may be a piece of a hash or UUID: hex digits of both kinds stand directly around it."""
    left = _HEX_BEFORE.search(data, max(0, start - _NEIGHBOUR), start)
    right = _HEX_BEHIND.match(data, end, end + _NEIGHBOUR)
    return any(found and not found.group(1).isdigit() and not found.group(1).isalpha() for found in (left, right))


def _is_settled(match: Match) -> bool:
    """Beyond doubt, or known by its own label: what lies inside it is not judged any more."""
    confidence = match.judgement.confidence
    return confidence is Confidence.CONFIRMED or (confidence is Confidence.LIKELY and match.labelled)


def _covers(settled: Sequence[Place], start: int, end: int) -> bool:
    index = bisect_right(settled, start, key=itemgetter(0)) - 1
    return index >= 0 and settled[index][1] >= end
