"""Decisions to put on record."""

from dataclasses import replace
from datetime import UTC, datetime

from dlp.audit.record import GENESIS, JournalKey, draft, seal
from dlp.types import (
    Action,
    Assessment,
    Confidence,
    Coverage,
    DataClass,
    Finding,
    Issue,
    IssueCode,
    Locus,
    Origin,
    Reason,
    ScanResult,
    Verdict,
)

KEY = JournalKey.of(bytes(range(32)))
OTHER_KEY = JournalKey.of(bytes(32))
TIME = datetime(2026, 7, 1, 9, 30, 0, 123456, tzinfo=UTC)
ORIGIN = Origin("cli", actor="kim@bank.example", device="PC-1", destination="slack", encrypted=True)
FINDING = Finding(
    *("kr_rrn", "KR_RRN", DataClass.UNIQUE_ID, Confidence.CONFIRMED, 3, 17, "010101-1******", "f" * 64),
    locus=Locus(("mail.eml", "고객.xlsx"), "Sheet1", "B4"),
)
RESULT = ScanResult(
    name="대출 상담 기록.zip",
    assessment=Assessment(
        media_type="application/zip",
        coverage=Coverage.PARTIAL,
        classes=frozenset({DataClass.UNIQUE_ID, DataClass.PERSONAL}),
        subjects=2,
        findings=(
            replace(FINDING, entity="PHONE_NUMBER", confidence=Confidence.POSSIBLE, masked="010-****-**78"),
            FINDING,
        ),
        issues=(Issue(IssueCode.ENCRYPTED, Locus(("inner.zip",))),),
        counts={("KR_RRN", Confidence.CONFIRMED): 1, ("PHONE_NUMBER", Confidence.POSSIBLE): 3},
    ),
    verdict=Verdict(
        Action.BLOCK,
        (Reason("SAAS-13", Action.BLOCK, "고유식별정보", "unique", "unique_id", ("PIPA-D-19",)),),
        policy_digest="p" * 64,
        rules_digest="r" * 64,
    ),
    size=1234,
    sha256="a" * 64,
)
ALLOWED = replace(RESULT, verdict=Verdict(Action.ALLOW))


def chain(count, key=KEY, first=1, previous=GENESIS):
    """`count` records in a row."""
    records = []
    for number in range(first, first + count):
        record = seal(draft(RESULT, ORIGIN, f"submission-{number}", TIME), previous, number, key)
        records.append(record)
        previous = record.hash
    return records
