"""Segment in, findings out: one pass of the engine, exotic windows undone and read again, candidates judged."""

from __future__ import annotations

import hmac
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from dlp.match import confirm, context, decode, fold, runs
from dlp.match.engine import Hit
from dlp.match.resolve import Match, resolve
from dlp.match.ruleset import CompiledShape, Ruleset
from dlp.match.triggers import LONG_RUN, TRIGGERS, Kind
from dlp.rules import Candidate
from dlp.types import Confidence, Evidence, EvidenceKind, Finding, Issue, IssueCode, Segment

_AROUND = 176  # bytes kept on either side of a trigger: the longest shape and its label
_GATE_BEFORE, _GATE_AFTER = 64, 120
_NEIGHBOUR = 16
_HEX_BEFORE = re.compile(rb"([0-9A-Fa-f]{4,})-?\Z")
_HEX_BEHIND = re.compile(rb"-?([0-9A-Fa-f]{4,})(?![G-Zg-z])")
_REWRITES = (
    (Kind.FOLD, fold.fold),
    (Kind.QUOTED, fold.unquote),
    (Kind.RECAST, fold.recast),
    (Kind.READ_OUT, fold.read_out),
)
_GUESSES = frozenset((Kind.RECAST, Kind.READ_OUT))
_FEWEST_DIGITS = 5
_NO_DIGITS = bytes(set(range(256)) - set(b"0123456789"))
_SEPARATORS = b" \t\r\n-./>,:_~"

Span = Callable[[int, int], tuple[int, int]]


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


def same_place(start: int, end: int) -> tuple[int, int]:
    return start, end


@dataclass(slots=True)
class _Buffer:
    """Text to be matched: the segment itself, or a view of part of it with something undone."""

    data: bytes
    words: context.Words
    span: Span = same_place
    depth: int = 0
    recast: bool = False
    undone: tuple[str, ...] = ()


@dataclass(slots=True)
class _Job:
    """One segment's work in progress."""

    segment: Segment
    room: int
    words: context.Words  # of the segment itself; views look for the heads of columns there
    header_words: context.Words | None
    found: list[Match] = field(default_factory=list)
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
        job = _Job(segment, self._limits.bytes, context.Words(segment.data, self._ruleset), header_words)
        self._read(job, _Buffer(segment.data, job.words))
        issues = (Issue(IssueCode.DECODE_LIMIT, segment.locus),) if job.cut_short else ()
        stop = len(segment.data) - segment.after
        own = [match for match in job.found if segment.before <= match.start < stop]
        return Matches(tuple(resolve(own)), job.words, job.header_words, issues)

    # One buffer -------------------------------------------------------------------------------------------------

    def _read(self, job: _Job, buffer: _Buffer) -> None:
        rules = self._ruleset
        hits = rules.engine.scan(buffer.data)
        if not hits:
            return
        shapes = [hit for hit in hits if hit[0] < rules.run_number]
        triggers = [hit for hit in hits if rules.first_trigger <= hit[0] < rules.first_gate]
        gates = [end for number, end in hits if number >= rules.first_gate]
        if shapes:
            self._judge(job, buffer, confirm.spans(buffer.data, rules.open, shapes))
        if any(number == rules.run_number for number, _ in hits):
            self._judge(job, buffer, runs.spans(buffer.data, rules.runs))
        if gated := self._gated(job, buffer, gates):
            self._judge(job, buffer, _unsettled(confirm.spans(buffer.data, rules.gated, gated), buffer, job.found))
        if triggers:
            self._undo(job, buffer, triggers)

    def _judge(self, job: _Job, buffer: _Buffer, spans: Iterable[tuple[CompiledShape, int, int]]) -> None:
        for compiled, start, end in spans:
            match = self._candidate(job, buffer, compiled, start, end)
            if match is not None:
                job.found.append(match)

    def _candidate(self, job: _Job, buffer: _Buffer, compiled: CompiledShape, start: int, end: int) -> Match | None:
        rule, data = self._ruleset.rules[compiled.rule], buffer.data
        source_start, source_end = buffer.span(start, end)

        def column() -> context.Column | None:
            return context.column_of(job.segment, source_start, job.words, job.header_words)

        label, rival = context.labels(data, buffer.words, compiled.rule, start, end, column)
        if (compiled.shape.needs_label and label is None) or _in_hex(data, start, end):
            return None
        raw = data[start:end]
        candidate = Candidate(
            shape=compiled.shape.name,
            text=raw.decode("utf-8", "replace"),
            digits=raw.translate(None, _SEPARATORS).decode("utf-8", "replace").upper(),
            label=label,
            rival=rival,
            recast=buffer.recast,
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

    # Shapes that need a label -----------------------------------------------------------------------------------

    def _gated(self, job: _Job, buffer: _Buffer, gates: Sequence[int]) -> list[Hit]:
        """Hits of the shapes that count only near a label, numbered by group of gated shapes."""
        engine = self._ruleset.gate_engine
        if engine is None:
            return []
        if job.header_words is not None and self._opens_gate(job.header_words, len(job.segment.header)):
            return engine.scan(buffer.data)
        hits: list[Hit] = []
        for low, high in _joined(_gate_windows(buffer.data, gates)):
            hits += [(number, low + end) for number, end in engine.scan(buffer.data[low:high])]
        return hits

    def _opens_gate(self, words: context.Words, size: int) -> bool:
        return any(word.text in self._ruleset.gate_words for _, _, word in words.between(0, size))

    # What hides numbers -----------------------------------------------------------------------------------------

    def _undo(self, job: _Job, buffer: _Buffer, hits: Sequence[Hit]) -> None:
        by_kind: dict[Kind, list[int]] = {}
        for number, end in hits:
            by_kind.setdefault(TRIGGERS[number - self._ruleset.first_trigger].kind, []).append(end)
        for view in self._views(buffer, by_kind):
            job.room -= len(view.data)
            if job.room < 0 or view.depth > self._limits.depth:
                job.cut_short = True
                return
            self._read(job, view)

    def _views(self, buffer: _Buffer, by_kind: dict[Kind, list[int]]) -> Iterator[_Buffer]:
        data = buffer.data
        for kind, rewrite in _REWRITES:
            if kind in _GUESSES and buffer.recast:
                continue
            for low, high in _joined(_around(data, by_kind.get(kind, ()))):
                overlay = rewrite(data, low, high)
                text = bytes(overlay.text)
                if text != data[low:high]:
                    yield self._view(buffer, text, overlay.span, kind)
        for kind, run, undo in (
            (Kind.BASE64, decode.base64_run, decode.decode_base64),
            (Kind.HEX, decode.hex_run, decode.decode_hex),
        ):
            done = 0
            for end in _run_ends(data, kind, by_kind):
                if end <= done:
                    continue
                start, done = run(data, end)
                decoded = undo(data, start, done)
                if decoded is not None:
                    yield self._view(buffer, *_with_lead(data, decoded), kind)

    def _view(self, buffer: _Buffer, text: bytes, inner: Span, kind: Kind) -> _Buffer:
        outer = buffer.span

        def span(start: int, end: int) -> tuple[int, int]:
            return outer(*inner(start, end))

        recast = buffer.recast or kind in _GUESSES
        words = context.Words(text, self._ruleset)
        return _Buffer(text, words, span, buffer.depth + 1, recast, (*buffer.undone, kind.value))

    # From matches to findings -----------------------------------------------------------------------------------

    def findings(self, segment: Segment, matches: Sequence[Match]) -> list[Finding]:
        """The findings of matches in order of position, with character offsets in the document's text."""
        position, char = segment.before, segment.first_char
        findings: list[Finding] = []
        for match in matches:
            char += characters(segment.data[position : match.start])
            position = match.start
            stop = char + characters(segment.data[match.start : match.end])
            findings.append(self._finding(segment, match, char, stop))
        return findings

    def _finding(self, segment: Segment, match: Match, start: int, end: int) -> Finding:
        encoded = tuple(Evidence(EvidenceKind.ENCODING, name) for name in match.undone)
        return Finding(
            rule=match.rule.id,
            entity=match.entity,
            data_class=match.judgement.data_class or match.rule.data_class,
            confidence=match.judgement.confidence,
            start=start,
            end=end,
            masked=match.rule.mask(match.digits),
            fingerprint=self.fingerprint(match),
            locus=segment.locate(match.start),
            evidence=match.judgement.evidence + encoded,
            hidden=segment.hidden,
        )

    def fingerprint(self, match: Match) -> str:
        """Keyed, because thirteen digits can be tried one by one; 128 bits in hex."""
        message = f"{match.entity}\0{match.digits}".encode("utf-8", "replace")
        return hmac.digest(self._key, message, "sha256").hex()[:32]


_CONTINUATION = bytes(range(0x80, 0xC0))


def characters(text: bytes) -> int:
    """How many characters UTF-8 bytes hold."""
    return len(text) if text.isascii() else len(text.translate(None, _CONTINUATION))


def _run_ends(data: bytes, kind: Kind, by_kind: dict[Kind, list[int]]) -> list[int]:
    """Offsets in or behind encoded runs, in order."""
    ends = by_kind.get(kind, [])
    if kind is Kind.BASE64 and Kind.LONG_BASE64 in by_kind:
        return sorted({*ends, *(run.end() for run in LONG_RUN.finditer(data))})
    return ends


def _in_hex(data: bytes, start: int, end: int) -> bool:
    """Whether the value is a piece of a hash or UUID: hex digits of both kinds stand directly around it."""
    left = _HEX_BEFORE.search(data, max(0, start - _NEIGHBOUR), start)
    right = _HEX_BEHIND.match(data, end, end + _NEIGHBOUR)
    return any(found and not found.group(1).isdigit() and not found.group(1).isalpha() for found in (left, right))


def _is_settled(match: Match) -> bool:
    confidence = match.judgement.confidence
    return confidence is Confidence.CONFIRMED or (confidence is Confidence.LIKELY and match.labelled)


def _unsettled(
    spans: Iterable[tuple[CompiledShape, int, int]], buffer: _Buffer, found: Iterable[Match]
) -> Iterator[tuple[CompiledShape, int, int]]:
    """The candidates that do not lie inside a value which is already beyond doubt, or known by its own label."""
    sure = sorted((match.start, match.end) for match in found if _is_settled(match))
    for compiled, start, end in spans:
        source_start, source_end = buffer.span(start, end)
        index = bisect_right(sure, source_start, key=itemgetter(0)) - 1
        if index < 0 or sure[index][1] < source_end:
            yield compiled, start, end


def _gate_windows(data: bytes, gates: Iterable[int]) -> Iterator[tuple[int, int]]:
    for end in gates:
        low, high = max(0, end - _GATE_BEFORE), max(end + _GATE_AFTER, context.table_end(data, end))
        # Every shape that needs a label has five digits; most labels in prose have none near them.
        if len(data[low:high].translate(None, _NO_DIGITS)) >= _FEWEST_DIGITS:
            yield low, min(len(data), high)


def _around(data: bytes, ends: Iterable[int]) -> Iterator[tuple[int, int]]:
    for end in ends:
        low, high = max(0, end - _AROUND), min(len(data), end + _AROUND)
        while low < end and 0x80 <= data[low] < 0xC0:
            low += 1
        while high < len(data) and 0x80 <= data[high] < 0xC0:
            high += 1
        yield low, high


def _joined(windows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Windows in order of their ends, joined where they overlap."""
    low = high = -1
    for begin, end in windows:
        if begin > high:
            if high >= 0:
                yield low, high
            low, high = begin, end
        else:
            low, high = min(low, begin), max(high, end)
    if high >= 0:
        yield low, high


_LEAD = 96


def _with_lead(data: bytes, decoded: decode.Decoded) -> tuple[bytes, Span]:
    """Decoded text behind the plain text that led up to it, so that a label outside the encoding is seen."""
    low = max(0, decoded.start - _LEAD)
    while low < decoded.start and 0x80 <= data[low] < 0xC0:
        low += 1
    lead = decoded.start - low

    def span(start: int, end: int) -> tuple[int, int]:
        first = low + start if start < lead else decoded.span(start - lead, start - lead + 1)[0]
        last = low + end if end <= lead else decoded.span(end - lead - 1, end - lead)[1]
        return first, last

    return data[low : decoded.start] + decoded.text, span
