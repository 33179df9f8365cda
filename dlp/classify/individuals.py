"""Records of single people without name or number in running text: pseudonymised data as offices really write it.

A record is what stands between one mark of an unnamed individual (`unnamed`) and the next. It counts where the mark,
what else is said of the person, the other records of the list, and the text's own word that names were taken out
weigh enough together, and where it states credit attributes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dlp.classify import loose, units, unnamed, values
from dlp.classify.attributes import attributes
from dlp.classify.calls import called
from dlp.classify.people import Someone, Standing, standings
from dlp.classify.unnamed import Mark
from dlp.rules import Tagger

_ENOUGH = 2.5
_LONGEST = 420  # characters of a record
_BACK = 90  # characters in front of a mark that its sentence may begin with
_MOST = 100  # records of one passage
_REMOVED = 1.5
_LISTED = 1.0


@dataclass(frozen=True, slots=True)
class Record:
    """What is said of one unnamed individual, text[start:end]."""

    start: int
    end: int
    mark: Mark = field(repr=False)


_TAKEN_OUT = re.compile(
    r"(?:이름|성명|성함|인적\s?사항|식별\s?(?:값|정보|자|번호)|개인\s?(?:정보|키)|신원|연락처|당사자|원본|고객\s?정보|신청인\s?정보|신상|개인\s?식별|실명|고객\s?번호|증권\s?번호|치환표|키(?:는|값)|전화|번호|알아볼\s?수|누군[지가]|"
    r"명단|uid|id|IDs?|key|salt|names?|identifiers?|identities|direct\sidentifiers)[^.\n]{0,24}?"
    r"(?:뺐|뺀|뺍|빼고|빠[져진졌]|지웠|지운|지움|삭제|제거|제외|드롭|비공개|미기재|블라인드|생략|가렸|가린|가려|가림|별표|토큰|해시|난수|치환|무기명|비실명|폐기|버렸|버림|봉인|작성하지|밝히지|적지|쓰지|"
    r"없(?:음|습니다|이|는|어)|안\s?(?:적|남|밝|쓰)|남기지|뺌|모[름르]|암호화|salted|hashed|stripped|removed|dropped|masked|deleted|stays?\swith|withheld|not\sshared)"
    r"|가명\s?(?:정보|처리|결합|ID|키)|비식별|익명|무기명|마스킹|해시(?:라|만|값)|uid는\s해시|(?:누군|누구인)지는?\s?(?:알\s?수|모|밝힐|말할|비밀|못)|신상[은을]?\s?(?:일절|비공개)|재식별|식별\s?불가|난수\s?키|토큰(?:이라|만|화|으로)|de-?identif|pseudonymi[sz]|anonymi[sz]|"
    r"\bno\snames?\b|name\s(?:withheld|removed)|\bmasked\b|\bsalted\b|\btokeni[sz]ed",
    re.IGNORECASE,
)
# Nobody: invented people, exercises, the many, products, staff, things.
_INVENTED = re.compile(
    r"페르소나|가공(?:의|한|된)?\s?(?:인물|고객|사례|데이터)|가상(?:의)?\s?(?:인물|고객|사례|데이터|회원|차주|의)|합성\s?(?:데이터|회원|고객|레코드)|지어낸|꾸며낸|만들어낸|"
    r"연습\s?문제|(?:^|\n|\[)\s?문제\s?\d|\[문제|퀴즈|출제|모의고사|예제|예시(?!\s?로\s?든\s?실제)|견본|(?:^|[\s(\[])예\s?[):：]|①[^\n]{1,14}②|더미|dummy|synthetic|fictitious|fabricated|made[\s-]up|mock|hypothetical|persona\b|"
    r"테스트\s?(?:용|회원|계정|데이터|고객|케이스|환경)|스테이징|실(?:제\s?)?(?:고객|데이터|인물)\s?(?:이\s?)?(?:아[니님닙]|없|미사용)|실데이터는?\s?(?:쓰지|없)|소설|영화|드라마|웹툰|등장인물|"
    r"가정(?:하자|하면|해|합니다|할)|라고\s?(?:하자|치자|합시다)|예를\s?들|예컨대|가령|만약|만일|세미나|시나리오|이라면|약관|판례\s?해설|for\sexample|suppose|imagine\b|e\.g\.",
    re.IGNORECASE,
)
# What the text says against that of itself.
_REAL = re.compile(
    r"실제\s?(?:고객|신청|건|사례|거래)(?!\s?(?:이|가|은|는|정보)?\s?(?:아[니님닙]|없))|실데이터(?!는?\s?(?:쓰|없|아))"
)
_IF = re.compile(
    r"(?:[가-힣](?:으면|다면|라면|리면|하면|되면|이면|내면|쓰면|갚으면|받으면|넘으면|보면)|경우|때에는|때는)(?=[\s,.])(?!\s(?:알려|연락|말씀|회신|부탁|바로|댓글|공유))"
)
_MANY = re.compile(
    r"평균|중위|비중|구성비|점유율|\d\s?(?:만\s?|천\s?)?(?:여\s?)?명(?!의\s?(?:월별|상환|개인|고객\s?기록))|가구당|인당|전체\s|고객층|타[깃겟]|세그먼트|대상\s?상품|추천\s?상품|이상\s?고객|이하\s?고객|누구나|[을를]\s?위한|맞춤|전용\s?상품|\[상품\]|%\s?[~부]|증가율|%p|가입\s?(?:연령|대상|가능)|"
    r"최[대고저소]\s?(?:연\s?)?\d|한도\s?내|(?<!로)부터\s?\d|\d%p?\s?(?:증가|감소|늘|줄|상승|하락)|선착순|우대\s?금리|까지\s?(?:[가-힣]{1,6}\s){0,2}(?:가능|빌리|가입)|average|(?:세|대)\s?(?:남|여)[자성]?\s?기준|median|mean\b|per\scapita|segment|cohort",
    re.IGNORECASE,
)
_FIRMS = re.compile(
    r"㈜|\(주\)|주식회사|유한회사|법인(?!\s?카드)|업체명|(?<!대부)업체|거래처|발행사|협력사|시설자금|운전자금|기업\s?(?:여신|대출)|영업이익|세금계산서|매출채권|기업명|사업자\s?(?:등록)?\s?번호|벤더|컨소시엄"
)
_THINGS = re.compile(
    r"본지|스크랩|취재|보도(?:했|됐|에\s?따)|별점|상담원이|상담원\s?평가|회비|회식|법인\s?카드|예산|출장비|(?<!조)사번|직급|당직|연차|휴가|보증\s?기간|A/S|반납|도서|비품|게임|길드|외상|커밋|commit|merge|배포|롤백|타임아웃|기사\s?(?:봤|링크)|배우(?!자)|연예인|timeout|재시도|요청\s?실패|latency|CPU|retry|rps|"
    r"\b(?:ERROR|WARN|INFO|DEBUG)\b|stack\s?trace|exception|SELECT\s|CREATE\s+TABLE|VARCHAR|심의필|카피|시안|강의|수강|채용|면접(?!자)|응시|축구|배당률|교육비|참가비|화면\s?(?:번호|ID)|오류\s?코드|응답\s?코드|사유\s?코드",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d[\d,.]*\s?(?:[만억천원일%]|[mk]\b|개월|건)|\d[\d,]{2,}|0\.\d")
_TELLING = tuple(
    word.encode()
    for word in (
        "이름|성명|실명|신상|인적사항|식별|가명|익명|토큰|해시|가렸|가린|*|○|세 |세,|세)|0대|"
        "년생|살 |응답자|참여자|내담자|표본|사례|코드|고객|차주|손님|갑|을|"
        "dentif|mask|anon|pseudo|hash|token|aged|year|thirt|fort|fift|sixt|sevent|twent|male|her |his |0s|key|uid|seq|REC|rec"
    ).split("|")
)
_AMOUNT = re.compile(
    rf"[0-9]\s?(?:{'|'.join('십백천만억')})|[0-9],[0-9]{{3}}|[0-9]\s?(?:[mM]|million)\b|[0-9]{{6}}|[0-9]\s(?:벌|빚)".encode()
)
# A number by which the firm knows the person, of whatever shape: that is nobody unnamed.
_NUMBERED = re.compile(
    r"(?:고객\s?(?:번호|ID)|회원\s?(?:번호|ID)|증권\s?번호|계약\s?번호|대출\s?(?:계좌|번호)|계좌(?:\s?번호)?|CIF(?:_?NO)?|cust_?no|customer_?(?:no|id)|member_?(?:no|id)|policy_?no|"
    r"acct_?no|account_?no|전화(?:번호)?|휴대폰|연락처|e-?mail|이메일|주민(?:등록)?번호)[\"']?\s?[:=#]?\s?[\"']?[\w@.-]{0,30}\d[\w@.-]{2,}",
    re.IGNORECASE,
)


def may_tell(data: bytes) -> bool:
    """Whether a small text in which the engine saw no sign is worth a look: it names amounts and speaks of somebody unnamed."""
    return _AMOUNT.search(data) is not None and any(word in data for word in _TELLING)


def told(text: str, identified: Sequence[Someone], tagger: Tagger) -> bool:
    """Whether the text states credit attributes of somebody unnamed.

    `identified` are those known by a number. The tagger is asked only where there is such a record: with somebody named
    in it, it is about them.
    """
    text = values.plain(text)
    records = find(text)
    if not records:
        return False
    named = standings(text, called(text, tagger(text)), units.read(text), identified)
    return any(not _known((*named, *identified), record) for record in records)


def find(text: str) -> list[Record]:
    """The records of unnamed individuals that state credit attributes."""
    records = _records(text)
    if not records or (_INVENTED.search(text) and not _REAL.search(text)):
        return []
    removed = _REMOVED if _TAKEN_OUT.search(text) else 0.0
    weighed = [(record, _evidence(text, record)) for record in records]
    telling = [(record, evidence) for record, evidence in weighed if evidence]
    shapes = Counter({shape: len(values) for shape, values in _values(telling).items()})
    return [
        record
        for record, evidence in telling
        if _weight(record, text[record.start : record.end], evidence, shapes, removed) >= _ENOUGH
        and not _excluded(text, record)
    ]


def _records(text: str) -> list[Record]:
    """The text cut at the marks of unnamed individuals; several marks of one place are the strongest of them."""
    found: list[Mark] = []
    for mark in sorted(unnamed.marks(text), key=lambda each: (each.start, -each.weight)):
        if found and mark.start < found[-1].end:
            if mark.weight > found[-1].weight:
                found[-1] = mark
            continue
        found.append(mark)
    return [*_cut(text, found[:_MOST])]


def _cut(text: str, found: Sequence[Mark]) -> Iterator[Record]:
    for index, mark in enumerate(found):
        stop = len(text)
        for other in found[index + 1 :]:
            if other.shape == mark.shape and other.value != mark.value:
                stop = other.start
                break
        blank = re.compile(r"\n\s*\n").search(text, mark.end)
        stop = min(stop, mark.start + _LONGEST, blank.start() if blank else stop)
        floor = max(
            (other.end for other in found[:index] if other.shape == mark.shape and other.value != mark.value), default=0
        )
        low = max(floor, text.rfind("\n", 0, mark.start) + 1, mark.start - _BACK)
        yield Record(low, stop, mark)


def _values(telling: Sequence[tuple[Record, float]]) -> dict[str, set[str]]:
    values: dict[str, set[str]] = {}
    for record, _ in telling:
        values.setdefault(record.mark.shape, set()).add(record.mark.value)
    return values


def _evidence(text: str, record: Record) -> float:
    """Credit attributes in the record: those that are stated in full, and half as much for what is only hinted at."""
    said = text[record.start : record.end]
    stated = {each.term.text for each in attributes(said).found}
    hinted = loose.hints(said)
    if record.mark.shape.startswith(("token", "listed", "letter")) and not _FIGURE.search(
        text, record.mark.end, record.end
    ):
        return 0.0  # a list of codes and their meanings
    return len(stated) + 0.5 * len(hinted)


def _weight(record: Record, said: str, evidence: float, shapes: Counter[str], removed: float) -> float:
    mark = record.mark
    told = unnamed.quasi(said)
    weight = mark.weight + removed + (_LISTED if shapes[mark.shape] >= 2 else 0.0) + min(evidence, 3.0) * 0.5
    if mark.shape == "listed" and not (removed or told):
        return 0.0  # any list
    if mark.shape == "described":
        return weight + 0.5 * max(0, told - 1)
    return weight + min(2.0, 0.5 + 0.5 * told if told else 0.0)


def _excluded(text: str, record: Record) -> bool:
    said = text[record.start : record.end]
    around = text[max(0, record.start - 120) : record.end + 80]
    return bool(
        _MANY.search(said)
        or _IF.search(text, *_sentence(text, record))
        or _FIRMS.search(around)
        or _THINGS.search(around)
        or _NUMBERED.search(said)
    )


def elsewhere(text: str, owner: Someone) -> bool:
    """Whether what looks like a pseudonym stands among things: requests, jobs, budgets, products, exercises."""
    around = text[max(0, owner.start - 60) : owner.end + 120]
    return bool(_THINGS.search(around)) or (_INVENTED.search(text) is not None and not _REAL.search(text))


def _sentence(text: str, record: Record) -> tuple[int, int]:
    """Where the sentence with the mark lies."""
    stop = next(
        (at for at in (text.find(". ", record.mark.end), text.find("\n", record.mark.end)) if at >= 0), record.end
    )
    return record.start, min(stop, record.end)


def _known(someones: Sequence[Someone], record: Record) -> bool:
    """Whether somebody who can be known is spoken of in the record as one whose credit it may be."""
    return any(
        record.start <= one.start < record.end
        and (one.standing in (Standing.IDENTIFIER, Standing.CUSTOMER, Standing.EXAMPLE, Standing.HEAD))
        for one in someones
    )
