"""`dlp config`: whether a configuration is right, and what it comes to."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date

import typer

from dlp import app
from dlp.surfaces.cli.options import ConfigFile

config = typer.Typer(name="config", help="설정 / configuration", no_args_is_help=True)


@config.command("check")
def check(path: ConfigFile = None) -> None:
    """설정, 규칙, 서비스 목록이 맞는지 / Whether configuration, rules and services fit together."""
    scanner = app.open_scanner(path)
    typer.echo(f"이상 없음 / ok: policy {scanner.policy_digest}, rules {scanner.rules_digest}")


@config.command("show")
def show(path: ConfigFile = None) -> None:
    """기본값까지 더한 전체 설정 / The whole configuration in force, shipped values included."""
    typer.echo("\n".join(toml(app.load(path))))


def toml(table: object, key: str = "") -> Iterator[str]:
    """A configuration as the lines of the file that would give it."""
    items = list(_items(table))
    plain = [(name, value) for name, value in items if not _is_table(value)]
    if key and plain:
        yield f"[{key}]"
    for name, value in plain:
        yield f"{name} = {_value(value)}"
    if plain:
        yield ""
    for name, value in items:
        if _is_table(value):
            yield from toml(value, f"{key}.{name}" if key else name)


def _items(table: object) -> Iterator[tuple[str, object]]:
    """Keys and values; what is None stands in no file."""
    if isinstance(table, Mapping):
        pairs = [(_name(key), value) for key, value in table.items()]
    else:
        pairs = [(field.name, getattr(table, field.name)) for field in fields(table)]  # type: ignore[arg-type]
    return ((name, value) for name, value in pairs if value is not None)


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) or is_dataclass(value)


def _name(key: object) -> str:
    return key.name.lower() if isinstance(key, enum.Enum) else str(key)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    # JSON's spelling of strings, numbers and booleans is TOML's.
    return json.dumps(_name(value) if isinstance(value, enum.Enum) else value, ensure_ascii=False)
