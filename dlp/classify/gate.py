"""Where credit attributes may stand, told by the matcher's own engine: text without any costs next to nothing more.

A sign is the end of a term with a digit within reach, or a word that turns of speech cannot do without. Few and telling
words keep the engine fast, so terms share the stems they end with ("희망금액", "청구금액"). What `attributes` finds has a
sign in it or beside it; not every sign is an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dlp.match.engine import Pattern

STEMS = (
    "금액 대출 여신 융자 차입 잔액 잔고 연체 미납 한도 소진 금리 이율 이자 상환 할부 리스료 "
    "용액 청구액 카드값 대금 예금 적금 예치 예탁 예수 평잔 저축 연금 입금 출금 이체 송금 "
    "인출 보증 담보 감정 근저당 최고액 설정액 선순위 "
    "보험료 보험금 지급액 실손 환급금 종신 평가액 손익 손실 매수 매도 매입 수익률 증거금 "
    "주식 펀드 신탁 환매 만기 결제일 소득 연봉 월급 급여 수입 매출 자산 재산 시가 부채 "
    "채무 점수 평점 스코어 등급 체납 압류 추심 상각 대위변제 "
    "원금 원리금 납입 변제 카드론 마통 마이너스 리볼빙 현금서비스 현금_서비스 코인 진단 햇살론 주담대 자금 사채 빚 심사 조회 실행 부도"
).split()
LATIN_STEMS = (
    "loan balance limit overdue due income debt score grade premium deposit amount amt "
    "bal claim dlq dpd credit salary asset ovd lmt mortgage margin yeonche hando janaek"
).split()
# A blank stands for itself here; what may be written without it stands twice.
SPOKEN = (
    "못 내|못내|못 냈|못 갚|못갚|못 넣|안 갚|갚지|밀려|밀렸|밀린|놓쳐|놓쳤|놓친|부결|거절|"
    "반려|탈락|파산|면책|회생|워크아웃|채무조정|채무 조정|새출발|신용회복|압류|체납|지급정지|"
    "지급 정지|신불자|신용불량|질서문란|기한이익|기한의|대위변제|추심|상각|다중채무|"
    "빚|낙인|반대매매|마진콜|부지급|보험사기|대포통장|명의도용|다 썼|다썼|다 쓰|다 소진|"
    "미납|연체 |연체중|연체가|연체이|연체도|연체됐|연체되|연체돼|연체자|연체라|연체인|연체,|"
    "독촉|땡겼|보증 섰|보증 서|보증을|실손 청구|실손청구|빠져나|"
    "한도 안|한도가|통과됐|승인 났|승인됐|승인이요|실행 완료|한정승인|채무인수|경매|해지하신|"
    "등급이 낮|점수가 낮|등급|점수 |들어온|들어왔|떨어졌|떨어진|"
    "갚|빌린|빌렸|빌려|걸렀|펑크|물어주|물어줬|물어 줬|대신 낸|구상금|구상권|넣어 둔|넣어둔|넣어 두|넣어두|타 간|타간|부어|부은|"
    "반토막|손절|청산|물렸|물려|불이행|갈아타|상계|지연손해|이의 제기|할부|깨달|깨러|깼|근저당|감액|새출발|대환|돌려막|연대보증|"
    "불인정|해지|환매|원금|적금|예금"
).split("|")
# Words that stand inside others ("공부도", "서비스"), with what makes them their own.
TELLING = ("부도 ?(?:처리|났|나서|를|가|로)",)
LATIN_SPOKEN = (
    "payments behind|past due|in arrears|delinquent|overdue|missed |defaulted|charged "
    "off|declined|bankrupt| owes |margin call|garnish|foreclos|turned down|denied|deny|reject|borrowed|surrender|stock loan|"
    "remittance|mortgage"
).split("|")
# Whom small texts call a customer, and what makes an amount: such texts are read though they hold no sign.
_CALLED = tuple(
    word.encode()
    for word in (
        "고객|회원|차주|채무자|피고|민원인|신청인|예금주|피보험자|계약자|가입자|투자자|상속인|이용자|의뢰인|피해자|청구인|손님|어르신|여사|사장|원장|할머니|"
        "할아버지|아지매|성함|성명|본명|님|씨|이분|그분|이 번호|ustomer|aller|lient|older|Mr|Ms|pplicant|PPLICANT|orrower|ember|name|cust|"
        "CIF|cif|nm"
    ).split("|")
)
_AMOUNT = re.compile(
    (
        rf"(?:{'|'.join('일이삼사오육칠팔구')})(?:백|억)|[0-9]\s?(?:{'|'.join('천백억만원')})|[0-9],[0-9]{{3}}|(?:{'|'.join('십백천')})\s?(?:{'|'.join('만억')})|"
        r"[0-9]\s?(?:m|million)\b|[0-9]{6}"
    ).encode()
)
_GAP = rb"(?:[^0-9.!]{0,48}(?:[0-9]|(?:\xec\xb2\x9c|\xeb\xb0\xb1|\xec\x8b\xad)\s?(?:\xeb\xa7\x8c|\xec\x96\xb5))|[ \"'*]{0,2}[,|;\t])"
_BEFORE, _BEHIND = 900, 700  # bytes around a sign that say whose the attribute is
# A term, its value and what parts them, on either side of a sign that ends in one of them.
_NEAR_BEFORE, _NEAR_BEHIND = 280, 160
_PIECE = 8 << 10  # bytes read at once


def patterns() -> tuple[Pattern, ...]:
    """For the matcher's engine; the end of a hit is a place to look at."""
    telling = tuple(expression.encode() for expression in TELLING)
    return (
        Pattern((*(_literal(stem) + _GAP for stem in STEMS), *map(_literal, SPOKEN), *telling)),
        Pattern((*(_literal(stem) + _GAP for stem in LATIN_STEMS), *map(_literal, LATIN_SPOKEN)), ignore_case=True),
    )


def _literal(word: str) -> bytes:
    return re.escape(word.replace("_", " ").encode())


def may_deal(data: bytes, *, known: bool) -> bool:
    """Whether a small text without a sign may still tell what a customer, or somebody known by an identifier, does with money."""
    return (known or any(word in data for word in _CALLED)) and _AMOUNT.search(data) is not None


def windows(data: bytes, ends: Sequence[int], low: int, high: int) -> Iterator[tuple[int, int]]:
    """Pieces of data[low:high], whole lines where these are not endless, that hold the signs with what is around them."""
    start = stop = -1
    for end in ends:
        if not low < end <= high:
            continue
        first, last = _line_start(data, max(low, end - _BEFORE), low), _line_end(data, min(high, end + _BEHIND), high)
        if first > stop or last - start > _PIECE:
            if stop > start:
                yield start, stop
            start = max(first, stop) if stop > 0 else first
        stop = max(stop, last)
    if stop > start:
        yield start, stop


def near(data: bytes, end: int, low: int, high: int) -> tuple[int, int]:
    """The bytes around a sign in which its attribute lies, cut between characters."""
    return _character(data, max(low, end - _NEAR_BEFORE), low), _character(data, min(high, end + _NEAR_BEHIND), high)


def _line_start(data: bytes, at: int, low: int) -> int:
    found = data.rfind(b"\n", max(low, at - 512), at) + 1
    return found if found > low else _character(data, at, low)


def _line_end(data: bytes, at: int, high: int) -> int:
    found = data.find(b"\n", at, min(high, at + 512))
    return found if found >= 0 else _character(data, at, high)


def _character(data: bytes, at: int, bound: int) -> int:
    """The nearest start of a character at or before `at`."""
    while at > 0 and at != bound and at < len(data) and data[at] & 0xC0 == 0x80:
        at -= 1
    return at
