"""Texts dense with credit information, generated: chats and case notes, each line about somebody with a name of their own."""

from collections.abc import Callable
from random import Random

from tests.bench.corpus import sentence

_SURNAMES = "김이박최정강조윤장임한오서신권황안송류전홍"
_GIVEN = "민서준현지우하은도윤채원수빈태연아진혁성재영호"


def name(rng: Random) -> str:
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN) + rng.choice(_GIVEN)


def told(rng: Random) -> str:
    """One line of a chat with somebody's credit attributes."""
    who, staff = name(rng), name(rng)
    owed = (
        f"{who} 고객 주담대 잔액 {rng.randint(1, 9)}억 {rng.randint(1, 9)}천만원인데 연체 {rng.randint(3, 90)}일입니다"
    )
    rated = f"차주 {who}님 신용점수 {rng.randint(400, 990)}점이고 연소득 {rng.randint(2, 9)},{rng.randint(100, 999)}만원입니다"
    return f"[{rng.randint(9, 18)}:{rng.randint(10, 59)}] {staff} 대리: {rng.choice((owed, rated))}\n"


def noted(rng: Random) -> str:
    """One line of a case note with many attributes of one person."""
    return (
        f"{name(rng)} 고객의 대출잔액은 {rng.randint(1, 90)},{rng.randint(100, 999)},000원이며 최근 {rng.randint(1, 6)}개월 "
        f"연체 {rng.randint(1, 5)}회, 신용등급 {rng.randint(1, 10)}등급으로 {rng.choice(('부결', '승인'))} 처리되었다. "
        f"월 상환액 {rng.randint(30, 300)}만원, 소득 {rng.randint(2, 9)}천만원.\n"
    )


def line(rng: Random) -> str:
    return rng.choice((told, noted))(rng)


def message(rng: Random, size: int = 1000) -> bytes:
    """A chat message of about so many bytes in which one sentence tells of somebody's credit."""
    parts: list[str] = []
    while sum(len(part.encode()) for part in parts) < size - 180:
        parts.append(sentence(rng))
    parts.insert(len(parts) // 2, "\n" + told(rng).partition(": ")[2])
    return "".join(parts).encode()


def table(size: int, seed: str, *, named: bool) -> bytes:
    """A CSV of people by name, or under pseudonyms with quasi-identifiers."""
    rng = Random(seed)
    key: Callable[[], str] = (lambda: name(rng)) if named else (lambda: f"{rng.getrandbits(64):016x}")
    rows = ["고객명" if named else "가명ID"]
    rows[0] += ",지역,대출잔액,연체일수,신용점수"
    made = 0
    while made < size:
        figures = f"{rng.randint(100, 9999)}0000,{rng.randint(0, 90)},{rng.randint(300, 999)}"
        rows.append(f"{key()},{rng.choice(('서울', '부산', '대구'))},{figures}")
        made += len(rows[-1].encode()) + 1
    return "\n".join(rows).encode()
