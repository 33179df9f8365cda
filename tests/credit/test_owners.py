"""Whose a credit attribute is, through Scanner().scan_text: every text of owners.toml and breadth.toml, near misses, hostile input."""

import subprocess
import sys
import time
import tomllib
from pathlib import Path
from random import Random

import pytest

from dlp import Scanner
from dlp.classify import gate, terms
from dlp.classify.values import Kind, kind_of
from dlp.types import Action, DataClass, NearMiss
from tests.fill import fill

# What is known not to be told yet: no label or name says who it is.
KNOWN = frozenset(
    (
        "{customer_no} 한도증액 부결 처리했습니다 등급 8",
        'trade_id=88231 client="Han Yuri" symbol=005930 side=BUY qty=120 price=71200',
    )
)
ROWS = [
    (label, text)
    for table in ("owners.toml", "breadth.toml")
    for label, kinds in tomllib.loads(Path(__file__).with_name(table).read_text(encoding="utf-8")).items()
    for texts in kinds.values()
    for text in texts
]
MISSES = {
    "㈜한빛정밀의 여신 잔액은 120억원이다.": NearMiss.COMPANY,
    "예시) 홍길동 고객, 대출잔액 50,000,000원": NearMiss.EXAMPLE,
    "도서관 대출 2건이 4일째 연체 중인 강이현 님": NearMiss.OTHER_MEANING,
    "연체금액 3,210,000원이 확인되었습니다.": NearMiss.NO_OWNER,
    "예를 들어 연소득 4,000만원인 고객이라면 됩니다.": NearMiss.GENERAL,
}


@pytest.fixture(scope="module")
def scanner(tmp_path_factory):
    """With the fast lane of names alone: what it does not find is not found by luck."""
    config = tmp_path_factory.mktemp("firm") / "dlp.toml"
    config.write_text("[names]\ndeep = false\n", encoding="utf-8")
    return Scanner(config)


def label(result) -> str:
    classes = result.classes
    if DataClass.PERSONAL_CREDIT in classes:
        return "credit"
    return "pseudonymised" if DataClass.PSEUDONYMISED in classes else "none"


def test_own_texts(scanner):
    """Nothing that is nobody's may be taken for somebody's; of the others next to all are found."""
    wrong = [
        (expected, found, text)
        for expected, text in ROWS
        if (found := label(scanner.scan_text(fill(text, Random(text)).text))) != expected and text not in KNOWN
    ]
    assert [row for row in wrong if row[0] == "none"] == []
    assert len(wrong) <= len(ROWS) // 33, wrong


def test_facts_say_whose_and_which_limb(scanner):
    result = scanner.scan_text("차주 남궁민재의 주담대 잔액은 2억 3천만원이며 연체 12일이다.")
    (fact,) = result.assessment.facts
    assert fact.who == "차주 남***"
    assert "거래내용" in fact.limbs
    assert "신용도" in fact.limbs
    (name,) = [finding for finding in result.findings if finding.entity == "PERSON"]
    assert (name.start, name.end, name.data_class) == (3, 7, DataClass.NONE)


def test_several_people_each_have_their_own(scanner):
    text = "1. 나현서 고객 - 원금 4,120,000원, 연체 180일\n2. 도하람 고객 - 원금 9,800,000원, 연체 212일"
    facts = scanner.scan_text(text).assessment.facts
    assert {fact.who.rsplit(" ", 1)[-1] for fact in facts} == {"나**", "도**"}


def test_name_alone_does_nothing(scanner):
    result = scanner.scan_text("김민수 고객님이 어제 창구를 방문했습니다.")
    assert result.verdict.action is Action.ALLOW
    assert not result.verdict.reasons


@pytest.mark.parametrize("text", MISSES)
def test_near_misses_say_why(scanner, text):
    result = scanner.scan_text(text)
    assert label(result) == "none"
    assert MISSES[text] in {miss.why for miss in result.assessment.missed}


@pytest.mark.parametrize("spelling", terms.TERMS)
def test_every_term_is_read_in_a_label(spelling):
    weak = {"claim", "decision", "rating", "lease", "shares"}
    assert (terms.in_label(spelling) is not None) is (spelling not in weak)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3천5백만원", Kind.AMOUNT), ("3.5천만", Kind.AMOUNT), ("35,000,000원", Kind.AMOUNT), ("₩350,000", Kind.AMOUNT),
        ("KRW 1,200,000", Kind.AMOUNT), ("이천만원", Kind.AMOUNT), ("5조 7천억 원", Kind.AMOUNT), ("183", Kind.NUMBER),
        ("183일째", Kind.DAYS), ("두 달째", Kind.DAYS), ("749점", Kind.SCORE), ("6등급", Kind.GRADE), ("AA+", Kind.GRADE),
        ("3.5%", Kind.RATE), ("2026-05-19", Kind.DATE), ("5월 19일", Kind.DATE), ("Y", Kind.YES_NO), ("연체중", Kind.STATUS),
        ("서울", Kind.TEXT), ("___원", None), ("", None), ("12,***", None),
    ],
)  # fmt: skip
def test_kinds_of_values(text, kind):
    assert kind_of(text) is kind


def test_labels_that_hold_no_value():
    for text in ("대출담당자", "대출번호", "loan_no", "보험사명", "고객명", "rate_limit", "비고", "card_no", ""):
        assert terms.in_label(text) is None


HOSTILE = {
    "stuffing": "대출 연체 잔액 한도 신용등급 " * 20_000,
    "stuffing with values": "대출 3천만원 연체 30일 " * 10_000,
    "names": "".join(f"김{chr(0xAC00 + n % 11172)}{chr(0xAC00 + n * 7 % 11172)} 고객 " for n in range(100_000)),
    "huge line": "대출잔액 1,000원 " + "가" * 3_000_000,
    "colons": "a: " * 200_000 + "대출잔액: 3,000,000원",
    "opened brackets": "[" * 300_000 + "연체 30일",
    "digits": "연체 " + "1" * 2_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_bounded(scanner, name):
    began = time.process_time()
    scanner.scan_text(HOSTILE[name])
    assert time.process_time() - began < 12


def test_signs_are_few_and_compile(scanner):
    assert sum(len(pattern.expressions) for pattern in gate.patterns()) < 300


def test_text_without_attributes_never_loads_the_models():
    code = (
        "import sys; from dlp import Scanner; Scanner().scan_text('내일 회의는 3시입니다. 김민수 과장님 참석 바랍니다.');"
        "sys.exit(any(name in sys.modules for name in ('spacy', 'presidio_analyzer')))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
