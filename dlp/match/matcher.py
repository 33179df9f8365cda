"""Segment in, findings out: one pass of the engine, exotic windows undone and read again, candidates judged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from dlp.match import carried, confirm, context, runs, windows
from dlp.match.engine import Hits
from dlp.match.findings import findings_of, fingerprint_of
from dlp.match.resolve import Match, resolve
from dlp.match.ruleset import MARK, RUN, CompiledShape, Ruleset
from dlp.match.settled import Settled
from dlp.match.triggers import Kind
from dlp.match.views import Span, View, views
from dlp.rules import Candidate
from dlp.types import Confidence, Encoded, Finding, Issue, IssueCode, Segment

_NEIGHBOUR = 16
_HEX_BEFORE = re.compile(rb"([0-9A-Fa-f]{4,})-?\Z")
_HEX_BEHIND = re.compile(rb"-?([0-9A-Fa-f]{4,})(?![G-Zg-z])")
_SEPARATORS = b" \t\r\n-./>,:_~"
_MOST_VIEWS = 64  # with signs in them, that are kept for the classifier
_GROWTH = 16  # bytes that views of a segment may come to, for each of its own


@dataclass(frozen=True, slots=True)
class MatchLimits:
    """How deep encodings are undone, and how many bytes may come of it in one segment."""

    depth: int = 4
    bytes: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Matches:
    """What was found in one segment, in order of position; what was cut short; the words seen there and in its head;
    where files stand encoded that are still to be unpacked; ends of the classifier's signs in the segment's bytes, and the
    views of parts of it that hold some."""

    found: tuple[Match, ...]
    words: context.Words
    header_words: context.Words | None = None
    issues: tuple[Issue, ...] = ()
    encoded: tuple[Encoded, ...] = ()
    signs: tuple[int, ...] = ()
    views: tuple[bytes, ...] = field(default=(), repr=False)


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
    settled: Settled = field(default_factory=Settled)
    cut_short: bool = False
    carried: carried.Carried = field(default_factory=carried.Carried)
    signs: list[int] = field(default_factory=list)
    views: list[bytes] = field(default_factory=list, repr=False)


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
        cut = (Issue(IssueCode.DECODE_LIMIT, segment.locus),) if job.cut_short else ()
        stop = len(segment.data) - segment.after
        own = [match for match in job.found if segment.before <= match.start < stop]
        return Matches(
            tuple(resolve(own)),
            job.words,
            job.header_words,
            (*cut, *job.carried.issues(segment)),
            job.carried.own(segment),
            tuple(job.signs),
            tuple(job.views),
        )

    def findings(self, segment: Segment, matches: Sequence[Match]) -> list[Finding]:
        """The findings of matches in order of position, with character offsets in the document's text."""
        return findings_of(segment, matches, self._key)

    def fingerprint(self, entity: str, value: str) -> str:
        """The keyed fingerprint of a plain value that is no match: a name, a number in a column."""
        return fingerprint_of(entity, value, self._key)

    def _read(self, job: _Job, buffer: _Buffer) -> None:
        rules = self._ruleset
        signs = rules.run_engine.scan(buffer.data)
        if RUN in signs:
            for compiled, places in runs.places(buffer.data, rules.runs):
                for start, end in places:
                    self._judge(job, buffer, compiled, start, end)
        hits = rules.engine.scan(buffer.data)
        if hits:
            self._confirm(job, buffer, rules.open, hits)
            self._note_signs(job, buffer, hits)
        if gated := self._gated(job, buffer, hits):
            self._confirm(job, buffer, rules.gated, gated)
        triggers = {kind: hits[number] for kind, number in rules.triggers.items() if number in hits}
        if MARK in signs and (marks := rules.marks.ends(buffer.data)):
            triggers[Kind.FOLD] = sorted([*triggers.get(Kind.FOLD, ()), *marks])
        if triggers:
            self._undo(job, buffer, triggers)

    def _note_signs(self, job: _Job, buffer: _Buffer, hits: Hits) -> None:
        ends = [end for number in self._ruleset.signs for end in hits.get(number, ())]
        if ends and buffer.depth == 0:
            job.signs = sorted(ends)
        elif ends and len(job.views) < _MOST_VIEWS:
            job.views.append(buffer.data)

    def _confirm(self, job: _Job, buffer: _Buffer, groups: Sequence[Sequence[CompiledShape]], hits: Hits) -> None:
        """Judge what matches where the engine saw something. The weightiest rules settle places for the others."""
        data, direct = buffer.data, buffer.depth == 0
        for compiled, seen in confirm.by_weight(groups, hits):
            ends = job.settled.outside(seen) if direct else seen
            search = compiled.regex.search
            for low, high in confirm.windows(compiled, ends, len(data)):
                at = low
                while (match := search(data, at, high)) is not None:
                    past = self._judge(job, buffer, compiled, *match.span(1))
                    at = max(match.start() + 1, past * direct)  # overlapping ones too

    def _judge(self, job: _Job, buffer: _Buffer, compiled: CompiledShape, start: int, end: int) -> int:
        """Judge one place. If it is settled, or was, the end of what is settled there, else 0."""
        source = buffer.span(start, end)
        if past := job.settled.past(*source):
            return past
        match = self._candidate(job, buffer, compiled, (start, end), source)
        if match is None:
            return 0
        job.found.append(match)
        if not _is_settled(match):
            return 0
        job.settled.add(*source)
        return match.end

    def _candidate(
        self, job: _Job, buffer: _Buffer, compiled: CompiledShape, place: tuple[int, int], source: tuple[int, int]
    ) -> Match | None:
        rule, data = self._ruleset.rules[compiled.rule], buffer.data
        (start, end), (source_start, source_end) = place, source

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

    def _gated(self, job: _Job, buffer: _Buffer, hits: Hits) -> Hits:
        """Hits of the shapes that count only near a label, numbered by group of gated shapes."""
        engine, data = self._ruleset.gate_engine, buffer.data
        if engine is None:
            return {}
        if job.header_words is not None and self._opens_gate(job.header_words, len(job.segment.header)):
            return engine.scan(data)
        gates = sorted(end for number in self._ruleset.gates for end in hits.get(number, ()))
        found: Hits = {}
        for low, high in windows.gates(data, gates):
            if buffer.depth == 0 and not windows.has_digits(job.settled.rest(data, low, high)):
                continue
            for number, ends in engine.scan(data[low:high]).items():
                found.setdefault(number, []).extend([low + end for end in ends])
        return found

    def _opens_gate(self, words: context.Words, size: int) -> bool:
        return any(word.text in self._ruleset.gate_words for _, _, word in words.between(0, size))

    def _undo(self, job: _Job, buffer: _Buffer, ends: Mapping[Kind, Sequence[int]]) -> None:
        job.carried.note(
            buffer.data, buffer.span, ends.get(Kind.FILE, ()), ends.get(Kind.SEALED, ()), view=buffer.depth > 0
        )
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
