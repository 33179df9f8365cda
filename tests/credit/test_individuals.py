"""Individuals without a name in running text, through Scanner().scan_text: every text of individuals.toml."""

import time
import tomllib
from pathlib import Path
from random import Random

import pytest

from dlp import Scanner
from dlp.render.base import Lang
from dlp.render.because import in_words
from dlp.types import DataClass
from tests.credit.test_owners import label
from tests.fill import fill

ROWS = [
    (kind, expected, text)
    for kind, labels in tomllib.loads(Path(__file__).with_name("individuals.toml").read_text(encoding="utf-8")).items()
    for expected, texts in labels.items()
    for text in texts
]


@pytest.fixture(scope="module")
def scanner(tmp_path_factory):
    """With the fast lane of names alone."""
    config = tmp_path_factory.mktemp("firm") / "dlp.toml"
    config.write_text("[names]\ndeep = false\n", encoding="utf-8")
    return Scanner(config)


@pytest.mark.parametrize(("kind", "expected", "text"), ROWS)
def test_row(scanner, kind, expected, text):
    assert label(scanner.scan_text(fill(text, Random(text)).text)) == expected


DIGITS = "user_key,loan_bal,overdue_days\n" + "".join(f"{{rrn}},{n}000000,{n}\n" for n in range(1, 6))


def test_digits_under_the_head_of_a_key_are_no_resident_numbers(scanner):
    """Even where their check digit happens to hold."""
    result = scanner.scan_text(fill(DIGITS, Random(1)).text.replace("-", ""))
    assert label(result) == "pseudonymised"
    assert DataClass.UNIQUE_ID not in result.classes


SOLE = "상호,대표자명,사업자번호,개인사업자대출잔액\n가온상회,윤하진,{brn_person},32000000\n"


@pytest.mark.parametrize("text", [SOLE, "개인사업자 윤하진 고객, 사업자대출 잔액 3,200만원, 연체 31일"])
def test_sole_proprietors_are_to_be_reviewed(scanner, text):
    """A person and an enterprise in one: people have to look."""
    result = scanner.scan_text(fill(text, Random(1)).text)
    assert label(result) == "credit"
    assert all(fact.review for fact in result.assessment.facts)
    assert "확인 필요" in in_words(result.assessment, Lang.KO)


def test_others_are_not(scanner):
    result = scanner.scan_text("윤하진 고객, 대출잔액 3,200만원, 연체 31일")
    assert [fact.review for fact in result.assessment.facts] == [False]


HOSTILE = {
    "tokens": "u_5f3 대출 " * 20_000 + "u_5f4 대출 300만원",
    "ages": "30대 " * 50_000 + "가장 대출 300만원",
    "stars": "*" * 200_000 + " 고객 대출 300만원",
    "hyphens": "a-1" * 100_000 + " 대출 300만원",
    "quasi": "나이 1 " * 50_000 + "대출 300만원",
    "hex": "a1" * 200_000 + "… 대출 300만원",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_bounded(scanner, name):
    began = time.process_time()
    scanner.scan_text(HOSTILE[name])
    assert time.process_time() - began < 10
