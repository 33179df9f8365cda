"""Numbers an office is full of: never a finding beside their own name, never stood behind where their look is plain."""

from random import Random

import pytest

from dlp.types import Confidence
from tests.fill import fill

DRAWS = 40

NAMED = {
    "ean13": "바코드 {x} 재고 확인",
    "isbn13": "ISBN {x} 도서 신청",
    "imei": "단말 IMEI {x} 반납",
    "order_no_luhn": "주문번호 {x} 반품 접수",
    "order_no": "주문번호 {x} 배송 시작",
    "invoice_no": "인보이스 {x} 송금 예정",
    "tax_approval_no": "국세청 승인번호 {x}",
    "tracking_no": "택배 운송장 {x} 도착",
    "tracking_no_spaced": "송장번호 {x} 배송 중",
    "approval_no": "결재문서 승인번호 {x}",
    "document_no": "문서번호 {x} 상신",
    "service_line": "고객센터 {x} (24시간)",
    "serial": "노트북 일련번호 {x}",
    "part_no": "복합기 부품번호 {x} 교체",
    "epoch_ms": "createdAt={x}",
    "epoch_us": "trace start {x} (microseconds)",
    "stamp14": "백업 파일 {x}.tar.gz 생성",
    "court_case": "사건번호 {x} 판결",
    "patent_no": "특허 제{x}호 무효심판",
    "amount": "매출 {x}원",
    "version": "배포 버전 {x}",
    "digits13": "등기우편 {x} 반송",
    "digits16": "비품 주문번호 {x} 취소",
}
PLAIN = [
    "md5",
    "sha1",
    "sha256",
    "sha512",
    "uuid",
    "nonce64",
    "integrity",
    "latitude",
    "longitude",
    "ipv4",
    "iso_date",
    "version",
    "court_case",
    "amount",
    "epoch_s",
    "epoch_ms",
    "epoch_us",
    "stamp6",
    "stamp8",
    "stamp12",
    "stamp12_short",
    "stamp14",
    "stamp17",
    "document_no",
    "ticket",
    "serial",
    "vehicle",
    "tax_approval_no",
    "service_line",
]
AROUND = ("{x}", "확인 바랍니다 {x} 까지", "ref={x}", "id,val\n7,{x}\n8,{x}", '{"id":"{x}"}', "({x})", "{x},{x},{x}")


def texts(template, kind):
    for draw in range(DRAWS):
        yield fill(template.replace("{x}", f"{{{kind}}}"), Random(f"{template} {kind} {draw}")).text


@pytest.mark.parametrize("kind", NAMED)
def test_beside_its_own_name_it_is_no_finding(scanner, kind):
    wrong = {text: scanner.scan_text(text).findings for text in texts(NAMED[kind], kind)}
    assert not {text: [f.entity for f in findings] for text, findings in wrong.items() if findings}


@pytest.mark.parametrize("kind", PLAIN)
def test_by_its_look_alone_it_is_never_stood_behind(scanner, kind):
    wrong = {
        (text, finding.entity)
        for template in AROUND
        for text in texts(template, kind)
        for finding in scanner.scan_text(text).findings
        if finding.confidence >= Confidence.LIKELY
    }
    assert not wrong
