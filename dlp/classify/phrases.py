"""Turns of speech that state a credit attribute without a term and a value side by side: "카드값 밀렸다", "개인회생 들어갔다"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dlp.classify.terms import TERMS, Term

_DEBT = (
    r"(?:이자|원리금|원금|카드\s?(?:값|대금|비)|대출금?|할부금?|보험료|리스료|월세|돈|빚|"
    r"납입금?|상환금?|연체금?|결제(?:일|금|대금)?|납부|마통|융자|"
    r"[조억만]\s?원?|번째|달째|개월째?|회차)"
)
_ASKED = r"(?:대출|대부업?|카드|심사|한도|증액|감액|연장|발급|개설|신청|융자|론|햇살론|사잇돌|보증|보험|여신|재심|대환|차주|고객|님|씨|건)"
_ANSWERED = (
    r"(?:거절|부결|반려|탈락|가결|통과(?:됐|되|했|하|입|[.,\s]|$)|불승인|(?:조건부\s?)?승인(?!\s?(?:요청|"
    r"부탁|절차|권|자|기준|번호|율|\s?부탁|문자|대기))"
    r"|실행\s?(?:완료|됐|했)|안\s?(?:나[오와왔]|나올|됐|된|돼)|막[혔힘]|땡[겼긴])"
)
_ON = (
    r"(?:\s?(?:중|신청|들어|인가|개시|결정|접수|진행|선고|폐지|기각|확정|심사|약정|합의|"
    r"이력|상태|절차|통지|완료|됐|되|했|하[고셔시였])|[이가을를로도인라].?|[,.)\s]|$)"
)
# Name of the attribute: what says it.
_PHRASES: tuple[tuple[str, str], ...] = (
    (
        "연체",
        (
            r"연체\s?(?:중|상태|발생|시작|진입|이력|기록|해소|독촉|등록|고객|자(?!료|동)|됐|되[어었셨시]?|"
            r"돼|했|하[고셔시여였는]|이에요|입니다|예요|인데|인가|라[고서]|"
            r"[가이도를은로]\s|사실|통지|풀[렸리]|때문|있|\d|며칠|넘|,)(?!율)"
            rf"|{_DEBT}[^.\n!?]{{0,14}}?(?:못\s?(?:내|냈|갚|낸|넣|막)|안\s?(?:내|냈|갚|낸|냄)|밀[려렸린]|"
            rf"놓[치쳤친]|내지\s?(?:못|않)|갚지\s?(?:못|않)|미납)"
            r"|(?:이자|원리금|할부금?|보험료|납입|월세|카드값|분할금|분납|회차|상환)[가를을도는은]?[^.\n!?]{0,14}?(?:걸[렀러]|거르[고시]|펑크|빵꾸|건너\s?뛰)"
            r"|미납(?:\s?(?:중|상태|으로|이고|입니다|이세요|이에요|이라|되|됐|돼|건|분|통지|안내)|,)|독촉\s?(?:문자|장|전화)"
            r"|payments?\s(?:behind|overdue|late)|past\sdue|in\sarrears|delinquent|overdue\sby|(?:missed|"
            r"skipped)\s(?:\w+\s)?payments?|behind\son\s(?:his|her|the|their)"
        ),
    ),
    (
        "채무불이행",
        (
            r"신용\s?불량|신불자|금융\s?질서\s?문란|기한의?\s?이익[을이]?\s?상실|대위\s?변제|대지급|"
            r"채무\s?불이행|부도(?:\s?(?:처리|났|나서|를|가)|[로났])|상각\s?(?:처리|됐|했|완료|대상)|"
            r"추심\s?(?:위임|중|착수|진행|대상)|defaulted|charged[\s-]off|written\soff|wrote\soff"
        ),
    ),
    (
        "사기",
        (
            r"지급\s?정지(?:\s?(?:됐|되|된|중|상태|걸|신청|통지|등록)|[를가,.]|$)|사기\s?이용\s?계좌|"
            r"대포\s?통장|보험\s?사기|명의\s?도용|용도\s?외\s?유용|SIU|account\s(?:was\s)?frozen"
        ),
    ),
    (
        "한도",
        (
            r"(?:한도|마통|마이너스\s?통장)[가이를을도는은]?[^.\n!?]{0,10}?(?:다\s?(?:썼|쓰|써|씀|"
            r"소진)|소진|초과|꽉|막[혔힘]|줄[었어]|깎|감액|하향|상향|증액|안\s?나)|maxed\sout|over\s(?:his|"
            r"her|the)\slimit"
        ),
    ),
    ("심사결과", (
        rf"{_ASKED}[^.\n!?]{{0,24}}?{_ANSWERED}|(?:loan|card|credit|mortgage|application|request)[^.\n]{{0,40}}?(?:declined"
        rf"|rejected|denied|turned\sdown|approved)|(?:borrower|applicant|customer|client|member)[^.\n]{{0,30}}?turned\sdown|\b(?:res|result|decision|status)[=:\s\"']{{1,4}}(?:DENY|DENIED|REJECT|REJECTED|DECLINE|DECLINED)\b|(?:declined|rejected|denied|approved)[^.\n]{{0,20}}?(?:loan|"
        rf"card|mortgage|application)"
    )),
    ("상환액", (
        r"(?:이자|원리금|대출금|보험료|카드값|할부금|원금)[가이을를은는도]?[^.\n!?]{0,10}(?:빠져\s?나[갔가]|"
        r"출금됐|인출됐|납부했|갚았|완납|상환했|상환\s?완료|중도\s?상환)"
    )),
    ("입출금", r"\d\s?[만억천]?\s?원(?:이|을|를|씩)?\s?(?:들어[온왔]|빠져\s?나|입금[됐되했된]|출금[됐되했된]|찍[혔힌])"),
    ("도산", rf"(?:개인\s?회생|파산\s?면책|개인\s?파산|(?<![가-힣])(?:파산|면책|회생)){_ON}|bankrupt(?:cy)?|insolven(?:t|cy)"),
    ("채무조정", (
        rf"(?:신용\s?회복|(?:개인|프리|신속)?\s?워크아웃|채무\s?조정|새출발기금){_ON}|debt\s(?:adjustment|"
        rf"restructuring|workout)"
    )),
    ("압류", (
        r"(?:급여|통장|계좌|예금|부동산|차량|재산|채권|가)\s?(?:가\s?)?압류|압류(?:\s?(?:됐|"
        r"되|된|돼|중|통지|해제|결정|걸|등록|및|명령)|[가를당])|추심\s?명령|전부\s?명령|경매\s?(?:개시|"
        r"진행|넘어|신청|통지|중)|garnish(?:ment|ed)|foreclos"
    )),
    ("체납", r"(?:국세|지방세|세금|관세|건보료|국민연금)[^.\n]{0,6}?체납|체납\s?(?:중|상태|자|됐|됨|사실|액|처분|이력)|tax\sarrears"),
    ("부채", r"다중\s?채무|빚\s?(?:이\s?(?:많|늘|너무|꽤)|더미|독촉|보증)|채무\s?인수|한정\s?승인|owes?\s|owed\s|in\sdebt"),
    ("보증", r"(?:연대\s?)?보증(?:을|도)?\s?(?:섰|서[고준신시]|선|서줬|서\s?주)|빚\s?보증|guarant(?:eed|or\sof)"),
    ("투자", (
        r"낙인(?:\s?(?:구간|진입|터치|베리어)|[됐에])|반대\s?매매|마진\s?콜|담보\s?부족|깡통\s?계좌|"
        r"margin\scall|knock(?:ed)?[\s-]in"
    )),
    ("보험금", (
        r"(?:실손|실비|보험금?|진단비)\s?(?:재)?청구(?:\s?(?:또|건|들어|왔|접수|했)|[가는를도])|"
        r"부지급|지급\s?거절|보험금[^.\n!?]{0,10}?(?:지급(?:됐|했|하|완료|\s?완료|\s?결정|\s?예정|"
        r"\s?거절)|청구(?:했|하|건)|수령|받[았으아])|보험[^.\n!?]{0,14}?(?:실효|해지|해약)"
    )),
    ("예금", r"(?:예금|적금|통장|펀드|주식|계좌|신탁)[^.\n!?]{0,8}?(?:전액\s?(?:해지|인출|출금|환매)|해지하[신셨]|해약하)"),
    ("신용조회", r"(?:신용\s?)?조회\s?(?:기록|이력|건수)[^.\n]{0,6}?(?:과다|많|초과|\d)|조회\s?과다"),
    ("신용등급", (
        r"(?:신용(?:도|점수|등급|평점)?|등급|점수|평점)[가이은는도]?\s?(?:너무\s?|많이\s?|확\s?)?(?:낮[아은]|"
        r"안\s?좋|나[빠쁘]|바닥|미달|떨어[졌진]|하락(?:했|하|됐|이)|올랐)"
    )),
)  # fmt: skip
# What a phrase cannot do without: looked for first, which is much faster.
_KEYS: Mapping[str, str] = {
    "연체": "연체|못|안 |안냈|안냄|안갚|밀려|밀렸|밀린|놓|지 않|걸|거르|펑크|빵꾸|뛰|미납|독촉|behind|overdue|late|"
    "due|arrears|delinquent|issed|kipped",
    "채무불이행": "불량|신불자|질서|이익|대위|대지급|불이행|부도|상각|추심|default|charged|written|wrote",
    "사기": "지급|계좌|통장|사기|도용|용도|SIU|frozen",
    "한도": "한도|마통|마이너스|maxed|limit",
    "심사결과": "거절|부결|반려|탈락|가결|통과|승인|실행|안 |안나|안됐|안돼|막혔|막힘|땡|declined|rejected|denied|"
    "turned|approved|DENY|DENIED|REJECT|DECLINE",
    "상환액": "빠져|인출됐|출금됐|납부했|갚았|완납|상환",
    "입출금": "들어|빠져|입금|출금|찍",
    "도산": "회생|파산|면책|ankrupt|nsolven",
    "채무조정": "신용|워크아웃|채무|새출발|debt",
    "압류": "압류|명령|경매|arnish|oreclos",
    "체납": "체납|arrears",
    "부채": "채무|빚|한정|owe|debt",
    "보증": "보증|guarant",
    "투자": "낙인|매매|마진|담보|깡통|margin|knock",
    "보험금": "청구|지급|보험",
    "예금": "예금|적금|통장|펀드|주식|계좌|신탁",
    "신용조회": "조회",
    "신용등급": "신용|등급|점수|평점",
}
_COMPILED = tuple(
    (tuple(_KEYS[name].split("|")), re.compile(pattern, re.IGNORECASE), TERMS[name]) for name, pattern in _PHRASES
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Where a turn of speech stands, by characters, and the attribute it states."""

    start: int
    end: int
    term: Term


def phrases(text: str) -> Iterator[Phrase]:
    """The turns of speech in the text, one kind after the other."""
    for keys, pattern, term in _COMPILED:
        if any(key in text for key in keys):
            for found in pattern.finditer(text):
                yield Phrase(found.start(), found.end(), term)
