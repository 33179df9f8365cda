"""One submission from arrival to action, as a machine without I/O: events in, commands out.

    start() -> Read     receive(item)*     finish() -> Write     recorded() / record_failed() -> Act

Evidence comes before effect: nothing is acted upon until the record of the decision is written, and where it cannot be
written the submission is held.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dlp.classify.assess import Assessor
from dlp.extract.walk import Node
from dlp.types import (
    FILE_NAME,
    Action,
    Assessment,
    Blob,
    Encoded,
    Finding,
    Issue,
    Reason,
    ScanResult,
    Segment,
    Submission,
    Verdict,
)

Decide = Callable[[Assessment], Verdict]

_NO_EVIDENCE = Reason(
    clause="SAAS-11",
    action=Action.HOLD,
    ko="판정 기록을 남길 수 없어 보류합니다. 저널의 위치와 디스크 공간을 확인하십시오.",
    en="The decision could not be recorded, so it is held. Check the journal's directory and free space.",
    row="not_recorded",
)


@dataclass(frozen=True, slots=True)
class Read:
    """Read this and everything in it; hand each item to `receive`."""

    blob: Blob


@dataclass(frozen=True, slots=True)
class Write:
    """Record this decision, durably if it stops anything."""

    result: ScanResult


@dataclass(frozen=True, slots=True)
class Act:
    """The decision stands: do it."""

    result: ScanResult


class _State(enum.Enum):
    NEW = enum.auto()
    READING = enum.auto()
    WRITING = enum.auto()
    DONE = enum.auto()


def _without_values(name: str, findings: Sequence[Finding]) -> str:
    """The document's name as it may be shown: values found in it, or in the folders before it, are starred."""
    for finding in findings:
        if finding.locus.part == FILE_NAME and not finding.locus.container:
            name = name[: finding.start] + "*" * (finding.end - finding.start) + name[finding.end :]
    return name


class Session:
    """The machine. Calls out of order are a bug of the driver and raise RuntimeError."""

    def __init__(self, submission: Submission, assessor: Assessor, decide: Decide) -> None:
        self._submission = submission
        self._assessor = assessor
        self._decide = decide
        self._state = _State.NEW
        self._media_type = ""
        self._result: ScanResult | None = None

    def start(self) -> Read:
        self._step(_State.NEW, _State.READING)
        return Read(self._submission.blob)

    def receive(self, item: Node | Segment | Issue) -> Sequence[Encoded]:
        """Take one item of the document, in order. Gives back where files stand encoded in it: read these next."""
        if self._state is not _State.READING:
            raise RuntimeError(f"receive() while {self._state.name}")
        match item:
            case Segment():
                return self._assessor.segment(item)
            case Issue():
                self._assessor.issue(item)
            case Node():
                self._media_type = self._media_type or item.media_type
        return ()

    def finish(self, sha256: str = "") -> Write:
        """Everything was read: decide."""
        self._step(_State.READING, _State.WRITING)
        assessment = self._assessor.result(self._media_type)
        blob = self._submission.blob
        name = _without_values(blob.name, assessment.findings)
        self._result = ScanResult(name, assessment, self._decide(assessment), blob.size, sha256 or blob.sha256)
        return Write(self._result)

    def recorded(self) -> Act:
        self._step(_State.WRITING, _State.DONE)
        return Act(self._settled())

    def record_failed(self) -> Act:
        """Without evidence nothing passes, not even under simulation."""
        self._step(_State.WRITING, _State.DONE)
        result = self._settled()
        verdict = result.verdict
        held = replace(
            verdict,
            action=max(verdict.action, Action.HOLD),
            reasons=(_NO_EVIDENCE, *verdict.reasons),
            simulated=False,
        )
        return Act(replace(result, verdict=held))

    def _settled(self) -> ScanResult:
        if self._result is None:
            raise RuntimeError("no result yet")
        return self._result

    def _step(self, before: _State, after: _State) -> None:
        if self._state is not before:
            raise RuntimeError(f"{after.name} while {self._state.name}, not {before.name}")
        self._state = after
