"""Rows that name somebody and hold a figure of credit, where no head says so in the words of `tables`: "국아름/2000/부결".

Asked of small segments in which the reader of tables found nothing to say. A column is one of names where its head says
so, or where every row has one; the text around must speak of credit, and not of staff, fees or goods.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dlp.classify import values
from dlp.classify.tables import heads, shapes
from dlp.classify.tables.heads import Role
from dlp.classify.terms import TERMS, Term
from dlp.classify.values import Kind

_TAGS = re.compile(r"</t[dh]>\s*<t[dh][^>]{0,80}>", re.IGNORECASE)
_TAG = re.compile(r"<[^>\n]{1,80}>")
_SPLITS = tuple(
    map(re.compile, (r"\s?\|\s?", r"\t", r"\s?;\s?", r"(?<!\d),|,(?!\d{3}(?!\d))", r"\s?/\s?", r"\s{2,}", r"\s"))
)
_FEWEST, _MOST = 3, 400  # cells of a row; rows
_PERSON = re.compile(
    r".*(?:성함|사람|이름|성명|주인|명의|본인)|(?:채무|청구|이용|신청|상속|수익|보증|계약|가입|"
    r"투자|연체|차입)[자인]|[가-힣]{1,4}주|nm|name|member|회원|고객|차주"
)
_STAFF = re.compile(
    r"담당\S{0,4}|직원|사원|직급|직위|내선|사번|부서|팀|소속|맡은\s?일|업무|대직|강사|작성자?|"
    r"기안자?|설계사|진\s?사람|당번|발표자?|지점장|팀장|책임자|관리자|보고자|요청자|PB|RM"
)
_OWN = re.compile(r"사내\s?대출|압류|월공제|우리사주|급여\s?공제")
# What makes a table one of credit, whatever its heads are called; and the attribute that is reported for it.
_CREDIT: tuple[tuple[str, str], ...] = (
    ("연체", r"밀린|연체|미납|회차|독촉|최소\s?(?:결제|금액)|완납|일부만\s?냄|dlq|dpd|overdue"),
    ("심사결과", r"부결|승인|거절|반려|과다\s?조회|보류|가결|심사|결과"),
    ("신용점수", r"NICE|KCB|평점|신용\s?점수|score|나이스|등급"),
    ("채무조정", r"새출발|신복위|워크아웃|감면|회생|면책|파산"),
    ("보험금", r"청구|실손|보험|증권\s?(?:번호|끝)|부지급|진단|수익자|불인정|쌓인\s?돈|환급"),
    ("투자", r"펀드|손익|평가|종목|넣은\s?돈|뺀\s?돈|환매|주식|수익률"),
    ("예금", r"예금|적금|신탁|귀속액|맡긴|찾은|만기|통장"),
    ("담보", r"채권액|배당|선순위|근저당|담보"),
    ("카드이용액", r"카드|한도|bill|carry|리볼빙|청구액"),
    ("대출금액", r"대출|채무|월납입|원금|이자|상환|잔액|loan|빌린|갚은|신용|남은\s?돈|빚"),
)
_COMPILED = tuple((TERMS[name], re.compile(pattern, re.IGNORECASE)) for name, pattern in _CREDIT)
_ELSEWHERE = re.compile(
    r"회비|동호회|과목|수료|품목|단가|수량|도서|반납일|게임|내기|벌칙|교육|과정|시험|당첨|경품|예산|집행|배송|주문|좌석|메뉴|당직|휴가|출장|연차|실적|목표|평균|합계|"
    r"예시|샘플|가짜|더미|테스트|견본|홍길동|\{|□"
)
_OFFICE = re.compile(r"[가-힣]{2,8}(?:부|팀|실|센터|지점|본부)(?=[\s,|;/\"']|$)")
_OTHER = re.compile(
    r"동호회|회비|벌금|지각|게임비|짜장|당번|숙제|물품|비품|빔\s?프로젝터|가짜\s?데이터|샘플\s?(?:파일|데이터)|실고객\s?(?:없|아님|아니)|더미\s?데이터|테스트\s?데이터|fake\sdata|sample\sdata"
)
_KNOWN = re.compile(r"[\w.+-]{2,40}@[\w-]{2,30}(?:\.[\w-]{2,20}){1,3}|01[016-9][-. ]?\d{3,4}[-. ]?\d{4}")
_SYLLABLES = re.compile(r"[가-힣]{3,4}")
_CREDIT_WORD = re.compile(
    r"대출|예금|적금|카드|보험|펀드|지점|은행|합계|소계|미상|없음|전체|기타|골절|화상|입원|"
    r"수술|정상|유지|법인|상품|신용|담보|오토|론$|동$|시$|구$|자$|인$"
)
_STATE = re.compile(r"부결|승인|거절|반려|연체|미납|감면|면책|불인정|보류|부\(|회생|압류")


def is_other(text: str) -> bool:
    """Whether a small text says of itself that its table is about dues, lent things, or nobody real."""
    return _OTHER.search(text) is not None


def owned(text: str) -> Iterator[tuple[int, str, Term]]:
    """The people that rows are about: (character of the row, name, attribute)."""
    if len(text) > 1 << 14 or _ELSEWHERE.search(text) or is_other(text):
        return
    spoken = _OFFICE.sub(" ", text)
    term = next((term for term, pattern in _COMPILED if pattern.search(spoken)), None)
    if term is None:
        return
    for block in _blocks(text):
        column = _names(block)
        if column is None:
            continue
        for at, cells in block:
            name = _spaced(cells[column])
            others = (*cells[:column], *cells[column + 1 :])
            if _names_somebody(name) and any(map(_figure, others)):
                yield at, name, term


Block = list[tuple[int, list[str]]]


def _blocks(text: str) -> Iterator[Block]:
    """Neighbouring lines with the same number of cells, by the first delimiter that gives any."""
    plain = _TAG.sub(" ", _TAGS.sub("|", text)) if "<t" in text else text
    lines = [(index, line.strip(" |\t\r")) for index, line in enumerate(plain.split("\n")[:_MOST])]
    for split in _SPLITS:
        blocks: list[Block] = [[]]
        for index, line in lines:
            cells = [cell.strip(" \"'") for cell in split.split(line)] if line else []
            if len(cells) < _FEWEST or (blocks[-1] and len(blocks[-1][-1][1]) != len(cells)):
                blocks.append([])
            if len(cells) >= _FEWEST and any(cell.strip(":- ") for cell in cells):
                blocks[-1].append((index, cells))
        found = [block for block in blocks if len(block) >= 2]
        if found:
            yield from found
            return


def _names(block: Block) -> int | None:
    """The column of names; None where there is none, or where they are of staff."""
    head, rows = block[0][1], block[1:]
    named = any(heads.read(cell).role is Role.PERSON or _PERSON.fullmatch(cell) for cell in head)
    headed = not any(map(_sum if named else _figure, head))
    if headed and any(_STAFF.fullmatch(cell) for cell in head) and not any(_OWN.search(cell) for cell in head):
        return None
    for index in range(len(head)):
        cells = [_spaced(row[1][index]) for row in (rows if headed else block)]
        role = heads.read(head[index]).role if headed else Role.NOTHING
        if role in (Role.STAFF, Role.HEADMAN, Role.COMPANY, Role.ELSEWHERE, Role.ATTRIBUTE, Role.GROUP):
            continue
        labelled = headed and (role is Role.PERSON or _PERSON.fullmatch(head[index]) is not None)
        if labelled and any(map(_names_somebody, cells)):
            return index
        if (
            len(cells) > 1
            and _long(cells)
            and all(shapes.is_name(cell) and not heads.read(cell).known for cell in cells)
        ):
            return index
    return None


def _names_somebody(cell: str) -> bool:
    """In a column of names any word of two to four syllables that means nothing else is one, whatever it begins with."""
    if _KNOWN.fullmatch(cell) or shapes.is_name(cell):
        return True
    strange = (
        _SYLLABLES.fullmatch(cell) is not None and not shapes.is_company(cell) and values.kind_of(cell) is Kind.TEXT
    )
    return strange and not heads.read(cell).known and not _CREDIT_WORD.search(cell)


def _long(cells: Sequence[str]) -> bool:
    return all(len(cell) >= 3 for cell in cells)


def _spaced(cell: str) -> str:
    """A name whose syllables stand apart to fill its cell: "오 로 라"."""
    return cell.replace(" ", "") if re.fullmatch(r"[가-힣](?:\s[가-힣]){1,3}", cell) else cell


def _sum(cell: str) -> bool:
    return shapes.number_of(cell) is not None or values.kind_of(cell) is Kind.AMOUNT


def _figure(cell: str) -> bool:
    if not 1 < len(cell) <= values.LONGEST:
        return False
    number = shapes.number_of(cell.lstrip("▲△+-"))
    if number is not None:
        return abs(number) >= 100
    return (
        values.kind_of(cell) in (Kind.AMOUNT, Kind.STATUS)
        or _STATE.search(cell) is not None
        or shapes.stated(cell) is not None
    )
