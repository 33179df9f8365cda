"""The baseline: findings the firm has looked at and accepts, by fingerprint, for a time.

A TOML file. It changes the exit code and marks findings in the output; the decision and its record stay as they are.
Fingerprints are keyed, so a baseline holds only on the installation whose key made it.

    schema = 1

    [[accepted]]
    fingerprint = "…"
    entity = "CREDIT_CARD"
    reason = "카드사 시험 번호"
    approved_by = "정보보호팀"
    expires = 2027-03-31        # the last day it holds
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dlp import config
from dlp.config import Unfit
from dlp.errors import ConfigError
from dlp.render import Entry

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Accepted:
    """One value that may be found until the end of `expires`."""

    fingerprint: str
    entity: str
    reason: str
    approved_by: str
    expires: date

    def __post_init__(self) -> None:
        for name in ("fingerprint", "entity", "reason", "approved_by"):
            if not getattr(self, name).strip():
                raise Unfit(name, "비어 있습니다 / must not be empty")


@dataclass(frozen=True, slots=True)
class Baseline:
    schema: int = SCHEMA
    accepted: tuple[Accepted, ...] = ()

    def __post_init__(self) -> None:
        if self.schema != SCHEMA:
            raise Unfit("schema", f"{SCHEMA}이어야 합니다 / must be {SCHEMA}")

    def on(self, today: date) -> Mapping[str, str]:
        """Fingerprint -> reason of what is accepted today."""
        return {item.fingerprint: item.reason for item in self.accepted if item.expires >= today}

    def expired(self, today: date) -> list[Accepted]:
        return [item for item in self.accepted if item.expires < today]


def load(path: Path) -> Baseline:
    """Raises ConfigError naming the file and the key."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"읽을 수 없습니다 / cannot be read: {error.strerror}", source=str(path)) from None
    return config.read(Baseline, data, str(path))


@dataclass(slots=True)
class Draft:
    """A baseline to be completed: reason and approver are left empty, and it does not load until they are given."""

    entities: dict[str, str] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Remembers every finding of the file that is not accepted yet."""
        self.entities.update(
            {item.fingerprint: item.entity for item in entry.result.findings if not entry.accepts(item)}
        )

    def text(self, expires: date) -> str:
        return f"schema = {SCHEMA}\n" + "".join(
            f"\n[[accepted]]\nfingerprint = {json.dumps(fingerprint)}\nentity = {json.dumps(entity)}\n"
            f'reason = ""\napproved_by = ""\nexpires = {expires.isoformat()}\n'
            for fingerprint, entity in self.entities.items()
        )
