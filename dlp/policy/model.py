"""The values the policy is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dlp.config import Category, RowName
from dlp.types import Action, Reason


@dataclass(frozen=True, slots=True)
class Clause:
    """One requirement of the rule, by the id it has here, and where its wording comes from."""

    id: str
    ko: str
    en: str
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """What is done about one fact, and why. `shipped` is what the shipped policy does."""

    name: RowName
    action: Action
    shipped: Action
    clauses: tuple[Clause, ...]
    ko: str
    en: str
    reason: Reason = field(init=False)

    def __post_init__(self) -> None:
        clause, *basis = (clause.id for clause in self.clauses)
        shipped = self.shipped if self.action != self.shipped else None
        reason = Reason(clause, self.action, self.ko, self.en, self.name.value, tuple(basis), shipped)
        object.__setattr__(self, "reason", reason)

    @property
    def weakened(self) -> bool:
        return self.reason.weakened


@dataclass(frozen=True, slots=True)
class Permit:
    """An evaluation, approval or designation: good from its first day through its last."""

    ref: str
    since: date
    until: date

    def begun(self, today: date) -> bool:
        return self.since <= today

    def in_force(self, today: date) -> bool:
        return self.since <= today <= self.until


@dataclass(frozen=True, slots=True)
class Service:
    """A SaaS service: what it is for, and the hosts that belong to it (`*.` in front: every subdomain)."""

    id: str
    name_ko: str
    name_en: str
    operator: str
    category: Category
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a submission is headed: a service with what the firm holds for it, or a name that no service answers to."""

    asked: str
    service: Service | None = None
    evaluation: Permit | None = None
    approval: Permit | None = None
    sandbox: Permit | None = None
