"""The journal against whatever may be done to it, and against what must never be in it."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from dlp.audit.record import GENESIS, draft, seal
from dlp.audit.verify import Head, verify
from dlp.types import Assessment, Confidence, DataClass, Finding, Issue, IssueCode, Locus, Origin
from tests.unit.audit.support import KEY, RESULT, TIME, chain

RECORDS = chain(5)
DATA = b"".join(record.line for record in RECORDS)
HEAD = Head(5, RECORDS[-1].hash)


def sound(data):
    return verify(data.splitlines(keepends=True), KEY, [HEAD]).sound


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_any_changed_byte_is_found(offset, change):
    assert not sound(DATA[:offset] + bytes([DATA[offset] ^ change]) + DATA[offset + 1 :])


@given(st.integers(0, len(DATA)), st.binary(min_size=1, max_size=40))
def test_any_insertion_is_found(offset, more):
    changed = DATA[:offset] + more + DATA[offset:]
    assume(changed != DATA)
    assert not sound(changed)


@given(st.data())
def test_any_deletion_is_found(data):
    start = data.draw(st.integers(0, len(DATA) - 1))
    end = data.draw(st.integers(start + 1, len(DATA)))
    assert not sound(DATA[:start] + DATA[end:])


@given(st.lists(st.integers(0, 4), max_size=8))
def test_any_other_arrangement_of_the_records_is_found(order):
    assume(order != [0, 1, 2, 3, 4])
    assert not sound(b"".join(RECORDS[index].line for index in order))


# A number of the shape of a registration number, no person's: the month does not exist.
FRONT, BACK = "009900", "1234567"
gaps = st.sampled_from(["", "-", " ", ".", "_", " - ", "\u200b", "–", "/"])
around = st.text(max_size=12)


@given(gaps, around, around)
def test_a_number_in_a_name_never_reaches_the_record(gap, left, right):
    text = left + FRONT + gap + BACK + right
    locus = Locus((text,), text, text)
    finding = Finding(
        *("rule", "KR_RRN", DataClass.UNIQUE_ID, Confidence.CONFIRMED, 0, 14, FRONT + gap + BACK, "f"), locus=locus
    )
    issue = Issue(IssueCode.CORRUPT, locus, text)
    result = replace(RESULT, name=text, assessment=Assessment(text, findings=(finding,), issues=(issue,)))
    origin = Origin(text, actor=text, device=text, destination=text)

    line = seal(draft(result, origin, "s", TIME), GENESIS, 1, KEY).line

    assert FRONT.encode() not in line
    assert BACK.encode() not in line
    assert verify([line], KEY).sound


@given(st.text(max_size=400), st.text(max_size=40))
def test_any_name_makes_a_record_that_verifies(name, actor):
    line = seal(draft(replace(RESULT, name=name), Origin("test", actor=actor), "s", TIME), GENESIS, 1, KEY).line
    assert line.count(b"\n") == 1
    assert verify([line], KEY).sound
