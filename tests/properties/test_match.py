"""What a finding is does not depend on how the text reached the matcher, nor on what else stands in it."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlp.extract import stream
from dlp.types import Confidence
from tests.fill import MAKERS, fill
from tests.forms import FORMS, Suits
from tests.identifiers import mobile, rrn, visa

BOUNDED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def sure(result):
    return [(f.entity, f.start, f.end) for f in result.findings if f.confidence >= Confidence.LIKELY]


def spans(result, entity):
    return [(f.start, f.end) for f in result.findings if f.entity == entity]


# --- offsets ----------------------------------------------------------------------------------------------------------

DIGIT_FORMS = [name for name, form in FORMS.items() if form.suits in (Suits.DIGITS, Suits.ANY) and not form.wraps]
BEFORE = ("", "가나다 ", "😀😀 ", "e\u0301 ", "\t", "한 줄\n", "&amp; %20 ", "𠀀", "1) ", "“")
AFTER = ("", " 입니다", "\n다음", "😀", "\u0301", ".", "”", "\u200b", "\r\n", ", 끝")


@pytest.mark.parametrize("form", DIGIT_FORMS)
def test_offsets_survive_undoing(scanner, form):
    """Wherever the value stands, and however it is written there, its span is the place it was written to."""
    for before in BEFORE:
        for after in AFTER:
            written = FORMS[form].write(rrn(Random(form)), Random(form))
            text = f"{before}주민번호 {written}{after}"
            ((start, end),) = spans(scanner.scan_text(text), "KR_RRN")
            assert text[start:end] == written, text


odd = st.text(st.sampled_from("가힣 aZ\n\t\u0301\u200b\ufeff😀𝟏é한\u1112\ud800\udfff\x00\u2028<>&%=\\"), max_size=40)


@given(odd, odd)
@BOUNDED
def test_offsets_are_characters_of_the_text_given(scanner, left, right):
    value = rrn(Random(7))
    text = f"_{left} 주민번호 {value} {right}"
    ((start, end),) = spans(scanner.scan_text(text), "KR_RRN")
    assert text[start:end] == value


MARKED = f"주민번호 {rrn(Random(1))}"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_of_bytes_is_no_part_of_the_text(scanner, encoding):
    assert spans(scanner.scan_text(MARKED.encode(encoding)), "KR_RRN") == [(5, 19)]


def test_a_byte_order_mark_in_a_str_is_a_character(scanner):
    assert spans(scanner.scan_text("\ufeff" + MARKED), "KR_RRN") == [(6, 20)]


WORDS = (
    "주민번호 ", "계좌 ", "카드 ", "국민은행 ", "고객번호: ", " ", "\n", ",", "-", "입니다", "홍*동", "😀", "１", "%2D", "\u200b",
)  # fmt: skip
KINDS = ("rrn", "card", "account", "mobile", "email", "brn", "passport")
values = st.builds(lambda kind, seed: MAKERS[kind](Random(seed)), st.sampled_from(KINDS), st.integers(0, 99))
fragments = st.one_of(st.sampled_from(WORDS), values)
texts = st.lists(fragments, max_size=16).map("".join)


@given(texts)
@BOUNDED
def test_text_and_its_bytes_are_read_alike(scanner, text):
    given_text, given_bytes = scanner.scan_text(text), scanner.scan_text(text.encode())
    if not text.startswith("\ufeff"):
        assert given_text.assessment == given_bytes.assessment


@given(texts)
@BOUNDED
def test_findings_never_overlap_and_come_in_order(scanner, text):
    findings = scanner.scan_text(text).findings
    for finding, following in pairwise(findings):
        assert finding.end <= following.start, text
    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(text)


@given(texts)
@BOUNDED
def test_the_same_text_gives_the_same_result(scanner, text):
    assert scanner.scan_text(text).assessment == scanner.scan_text(text).assessment


SHOW = """
import sys
from dlp import Scanner
result = Scanner().scan_text(sys.stdin.read())
print([(f.entity, f.start, f.end, f.confidence, f.evidence, f.fingerprint) for f in result.findings], result.verdict)
"""


def test_the_same_text_gives_the_same_result_in_every_process():
    template = (
        "주민번호 {rrn} 카드 {card|bare} 계좌 {account} {mobile} {email} {rrn|fullwidth} {card|base64} {masked_card}"
    )
    text = fill(template * 3, Random(3)).text
    root = str(Path(__file__).parents[2])
    shown = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", SHOW],
            input=text.encode(),
            stdout=subprocess.PIPE,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root},
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(shown) == 1
    assert b"KR_RRN" in shown.pop()


# --- what stands elsewhere --------------------------------------------------------------------------------------------

PROSE = ("회의는 내일 오후에 하겠습니다. 자료는 공유 폴더에 있습니다.\n\n", "Lunch moves to the afternoon. Thanks to all.\n\n",
    "오늘의 점심은 비빔밥입니다 😀\n\n", "- 첫째\n- 둘째\n\n")  # fmt: skip
ROWS = (
    "주민번호 {rrn}", "카드 {card}", "{mobile}", "국민은행 {account_kb}", "메일 {email}", "여권번호 {passport}", "{rrn|fullwidth}",
    "이름,계좌번호\n홍판서,{account_nh}", '{"acctNo":"{account_shinhan|bare}"}', "{card|base64}", "면허 {driver_license}",
)  # fmt: skip


@given(
    st.sampled_from(ROWS), st.lists(st.sampled_from(PROSE), max_size=30), st.lists(st.sampled_from(PROSE), max_size=30)
)
@BOUNDED
def test_unrelated_prose_around_changes_nothing(scanner, row, before, after):
    text = fill(row, Random(row)).text
    left, right = "".join(before), "\n\n" + "".join(after)
    alone = scanner.scan_text(text)
    moved = scanner.scan_text(left + text + right)
    assert [(f.rule, f.confidence, f.evidence, f.fingerprint) for f in moved.findings] == [
        (f.rule, f.confidence, f.evidence, f.fingerprint) for f in alone.findings
    ]
    assert [f.start - len(left) for f in moved.findings] == [f.start for f in alone.findings]


@pytest.mark.parametrize("join", ["\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad", "\u3164", "\u200b\u200d\u00ad"])
@given(st.integers(0, 999))
@settings(BOUNDED, max_examples=25)
def test_taking_out_what_is_invisible_fuses_no_neighbours(scanner, join, seed):
    rng = Random(seed)
    for first, second in ((rrn, rrn), (visa, rrn), (rrn, mobile), (visa, visa)):
        values = first(rng), second(rng)
        text = join.join(values)
        found = [text[start:end] for _, start, end in sure(scanner.scan_text(text))]
        assert found == list(values), text


# --- blocks -----------------------------------------------------------------------------------------------------------

ENCODINGS = ("utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-be", "utf-32-le")
LINE = "자료 요약 가나다라마바사 abc 값 없음"
LINE_ENDS = {"lf": "\n", "crlf": "\r\n", "one line": "", "one line of words": " "}


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks of this many bytes, so that a few lines have many edges."""

    def shrink(size):
        monkeypatch.setattr(stream, "BLOCK", size)
        monkeypatch.setattr(stream, "CONTEXT", 512)
        monkeypatch.setattr(stream, "_CUT_WITHIN", 128)

    return shrink


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_value_at_the_edge_of_a_block_is_found_once(scanner, small_blocks, encoding, line_end):
    """The edge before, in and behind the value, at every offset."""
    end = LINE_ENDS[line_end]
    value = rrn(Random(encoding))
    filler = (LINE + end) * (2048 // len(LINE.encode(encoding)) + 1)
    text = f"{filler} 주민번호 {value} 입니다{end}{filler}"
    data = text.encode(encoding)
    at = data.index(value.encode(encoding.removesuffix("-sig") if encoding != "utf-16" else "utf-16-le"))
    for size in range(at - 40, at + 100):
        small_blocks(size)
        result = scanner.scan_text(data)
        ((start, stop),) = spans(result, "KR_RRN")
        assert text[start:stop] == value, size
        assert not result.issues


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_value_at_the_edge_of_a_real_block(scanner, encoding):
    value = rrn(Random(encoding))
    size = len(LINE.encode(encoding.replace("utf-16-be", "utf-16"))) + 2
    text = LINE * (stream.BLOCK // size) + f" 주민번호 {value} 입니다 " + LINE * (stream.BLOCK // size // 8)
    ((start, stop),) = spans(scanner.scan_text(text.encode(encoding)), "KR_RRN")
    assert text[start:stop] == value


def test_blocks_of_any_size_give_what_one_gives(scanner, small_blocks):
    rng = Random(11)
    rows = (
        "주민번호 {rrn}",
        "카드 {card|fullwidth}",
        "국민은행 {account_kb}",
        "메일 {email} 😀",
        "가나다 {mobile|percent}",
        "{card|line_break}",
    )
    text = "".join(fill(f"{rng.choice(rows)} 끝.{rng.choice(chr(10) + '  ')}", rng).text for _ in range(150))
    whole = scanner.scan_text(text)
    assert len(sure(whole)) > 120
    for size in range(997, 2100, 53):
        small_blocks(size)
        assert sure(scanner.scan_text(text)) == sure(whole), size


@pytest.mark.parametrize(("mark", "encoding"), [(",", "utf-8"), ("\t", "cp949"), (";", "utf-16"), ("|", "utf-8")])
def test_a_head_counts_for_every_block_of_its_table(scanner, small_blocks, mark, encoding):
    """Bare account numbers, which nothing but the head of their column tells from any other number."""
    rng = Random(mark)
    account = fill("{account_nh|bare}", rng).text
    rows = [("순번", "이름", "계좌번호", "비고")]
    rows += [(str(n), "홍판서", account if n in (50, 250, 333, 412, 599) else "없음", "-") for n in range(1, 600)]
    text = "".join(mark.join(row) + "\n" for row in rows)
    small_blocks(3000)
    result = scanner.scan_bytes(text.encode(encoding), name="표.csv")
    assert [text[start:end] for start, end in spans(result, "KR_BANK_ACCOUNT")] == [account] * 5


@pytest.mark.parametrize("bank", ["nh", "shinhan"])  # of thirteen digits, and of twelve: nothing else asks for those
def test_a_head_counts_in_a_real_second_block(scanner, bank):
    account = fill(f"{{account_{bank}|bare}}", Random(1)).text
    text = (
        "순번,계좌번호\n" + ("1234567,없음" + " " * 1000 + "\n") * (stream.BLOCK // 1015 + 1) + f"1234568,{account}\n"
    )
    result = scanner.scan_bytes(text.encode(), name="표.csv")
    assert [text[start:end] for start, end in spans(result, "KR_BANK_ACCOUNT")] == [account]


@pytest.mark.parametrize("rows", [20, 200])
def test_a_head_counts_far_below_it(scanner, rows):
    account = fill("{account_nh|bare}", Random(1)).text
    text = "순번,계좌번호\n" + "1234567,없음\n" * rows + f"1234568,{account}\n"
    result = scanner.scan_bytes(text.encode(), name="표.csv")
    assert [text[start:end] for start, end in spans(result, "KR_BANK_ACCOUNT")] == [account]
