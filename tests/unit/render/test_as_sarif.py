"""SARIF output against the schema of the standard, which allows no key that it does not name."""

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from dlp.types import IssueCode
from tests.unit.render.results import ALL, BLOCKED, CLEAN, INCOMPLETE, render

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.json").read_text("utf-8"))


def run(*results, **options):
    document = json.loads(render("sarif", *results, **options))
    Draft202012Validator(SCHEMA).validate(document)
    return document["runs"][0]


@pytest.mark.parametrize("results", [(), (CLEAN,), (INCOMPLETE,), ALL])
def test_valid(results):
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"]["enum"] == ["2.1.0"]
    run(*results, accepted={"f0": "why"})


def test_findings_are_results_with_fingerprints_and_no_snippet():
    first, second, third = run(BLOCKED)["results"]
    assert (first["ruleId"], first["level"], second["level"], third["level"]) == ("kr_rrn", "error", "warning", "note")
    assert first["partialFingerprints"] == {"dlpValue/v1": "f0"}
    place = first["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == "docs/고객 명단.csv"
    assert place["region"] == {"charOffset": 10, "charLength": 14}
    assert "snippet" not in json.dumps(run(*ALL))


def test_rules_are_described_once():
    rules = [rule["id"] for rule in run(*ALL)["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert {result["ruleId"] for result in run(*ALL)["results"]} == set(rules)


def test_what_was_not_read_is_a_notification():
    found = run(INCOMPLETE)
    invocation = found["invocations"][0]
    assert invocation["executionSuccessful"] is False
    notes = invocation["toolExecutionNotifications"]
    assert [(note["descriptor"]["id"], note["level"]) for note in notes] == [
        ("encrypted", "error"),
        ("type-mismatch", "note"),
    ]
    assert [result["ruleId"] for result in found["results"]] == ["SAAS-05"]
    assert [item["id"] for item in found["tool"]["driver"]["notifications"]] == list(IssueCode)


def test_accepted_findings_are_suppressed():
    suppressed = [result.get("suppressions") for result in run(BLOCKED, accepted={"f0": "test data"})["results"]]
    assert suppressed == [[{"kind": "external", "justification": "test data"}], None, None]


def test_clean_is_successful_and_silent():
    found = run(CLEAN)
    assert (found["results"], found["invocations"][0]["executionSuccessful"]) == ([], True)
