"""The policy in force: the rows, the catalogue and the firm's permits put together from the configuration."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dlp.config import Category, Config, Mode, RowName, RowTable, ServiceTable, nearest
from dlp.errors import ConfigError
from dlp.policy.catalogue import Catalogue, catalogue
from dlp.policy.model import Clause, Destination, Permit, Row
from dlp.types import Action


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that decides. `digest` is the SHA-256 of it in canonical form: same digest, same decisions."""

    mode: Mode
    rows: Mapping[RowName, Row]
    clauses: Mapping[str, Clause]
    catalogue: Catalogue
    permitted: frozenset[Category]
    shipped_permitted: frozenset[Category]
    require_user: bool
    require_device: bool
    devices: frozenset[str]
    registered: Mapping[str, ServiceTable]
    digest: str = ""

    def destination(self, name: str) -> Destination | None:
        """Where `name` (a service id, host, host:port or URL) leads; None for "", some SaaS that is not named."""
        if not name:
            return None
        service = self.catalogue.find(name)
        if service is None:
            return Destination(name)
        table = self.registered.get(service.id, ServiceTable())
        return Destination(
            name,
            service,
            _permit(table.evaluation_id, table.evaluated_on, table.evaluation_expires),
            _permit(table.approval_ref, table.approved_on, table.approval_expires),
            _permit(table.sandbox_id, table.sandbox_designated_on, table.sandbox_expires),
        )

    @property
    def weakened(self) -> tuple[Row, ...]:
        """The rows that the firm has made weaker than the shipped policy has them."""
        return tuple(row for row in self.rows.values() if row.weakened)

    @property
    def widened(self) -> tuple[Category, ...]:
        """The categories that the firm permits and the shipped policy does not."""
        return tuple(sorted(self.permitted - self.shipped_permitted))


def assemble(config: Config, shipped: Config, services: Mapping[str, bytes], source: str = "dlp.toml") -> Policy:
    """The policy of `config`, told apart from the `shipped` one where a row is weaker; `services` is id -> TOML.

    Raises ConfigError, naming the file `source`, where the firm's file does not fit the catalogue.
    """
    clauses = {id_: Clause(id_, table.ko, table.en, table.source) for id_, table in config.clause.items()}
    rows = {
        name: _row(name, config.row[name], clauses, config.policy.actions[name], shipped.policy.actions[name])
        for name in RowName
    }
    known = catalogue(services, config.services, source)
    assumed = config.scan.destination
    if assumed and known.find(assumed) is None:
        message = f"목록에 없는 서비스입니다 / is not in the catalogue{nearest(assumed, known.services)}"
        raise ConfigError(message, key="scan.destination", source=source)
    return Policy(
        mode=config.policy.mode,
        rows=rows,
        clauses=clauses,
        catalogue=known,
        permitted=_permitted(config),
        shipped_permitted=_permitted(shipped),
        require_user=config.policy.require_user,
        require_device=config.policy.require_device,
        devices=frozenset(device.casefold() for device in config.policy.registered_devices),
        registered=config.services,
        digest=_digest(config, rows, known),
    )


def _row(name: RowName, table: RowTable, clauses: Mapping[str, Clause], action: Action, shipped: Action) -> Row:
    return Row(name, action, shipped, tuple(clauses[id_] for id_ in table.clauses), table.ko, table.en)


def _permit(ref: str, since: date | None, until: date | None) -> Permit | None:
    return Permit(ref, since, until) if since and until else None


def _permitted(config: Config) -> frozenset[Category]:
    return frozenset(category for category, permitted in config.categories.items() if permitted)


def _digest(config: Config, rows: Mapping[RowName, Row], known: Catalogue) -> str:
    """Wording is left out: correcting a sentence decides nothing, and verdicts quote the sentence they were given."""
    deciding = {
        "mode": config.policy.mode,
        "rows": {row.name: [row.action.name, *(clause.id for clause in row.clauses)] for row in rows.values()},
        "categories": config.categories,
        "require": [config.policy.require_user, config.policy.require_device],
        "devices": sorted(config.policy.registered_devices),
        "registered": {id_: _terms(table) for id_, table in config.services.items()},
        "catalogue": {id_: [service.category, *sorted(service.hosts)] for id_, service in known.services.items()},
    }
    canonical = json.dumps(deciding, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _terms(table: ServiceTable) -> list[str]:
    return [
        *(table.evaluation_id, str(table.evaluated_on), str(table.evaluation_expires)),
        *(table.approval_ref, str(table.approved_on), str(table.approval_expires)),
        *(table.sandbox_id, str(table.sandbox_designated_on), str(table.sandbox_expires)),
    ]
