"""JSON and JSON Lines validate against the schema that is shipped with the package."""

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from dlp.render import Lang, document
from dlp.types import Action, Confidence, Coverage, DataClass, EvidenceKind, IssueCode, Status
from tests.unit.render.results import ALL, BLOCKED, CLEAN, render

SCHEMA = json.loads(files("dlp.render").joinpath("result.schema.json").read_text("utf-8"))


def validator(name):
    return Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{name}"})


def test_the_schema_is_a_schema_of_this_version():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$defs"]["result"]["properties"]["schema"] == {"const": document.SCHEMA}


def test_every_line_validates():
    lines = render("jsonl", *ALL, accepted={"f0": "why"}).splitlines()
    assert len(lines) == len(ALL)
    for line in lines:
        Draft202012Validator(SCHEMA).validate(json.loads(line))


@pytest.mark.parametrize("results", [(), (CLEAN,), ALL])
def test_the_document_validates_and_holds_the_same_objects(results):
    report = json.loads(render("json", *results))
    validator("report").validate(report)
    assert report["results"] == [json.loads(line) for line in render("jsonl", *results).splitlines()]
    assert report["summary"]["files"] == len(results)


def test_the_schema_lists_exactly_what_can_occur():
    defs = SCHEMA["$defs"]
    names = lambda kind: [member.name.lower() for member in kind]  # noqa: E731
    assert defs["action"]["enum"] == names(Action)
    assert defs["confidence"]["enum"] == names(Confidence)
    assert defs["class"]["enum"] == list(DataClass)
    assert defs["issue"]["properties"]["code"]["enum"] == list(IssueCode)
    assert defs["result"]["properties"]["status"]["enum"] == list(Status)
    assert defs["result"]["properties"]["coverage"]["enum"] == names(Coverage)
    evidence = defs["finding"]["properties"]["evidence"]["items"]["properties"]
    assert evidence["kind"]["enum"] == list(EvidenceKind)


def test_the_schema_refuses_what_it_does_not_know():
    found = json.loads(render("jsonl", BLOCKED))
    with pytest.raises(ValidationError):
        validator("result").validate({**found, "text": "raw"})


def test_fields():
    found = json.loads(render("jsonl", BLOCKED, accepted={"f0": "why"}))
    assert found["path"] == "docs/고객 명단.csv"
    assert (found["action"], found["coverage"], found["status"], found["subjects"]) == ("block", "full", "ok", 2)
    assert found["classes"] == ["personal_credit", "unique_id"]
    assert [item["accepted"] for item in found["findings"]] == [True, False, False]
    assert found["omitted"] == 4
    assert found["reasons"][1]["shipped"] == "flag"
    assert (found["size"], found["sha256"], found["policy_digest"], found["rules_digest"]) == (321, "ab", "p", "r")


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("lang", Lang)
def test_reasons_have_their_clause_and_their_text_in_the_language_of_the_run(form, lang):
    report = json.loads(render(form, BLOCKED, lang=lang))
    reasons = (report["results"][0] if form == "json" else report)["reasons"]
    assert reasons
    for shown, reason in zip(reasons, BLOCKED.verdict.reasons, strict=True):
        assert shown["clause"] == reason.clause
        assert shown["text"] == {Lang.KO: reason.ko, Lang.EN: reason.en}[lang]
        assert (shown["ko"], shown["en"]) == (reason.ko, reason.en)
