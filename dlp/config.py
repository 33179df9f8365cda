"""`dlp.toml`: bytes in, a frozen Config out. Reads no file and no environment; a mistake is an error naming its key.

The shape of the file is the shape of the dataclasses below. The firm's file is laid over the shipped one key by key,
so it says only what the firm decides differently; lists are replaced whole.
"""

from __future__ import annotations

import enum
import ipaddress
import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import NoReturn, TypeVar, get_args, get_origin, get_type_hints

from dlp.errors import ConfigError
from dlp.types import Action, Limits, Pictures

_T = TypeVar("_T")


class RowName(enum.StrEnum):
    """The rows of the policy: each is one fact about a submission that the exemption has something to say about."""

    UNKNOWN_SERVICE = "unknown_service"
    EVALUATION_MISSING = "evaluation_missing"
    EVALUATION_EXPIRED = "evaluation_expired"
    APPROVAL_MISSING = "approval_missing"
    APPROVAL_EXPIRED = "approval_expired"
    CATEGORY = "category"
    CATEGORY_WIDENED = "category_widened"
    UNENCRYPTED = "unencrypted"
    USER_UNKNOWN = "user_unknown"
    DEVICE_UNREGISTERED = "device_unregistered"
    UNIQUE_ID = "unique_id"
    PERSONAL_CREDIT = "personal_credit"
    PSEUDONYMISED = "pseudonymised"
    PSEUDONYMISED_SANDBOX = "pseudonymised_sandbox"
    NOT_INSPECTED = "not_inspected"
    PERSONAL = "personal"
    POSSIBLE = "possible"
    MASKED = "masked"
    COMPANY_NUMBER = "company_number"


class Category(enum.StrEnum):
    """What a service is used for, as far as the rule draws lines by use."""

    COLLABORATION = "collaboration"
    OFFICE = "office"
    STORAGE = "storage"
    DESIGN = "design"
    TRANSLATION = "translation"
    ERP = "erp"
    AI = "ai"
    SECURITY = "security"
    DEVELOPMENT = "development"
    INFRASTRUCTURE = "infrastructure"
    CUSTOMER = "customer"


class Mode(enum.StrEnum):
    ENFORCE = "enforce"
    SIMULATE = "simulate"


class Unfit(ValueError):
    """A value its table cannot hold; `field` is where to point."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class ScanTable:
    """`max_findings` are kept per document; `destination` holds where none is named ("" = some SaaS, not named)."""

    max_findings: int
    destination: str

    def __post_init__(self) -> None:
        _require_positive(self)


@dataclass(frozen=True, slots=True)
class LimitsTable(Limits):
    """What one document may cost, with the bounds of undoing encodings inside text."""

    decode_depth: int = 4
    decoded_bytes: int = 64 << 20

    def __post_init__(self) -> None:
        _require_positive(self)


@dataclass(frozen=True, slots=True)
class PicturesTable(Pictures):
    """Which pictures are passed over as holding no text that matters, and how large one may be to be decoded."""

    def __post_init__(self) -> None:
        _require_positive(self)


class Sandbox(enum.StrEnum):
    """Whether documents may be read where the kernel does not give workers all they should be sealed with."""

    PREFERRED = "preferred"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class WorkersTable:
    """The processes that read documents: how many (0: one for each processor), how much memory each may use."""

    count: int
    memory_bytes: int
    sandbox: Sandbox

    def __post_init__(self) -> None:
        if not 0 <= self.count <= 256:
            raise Unfit("count", "0–256")
        if self.memory_bytes < 256 << 20:
            raise Unfit("memory_bytes", "268435456 (256 MiB) 이상 / or more")


@dataclass(frozen=True, slots=True)
class RulesTable:
    """`packs` are names in the entry-point group dlp.recognizers.v1; nothing else is loaded. `disable` are rule ids."""

    packs: tuple[str, ...]
    disable: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.packs:
            raise Unfit("packs", "규칙 묶음이 하나는 있어야 합니다 / at least one pack of rules is needed")


class Reported(enum.StrEnum):
    """Whose names are among the findings: those of people whom credit information is about, or everybody's."""

    OWNERS = "owners"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class NamesTable:
    """How people's names are found: `pack` is a name in the entry-point group dlp.taggers.v1.

    `registry` is a file of the firm's own Presidio recognizers for the deep lane, `people` the entities of theirs that
    are people. `report` tells whose names results show.
    """

    pack: str
    fast: bool
    deep: bool
    registry: str
    people: tuple[str, ...]
    report: Reported

    def __post_init__(self) -> None:
        if self.deep and not self.fast:
            raise Unfit("deep", "fast가 꺼져 있으면 쓸 수 없습니다 / needs fast")
        if self.registry and not self.deep:
            raise Unfit("registry", "deep이 꺼져 있으면 쓸 수 없습니다 / needs deep")
        if not self.people:
            raise Unfit("people", "하나는 있어야 합니다 / at least one is needed")


@dataclass(frozen=True, slots=True)
class PolicyTable:
    """What the firm asks for beyond the rule, and what each row does."""

    mode: Mode
    require_user: bool
    require_device: bool
    registered_devices: tuple[str, ...]
    actions: Mapping[RowName, Action]


@dataclass(frozen=True, slots=True)
class ServiceTable:
    """What the firm registers about one service: its own evidence for a catalogued one, or a service of its own.

    The three permits are all or nothing: reference, first day and last day, both days included.
    """

    name: str = ""
    operator: str = ""
    category: Category | None = None
    hosts: tuple[str, ...] = ()
    evaluation_id: str = ""
    evaluated_on: date | None = None
    evaluation_expires: date | None = None
    approval_ref: str = ""
    approved_on: date | None = None
    approval_expires: date | None = None
    sandbox_id: str = ""
    sandbox_designated_on: date | None = None
    sandbox_expires: date | None = None

    def __post_init__(self) -> None:
        for ref, since, until in (
            ("evaluation_id", "evaluated_on", "evaluation_expires"),
            ("approval_ref", "approved_on", "approval_expires"),
            ("sandbox_id", "sandbox_designated_on", "sandbox_expires"),
        ):
            first, last = getattr(self, since), getattr(self, until)
            present = (bool(getattr(self, ref)), first is not None, last is not None)
            if any(present) and not all(present):
                missing = (ref, since, until)[present.index(False)]
                raise Unfit(missing, f"{ref}, {since}, {until} 세 값은 함께 적어야 합니다 / must be given together")
            if first is not None and last < first:
                raise Unfit(until, f"{since}보다 앞섭니다 / is before {since}")


@dataclass(frozen=True, slots=True)
class JournalTable:
    """An empty `directory` or `key_file` means the surface's own place. `samples`: masked findings in a record."""

    enabled: bool
    directory: str
    key_file: str
    samples: int

    def __post_init__(self) -> None:
        if not 0 <= self.samples <= 100:
            raise Unfit("samples", "0–100")


@dataclass(frozen=True, slots=True)
class IcapTable:
    """The ICAP server. Sizes in bytes, times in seconds. `peers` are the addresses and networks of proxies whose word on
    user and client counts; `contact` is the firm's line on how to ask for a review. `certificate` and `key` turn TLS on,
    `client_ca` asks proxies for certificates of their own.
    """

    host: str
    port: int
    connections: int
    preview_bytes: int
    body_bytes: int
    scan_seconds: float
    receive_seconds: float
    idle_seconds: float
    peers: tuple[str, ...]
    contact: str
    certificate: str
    key: str
    client_ca: str

    def __post_init__(self) -> None:
        _require_positive(self)
        if self.port > 65535:
            raise Unfit("port", "1–65535")
        for number, peer in enumerate(self.peers):
            try:
                ipaddress.ip_network(peer)
            except ValueError:
                raise Unfit(f"peers[{number}]", "주소나 대역이어야 합니다 / must be an address or a network") from None
        if bool(self.certificate) != bool(self.key):
            raise Unfit("key", "인증서와 열쇠는 함께 씁니다 / certificate and key go together")


@dataclass(frozen=True, slots=True)
class RowTable:
    """What a row rests on and how it is put to people."""

    clauses: tuple[str, ...]
    ko: str
    en: str

    def __post_init__(self) -> None:
        if not self.clauses:
            raise Unfit("clauses", "근거 조항이 하나는 있어야 합니다 / at least one clause is needed")


@dataclass(frozen=True, slots=True)
class ClauseTable:
    """What a clause asks for, and where its wording comes from."""

    ko: str
    en: str
    source: str


@dataclass(frozen=True, slots=True)
class Config:
    """All of `dlp.toml`."""

    scan: ScanTable
    limits: LimitsTable
    pictures: PicturesTable
    workers: WorkersTable
    rules: RulesTable
    names: NamesTable
    policy: PolicyTable
    categories: Mapping[Category, bool]
    services: Mapping[str, ServiceTable]
    journal: JournalTable
    icap: IcapTable
    row: Mapping[RowName, RowTable]
    clause: Mapping[str, ClauseTable]

    def __post_init__(self) -> None:
        for name, row in self.row.items():
            for clause in row.clauses:
                if clause not in self.clause:
                    raise Unfit(f"row.{name}.clauses", f"{clause}: 그런 조항이 없습니다 / no such clause")


def default(shipped: bytes) -> Config:
    """The shipped configuration, from the bytes of `dlp/policy/default.toml`."""
    return parse(b"", "default.toml", shipped)


def parse(data: bytes, source: str, shipped: bytes) -> Config:
    """The firm's file `data` laid over the shipped one. `source` names the file in errors. Raises ConfigError."""
    merged = _laid_over(_toml(data, source), _toml(shipped, "default.toml"))
    return _Reader(source).table(Config, merged, "")


def read(cls: type[_T], data: bytes, source: str) -> _T:
    """One TOML file as the dataclass `cls`, whose field names are its keys. Raises ConfigError."""
    return _Reader(source).table(cls, _toml(data, source), "")


def _toml(data: bytes, source: str) -> dict[str, object]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))  # Notepad on Windows saves a byte order mark
    except UnicodeDecodeError as error:
        message = f"UTF-8로 저장하십시오 (바이트 {error.start}) / save the file as UTF-8 (byte {error.start})"
        raise ConfigError(message, source=source) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"TOML 문법 오류 / not valid TOML: {error}", source=source) from None


def _laid_over(upper: Mapping[str, object], lower: Mapping[str, object]) -> dict[str, object]:
    merged = dict(lower)
    for key, value in upper.items():
        below = merged.get(key)
        both = isinstance(value, dict) and isinstance(below, dict)
        merged[key] = _laid_over(value, below) if both else value  # type: ignore[arg-type]
    return merged


def _require_positive(table: object) -> None:
    for field in fields(table):  # type: ignore[arg-type]
        value = getattr(table, field.name)
        if isinstance(value, int | float) and not isinstance(value, bool) and not (value > 0 and math.isfinite(value)):
            raise Unfit(field.name, "0보다 커야 합니다 / must be greater than 0")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns plain TOML values into what the type hints of the dataclasses ask for."""

    source: str

    def table(self, cls: type[_T], raw: object, key: str) -> _T:
        table = self._mapping(raw, key)
        hints = _hints(cls)  # type: ignore[arg-type] # mypy takes a class for one of its unhashable instances
        for name in table:
            if name not in hints:
                self._unknown(name, hints, key)
        for field in fields(cls):  # type: ignore[arg-type]
            if field.name not in table and field.default is MISSING:
                self._fail(_join(key, field.name), "빠졌습니다 / is missing")
        values = {name: self._value(hints[name], value, _join(key, name)) for name, value in table.items()}
        try:
            return cls(**values)
        except Unfit as error:
            self._fail(_join(key, error.field), str(error))

    def _value(self, hint: object, raw: object, key: str) -> object:
        if get_origin(hint) is UnionType:  # "X | None": what is absent is not in the file
            return self._value(get_args(hint)[0], raw, key)
        if get_origin(hint) is tuple:
            return self._list(get_args(hint)[0], raw, key)
        if get_origin(hint) is Mapping:
            return self._mapped(*get_args(hint), raw=raw, key=key)
        if not isinstance(hint, type):
            raise TypeError(f"no reader for {hint}")
        if is_dataclass(hint):
            return self.table(hint, raw, key)
        if issubclass(hint, enum.Enum):
            return self._choice(hint, raw, key)
        return self._plain(hint, raw, key)

    def _mapped(self, name_hint: type, value_hint: object, *, raw: object, key: str) -> Mapping[object, object]:
        table = self._mapping(raw, key)
        if name_hint is str:
            names: Mapping[str, object] = {name: self._identifier(name, key) for name in table}
        else:
            names = _names(name_hint)
        for name in table:
            if name not in names:
                self._unknown(name, names, key)
        return {names[name]: self._value(value_hint, value, _join(key, name)) for name, value in table.items()}

    def _identifier(self, name: str, key: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
            self._fail(
                _join(key, repr(name)), "이름에는 영문자, 숫자, -, _만 / only letters, digits, - and _ in a name"
            )
        return name

    def _choice(self, hint: type[enum.Enum], raw: object, key: str) -> enum.Enum:
        names = _names(hint)
        if not isinstance(raw, str) or raw not in names:
            self._fail(key, f"다음 가운데 하나여야 합니다 / must be one of: {', '.join(names)}{nearest(raw, names)}")
        return names[raw]

    def _list(self, hint: object, raw: object, key: str) -> tuple[object, ...]:
        if not isinstance(raw, list):
            self._fail(key, '목록이어야 합니다 / must be a list, like ["a", "b"]')
        return tuple(self._value(hint, item, f"{key}[{index}]") for index, item in enumerate(raw))

    def _mapping(self, raw: object, key: str) -> dict[str, object]:
        if not isinstance(raw, dict):
            self._fail(key, f"표여야 합니다 / must be a table: [{key}]")
        return raw

    def _plain(self, hint: type[_T], raw: object, key: str) -> _T:
        # Exact types: in Python a bool is an int and a datetime is a date, in a configuration file they are not.
        if hint is float and type(raw) is int:
            raw = float(raw)
        if type(raw) is not hint:
            self._fail(key, f"{_WANTED[hint]}; 지금 / is now: {type(raw).__name__}")
        return raw

    def _unknown(self, name: str, known: Iterable[str], key: str) -> NoReturn:
        message = f"모르는 항목입니다 / unknown key{nearest(name, known)}; 가능 / allowed: {', '.join(known)}"
        self._fail(_join(key, name), message)

    def _fail(self, key: str, message: str) -> NoReturn:
        raise ConfigError(message, key=key, source=self.source) from None


_WANTED: Mapping[type, str] = {
    bool: "true 또는 false여야 합니다 / must be true or false",
    int: "정수여야 합니다 / must be a whole number",
    float: "수여야 합니다 / must be a number",
    str: '문자열이어야 합니다 / must be a string in "quotes"',
    date: "날짜여야 합니다 (따옴표 없이 2026-04-20) / must be a date without quotes, like 2026-04-20",
}


_hints = cache(get_type_hints)  # a catalogue reads the same two classes a hundred times


def _names(hint: type[enum.Enum]) -> dict[str, enum.Enum]:
    return {member.name.lower(): member for member in hint}


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def nearest(name: object, known: Iterable[str]) -> str:
    """A hint for an error message: the known name that `name` looks most like, or nothing."""
    import difflib

    close = difflib.get_close_matches(str(name), list(known), n=1)
    return f"; 혹시 / did you mean: {close[0]}" if close else ""
