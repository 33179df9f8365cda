"""What an output format is: an object that turns results into text, one at a time, and keeps none of them."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from dlp.types import Action, Coverage, Finding, ScanResult


class Lang(enum.StrEnum):
    """The two languages the product speaks."""

    KO = "ko"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Style:
    """How to write for whoever reads. `color` and `width` (in columns) concern terminals only."""

    lang: Lang = Lang.KO
    color: bool = False
    width: int = 100
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One result as a format sees it.

    `accepted` maps the fingerprints that the firm's baseline accepts to the reason given there. `fails` tells that the
    file counts against the exit code.
    """

    result: ScanResult
    accepted: Mapping[str, str] = field(default_factory=dict)
    fails: bool = False

    def accepts(self, finding: Finding) -> bool:
        return finding.fingerprint in self.accepted


@dataclass(slots=True)
class Totals:
    """Sums over everything shown so far. `people` adds up per file: the same person in two files counts twice."""

    actions: dict[Action, int] = field(default_factory=lambda: dict.fromkeys(Action, 0))
    people: int = 0
    incomplete: int = 0
    failed: int = 0
    accepted: int = 0
    simulated: bool = False
    seconds: float = 0.0

    @property
    def files(self) -> int:
        return sum(self.actions.values())

    def add(self, entry: Entry) -> None:
        result = entry.result
        self.actions[result.verdict.action] += 1
        self.people += result.assessment.subjects
        self.incomplete += result.coverage < Coverage.FULL
        self.failed += entry.fails
        self.accepted += sum(entry.accepts(finding) for finding in result.findings)
        self.simulated |= result.verdict.simulated


class Renderer(Protocol):
    """Called as begin, entry for each file, end; the pieces put together are the document."""

    def begin(self) -> str: ...

    def entry(self, entry: Entry) -> str: ...

    def end(self, totals: Totals) -> str: ...
