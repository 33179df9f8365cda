"""Hyperscan, RE2 and `regex` read every text alike: no installation misses what another one finds."""

import unicodedata
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlp.match.matcher import Matcher
from dlp.match.ruleset import Ruleset
from dlp.types import Locus, Segment
from recognizers import rules
from tests.fill import MAKERS, fill
from tests.forms import CARRIERS, FORMS
from tests.recognizers.test_tables import HITS, MISSES

ENGINES = {"hyperscan": "hyperscan", "re2": "re2", "regex": "regex"}
BOUNDED = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.fixture(scope="module")
def matchers():
    for module in ENGINES.values():
        pytest.importorskip(module)
    return {name: Matcher(Ruleset(rules(), library=name), b"k" * 32) for name in ENGINES}


def findings(matcher, text, header):
    segment = Segment(Locus(), text.encode("utf-8", "replace"), header=header.encode())
    matches = matcher.match(segment)
    found = [(f.entity, f.start, f.end, f.confidence) for f in matcher.findings(segment, matches.found)]
    return found, matches.issues


def check(matchers, text, header=""):
    first, *others = (findings(matcher, text, header) for matcher in matchers.values())
    assert all(other == first for other in others), text


@pytest.mark.parametrize("row", HITS + MISSES)
def test_rows_of_the_rule_tables(matchers, row):
    check(matchers, row.filled(0).text)


@pytest.mark.parametrize("form", FORMS)
def test_every_form(matchers, form):
    text = f"주민등록번호 {{rrn|{form}}}, 카드 {{card|{form}}} 계좌 {{account|{form}}}."
    check(matchers, fill(text, Random(form)).text)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_carrier(matchers, carrier):
    check(matchers, CARRIERS[carrier](fill("주민등록번호 {rrn} 메일 {email}", Random(carrier)).text))


DIGITS = ("0", "1", "12", "010", "1234", "4111", "900101", "1234567", "0" * 13, "9" * 17)
SEPARATORS = (
    "",
    "-",
    " ",
    ".",
    "/",
    "\n",
    "\r\n",
    "\t",
    ",",
    "|",
    ";",
    ":",
    "--",
    " - ",
    "(",
    ")",
    "[",
    '"',
    "=",
    "\n> ",
)
LABELS = (
    "주민번호",
    "계좌",
    "카드",
    "여권",
    "면허 ",
    "고객번호: ",
    "acct_no=",
    "rrn",
    "tel",
    "주문번호 ",
    "법인",
    "국민은행 ",
)
HANGUL = ("가", "입니다", "홍*동", "일이삼", "공", unicodedata.normalize("NFD", "번호"), "원", "은행")
ODD = (
    "１", "①", "²", "٣", "𝟏", "\u200b", "\u00ad", "–", "\u00a0", "\u3000", "\ufeff", "ㅡ", "\u0301", "🏦", "\u1160", "\0",
    "\ufffd", "%31", "%2D", "%25", "&#49;", "&#x31;", "&nbsp;", "\\u0031", "\\x31", "=31", "=\n", "=?utf-8?Q?=31?=", "<b>",
    "<br>", "MDEw", "eyJ", "==", "3132", "31 ", "O", "l", "I", "@", "a.kr", "P", "M", "<", ">", "*", "x", "KOR", "_",
)  # fmt: skip
# Two values that share the one character between them: an engine that skips what it consumed loses the second.
NEIGHBOURS = (
    "rrn",
    "rrn|bare",
    "card",
    "card|bare",
    "mobile",
    "email",
    "driver_license",
    "account_nh",
    "passport_new",
    "ci",
)


@st.composite
def values(draw):
    rng = Random(draw(st.integers(0, 999)))
    kind, *forms = draw(st.sampled_from(NEIGHBOURS)).split("|")
    value = MAKERS[kind](rng)
    for form in (*forms, draw(st.sampled_from(("plain", "plain", "fullwidth", "percent", "zero_width", "base64")))):
        value = FORMS[form].write(value, rng)
    cut = draw(st.integers(0, 12))
    return value[cut - 6 :] if 0 < cut < 6 else value  # near misses too


fragments = st.one_of(
    st.sampled_from(DIGITS), st.sampled_from(SEPARATORS), st.sampled_from(LABELS + HANGUL + ODD), values()
)
texts = st.lists(fragments, max_size=24).map("".join)
headers = st.sampled_from(("", "", "", "이름,계좌번호,카드", "주민번호\t여권"))


@given(texts, headers)
@BOUNDED
def test_composed_texts(matchers, text, header):
    check(matchers, text, header)


@given(st.lists(values(), min_size=2, max_size=6), st.sampled_from(" ,-.\n\t/|\u200b"))
@settings(BOUNDED, max_examples=150)
def test_neighbours_that_share_a_boundary(matchers, several, join):
    check(matchers, join.join(several))


@given(st.binary(max_size=200))
@settings(BOUNDED, max_examples=150)
def test_any_bytes(matchers, data):
    check(matchers, data.decode("utf-8", "replace"))


@pytest.mark.fuzz
@given(texts, headers)
@settings(BOUNDED, max_examples=20_000, derandomize=False)
def test_composed_texts_for_longer(matchers, text, header):
    check(matchers, text, header)


HOSTILE = {
    "digits": "1234567890" * 100,
    "one digit": "0" * 1000,
    "digits and dashes": "1234-" * 200,
    "digits and blanks": "1 " * 400,
    "digits and line ends": "1\n" * 400,
    "nearly resident numbers": "900101-12345678 9001011-234567 901301-1234567 " * 10,
    "nearly cards": "4111-1111-1111-111 4111-1111-1111-11111 " * 10,
    "separators": "-" * 1000 + "./" * 500,
    "full-width": "１２３４５６-７" * 40,
    "zero-width": "1\u200b" * 200,
    "labels": "계좌" * 200 + "110-234-567890",
    "percent": "%31%2D" * 60,
    "percent of percent": "%25" * 40 + "31",
    "entities": "&#49;" * 60,
    "open entities": "&#" * 300,
    "tags": "1<b>" * 80,
    "base64": "MDEwLTEyMzQtNTY3OCAw" * 12,
    "hex": "3031302d" * 40,
    "words": "=?utf-8?B?MDEw?= " * 20,
    "numerals": "공일이삼사오육칠팔구-" * 20,
    "letters": "O0lI-" * 80,
    "mailboxes": "a@a.kr" * 60,
    "masked": "900101-1****** 홍*동 " * 10,
    "rows": "이름,계좌\n" + "홍,110-234-567890\n" * 8,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts(matchers, name):
    check(matchers, HOSTILE[name])
