"""Texts to measure on, the same on every machine: Korean office prose, chat messages, and logs that are half digits.

Composed from words.toml; a sentence has millions of variants, so a 16 MB text does not repeat itself in a way
an engine or a cache could use.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.fill import MAKERS
from tests.identifiers import draw
from tests.lookalikes import epoch_ms, ipv4, moment, uuid

MB = 1 << 20

WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))

Plan = tuple[tuple[str, str, str], ...]
# What is planted: (entity, placeholder, words before it), the values as they are written most often.
PLANTED: Plan = (
    ("KR_RRN", "rrn", "주민등록번호 "),
    ("CREDIT_CARD", "visa", "카드번호 "),
    ("PHONE_NUMBER", "mobile", "연락처 "),
    ("KR_BANK_ACCOUNT", "account_kakao", "입금 계좌 "),
    ("KR_FRN", "frn", "외국인등록번호 "),
    ("KR_DRIVER_LICENSE", "driver_license", "운전면허번호 "),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A corpus and how many values of each entity stand in it."""

    data: bytes
    planted: Counter[str]

    @property
    def megabytes(self) -> float:
        return len(self.data) / MB


def noun(rng: Random) -> str:
    """A noun or a compound of two, with a particle."""
    first = rng.choice(WORDS["nouns"])
    second = rng.choice(WORDS["nouns"]) if rng.random() < 0.5 else ""
    return first + second + rng.choice(WORDS["particles"])


def figure(rng: Random) -> str:
    """The numbers prose is full of: dates, times, counts, sums."""
    small = rng.randint(1, 31)
    return rng.choice(
        (
            f"20{rng.randint(18, 26)}년 {rng.randint(1, 12)}월 {small}일에",
            f"{rng.randint(1, 12)}시 {rng.randint(10, 59)}분에",
            f"{small}명이",
            f"{rng.uniform(1, 99):.1f}%로",
            f"{rng.randint(10, 9900):,}만 원으로",
            f"제{small}차",
            f"{small}~{small + 7}쪽을",
        )
    )


def clause(rng: Random) -> list[str]:
    words = [noun(rng) for _ in range(rng.randint(2, 4))]
    if rng.random() < 0.5:
        words.insert(rng.randrange(len(words)), rng.choice(WORDS["adverbs"]))
    if rng.random() < 0.15:
        words.insert(rng.randrange(len(words)), figure(rng))
    return words


def sentence(rng: Random) -> str:
    if rng.random() < 1 / 15:
        return rng.choice(WORDS["trade"]) + " "
    words = clause(rng)
    if rng.random() < 0.4:
        words += [rng.choice(WORDS["stems"]) + rng.choice(WORDS["links"]), *clause(rng)]
    words.append(rng.choice(WORDS["stems"]) + rng.choice(WORDS["endings"]))
    aside = rng.choice(WORDS["asides"]) + " " if rng.random() < 0.1 else ""
    return " ".join(words) + rng.choice((". ", ". ", "! ", ".\n")) + aside


def app_log(rng: Random) -> str:
    head = f"{moment(rng):%Y-%m-%d %H:%M:%S},{rng.randint(0, 999):03d} INFO [worker-{rng.randint(1, 64)}]"
    ids = f"tx={moment(rng):%Y%m%d}{draw(rng, '########')} seq={draw(rng, '+#############')} ts={epoch_ms(rng)}"
    peer = f"{ipv4(rng)}:{rng.randint(1024, 65535)}"
    return f"{head} {rng.choice(WORDS['doing'])} {ids} elapsed={rng.randint(1, 9999)} peer={peer}\n"


def csv_log(rng: Random) -> str:
    ids = draw(rng, "8##############,+#############")
    return f"{epoch_ms(rng)},{ids},{rng.randint(0, 99999)},{ipv4(rng)},{rng.randint(100, 599)}\n"


def access_log(rng: Random) -> str:
    request = (
        f'"GET /api/v2/items/{draw(rng, "7##############")}?t={epoch_ms(rng)} HTTP/1.1" 200 {rng.randint(100, 999999)}'
    )
    client = f'"client/{rng.randint(1, 9)}.{rng.randint(0, 20)} (office desktop; Windows NT)" {uuid(rng)}'
    return f'{ipv4(rng)} - - [{moment(rng):%d/%b/%Y:%H:%M:%S} +0900] {request} "-" {client}\n'


def log_line(rng: Random) -> str:
    return rng.choice((app_log, app_log, csv_log, access_log))(rng)


def _lines(piece: Callable[[Random], str], rng: Random, size: int) -> Iterator[bytes]:
    made = 0
    while made < size:
        line = piece(rng).encode()
        made += len(line)
        yield line


def build(piece: Callable[[Random], str], size: int, seed: str, every: int = 0) -> Text:
    """About `size` bytes of `piece`s, with one value of PLANTED in a sentence of its own per `every` bytes."""
    rng, parts, planted, due = Random(seed), [], Counter[str](), every
    made = 0
    for line in _lines(piece, rng, size):
        parts.append(line)
        made += len(line)
        if every and made >= due:
            entity, maker, before = PLANTED[sum(planted.values()) % len(PLANTED)]
            parts.append(f"\n{before}{MAKERS[maker](rng)} 입니다.\n".encode())
            planted[entity] += 1
            due += every
    return Text(b"".join(parts), planted)


def prose(size: int, every: int = 0) -> Text:
    return build(sentence, size, "prose", every)


def logs(size: int, every: int = 0) -> Text:
    return build(log_line, size, "logs", every)


def messages(count: int = 400, size: int = 1000) -> list[str]:
    """Chat messages of about `size` bytes each."""
    rng = Random("messages")
    return [b"".join(_lines(sentence, rng, size)).decode() for _ in range(count)]
