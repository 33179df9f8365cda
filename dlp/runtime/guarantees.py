"""Which promises hold on this machine with this configuration: what `dlp doctor` shows."""

from __future__ import annotations

import enum
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dlp.config import Config, Mode
from dlp.policy.assemble import Policy


class State(enum.Enum):
    """Whether a promise holds. A NOTE is worth knowing and breaks none."""

    HOLDS = "holds"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Guarantee:
    """One promise, whether it holds here, and what to know or do about it in Korean and English."""

    name: str
    state: State
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
        _services(policy),
        _isolation(),
    ]


def _kept(holds: bool) -> State:
    return State.HOLDS if holds else State.BROKEN


def _engine(name: str) -> Guarantee:
    return Guarantee(
        "engine",
        State.HOLDS if name == "hyperscan" else State.NOTE,
        f"탐지 엔진 {name}" + ("" if name == "hyperscan" else ": 결과는 같지만 느립니다"),
        f"matching engine {name}" + ("" if name == "hyperscan" else ": same results, slower"),
    )


def _packages() -> Iterator[Guarantee]:
    for package in ("presidio-analyzer", "spacy"):
        try:
            found = version(package)
        except PackageNotFoundError:
            yield Guarantee(package, State.BROKEN, "설치되지 않음: pip install dlp", "not installed: pip install dlp")
        else:
            yield Guarantee(package, State.HOLDS, f"{found}", f"{found}")


def _enforcing(config: Config) -> Guarantee:
    holds = config.policy.mode is Mode.ENFORCE
    return Guarantee(
        "enforce",
        _kept(holds),
        "판정대로 막습니다" if holds else "모의 운영: 판정하고 기록하지만 모두 통과시킵니다 (policy.mode)",
        "verdicts are enforced" if holds else "simulation: decides and records, lets everything pass (policy.mode)",
    )


def _rows(policy: Policy) -> Guarantee:
    names = ", ".join(row.name.value for row in policy.weakened)
    return Guarantee(
        "rows",
        _kept(not names),
        f"기본보다 약하게 바꾼 행: {names}" if names else "기본보다 약하게 바꾼 행이 없습니다",
        f"rows made weaker than shipped: {names}" if names else "no row is weaker than shipped",
    )


def _journal(config: Config) -> Guarantee:
    holds = config.journal.enabled
    return Guarantee(
        "journal",
        _kept(holds),
        "모든 판정을 기록합니다" if holds else "저널이 꺼져 있어 증거가 남지 않습니다 (journal.enabled)",
        "every decision is recorded" if holds else "the journal is off: no evidence is kept (journal.enabled)",
    )


def _state(directory: Path) -> Guarantee:
    try:
        mode = directory.stat().st_mode
    except OSError:
        return Guarantee("state", State.HOLDS, f"{directory} (아직 없음)", f"{directory} (not there yet)")
    holds = not mode & (stat.S_IRWXG | stat.S_IRWXO) and os.access(directory, os.W_OK)
    return Guarantee(
        "state",
        _kept(holds),
        f"{directory}" + ("" if holds else f": 'chmod 700 {directory}'를 실행하십시오"),
        f"{directory}" + ("" if holds else f": run 'chmod 700 {directory}'"),
    )


def _services(policy: Policy) -> Guarantee:
    if names := ", ".join(sorted(policy.registered)):
        return Guarantee("services", State.HOLDS, f"등록한 서비스: {names}", f"registered: {names}")
    return Guarantee(
        "services",
        State.NOTE,
        "등록한 서비스가 아직 없습니다. 목적지를 밝힌 전송은 평가와 승인을 dlp.toml의 [services.*]에 적을 때까지 막힙니다",
        "none registered yet: what names its destination is blocked until [services.*] of dlp.toml has its permits",
    )


def _isolation() -> Guarantee:
    """What this version does not promise is said as plainly as what it does."""
    return Guarantee(
        "isolation",
        State.NOTE,
        "문서를 읽는 코드가 이 프로세스 안에서 돕니다. 크기·깊이·개수 한도는 늘 지키고 시간 한도는 단계 사이에서 지키지만, "
        "조작된 문서가 라이브러리의 결함을 건드리면 운영체제가 막아 주지 않습니다. 권한이 적은 계정이나 컨테이너에서 쓰십시오",
        "documents are read inside this process. Limits of size, depth and number always hold, those of time between "
        "steps, but no operating-system sandbox stops a document that exploits a library: run with few rights or in a "
        "container",
    )
