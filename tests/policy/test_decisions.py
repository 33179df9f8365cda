"""Every `[[case]]` of the tables beside this file, through the real configuration, catalogue and rule.

A case names what is sent (classes, findings as "ENTITY confidence class", coverage, issues), where (`to`), how (origin)
and when; `firm` is the firm's dlp.toml (that of the file's head unless given), `also` is added to it.
"""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from dlp.config import RowName
from dlp.policy.exemption import decide
from dlp.types import Action, Assessment, Confidence, Coverage, DataClass, Finding, Issue, IssueCode, Origin
from tests.policy.support import policy


def cases():
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        for case in table["case"]:
            firm = case.pop("firm", table["firm"]) + "\n" + case.pop("also", "")
            yield pytest.param({"firm": firm, "today": table["today"], **case}, id=f"{path.stem}: {case['name']}")


def finding(text):
    entity, confidence, data_class = text.split()
    return Finding(
        "rule", entity, DataClass[data_class.upper()], Confidence[confidence.upper()], 0, 1, "masked", "fingerprint"
    )


def assessment(case):
    findings = tuple(finding(text) for text in case.get("findings", []))
    omitted = {(entity, Confidence[level.upper()]): 1 for entity, level in map(str.split, case.get("omitted", []))}
    return Assessment(
        coverage=Coverage[case.get("coverage", "full").upper()],
        classes=frozenset(DataClass(name) for name in case.get("classes", [])),
        findings=findings,
        issues=tuple(Issue(IssueCode(code)) for code in case.get("issues", [])),
        counts=Counter((found.entity, found.confidence) for found in findings) + Counter(omitted),
    )


KNOWN = {"name", "firm", "today", "to", "classes", "findings", "omitted", "coverage", "issues", "origin"} | {
    *("action", "effective", "rows", "clauses", "weakened")
}


CASES = list(cases())


@pytest.mark.parametrize("case", CASES)
def test_decision(case):
    assert case.keys() <= KNOWN
    rules = policy(case["firm"])
    origin = Origin(channel="test", **case.get("origin", {}))

    verdict = decide(assessment(case), rules.destination(case.get("to", "")), origin, rules, case["today"], "rules")

    assert verdict.action is Action[case["action"].upper()]
    assert verdict.effective is Action[case.get("effective", case["action"]).upper()]
    assert [reason.row for reason in verdict.reasons] == case["rows"]
    assert list(dict.fromkeys(clause for reason in verdict.reasons for clause in reason.clauses)) == case["clauses"]
    assert [reason.row for reason in verdict.reasons if reason.weakened] == case.get("weakened", [])
    assert (verdict.policy_digest, verdict.rules_digest) == (rules.digest, "rules")


def test_there_are_enough_and_every_row_is_exercised():
    tables = [case.values[0] for case in CASES]
    assert len(tables) >= 60
    assert {row for case in tables for row in case["rows"]} == {row.value for row in RowName}
