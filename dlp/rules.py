"""The vocabulary recognizers are written in: shapes find candidates, labels speak for or against them, a judge decides.

A shape is a bounded ASCII regular expression without look-around; full-width digits, zero-width characters, encodings
and the like are undone before it is applied, so a recognizer never thinks about them.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from dlp.errors import RuleError
from dlp.types import Check, Confidence, DataClass, Evidence, EvidenceKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RULES_API = 1  # what the entry-point group dlp.recognizers.v1 promises
TAGGERS_API = 1  # and dlp.taggers.v1

# What may stand between the groups of a number: one separator with blanks around it, a line break behind that, or blanks.
SEP = r"(?:[ \t]{0,2}[-./][ \t]{0,2}(?:\r?\n[ \t>]{0,4})?|[ \t]{1,2})"


def bounded(pattern: str, edge: Edge | None = None) -> str:
    """A hint for a pattern that nothing of its own kind may touch (digits, unless said otherwise).

    The neighbours are consumed instead of looked at: that keeps the engine asleep inside long runs of digits.
    """
    inner = (edge or Edge.DIGIT).value
    return f"(?:^|[^{inner}])(?:{pattern})(?:[^{inner}]|$)"


class Edge(enum.Enum):
    """What must not touch a match: digits, letters and digits, or text of any kind (Hangul too)."""

    DIGIT = "0-9"
    WORD = "0-9A-Za-z"
    TEXT = r"0-9A-Za-z*\x80-\xff"


# n x width matrix of ASCII codes -> which rows are worth judging. Lets a million bare numbers be dropped in one go.
Screen = Callable[["NDArray[np.uint8]"], "NDArray[np.bool_]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One way of writing a value.

    `needs_label` shapes are so common that they are only looked for near one of the rule's labels or in a column
    headed by one. `lead` must stand directly before the value and is not part of it (a bank's name).

    The engine looks for `hints` instead of the pattern where there are some: patterns of which every match, with its
    lead, contains one. Shapes with the same hints cost the engine only once. A shape with a `width` matches runs of just
    so many digits; its `screen` tells which of very many are worth a look.
    """

    name: str
    pattern: str
    edge: Edge = Edge.DIGIT
    needs_label: bool = False
    ignore_case: bool = False
    lead: str = ""
    hints: tuple[str, ...] = ()
    width: int = 0
    screen: Screen | None = None

    def __post_init__(self) -> None:
        if not "".join((self.pattern, self.lead, *self.hints)).isascii():
            raise RuleError(f"shape {self.name}: the pattern must be ASCII; write Hangul with dlp.rules.text()")
        if (self.screen is None) != (self.width == 0):
            raise RuleError(f"shape {self.name}: width and screen go together")


def text(*words: str) -> str:
    """A pattern that matches one of the words, Hangul written as \\x escapes of its UTF-8 bytes."""
    escaped = ("".join(_escaped(byte) for byte in word.encode()) for word in words)
    return "(?:" + "|".join(escaped) + ")"


def _escaped(byte: int) -> str:
    char = chr(byte)
    return char if char.isascii() and char.isalnum() else f"\\x{byte:02x}"


class Side(enum.Enum):
    """Where a label stands, seen from the value."""

    BEFORE = "before"
    AFTER = "after"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class Label:
    """A word of a rule's vocabulary found near a candidate; `distance` in bytes between word and value."""

    word: str
    side: Side
    distance: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that has the shape of a rule, with what stands around it. Lives only while it is judged.

    `text` is the value as matched, in plain ASCII or UTF-8 after decoding; `digits` its digits (and letters, where the
    shape has some) without separators. `label` is the nearest word that speaks for the rule, `rival` the nearest that
    speaks against it. `recast` tells that letters were read as digits or digits joined over gaps, so that only a check
    digit can make it sure. `in_hex` tells that hex digits of both kinds touch the value, as in a hash or UUID that it may
    be a piece of. `left` and `right` are the bytes on either side (up to 16), plain.
    """

    shape: str
    text: str = field(repr=False)
    digits: str = field(repr=False)
    label: Label | None = None
    rival: Label | None = None
    recast: bool = False
    in_hex: bool = False
    left: str = field(default="", repr=False)
    right: str = field(default="", repr=False)

    @property
    def labelled(self) -> bool:
        """A label speaks for the value, and no rival stands nearer."""
        return self.label is not None and (self.rival is None or self.label.distance <= self.rival.distance)

    @property
    def contested(self) -> bool:
        """A rival word stands nearer than any label."""
        return self.rival is not None and not self.labelled


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judge's answer. `entity` and `data_class` override the rule's where one shape serves two identifiers."""

    confidence: Confidence
    evidence: tuple[Evidence, ...] = ()
    entity: str = ""
    data_class: DataClass | None = None


Judge = Callable[[Candidate], Judgement | None]
Mask = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One identifier: how it is written, what stands near it, what else it might be, and how sure that makes us.

    `labels` and `rivals` are matched as substrings of the raw text, case-insensitively; ASCII words of up to four
    letters only between non-letters. `reference` cites the law article, standard or study the format comes from.
    `identifies` is False for values that name no natural person (a company's registration number).
    """

    id: str
    entity: str
    data_class: DataClass
    shapes: tuple[Shape, ...]
    judge: Judge
    mask: Mask
    reference: str
    labels: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    priority: int = 0
    description_ko: str = ""
    description_en: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.id):
            raise RuleError(f"rule id {self.id!r}: use lower case, digits and underscores")
        if not self.shapes:
            raise RuleError(f"rule {self.id}: at least one shape")
        if any(shape.needs_label for shape in self.shapes) and not self.labels:
            raise RuleError(f"rule {self.id}: a shape needs a label but the rule has none")


@dataclass(frozen=True, slots=True)
class Mention:
    """A person's name in a text: character offsets of the bare name, without title, honorific or particle."""

    start: int
    end: int
    confidence: Confidence
    evidence: tuple[Evidence, ...] = ()


class Tagger(Protocol):
    """Finds people's names in a window of plain text, in order and without overlaps.

    Thread-safe; holds no text between calls and loads what it needs when it is first called.
    """

    def __call__(self, text: str) -> Sequence[Mention]: ...


@dataclass(frozen=True, slots=True)
class TaggerSettings:
    """What the firm says about names: the file of its own recognizers ("" = none), and which of their entities are people."""

    registry: str = ""
    people: tuple[str, ...] = ("PERSON",)


@dataclass(frozen=True, slots=True)
class Taggers:
    """What a pack of the entry-point group dlp.taggers.v1 makes of the settings.

    `fast` is asked about every window of interest, `deep` only where `fast` left an attribute without an owner; it finds
    what `fast` finds, and more.
    """

    fast: Tagger
    deep: Tagger
    digest: str = ""  # of the models and of what else decides which names are found
    whole: bool = True  # whether the models are those that were shipped


def checked(check: Check) -> tuple[Evidence, ...]:
    """The evidence a check digit gives."""
    match check:
        case Check.VALID:
            return (Evidence(EvidenceKind.CHECK_DIGIT, "valid"),)
        case Check.INVALID:
            return (Evidence(EvidenceKind.NO_CHECK_DIGIT, "does not hold"),)
        case Check.UNKNOWN:
            return ()


def said(candidate: Candidate) -> tuple[Evidence, ...]:
    """The evidence that labels and rivals around a candidate give."""
    evidence: list[Evidence] = []
    if candidate.label:
        kind = EvidenceKind.HEADER if candidate.label.side is Side.HEADER else EvidenceKind.LABEL
        evidence.append(Evidence(kind, candidate.label.word))
    if candidate.rival:
        evidence.append(Evidence(EvidenceKind.COMPETING, candidate.rival.word))
    return tuple(evidence)
