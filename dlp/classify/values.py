"""Values as they stand in Korean offices: what kind of thing a cell holds, and where such things stand in prose.

kind_of("3천5백만원") -> Kind.AMOUNT        kind_of("183") -> Kind.NUMBER (amount, days or score: the label says)
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 60  # characters of a cell that are looked at; a longer one is text


class Kind(enum.Enum):
    """What a value is by its looks. A bare number fits whatever numeric kind its label asks for."""

    AMOUNT = "amount"
    DAYS = "days"
    COUNT = "count"
    SCORE = "score"
    GRADE = "grade"
    RATE = "rate"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes_no"
    STATUS = "status"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Value:
    """A value in prose, by characters."""

    start: int
    end: int
    kind: Kind


_N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = r"(?:[십백천]\s?[조억만]?|[조억만](?!기))"
_WON = r"(?:원(?!금|리|가|인|장|서|회|화|본|칙)|\s?KRW|\s?won\b|달러|불(?=[\s,.)]|$)|엔(?=[\s,.)]|$))"
_SIGN = r"(?:₩|￦|\\(?=\d)|KRW|원화|USD|US\$|\$|€|EUR|JPY)\s?"
_HANGUL_NUMBER = r"[일이삼사오육칠팔구]?[십백천](?:[일이삼사오육칠팔구][십백천]?)*"
# Digits with Korean powers of ten in any mixture, digits with a currency, numerals spelled in Hangul, vague ones.
_AMOUNT = (
    rf"{_SIGN}-?(?:{_N})(?:\s?(?:{_UNIT}\s?)+|\s?(?:[mk]|mn|mil|million|thousand|bn)\b)?(?:{_WON})?"
    rf"|(?:{_N})\s?{_UNIT}(?:\s?(?:(?:{_N})\s?{_UNIT}?|{_UNIT}))*(?:\s?{_WON})?"
    rf"|(?:{_N})\s?{_WON}"
    rf"|(?:{_N})\s?(?:m|mn|bn|million|billion|thousand)\b(?:\s?won)?"
    rf"|[이삼사오육칠팔구]?(?:천[이삼사오육칠팔구]?백|[이삼사오육칠팔구]백)(?:[이삼사오육칠팔구]?십)?(?=[\s이에을은도,.]|\s?(?:넘|정도|쯤)|$)"
    rf"|[이삼사오육칠팔]천(?=\s?(?:넘|정도|쯤|가량|[을은]\s))"
    rf"|(?:{_HANGUL_NUMBER}\s?[만억]|[일이삼사오육칠팔구한두세네]\s?억)(?:\s?{_HANGUL_NUMBER}\s?만?)?\s?원?(?=[\s이을은과,.)정에인도를가넘]|$)"
    rf"|(?:[몇수](?:십|백|천)\s?(?:만|억)|[몇수]억)\s?원?"
)
_DATE = (
    r"(?:19|20)\d\d\s?[-./년]\s?(?:1[0-2]|0?[1-9])(?:\s?[-./월]\s?(?:[12]\d|3[01]|0?[1-9])일?(?!\d)|월|(?![\d.]))"
    r"|(?:0?[1-9]|1[0-2])월\s?(?:[12]\d|3[01]|0?[1-9])일|(?:0?[1-9]|1[0-2])월(?!\s?\d)"
    r"|'?\d\d[./]\d\d[./]\d\d(?!\d)|(?<!\d)(?:0?[1-9]|1[0-2])/(?:[12]\d|3[01]|0?[1-9])(?![\d/])"
    r"|(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
)
_DAYS = (
    r"D\+\d+|\d+\s?(?:일|개월|달|주|분기|년)(?:\s?(?:째|간|차|이상|초과|이내|경과|넘|동안|연속|반))*"
    r"|\d+\s?(?:days?|months?|payments?|dpd|weeks?)\b|(?:한|두|세|네|석|넉|다섯|여섯|몇)\s?(?:달|주)(?:째|간|치|반|이상|넘|동안|\s?연속)?"
    r"|(?:이틀|사흘|나흘|열흘|보름)(?:째|간)?|\b(?:one|two|three|four|five|six)\s(?:days?|months?|payments?)\b"
)
_GRADE = r"(?:10|[1-9])\s?등급|(?<![A-Za-z])(?:[A-D][+-]|A{2,3}[+-]?|B{2,3}[+-]?|C{2,3}[+-]?|[A-D](?=\s?등급))(?:\s?등급)?(?![A-Za-z])"
_NO_MONEY = r"(?!\s?(?:명|건|개|회|대\b|가구|세대|톤|보\b|부\b|km|㎡|평))"
# Where a value may begin: most characters are ruled out by one look.
_FIRST = r"(?=[-+\d₩￦\\$€KUEJD'A-Dabomtfs일이삼사오육칠팔구한두세네석넉다여몇수십백천나열보])"
_PATTERN = re.compile(
    rf"{_FIRST}(?:(?P<DATE>{_DATE})|(?P<RATE>[-+]?(?:{_N})\s?(?:%p?|％|퍼센트|프로(?![가-힣])|bp\b))"
    rf"|(?P<GRADE>{_GRADE})|(?P<SCORE>(?<![\d.])\d{{2,4}}\s?점(?!포))|(?P<AMOUNT>(?:{_AMOUNT}){_NO_MONEY})|(?P<DAYS>{_DAYS})"
    rf"|(?P<COUNT>(?:한|두|세|네|다섯|여섯)\s?(?:건|개(?!월)|장|구좌|계좌|군데)|(?:{_N})\s?(?:건|회|차례|번(?!째|호|지)|좌|구좌|주(?!년|차|일|택)|개(?!월)|계좌|명|세대|times?\b))"
    rf"|(?P<NUMBER>-?(?:{_N})))"
)
_GRADE_ALONE = re.compile(r"[A-E][0-9+-]?")
_YES_NO = re.compile(
    r"(?i:y|n|o|x|yes|no|true|false|t|f|예|네|아니오|아니요|여|부|유|무|있음|없음|해당|해당\s?없음|미해당)"
)
_STATUS_WORDS = (
    "정상", "연체", "연체중", "단기연체", "장기연체", "완납", "미납", "체납", "승인", "거절", "부결", "가결", "반려", "보류",
    "실행", "해지", "유지", "실효", "상각", "매각", "대환", "만기", "종결", "상환", "상환중", "상환완료", "회생", "개인회생",
    "파산", "면책", "파산면책", "인가", "개시", "폐지", "기각", "접수", "심사중", "심사 중", "진행중", "진행 중", "지급", "부지급",
    "지급완료", "청구", "지급정지", "해제", "압류", "가압류", "등록", "미등록", "정지", "한도초과", "기한이익상실", "대위변제",
    "신용회복", "워크아웃", "채무조정", "추심", "추심중", "부실", "요주의", "고정", "회수의문", "추정손실", "우량", "불량", "보유",
    "미보유", "가입", "중도해지", "조건부승인", "부도", "불이행", "소멸", "개인워크아웃", "정상상환", "연체해소", "해소", "분실",
    "active", "closed", "default", "defaulted", "delinquent", "current", "overdue", "past due", "charged off", "charged-off",
    "written off", "approved", "declined", "rejected", "denied", "pending", "paid", "unpaid", "bankrupt", "discharged",
    "lapsed", "in force", "inforce", "terminated", "frozen", "suspended", "normal", "settled", "cancelled", "late",
)  # fmt: skip
_STATUSES = frozenset(re.sub(r"[\s_-]", "", word) for word in _STATUS_WORDS)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９，．％－", "0123456789,.%-")
_ABOUT = re.compile(r"^(?:약|총|월|연|매월|금|최대|만)\s?(?=[\d일이삼사오육칠팔구몇수₩])|(?:정|가량|정도|쯤|내외|여)$")
_EMPTY = frozenset(("", "-", "--", "n/a", "na", "null", "none", "nan", "미상", "비공개", "…", "..."))
_BLANK = re.compile(r"[\s_.＿…·○◯●□]*(?:원|%|년|월|일|\s)*")
_MASKED_NUMBER = re.compile(r"[\d,]*[*xX#●]{2,}[\d,*xX#●]*(?:원|만원|%|점)?")


def kind_of(text: str) -> Kind | None:
    """What a whole cell or value of a form is; None where it is empty, a blank to be filled in or starred out."""
    text = text.translate(_FULL_WIDTH).strip(" \t\r\n\"'()[]{},;:")
    if text.lower() in _EMPTY or _BLANK.fullmatch(text) or _MASKED_NUMBER.fullmatch(text):
        return None
    if len(text) > LONGEST:
        return Kind.TEXT
    if _YES_NO.fullmatch(text):
        return Kind.YES_NO
    if re.sub(r"[\s_-]", "", text.lower()) in _STATUSES:
        return Kind.STATUS
    if _GRADE_ALONE.fullmatch(text):
        return Kind.GRADE
    bare = _ABOUT.sub("", text).strip()
    found = _PATTERN.match(bare)
    if found is None:
        return Kind.TEXT
    rest = bare[found.end() :].strip()
    # "35,000,000 (3건)", "3.5%/년": the first value stands for the cell; a sentence that begins with a number is text.
    return Kind[found.lastgroup or "TEXT"] if len(rest) <= 8 or rest[0] in "(/~" else Kind.TEXT


def in_text(text: str, start: int = 0, end: int | None = None) -> Iterator[Value]:
    """The values in text[start:end], in order. Full-width digits are to be made plain before (`plain`)."""
    for found in _PATTERN.finditer(text, start, len(text) if end is None else end):
        yield Value(found.start(), found.end(), Kind[found.lastgroup or "TEXT"])


def plain(text: str) -> str:
    """The text with full-width digits and signs made plain, character by character."""
    return text.translate(_FULL_WIDTH)
