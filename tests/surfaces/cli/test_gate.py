"""The exit code as a function of results: every row is a file."""

from dataclasses import replace

import pytest

from dlp.render import Totals
from dlp.surfaces.cli.exits import Exit
from dlp.surfaces.cli.gate import Gate, exit_code
from dlp.types import (
    Action,
    Assessment,
    Confidence,
    Coverage,
    CreditFact,
    DataClass,
    Finding,
    Reason,
    ScanResult,
    Verdict,
)


def finding(fingerprint, data_class=DataClass.UNIQUE_ID):
    return Finding("r", "E", data_class, Confidence.LIKELY, 0, 1, "*", fingerprint)


def reason(row, action):
    return Reason("SAAS-0", action, "", "", row)


def result(*reasons, findings=(), coverage=Coverage.FULL, simulated=False, **assessment):
    action = max((item.action for item in reasons), default=Action.ALLOW)
    assessment.setdefault("counts", {("E", Confidence.LIKELY): len(findings)})
    assessment.setdefault("classes", frozenset(item.data_class for item in findings))
    found = Assessment(coverage=coverage, findings=tuple(findings), **assessment)
    return ScanResult("f", found, Verdict(action, reasons, simulated))


ID = reason("unique_id", Action.BLOCK)
POSSIBLE = reason("possible", Action.FLAG)
UNREAD = reason("not_inspected", Action.HOLD)
SERVICE = reason("unknown_service", Action.BLOCK)
CREDIT = reason("personal_credit", Action.BLOCK)
PSEUDO = reason("pseudonymised", Action.BLOCK)

A, B = finding("a"), finding("b")
CLEAN = result()
BLOCKED = result(ID, findings=[A])
PARTIAL = result(UNREAD, coverage=Coverage.PARTIAL)
FACT = CreditFact("a", ("연체",), ())
PSEUDONYMISED = result(PSEUDO, classes=frozenset({DataClass.PSEUDONYMISED}))


@pytest.mark.parametrize(
    ("results", "fail_on", "accepted", "code"),
    [
        ([], "flag", "", Exit.CLEAN),
        ([CLEAN], "flag", "", Exit.CLEAN),
        ([CLEAN], "allow", "", Exit.FINDINGS),
        ([CLEAN, BLOCKED], "flag", "", Exit.FINDINGS),
        ([result(POSSIBLE, findings=[A])], "flag", "", Exit.FINDINGS),
        ([result(POSSIBLE, findings=[A])], "hold", "", Exit.CLEAN),
        # Not read: 3, whatever the threshold, unless something was found as well.
        ([PARTIAL], "flag", "", Exit.INCOMPLETE),
        ([PARTIAL], "block", "", Exit.INCOMPLETE),
        ([PARTIAL, BLOCKED], "flag", "", Exit.FINDINGS),
        ([result(UNREAD, POSSIBLE, findings=[A], coverage=Coverage.PARTIAL)], "hold", "", Exit.INCOMPLETE),
        ([result(UNREAD, POSSIBLE, findings=[A], coverage=Coverage.PARTIAL)], "flag", "", Exit.FINDINGS),
        ([result(UNREAD, SERVICE, coverage=Coverage.PARTIAL)], "flag", "", Exit.FINDINGS),
        # Simulation lets everything pass, but reads no better.
        ([replace(BLOCKED, verdict=replace(BLOCKED.verdict, simulated=True))], "flag", "", Exit.CLEAN),
        ([result(UNREAD, coverage=Coverage.NONE, simulated=True)], "flag", "", Exit.INCOMPLETE),
        # What the baseline accepts, and what it cannot.
        ([BLOCKED], "flag", "a", Exit.CLEAN),
        ([BLOCKED], "flag", "b", Exit.FINDINGS),
        ([result(ID, findings=[A, B])], "flag", "a", Exit.FINDINGS),
        ([result(ID, findings=[A, B])], "flag", "ab", Exit.CLEAN),
        ([result(ID, SERVICE, findings=[A])], "flag", "a", Exit.FINDINGS),
        ([result(ID, UNREAD, findings=[A], coverage=Coverage.PARTIAL)], "flag", "a", Exit.INCOMPLETE),
        ([result(ID, findings=[A], counts={("E", Confidence.LIKELY): 2})], "flag", "a", Exit.FINDINGS),
        ([result(ID, CREDIT, findings=[A], facts=(FACT,))], "flag", "a", Exit.CLEAN),
        ([result(ID, CREDIT, findings=[A], facts=(replace(FACT, subject="z"),))], "flag", "a", Exit.FINDINGS),
        ([PSEUDONYMISED], "flag", "a", Exit.FINDINGS),
        # Fail closed: an action without a reason, a row nobody knows, a decision that is not on record.
        ([ScanResult("f", Assessment(), Verdict(Action.BLOCK))], "flag", "", Exit.FINDINGS),
        ([result(reason("brand_new", Action.HOLD))], "flag", "", Exit.FINDINGS),
        ([result(reason("not_recorded", Action.HOLD))], "block", "", Exit.FINDINGS),
    ],
)
def test_exit_code(results, fail_on, accepted, code):
    gate = Gate(Action[fail_on.upper()], dict.fromkeys(accepted, "reason"))
    totals = Totals()
    for item in results:
        totals.add(gate.entry(item))
    assert exit_code(totals) is code


def test_only_what_was_found_is_marked_as_accepted():
    assert Gate(Action.FLAG, {"a": "x", "z": "y"}).entry(BLOCKED).accepted == {"a": "x"}
