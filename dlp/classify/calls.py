"""Names by where they stand: behind a role or label, before a form of address, as the answer to "누구 거예요?".

In such a place a word is a name whatever a model thinks of its syllables; elsewhere the model decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dlp.classify.tables import vocabulary
from dlp.rules import Mention
from dlp.types import Confidence

_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민지진엄채원천방공현함변염석선"
    "설마길연위표명기반왕금옥육인맹제모탁국여어은편용예경봉사부가복태목형두감음빈동온호범좌팽승간견당계나도라추소"
    "갈풍탄빙단묵뇌궉아매시상창피평순내담돈미곡대운옹요필초화만애야영자장점종준즙증창탕판포해흥누망무삼수십"
)
_TWO = "남궁|황보|제갈|사공|선우|서문|독고|동방|망절|어금|소봉|장곡|강전"
_NAME = rf"(?:(?:{_TWO})[가-힣]{{1,2}}|[{_SURNAMES}][가-힣]{{1,3}})"
_CALL = re.compile(
    r" ?(?:손님|고객(?!\s?(?:센터|중|수|만|군|층|별|지원|상담|정보|관리|들|에게|대상|의\s?(?:소리|날)))|"
    r"차주(?!\s?수)|채무자|회원(?!\s?(?:수|권|가입|제|사|국))|"
    r"투자자님|씨(?=[가는의이를도께에네,.\s(]|$)|걔|님(?=[이은의을께도가,.\s?!(]|$|꺼|건)|사장(?=[님이은의을,\s]|$)|(?:이\s)?(?:어르신|여사|할머니|"
    r"할아버지|할매|할배|아지매|아주머니|아줌마|아저씨|사모님)|원장(?=[님이은의을,\s]|$)|약사|\s앞으로\s|\s명의|\s?꺼(?=[.\s,]|$)|\s몫)"
)
_NAME_BEFORE = re.compile(rf"(?<![가-힣A-Za-z])(?:{_TWO}|[{_SURNAMES}])[가-힣]{{1,3}}\Z")
# Names whose first syllable is no surname: before 고객님 and the like only, and not after what modifies a noun.
_LABELS = (
    r"성명|성함|이름|본명|실명|고객\s?(?:명|성명|이름)|차주\s?명?|채무자\s?명?|주채무자|예금주\s?명?|계좌주|보증인|피보험자|보험\s?계약자|계약자|수익자|청구인|"
    r"(?:열람|조회)?\s?신청(?:인|자)?|민원인|회원\s?명?|이용자|투자자|가입자|상속인|명의인|명의자|피고|피해자|소유(?:자|주)?|의뢰인|대상자|임차인|임대인|집주인|"
    r"접수자|상담고객|고객|받은\s?이|연체자|환자|주주|담보\s?제공자|손님|차용인|차입자|입금자|송금인|수취인|가맹점주|조합원|당사자"
)
_END = r"(?=[\s,.(|/&;\"'\])]|$|이[고에며]|입니다|으로|님|씨)"
_LABELLED = re.compile(
    rf"(?<![가-힣])(?:{_LABELS})\s{{0,4}}(?:\([^()\n]{{1,8}}\)\s?)?[:：=|→]\s{{0,4}}[\"']?(?P<name>[가-힣]{{2,5}}){_END}"
    rf"|(?<![가-힣])(?:{_LABELS})\s{{0,4}}[:：=|]\s{{0,4}}(?P<spaced>[가-힣](?:\s[가-힣]){{1,3}})(?=\s*(?:\n|$|\())"
    rf"|(?:(?:성명|성함|본명)\s|(?:이름|성함)(?:은|이)\s?)[\"']?(?P<told>{_NAME}?)(?=[\s,.(|/&;\"'?]|$|이[고에]|입니다|으로|님|이?라)"
    rf"|(?i:[\"']?\b(?:cust(?:omer)?|user|client|applicant|borrower|member|holder|insured|owner|full)_?\s?(?:name|nm)?[\"']?\s?[:=]\s?[\"']?)(?P<keyed>[가-힣]{{2,5}}){_END}"
)
# A role that is followed by its bearer without a mark between; only borne by people.
_BORNE = re.compile(
    rf"(?<![가-힣])(?:채무자|주채무자|연체자|피고|차주|민원인|피보험자|보증인|예금주|신청인|청구인|상속인|수익자|계약자|피해자|회원|고객|손님|의뢰인|투자자|조합원)\s"
    rf"(?P<name>(?:{_TWO})[가-힣]{{1,2}}?|[{_SURNAMES}][가-힣]{{2}})(?P<tail>[은는이가을를의도에]|에게|께서|(?=[\s,./(:]|$))(?=[\s,./(:]|$)"
)
_ANSWER = re.compile(
    rf"(?:누구|성함|이름)[^\n]{{0,24}}\n(?:[^\n]{{1,30}}[:>\]]\s)?(?:네\s|아\s|예\s)?(?P<name>{_NAME}?)(?=이?요(?:[.\s,]|$)|이?에요|예요|입니다|님|\s?꺼|\s?거[.\s])"
    rf"|(?<![가-힣])(?:나|저|난|저는|전|제가)\s(?P<self>{_NAME}?)(?=인데|이라고|라고|입니다|이에요|예요|이고)"
    rf"|(?<![가-힣])(?P<called>{_NAME}?)(?=\s?(?:통화됨|통화\s?완료|통화함|라는\s?분|이라는\s?분|\s본인\s?확인))"
)
_LETTERS = r"[^\W\d_a-zㄱ-힣][^\W\d_A-Zㄱ-힣'’]+"
_LATIN = rf"{_LETTERS}(?:[-\s]{_LETTERS}){{1,3}}"
_LATIN_NAME = re.compile(
    rf"\b(?:(?i:client|borrower|customer|applicant|member|holder|insured|caller|debtor|policyholder)(?:[_\s]?(?i:name))?[\"']?[=:,\s]{{1,3}}[\"']?(?P<client>{_LATIN})"
    rf"|[Aa]pplication\sof\s(?P<of>{_LATIN})"
    rf"|(?:Mr|Ms|Mrs|Dr)\.?\s(?P<titled>{_LETTERS}(?:\s{_LETTERS}){{0,3}})"
    rf"|(?:himself|herself|themselves)\sas\s(?P<himself>{_LATIN})"
    rf"|(?P<latin>(?:[A-Z][a-z]+(?:-[A-Za-z]+)?\s){{1,2}}[A-Z][a-z]+(?:-[a-z]+)?)(?='s\s|\s?(?:손님|고객|님|씨)|"
    r"\s(?:asked|is\s|has\s|was\s|owes|owed|called|applied|requested|missed|defaulted|wants|borrowed|repaid|deposited|holds)))"
)
_LONGEST_NAME = 6
_NOT_CALLED = re.compile(
    r"(?:신용|신규|기존|우수|우량|이용|주요|전체|고액|연체|이탈|노년|정상|안전|장기|조회|"
    r"최근|한도|민원|여신|수신|지방|우대|기업|현재|여성|남성|해외|성년|노인|주부|금융|은행|"
    r"인근|은퇴|방문|주거래|차상위|위험|부실|소액|모든|어느|"
    r"이상|이하|미만|초과|무명|아무|지[웠운움우]|가[렸린려]|모두|전부|제외|공개|변경|기재|기록|미용|내담|"
    r"이런|어떤|유사|동일|공동|고령|중요|상담|문의|정기|전화|예금|보험|가입|소득|저소득|"
    r"고소득|이미|오늘|어제|내일|지난|다수|여러|계약|담당|심사|승인|거절|제휴|미납|추가|"
    r"원래|임직원|법인|사업자|온라인|모바일|서울|부산|강남|하나|"
    r"국민|신한|우리|기타|대상|선정|명의|예비|잠재|신혼|청년|직장인|자영업|외국인|전세|주택|"
    r"마지막|처음|가계|개인|일반|특정|해당|보유|차주|고객|연속|사고|조건|성함|이름|명단|"
    r"차장|주임|조장|이사|원장|기사|박사|선생|어머|여사|소장|사장|신청|민원인|채무자|보증인|"
    r"계장|국장|서장|노조|심사역|손님|도련|본인|배우자|부부|대출|카드|투자|증권|주식|"
    r"지점|부장|과장|대리|팀장|실장|상무|전무|회장|교수|강사|관리|이하|이상|미만|초과|전까지|까지|부터|"
    r"상태|상환|상속|해지|사망|대표|의사|양수|양도|인수|자산|재산|자금|담보|부담|부채|정보|주소|주장|동의|요청|요구|"
    r"이탈|만족|유치|유형|등급|성향|구분|수신|가족|아들|부모|모친|부친|형제|자녀|남편|아내|없음|미상|미기재|미정|상동|"
    r"소속|사번|부서|직위|직급|연락처|성별|나이|연령|만기|금액|상품|일자|기간|안내|명의자|서명|확인|방침|약관|문구|"
    r"신분|실명|한글|영문|변경|권리|의무|주민|여부|전용|감사|공지|응대|제도|지원|대응|모두|서비스|자동|내역|이력|"
    r"미성년|장애|취약|임산부|다문화|탈북|고연령|초고령|시니어|주식회사|유한|농협|기초|"
    r"당행|당사|당점|저희|귀사|귀하|선생|어린|학생|동문|조합|운영|이벤트|현황|수익|도착|공사|소개|이관|인터뷰|후보|응답|불만|불편|화면|테스트|가짜|견본|샘플|홍길동)"
)
_NOT_LABELLED = re.compile(
    r".*(?:은행|카드|보험|증권|캐피탈|재단|공사|금고|법인|조합|지점|센터|부서|팀|회사|금융|관리|번호|여부|구분|일자|금액|합계|인원|절차|방법|이상|이하|전원|기준|"
    r"만기|등급|현황|대상|내용|사항|완료|진행|대기|접수|승인|거절|정상|예정|가능|불가|생략|본인|동일|이며|하는|있는|없는|합니다|입니다|하여|에서|에게|부터|까지|"
    r"여러분|들께|들은|들이|모집|상담|서비스|코드)$"
)
# Words that models take for names now and then.
_NEVER = re.compile(
    r"(?:전화번호|연락처|엄마|아빠|저희|토큰|부채|미결|조찬|정산은|승인율|연체율|금리|배포봇|조회\s?결|문구심|[월화수목금토일]요일|지점장|담당자|팀장님|고객님|주\s채무자|채무자|상동|"
    r"미상|이하|이상|기타|전체|신규|여신|수신|오전|오후|나머지|하한|상한|요약|안내|문의|공지|권해봐?)(?:[은는이가을를의도님])?"
)
_INSTITUTION = re.compile(
    r"(?:은행|카드|보험|증권|캐피탈|생명|화재|저축|금융|그룹|재단|공사|협회|연구|대학|병원|"
    r"신문|위원회|지점|동|구|시)(?=[은는이가의을를에과와,.\s]|$)"
)
_PARTICLES = "은는이가을를의도에로와과"


# What behind a word makes it the name of a product: '민들레 적금', "가온 직장인 대출".
_PRODUCT = re.compile(r" ?(?:적금|예금|통장|펀드|보험|신탁|연금|카드론|대출|론)['\"’”」』]")
_NO_BEARER = re.compile("미용실|내담자|지[웠운움우]|가[렸린려]")  # what models of names fall for behind a role
_SHORTEST_NAME = 2
_NOT_NAMES = frozenset(
    """
    이상 이하 미만 초과 무명 성함 성명 이름 실명 전화 전화번호 휴대폰 휴대전화 연락처 계좌
    주소 생년월일 나이 연령 성별 직업 직군 업종 직장 소득 변제율 상환율 연체율
    저희 우리 지점 부모 자녀 가족 형제 자매 남편 아내 모친 부친 고객
    손님 차주 회원 주채무자 채무자 보증인 본인 배우자 신청인 피고 원고 민원인
    주택 주식 주거 주소지 공사 공장 공제 지인 지급 지난달 이자 이체 이번달 이용
    이력 이름표 한도 한도액 하루 오늘 어제 여성 남성 여자 남자 유저
    방금 방문 조회 조건 조치 정보 정상 전체 전세 전부 전화로 상담 상환 신용 신규 심사 문의 명단 민원 구분 기존 기타 현재 표본 사례 대상 응답
    """.split()
)


# What labels are made of, and ends of names of places and firms.
_NO_NAME = re.compile(
    r"번호|전화|주소|계좌|고객|연락처|생년|이메일|성명|성함|이름|금액|대출|지점|은행|보험|카드$|증권|주식회사|건설|센터"
)


def called(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions, and those that only a form of address or a label gives away. A place makes an unsure name sure."""
    found = [
        each
        for each in mentions
        if not _INSTITUTION.match(text, each.end)
        and not _NEVER.fullmatch(text, each.start, each.end)
        and not _NO_NAME.search(text, each.start, each.end)
        and not _is_label(text[each.start : each.end])
        and not (_PRODUCT.match(text, each.end) or _NO_BEARER.match(text, each.start))
        and len(text[each.start : each.end].strip()) > 1
    ]
    for start, end in _places(text):
        if _NOT_CALLED.match(text, start) or start == end or _is_label(text[start:end]):
            continue
        taken = [each for each in found if each.start < end and each.end > start]
        if any(each.confidence >= Confidence.LIKELY for each in taken):
            continue
        found = [each for each in found if each not in taken]
        found.append(Mention(start, end, Confidence.LIKELY))
    return sorted(found, key=lambda each: each.start)


def _is_label(name: str) -> bool:
    """Labels of forms and everyday words that models of names fall for: "전화번호", "저희 고객", "부모 몰래"."""
    bare = name.replace(" ", "")
    if len(bare) < _SHORTEST_NAME or bare in _NOT_NAMES or (len(bare) == _SHORTEST_NAME and bare[1] == "모"):
        return True
    return any(pattern.fullmatch(bare) for pattern in (vocabulary.CONTACT, vocabulary.NUMBER, vocabulary.POST))


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Where names seem to stand, by what is behind or before them."""
    for call in _CALL.finditer(text):
        low = max(0, call.start() - _LONGEST_NAME)
        if (name := _NAME_BEFORE.search(text[low : call.start()])) is not None and not _modifies(
            name.group(), call.group()
        ):
            yield low + name.start(), call.start()
    for match in _BORNE.finditer(text):
        if match["tail"] or match["name"][-1] not in _PARTICLES:
            yield match.span("name")
    for match in _LABELLED.finditer(text):
        if not _NOT_LABELLED.match(match[match.lastgroup or 0]):
            yield match.span(match.lastgroup or 0)
    for pattern in (_ANSWER, _LATIN_NAME):
        for match in pattern.finditer(text):
            yield match.span(match.lastgroup or 0)


def _modifies(word: str, call: str) -> bool:
    """ "도착한 고객", "이런 분들": what ends like this before a blank and a noun is no name."""
    return call[:1].isspace() and (
        (word[-1] in "은는을를의에로와과할될한된던인적형별용급" and len(word) != 3) or word[-2:] in _ENDINGS
    )


_ENDINGS = frozenset(
    "하는 되는 하신 되신 했던 같은 많은 적은 받은 받는 있는 없는 오신 가신 모든 하던 인한 대한 위한 통한 관한 적인".split()
)
