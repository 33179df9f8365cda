"""Who is in a text, and in what standing: a customer, staff, the author, a company, somebody under a pseudonym."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dlp.classify.attributes import starts_with_term
from dlp.classify.units import Reading
from dlp.rules import Mention
from dlp.types import Confidence


class Standing(enum.Enum):
    """In what capacity somebody is mentioned; decides whether a credit attribute can be theirs."""

    CUSTOMER = "customer"  # by a role or form of address of those whose credit is talked about
    PLAIN = "plain"  # a name and nothing more
    IDENTIFIER = "identifier"  # a number or address that names a person
    STAFF = "staff"  # by a title or task: not the owner, unless it is their own
    HEAD = "head"  # representative of a company: likewise
    AUTHOR = "author"  # sender, addressee or speaker
    COMPANY = "company"
    PSEUDONYM = "pseudonym"  # one individual without a name: "고객 A", a token, "40대 남성 자영업자"
    EXAMPLE = "example"  # 홍길동 and those the text declares to be made up
    PUBLIC = "public"  # of history, fiction, the news


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody mentioned at text[start:end]; `value` is what they are told apart by (a name, an identifier)."""

    start: int
    end: int
    standing: Standing
    value: str = field(repr=False)
    role: str = field(default="", repr=False)  # in words, for people: "차주", "예금주"
    sure: bool = True  # a name of which the tagger was not sure counts in its own sentence only


_TITLE = (
    "과장|대리|팀장|차장|부장|사원|주임|책임|선임|매니저|지점장|부지점장|심사역|행원|은행원|"
    "계장|센터장|본부장|상무|전무|이사|행장|RM|PB|연구원|연구위원|수석|실장|파트장|조장|"
    "그룹장|"
    "교수|강사|변호사|세무사|회계사|노무사|법무사|기자|박사|애널리스트|위원장|위원|장관|"
    "차관|총재|총장|의원|감독|사서|기사|프로|파트너|컨설턴트|심의역|조사역|검사역|부행장|"
    "원장|"
    "대표|사장|회장|부회장|사외이사|감사|비서|인턴|팀원|상담원|상담사|설계사|FP|손해사정사|"
    "아나운서|배우|가수|작가|선수|시장|군수|구청장|대통령|판사|검사|CFO|CEO|CTO|CISO"
)
# Titles of people from outside, by whom a bank calls its customers.
_COURTESY = re.compile(
    r"\s?(?:(?:사장|원장|교수|선생|여사|어르신|회장|약사|작가|선수|할머|할아버)님|(?:이\s)?(?:원장|약사|여사|어르신|할머니|할아버지|할매|할배|아지매|"
    r"아주머니|아줌마|아저씨|사모님|집사|장로)(?!단))|\s사장(?!단|님)"
)
_STAFF_BEHIND = re.compile(rf"\s?\(?(?:{_TITLE})(?:님|\(|\)|[\s,.의이가은는을를께에과와:/>]|입니다|$)")
_STAFF_BEFORE = re.compile(
    r"(?:담당(?:자|\s?심사역|\s?RM|\s?직원|\s?기자|\s?영업\w*|\s?)|작성(?:자)?|강사|발표(?:자)?|"
    r"참석(?:자)?|문의(?:처|사항)?|총무|책임자|저자|지은이|연사|검토(?:자)?|결재(?:자)?|"
    r"승인자|"
    r"진행(?:자)?|보고자|요청자|인계자|기안자|처리자|등록자|사회(?:자)?|모델(?:은)?|주연|배우|기자|교수|합격자|수신(?:인)?|참조|발신(?:인)?|"
    r"보낸\s?사람|받는\s?사람|개발(?:자)?|assignee|author|owner|reporter|reviewer|by|PM|"
    r"PL|RM|PB|"
    r"직원(?:명)?|사원(?:명)?|행원|상담(?:원|사)|배석|심사역|조사역|팀장|과장|부장|차장|"
    r"대리|주임|변호사|박사|매니저|위원|대표\s?강사|멘토|면접관|후보|협력사|제휴사|디자이너|"
    r"전임|후임|인수자|인계자|운용역|매니저|리스크|"
    r"from|to|cc|bcc|sender|contact|manager|officer|employee|teller)\s?[:：=/]?\s?(?:[(\[]\s?)?$",
    re.IGNORECASE,
)
_TEAM_BEFORE = re.compile(
    r"(?:[가-힣A-Za-z0-9]{1,10}(?:부서?|팀|실|센터|지점|본부|그룹|파트|대학교?|신문|연구소|지부|영업점|창구|위원회|법인|협회|학회))\s$"
)
_SIGNING = re.compile(r"\s?(?:드림|올림|배상|拜上|dream)(?=\s|$|[.,])|\s?\(?내선|\s?\(?ext", re.IGNORECASE)
_SELF = re.compile(r"\s?(?:입니다|이라고\s?합니다|라고\s?합니다|예요|이에요)")
_CUSTOMER_BEHIND = re.compile(
    r"\s?(?:\([^()\n]{1,24}\)\s?)?(?:고객|차주|채무자|씨|회원|계약자|피보험자|보증인|예금주|"
    r"신청인|민원인|투자자|가입자|수익자|명의|어머님|아버님|할머니|할아버지|부부|본인|몫|앞으로\s|꺼(?=[.\s,]|$)|님(?!의?\s?(?:께|"
    r"에게|한테)))"
)
_CUSTOMER_BEFORE = re.compile(
    r"(?P<role>고객(?:님|명)?|차주(?:명)?|채무자|예금주|계좌주|보증인|연대보증인|피보험자|"
    r"보험계약자|계약자|성명|성함|이름|신청인|신청자|민원인|회원(?:명)?|투자자|가입자|수익자|"
    r"명의자|명의인|"
    r"대상자?|본인|배우자|의뢰인|임차인|응답자|연체자|보유자|소유자|소유주|조회\s?대상(?:자)?|"
    r"손님|피고|이용자|청구인|(?:열람|조회)?신청인?|피해자|소유|본명|실명|접수자|받은\s?이|집주인|임대인|상대|차용인|조합원|상속인|장남|차남|장녀|차녀|부친|모친|아들|딸|며느리|사위|환자|주주|"
    r"name|nm|member|caller|customer|client|borrower|debtor|insured|policyholder|cardholder|applicant|holder|"
    r"guarantor|mr\.?|mrs\.?|ms\.?|miss|cust_?nm|cust_?name|custname|custnm|cstm_?nm|user_?name)"
    r"(?:은|는|이|가|인|의)?\s?(?:[:：=/|\-\]>\"'`]\s?){0,4}(?:[(\[\"'`]\s?)?(?:은|는)?\s?$",
    re.IGNORECASE,
)
_HEAD_BEFORE = re.compile(r"(?<!동)대표(?:자|이사)?(?:명)?\s?[:：=]?\s?\(?$|(?:사장|회장)\s?$")
_COMPANY = re.compile(
    r"(?:㈜|\(주\)|（주）|주식회사|유한회사|유한책임회사|농업회사법인|영농조합법인|\(유\)|"
    r"재단법인|사단법인|학교법인|의료법인)\s?[가-힣A-Za-z0-9]{1,20}"
    r"|[가-힣A-Za-z]{2,12}\s?(?:㈜|\(주\)|주식회사)(?!\s?[가-힣A-Za-z]{2})"
    r"|(?<![가-힣])[가-힣]{2,6}(?:건설|물산|산업|테크|유통|전자|제약|상사|정밀|중공업|화학|"
    r"철강|식품|홀딩스|그룹|에너지|바이오|반도체|물류|해운|항공|통신|기공|섬유|조선|제지|"
    r"실업|무역|인더스트리|시스템즈|모빌리티|엔지니어링)"
    r"(?=[의이가은는을를에과와\s,(]|$)"
    r"|(?<![가-힣])(?:당사(?=[는의가])|동사|법인(?!카드)(?=[\s의이은대여명])|기업\s?(?:대출|"
    r"여신|신용)|운전자금|시설자금|사업자\s?(?:등록)?번호|법인명|상호|업체명|업체|거래처|"
    r"협력사|제휴사|시공사|시행사|공사|공기업|지자체|산하|조합)"
    r"|\b[A-Z][A-Za-z&]+(?:\s[A-Z][A-Za-z&]+){0,3}\s(?:Inc|Corp|Co|Ltd|LLC|Company|Holdings|Group)\b"
)
_PSEUDONYM = re.compile(
    r"(?:고객|차주|채무자|대상자|회원|가입자|계약자|투자자|신청인|신청자|환자|사례자|민원인|"
    r"보증인|참여자|응답자|피험자|사례|표본|관측치)\s?(?:(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,}|"
    r"[A-Z](?![A-Za-z])|[갑을병정](?![가-힣])|#?\d{1,4}(?!\d|[.,]\d|\s?(?:명|일|년|월|만|"
    r"억|원|%|건|등급|세|인|개|차|회|점|대|주|위|배|종|가지|번째|단계|층|호)))"
    r"|(?<![A-Za-z0-9])[A-Z]\s?(?:씨|고객|차주|님|회원|양|군)(?=[\s,.(의이가은는을를께도에:]|$)|(?<![가-힣])[갑을병정]\s?씨"
    r"|(?:borrower|customer|client|subject|person|applicant|case|member)\s?(?:#\s?\d+|[A-Z]\b|no\.?\s?\d+)"
    r"|(?:[*＊○◯●]{2,}(?!\s?(?:은행|카드|보험|증권|캐피탈|저축|지점|로\s|아파트|빌딩|년|월|일|원|등급|생명|화재|금고|그룹|센터|팀))|[가-힣][*＊○◯●]{1,2}[가-힣]?|[가-힣]{1,2}(?:OO|○○))\s?(?:고객|님|씨|차주|회원|\()?"
    r"|(?<!\d)(?:[2-8]0대\s?(?:초반|중반|후반)?|\d\d-\d\d세?|[2-8]\d세)\s?[,/·]?\s?\(?(?:남성?|"
    r"여성?|부부|직장인|자영업자?|회사원|주부|무직|대학생|은퇴자|미혼|기혼|공무원|프리랜서|"
    r"[/(,])"
    r"|\b(?:male|female|man|woman)\b[^.\n]{0,12}\b[2-8]0s",
    re.IGNORECASE,
)
_SERVES = re.compile(
    r"[가-힣]{0,3}\s?(?:상담원|상담사|직원|지원자|응시자|모델|배우|기자|선수)(?:이|가|은|는|을|를|\s|$)"
)
# Keys, tokens, hashes.
_TOKEN = re.compile(
    r"(?=[A-Za-z0-9가익결대비])(?:(?:가명|익명|결합|대체|비식별)\s?(?:키|ID|아이디|식별자|번호|코드)?\s?[=:：#]?\s?[A-Za-z0-9][A-Za-z0-9_-]{3,40}"
    r"|(?<![A-Za-z0-9])(?:\w{1,12}_)?(?:token|pid|hash|uuid|subject|uid|anon(?:_?id)?|pseudo\w{0,8}|"
    r"key|did|id|seq|psn|person)(?:_?(?:id|no|key))?[\"']?\s?[=:#]\s?[\"']?(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Za-"
    r"z])[A-Za-z0-9][A-Za-z0-9_-]{3,80}"
    r"|(?<![A-Za-z0-9])[A-Za-z]{2,8}[-_](?=[A-Z0-9]{0,20}\d)(?=[A-Z0-9]{0,20}[A-Z])[A-Z0-9]{5,40}(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9a-f]{0,11}[a-f])(?=[0-9a-f]{0,11}\d)[0-9a"
    r"-f]{12,128})(?![A-Za-z0-9]))",
    re.IGNORECASE,
)
# A firm's own number for somebody, as logs and notes put it: "cust=40077152", "CIF 30928817", "customer no. 118840273".
_NUMBERED = re.compile(
    r"(?<![A-Za-z0-9_])(?:cust(?:omer)?|cif|client|member|mbr|고객|회원|차주)[_\s]?(?:no\.?|number|id|번호)?\s?[=:#]?\s?[\"']?(?P<number>[A-Z]?-?\d{2,9}-?\d{4,10})"
    r"(?![\d-]|\s?(?:원|만|억|명|건|,\d))",
    re.IGNORECASE,
)
_EXAMPLE_NAMES = frozenset(
    (
        "홍길동",
        "임꺽정",
        "성춘향",
        "이몽룡",
        "김테스트",
        "테스트",
        "홍길순",
        "아무개",
        "김아무개",
        "홍길똥",
        "가나다",
        "고길동",
    )
)
_MASKED = "*＊○◯●"


def standings(
    text: str, mentions: Iterable[Mention], reading: Reading, identifiers: Sequence[Someone] = ()
) -> list[Someone]:
    """The named people of the text with their standing, companies and pseudonymous individuals, by position."""
    found = [Someone(*match.span(), Standing.COMPANY, match.group()) for match in _COMPANY.finditer(text)]
    taken = [(each.start, each.end) for each in found]
    for mention in mentions:
        inside = any(start < mention.end and end > mention.start for start, end in taken)
        if not inside and not starts_with_term(text, mention.start):
            found.append(_named(text, mention, reading))
    taken = [(each.start, each.end) for each in (*found, *identifiers)]
    found.extend(
        Someone(*match.span("number"), Standing.CUSTOMER, match["number"], "고객번호")
        for match in _NUMBERED.finditer(text)
        if not any(start < match.end() and end > match.start() for start, end in taken)
    )
    taken = [(each.start, each.end) for each in (*found, *identifiers)]
    found.extend(
        Someone(match.start(), match.end(), Standing.PSEUDONYM, match.group())
        for pattern in (_PSEUDONYM, _TOKEN)
        for match in pattern.finditer(text)
        if not any(start < match.end() and end > match.start() for start, end in taken)
        and not _SERVES.match(text, match.end())
    )
    found.sort(key=lambda each: each.start)
    return found


def _named(text: str, mention: Mention, reading: Reading) -> Someone:
    name = text[mention.start : mention.end]
    unit = reading.units[reading.at(mention.start)]
    alone = text[unit.said : unit.end].strip() == name  # "고객: 두해솔" is a field of a form, whoever else speaks
    floor = unit.said if unit.said <= mention.start and not alone else unit.start
    standing, role = _standing(
        name, text[max(floor, mention.start - 30) : mention.start], text[mention.end : mention.end + 30]
    )
    return Someone(mention.start, mention.end, standing, name, role, mention.confidence >= Confidence.LIKELY)


def _standing(name: str, before: str, behind: str) -> tuple[Standing, str]:
    if name.replace(" ", "") in _EXAMPLE_NAMES:
        return Standing.EXAMPLE, ""
    if any(mark in name for mark in _MASKED):
        return Standing.PSEUDONYM, ""
    line = before.rpartition("\n")[2]
    if _HEAD_BEFORE.search(line):
        return Standing.HEAD, "대표"
    labelled = _CUSTOMER_BEFORE.search(line)
    courtesy = _COURTESY.match(behind) is not None
    if labelled:
        return Standing.CUSTOMER, labelled["role"]
    if courtesy:
        return Standing.CUSTOMER, ""
    if _STAFF_BEHIND.match(behind) or _STAFF_BEFORE.search(line) or _SIGNING.match(behind):
        return Standing.STAFF, ""
    if _TEAM_BEFORE.search(line) and not re.match(r"\s?(?:고객|씨|차주|회원)", behind):
        return Standing.STAFF, ""
    if (calls := _CUSTOMER_BEHIND.match(behind)) is not None:
        return Standing.CUSTOMER, calls.group().strip(" ()")
    return Standing.PLAIN, ""


def listed(someones: Sequence[Someone], text: str) -> list[Someone]:
    """Names in a list share the standing of its first: "참석자 최은호, 박시현, 이도영"."""
    shared: list[Someone] = []
    for each in someones:
        if each.standing is Standing.PLAIN and shared:
            last = shared[-1]
            between = text[last.end : each.start]
            if last.standing in (Standing.STAFF, Standing.PUBLIC) and re.fullmatch(
                rf"\s?(?:{_TITLE})?(?:님)?\s?[,·/、&]\s?|\s?(?:{_TITLE})?(?:님)?[과와]\s", between
            ):
                each = Someone(each.start, each.end, last.standing, each.value)  # noqa: PLW2901
        shared.append(each)
    return shared


_CONTACT_BEFORE = re.compile(
    r"(?:문의(?!\s?(?:접수|하신|고객|회원))(?:처|사항)?|내선|담당|고객\s?센터|대표\s?(?:번호|전화)|상담\s?(?:전화|번호|"
    r"문의)|팩스|fax|tel|(?<![A-Za-z])(?:T|M|H\.?P|F|E)(?=[.:\s])|연락\s?(?:바람|주세요)|"
    r"발신(?!\s?번호)|보낸\s?사람|수신자?|참조|from|cc|bcc|to|"
    r"입금\s?(?:하실\s?)?계좌|납부\s?계좌|송금\s?(?:하실\s?)?계좌|(?:아래|지정|당사|당행|"
    r"회비|모임|후원|가상)\s?계좌(?:번호)?|reply-to)\s?[.:：)\]]?\s?[^\s\d]{0,10}\s?(?:[<(\[]\s?)?$",
    re.IGNORECASE,
)
_RECIPIENT = re.compile(r"(?:^|\n)\s?(?:to|받는\s?사람|수신)\s?[:：]\s?[^\n]{0,40}$", re.IGNORECASE)
_SHARED_BOX = re.compile(
    r"^(?:team|all|info|help|support|no-?reply|admin|loan|credit|risk|contact|hr|notice|ops|dev|office|sales|center|service)\b",
    re.IGNORECASE,
)


def identified(text: str, start: int, end: int, entity: str, fingerprint: str) -> Someone:
    """Somebody known by an identifier at text[start:end]; a number to call or to pay into is nobody's mark of ownership."""
    before = text[max(0, start - 40) : start]
    if entity == "EMAIL_ADDRESS":
        if _RECIPIENT.search(before) and not _SHARED_BOX.match(text[start:end]):
            return Someone(start, end, Standing.AUTHOR, "@" + fingerprint, entity)
        if _CONTACT_BEFORE.search(before.rpartition("\n")[2]) or _SHARED_BOX.match(text[start:end]):
            return Someone(start, end, Standing.STAFF, fingerprint, entity)
    elif entity in ("PHONE_NUMBER", "KR_BANK_ACCOUNT") and _CONTACT_BEFORE.search(before.rpartition("\n")[2]):
        return Someone(start, end, Standing.STAFF, fingerprint, entity)
    return Someone(start, end, Standing.IDENTIFIER, fingerprint, entity)
