"""k-anonymity: how many people of a pseudonymised table share the rarest combination of its quasi-identifiers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

_MOST_KEYS = 200_000  # pseudonyms told apart within their combination; beyond, records are counted
_MOST_COMBINATIONS = 100_000


@dataclass(slots=True)
class Anonymity:
    """Counts people by combination of quasi-identifiers, in bounded memory. Holds hashes, never a value.

    A person is a pseudonym where the table has one, else a record.
    """

    records: int = 0
    exact: bool = True
    _people: Counter[int] = field(default_factory=Counter, repr=False)
    _seen: set[int] = field(default_factory=set, repr=False)

    def add(self, columns: Sequence[Sequence[str]], keys: Sequence[str] | None, records: int) -> None:
        """The quasi-identifiers of so many records, column by column, and their pseudonyms."""
        self.records += records
        if not columns:
            return
        if keys is None:
            self._count(Counter(zip(*columns, strict=True)))
        elif len(self._seen) < _MOST_KEYS:
            new = {hash(pair): pair[1:] for pair in set(zip(keys, *columns, strict=True))}
            fresh = new.keys() - self._seen
            self._seen |= fresh
            self._count(Counter(new[each] for each in fresh))
        else:
            self.exact = False
            self._count(Counter(zip(*columns, strict=True)))

    def _count(self, found: Counter[tuple[str, ...]]) -> None:
        for combination, people in found.items():
            if len(self._people) < _MOST_COMBINATIONS or hash(combination) in self._people:
                self._people[hash(combination)] += people
            else:
                self.exact = False

    @property
    def k(self) -> int:
        """The smallest group; 0 where there is none. Where not `exact`, no more than that."""
        return min(self._people.values(), default=0)
