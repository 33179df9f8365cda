"""Which promises hold on this machine with this configuration: what `dlp doctor` shows."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dlp.config import Config, Mode
from dlp.policy.assemble import Policy


@dataclass(frozen=True, slots=True)
class Guarantee:
    """One promise, whether it holds here, and what to know or do about it in Korean and English."""

    name: str
    holds: bool
    ko: str
    en: str


def guarantees(config: Config, policy: Policy, *, engine: str, state: Path) -> list[Guarantee]:
    """All of them, in the order a person would ask."""
    return [
        _engine(engine),
        *_packages(),
        _enforcing(config),
        _rows(policy),
        _journal(config),
        _state(state),
        *_services(policy),
    ]


def _engine(name: str) -> Guarantee:
    return Guarantee(
        "engine",
        name == "hyperscan",
        f"탐지 엔진 {name}" + ("" if name == "hyperscan" else ": 결과는 같지만 느립니다"),
        f"matching engine {name}" + ("" if name == "hyperscan" else ": same results, slower"),
    )


def _packages() -> Iterator[Guarantee]:
    for package in ("presidio-analyzer", "spacy"):
        try:
            found = version(package)
        except PackageNotFoundError:
            yield Guarantee(package, False, "설치되지 않음: pip install dlp", "not installed: pip install dlp")
        else:
            yield Guarantee(package, True, f"{found}", f"{found}")


def _enforcing(config: Config) -> Guarantee:
    holds = config.policy.mode is Mode.ENFORCE
    return Guarantee(
        "enforce",
        holds,
        "판정대로 막습니다" if holds else "모의 운영: 판정하고 기록하지만 모두 통과시킵니다 (policy.mode)",
        "verdicts are enforced" if holds else "simulation: decides and records, lets everything pass (policy.mode)",
    )


def _rows(policy: Policy) -> Guarantee:
    names = ", ".join(row.name.value for row in policy.weakened)
    return Guarantee(
        "rows",
        not names,
        f"기본보다 약하게 바꾼 행: {names}" if names else "기본보다 약하게 바꾼 행이 없습니다",
        f"rows made weaker than shipped: {names}" if names else "no row is weaker than shipped",
    )


def _journal(config: Config) -> Guarantee:
    holds = config.journal.enabled
    return Guarantee(
        "journal",
        holds,
        "모든 판정을 기록합니다" if holds else "저널이 꺼져 있어 증거가 남지 않습니다 (journal.enabled)",
        "every decision is recorded" if holds else "the journal is off: no evidence is kept (journal.enabled)",
    )


def _state(directory: Path) -> Guarantee:
    try:
        mode = directory.stat().st_mode
    except OSError:
        return Guarantee("state", True, f"{directory} (아직 없음)", f"{directory} (not there yet)")
    holds = not mode & (stat.S_IRWXG | stat.S_IRWXO) and os.access(directory, os.W_OK)
    return Guarantee(
        "state",
        holds,
        f"{directory}" + ("" if holds else f": 'chmod 700 {directory}'를 실행하십시오"),
        f"{directory}" + ("" if holds else f": run 'chmod 700 {directory}'"),
    )


def _services(policy: Policy) -> Iterator[Guarantee]:
    if not policy.registered:
        yield Guarantee(
            "services",
            False,
            "등록된 서비스가 없습니다. 목적지를 밝힌 전송은 모두 막힙니다 (dlp.toml의 [services.*])",
            "no service is registered: everything with a named destination is blocked ([services.*] in dlp.toml)",
        )
