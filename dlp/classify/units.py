"""A text as its reader takes it in: sentences and lines, who speaks them, and which of them make one form or message."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from dlp.classify.terms import in_label

_CUT = re.compile(r"(?<=[.!?。])(?<!\d\.)\s+|\n+|(?<=[다요음됨임함])\.(?=[가-힣])")
_CLOCK = (
    r"(?:[\[(]?(?:\d{4}[-./]\d\d?[-./]\d\d?\s*)?(?:오전|오후|AM|PM)?\s?\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:AM|PM))?[\])]?)"
)
_SPEAKER = re.compile(
    rf"[ \t>]*(?:[-*•]\s)?{_CLOCK}\s*,?\s?(?P<timed>[가-힣A-Za-z@][^:>\]\n|=]{{0,15}}?)\s?[:>\]]\s?"
    rf"|[ \t>]*\[(?P<bracket>[^\]\n]{{1,16}})\]\s?{_CLOCK}\s?"
    rf"|[ \t]*(?P<plain>[가-힣A-Za-z][가-힣A-Za-z ]{{0,11}}(?:\s?\([^)\n]{{1,10}}\))?)\s?[:>]\s"
    rf"|(?P<before>[가-힣A-Za-z]{{2,8}})\s\(?{_CLOCK}\)?\s*$",
    re.MULTILINE,
)
# Heads of lines that are labels of forms, mails and minutes, not speakers.
_LABEL = re.compile(
    r"(?:.*(?:일|일자|일시|번호|내용|여부|유형|종류|금액|성명|이름|성함|고객명|연락처|주소|"
    r"직업|직장|사항|의견|상태|제목|일정|장소|대상|정보|사유|비고|업무|부서|담당자?|문의처?|"
    r"요지|답변|질의|응답|"
    r"연령대?|나이|성별|지역|관계|소속|직급|직책|내선|기간|결과|방법|항목|구분|현황|참고|"
    r"참조|수신|발신|첨부|본문|목적|개요|배경|결론|조치|요청|처리|특이|메모|재산|자산|보증인|"
    r"예금주|계약자|피보험자|신청인|"
    r"차주|채무자|명의인?|고객번호|계좌|상품명?|한도|금리|회원|대표자|법인명|상호|예시?|"
    r"주의|팁|Q|주제|안건|참석자|강사|저자|도서명|과제명|책임자|예산|잔액|성향|보유|종목))|"
    r"from|to|cc|bcc|subject|date|re|fw|fwd|note|call note|name|phone|email|address|status|"
    r"title|id|no|customer|client|memo|type|amount|http|https|source|file|assignee|sprint|"
    r"points",
    re.IGNORECASE,
)
_CUSTOMER_SPEAKER = re.compile(r"(?:고객|손님|민원인|차주|회원|채무자|customer|client|caller)(?:님)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or line text[start:end]. `block` counts paragraphs; `said` is where the speaker's name ends, else start."""

    start: int
    end: int
    block: int
    said: int
    message: int
    by_customer: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All units of a text, and whether it is a conversation."""

    units: Sequence[Unit]
    chat: bool

    def at(self, position: int) -> int:
        """Index of the unit that holds the character."""
        return max(0, bisect_right(self.units, position, key=lambda unit: unit.start) - 1)


def read(text: str) -> Reading:
    """The units of the text, in order."""
    speakers = _speakers(text)
    units: list[Unit] = []
    block = message = start = 0
    by_customer = False
    for end, after in [*((cut.start(), cut.end()) for cut in _CUT.finditer(text)), (len(text), len(text))]:
        if end > start:
            said = start
            if start in speakers:
                said, by_customer = speakers[start]
                message += 1
            elif not speakers and (start == 0 or text[start - 1] == "\n"):
                message += 1
            units.append(Unit(start, end, block, said, message, by_customer))
        if text.count("\n", end, after) > 1:
            block += 1
        start = after
    return Reading(units or [Unit(0, len(text), 0, 0, 0)], bool(speakers))


def _speakers(text: str) -> dict[int, tuple[int, bool]]:
    """Start of line -> end of the speaker's name there; empty where the text is no conversation."""
    found: dict[int, tuple[int, bool]] = {}
    sure = False
    start = labels = 0
    for line in text.split("\n"):
        head = _SPEAKER.match(line)
        if head is not None:
            who = (head["timed"] or head["bracket"] or head["plain"] or head["before"] or "").strip()
            timed = head["plain"] is None
            labelled = not timed and bool(_LABEL.fullmatch(who) or in_label(who))
            labels += labelled
            if who and not labelled:
                sure |= timed
                found[start] = (start + head.end(), bool(_CUSTOMER_SPEAKER.search(who)))
        start += len(line) + 1
    return found if sure or (len(found) >= 2 and len(found) > labels) else {}
