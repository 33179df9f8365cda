import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from dlp.audit.names import LONGEST, document_name, identity
from dlp.audit.record import GENESIS, draft, seal
from dlp.types import Action, Assessment, Confidence, Issue, IssueCode, Locus, Verdict
from tests.unit.audit.support import ALLOWED, FINDING, KEY, ORIGIN, OTHER_KEY, RESULT, TIME


def test_a_record_says_all_that_the_evidence_needs():
    line = seal(draft(RESULT, ORIGIN, "s-1", TIME), GENESIS, 1, KEY).line
    event = json.loads(line)["body"]["event"]
    assert event == {
        "kind": "decision",
        "time": "2026-07-01T09:30:00.123Z",
        "submission": "s-1",
        "origin": {
            "channel": "cli",
            "direction": "outbound",
            "actor": "kim@bank.example",
            "device": "PC-1",
            "destination": "slack",
            "encrypted": True,
        },
        "document": {
            "name": "대출 상담 기록.zip",
            "sha256": "a" * 64,
            "size": 1234,
            "media_type": "application/zip",
        },
        "action": "block",
        "effective": "block",
        "simulated": False,
        "reasons": [{"row": "unique_id", "clauses": ["SAAS-13", "PIPA-D-19"], "action": "block", "shipped": None}],
        "policy": "p" * 64,
        "rules": "r" * 64,
        "classes": ["personal", "unique_id"],
        "subjects": 2,
        "coverage": "partial",
        "status": "ok",
        "counts": {"KR_RRN": {"confirmed": 1}, "PHONE_NUMBER": {"possible": 3}},
        "samples": [
            {
                "entity": "KR_RRN",
                "confidence": "confirmed",
                "masked": "010101-1******",
                "locus": "mail.eml!고객.xlsx Sheet1 B4",
            },
            {
                "entity": "PHONE_NUMBER",
                "confidence": "possible",
                "masked": "010-****-**78",
                "locus": "mail.eml!고객.xlsx Sheet1 B4",
            },
        ],
        "pseudonymised": [],
        "issues": [{"code": "encrypted", "locus": "inner.zip"}],
        "issue_count": 1,
        "review": None,
    }


def test_the_line_is_canonical_and_its_hash_is_of_its_body():
    record = seal(draft(RESULT, ORIGIN, "s-1", TIME), GENESIS, 1, KEY)
    table = json.loads(record.line)

    canonical = json.dumps(table, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    body = json.dumps(table["body"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    assert record.line == canonical
    assert record.hash == table["hash"] == hashlib.sha256(body).hexdigest()
    assert (table["body"]["schema"], table["body"]["sequence"], table["body"]["previous"]) == (1, 1, GENESIS)
    assert (table["body"]["key"], table["signature"]) == (KEY.id, None)


def test_the_seal_depends_on_the_key_and_the_key_stays_out_of_sight():
    lines = {seal(draft(RESULT, ORIGIN, "s-1", TIME), GENESIS, 1, key).line for key in (KEY, OTHER_KEY)}
    assert len(lines) == 2
    assert KEY.secret.hex() not in repr(KEY)
    assert "secret" not in repr(KEY)


def test_times_are_utc_and_know_their_zone():
    seoul = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=9)))
    assert b'"time":"2026-06-30T15:30:00.000Z"' in draft(RESULT, ORIGIN, "s", seoul).event
    with pytest.raises(ValueError, match="zone"):
        draft(RESULT, ORIGIN, "s", datetime(2026, 7, 1))  # noqa: DTZ001


@pytest.mark.parametrize(("action", "durable"), [("ALLOW", False), ("FLAG", False), ("HOLD", True), ("BLOCK", True)])
def test_what_stops_something_is_durable(action, durable):
    result = replace(RESULT, verdict=Verdict(Action[action]))
    assert draft(result, ORIGIN, "s", TIME).durable is durable


def test_simulation_is_told():
    event = json.loads(draft(replace(RESULT, verdict=Verdict(Action.BLOCK, simulated=True)), ORIGIN, "s", TIME).event)
    assert (event["action"], event["effective"], event["simulated"]) == ("block", "allow", True)


def test_a_record_stays_small_whatever_the_document():
    locus = Locus(("x" * 10_000,))
    busy = Assessment(
        findings=(replace(FINDING, locus=locus),) * 10_000,
        issues=(Issue(IssueCode.CORRUPT, locus),) * 10_000,
        counts={("KR_RRN", Confidence.CONFIRMED): 10_000},
    )
    event = draft(replace(RESULT, name="y" * 10_000, assessment=busy), ORIGIN, "s", TIME).event
    assert len(event) < 20_000
    assert json.loads(event)["issue_count"] == 10_000


def test_the_surest_findings_are_the_samples():
    unsure = replace(FINDING, confidence=Confidence.POSSIBLE, masked="unsure")
    result = replace(ALLOWED, assessment=Assessment(findings=(unsure, unsure, FINDING)))
    samples = json.loads(draft(result, ORIGIN, "s", TIME, samples=1).event)["samples"]
    assert [sample["masked"] for sample in samples] == ["010101-1******"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("대출.xlsx", "대출.xlsx"),
        ("report_2026-07.pdf", "report_2026-07.pdf"),
        ("2026-07-01 회의.txt", "2026-07-01 회의.txt"),
        ("010101-1234567.txt", "******-*******.txt"),
        ("9913011234567", "*************"),
        ("010101 - 1234567", "****** - *******"),
        ("010101_1234567_김", "******_*******_김"),
        ("９００１０１－１２３４５６７", "******－*******"),
        ("010101\u200b-1234567", "******\\u200b-*******"),
        ("010101%2D1234567", "******%2D*******"),
        ("010-1234-5678", "***-****-****"),
        ("M12345678", "M********"),
        ("M123A4567", "M***A****"),
        ("line\nbreak", "line\\nbreak"),
        ("\ud800", "\\ud800"),
        ("", ""),
    ],
)
def test_document_names(name, kept):
    assert document_name(name) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("E123456", "E123456"),
        ("12345678", "12345678"),
        ("kim@bank.example", "kim@bank.example"),
        ("9913011234567", "*************"),
        ("010101-1234567@bank.example", "******-*******@bank.example"),
        ("010.1234.5678", "***.****.****"),
        ("192.168.100.200:8443", "192.168.100.200:8443"),
        ("192.168.100.200.010101", "***.***.***.***.******"),
    ],
)
def test_identities(text, kept):
    assert identity(text) == kept


def test_long_names_are_cut():
    assert document_name("a" * 1000) == "a" * LONGEST + "…"
    assert document_name("a" * (LONGEST - 6) + "9913011234567") == "a" * (LONGEST - 6) + "******…"
    assert len(identity("\U000e0001" * 1000)) == LONGEST + 1


def test_the_surfaces_own_id_is_kept():
    event = json.loads(draft(RESULT, ORIGIN, "123456789-4c1e-4a4a-8b3b-0123456789ab", TIME).event)
    assert event["submission"] == "123456789-4c1e-4a4a-8b3b-0123456789ab"
