"""What the text of one cell looks like: a name, a pseudonym, an age band, a company, a figure."""

from __future__ import annotations

import re
from functools import lru_cache

from dlp.classify import terms, values
from dlp.classify.terms import Term
from dlp.classify.values import Kind

_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진엄원천방공현함변염여추도소석선설마길연위표명기반왕금옥육"
    "인맹제모탁국어은편용예경봉사부라가복태목형두지갈빈승채동온피감음빙상단좌팽호두궁묵간견당화창돈뇌"
)
_TWO = "남궁|황보|제갈|사공|선우|서문|독고|동방|망절|어금|소봉|장곡|강전"
_TITLES = "씨|님|회장|원장|대표|고객님?|대리|과장|차장|부장|사장|선생님?|교수|변호사|약사|여사|이사|사원|팀장|박사|상무|전무|군|양"
_KOREAN = re.compile(
    rf"((?:{_TWO})[가-힣]{{1,2}}|[{_SURNAMES}][가-힣]{{1,3}}|[{_SURNAMES}]\s[가-힣]{{1,2}})\s?(?:{_TITLES})?(?:\s?\(.{{1,20}}\))?"
)
_FOREIGN = re.compile(r"[A-Z][a-z'\-]{1,15}(?:\s[A-Z](?:[a-z'\-]{1,15}|\.)){1,4}|[A-Z]{2,12}(?:\s[A-Z]{2,15}){1,3}")
# Words that stand where names stand, begin with a surname's syllable and name nobody.
_NOBODY = frozenset(
    """
    합계 소계 총계 평균 개인 기업 법인 정상 연체 고객 본인 배우자 없음 미상 전체 기타 신규 강남 서초 송파 성명
    이름 고객명 신용 주담대 이체 우대 고정 한도 민간 가계 주택 전세 예금 적금 대출 보증 담보 승인 거절 부결 완료
    진행 접수 남자 여자 남성 여성 서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북
    경남 제주 자영업 회사원 공무원 주부 무직 학생 전문직 프리랜서 일반 우량 고액 소액 단기 장기 변동 혼합 유효
    해지 해당 미해당 구분 상품 지점 영업부 본점 남 여 자동차 음식점 주유소 실손 종신 이벤트 신청 반려 보류 상각
    매각 추심 국민 신한 우리 하나 농협 기업은행 토스 카카오 은행 원리금 만기 기간 금액 금리 잔액 이율 이자 조회
    여신 수신 부동산 아파트 상가 토지 오피스텔 남부 북부 동부 서부 수도권 영남 호남 신입 경력 정규직 계약직 임대
    자가 월세 기혼 미혼 공격형 안정형 중립형 성장형 위험중립형 형제 자매 부모 자녀 지인 직장동료 배당 송금 수표
    현금 모바일 창구 인터넷 여의도 판교 목동 상무 효자 동탄 송천 구월 좌동 명동 종로 노원 마포 분당 일산 안양
    수원 성남 용인 고양 하남 구리 남양주 의자 모니터 연령 성별 지역 직업 연체자 차주 홍길동 임꺽정 성춘향 이몽룡
    장보고 아무개 홍길순 김철수 이순신 심사중 부적격 적격 조건부 인가 개시 지급 부지급 청구 조합원 문자열 숫자 삭제
    원본 유지 한국 미국 일본 중국 베트남 필리핀 태국 신용대출 담보대출 전세대출 카드론 주택담보 마이너스 적립식
    거치식 주식 채권 펀드 현대 삼성 국고 당좌 어음 시설 운전 자금 운전자금 시설자금 무역금융 한우 정기예금 정기적금
    유의 양호 미흡 우수 보통 주의 고위험 중위험 저위험 인하 인상 기준 도서 지급완료 진행중 정보보호부 공지
    여신심사부 채권관리부 카드사업부 여신기획부 전화번호 전화 휴대폰 연락처 계좌 계좌번호 주소 생년월일 직업 성함
""".split()
)
_EXAMPLE = re.compile(
    r"홍길[동순]|임꺽정|성춘향|이몽룡|아무개|테스트|test|sample|dummy|예시|가나다|[가-힣]?○|John Doe|Jane Doe|홍\s?길\s?동|김테스트|tester",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"㈜|\(주\)|（주）|\(유\)|\(재\)|\(사\)|\(합\)|주식회사|유한회사|합자회사|협동조합|조합$|재단|법인|그룹$|은행$|카드$|증권$|캐피탈$|저축은행|보험$|생명$|화재$|공사$|상사$|물산$|산업$|건설$|전자$|물류$|"
    r"테크$|정밀$|식품$|유통$|시스템$|\b(?:Inc|Corp|Ltd|LLC|Co)\b\.?|Co\.,"
)
_MASKED = re.compile(
    r"[가-힣A-Za-z]?[*＊○●◯Xx□]{1,4}[가-힣A-Za-z]?(?:\s?(?:고객님?|님|씨))?|[가-힣][*＊○●◯]{1,3}[가-힣]?(?:\s?(?:고객님?|님|씨))?"
)
_MASKED_ANY = re.compile(r"[*＊●○]{2,}")
_HEX = re.compile(r"(?:0x)?[0-9a-fA-F]{8,128}(?:\.{2,3}|…)?")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{10,}={1,2}")
_TOKEN = re.compile(r"(?=[^\s]*\d)(?=[^\s]*[A-Za-z])[A-Za-z0-9]{1,64}(?:[-_:.#$][A-Za-z0-9]{1,64}){0,5}")
_MARKED = re.compile(
    r"(?:고객|차주|대상자|참여자|회원|환자|응답자|관측치|사례|표본|가입자|개인|피보험자|계약자|채무자|신청자|보증인|"
    r"subject|customer|user|case|id|borrower|person)?\s?[-_#]?\s?(?:\d{1,6}|[A-Z]{1,2}\d{0,6})|[A-Za-z가-힣]{1,4}[-_#]\d{1,8}",
    re.IGNORECASE,
)
_OPAQUE = re.compile(r"[A-Za-z0-9_\-:.=/+#~]+")
_AGE = re.compile(
    r"(?:만\s?)?\d{1,2}\s?(?:세|살)?|\d{1,2}0?\s?대(?:\s?(?:초반|중반|후반|이하|이상))?|\d{1,2}\s?[-~]\s?\d{1,2}\s?(?:세|대)?|\d{2}s|(?:19|20)\d\d(?:\s?[-~]\s?(?:19|20)?\d\d|년생?|년대생?)?"
)
_AGE_BAND = re.compile(
    r"[1-9]0\s?대(?:\s?(?:초반|중반|후반|이상|이하))?|[1-9]\d\s?[-~]\s?[1-9]\d(?:세)?|[1-9]0s|\d\d세"
)
_SEX = re.compile(r"[남여MF]|남[자성]|여[자성]|male|female", re.IGNORECASE)
_REGION = re.compile(
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)(?:특별시|광역시|도|시|특별자치[시도])?(?:\s[가-힣]{1,5}[시군구])?"
)
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_LETTER = re.compile(r"[^\W\d_]")
_VARIABLE = re.compile(r"[#$%]?\{+[^}]*\}+|<[^>]*>|%s|_{2,}|\[[^\]]*\]")
_TYPE = re.compile(
    r"(?:varchar2?|n?char|number|int(?:eger)?|decimal|date|string|bigint|float|double|text|boolean|datetime|timestamp|문자열|숫자|정수|실수|날짜)\b.*",
    re.IGNORECASE,
)


@lru_cache(maxsize=16384)
def is_name(text: str) -> bool:
    """Shaped like a person's name, with or without a title; for a column that is said to hold names."""
    if not 2 <= len(text) <= 40:
        return False
    korean = _KOREAN.fullmatch(text)
    if korean is None:
        return _FOREIGN.fullmatch(text) is not None and not _COMPANY.search(text)
    return korean[1] not in _NOBODY and text not in _NOBODY and not _COMPANY.search(text)


def is_example(text: str) -> bool:
    """A name that everybody knows for nobody's."""
    return len(text) <= 60 and _EXAMPLE.search(text) is not None


def is_company(text: str) -> bool:
    return len(text) <= 80 and _COMPANY.search(text) is not None


def is_masked(text: str) -> bool:
    """A name or number of which stars are left."""
    return (
        len(text) <= 40
        and (_MASKED.fullmatch(text) is not None or _MASKED_ANY.search(text) is not None)
        and any(c in "*＊●○◯Xx□" for c in text)
    )


def is_hash(text: str) -> bool:
    """Hex digits of both kinds as hashes have them, a UUID, or base64 with its padding."""
    if _UUID.fullmatch(text) or _BASE64.fullmatch(text):
        return True
    return bool(_HEX.fullmatch(text)) and not text.isdigit() and not text.isalpha()


def is_token(text: str) -> bool:
    """Letters and digits mixed without sense: a key that somebody's system gave."""
    return len(text) >= 4 and len(text) <= 140 and (is_hash(text) or _TOKEN.fullmatch(text) is not None)


def is_opaque(text: str) -> bool:
    """One word of Latin letters, digits and signs, as keys are."""
    return 2 <= len(text) <= 140 and _OPAQUE.fullmatch(text) is not None


def is_marked(text: str) -> bool:
    """고객1, 차주#5, A, P-12: told apart, not named."""
    return len(text) <= 24 and _MARKED.fullmatch(text) is not None


def is_age(text: str) -> bool:
    return len(text) <= 16 and _AGE.fullmatch(text) is not None


def is_age_band(text: str) -> bool:
    return len(text) <= 16 and _AGE_BAND.fullmatch(text) is not None


def is_sex(text: str) -> bool:
    return len(text) <= 6 and _SEX.fullmatch(text) is not None


def is_region(text: str) -> bool:
    return len(text) <= 20 and _REGION.fullmatch(text) is not None


def is_blank(text: str) -> bool:
    """Nothing filled in: empty, a dash, a variable of a template."""
    return text in ("", "-", "--", "n/a", "N/A", "null", "NULL", "None") or (
        len(text) <= 60 and _VARIABLE.fullmatch(text) is not None
    )


def is_type(text: str) -> bool:
    """The type of a column, as definitions of tables give it."""
    return len(text) <= 40 and _TYPE.fullmatch(text) is not None


def number_of(text: str) -> float | None:
    """The figure of a cell that holds nothing else."""
    return float(text.replace(",", "")) if len(text) <= 24 and _NUMBER.fullmatch(text) else None


def is_amount(text: str) -> bool:
    """Money by its looks alone: five digits and more, thousands parted, or a unit."""
    number = number_of(text)
    if number is not None:
        return (abs(number) >= 10_000 and not text.startswith(("0", "19", "20"))) or (
            (abs(number) >= 1_000_000 and "," in text) or (abs(number) >= 100_000 and not text.startswith("0"))
        )
    return values.kind_of(text) is Kind.AMOUNT


@lru_cache(maxsize=4096)
def stated(text: str) -> Term | None:
    """The attribute that a cell states by itself with its value: "65,600,000원 연체", "연체 3회"."""
    if not 4 <= len(text) <= 60 or _LETTER.search(text) is None:
        return None
    found = next((value for value in values.in_text(text) if value.kind is not Kind.TEXT), None)
    if found is None or found.kind is Kind.DATE:
        return None
    term = terms.in_label((text[: found.start] + " " + text[found.end :]).strip(" .,/()"))
    return term if term is not None and term.takes(found.kind) else None


def masked_name(name: str) -> str:
    """First syllable, then a star for each that follows: 김**."""
    return name[:1] + "*" * (len(name.replace(" ", "")) - 1)
