"""What reading a segment's tables gives: facts, people, pseudonymised evidence, and where the tables are."""

from __future__ import annotations

from dataclasses import dataclass, field

from dlp.classify.tables.plan import Why
from dlp.types import CreditFact, Locus


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A table with credit attributes that is nothing in law, and why."""

    locus: Locus
    why: Why


@dataclass(slots=True)
class TableReading:
    """`regions` are bytes of the segment that are tables and were read as such; `people` are fingerprints of those who
    are known by a name or number that the matcher does not find."""

    regions: list[tuple[int, int]] = field(default_factory=list)
    open: list[tuple[int, int]] = field(default_factory=list)  # of those, the ones about nobody that the heads name
    facts: list[CreditFact] = field(default_factory=list)
    people: set[str] = field(default_factory=set, repr=False)
    pseudonymised: bool = False
    near_misses: list[NearMiss] = field(default_factory=list)
