"""Every value that flows through a scan: frozen, ordered where order matters, and never holding a raw personal value.

The one exception is `Segment.data` (and `Blob`'s content), the text being scanned; it stays out of every repr.
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Self


class Action(enum.IntEnum):
    """What happens to a submission, weakest first."""

    ALLOW = 0
    FLAG = 1
    HOLD = 2
    BLOCK = 3


class Coverage(enum.IntEnum):
    """How much of the content was read. Nothing below FULL is ever clean."""

    NONE = 0
    PARTIAL = 1
    FULL = 2


class Confidence(enum.IntEnum):
    """How sure a finding is. LIKELY and above block; POSSIBLE only flags."""

    POSSIBLE = 1
    LIKELY = 2
    CONFIRMED = 3


class Check(enum.Enum):
    """Outcome of a check digit or calendar test; UNKNOWN where the scheme has none (RRNs since October 2020)."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"


class DataClass(enum.StrEnum):
    """What a document is in law (facts: PIPA decree art. 19, Credit Information Act art. 2)."""

    UNIQUE_ID = "unique_id"
    PERSONAL_CREDIT = "personal_credit"
    PSEUDONYMISED = "pseudonymised"
    PERSONAL = "personal"
    NONE = "none"


class Layout(enum.StrEnum):
    """How a segment's text is arranged, as far as the reader of the format knows."""

    PROSE = "prose"
    TABLE = "table"
    KEY_VALUE = "key_value"
    MESSAGE = "message"
    CODE = "code"


class Status(enum.StrEnum):
    """How reading a document, or one node inside it, ended."""

    OK = "ok"
    PARTIAL = "partial"
    ENCRYPTED = "encrypted"
    UNSUPPORTED = "unsupported"
    LIMIT = "limit"
    TIMEOUT = "timeout"
    CRASH = "crash"
    UNREADABLE = "unreadable"


class IssueCode(enum.StrEnum):
    """Why content was not, or not fully, read. Closed: every code has a status, a coverage and a message."""

    ENCRYPTED = "encrypted"
    UNSUPPORTED = "unsupported"
    CORRUPT = "corrupt"
    TOO_DEEP = "too-deep"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    RATIO = "ratio"
    TIMED_OUT = "timed-out"
    WORKER_DIED = "worker-died"
    RULE_TIMED_OUT = "rule-timed-out"
    DECODE_LIMIT = "decode-limit"
    UNDECODABLE = "undecodable"
    EMPTY_TEXT = "empty-text"
    SUSPICIOUS = "suspicious"
    UNREADABLE = "unreadable"
    TYPE_MISMATCH = "type-mismatch"
    UNSANDBOXED = "unsandboxed"
    PICTURE_PASSED = "picture-passed"

    @property
    def status(self) -> Status:
        return _ISSUE_STATUS[self]

    @property
    def coverage(self) -> Coverage:
        """The most that can be claimed for a node with this issue."""
        return Coverage.FULL if self in _FULLY_READ else Coverage.PARTIAL


_ISSUE_STATUS: Mapping[IssueCode, Status] = {
    IssueCode.ENCRYPTED: Status.ENCRYPTED,
    IssueCode.UNSUPPORTED: Status.UNSUPPORTED,
    IssueCode.CORRUPT: Status.PARTIAL,
    IssueCode.TOO_DEEP: Status.LIMIT,
    IssueCode.TOO_LARGE: Status.LIMIT,
    IssueCode.TOO_MANY: Status.LIMIT,
    IssueCode.RATIO: Status.LIMIT,
    IssueCode.TIMED_OUT: Status.TIMEOUT,
    IssueCode.WORKER_DIED: Status.CRASH,
    IssueCode.RULE_TIMED_OUT: Status.TIMEOUT,
    IssueCode.DECODE_LIMIT: Status.LIMIT,
    IssueCode.UNDECODABLE: Status.PARTIAL,
    IssueCode.EMPTY_TEXT: Status.PARTIAL,
    IssueCode.SUSPICIOUS: Status.PARTIAL,
    IssueCode.UNREADABLE: Status.UNREADABLE,
    IssueCode.TYPE_MISMATCH: Status.OK,
    IssueCode.UNSANDBOXED: Status.OK,
    IssueCode.PICTURE_PASSED: Status.OK,
}
# Worth saying, but the content was read all the same.
_FULLY_READ = frozenset((IssueCode.TYPE_MISMATCH, IssueCode.UNSANDBOXED, IssueCode.PICTURE_PASSED))


def printable(name: str) -> str:
    """A name as it may be shown: control, bidirectional and lone-surrogate characters become visible escapes."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)


@dataclass(frozen=True, slots=True)
class Locus:
    """Where something is, in words that survive into the journal: containers outermost first, part, position."""

    container: tuple[str, ...] = ()
    part: str = ""
    position: str = ""

    def __post_init__(self) -> None:
        if not (self.part.isprintable() and self.position.isprintable() and "".join(self.container).isprintable()):
            object.__setattr__(self, "container", tuple(printable(name) for name in self.container))
            object.__setattr__(self, "part", printable(self.part))
            object.__setattr__(self, "position", printable(self.position))

    def inside(self, name: str) -> Self:
        return type(self)(container=(*self.container, name))

    def at(self, position: str) -> Self:
        return type(self)(self.container, self.part, position)

    def __str__(self) -> str:
        return " ".join(piece for piece in ("!".join(self.container), self.part, self.position) if piece)


# The part of a document's locus where findings in its own name are placed.
FILE_NAME = "file name"

# Byte offset in a segment's data -> position in words ("line 12", "고객!B4"); "" where there is nothing to say.
Positions = Callable[[int], str]


def no_positions(_offset: int) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Marks:
    """Positions known at certain byte offsets: an offset belongs to the last mark at or before it."""

    offsets: tuple[int, ...]
    names: tuple[str, ...] = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.offsets) != len(self.names):
            raise ValueError("one name for each offset")

    def __call__(self, offset: int) -> str:
        index = bisect_right(self.offsets, offset) - 1
        return self.names[index] if index >= 0 else ""


class Coding(enum.Enum):
    """How a file may be written as text."""

    BASE64 = enum.auto()
    HEX = enum.auto()
    UUENCODE = enum.auto()


@dataclass(frozen=True, slots=True)
class Encoded:
    """A file that stands encoded in the text of a segment, from byte `start` of its data on."""

    start: int
    coding: Coding


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text in document order, as UTF-8 bytes.

    `before` and `after` count the bytes at either end of `data` that belong to the neighbouring segments and are there
    as context only: a finding is reported by the segment whose own bytes it starts in. `first_char` is the number of
    characters of the document's text before `data[before]`. `header` is the header row of the table that this segment
    continues. `derived` marks a second view of text that another segment of the same document already shows; `sourced`
    a text that stands in another segment as it was written, where the files that it carries are found whole.
    """

    locus: Locus
    data: bytes = field(repr=False)
    layout: Layout = Layout.PROSE
    hidden: bool = False
    derived: bool = False
    sourced: bool = False
    before: int = 0
    after: int = 0
    first_char: int = 0
    header: bytes = field(default=b"", repr=False)
    positions: Positions = field(default=no_positions, repr=False, compare=False)

    def locate(self, offset: int) -> Locus:
        """Where the byte at `offset` of `data` stands in the document."""
        position = self.positions(offset)
        return self.locus.at(position) if position else self.locus


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that was not, or not fully, read. `detail` never quotes content."""

    code: IssueCode
    locus: Locus = Locus()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes to be read, by handle: a name, a declared type and a way to open them as a seekable binary stream."""

    name: str = field(repr=False)
    size: int
    open: Callable[[], BinaryIO] = field(repr=False, compare=False)
    declared_type: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document may cost. Sizes in bytes, `seconds` of wall time for the whole document."""

    depth: int = 16
    entries: int = 10_000
    file_bytes: int = 4 << 30
    unpacked_bytes: int = 1 << 30
    ratio: int = 200
    part_bytes: int = 64 << 20
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Pictures:
    """Which pictures can hold no text that matters: sides in pixels, contrast in steps of 256, edges in pixels.

    `preview_side` is the longest side of a document's own preview that is passed over, `most_pixels` what is decoded.
    `seconds` of wall time may go into the text of one picture. `ocr` and `tesseract`: used where they are installed.
    """

    least_side: int = 10
    least_length: int = 48
    least_contrast: int = 12
    least_edges: int = 64
    preview_side: int = 1024
    most_pixels: int = 40_000_000
    seconds: float = 20.0
    ocr: bool = True
    tesseract: bool = True


class Direction(enum.StrEnum):
    OUTBOUND = "outbound"
    INBOUND = "inbound"
    AT_REST = "at_rest"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a submission comes from and where it is headed, as the surface saw it. Empty means not known.

    `received` is seconds since the epoch (UTC); `encrypted` is None where the surface cannot tell.
    """

    channel: str
    received: float = 0.0
    actor: str = ""
    device: str = ""
    destination: str = ""
    direction: Direction = Direction.OUTBOUND
    encrypted: bool | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One user action: this content, from there, to that destination."""

    id: str
    blob: Blob
    origin: Origin


class EvidenceKind(enum.StrEnum):
    """Why a finding is as sure as it is."""

    SHAPE = "shape"
    CHECK_DIGIT = "check_digit"
    NO_CHECK_DIGIT = "no_check_digit"
    CALENDAR = "calendar"
    LABEL = "label"
    HEADER = "header"
    LAYOUT = "layout"
    COMPETING = "competing"
    ENCODING = "encoding"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason; `detail` comes from the rule's own vocabulary, never from the document."""

    kind: EvidenceKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One value found. `start` and `end` are character offsets in the text given, covering the encoded form where the
    value stood encoded; `fingerprint` is a keyed HMAC of the plain value; `masked` shows at most birth date and sex."""

    rule: str
    entity: str
    data_class: DataClass
    confidence: Confidence
    start: int
    end: int
    masked: str
    fingerprint: str
    locus: Locus = Locus()
    evidence: tuple[Evidence, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class CreditFact:
    """Personal credit information seen: whose it is (by fingerprint, and masked in words: "예금주 김**"), which
    attributes, under which limb of the law. `review` where it may be a business's: a sole proprietor is a person and
    an enterprise in one, and people have to say which.
    """

    subject: str
    terms: tuple[str, ...]
    limbs: tuple[str, ...]
    locus: Locus = Locus()
    who: str = ""
    review: bool = False


@dataclass(frozen=True, slots=True)
class PseudonymisedTable:
    """Records of single people under pseudonyms, or with what names them left out, and their credit attributes.

    `key` tells how: "key" (a hash, token or serial stands for the person), "masked" (starred out), "dropped". `quasi`
    holds the kinds of quasi-identifiers (연령, 성별, ...), never a value; `k` is the number of people who share the rarest
    combination of them, 0 where there are none. Where not `exact`, `k` is an upper bound.
    """

    records: int
    key: str
    terms: tuple[str, ...]
    limbs: tuple[str, ...]
    quasi: tuple[str, ...] = ()
    k: int = 0
    exact: bool = True
    locus: Locus = Locus()


class NearMiss(enum.StrEnum):
    """Why a credit attribute that was seen is nobody's credit information."""

    NO_VALUE = "no_value"
    NO_OWNER = "no_owner"
    COMPANY = "company"
    STAFF = "staff"
    GENERAL = "general"
    EXAMPLE = "example"
    OTHER_MEANING = "other_meaning"
    PUBLIC = "public"
    AGGREGATE = "aggregate"
    SCHEMA = "schema"


@dataclass(frozen=True, slots=True)
class Missed:
    """Credit attributes that are no finding, and why. Terms come from the vocabulary, never from the document."""

    why: NearMiss
    terms: tuple[str, ...]
    locus: Locus = Locus()


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a document is, in law: data classes, people, and how much of it was read.

    `classes` are those established at LIKELY or above; a finding that is only POSSIBLE puts its class here no more than
    a masked value does. `findings` holds the first ones up to the configured number; `counts` counts all of them by
    entity and confidence.
    """

    media_type: str = ""
    coverage: Coverage = Coverage.FULL
    status: Status = Status.OK
    classes: frozenset[DataClass] = frozenset()
    subjects: int = 0
    findings: tuple[Finding, ...] = ()
    facts: tuple[CreditFact, ...] = ()
    pseudonymised: tuple[PseudonymisedTable, ...] = ()
    missed: tuple[Missed, ...] = ()
    issues: tuple[Issue, ...] = ()
    counts: Mapping[tuple[str, Confidence], int] = field(default_factory=dict)

    @property
    def omitted(self) -> int:
        """Findings counted but not listed."""
        return sum(self.counts.values()) - len(self.findings)


@dataclass(frozen=True, slots=True)
class Reason:
    """One row of the policy that applied: the clauses it rests on (leading one first), what it asks for, its text.

    `shipped` is what the shipped policy asks for, where the firm has changed the row.
    """

    clause: str
    action: Action
    ko: str
    en: str
    row: str = ""
    basis: tuple[str, ...] = ()
    shipped: Action | None = None

    @property
    def clauses(self) -> tuple[str, ...]:
        return (self.clause, *self.basis)

    @property
    def weakened(self) -> bool:
        return self.shipped is not None and self.action < self.shipped


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision. `action` is what the policy asks for; under simulation `effective` lets everything pass."""

    action: Action
    reasons: tuple[Reason, ...] = ()
    simulated: bool = False
    policy_digest: str = ""
    rules_digest: str = ""

    @property
    def effective(self) -> Action:
        return Action.ALLOW if self.simulated else self.action


@dataclass(frozen=True, slots=True)
class ScanResult:
    """Everything a surface may show of one submission."""

    name: str
    assessment: Assessment
    verdict: Verdict
    size: int = 0
    sha256: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.assessment.findings

    @property
    def classes(self) -> frozenset[DataClass]:
        return self.assessment.classes

    @property
    def coverage(self) -> Coverage:
        return self.assessment.coverage

    @property
    def issues(self) -> tuple[Issue, ...]:
        return self.assessment.issues
