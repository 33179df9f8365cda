"""The catalogue of SaaS services: one TOML file each, with the source and the date of every claim.

The catalogue says what a service is. Whether it may be used (evaluation, approval, designation) is the firm's to say.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from dlp.config import Category, ServiceTable, Unfit, nearest, read
from dlp.errors import ConfigError
from dlp.policy.hosts import BadHost, HostTable
from dlp.policy.model import Service


class Basis(enum.StrEnum):
    """How a claim about a service is known."""

    MEASURED = "measured"
    DOCUMENTED = "documented"
    GENERAL_KNOWLEDGE = "general_knowledge"


@dataclass(frozen=True, slots=True)
class Claim:
    """Where something in a service's file comes from, and when that was so."""

    about: str
    basis: Basis
    source: str
    date: date


@dataclass(frozen=True, slots=True)
class ServiceFile:
    """One file of `dlp/policy/services`; its name is the service's id."""

    name_ko: str
    name_en: str
    operator: str
    category: Category
    hosts: tuple[str, ...]
    claim: tuple[Claim, ...]

    def __post_init__(self) -> None:
        for field in ("hosts", "claim"):
            if not getattr(self, field):
                raise Unfit(field, "하나는 있어야 합니다 / at least one is needed")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every service that is known, by id and by host."""

    services: Mapping[str, Service]
    hosts: HostTable

    def find(self, name: str) -> Service | None:
        """The service with this id or this host (host, host:port or URL), case-insensitively."""
        service = self.services.get(name.strip().lower())
        return service or self.services.get(self.hosts.find(name.strip()))


def catalogue(files: Mapping[str, bytes], registered: Mapping[str, ServiceTable], source: str) -> Catalogue:
    """The services of `files` (id -> TOML) with what the firm's file, named `source`, adds. Raises ConfigError."""
    services = {id_: _catalogued(id_, data) for id_, data in files.items()}
    for id_, table in registered.items():
        services[id_] = _registered(services, id_, table, source)
    try:
        return Catalogue(services, HostTable.of({id_: service.hosts for id_, service in services.items()}))
    except BadHost as error:
        raise ConfigError(str(error), key="services.*.hosts", source=source) from None


def _catalogued(id_: str, data: bytes) -> Service:
    file = read(ServiceFile, data, f"services/{id_}.toml")
    return Service(id_, file.name_ko, file.name_en, file.operator, file.category, file.hosts)


def _registered(services: Mapping[str, Service], id_: str, table: ServiceTable, source: str) -> Service:
    """A catalogued service with the firm's own hosts, or a service of the firm's own."""
    if id_ != id_.lower():
        raise ConfigError("소문자로 적으십시오 / write the id in lower case", key=f"services.{id_}", source=source)
    if id_ in services:
        return _extended(services[id_], table, source)
    if table.name and table.category and table.hosts:
        return Service(id_, table.name, table.name, table.operator, table.category, table.hosts)
    message = (
        "목록에 없는 서비스입니다. id를 확인하거나 name, category, hosts를 적으십시오 / not in the catalogue: "
        f"check the id (dlp policy services), or give name, category and hosts{nearest(id_, services)}"
    )
    raise ConfigError(message, key=f"services.{id_}", source=source)


def _extended(known: Service, table: ServiceTable, source: str) -> Service:
    for key in ("name", "operator", "category"):
        if getattr(table, key):
            # Otherwise one line could move a service into a permitted category unseen.
            message = "목록에 있는 서비스의 것은 바꿀 수 없습니다 / is fixed by the catalogue for this service"
            raise ConfigError(message, key=f"services.{known.id}.{key}", source=source)
    return replace(known, hosts=tuple(dict.fromkeys((*known.hosts, *table.hosts))))
