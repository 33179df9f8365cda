"""What people do with money, told by a verb and an amount without a credit noun: "반만 갚고 4백 남았어요", "8천 넣어 두셨다".

`firm` dealings (owing, repaying, defaulting, saving, insuring) speak of credit by themselves. The others (paying, sending,
selling) are said of anything, so they count only where the text talks of finance and the owner is called a customer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dlp.classify.terms import TERMS, Term
from dlp.classify.values import Kind, Value

_REACH = 44  # characters between an amount and its verb, within one sentence
_SPOKEN = 8
_SPOKEN_OF = re.compile(
    r"(?:돈|원금|채권|빚|세[후전]|월급|월수|월|대출|카드론|사채|이자|햇살론|현금서비스|급여|"
    r"연봉|보증금|전세)(?:[은는이가을를도만]|으로|에)?\s?$"
)
_COUNTED = re.compile(r"\s?(?:[명건개회일월년시번호차%.:/-]|등급|점|퍼|세|살|층|쪽|분기)|\d")
_SHORT_HEAD = 16
_QUOTED = re.compile(r"\"(?:text|msg|message|content|body)\"\s?:\s?\"[^\"]{0,12}$")
_STOP = re.compile(r"[.!?](?=\s|$)|\n")
# Attribute, and the verbs and nouns of money that state it beside an amount. Stems, with the endings that Korean leaves free.
_FIRM: tuple[tuple[str, str], ...] = (
    (
        "부채",
        (
            r"갚[으을는아았고지기은자던]|빌[린렸려]|꾸[었어]|꿔|꿨|물어\s?[주줬내냈]|대신\s?(?:내|낸|냈|갚)|떼[이였인먹]|"
            r"못\s?받은|받을\s?(?:돈|거)|구상(?:금|권|채권)|상계|이행\s?청구|지연\s?손해금|변제|채무액|채권액?|원금|잔금|"
            r"법적\s?비용|합의금|신용\s?공여|여신|대부|융통|외상|차용|감면|탕감|일시금|목돈\s?상환|분납|분할금|잔여|넣겠|(?:먼저|반만|일부만)\s?넣|나머지[^.\n]{0,10}(?:말일|다음|준대|준다|넣|갚)|곗돈|"
            r"대환|갈아타|돌려\s?막|돌려막|땡[겨겼기긴]|당겨\s?썼|끌어\s?(?:다|썼|쓴)|연대|떠안|짊어|"
            r"\bowe[sd]?\b|\bborrow(?:ed|s|ing)?\b|\brepa(?:id|y|ying)\b|pa(?:id|y|ying)\s(?:off|back|down)|outstanding|"
            r"policy\sloan|stock\sloan|\bloans?\b|\bdebts?\b|\barrears\b|lent\b"
        ),
    ),
    (
        "연체",
        (
            r"걸렀|거르[고시]|걸러|펑크|밀[린렸려]|빵꾸|연체|미납|못\s?(?:낸|내|냈|넣|갚|막)|안\s?(?:낸|냈|갚|넣)|손도\s?못|"
            r"체납|독촉|감감|behind\b|overdue|missed|late\b"
        ),
    ),
    (
        "예금",
        (
            r"넣어\s?[두둔놓놨뒀]|예치|거치|묶[어으은였]|(?:적금|예금|통장|청약|저축|신탁|보통예금|예탁)|깨[달가서고셨신시러려]|"
            r"깼|해약|해지|부[은으었]\s?(?:기|게|거|돈|지|면|셨|신|고)?|뽑[아으았]|인출|만기|재예치|"
            r"\bdeposit(?:s|ed)?\b|\bsav(?:ed|ings)\b|withdr[ae]w|cash(?:ed|ing)?\sout|in\scash"
        ),
    ),
    (
        "투자",
        (
            r"물[려렸린]|반토막|날[려렸린릴]|손절|익절|손실|손해|청산|환차[손익]|환매|평가[액손익]?|국채|회사채|국공채|리츠|"
            r"RP\b|(?:주식|펀드|채권|코인|토큰|지분|종목|스테이블|선물|옵션|랩|신탁|ETF|ELS)|매[수도입]|수익|묻어\s?[두둔놨뒀]|"
            r"스테이킹|출금\s?지원|상장\s?폐지|투자|invest(?:ed|s)?\b|holds?\b|holdings?|shares|unreali[sz]ed|portfolio"
        ),
    ),
    (
        "보험금",
        (
            r"타\s?[간가먹냈낸]|보험금|진단비?|실손|입원|수술|병원비|치료비|대인|대물|후유\s?장해|부담금|환급금?|해약\s?환급|"
            r"약관\s?대출|납입\s?면제|감액\s?완납|환수|surrender|claim(?:s|ed)?\b|payout|premium"
        ),
    ),
    (
        "담보",
        r"근저당|담보|선순위|후순위|설정|감정|시세|KB시세|경락|낙찰|배당(?:금|액)|가압류|압류|공탁|말소|collateral|mortgage|lien\b",
    ),
    (
        "카드이용액",
        (
            r"긁[은으었]|할부|결제\s?(?:계좌|일|대금)|이의\s?제기|청구\s?보류|부정\s?사용|본인\s?사용|현금\s?서비스|카드론|리볼빙|"
            r"이월|리볼빙|카드값|이용하신\s?금액|일시불|card\b"
        ),
    ),
    (
        "소득",
        r"벌[어고었]|월급|연봉|급여|세[후전]|소득|매출|원천\s?징수|\bearn(?:s|ed|ing)?\b|\bsalary\b|payroll|\bincome\b",
    ),
    ("한도", r"한도|마통|마이너스|limit\b"),
    ("심사결과", r"승인|부결|거절|심사|기표|대출\s?실행|approved|declined|turned\sdown|rejected"),
)
_COMMON = re.compile(
    r"넣[은으을고겠어었기]|맡[기긴겨겼]|찾[으아았]|남[은았아으]|들어\s?[왔온와있갔간]|누워|보냈|보내[신셨]|보낸|송금|이체|나[갔가온와왔]|나간|"
    r"빼[야서고갔]|뺀|뺐|쓴|썼|쓰신|쓰셨|샀|산\s|사[신셨]|팔[았아]|팔렸|판\s|내[신셨]|냈|낸|냄|내기로|받[은았아으]|준\s?돈|줬|내줬|내준|"
    r"얹|잡[혔힌고]|지급|청구|입금|출금|결제|승인|터지|모[은았]|있[는다으어]|드렸|드린|잃[었은]|까[이인였]|환급|돌려|배분|부[친쳤]|"
    r"합[이쳐치]|총|모두|전부|대신|매달|월\s|몫|재산|돈|잔여|\bsent\b|\btransferred\b|remit|moved?\b|asked\sfor|requested"
)
# A text that talks of finance at all.
_FINANCE = re.compile(
    r"은행|금융|대출|보험|채무|채권|예금|적금|예탁|통장|계좌|증권|펀드|캐피탈|저축|심사|추심|환매|상환|이자|금리|원금|만기|연체|카드|한도|"
    r"투자|담보|주식|코인|수표|이체|송금|의심\s?거래|구상|보증|체크|햇살론|사잇돌|융자|일수|사채|대부|빚|압류|회생|파산|신용|우체국|신협|금고|상속|자산|실손|피보험|배당|손실|"
    r"손익|loan|bank|account|card|insur|credit|remit|fund|policy|debt|borrower",
    re.IGNORECASE,
)
# A sum that is not of credit: fees, meals, gifts, orders, salaries offered.
_TRIFLES = re.compile(
    r"회비|회식|점심|저녁|간식|커피|밥값|식대|축의|조의|경조|부의금|선물|상품권|기프티콘|택시|주차|교통비|출장|숙박|참가비|수강료|교육비|강사료|"
    r"강의료|자문료|후원|기부|당첨|상금|책\s?값|우산|포인트|마일리지|쿠폰|배송|주문|구매|견적|납품|예산|공동\s?구매|채용|모집|판돈|배당률|관리비|비품|정수기|"
    r"복사기|노트북|회의실|시험|응시료|연회비|도서|책값|티켓|입장료|렌터카|유니폼|동호회|워크숍|야유회|체육대회|품의\s?올린\s?장비|과태료|수수료율표"
)
_COMPILED = tuple((TERMS[name], re.compile(pattern, re.IGNORECASE)) for name, pattern in _FIRM)
_COMMON_TERM = TERMS["입출금"]


@dataclass(frozen=True, slots=True)
class Dealing:
    """An amount with its verb at text[start:end]; `firm` where the verb alone tells that it is about credit."""

    start: int
    end: int
    term: Term
    firm: bool


def dealings(text: str, values: Sequence[Value]) -> Iterator[Dealing]:
    """The dealings in the text, one for an amount at most."""
    finance = None
    for value in values:
        if not is_money(text, value):
            continue
        low, high = _message(text, value) if _answers(text, value) else _clause(text, value)
        if _TRIFLES.search(text, low, high):
            continue
        found = next((term for term, pattern in _COMPILED if pattern.search(text, low, high)), None)
        if found is None and low > 0 and text[low - 1] != "\n":  # the sentence before may have said what it is about
            low = max(text.rfind("\n", 0, low) + 1, low - _REACH)
            found = next((term for term, pattern in _COMPILED if pattern.search(text, low, high)), None)
        if found is not None:
            yield Dealing(value.start, value.end, found, firm=True)
        elif _COMMON.search(text, low, high):
            finance = _FINANCE.search(text) is not None if finance is None else finance
            if finance:
                yield Dealing(value.start, value.end, _COMMON_TERM, firm=False)


def _message(text: str, value: Value) -> tuple[int, int]:
    """The line of the value, as far as it is near, and the one before, which may have asked for it."""
    before = text.rfind("\n", 0, max(0, text.rfind("\n", 0, value.start)))
    end = text.find("\n", value.end)
    return max(before + 1, value.start - 4 * _REACH), min(end if end >= 0 else len(text), value.end + _REACH)


def _answers(text: str, value: Value) -> bool:
    """Whether the value begins a message: after the start of its line, a speaker's name, or the key of an export."""
    head = text[max(0, text.rfind("\n", 0, value.start) + 1) : value.start]
    return len(head) <= _SHORT_HEAD or _QUOTED.search(head) is not None


def is_money(text: str, value: Value) -> bool:
    """An amount in any notation, or a figure with its thousands parted."""
    if value.kind is Kind.AMOUNT:
        return True
    if value.kind is not Kind.NUMBER:
        return False
    if "," in text[value.start : value.end]:
        return True
    # "원금 980", "월수 280": in units of ten thousand, as people who deal with money speak.
    spoken = _SPOKEN_OF.search(text, max(0, value.start - _SPOKEN), value.start) is not None
    return spoken and _COUNTED.match(text, value.end) is None and value.end - value.start in (2, 3, 4)


def _clause(text: str, value: Value) -> tuple[int, int]:
    """What is said around a value in its own sentence."""
    low = max(0, value.start - _REACH)
    for stop in _STOP.finditer(text, low, value.start):
        low = stop.end()
    stop_behind = _STOP.search(text, value.end, min(len(text), value.end + _REACH))
    return low, stop_behind.start() if stop_behind else min(len(text), value.end + _REACH)
