"""Korean names by their place: the second of two that are joined, a surname glued to a title; and words that are no names.

The linear model weighs words one at a time. What it cannot see is settled here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from recognizers.names import lexicon

Span = tuple[int, int]

_JOINT = re.compile("(?:이랑|[와과랑]|하고)? ?[,·/&]? ?|(?:와|과|랑|이랑|하고| 및| 또는) ")
_END = re.compile("(?:씨|님|은|는|이|가|을|를|의|에게|한테|께|와|과|랑|이랑|도|로|으로|하고|입니다)?(?![가-힣])")
_WHOLE = re.compile(r"(?:[가-힣]+)")
_FAR = 4  # characters between two names that are joined

# Ends of compounds no name has, with the most syllables that may stand before them.
_COMPOUND = re.compile(
    "[가-힣]{1,4}?(?:번호|코드|일자|금액|구분|유형|여부|내역|등급|사유|종류|기준|방법|안내|안내장|신청서|동의서|증명서|확정|전결|전결권자|연락처|주소"
    "|기한|한도|수수료|비율|기간|부서|부서장|지점명|은행명|이율|이자율|금리|잔액|원리금|약관|계좌|명세|계약|내용|현황|서류|결과|의견|순위|기일|대금)"
)
_ROLES = sorted((word for word in lexicon.LABELS - lexicon.TITLES if len(word) > 2 and not word.isascii()), key=len)
_ROLE = re.compile(f"[주실공제전현타]?(?:{'|'.join(reversed(_ROLES))})명?")
_LABELS = frozenset(word for word in lexicon.LABELS if len(word) > 1)
_PARTICLES = (
    "",
    *"""
    은 는 이 가 을 를 의 에 와 과 도 로 만 께 님 들 이랑 랑 하고 이라는 라는 이라고 에서 에게 으로 이나 까지 부터 님께 님이 님은 님의
    들이 들은 들의 이며 이고
    """.split(),
)
_WORDS = frozenset(
    """
    단말기 연휴 황금연휴 용도별 유지율 법인 여러분 여러분께 전결 전결권자 부서장 대표님 고객님 회원님 담당자 전담자 수신처
    단말 유로화 변경 변경은
    안건 은행 서류 전산 전화 한도 신규 기존 우수 우량 주거래 성명 성함 이름 명의 실명 가명 예명 국적 성별 나이 주소 직업 직장
    소속 부서 직위 직급 직책
    미정 없음 공란 미입력 해당없음 확인불가 미상 불명 상동 생략 회사 법인 기타 전원 일동 당사 당행
    주채무자 예금주 계좌주 명의인 차주 보증인 담보 채무 채권 공동 연대 단독 개인 기업 가계 본점 지점 영업점 출장소 창구 본부
    본인 대리인 배우자
    """.split()
)

# 김대리, 류팀장: surname and title in one word. Titles that make other words with a syllable before them are not among them.
_OFFICE = "대리|과장|차장|부장|팀장|지점장|계장|주임|상무|전무|센터장|본부장|매니저|심사역|사무관|주무관|조사역"
_PREFIX = frozenset(
    "전현신구부각총본여타당대양주남노정조제후만난영수비개군해교근번보종준증시자십란"
)  # 부지점장, 현과장
_GLUED_TITLE = re.compile(
    rf"(?<![가-힣])({'|'.join(sorted(lexicon.COMPOUND_SURNAMES))}|[{''.join(sorted(set(lexicon.SURNAMES) - _PREFIX))}])"
    rf"(?=(?:{_OFFICE})(?:님)?(?:은|는|이|가|을|를|의|께서|께|에게|한테|와|과|랑|이랑|도|로|으로|이요|요|입니다|이세요)?(?![가-힣]))"
)
# 여신관리팀금나린 주임: a unit, a whole name, a title.
_AFTER_UNIT = re.compile(
    rf"(?<![가-힣])[가-힣A-Za-z]{{2,10}}[0-9]?(?:팀|부|실|센터|본부|지점)([{lexicon.SURNAMES}][가-힣]{{2}})"
    rf"(?= ?(?:{_OFFICE}|사원|인턴|드림|올림|님))"
)


@dataclass(frozen=True, slots=True, order=True)
class Scored:
    """A candidate the model believes in, at least a little."""

    score: float
    start: int
    end: int


def settled(text: str, sure: Sequence[Scored], doubtful: Iterable[Scored]) -> list[Scored]:
    """The candidates that stay: without compounds and labels, cut where a particle begins, with those joined to a name."""
    kept = [_cut(text, one) for one in sure if not is_word(text, one.start, one.end)]
    others = [one for one in doubtful if not is_word(text, one.start, one.end)]
    return sorted([*kept, *_joined(text, kept, others)], key=lambda one: one.start)


# A given name alone, where only a name can stand: 고객: 방울, 방울 씨.
_NATIVE = lexicon.NATIVE_GIVEN - lexicon.NATIVE_COMMON
_LABELLED = re.compile("(?<![가-힣])([가-힣]{2,7}?)명? ?[:=] ?([가-힣]{2,4})(?![가-힣])")
_HONORED = re.compile(
    "(?<![가-힣])([가-힣]{2,4}?)(?= ?(?:씨|님)(?:은|는|이|가|을|를|의|께|에게|한테|도|와|과|랑)?(?![가-힣]))"
)


def by_title(text: str) -> Iterator[Span]:
    """Surnames glued to a title, whole names between a unit and a title, given names of everyday words where only names stand."""
    for pattern in (_GLUED_TITLE, _AFTER_UNIT):
        for match in pattern.finditer(text):
            if not is_word(text, *match.span(1)):
                yield match.span(1)
    for match in _LABELLED.finditer(text):
        if match[1] in _LABELS and match[2] in _NATIVE:
            yield match.span(2)
    for match in _HONORED.finditer(text):
        if match[1] in _NATIVE:
            yield match.span(1)


def is_word(text: str, start: int, end: int) -> bool:
    """Whether this is a label, a compound of forms, or the beginning of one: 고객번호, 주채무자, 구매확정."""
    match = _WHOLE.match(text, start)
    if match is None or (start and "가" <= text[start - 1] <= "힣"):
        return False
    run = match[0]
    for length in range(max(end - start, len(run) - 2), len(run) + 1):
        if run[length:] in _PARTICLES and _is_compound(run[:length], end - start):
            return True
    return False


def _is_compound(word: str, found: int) -> bool:
    """Whether a found name of so many syllables is a label, or the beginning of such a word (김대리 is none: 김 is)."""
    if word in _WORDS or word in _LABELS or word in lexicon.REGIONS:
        return found > 1 or word not in lexicon.TITLES
    return _ROLE.fullmatch(word) is not None or (len(word) > 3 and _COMPOUND.fullmatch(word) is not None)


def _joined(text: str, kept: Sequence[Scored], others: Sequence[Scored]) -> Iterator[Scored]:
    """Doubtful candidates that a comma, 와 or · joins to a name, onwards and backwards."""
    names = {(one.start, one.end): one for one in kept}
    ends, starts = {one.end for one in kept}, {one.start for one in kept}
    families = {text[one.start] for one in kept if one.end - one.start > 2}
    for ordered in (others, others[::-1]):
        for one in ordered:
            if (one.start, one.end) in names or one.end - one.start < 3 or not _END.match(text, one.end):
                continue
            kin = text[one.start] in families
            if one.score < (_KIN if kin else _NEXT) or _overlap(one, ends, starts):
                continue
            if _follows(text, one.start, ends) or _precedes(text, one.end, starts):
                names[one.start, one.end] = one
                ends.add(one.end)
                starts.add(one.start)
                yield one


_KIN, _NEXT = 0.03, 0.06  # belief in a name beside another one, of the same family or not


def _overlap(one: Scored, ends: set[int], starts: set[int]) -> bool:
    return any(place in starts for place in range(one.start, one.end)) or any(
        place in ends for place in range(one.start + 1, one.end + 1)
    )


def _follows(text: str, start: int, ends: set[int]) -> bool:
    return any(start - gap in ends and _joint(text[start - gap : start]) for gap in range(1, _FAR + 1))


def _precedes(text: str, end: int, starts: set[int]) -> bool:
    return any(end + gap in starts and _joint(text[end : end + gap]) for gap in range(1, _FAR + 1))


def _joint(between: str) -> bool:
    return between.strip() != "" and _JOINT.fullmatch(between) is not None


_QUOTED = re.compile("라는|라고|라며|란 |랑|네 ")  # what 이 stands before when the name ends in a consonant
_FAMILIAR = re.compile("한테|가 |는 |도 |네 ")  # 은찬이한테 is of 은찬
_OLD = frozenset("순옥복영분점끝봉")  # 순이, 옥이: names that end so
_CLOSING = re.compile("[은는을를의가](?![가-힣])")


def _cut(text: str, one: Scored) -> Scored:
    """The candidate without a last syllable that is a particle: 허단이 in 허단이라는, 사공담은 before a blank."""
    last, stem, length = text[one.end - 1], text[one.end - 2], one.end - one.start
    closed = (ord(stem) - 0xAC00) % 28 > 0 if "가" <= stem <= "힣" else False
    quoted = length > 2 and last == "이" and closed and _QUOTED.match(text, one.end)
    called = length > 2 and last == "이" and closed and stem not in _OLD and _FAMILIAR.match(text, one.end)
    agrees = last in "은을의" if closed else last in "는를가의"
    fourth = length == 4 and agrees and _CLOSING.match(text, one.end - 1)
    return Scored(one.score, one.start, one.end - 1) if quoted or called or fourth else one
