"""Rules compiled once: the patterns of all shapes, triggers and words in one engine, and their digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from dlp.errors import RuleError
from dlp.match import marks
from dlp.match.engine import DatabaseCache, Engine, Pattern, compile_patterns
from dlp.match.triggers import TRIGGERS
from dlp.match.vocabulary import Word, pattern_of, words_of
from dlp.rules import Rule, Shape, bounded

# Pattern numbers of `run_engine`.
RUN, MARK = 0, 1
LONGEST = 256  # bytes a match may span; windows are cut accordingly


class CompiledShape:
    """A shape of a rule (by index), with what confirms it on a window. Compiled on first use: most scans need few."""

    def __init__(self, rule: int, shape: Shape, priority: int) -> None:
        self.rule = rule
        self.shape = shape
        self.priority = priority

    @cached_property
    def regex(self) -> re.Pattern[bytes]:
        """The value is group 1."""
        body, lead, edge = (
            part.encode("ascii") for part in (self.shape.pattern, self.shape.lead, self.shape.edge.value)
        )
        before = lead or rb"(?<![" + edge + rb"])"
        flags = re.IGNORECASE if self.shape.ignore_case else 0
        return re.compile(before + rb"(" + body + rb")(?![" + edge + rb"])", flags)

    @cached_property
    def reach(self) -> int:
        """Length in bytes of the longest match with its lead."""
        parsed = re._parser.parse(self.shape.lead + self.shape.pattern)  # type: ignore[attr-defined] # noqa: SLF001 - no public way to ask
        return int(parsed.getwidth()[1])

    @cached_property
    def behind(self) -> int:
        """How far behind a hit of the engine the match may go on: a hint may be its beginning only."""
        return self.reach if self.shape.hints else 1


class Ruleset:
    """Everything derived from the rules. Pattern numbers of `engine`: groups of shapes, `triggers`, `gates`, `signs`.

    `signs` are further patterns of the same pass, which no rule asks for: the classifier's. Numbers of `engine` too.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        *,
        signs: Sequence[Pattern] = (),
        library: str = "",
        cache: DatabaseCache | None = None,
    ) -> None:
        self.rules = tuple(rules)
        _check_unique(self.rules)
        self.digest = _digest(self.rules)
        shapes = [
            CompiledShape(index, shape, rule.priority) for index, rule in enumerate(self.rules) for shape in rule.shapes
        ]
        if cache is None or cache.get(self.digest) is None:
            _check_shapes(self.rules, shapes)
            if cache is not None:
                cache.put(self.digest, b"checked")
        # Shapes by what the engine looks for: those with the same hints share one pattern.
        self.open = _grouped(shape for shape in shapes if not shape.shape.needs_label and not shape.shape.width)
        self.runs = tuple(shape for shape in shapes if not shape.shape.needs_label and shape.shape.width)
        self.gated = _grouped(shape for shape in shapes if shape.shape.needs_label)
        self.words: tuple[Word, ...] = words_of(self.rules)
        gated_rules = {compiled.rule for compiled in shapes if compiled.shape.needs_label}
        # Words that let shapes be looked for which are too common to be looked for everywhere.
        self.gate_words = frozenset(word.text for word in self.words if word.speaks_for & gated_rules)
        gates = _joined(pattern_of(word) for word in sorted(self.gate_words))
        self.triggers = {kind: number for number, kind in enumerate(TRIGGERS, len(self.open))}
        first_gate = len(self.open) + len(TRIGGERS)
        self.gates = range(first_gate, first_gate + len(gates))
        self.signs = range(self.gates.stop, self.gates.stop + len(signs))
        shape_patterns = [_pattern(group[0].shape) for group in self.open]
        self.engine: Engine = compile_patterns([*shape_patterns, *TRIGGERS.values(), *gates, *signs], library, cache)
        # In one automaton with the shapes these signs would cost as much as all of them; alone it costs nothing.
        self.run_engine = compile_patterns([_a_run(self.runs), marks.ANY], library, cache)
        self.marks = marks.Marks(library, cache)
        # The whole vocabulary is only searched around candidates: two-syllable words everywhere would halve the speed.
        self.word_engine = compile_patterns([pattern_of(word.text) for word in self.words], library, cache)
        self.gate_engine: Engine | None = None
        if self.gated:
            self.gate_engine = compile_patterns([_pattern(group[0].shape) for group in self.gated], library, cache)


def _check_unique(rules: Sequence[Rule]) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"rule {rule.id}: two rules have this id; disable one of the packs")
        seen.add(rule.id)


def _check_shapes(rules: Sequence[Rule], shapes: Iterable[CompiledShape]) -> None:
    """Compile every shape, so that a broken rule is named when it is loaded and not when it is needed."""
    for compiled in shapes:
        name = f"rule {rules[compiled.rule].id}, shape {compiled.shape.name}"
        try:
            groups, reach = compiled.regex.groups, compiled.reach
            for hint in compiled.shape.hints:
                re.compile(hint.encode("ascii"))
        except re.error as error:
            raise RuleError(f"{name}: {error}") from error
        if groups != 1:
            raise RuleError(f"{name}: write groups as (?:...)")
        if reach > LONGEST:
            raise RuleError(f"{name}: a match may be {reach} bytes long, the most is {LONGEST}")


def _grouped(shapes: Iterable[CompiledShape]) -> tuple[tuple[CompiledShape, ...], ...]:
    groups: dict[tuple[str, ...], list[CompiledShape]] = {}
    for compiled in shapes:
        groups.setdefault(_hints(compiled.shape), []).append(compiled)
    return tuple(map(tuple, groups.values()))


def _hints(shape: Shape) -> tuple[str, ...]:
    return shape.hints or ((shape.lead + shape.pattern,) if shape.lead else (bounded(shape.pattern, shape.edge),))


def _pattern(shape: Shape) -> Pattern:
    return Pattern(tuple(hint.encode("ascii") for hint in _hints(shape)), ignore_case=shape.ignore_case)


def _joined(patterns: Iterable[Pattern]) -> list[Pattern]:
    """The same expressions under as few numbers as can be."""
    expressions: dict[bool, list[bytes]] = {}
    for pattern in patterns:
        expressions.setdefault(pattern.ignore_case, []).extend(pattern.expressions)
    return [Pattern(tuple(each), ignore_case=ignore_case) for ignore_case, each in expressions.items()]


def _a_run(shapes: Sequence[CompiledShape]) -> Pattern:
    """Tells, once, that there is a run of digits long enough for one of the shapes."""
    width = min((compiled.shape.width for compiled in shapes), default=LONGEST)
    return Pattern((b"[0-9]{%d}" % width,), once=True)


def _digest(rules: Sequence[Rule]) -> str:
    """SHA-256 over everything a rule declares; code of judges enters through their module's source."""
    sha = hashlib.sha256()
    for rule in sorted(rules, key=lambda rule: rule.id):
        for piece in _declared(rule):
            sha.update(piece.encode() + b"\0")
    return sha.hexdigest()


def _declared(rule: Rule) -> Iterator[str]:
    yield from (rule.id, rule.entity, rule.data_class, str(rule.priority), *rule.labels, *rule.rivals)
    for shape in rule.shapes:
        yield from (
            shape.name,
            shape.lead,
            shape.pattern,
            *shape.hints,
            shape.edge.name,
            str(shape.needs_label),
            str(shape.ignore_case),
        )
    code = getattr(rule.judge, "__code__", None)
    yield code.co_code.hex() + repr(code.co_consts) if code else repr(type(rule.judge))
