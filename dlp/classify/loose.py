"""Credit attributes as they are jotted down, without the unit or the noun that `attributes` asks for.

Too loose to say anything of anybody by themselves: they count beside a mark of an individual only.
"""

from __future__ import annotations

import re

_NUMBER = r"(?:KRW\s?|₩\s?)?\d[\d,.]*\s?(?:[조억만천백]\s?\d?[\d,]*\s?[만천]?|[mkMK]\b|mn\b|bn\b|million)?(?:\s?원)?"
# Kind of attribute: words for it, with a figure behind.
_WORDS = {
    "소득": "소득|연봉|월급|급여|벌이|수입|매출|연금|퇴직금|퇴직연금|수급비|income|earn(?:s|ing|ed)?|salary|wages?",
    "대출": (
        "대출|빌린|빌렸|론|주담대|전세(?:금|대출)?|버팀목|햇살론|사잇돌|디딤돌|보금자리|카드론|리볼빙|현금서비스|마통|신용|"
        "융자|대환|기대출|기존|실행|청|신청|승인|가결|동의|할부|지입차 할부|학자금|대부|카드|리스|차입|"
        "loans?|overdrafts?|debts?|owing|owe[sd]?|mortgage|jeonse|borrowed|bal|loan"
    ),
    "부채": "빚|부채|채무|사채|계|잔액|잔고|원금|남은|balance|outstanding|debt|jan",
    "연체": "연체|밀린|밀림|미납|미상환|늦음|경과|dpd|overdue|late|arrears|delinquent|past due|dlq",
    "평점": "점수|평점|등급|score|grade|PD|pd|util|DSR|LTV|DTI|ltv|dsr|mgn|변제율",
    "예금": "예금|적금|예치|예수금|저축|퇴직금|deposits?|savings|스테이킹|현금|staking",
    "투자": "ETF|펀드|주식|코인|USDT|BTC|비트코인|선물|현물|손실|매수|매도|담보|증거금|loss|shares|평가",
    "보험": "보험금|청구|지급|진단비|실손|후유장해|입원|보험료|사망|claims?|paid|reserve|PAID|CLM_?\\w*|denied|payout|부지급|감액",
    "재산": "재산|자산|시세|시가|아파트|보증금|집값|assets?",
    "지출": "카드|일시불|매출|결제|이용|spend|cardspend\\w*",
}
_BEHIND = {
    "연체": r"(?:일|달|개월|번|회)\s?(?:째\s?)?(?:늦|연체|밀[린렸림려]|경과|미상환|미납|못)|days?\s(?:late|past|overdue|in)|끊겼",
    "대출": r"(?:빌[렸려린]|얹어|쓰고|썼|나갔|이용\s?중|대출|실행|가결|부결|보류)",
    "부채": r"(?:지고|빚|남았|갚|owed?)",
    "소득": r"(?:벌[고어었]|들어온|들어오)",
    "보험": r"(?:청구|지급|받았|받아|부지급|감액|전액)",
    "론": r"[mk]?\+?\s(?:\w+\s){0,2}(?:loans?|mortgage|overdrafts?|debts?|cards?|claims?|dpd)\b",
    "예치": r"in\s(?:term\s|fixed\s|time\s)?(?:deposits?|savings|funds?|stocks)|on\s(?:\w+\s)?(?:cards?|loans?)",
    "예금": r"(?:넣[었어]|두었|들고|모[아았])",
}
# What is said without a figure.
_BARE = {
    "심사": r"승인|거절|부결|가결|반려|보류|취하|면책|denied|declined|refused|approved",
    "도산": r"면책|회생|파산|상각|대위변제|워크아웃|압류|default|bankrupt",
    "연체": r"연체|미납|밀[렸림린]|늦음|미상환|어겼|어김|끊겼|missed|arrears",
    "해지": r"해지|실효|해약|lapsed",
}
_COMPILED = [
    *(
        (kind, re.compile(rf"(?:{words})[\"'\s:=(·,]{{0,4}}[가-힣\s]{{0,7}}?{_NUMBER}"))
        for kind, words in _WORDS.items()
    ),
    *(
        (kind, re.compile(rf"\d[\d,.]*\s?[조억만천원mk]?[가-힣\s,]{{0,10}}?(?:{words})"))
        for kind, words in _BEHIND.items()
    ),
    *((kind, re.compile(words)) for kind, words in _BARE.items()),
]


def hints(text: str) -> frozenset[str]:
    """The kinds of credit attribute that the text hints at."""
    return frozenset(kind for kind, pattern in _COMPILED if pattern.search(text))
