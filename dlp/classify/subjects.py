"""How many people: identifiers that stand together belong to one person until a kind of identifier repeats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dlp.classify.records import record_of
from dlp.match.resolve import Match
from dlp.types import Segment

# The identifier that names a person, best first.
_BEST = ("KR_RRN", "KR_FRN", "KR_PASSPORT", "KR_DRIVER_LICENSE", "KR_CI", "KR_DI", "KR_CUSTOMER_NO")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A match that names somebody, its fingerprint, and the bounds of the record it stands in."""

    match: Match
    fingerprint: str
    record: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by the identifiers that stand together."""

    identifiers: list[Identifier] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """That of the identifier that names a person best."""
        return min(self.identifiers, key=_rank).fingerprint


def people(segment: Segment, identifying: Iterable[tuple[Match, str]]) -> list[Person]:
    """The people among identifying matches, given in order with their fingerprints."""
    found: list[Person] = []
    reach = -1
    for match, fingerprint in identifying:
        record = record_of(segment, match.start, match.end)
        if not found or record[0] >= reach or _has(found[-1], match.entity):
            found.append(Person())
        found[-1].identifiers.append(Identifier(match, fingerprint, record))
        reach = record[1]
    return found


def _has(person: Person, entity: str) -> bool:
    return any(identifier.match.entity == entity for identifier in person.identifiers)


def _rank(identifier: Identifier) -> int:
    entity = identifier.match.entity
    return _BEST.index(entity) if entity in _BEST else len(_BEST)
