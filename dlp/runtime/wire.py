"""What a worker process and its parent say to each other, as plain bytes.

The worker has read hostile content and is not trusted: nothing it sends is ever unpickled, every field is checked, and
what makes no sense is a WireError, after which the worker is killed.
"""

from __future__ import annotations

import enum
import json
import struct
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from typing import Any, TypeVar

from dlp.extract.cells import Cells
from dlp.extract.stream import Lines
from dlp.types import Issue, IssueCode, Layout, Limits, Locus, Marks, Pictures, Positions, Segment, no_positions

_T = TypeVar("_T")

HEAD = struct.Struct(">BII")
LARGEST = 256 << 20  # bytes in one message: far more than any segment, far less than memory
PIECE = 1 << 20  # bytes of a child document sent at once


class WireError(ValueError):
    """The other side sent something that makes no sense."""


class Kind(enum.IntEnum):
    """What a message is. READY and TASK open a conversation; END closes a task."""

    READY = 1
    TASK = 2
    SEGMENT = 3
    ISSUE = 4
    CHILD = 5
    PIECE = 6
    END = 7


@dataclass(frozen=True, slots=True)
class Task:
    """A document to be read. Its bytes are the message's body where they are few, else they come beside it, as a descriptor."""

    reader: str
    name: str = field(repr=False)
    declared_type: str
    size: int
    locus: Locus
    limits: Limits
    seconds: float  # of wall time left
    unpacked: int  # bytes charged already
    pictures: Pictures = field(default_factory=Pictures)


@dataclass(frozen=True, slots=True)
class End:
    """A task is done: what it charged, what the worker weighs (KiB), and why it stopped early, if it did."""

    unpacked: int
    resident: int
    code: IssueCode | None = None
    detail: str = field(default="", repr=False)


def head(kind: Kind, meta: bytes, body_size: int) -> bytes:
    return HEAD.pack(kind, len(meta), body_size)


def parse_head(data: bytes) -> tuple[Kind, int, int]:
    """Kind of a message, and sizes of its two parts."""
    kind, meta, body = HEAD.unpack(data)
    if meta + body > LARGEST:
        raise WireError("message too large")
    return _checked(lambda: Kind(kind)), meta, body


def encode(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decode(meta: bytes) -> Mapping[str, Any]:
    value = _checked(lambda: json.loads(meta.decode("utf-8", "surrogatepass")))
    if not isinstance(value, dict):
        raise WireError("not an object")
    return value


def of_task(task: Task) -> bytes:
    return encode(
        {
            "reader": task.reader,
            "name": task.name,
            "declared_type": task.declared_type,
            "size": task.size,
            "locus": _of_locus(task.locus),
            "seconds": task.seconds,
            "unpacked": task.unpacked,
            "settings": _of_settings(task.limits, task.pictures),
        }
    )


def task_of(meta: bytes) -> Task:
    value = decode(meta)

    def made() -> Task:
        limits, pictures = _settings(_text(value["settings"]))
        return Task(
            _text(value["reader"]),
            _text(value["name"]),
            _text(value["declared_type"]),
            _count(value["size"]),
            _locus(value["locus"]),
            limits,
            float(value["seconds"]),
            _count(value["unpacked"]),
            pictures,
        )

    return _checked(made)


# The same for every document of a configuration: written and read once.
@lru_cache(maxsize=16)
def _of_settings(limits: Limits, pictures: Pictures) -> str:
    # Only what Limits has: a configuration's table of limits has more.
    named = {each.name: getattr(limits, each.name) for each in fields(Limits)}
    return json.dumps([named, asdict(pictures)])


@lru_cache(maxsize=16)
def _settings(text: str) -> tuple[Limits, Pictures]:
    limits, pictures = json.loads(text)
    return Limits(**limits), Pictures(**pictures)


def of_segment(segment: Segment) -> bytes:
    return encode(
        {
            "locus": _of_locus(segment.locus),
            "layout": segment.layout,
            "hidden": segment.hidden,
            "derived": segment.derived,
            "sourced": segment.sourced,
            "before": segment.before,
            "after": segment.after,
            "first_char": segment.first_char,
            "header": len(segment.header),
            "positions": _of_positions(segment.positions),
        }
    )


def segment_of(meta: bytes, body: bytes) -> Segment:
    """The segment whose header row and data are `body`."""
    value = decode(meta)

    def made() -> Segment:
        header = _count(value["header"])
        data = body[header:]
        before, after = _count(value["before"]), _count(value["after"])
        if header > len(body) or before + after > len(data):
            raise WireError("a segment shorter than its parts")
        return Segment(
            _locus(value["locus"]),
            data,
            Layout(value["layout"]),
            hidden=value["hidden"] is True,
            derived=value["derived"] is True,
            sourced=value["sourced"] is True,
            before=before,
            after=after,
            first_char=_count(value["first_char"]),
            header=body[:header],
            positions=_positions(value["positions"], data),
        )

    return _checked(made)


def of_issue(issue: Issue) -> bytes:
    return encode({"code": issue.code, "locus": _of_locus(issue.locus), "detail": issue.detail})


def issue_of(meta: bytes) -> Issue:
    value = decode(meta)
    return _checked(lambda: Issue(IssueCode(value["code"]), _locus(value["locus"]), _text(value["detail"])))


def of_child(name: str, declared_type: str, *, hidden: bool) -> bytes:
    """A child's head; its bytes follow in PIECE messages, the last of them empty."""
    return encode({"name": name, "declared_type": declared_type, "hidden": hidden})


def child_of(meta: bytes) -> tuple[str, str, bool]:
    """Name, declared type, and whether it is hidden."""
    value = decode(meta)
    return _checked(lambda: (_text(value["name"]), _text(value["declared_type"]), value["hidden"] is True))


def of_end(end: End) -> bytes:
    return encode(asdict(end))


def end_of(meta: bytes) -> End:
    value = decode(meta)
    code = value.get("code")
    return _checked(
        lambda: End(
            _count(value["unpacked"]),
            _count(value["resident"]),
            IssueCode(code) if code is not None else None,
            _text(value["detail"]),
        )
    )


def _of_locus(locus: Locus) -> list[object]:
    return [list(locus.container), locus.part, locus.position]


def _locus(value: object) -> Locus:
    if not isinstance(value, list):
        raise WireError("a place")
    container, part, position = value
    return Locus(_texts(container), _text(part), _text(position))


def _of_positions(positions: Positions) -> object:
    match positions:
        case Marks(offsets, names):
            return ["marks", offsets, names]
        case Lines():
            return ["lines", positions.offset, positions.line]
        case Cells():
            return ["cells", positions.sheet, positions.offsets, positions.rows]
        case _ if positions is no_positions:
            return None
        case _:
            raise TypeError(f"positions of {type(positions).__name__} cannot leave a worker")


def _positions(value: object, data: bytes) -> Positions:
    match value:
        case None:
            return no_positions
        case ["marks", list(offsets), list(names)]:
            return Marks(_counts(offsets), _texts(names))
        case ["lines", offset, line]:
            return Lines(data, min(_count(offset), len(data)), _count(line))
        case ["cells", sheet, list(offsets), list(rows)] if len(rows) == len(offsets):
            places = [(row, column) for row, column in rows]
            _counts([number for place in places for number in place])
            return Cells(_text(sheet), list(_counts(offsets)), places, data)
    raise WireError("positions")


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise WireError("a count")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WireError("a text")
    return value


def _counts(values: Collection[Any]) -> tuple[int, ...]:
    """Many at once, without a step of Python for each: there are as many as a document has paragraphs."""
    if not set(map(type, values)) <= {int} or min(values, default=0) < 0:
        raise WireError("counts")
    return tuple(values)


def _texts(values: Collection[Any]) -> tuple[str, ...]:
    if not set(map(type, values)) <= {str}:
        raise WireError("texts")
    return tuple(values)


def _checked(make: Callable[[], _T]) -> _T:
    try:
        return make()
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise WireError(type(error).__name__) from None
