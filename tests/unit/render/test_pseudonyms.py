"""Evidence of pseudonymised data as people and programs read it: counts and kinds, never a value."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dlp.audit.record import draft
from dlp.render.base import Entry, Lang
from dlp.render.document import result
from dlp.render.pseudonyms import told
from dlp.types import Assessment, DataClass, Locus, Origin, PseudonymisedTable, ScanResult, Verdict
from tests.unit.render.results import BLOCKED

TABLE = PseudonymisedTable(
    1203, "key", ("대출잔액",), ("거래내용",), ("연령", "성별"), 4, exact=True, locus=Locus(position="line 1")
)
SAID = [
    (TABLE, Lang.KO, "가명 키로 구분한 개인 기록 1,203건: 대출잔액 (준식별자 연령·성별, k=4)"),
    (TABLE, Lang.EN, "records of individuals under a key, 1,203: 대출잔액 (quasi-identifiers age·sex, k=4)"),
    (replace(TABLE, exact=False), Lang.KO, "k≤4"),
    (replace(TABLE, quasi=(), k=0, key="masked"), Lang.KO, "이름을 가린 개인 기록 1,203건: 대출잔액"),
    (replace(TABLE, key="dropped"), Lang.EN, "with identifiers left out"),
]


@pytest.mark.parametrize(("table", "lang", "said"), SAID)
def test_in_words(table, lang, said):
    assert said in told(table, lang)


def test_as_json_and_in_the_journal():
    assessment = Assessment(classes=frozenset({DataClass.PSEUDONYMISED}), pseudonymised=(TABLE,))
    scanned = ScanResult("a.csv", assessment, Verdict(BLOCKED.verdict.action))
    (shown,) = result(Entry(scanned, {}, fails=False), Lang.KO)["pseudonymised"]
    assert (shown["records"], shown["k"], shown["quasi"]) == (1203, 4, ["연령", "성별"])
    event = json.loads(draft(scanned, Origin("cli"), "1", datetime.now(UTC)).event)
    assert event["pseudonymised"] == [
        {"records": 1203, "key": "key", "quasi": ["연령", "성별"], "k": 4, "exact": True, "locus": "line 1"}
    ]
