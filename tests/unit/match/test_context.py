"""What is taken for the label of a number, through the scanner: bare accounts are found by their label alone."""

import pytest

from dlp.types import EvidenceKind

ACCOUNT, OTHER = "35123456789013", "72345678901234"


def accounts(scanner, text):
    return [text[f.start : f.end] for f in scanner.scan_text(text).findings if f.entity == "KR_BANK_ACCOUNT"]


@pytest.mark.parametrize(
    "text",
    [
        "이름,계좌번호,비고\n홍판서,{},-\n",
        "이름;계좌번호\n홍판서;{}\n",
        "이름\t계좌번호\n홍판서\t{}\n",
        "이름|계좌번호|\n홍판서|{}|\n",
        "| 이름 | 계좌번호 |\n|---|---|\n| 홍판서 | {} |\n",
        '"이름","계좌번호"\n"홍판서","{}"\n',
        '주소,계좌번호\n"서울, 중구",{}\n',
        '"이름, 별칭",계좌번호\n홍판서,{}\n',
        "이름,계좌번호\r\n홍판서,{}\r\n",
        "계좌번호\n{}\n",
        "성명,acct_no\nHong,{}\n",
        "제목 줄\n\n이름,계좌번호\n홍판서,{}\n",
    ],
)
def test_the_head_of_a_column(scanner, text):
    assert accounts(scanner, text.format(ACCOUNT)) == [ACCOUNT]


@pytest.mark.parametrize(
    "text",
    [
        "계좌번호,거래번호\n없음,{}\n",
        "이름;계좌번호;거래번호\n홍판서;없음;{}\n",
        "| 계좌번호 | 거래번호 |\n|---|---|\n| - | {} |\n",
        '"계좌번호, 은행",거래번호\n"-",{}\n',
    ],
)
def test_the_head_of_another_column_does_not_count(scanner, text):
    found = scanner.scan_text(text.format(OTHER)).findings
    assert not [f for f in found if any(e.kind is EvidenceKind.HEADER for e in f.evidence)]


@pytest.mark.parametrize(
    "text",
    [
        "계좌 {}",
        "계좌번호: {}",
        "계좌번호는 아래와 같습니다\n{}",
        '{{"accountNo":"{}"}}',
        "acct_no = '{}'",
        "{} (계좌번호)",
        "계좌번호가{}입니다",
    ],
)
def test_a_label_near_by(scanner, text):
    assert accounts(scanner, text.format(ACCOUNT)) == [ACCOUNT]


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "거래번호 {} 처리",
        "계좌" + " 자료 정리 안내" * 12 + " {}",  # too far
        "{} 처리 완료. 다음 문장에서 계좌 35123456789013",  # the label of the next number
    ],
)
def test_no_label(scanner, text):
    assert OTHER not in accounts(scanner, text.format(OTHER))


def test_the_nearest_word_counts(scanner):
    assert accounts(scanner, f"계좌 문의 주문번호 {OTHER}") == []
    assert accounts(scanner, f"주문번호 문의 계좌번호 {ACCOUNT}") == [ACCOUNT]
