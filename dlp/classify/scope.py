"""What a passage is about: a general statement, an example, another meaning of the words, fiction or the news."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dlp.classify.pairs import Attribute
from dlp.classify.people import Someone
from dlp.classify.units import Reading

_AROUND = 220
_SENTENCE = 300  # characters of an endless line that count as the sentence of an attribute
_GENERAL = re.compile(
    r"최대|최고(?!액)|최저|최소(?!\s?결제)|이내|평균|비중|비율(?:은|이)|전체\s|누적|전년|"
    r"전분기|분기\s|%p|상한|하한|기준금리|특판|보통(?!\s?예금)|통상|대략적|(?:하는|되는|한|된|받은|"
    r"쓰는|있는)\s?경우|"
    r"(?:이|하|되|오르|내리|넘으|쓰)면(?=[\s,])|라면|한다면|\d\s?명(?:이|의|을|\s|,)|\d\s?(?:만|"
    r"천)?\s?(?:가구|세대|명|건으로)|시나리오|규제|목표|예산|실적|대상\s?:|고객\s?중|차주\s?중|"
    r"[\d%]\s?부터|이상이?\s?(?:고객|차주|필요|이면|인)|"
    r"~|∼|선착순|우대|출시|상품(?:은|의|입니다|으로)|기준\s?변경|구간을|단위로|하한선|누구나|"
    r"average|mean\b|median|total\sof|per\scent\sof|up\sto|at\smost|from\s\d[^.\n]{0,8}%|응답자|조사\s?결과|"
    r"통계|추이|증가율|담당\s?업무|업무\s?:|연기금|(?:\d,\d{3}|[1-9]\d{3,})\s?억|\d\s?조(?:\s?\d|"
    r"\s?원)"
)
_RULE = re.compile(
    r"최대|이내|[\d%]부터|누구나|상품(?:은|의|입니다)|평균|\d\s?명|전체|시나리오|규제|목표|예산|"
    r"up\sto|average|조(?:\s?\d|\s?원)"
)
_HYPOTHETICAL = re.compile(
    r"(?:^|[\n\[])\s?문제\s?\d|(?:세|대)\s?[남여][자성]?\s?기준|①[^\n]{1,14}②|예를\s?들|가정(?:하|해|을|하면)|예컨대|만약|만일|가령|이라고\s?치|문제를?\s?(?:냈|"
    r"풀)|퀴즈|hypothetical|for\sexample|e\.g\.|assume|suppose"
)
_EXAMPLE = re.compile(
    r"예시|\bpersona\b|\binvented\b|페르소나|가공\s?인물|(?:^|[\s(\[])예\s?[):：]|작성\s?예|기재\s?예|샘플\s?(?:화면|데이터|응답|계정|"
    r"고객|문구|이미지|값|입니다)|더미|가상의|가공의|모의\s?(?:고객|데이터|자료)|연습용|"
    r"테스트\s?(?:데이터|계정|고객|용|케이스|값|레코드|환경\s?데이터)|시험용|QA\s?(?:전용|"
    r"용)|"
    r"실존\s?(?:고객|인물)?\s?(?:이\s?)?(?:아님|아닙|하지)|실제\s?(?:고객|데이터|인물)[가이은]?\s?아[니님닙]|"
    r"임의로\s?(?:만든|생성)|지어낸|만든\s?(?:이름|값)|\bdummy|\bsample\s(?:data|screen|"
    r"record|output)|\bmock|\bfake|fictitious|lorem|\bexample\b(?!\.(?:com|org|net|co))|"
    r"placeholder|합성\s?(?:회원|고객|데이터|자료)|페르소나|가공\s?(?:인물|고객)|가짜|난수\s?생성기|지어냈|\bsynthetic|made[\s-]up|test\s(?:data|account|record|customer)|"
    r"스테이징|목\s?데이터|테스트일|실고객\s?(?:아니|없)|실데이터(?:는|가)?\s?(?:쓰지|아니|없)|모의\s?훈련|역할극|롤플레이|대본",
    re.IGNORECASE | re.MULTILINE,
)
# Forms to be filled by a machine: what stands around them is said of whoever will be put there.
_TEMPLATE = re.compile(
    r"[{][{]?\s?[가-힣A-Za-z_][가-힣A-Za-z_ ]{0,14}[}]|#[{]|[$][{]|%[(]?[a-z_]{1,12}[)]?s\b|<[가-힣]{0,4}(?:고객명|"
    r"성명|이름|금액|상품명|일자|계좌번호)>|"
    r"\[[가-힣]{0,4}(?:고객명|성명|이름|금액|상품명|일자|계좌번호)\]\s?(?:님|원|고객|[을를이가에])|"
    r"(?:OOO|ooo|○○○|XXX|△△△)\s?(?:고객|님|씨|원)"
)
# Occasions on which names of staff stand beside words of credit: recruiting, teaching, dividing work, deploying, reporting news.
_OCCASION = re.compile(
    r"결산|시재|전산|장애|복구|재처리|채용|뽑습니다|지원\s?자격|우대\s?사항|세미나|컨퍼런스|포럼|초대(?:합|장)|교육\s?신청|교육비|연수|수강|강의|발표자|토론자|뉴스|보도\s?자료|기사\s?(?:떴|링크|봤|"
    r"스크랩|공유)|스크랩|취재|기자입니다|인터뷰|업무\s?(?:분장|분담)|맡은\s?일|대직|당번|매뉴얼|응대\s?(?:요령|문구|스크립트)|안내\s?(?:문구|LMS|문자\s?개정)|"
    r"문구\s?심의|문안\s?검토|배당률|판돈|동호회|회비|체육대회|야유회|워크숍|회식|PR\s?(?:머지|리뷰|올|확인)|(?<!나)머지|리뷰어|커밋|배포(?!자료)|롤백|핫픽스|스프린트|"
    r"라운딩|상수|쿼리|\bwhere\b[^\n]{1,60}(?:=|\bin\b)|select\b[^\n]{1,80}\bfrom\b|group\sby|hiring|webinar|merge|deploy|rollback|press\srelease|"
    r"설문|공모전|표창|포상|인사\s?발령|전보|승진|워크샵|스터디|독서|칼럼|사설|다큐|시청률"
)
_REAL = re.compile(
    r"샘플링|실데이터(?!(?:는|가|를)?\s?(?:쓰지|아니|없|아닙))|실제\s?고객(?!이\s?아)|운영\s?데이터|"
    r"실\s?고객(?!\s?(?:이?\s?아니|없|정보(?:가|는)?\s?아|아님))|실제\s?데이터(?!\s?아)|표본"
)
_PUBLIC = re.compile(
    r"소설|영화|드라마|주인공|등장인물|조선(?:시대|의|은|\s)|왕조|고려\s?(?:시대|말)|세종|"
    r"임금|역사|독립운동|문학|독서|웹툰|뮤지컬|연극|전기(?:를|에)|전생|신화|캐릭터|"
    r"(?:1[0-8]\d\d|19[0-4]\d)년|백성|나라가|국채\s?보상|식민지|광복|전래|설화|민담|판소리|기사\s?(?:봤|링크|에\s?따|스크랩)|본지에|보도(?:했|됐|에\s?따)|배우(?!자)|연예|아이돌|장관|총재|대통령|"
    r"국회의원|위원장|시장\s?후보|novel|fiction|movie|character"
)
_LIBRARY = re.compile(
    r"도서(?:관|명|를|\s)|열람실|책(?:을|이|은|\s|두|세|한|,|으로)|반납|대출하신\s?책|빔\s?프로젝터|"
    r"노트북|비품|장비|회의실|자료실|사서|library|book"
)
_LENT = frozenset(("연체", "대출금액", "연체금액", "연체일수", "거래상태", "만기일", "한도", "심사결과"))
_WARRANTY = re.compile(
    r"보증\s?(?:기간|수리|서비스|서\s?카드)|무상\s?(?:수리|보증|A/?S)|품질\s?보증|A/S|고장|수리|warranty"
)
_BUDGET = re.compile(
    r"예산|법인\s?카드|정기권|책\s?값|우산|대관|축의금|점심|치킨|커피|간식|식사비|밥값|헬스장|쿠폰|내기|회식비|경비|사업비|광고비|운영비|관리비|회비|동호회|부서비|판공비|"
    r"집행|복지\s?포인트|출장비|물품|구매\s?대금|과제|연구비|선물\s?세트|공동\s?구매|수강료|"
    r"참가비|연차|휴가|budget|expense|corporate\scard"
)
_KEPT = frozenset(
    (
        "예금",
        "한도",
        "입출금",
        "카드이용액",
        "대출잔액",
        "거래상태",
        "투자",
        "상환액",
        "보험금",
        "만기일",
        "대출금액",
        "한도",
        "재산",
        "소득",
        "심사결과",
    )
)
_EXAM = re.compile(
    r"시험|만점|연수|강의|수강|자격|합격|교육\s?(?:평가|점수|과정)|퀴즈|인사\s?평가|성과\s?평가|"
    r"고과|토익|만족도|별점|리뷰|게임|경기|선수|강사|quiz|exam|test\sscore|course"
)
_MARKS = frozenset(("신용점수", "신용등급", "거래상태", "심사결과", "카드이용액"))
_CREDIT_MARK = re.compile(r"신용|CB|KCB|NICE|나이스|나이쓰|심사|대출|credit|내부\s?등급")
_SYSTEM = re.compile(
    (
        r"API|limit\s?(?:must|exceed)|rate\s?limit|timeout|request|배포|서버|컬럼|테이블|스프린트|"
        r"sprint|티켓|응답\s?시간|메모리|CPU|배치|쿼리|스키마|화면\s?개발|버그|CREATE\s+TABLE|"
        r"VARCHAR|NUMERIC\(|SELECT\s[\w*,. ]+FROM|ALTER\s+TABLE"
    ),
    re.IGNORECASE,
)
_SCHEMA = re.compile(
    r"CREATE\s+TABLE|VARCHAR|NUMERIC\(|ALTER\s+TABLE|:\s?(?:string|int(?:eger)?|decimal|float|boolean)\b", re.IGNORECASE
)
_QUERY = re.compile(r"\bSELECT\b[^;]{1,400}\bFROM\b", re.IGNORECASE)
_CORPORATE = re.compile(r"법인명|사업자\s?(?:등록)?번호|기업\s?(?:신용|대출|여신)|운전자금|시설자금|업체명|\bBRN\b")


@dataclass(frozen=True, slots=True)
class Scope:
    """A text's own declarations about itself, found once; questions about passages are asked of it."""

    text: str = field(repr=False)
    examples: tuple[int, ...]
    publics: tuple[int, ...]
    _told: dict[re.Pattern[str], bool] = field(default_factory=dict, repr=False, compare=False)

    def is_rule(self, attribute: Attribute) -> bool:
        """What is said to everybody, even beside a name."""
        return _RULE.search(self.text, max(0, attribute.start - 60), attribute.end + 40) is not None

    def excludes(self, text: str, attribute: Attribute, reading: Reading) -> str:
        """ "other" where the words mean something else, "hypothetical" or "general" for statements about nobody, else ""."""
        unit = reading.units[reading.at(attribute.start)]
        around = text[max(0, attribute.start - _AROUND) : attribute.end + _AROUND]
        if self._means_other(
            attribute,
            around,
            text[max(unit.start, attribute.start - _SENTENCE) : min(unit.end, attribute.end + _SENTENCE)],
        ):
            return "other"
        sentence = text[max(unit.start, attribute.start - 60) : min(unit.end, attribute.end + 40)]
        if self._has(_HYPOTHETICAL) and _HYPOTHETICAL.search(
            text, max(unit.start, attribute.start - 120), min(unit.end, attribute.end + _SENTENCE)
        ):
            return "hypothetical"
        if _TEMPLATE.search(around):
            return "hypothetical"
        return "general" if not attribute.keyed and _GENERAL.search(sentence) else ""

    def is_occasion(self, attribute: Attribute) -> bool:
        """Whether the words stand in an announcement or in shop talk, which names staff and is about nobody's credit."""
        return _OCCASION.search(self.text, max(0, attribute.start - _SENTENCE), attribute.end + _SENTENCE) is not None

    def is_example(self, owner: Someone, attribute: Attribute) -> bool:
        """The text declares what stands here to be made up."""
        low, high = min(owner.start, attribute.start) - 120, max(owner.end, attribute.end) + 120
        return any(low < at < high for at in self.examples)

    def is_public(self, owner: Someone, attribute: Attribute) -> bool:
        """Fiction, history or the news."""
        low, high = min(owner.start, attribute.start) - 100, max(owner.end, attribute.end) + 60
        return any(low < at < high for at in self.publics)

    def _means_other(self, attribute: Attribute, around: str, sentence: str) -> bool:
        name, says = attribute.term.text, self._says
        return bool(
            (name in _LENT and says(_LIBRARY, around))
            or (name in ("보증", "보험금") and says(_WARRANTY, around))
            or (name in _KEPT and says(_BUDGET, sentence) and not _CREDIT_MARK.search(sentence))
            or (name in _MARKS and says(_EXAM, around) and not _CREDIT_MARK.search(around))
            or (says(_SCHEMA, around) or says(_QUERY, around))
            or (name in ("한도", "심사결과", "거래상태") and says(_SYSTEM, around))
        )

    def _says(self, pattern: re.Pattern[str], part: str) -> bool:
        """Whether the pattern is in a part of the text; what the text does not have anywhere is looked for once only."""
        return self._has(pattern) and pattern.search(part) is not None

    def _has(self, pattern: re.Pattern[str]) -> bool:
        if pattern not in self._told:
            self._told[pattern] = pattern.search(self.text) is not None
        return self._told[pattern]


def scope_of(text: str) -> Scope:
    """What the text declares about itself."""
    examples = () if _REAL.search(text) else tuple(match.start() for match in _EXAMPLE.finditer(text))
    return Scope(text, examples, tuple(match.start() for match in _PUBLIC.finditer(text)))
