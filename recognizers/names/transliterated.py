"""Foreign names in Hangul: by lists of their parts, and by what stands beside a part that is on no list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.names import abroad, lexicon

_TITLE = "|".join(sorted((word for word in lexicon.TITLES if len(word) > 1), key=len, reverse=True))
_TITLED = re.compile(rf" ?(?:님|씨|고객|회원|차주|귀하|명의|전 |앞 |{_TITLE})")
_HONORED = re.compile(" (?:님|씨|고객|귀하)")
_ENDED = re.compile(
    "(?:은|는|이|가|을|를|의|에게|한테|께|와|과|랑|이랑|도|로|으로|에게서|이라는|라는|입니다)?(?![가-힣])"
)
_LABEL = "|".join(
    sorted((word for word in lexicon.LABELS if len(word) > 1 and not word.isascii()), key=len, reverse=True)
)
_LABELLED = re.compile(rf"(?:(?<![가-힣])(?:{_LABEL})명?)[\"']?(?: ?[:=|\t] ?| )[\"'(]?$")
_REACH = 16  # characters such a label takes, at most
_RUN = re.compile("[가-힣]+")
_LONGEST = 6  # syllables of a part
_MOST = 5  # parts of a name

# By country: parts that may come first, and parts that may follow.
_FAMILIES = (
    (abroad.WESTERN_GIVEN, abroad.WESTERN_LAST | abroad.WESTERN_GIVEN),
    (abroad.JAPANESE_LAST, abroad.JAPANESE_GIVEN),
    (abroad.JAPANESE_GIVEN, abroad.JAPANESE_LAST),
    (abroad.OTHERS, abroad.OTHERS),
)
_WHOLE = abroad.CHINESE | {part for part in abroad.OTHERS | abroad.WESTERN_GIVEN | abroad.WESTERN_LAST if len(part) > 2}
_FIRST = frozenset().union(*(first for first, _ in _FAMILIES), _WHOLE, abroad.VIETNAMESE_FIRST, abroad.WESTERN_LAST)
_LAST = frozenset().union(*(rest for _, rest in _FAMILIES))
_VIET_SURE = frozenset("응우옌 응우엔 응웬 브엉 쩐 팜 호앙 즈엉 르엉 쯔엉 도안 끼에우".split())
_VIET_GLUED = re.compile(
    rf"(?:응우옌|응우엔|응웬|브엉|쩐|팜|즈엉|르엉|쯔엉)(?:{'|'.join(sorted(abroad.VIETNAMESE_REST, key=len, reverse=True))}){{1,3}}"
)
_KOREAN_LAST = frozenset("김 이 박 최 정 강 장 한 리 도 칸 싱 영 킹 힐 양 왕 첸 황 송 오 류".split())
# Given names that are Korean words or pieces of some, too: only before somebody's title or honorific.
_DOUBTFUL = frozenset("팀 유리 밥 짐 마크 빌 알리 이반 존 폴 잭 닉 아담 바트 보리스 라지 안톤 톰 장".split())
# What stands behind a foreign part without being one.
_NO_PART = frozenset(
    """
    및 또는 고객 고객님 정보 이름 번호 주소 계좌 대출 거래 은행 지점 카드 회사 그룹 공유 회의 담당 확인 신청 보고 경유 서류 명의
    씨 님 회원 차주 예금 보험 한도 잔액 급여 송금 해외 외화 환전 연체 상환 심사 승인 거절 부결 통장 계약 상담 문의 방문 접수
    서비스 데이터 시스템 센터 프로그램 리스크 마케팅 펀드 스마트 모바일 온라인 뱅킹 다이렉트 글로벌 파트너 프라임 포인트
    플랫폼 디지털 론 페이
    트레이딩 인터넷 프리미엄 골드 플래티넘 로열 클럽 멤버십 패밀리 비즈니스 컨설팅 리스 캐피탈 홀딩스 솔루션 테크 그린 블루
    """.split()
)


def is_name(words: str) -> bool:
    """Whether none of these words in Hangul is one of offices and forms."""
    parts = words.split()
    return _NO_PART.isdisjoint(parts) and lexicon.LABELS.isdisjoint(parts) and lexicon.TITLES.isdisjoint(parts)


def names(text: str) -> Iterator[tuple[int, int]]:
    """Places of foreign names written in Hangul, in order; they may overlap."""
    runs = [match.span() for match in _RUN.finditer(text)]
    for number, (start, end) in enumerate(runs):
        word = text[start:end]
        if (word in _FIRST or word in _DOUBTFUL) and not text[start - 1 : start].isalnum():
            yield from _beginning(text, runs, number)
        elif (known := _glued(text, start, end)) and known > start:
            yield start, known
        if number and word[:2] in _LAST_HEADS:
            yield from _behind_a_stranger(text, runs, number)


_LAST_HEADS = frozenset(part[:2] for part in _LAST | _WHOLE)


def _beginning(text: str, runs: list[tuple[int, int]], number: int) -> Iterator[tuple[int, int]]:
    """A name whose first part is a word of its own."""
    start, end = runs[number]
    first = text[start:end]
    if first in abroad.VIETNAMESE_FIRST and (found := _vietnamese(text, runs, number)):
        yield start, found
    for firsts, rest in _FAMILIES:
        if first in firsts and (found := _known(text, runs, number, rest)):
            yield start, found
    alone = _HONORED.match(text, end) is not None
    if number + 1 < len(runs) and _joined(text, end, runs[number + 1][0]) and not alone:
        yield from _with_stranger(text, first, runs, number)
    elif first in _WHOLE and (
        _TITLED.match(text, end) or (_labelled(text, start) and not text[end : end + 2].strip(" ,;|\t\n)"))
    ):
        yield start, end
    if first in _WHOLE and first not in abroad.WESTERN_LAST and (_TITLED.match(text, end) or _labelled(text, start)):
        yield start, end


def _known(text: str, runs: list[tuple[int, int]], number: int, rest: frozenset[str]) -> int:
    """Where a name ends all of whose further parts are on the list; 0 where none is."""
    found = 0
    for behind in range(number + 1, min(number + _MOST, len(runs))):
        if not _joined(text, runs[behind - 1][1], runs[behind][0]):
            break
        end = _part(text, *runs[behind], rest)
        found = max(found, end)
        if end < runs[behind][1]:
            break
    return found


def _vietnamese(text: str, runs: list[tuple[int, int]], number: int) -> int:
    end = _known(text, runs, number, abroad.VIETNAMESE_REST)
    start, first_end = runs[number]
    if not end:
        return 0
    sure = text[start:first_end] in _VIET_SURE or text.count(" ", start, end) > 1
    return end if sure or _TITLED.match(text, end) or _labelled(text, start) else 0


def _with_stranger(text: str, first: str, runs: list[tuple[int, int]], number: int) -> Iterator[tuple[int, int]]:
    """A known given name and a last part that is on no list: 다니엘 김, 안드레아 리초티 씨."""
    start = runs[number][0]
    begin, stop = runs[number + 1]
    short = text[begin : begin + 1] in _KOREAN_LAST
    addressed = _labelled(text, start)
    for length in range(1 if short else 2, min(_LONGEST, stop - begin) + 1):
        end = begin + length
        if text[begin:end] in _NO_PART or (length == 1 and not short):
            continue
        if _TITLED.match(text, end) and (first in abroad.WESTERN_GIVEN or first in _DOUBTFUL or length > 2):
            yield start, end
            return
        if first in abroad.WESTERN_GIVEN and first not in _DOUBTFUL and _ENDED.match(text, end):
            if length == 1 or len(first) > 2 or addressed:
                yield start, end
            return


def _behind_a_stranger(text: str, runs: list[tuple[int, int]], number: int) -> Iterator[tuple[int, int]]:
    """A last part that is known, behind a first one that is not, where a label, an honorific or a cell says who it is."""
    start, end = runs[number - 1]
    first = text[start:end]
    if not 2 <= len(first) <= _LONGEST or first in lexicon.LABELS or first in _NO_PART or first in lexicon.TITLES:
        return
    last = _part(text, *runs[number], _LAST | _WHOLE) if _joined(text, end, runs[number][0]) else 0
    if not last:
        return
    beside = text[runs[number][0] : last]
    sure = len(first) > 2 and first[-1] not in _KOREAN_ENDS and len(beside) > 2 and beside in abroad.WESTERN_LAST
    called = len(first) > 2 and first[-1] not in _KOREAN_ENDS and _TITLED.match(text, last)
    if sure or called or _labelled(text, start) or _cell(text, start, last):
        yield start, last


_KOREAN_ENDS = frozenset("은는이가을를의에서도로고한된던인할게며면요다해히께와과")


def _part(text: str, start: int, end: int, parts: frozenset[str]) -> int:
    """Where the longest part ends that begins here and is followed by a particle, a title or the end of the word."""
    for length in range(min(_LONGEST, end - start), 0, -1):
        stop = start + length
        if text[start:stop] in parts and (_ENDED.match(text, stop) or _TITLED.match(text, stop)):
            return stop
    return 0


def _glued(text: str, start: int, end: int) -> int:
    """응우옌티란, 산토스님: a part with something glued to it."""
    if (match := _VIET_GLUED.match(text, start, end)) and (
        _ENDED.match(text, match.end()) or _TITLED.match(text, match.end())
    ):
        return match.end()
    if text[start : start + 2] not in _WHOLE_HEADS:
        return 0
    stop = _part(text, start, end, _WHOLE)
    return stop if stop and (_TITLED.match(text, stop) or _labelled(text, start)) else 0


_WHOLE_HEADS = frozenset(part[:2] for part in _WHOLE)


def _joined(text: str, end: int, start: int) -> bool:
    return start - end == 1 and text[end] in " ·"


def _labelled(text: str, start: int) -> bool:
    return _LABELLED.search(text, max(0, start - _REACH), start) is not None


def _cell(text: str, start: int, end: int) -> bool:
    """Whether the words fill a cell of a row."""
    before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
    return before in _MARKS and behind in _MARKS and (before or behind) != ""


_MARKS = frozenset(("", ",", ";", "|", "\t", '"', "'", "\n"))
