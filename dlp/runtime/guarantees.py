"""Which promises hold on this machine with this configuration: what `dlp doctor` shows."""

from __future__ import annotations

import enum
import importlib.util
import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dlp.config import Config, Mode, PicturesTable
from dlp.policy.assemble import Policy
from dlp.rules import Taggers


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


def guarantees(
    config: Config, policy: Policy, *, engine: str, state: Path, unsealed: Collection[str], taggers: Taggers
) -> list[Guarantee]:
    """All of them, in the order a person would ask."""
    return [
        _engine(engine),
        *_packages(),
        _names(config, taggers),
        _enforcing(config),
        _rows(policy),
        _journal(config),
        _state(state),
        _services(policy),
        _isolation(unsealed),
        _pictures(config.pictures),
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


def _names(config: Config, taggers: Taggers) -> Guarantee:
    """Which lanes find names of people, and whether their models are those that were shipped."""
    if not config.names.fast:
        return Guarantee(
            "names", State.NOTE, "이름을 찾지 않습니다 (names.fast)", "names are not looked for (names.fast)"
        )
    ko, en = ("빠른 길과 깊은 길", "fast and deep lane") if config.names.deep else ("빠른 길만", "fast lane only")
    if taggers.whole:
        return Guarantee(
            "names", State.HOLDS, f"{ko}, 모델 {taggers.digest[:12]}", f"{en}, models {taggers.digest[:12]}"
        )
    return Guarantee(
        "names",
        State.BROKEN,
        f"{ko}: 모델 파일이 설치된 것과 다릅니다. 다시 설치하십시오",
        f"{en}: the models are not those that were shipped; install again",
    )


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


def _isolation(missing: Collection[str]) -> Guarantee:
    """What the kernel does not give is said as plainly as what it does."""
    names = ", ".join(missing)
    return Guarantee(
        "isolation",
        State.NOTE if names else State.HOLDS,
        "문서는 파일도 네트워크도 열 수 없는 별도 프로세스에서 읽습니다"
        if not names
        else f"문서를 읽는 프로세스를 다 가두지 못합니다: {names}. 판정마다 그렇다고 밝힙니다. 커널 5.13 이상의 리눅스를 쓰십시오",
        "documents are read in processes that can open neither files nor network"
        if not names
        else f"the processes that read documents cannot be fully sealed: {names}. Every verdict says so. Use Linux 5.13 "
        "or later",
    )


def _pictures(table: PicturesTable) -> Guarantee:
    """What reads the text in pictures. Nothing is promised that is not there: what is not read is never clean."""
    if not table.ocr or importlib.util.find_spec("rapidocr_onnxruntime") is None:
        return Guarantee(
            "pictures",
            State.NOTE,
            "그림 속 글자를 읽지 않고 그런 문서를 보류합니다: pip install 'dlp[ocr]', pictures.ocr = true",
            "text in pictures is not read and such documents are held: pip install 'dlp[ocr]', pictures.ocr = true",
        )
    from dlp.extract.picture import tesseract

    found = tesseract.installed() if table.tesseract else None
    if found is None:
        off = "" if table.tesseract else " (pictures.tesseract)"
        return Guarantee(
            "pictures",
            State.NOTE,
            f"그림 속 숫자와 로마자만 읽고 한글은 읽지 못했다고 알립니다{off}: apt install tesseract-ocr-kor",
            f"of text in pictures digits and Latin letters are read, Hangul is reported as not read{off}: "
            "apt install tesseract-ocr-kor",
        )
    return Guarantee(
        "pictures",
        State.HOLDS,
        f"그림 속 숫자와 로마자는 RapidOCR로, 한글은 Tesseract {found.version}로 읽습니다",
        f"text in pictures: digits and Latin letters by RapidOCR, Hangul by Tesseract {found.version}",
    )
