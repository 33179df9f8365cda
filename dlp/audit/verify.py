"""Whether a journal is what was written: every edit, deletion, insertion, exchange and truncation, and at which record.

What cannot be found: records that were never written; a change by somebody who holds the key; a journal and a head that
were both put back to an earlier state, unless a head kept elsewhere is compared; and a cut among the records after the
newest head, which covers every block and hold at once and everything else at the next sync. Without the key the
chain alone is checked, so a rewritten end shows only against the head.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from dlp.audit.record import GENESIS, SCHEMA, JournalKey, canonical

_LINE = re.compile(
    rb'\{"body":(\{.*\}),"hash":"([0-9a-f]{64})","hmac":"([0-9a-f]{64})","signature":(?:null|"([!#-\[\]-~]+)")\}\n'
)
_KEPT = 100  # problems listed; all are counted


class Fault(enum.StrEnum):
    """What is wrong with a record, or with the end of the journal."""

    MALFORMED = "malformed"
    EDITED = "edited"
    FORGED = "forged"
    OTHER_KEY = "other-key"
    MISSING = "missing"
    MISPLACED = "misplaced"
    UNCHAINED = "unchained"
    TRUNCATED = "truncated"
    REPLACED = "replaced"
    HEAD = "head"

    @property
    def ko(self) -> str:
        return _WORDS[self][0]

    @property
    def en(self) -> str:
        return _WORDS[self][1]


_WORDS = {
    Fault.MALFORMED: ("기록의 형식이 아닙니다", "is not a record"),
    Fault.EDITED: ("내용이 고쳐졌습니다", "was edited"),
    Fault.FORGED: ("이 기관의 열쇠로 봉인되지 않았습니다", "is not sealed with this key"),
    Fault.OTHER_KEY: ("다른 열쇠로 봉인되었습니다", "is sealed with another key"),
    Fault.MISSING: ("앞의 기록이 빠졌습니다", "records before it are missing"),
    Fault.MISPLACED: ("순서에 맞지 않습니다(삽입 또는 이동)", "is out of order (inserted or moved)"),
    Fault.UNCHAINED: ("앞 기록과 이어지지 않습니다", "does not follow from the record before"),
    Fault.TRUNCATED: ("뒤의 기록이 잘렸습니다", "records after it were cut off"),
    Fault.REPLACED: ("끝 기록이 바뀌었습니다", "is not the record that the head names"),
    Fault.HEAD: ("머리(head) 파일이 없거나 맞지 않습니다", "the head file is missing or not genuine"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`record` is the sequence number where it is known, else the line number; `line` counts from 1."""

    fault: Fault
    record: int
    line: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest record known to be on disk. Kept beside the journal, and anywhere else an auditor likes."""

    sequence: int = 0
    hash: str = GENESIS

    def encode(self, key: JournalKey) -> bytes:
        return (
            canonical({"hash": self.hash, "hmac": self._mac(key), "schema": SCHEMA, "sequence": self.sequence}) + b"\n"
        )

    @classmethod
    def decode(cls, data: bytes, key: JournalKey | None) -> Self:
        """Raises ValueError for anything but a genuine head; without a key only the form is checked."""
        try:
            table = json.loads(data)
            head = cls(int(table["sequence"]), str(table["hash"]))
            seal = str(table["hmac"])
        except (TypeError, KeyError, RecursionError) as error:
            raise ValueError("not a head") from error
        if key and not hmac.compare_digest(seal.encode(), head._mac(key).encode()):
            raise ValueError("not sealed with this key")
        return head

    def _mac(self, key: JournalKey) -> str:
        return key.mac("head", str(self.sequence), self.hash)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that has the form of a record and whose hash holds or not."""

    sequence: int
    previous: str
    hash: str
    key_id: str
    sound: bool
    mac: str
    signature: str

    @classmethod
    def parse(cls, line: bytes) -> Self | None:
        """None where the line has not the form of a record of this schema."""
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        body, digest, mac, signature = match.groups(b"")
        try:
            table = json.loads(body)
            place = (table["schema"], table["sequence"], table["previous"], table["key"])
        except (ValueError, KeyError, RecursionError):
            return None
        if [type(item) for item in place] != [int, int, str, str] or place[0] != SCHEMA:
            return None
        sound = hashlib.sha256(body).hexdigest() == digest.decode()
        return cls(place[1], place[2], digest.decode(), place[3], sound, mac.decode(), signature.decode())

    def fault(self, key: JournalKey | None) -> Fault | None:
        """What is wrong with this record taken alone."""
        if not self.sound:
            return Fault.EDITED
        if key is None or hmac.compare_digest(self.mac, key.mac(self.hash, self.signature)):
            return None
        return Fault.FORGED if self.key_id == key.id else Fault.OTHER_KEY


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome. `last` is the newest record seen; `problem_count` counts also those not listed."""

    records: int
    last: Head
    problems: tuple[Problem, ...]
    problem_count: int

    @property
    def sound(self) -> bool:
        return self.problem_count == 0


class _Report:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.count = 0

    def add(self, fault: Fault, record: int, line: int, detail: str = "") -> None:
        self.count += 1
        if len(self.problems) < _KEPT:
            self.problems.append(Problem(fault, record, line, detail))


def verify(lines: Iterable[bytes], key: JournalKey | None, expected: Iterable[Head] = ()) -> Verification:
    """Reads the lines of a journal once, in bounded memory. `expected` are heads that the journal must have reached."""
    report = _Report()
    heads: dict[int, set[str]] = {}
    for head in expected:
        heads.setdefault(head.sequence, set()).add(head.hash)
    last = Head()
    lost = 0  # lines since `last` that cannot be trusted to say which record they are
    line_number = 0
    for line_number, line in enumerate(lines, 1):
        entry = Entry.parse(line)
        fault = entry.fault(key) if entry else Fault.MALFORMED
        if entry is None or fault:
            lost += 1
            report.add(fault or Fault.MALFORMED, last.sequence + lost, line_number)
            continue
        fault = _misfit(entry, last, lost)
        if fault:
            report.add(fault, entry.sequence, line_number, _gap(last.sequence, entry.sequence - 1, fault))
        if fault is Fault.MISPLACED:
            continue
        last, lost = Head(entry.sequence, entry.hash), 0
        if heads.get(last.sequence, set()) - {last.hash}:
            report.add(Fault.REPLACED, last.sequence, line_number)
    for sequence in sorted(heads):
        if sequence > last.sequence + lost:
            gap = _gap(last.sequence + lost, sequence, Fault.MISSING)
            report.add(Fault.TRUNCATED, last.sequence + lost, line_number, gap)
    return Verification(line_number, last, tuple(report.problems), report.count)


def _misfit(entry: Entry, last: Head, lost: int) -> Fault | None:
    """What is wrong with a sound record after the newest sound one before it."""
    if entry.sequence <= last.sequence:
        return Fault.MISPLACED
    if entry.sequence > last.sequence + 1 + lost:
        return Fault.MISSING
    if entry.sequence == last.sequence + 1 and entry.previous != last.hash:
        return Fault.UNCHAINED
    return None


def _gap(before: int, until: int, fault: Fault) -> str:
    return f"{before + 1}–{until}" if fault is Fault.MISSING else ""
