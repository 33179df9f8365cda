"""Sentences made from templates, with the places of the names in them; the same for the same dice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from recognizers.names import lexicon
from recognizers.names.training import people, templates
from recognizers.names.training.silver import Sentence

_PLACE = re.compile(r"\{(\w+)\}(?:([가-힣]+)/([가-힣]+)|([은는이가을를과와])(?= ))?")
_TITLES = sorted(title for title in lexicon.TITLES if 2 <= len(title) <= 4)
_OFFICE = "대리 과장 차장 부장 팀장 지점장 본부장 실장 주임 계장 이사 상무 전무 사원 매니저 책임 선임 수석 행장 대표 사장 회장".split()
_NO_NAMES = frozenset(word for group in templates.WORDS.values() for word in group)
# How often each kind is drawn.
_KINDS = (
    (templates.CHAT, 18),
    (templates.MIXED, 10),
    (templates.MAIL, 14),
    (templates.PROSE, 18),
    (templates.FORM, 18),
    (templates.ROWS, 26),
    (templates.PLACES, 34),
    (templates.NOBODY, 22),
    (templates.LABELS, 14),
    (templates.EVERYDAY, 16),
)


_SUFFIXES = "별 적 성 율 액 일 비 료 자 권 용 형 식 표 서 증 금 부 과 팀 건 률 력 화 제 법 론 원 인 물 품 처 구 장 관 량 도".split()


def sentences(count: int, seed: int, words: Sequence[str], common: Sequence[str] = ()) -> Iterator[Sentence]:
    """Texts of one to three lines; `words` are further ones that name nobody, `common` those that need not begin like names."""
    dice = Random(seed)
    vocabulary = {**templates.WORDS, "word": [*templates.WORDS["word"], *words]}
    vocabulary |= {"common": [*common, *templates.WORDS["compound"]], "native": lexicon.NATIVE_ORDER}
    groups, weights = zip(*_KINDS, strict=True)
    for _ in range(count):
        group = dice.choices(groups, weights)[0]
        lines = [dice.choice(group) for _ in range(dice.choice((1, 1, 1, 2, 3)))]
        if group is templates.ROWS and dice.random() < 0.5:
            lines = lines[:1] * dice.randint(2, 4)
        yield _filled("\n".join(lines), vocabulary, dice)


def _filled(template: str, vocabulary: Mapping[str, Sequence[str]], dice: Random) -> Sentence:
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    length = last = 0
    for place in _PLACE.finditer(template):
        kind, consonant, vowel, particle = place.groups()
        if particle:
            consonant, vowel = next(pair for pair in ("은는", "이가", "을를", "과와") if particle in pair)
        before = template[last : place.start()]
        value = _value(kind, vocabulary, dice)
        particle = (consonant if _closed(value) else vowel) if consonant else ""
        length += len(before)
        if kind in _NAMES:
            spans.append((length, length + len(value)))
        parts += [before, value, particle]
        length += len(value) + len(particle)
        last = place.end()
    parts.append(template[last:])
    return "".join(parts), tuple(spans)


def _value(kind: str, vocabulary: Mapping[str, Sequence[str]], dice: Random) -> str:
    if kind in _NAMES:
        return _NAMES[kind](dice)
    if kind in vocabulary:
        word = dice.choice(vocabulary[kind])
        suffixed = kind == "word" and len(word) == 2 and dice.random() < 0.2
        return word + dice.choice(_SUFFIXES) if suffixed else word
    return _NUMBERS[kind](dice)


def _closed(word: str) -> bool:
    return (ord(word[-1]) - 0xAC00) % 28 > 0


def _korean(dice: Random) -> str:
    while (name := people.korean(dice)) in _NO_NAMES:
        pass
    return name


def _given(dice: Random) -> str:
    while (name := people.lone(dice)) in _NO_NAMES:
        pass
    return name


def _amount(dice: Random) -> str:
    number = dice.randint(1, 990)
    return dice.choice(
        (
            f"{number}만원",
            f"{number},000,000원",
            f"{number % 90 + 1}억",
            f"{number % 9 + 1}천만원",
            f"{number}만",
            f"{number % 9 + 1}억 {number % 8 + 1}천만원",
            f"₩{number},000",
        )
    )


def _phone(dice: Random) -> str:
    return dice.choice(("010-{:04}-{:04}", "02-{:04}-{:04}", "010{:04}{:04}", "010-****-{1:04}")).format(
        dice.randint(0, 9999), dice.randint(0, 9999)
    )


def _date(dice: Random) -> str:
    year, month, day = dice.randint(2018, 2026), dice.randint(1, 12), dice.randint(1, 28)
    return dice.choice(
        (
            f"{year}-{month:02}-{day:02}",
            f"{month}월 {day}일",
            f"{year}.{month:02}.{day:02}",
            f"{month}/{day}",
            f"{year}년 {month}월",
        )
    )


def _account(dice: Random) -> str:
    return dice.choice(("{}-{}-{:06}", "{}{}{:06}")).format(
        dice.randint(100, 999), dice.randint(10, 999), dice.randint(0, 999999)
    )


def _title(dice: Random) -> str:
    return dice.choice(_OFFICE if dice.random() < 0.7 else _TITLES)


def _team(dice: Random) -> str:
    unit = dice.choice(("팀", "팀", "부", "부", "실", "센터", "본부", "지점"))
    return dice.choice(_TEAMS) + dice.choice(("", "", "1", "2", "3")) + unit


_NAMES: dict[str, Callable[[Random], str]] = {
    "N": _korean,
    "S": lambda dice: people.surname(dice)[:1] if dice.random() < 0.9 else people.surname(dice),
    "C": people.compound,
    "K": people.short,
    "G": _given,
    "F": people.foreign,
    "E": people.latin,
}
_TEAMS = """
    여신관리 채권관리 소비자보호 준법감시 개인금융 기업금융 리스크관리 고객지원
    카드심사 IT감사 정보보호 마케팅 자산관리 외환 심사 추심
""".split()
_NUMBERS: dict[str, Callable[[Random], str]] = {
    "T": _title,
    "team": _team,
    "amount": _amount,
    "phone": _phone,
    "date": _date,
    "account": _account,
    "num": lambda dice: str(dice.randint(1, dice.choice((9, 99, 9999)))),
    "digits": lambda dice: str(dice.randint(0, dice.choice((9, 999, 99_999_999)))),
    "score": lambda dice: str(dice.randint(300, 999)),
    "age": lambda dice: str(dice.randint(19, 85)),
    "sex": lambda dice: dice.choice("남여MF"),
    "time": lambda dice: f"{dice.randint(0, 23):02}:{dice.randint(0, 59):02}",
    "birth": lambda dice: dice.choice(("{}-{:02}-{:02}", "{}.{:02}.{:02}", "{}{:02}{:02}")).format(
        dice.randint(1940, 2005), dice.randint(1, 12), dice.randint(1, 28)
    ),
    "mail": lambda dice: f"{dice.choice('abcdefgh')}{dice.randint(1, 999)}@example.com",
}
