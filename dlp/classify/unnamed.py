"""How one individual is written whose name is not: keys, letters, stars, the place in a list, a description.

Each mark has a weight: how surely it stands for a person by itself. What stands beside it has to say the rest
(`individuals`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody unnamed at text[start:end]. Equal `value`s are one person; marks of one `shape` are of one list."""

    start: int
    end: int
    weight: float
    shape: str = field(repr=False)
    value: str = field(repr=False)


# Words for people whose data are looked at, in front of whatever tells them apart.
_PEOPLE = (
    r"고객|차주|채무자|대상자?|회원|가입자|계약자|투자자|신청인|신청자|환자|사례자?|민원인|보증인|참여자|응답자|피험자|표본|관측치|이용자|사용자|유저|"
    r"무명씨|아무개|차입자|대출자|청구인|피보험자|주인공|원고|피고|채권자|피상속인|상속인|배우자|패널|내담자|면담자|계정|레코드|개체|식별자|가구|세대|"
    r"respondent|policyholder|interviewee|informant|household|borrower|customer|client|subject|person|applicant|participant|claimant|panelist|record|member|debtor|insured|case|user|obs(?:ervation)?"
)
# Keys under which systems and researchers keep people apart.
_KEYS = (
    r"uid|(?!paid|said|aid|bid|mid|void)[a-z]{1,4}id|user_?(?:id|key)|cust_?(?:key|hash)|seq|key|키|번호키|해시|토큰|token|hash|pid|sid|코드|code|일련|순번|연번|subject_?(?:no|id)?|pseudo_?(?:id)?|anon_?(?:id)?|"
    r"case_?(?:no|id)?|사례\s?(?:카드|번호)|연구\s?(?:ID|번호|대상)|표본\s?(?:ID|번호)?|(?:조사|응답|패널|관측|대상|참여|비식별|분석|샘플|레코드|익명|임의|무작위|치환|대체|결합|연계|면담|상담)\s?(?:ID|번호|키|코드)|가명\s?(?:ID|번호|키)?|REC|rec|record|row|k|t|id"
)
_LETTER = (
    r"(?:(?-i:[A-Z])(?![A-Za-z0-9])|[갑을병정甲乙丙丁ㄱ-ㅎ](?=(?:[은는이가의을를도과와](?=\s|\())?(?![가-힣]))"
    r"|[가나다라](?=\s?[(:]|[은는와과의]\s))"
)
_MIXED = r"(?=[A-Za-z0-9_$:-]{0,40}\d)(?=[A-Za-z0-9_$:-]{0,40}[A-Za-z])[A-Za-z0-9]+(?:[-_$:][A-Za-z0-9]+){0,4}"
_CUT = r"(?:0x)?[0-9a-fA-F]{2,40}(?:-[0-9a-fA-F]{2,12}){0,4}-?(?:…|\.{2,3})(?:-?[0-9a-fA-F]{1,12}(?![가-힣]))?"
_BEHIND_MARK = r"(?=\s?[은는이가의을를도만과와께]|[\s,.:;(/|)\]]|님|씨|$)"
_WORDED = re.compile(
    rf"(?:{_PEOPLE}|[가-힣]{{1,5}}[자인객])(?:번호|ID|id|코드|키)?\s?[=:#]?\s?[(\[]?(?:#?{_CUT}|#?{_MIXED}|#\d{{1,6}}|{_LETTER}|(?:no\.?\s?)?\d{{1,8}}(?![\d,.]*\s?(?:명|일|년|월|만|억|원|%|건|등급|세|인|개|차|회|점|대|주|위|배|호|급|종|가지|번째|\d|,\d|\.\d))){_BEHIND_MARK}",
    re.IGNORECASE,
)
_NUMBERED_ONE = re.compile(rf"(?<![\d.,])\d{{1,5}}번\s?(?:{_PEOPLE})(?![가-힣]{{2}}\s?(?:센터|팀))")
_KEYED = re.compile(
    rf"(?<![A-Za-z가-힣])(?:{_KEYS})[\"']?\s?[=:#]{{0,2}}\s?[\"']?(?:no\.?\s?)?(?:#?{_CUT}|#?{_MIXED}|\d{{2,10}}){_BEHIND_MARK[:-2]}|[\"'>]|$)",
    re.IGNORECASE,
)
# What is left of a name: stars, circles, a family name with stars, brackets for what was taken out.
_STARRED = re.compile(
    r"(?<![\d,*＊xX○#-])(?:[*＊○◯●□×]{2,}|ㅇ{2,3}|[가-힣][*＊○◯●]{1,3}[가-힣]?|[가-힣]{1,2}(?:OO|XX)(?![A-Za-z]))(?=\s?(?:고객|님|씨|차주|회원|\(|[은는이가의]\s)|[\s/|,]|$)"
    r"|[〈<\[(](?:이름|성명|고객명?|NAME|name|PERSON|PER|차주명?|인명)_?\d{0,3}[〉>\])]"
    r"|(?<![가-힣])[가-힣]\s?모\s?(?:씨|고객|차주|양|군|회원)(?![가-힣]{2})"
    r"|(?:고객|차주|응답자|회원)\s?(?:무기명|익명)|무기명\s?(?:응답|\()|익명\s?(?:이용자|고객|회원|차주|응답자|가입자|투자자|사용자)"
)
_CIRCLED = re.compile(
    r"^[ \t>*•-]{0,4}(?:[①-⑳](?:번)?|\(?\d{1,3}[).번]\)?|#\d{1,5}|no\.?\s?\d{1,4})(?=[\s:./|])",
    re.MULTILINE | re.IGNORECASE,
)
# A key that stands where a record begins, or is spoken of as somebody.
_TOKEN = re.compile(
    rf"(?:(?P<line>^[ \t>*•\"'(\[-]{{0,6}})|(?<![A-Za-z0-9_./@%-]))#?(?P<token>{_CUT}|{_MIXED})(?P<behind>\s?[:|(/,)\]]|\s?(?:은|"
    rf"는|이|가|의|도|을|를|만)(?=\s)|\s|$)?",
    re.MULTILINE,
)
_LETTERED = re.compile(
    r"(?<![A-Za-z0-9가-힣&.'-])(?:[A-Z]|[갑을병정甲乙丙丁])(?:\s?(?:씨|고객|차주|님|회원|양|군)|(?=[은는이가의](?:\s|$)|\s?\([^)\n]{1,30}\)))"
)
# Letters and digits that are no key of anybody: quarters, versions, papers, standards, grades, measures, times.
_NO_KEY = re.compile(
    r"[1-4]?[QqHh][1-4]?\d?|[QA]\d{1,2}(?:-\d)?|v\d[\d.]*|.*[-_]v\d+|[DTMY][+-]?\d{1,3}|\d+[a-zA-Z]{1,3}|A[0-5]|B[45]|K\d{1,2}|S\d{2}|"
    r"IFRS\d*|ISO\d*|SHA-?\d+|MD5|UTF-?\d+|COVID-?\d+|(?:AA?|BB?|CC?)\d|[A-Z]{1,3}\d?[+-]|[a-z]{2,}[1-9]|M\d{2,3}|20\d\d[-/]?\w+|\d+[-:/]\d+.*|"
    r"(?:P2P|B2B|B2C|G20|G7|S&P500|KOSPI200|4Q|1H|2H|24H|Top\d+|TOP\d+|R\d|3D|5G|LTE|MP3|h\d)|\d{4}-\d\d.*",
)
# In front of or about a key: what it is a key of when it is nobody.
_OF_THINGS = re.compile(
    r"(?:티켓|이슈|커밋|commit|빌드|build|배포|버전|version|ver\.?|릴리[즈스]|PR|MR|서버|노드|호스트|장비|모델명?|제품|품번|기종|화면|코드표|사유\s?코드|오류\s?코드|에러|error|"
    r"주문|송장|운송장|문서|공문|기안|전표|영수증|계약서|파일|사번|직원|사원|행번|상품|펀드|종목|채권|전문|API|배치|batch|job|테이블|컬럼|필드|지점|부서|강의|과정|"
    r"회차|좌석|차량|호실|층|규칙|룰|rule|시나리오|테스트\s?케이스|TC|심의필|template|템플릿|문항|문제|안건|의안|항목|단계|step|ticket|issue|order|invoice|model|host|server|release)"
    r"\s?(?:번호|ID|코드|명|no\.?|키)?\s?[:=#(]?\s?$",
    re.IGNORECASE,
)
_TENS = r"(?:스물|스무|서른|마흔|쉰|예순|일흔|여든|아흔)(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉)?\s?살"
AGE = (
    rf"(?:만\s?)?(?:[1-9]\d\s?세(?!대\s?[가-힣]?\s?주택|기)|[2-9]0\s?대(?:\s?(?:초반?|중반|후반|초중반|중후반))?(?!\s?[%명])|{_TENS}|(?:19[3-9]\d|20[01]\d|[4-9]\d|0\d)\s?년\s?생"
    r"|(?<!\d)[1-9]\d\s?[~-]\s?[1-9]\d(?:세)?(?![\d,.%만억원일]))(?!\s?(?:이상|이하|미만|초과|까지|부터))"
)
SEX = r"(?:남성|여성|남자|여자|(?<![가-힣])[남여](?![가-힣])|(?<![A-Za-z])[MF](?![A-Za-z])|female|male|woman|man)"
_LIFE = (
    r"가장|세대주|가구주|미혼|기혼|이혼|사별|독신|맞벌이|외벌이|신혼부부|신혼|부부|주부|싱글|엄마|아빠|아버지|어머니|워킹맘|한부모|청년|직장인|회사원|사무직|생산직|자영업자?|공무원|"
    r"군인|프리랜서|무직|은퇴자?|퇴직자?|대학원?생|학생|취준생|구직자|강사|기사|간호(?:사|조무사)|교사|교수|의사|약사|라이더|택시|운전|알바생?|일용직?|건설|(?<!이)상인|점주|사장|연구원|"
    r"개발자|엔지니어|조무사|미용사|요리사|조리사|배달|경비원?|농업|농부|어업|어부|축산|임대업|보험\s?설계사|설계사|요양보호사|용접공|제빵사|디자이너|작가|가수|소방관|경찰관?|회계사|변호사|"
    r"세무사|노무사|승무원|물류|운수|트럭|화물|연금\s?생활자|수급자|장애인|유학생|이주\s?노동자|재직|근무|종사|원장|주인|점장|직원|종업원|항해사|상담[사원직]|노동자"
)
# An age with a sex, a trade or a place in a family, in any order and a few letters apart.
_BETWEEN = r"[\s,/·|()의에:인]{0,4}(?:[가-힣]{1,8}[\s,/·]{1,2}){0,2}"
_DESCRIBED = re.compile(
    rf"{AGE}{_BETWEEN}(?:{SEX}|[가-힣]{{0,6}}(?:{_LIFE}))|(?:[1-9]\d\s?세|{_TENS})(?:의|인|\s|,)\s?(?:고객|차주|회원|손님|채무자|계약자|가입자|가입고객|보유자)|(?:{SEX}|{_LIFE})\s?[,/·|(\s:]{{1,3}}{AGE}"
    r"|(?<![가-힣A-Za-z])[남여MF]\s?[/,·(|]?\s?[2-9]\d(?!\d|[.,]\d|\s?[%만억천원건명일개])|(?<![\d.,])[2-9]\d\s?[/,·|]\s?[남여MF](?![가-힣A-Za-z])"
    r"|\b[2-9]\d[FM]\b|\b[MF]\s?/\s?[2-9]0s|\b[2-9]0s\s?/\s?[MF]\b|\b(?:female|male|woman|man|mother|father|widow|widower|nurse|driver|teacher|cashier|farmer|vendor|student)\b[^.\n;]{0,24}(?:\b[2-9]0s|\b[2-9]\d(?=[\s,)])|in\s(?:her|his|their)\s\w*\s?(?:twent|thirt|fort|fift|sixt|sevent)ies)"
    r"|\b(?:aged?|AGE)\s?[:=]?\s?[2-9]\d\b|\b[2-9]\d[\s-]years?[\s-]old|\bin\s(?:her|his|their)\s(?:early\s|mid\s|late\s|mid-|late-|early-)?(?:twent|thirt|fort|fift|sixt|sevent)ies",
    re.IGNORECASE,
)
# One of them, and no more said: "고객 한 분", "자립준비청년 한 명".
_ONE = re.compile(
    r"(?:고객|손님|차주|청년|할머니|할아버지|어르신|주부|직장인|회원|채무자|신청인|가입자|계약자|노인|여성|남성|부부|사장님?|소상공인|자영업자)\s?한\s?(?:분|명|사람|쌍)"
    r"|(?:한|어느|어떤)\s(?:고객|손님|차주|회원|채무자|가입자|계약자|투자자|신혼부부|부부|청년|어르신|직장인|주부|자영업자|가장|할머니|할아버지|여성분?|남성분?|사장님)(?=[은는이가의]|께서)"
    r"|(?<![가-힣])(?:신청인|차주|피고|원고|채무자|청구인|민원인|피보험자|대상자)(?=[은는]\s)"
    r"|\b(?:the\s)?(?:borrower|applicant|claimant|respondent|customer)\s(?:is|was|has|had|reported)\b",
    re.IGNORECASE,
)
# Quasi-identifiers as a form or a coded record gives them.
_QUASI = re.compile(
    r"(?:^|(?<=[\s/|,;{\"'(]))(?:나이(?:\s?구간|대)?|연령(?:\s?구간|대)?|성별?|거주지?|지역|직업(?:군)?|직종|업종|출생(?:연도)?|생년|가구(?:원|원수)?|학력|age(?:_?(?:band|grp|group|b))?|sex|gender|region|area|sido|job|"
    r"occupation|AGEB|SIDO|birth(?:_?year)?|marital|education)(?:\s?/\s?(?:나이|연령|성별?))?[\"']?\s?(?:[:=]\s?[\"']?|\s)(?=[\dMF남여가-힣A-Za-z])",
    re.IGNORECASE,
)


# A choice to be made in a form, not somebody's sex.
_CHOICE = re.compile(r"[남여]\s?[/,·]\s?[남여]|[MF]\s?/\s?[MF]\b|\d{2}\s?[~-]\s?\d{2}\s?세(?:\s?까지)?")


def marks(text: str) -> Iterator[Mark]:
    """The unnamed individuals of the text; marks may overlap."""
    for pattern, weight, shape in (
        (_WORDED, 2.0, "worded"),
        (_NUMBERED_ONE, 2.0, "worded"),
        (_STARRED, 2.0, "starred"),
        (_DESCRIBED, 2.0, "described"),
        (_ONE, 1.5, "one"),
        (_LETTERED, 1.0, "letter"),
        (_CIRCLED, 0.5, "listed"),
    ):
        for found in pattern.finditer(text):
            if shape != "worded" or not _OF_THINGS.search(text, max(0, found.start() - 16), found.start()):
                yield Mark(found.start(), found.end(), weight, shape, found.group().strip())
    for found in _KEYED.finditer(text):
        if not _OF_THINGS.search(text, max(0, found.start() - 16), found.start()):
            yield Mark(found.start(), found.end(), 1.5, "keyed", found.group())
    yield from _tokens(text)
    yield from _coded(text)


def _tokens(text: str) -> Iterator[Mark]:
    for found in _TOKEN.finditer(text):
        token, at = found["token"], found.start("token")
        whole = _NO_KEY.fullmatch(token) is not None
        if whole or len(token) > 64 or _OF_THINGS.search(text, max(0, at - 16), at):
            continue
        begins = found["line"] is not None
        if not begins and not found["behind"]:
            continue
        strong = _is_strong(token)
        if begins or strong or (found["behind"] or "").strip(" :|/,"):
            yield Mark(
                at, found.end("token"), 1.5 if strong else 1.0, f"token{len(token)}" if strong else "token", token
            )


def _coded(text: str) -> Iterator[Mark]:
    """Quasi-identifiers close together, as forms give them: "나이 47 / 업종 세탁소"."""
    last: re.Match[str] | None = None
    for found in _QUASI.finditer(text):
        if _CHOICE.match(text, found.end()):
            last = None
            continue
        if last is not None and found.start() - last.end() <= 40 and found.group().strip() != last.group().strip():
            yield Mark(last.start(), found.end(), 2.0, "coded", text[last.start() : found.end() + 12])
            last = None
            continue
        last = found


def _is_strong(token: str) -> bool:
    """Letters and digits mixed without sense, rather than a word with a number."""
    if "…" in token or ".." in token or "$" in token:
        return True
    if "_" in token or (len(token) >= 8 and re.fullmatch(r"[0-9a-f-]+", token)):
        return True
    return len(re.findall(r"\d+|[A-Za-z]+", token)) >= 3


def quasi(text: str) -> int:
    """How many kinds of quasi-identifiers a record gives."""
    kinds = {found.group().strip(" \"':=/|").lower() for found in _QUASI.finditer(text)}
    return len(kinds) + (1 if _DESCRIBED.search(text) else 0)
