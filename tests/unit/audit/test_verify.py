import pytest

from dlp.audit.verify import Fault, Head, verify
from tests.unit.audit.support import KEY, OTHER_KEY, chain

RECORDS = chain(6)
LINES = [record.line for record in RECORDS]
HEAD = Head(6, RECORDS[5].hash)
FORGED = [record.line for record in chain(6, OTHER_KEY)]


def edited(line, old, new):
    assert old in line
    return line.replace(old, new, 1)


def faults(lines, key=KEY, expected=(HEAD,)):
    outcome = verify(lines, key, expected)
    assert outcome.sound == (outcome.problems == ())
    return [(problem.fault, problem.record, problem.detail) for problem in outcome.problems]


@pytest.mark.parametrize("key", [KEY, None], ids=["key", "no key"])
def test_a_whole_journal_is_sound(key):
    outcome = verify(LINES, key, [HEAD, Head(3, RECORDS[2].hash)])
    assert (outcome.sound, outcome.records, outcome.last) == (True, 6, HEAD)


def test_an_empty_journal_is_sound():
    assert verify([], KEY, [Head()]).sound


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([*LINES[:2], edited(LINES[2], b"block", b"allow"), *LINES[3:]], [(Fault.EDITED, 3, "")]),
        ([*LINES[:5], edited(LINES[5], b"block", b"allow")], [(Fault.EDITED, 6, "")]),
        ([edited(LINES[0], b'"sequence":1', b'"sequence":9'), *LINES[1:]], [(Fault.EDITED, 1, "")]),
        ([*LINES[:2], edited(LINES[2], b'"signature":null', b'"signature":"x"'), *LINES[3:]], [(Fault.FORGED, 3, "")]),
        ([*LINES[:2], edited(LINES[2], b'{"body"', b'{ "body"'), *LINES[3:]], [(Fault.MALFORMED, 3, "")]),
        ([*LINES[:2], b"\n", *LINES[2:]], [(Fault.MALFORMED, 3, "")]),
        ([*LINES[:2], FORGED[2], *LINES[3:]], [(Fault.OTHER_KEY, 3, "")]),
        ([*LINES[:2], *LINES[4:]], [(Fault.MISSING, 5, "3–4")]),
        (LINES[2:], [(Fault.MISSING, 3, "1–2")]),
        (LINES[:4], [(Fault.TRUNCATED, 4, "5–6")]),
        ([], [(Fault.TRUNCATED, 0, "1–6")]),
        ([*LINES[:5], LINES[5][:-1]], [(Fault.MALFORMED, 6, "")]),
        ([LINES[0], LINES[2], LINES[1], *LINES[3:]], [(Fault.MISSING, 3, "2–2"), (Fault.MISPLACED, 2, "")]),
        ([*LINES[:3], LINES[2], *LINES[3:]], [(Fault.MISPLACED, 3, "")]),
    ],
)
def test_what_was_done_is_found_and_where(lines, found):
    assert faults(lines) == found


def test_a_branch_with_the_right_key_does_not_fit():
    branch = chain(3, first=4, previous="1" * 64)
    assert faults([*LINES[:3], *(record.line for record in branch)]) == [
        (Fault.UNCHAINED, 4, ""),
        (Fault.REPLACED, 6, ""),
    ]


def test_without_the_key_a_rewritten_end_shows_against_the_head():
    assert faults(FORGED, None, [HEAD]) == [(Fault.REPLACED, 6, "")]
    assert faults(FORGED, KEY)[0] == (Fault.OTHER_KEY, 1, "")


def test_heads_of_one_record_that_disagree_are_both_held_against_it():
    for heads in ([HEAD, Head(6, "1" * 64)], [Head(6, "1" * 64), HEAD]):
        assert faults(LINES, KEY, heads) == [(Fault.REPLACED, 6, "")]


def test_problems_are_counted_but_not_hoarded():
    outcome = verify((b"x\n" for _ in range(5000)), KEY)
    assert (outcome.problem_count, len(outcome.problems)) == (5000, 100)


def test_heads_are_sealed():
    data = HEAD.encode(KEY)
    assert Head.decode(data, KEY) == HEAD
    assert Head.decode(data, None) == HEAD
    for forged in (data.replace(b'"sequence":6', b'"sequence":5'), b"", b"{}", b"[]", HEAD.encode(OTHER_KEY), b"\xff"):
        with pytest.raises(ValueError):  # noqa: PT011 # any reason will do
            Head.decode(forged, KEY)


def test_every_fault_has_words():
    for fault in Fault:
        assert fault.ko
        assert fault.en.isascii()
