"""What tables say beside their class: whose, which attributes, how many people, how rare their combinations are."""

import time
from random import Random

import pytest

from dlp.classify.tables import NearMiss
from dlp.classify.tables.plan import Why
from tests.credit.reading import read
from tests.fill import fill
from tests.ooxml import xlsx

SURNAMES, SYLLABLES = "김이박최정강조윤장임", "민서준우지현수영호진은하윤채원도"


def names(count, seed=1):
    """So many different made-up names."""
    rng, found = Random(seed), {}
    while len(found) < count:
        found[rng.choice(SURNAMES) + rng.choice(SYLLABLES) + rng.choice(SYLLABLES)] = None
    return list(found)


def csv(head, rows):
    return "\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n"


def test_whose_and_what():
    found = read("예금주,대출잔액,연체일수\n노하람,12000000,31\n")
    (fact,) = found.facts
    assert fact.who == "예금주 노**"
    assert fact.terms == ("대출잔액", "연체일수")
    assert fact.limbs == ("거래내용", "신용도")
    assert "line 2" in str(fact.locus)
    assert "노하람" not in repr(found)


def test_an_empty_cell_is_no_fact():
    found = read("성명,대출잔액,연체금액\n노하람,,\n마도윤,12000000,\n")
    assert [fact.who for fact in found.facts] == ["성명 마**"]
    assert found.facts[0].terms == ("대출잔액",)


def test_people_are_counted_once():
    people = names(500)
    rows = [(person, 1_000_000 + n) for n in range(6) for person in people]
    assert len(read(csv("성명,대출잔액", rows)).people) == 500


def test_people_over_many_blocks():
    people = names(1500)
    rows = [(people[n % 1500], "신용대출", 1_000_000 + n) for n in range(90_000)]
    found = read(csv("고객명,상품,대출잔액", rows))
    assert len(found.people) == 1500
    assert len(found.facts) == 1000


def test_a_million_rows_of_one_person():
    data = b"name,loan_bal\n" + "노하람,12000000\n".encode() * 1_000_000
    began = time.process_time()
    found = read(data, "one.csv")
    assert len(found.people) == 1
    assert time.process_time() - began < 60


def test_the_only_person_stands_far_below():
    rows = [(f"㈜가온테크{n}", 1_000_000 + n) for n in range(60_000)]
    rows[50_000] = ("노하람", 32_000_000)
    (fact,) = read(csv("차주,대출잔액", rows)).facts
    assert fact.who == "차주 노**"


def test_an_identifier_left_far_below():
    rows = [(f"{n:012x}", "30대", 1_000_000 + n, "") for n in range(40_000)]
    text = csv("cust_hash,age_band,loan_bal,memo", rows)
    assert read(text).label == "pseudonymised"
    rows[35_000] = (*rows[35_000][:3], fill("연락처 {mobile}", Random(1)).text)
    found = read(csv("cust_hash,age_band,loan_bal,memo", rows))
    assert found.label == "credit"
    assert len(found.facts) == 1


def test_k_anonymity():
    rows = [
        ("a1f3", "30대", "남", 1_200_000),
        ("a1f3", "30대", "남", 1_300_000),  # the same person again
        ("b2c4", "30대", "남", 900_000),
        ("c3d5", "40대", "여", 800_000),
        ("d4e6", "40대", "여", 700_000),
        ("e5f7", "40대", "여", 600_000),
    ]
    (table,) = read(csv("결합키,연령대,성별,대출잔액", rows)).pseudonymised
    assert (table.k, table.records, table.quasi, table.key, table.exact) == (2, 6, ("연령", "성별"), "key", True)
    assert table.terms == ("대출잔액",)


def test_k_over_many_blocks():
    rows = [(f"{n:012x}", ("20대", "30대", "40대")[n % 3], 1_000_000 + n) for n in range(60_000)]
    rows += [("ffffeeee0001", "90대", 5_000_000)]
    (table,) = read(csv("cust_hash,age_band,loan_bal", rows)).pseudonymised
    assert (table.k, table.records) == (1, 60_001)


def test_dropped_identifiers():
    rows = [("남", 34, "회사원", 42_000_000), ("여", 45, "자영업", 61_000_000)]
    (table,) = read(csv("성별,나이,직업,연소득", rows)).pseudonymised
    assert (table.key, table.k, table.quasi) == ("dropped", 1, ("성별", "연령", "직업"))


NEAR_MISSES = {
    "부서,성명,담당업무,대출잔액\n여신부,노하람,심사,12000000\n": Why.STAFF,
    "법인명,대출잔액\n㈜가온,1200000000\n": Why.CORPORATE,
    "지점,차주수,대출잔액\n강남,120,4210000000\n": Why.AGGREGATE,
    "※ 작성 예시\n성명,대출잔액\n노하람,12000000\n": Why.EXAMPLE,
    "상품명,대출한도\n든든대출,50000000\n": Why.NO_PERSON,
    "회원명,대출도서,연체일수\n노하람,토지,3\n": Why.ELSEWHERE,
}


@pytest.mark.parametrize("text", NEAR_MISSES, ids=[why.value for why in NEAR_MISSES.values()])
def test_near_misses_say_why(text):
    found = read(text)
    assert found.label == "none"
    assert [miss.why for miss in found.misses if isinstance(miss, NearMiss)] == [NEAR_MISSES[text]]


HOSTILE = {
    "ten thousand columns": ("성명" + ",c" * 10_000 + ",대출잔액\n노하람" + ",1" * 10_000 + ",12000000\n", {"none", "credit"}),
    "ragged rows": ("성명,대출잔액,연체일수\n" + "".join("노하람," * (n % 3 + 1) + "12000000\n" for n in range(5_000)), {"credit"}),
    "a head on every page": (("성명,대출잔액\n" + "노하람,12000000\n" * 30) * 400, {"credit"}),
    "mixed delimiters": ("성명,대출잔액\n노하람;12000000\n마도윤|9000000\n탁은서\t3000000\n" * 500, {"none", "credit"}),
    "figures as text": ('"성명","대출잔액"\n' + '"노하람","\'12,000,000"\n' * 500, {"credit"}),
    "names of one letter": ("성명,대출잔액\n" + "김,12000000\nㄱ,1\na,2\n" * 2_000, {"none"}),
    "keywords only": ("대출,대출잔액,연체,연체일수,신용점수,한도\n" * 20_000, {"none"}),
    "keywords as prose": ("대출 잔액 연체 신용점수 한도 보증 담보 " * 20_000, {"none"}),
    "deep objects": ('{"a":' * 20_000 + "1" + "}" * 20_000, {"none"}),
    "brackets only": ("[{(" * 30_000, {"none"}),
    "open tags": ("<tr><td>" * 60_000, {"none"}),
    "one long line": ("성명," + "가" * 900_000, {"none"}),
    "equal signs": ("a=" * 300_000, {"none"}),
    "colons": ("a: b\n" * 100_000, {"none"}),
    "quotes that never end": ('"성명,대출잔액\n"노하람,12000000\n' * 3_000, {"none", "credit"}),
    "inserts without end": ("INSERT INTO t (성명, 대출잔액) VALUES (" * 5_000, {"none"}),
    "bars": ("|" * 400_000 + "\n" + "|" * 400_000, {"none"}),
    "comments": ("# " * 200_000 + "\n[1]", {"none"}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name):
    text, allowed = HOSTILE[name]
    began = time.process_time()
    found = read(text)
    assert found.label in allowed
    assert time.process_time() - began < 20  # of a megabyte at most, the matcher's own work included


def test_a_sheet():
    content = xlsx({"고객": [["2026년 3월 연체"], ["성명", "대출잔액", "연체일수"], ["노하람", "12000000", "31"]]})
    (fact,) = read(content, "a.xlsx").facts
    assert fact.who == "성명 노**"
    assert str(fact.locus).endswith("고객!A3")


def test_a_page():
    rows = "<tr><th>결합키</th><th>연령대</th><th>대출잔액</th></tr><tr><td>a1b2c3d4</td><td>30대</td><td>12,000,000</td></tr>"
    (table,) = read(f"<html><body><table>{rows}</table></body></html>".encode(), "a.html").pseudonymised
    assert (table.key, table.k, table.records) == ("key", 1, 1)
