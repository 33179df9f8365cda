"""Writes samples/: the documents a newcomer scans first. `python -m tests.make_samples`

Nobody alive can own an identifier in here: births of 1900-1905, the card networks' published test numbers, accounts and
company numbers whose serial is all zeros, mobile numbers of a range nobody is given, domains of RFC 2606.
"""

import base64
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from dlp.types import Action
from tests.identifiers import brn_check, crn_check, frn_of_nobody, rrn_of_nobody
from tests.ooxml import docx, pptx, xlsx
from tests.zips import Member, archive

FOLDER = Path(__file__).resolve().parents[1] / "samples"

VISA, MASTERCARD, AMEX = "4111-1111-1111-1111", "5555-5555-5555-4444", "3782-822463-10005"
ACCOUNTS = "3333-00-0000000", "1002-000-000000", "301-0000-0000-01"
BRN = "101-81-0000" + brn_check("101810000")
CRN = "110111-000000" + crn_check("110111000000")
_RNG = Random("samples")
RRNS = tuple(rrn_of_nobody(_RNG) for _ in range(8))
FRN = frn_of_nobody(_RNG)


@dataclass(frozen=True, slots=True)
class Sample:
    """One file: its content, the verdict the shipped policy gives it, and what it shows."""

    content: bytes
    action: Action
    ko: str
    en: str


def chat() -> str:
    return f"""\
[대출심사 2팀] 대화 내보내기
--------------- 2026년 4월 20일 월요일 ---------------
[홍판서] [오전 9:12] 좋은 아침입니다~ 어제 말씀드린 한도 증액 건 서류 왔나요?
[전우치] [오전 9:15] 네 신분증 사본은 왔고 소득증빙은 오후에 온대요
[홍판서] [오전 9:16] 그럼 실명번호 먼저 주세요. 조회 돌려 놓을게요
[전우치] [오전 9:18] {RRNS[0].replace("-", "")} 입니다
[전우치] [오전 9:18] 입금 계좌는 카카오뱅크 {ACCOUNTS[0]} 이고요
[홍판서] [오전 9:21] ㅇㅋ 확인했습니다
"""


def mail() -> str:
    rows = (
        "고객번호,성명,계좌번호,대출잔액,연체일수",
        f"900000001,성춘향,{ACCOUNTS[1]},38500000,0",
        f"900000002,이몽룡,{ACCOUNTS[2]},12000000,31",
    )
    attachment = base64.encodebytes("\n".join(rows).encode()).decode()
    return f"""\
From: =?utf-8?B?{base64.b64encode("전우치".encode()).decode()}?= <woochi@example.com>
To: collab@example.org
Subject: =?utf-8?B?{base64.b64encode("4월 연체 고객 현황".encode()).decode()}?=
Date: Mon, 20 Apr 2026 09:30:00 +0900
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="sample-boundary"

--sample-boundary
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

첨부 파일 확인 부탁드립니다. 회의는 3시입니다.

--sample-boundary
Content-Type: text/csv; charset=utf-8
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="arrears.csv"

{attachment}
--sample-boundary--
"""


def customers() -> bytes:
    rows = "".join(
        f"{900000010 + number},{name},{rrn},customer{number}@example.com,{limit}\r\n"
        for number, (name, rrn, limit) in enumerate(
            zip(("심학규", "임꺽정", "장길산"), RRNS[1:4], (5_000_000, 3_000_000, 0), strict=True), 1
        )
    )
    return f"고객번호,고객명,주민등록번호,이메일,카드한도\r\n{rows}".encode("cp949")


def contract() -> bytes:
    return docx(
        [
            ["용역 계약서"],
            [f"갑: 주식회사 가나다상사 (법인등록번호 {CRN}, 사업자등록번호 {BRN})"],
            ["을: 주식회사 라마바정보"],
            ["제1조 (목적) 을은 갑의 업무용 소프트웨어 이용 현황을 조사하여 보고한다."],
            ["제2조 (기간) 계약일로부터 6개월로 하되 서면 합의로 연장할 수 있다."],
            ["제3조 (대금) 갑은 검수 완료 후 30일 안에 대금을 지급한다."],
        ]
    )


MEETING = """\
# 주간 회의록 (4월 3주차)

- 일시: 2026-04-20 14:00, 7층 회의실
- 안건: 협업 도구 전환 일정, 교육 자료 준비

## 논의

1. 5월 둘째 주부터 새 협업 도구를 쓴다. 이전 자료는 분기말까지 읽기 전용으로 둔다.
2. 교육은 부서별로 한 시간씩 두 번 한다. 자료는 인사팀이 만든다.
3. 접속 장애 INC-20260417 은 인증서 갱신으로 해결되었다.

## 할 일

| 할 일 | 담당 부서 | 기한 |
|---|---|---|
| 교육 일정 공지 | 인사 | 04-24 |
| 접속 안내문 | 정보보호 | 04-27 |
"""

RATES = """\
상품,구분,기본금리(%),우대금리(%),최고금리(%)
직장인 신용대출,6개월 변동,5.12,0.70,4.42
주택담보대출,5년 고정,4.05,0.40,3.65
전세자금대출,12개월 변동,4.31,0.50,3.81
정기예금,12개월,2.85,0.20,3.05
자유적금,24개월,2.90,0.60,3.50
"""

PSEUDONYMISED = """\
가명키,연령대,시도,직업군,대출잔액,연체일수,신용평점구간
6f1e0c54b7a2,30대,서울,사무직,38500000,0,850-899
a90b3de1f044,40대,부산,자영업,71200000,12,750-799
17cc80f9d35e,50대,경기,교사,15000000,0,900-949
e4427b61a8d0,20대,대전,프리랜서,6400000,45,600-649
03bd95f7c116,60대,전북,농업,22800000,0,800-849
"""

PAGE = """\
<!doctype html>
<html lang="ko">
<head><meta charset="utf-8"><title>담당자 안내</title></head>
<body>
<h1>협업 도구 문의</h1>
<p>접속이 되지 않으면 아래로 알려 주세요.</p>
<table>
<tr><th>담당자</th><td>홍판서</td></tr>
<tr><th>이메일</th><td><a href="mailto:panseo@example.com">panseo&#64;example.com</a></td></tr>
</table>
</body>
</html>
"""


def api_body() -> str:
    order = {
        "requestId": "8c0f7a5e-0b52-4f0e-9d2b-5f6f2d1c7a90",
        "ts": 1776643200000,
        "customer": {"custNo": "900000021", "name": "홍판서"},
        "card": {"cardNo": VISA.replace("-", ""), "limitAmt": 5000000, "usedAmt": 1234000},
    }
    return json.dumps(order, indent=2) + "\n"  # ASCII: names stand escaped


def nested_zip() -> bytes:
    inner = archive(
        [Member("외국인고객.txt", f"외국인등록번호 {FRN}\n체류기간 연장 확인 요망\n".encode("cp949"), "cp949")]
    )
    return archive(
        [Member("2026년 4월/심사자료.zip", inner, "cp949"), Member("readme.txt", b"review set, April 2026\n")]
    )


def application() -> bytes:
    front, back = RRNS[4].split("-")
    return docx(
        [
            ["대출 신청서"],
            ["신청인 ", "심청", " / 주민등록번호 ", front[:3], front[3:], "-", back[:1], back[1:]],
            ["신청 금액 20,000,000원, 상환 방식 원리금균등"],
        ]
    )


def report() -> bytes:
    return xlsx(
        {
            "요약": [["구분", "건수"], ["신규", "120"], ["해지", "14"]],
            "원본": [
                ["고객번호", "계좌번호", "대출잔액"],
                ["900000031", ACCOUNTS[0], "38500000"],
                ["900000032", ACCOUNTS[1], "7000000"],
            ],
        },
        hidden=frozenset({"원본"}),
    )


def briefing() -> bytes:
    return pptx(
        [
            ("2분기 영업 전략\n비대면 채널 확대", "인사말로 시작"),
            ("사례 소개", f"사례 고객 주민등록번호 {RRNS[5]} - 발표 때는 말하지 않기"),
        ]
    )


def messages() -> str:
    fullwidth = RRNS[6].translate({**{ord(str(d)): 0xFF10 + d for d in range(10)}, ord("-"): 0xFF0D})
    lines = [
        {"channel": "general", "user": "U01", "text": "오늘 점심 뭐 드실래요?"},
        {"channel": "loan-ops", "user": "U02", "text": f"주민번호 {fullwidth} 조회 부탁드려요"},
        {"channel": "loan-ops", "user": "U03", "text": "처리했습니다"},
        {"channel": "card-ops", "user": "U04", "text": f"분실 카드 {MASTERCARD} 정지했습니다"},
    ]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def sealed() -> bytes:
    return archive(
        [
            Member("payroll.csv", b"name,amount\n", password=b"sample"),
            Member("note.txt", b"the password comes by phone\n"),
        ]
    )


def scanned_page() -> bytes:
    """A small picture full of strokes (ISO/IEC 15948): stands for a scanned form that was sent in part.

    Whole, it would be read where OCR is installed and held where not; this one is held everywhere.
    """

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 64, 24, 8, 0, 0, 0, 0)
    # Strokes, as letters have them: a blank page would hold nothing.
    rows = (b"\0" + bytes(255 * ((5 * x + 3 * y) % 7 > 2) for x in range(64)) for y in range(24))
    pixels = zlib.compress(b"".join(rows), 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels))[:-400]


MASKED = f"""\
카드 이용 안내
고객명 홍*서 님, 카드 4111-11**-****-1111 등록됨
주민등록번호 {RRNS[7][:8]}****** 확인됨
"""


def samples() -> dict[str, Sample]:
    return {
        "api_body.json": Sample(
            api_body().encode(),
            Action.BLOCK,
            "고객번호와 카드번호, 한도·이용금액이 한 요청에",
            "customer and card number with limit and use in one request",
        ),
        "application.docx": Sample(
            application(),
            Action.BLOCK,
            "주민등록번호가 서식 조각으로 나뉘어 있음",
            "a resident number split over runs of text",
        ),
        "briefing.pptx": Sample(
            briefing(),
            Action.BLOCK,
            "발표자 노트에 주민등록번호",
            "a resident number in the speaker's notes",
        ),
        "chat_export.txt": Sample(
            chat().encode(),
            Action.BLOCK,
            "대화에 하이픈 없는 주민등록번호와 계좌",
            "a bare resident number and an account in a chat",
        ),
        "contact_page.html": Sample(
            PAGE.encode(),
            Action.FLAG,
            "담당자 이메일: 개인정보이나 신용정보는 아님",
            "a contact's e-mail: personal, but no credit information",
        ),
        "contract.docx": Sample(
            contract(),
            Action.ALLOW,
            "법인등록번호와 사업자등록번호만: 개인의 정보가 아님",
            "company numbers only: nobody's personal information",
        ),
        "customers.csv": Sample(
            customers(),
            Action.BLOCK,
            "CP949로 저장한 고객 목록",
            "a customer table stored as CP949",
        ),
        "loan_inquiry.eml": Sample(
            mail().encode(),
            Action.BLOCK,
            "본문은 깨끗하고 첨부 표에 계좌와 연체",
            "a clean text with accounts and arrears in the attached table",
        ),
        "masked_notice.txt": Sample(
            MASKED.encode(),
            Action.FLAG,
            "가려진 값: 되살릴 수 없으나 확인은 필요",
            "masked values: not recoverable, still worth a look",
        ),
        "meeting_note.md": Sample(MEETING.encode(), Action.ALLOW, "회의록: 깨끗함", "minutes of a meeting: clean"),
        "messages.jsonl": Sample(
            messages().encode(),
            Action.BLOCK,
            "메시지 중 하나에 전각 숫자 주민등록번호",
            "one message with a resident number in full-width digits",
        ),
        "nested.zip": Sample(
            nested_zip(),
            Action.BLOCK,
            "압축 안의 압축(한글 파일 이름)에 외국인등록번호",
            "an archive in an archive, Korean names, with a foreigner's number",
        ),
        "pseudonymised_extract.csv": Sample(
            PSEUDONYMISED.encode(),
            Action.BLOCK,
            "가명 처리한 대출 자료: 혁신금융서비스 지정이 있어야 함",
            "pseudonymised loans: needs a sandbox designation",
        ),
        "quarter_report.xlsx": Sample(
            report(),
            Action.BLOCK,
            "숨긴 시트에 계좌와 대출잔액",
            "accounts and balances on a hidden sheet",
        ),
        "rate_sheet.csv": Sample(
            RATES.encode(),
            Action.ALLOW,
            "금리표: 신용 낱말은 있으나 사람이 없음",
            "a rate sheet: credit words, but nobody's",
        ),
        "scanned_page.png": Sample(
            scanned_page(),
            Action.HOLD,
            "잘린 그림: 검사할 수 없으므로 보류",
            "a picture cut short: cannot be inspected, so it is held",
        ),
        "sealed.zip": Sample(
            sealed(),
            Action.HOLD,
            "암호가 걸린 압축: 검사할 수 없으므로 보류",
            "an encrypted archive: cannot be inspected, so it is held",
        ),
    }


README = """\
# 샘플 / Samples

`dlp scan samples` 로 처음 살펴보는 문서들입니다. 여기의 번호는 살아 있는 누구의 것도 아닙니다.
The documents to scan first. No identifier in them can belong to anybody alive.

`tests/make_samples.py` 가 만들고, 테스트가 아래 판정과 실제 판정을 비교합니다.
Made by `tests/make_samples.py`; a test compares the verdicts below with the scanner's.

| 파일 / file | 판정 / verdict | 무엇을 보이나 / what it shows |
|---|---|---|
{rows}

`dlp.toml` 은 설명을 단 정책 보기, `presidio.yaml` 은 같은 규칙을 Presidio 에서 쓰는 설정입니다.
`dlp.toml` is a commented sample policy; `presidio.yaml` loads the same rules into Presidio.
"""


def readme(made: Mapping[str, Sample]) -> bytes:
    rows = "\n".join(f"| `{name}` | {s.action.name.lower()} | {s.ko}<br>{s.en} |" for name, s in sorted(made.items()))
    return README.format(rows=rows).encode()


def files() -> dict[str, bytes]:
    """Everything this script writes, by name."""
    made = samples()
    return {"README.md": readme(made), **{name: sample.content for name, sample in made.items()}}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, content in files().items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
