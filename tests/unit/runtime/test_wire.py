"""A worker may send anything: it becomes a value of ours or a WireError."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlp.extract.cells import Cells
from dlp.extract.stream import Lines
from dlp.runtime import wire
from dlp.runtime.wire import End, WireError
from dlp.types import Issue, IssueCode, Layout, Locus, Marks, Segment

LOCUS = Locus(("메일.eml", "표.xlsx"), "part", "고객!B4")
DATA = "첫째 줄\n둘째\t줄\n".encode()
SEGMENTS = [
    Segment(LOCUS, DATA),
    Segment(
        LOCUS,
        DATA,
        Layout.TABLE,
        hidden=True,
        derived=True,
        sourced=True,
        before=3,
        after=4,
        first_char=9,
        header="머리".encode(),
    ),
    Segment(LOCUS, DATA, positions=Marks((0, 11), ("문단 1", "문단 2"))),
    Segment(LOCUS, DATA, positions=Lines(DATA, 0, 7)),
    Segment(LOCUS, DATA, positions=Cells("고객", [0, 11], [(1, 1), (2, 3)], DATA)),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = ("locus", "layout", "hidden", "derived", "sourced", "before", "after", "first_char", "header", "positions",
        "code", "detail", "unpacked", "resident", "name", "declared_type")  # fmt: skip


@pytest.mark.parametrize("segment", SEGMENTS, ids=range(len(SEGMENTS)))
def test_segments_come_through(segment):
    again = wire.segment_of(wire.of_segment(segment), segment.header + segment.data)
    assert again == segment
    assert [again.locate(at) for at in range(len(DATA))] == [segment.locate(at) for at in range(len(DATA))]


def test_issues_and_ends_come_through():
    issue = Issue(IssueCode.CORRUPT, LOCUS, "detail")
    assert wire.issue_of(wire.of_issue(issue)) == issue
    for end in (End(5, 6), End(0, 0, IssueCode.RATIO, "over 200")):
        assert wire.end_of(wire.of_end(end)) == end
    assert wire.child_of(wire.of_child("a.hwp", "application/x", hidden=True)) == ("a.hwp", "application/x", True)


def test_positions_that_cannot_travel_are_a_mistake_of_ours():
    with pytest.raises(TypeError):
        wire.of_segment(Segment(LOCUS, DATA, positions=str))


def harmless(read, *arguments):
    with contextlib.suppress(WireError):
        read(*arguments)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200), st.binary(max_size=64))
def test_noise(meta, body):
    for read in (wire.issue_of, wire.end_of, wire.child_of, wire.task_of):
        harmless(read, meta)
    harmless(wire.segment_of, meta, body)
    if len(meta) >= wire.HEAD.size:
        harmless(wire.parse_head, meta[: wire.HEAD.size])


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(KEYS), JSON), st.binary(max_size=64))
def test_wrong_types(value, body):
    meta = wire.encode(value)
    for read in (wire.issue_of, wire.end_of, wire.child_of, wire.task_of):
        harmless(read, meta)
    harmless(wire.segment_of, meta, body)


@pytest.mark.parametrize("change", [
    {"before": -1}, {"after": 10**9}, {"header": 10**9}, {"layout": "canary"}, {"locus": ["canary"]}, {"first_char": True},
    {"positions": ["cells", "a", [1], []]}, {"positions": ["marks", [1, 2], ["a"]]}, {"positions": ["canary"]},
])  # fmt: skip
def test_each_field_is_checked(change):
    meta = wire.encode({**wire.decode(wire.of_segment(SEGMENTS[0])), **change})
    with pytest.raises(WireError):
        wire.segment_of(meta, DATA)


def test_a_message_cannot_ask_for_all_memory():
    with pytest.raises(WireError):
        wire.parse_head(wire.HEAD.pack(3, 1, 0xFFFFFFFF))
