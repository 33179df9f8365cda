from dataclasses import replace

import pytest

from dlp.classify.assess import Assessor
from dlp.errors import JournalError
from dlp.extract.walk import Node
from dlp.match.matcher import Matcher
from dlp.match.ruleset import Ruleset
from dlp.runtime.drive import drive, read_text
from dlp.runtime.files import memory_blob
from dlp.session import Act, Read, Session, Write
from dlp.types import Action, Issue, IssueCode, Limits, Locus, Origin, Reason, Segment, Submission, Verdict
from recognizers import rules

BLOB = memory_blob(b"abc", "a.txt")
ALLOWED = Verdict(Action.ALLOW)
BLOCKED = Verdict(Action.BLOCK, (Reason("SAAS-13", Action.BLOCK, "", ""),))


@pytest.fixture(scope="module")
def matcher():
    return Matcher(Ruleset(rules()[:1]), b"k" * 32)


@pytest.fixture
def session(matcher):
    def made(verdict=ALLOWED):
        return Session(Submission("1", BLOB, Origin("t")), Assessor(matcher, 10), lambda _: verdict)

    return made


def test_the_whole_way(session):
    machine = session()
    assert machine.start() == Read(BLOB)
    for item in (
        Node(Locus(), "text/plain"),
        Segment(Locus(), b"abc"),
        Issue(IssueCode.CORRUPT),
        Node(Locus(), "image/png"),
    ):
        machine.receive(item)
    write = machine.finish("0" * 64)
    assert isinstance(write, Write)
    assert write.result.assessment.media_type == "text/plain"
    assert [issue.code for issue in write.result.issues] == [IssueCode.CORRUPT]
    assert (write.result.name, write.result.size, write.result.sha256) == ("a.txt", 3, "0" * 64)
    assert machine.recorded() == Act(write.result)


CALLS = {
    "start": lambda machine: machine.start(),
    "receive": lambda machine: machine.receive(Segment(Locus(), b"a")),
    "finish": lambda machine: machine.finish(),
    "recorded": lambda machine: machine.recorded(),
    "record_failed": lambda machine: machine.record_failed(),
}
ALLOWED_NEXT = {
    (): {"start"},
    ("start",): {"receive", "finish"},
    ("start", "receive"): {"receive", "finish"},
    ("start", "finish"): {"recorded", "record_failed"},
    ("start", "finish", "recorded"): set(),
    ("start", "finish", "record_failed"): set(),
}


@pytest.mark.parametrize(
    ("done", "call"), [(done, call) for done, allowed in ALLOWED_NEXT.items() for call in CALLS if call not in allowed]
)
def test_calls_out_of_order_are_a_bug_of_the_driver(session, done, call):
    machine = session()
    for step in done:
        CALLS[step](machine)
    with pytest.raises(RuntimeError):
        CALLS[call](machine)


@pytest.mark.parametrize(
    "verdict", [ALLOWED, BLOCKED, replace(ALLOWED, simulated=True), replace(BLOCKED, simulated=True)]
)
def test_without_a_record_nothing_passes(session, verdict):
    machine = session(verdict)
    machine.start()
    machine.finish()
    held = machine.record_failed().result.verdict
    assert held.effective >= max(Action.HOLD, verdict.action)
    assert held.reasons[0].row == "not_recorded"
    assert held.reasons[1:] == verdict.reasons


def test_the_driver_holds_what_cannot_be_recorded(session):
    def fails(_result):
        raise JournalError("full")

    result = drive(session(replace(ALLOWED, simulated=True)), read_text(BLOB, Limits()), fails)
    assert result.verdict.effective is Action.HOLD


def test_the_record_is_written_before_the_result_is_given(session):
    seen = []
    result = drive(session(), read_text(BLOB, Limits()), seen.append)
    assert seen == [result]
    assert len(result.sha256) == 64
