"""What counts against the exit code: the action of a file, less what the baseline accepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dlp.config import RowName
from dlp.render import Entry, Totals
from dlp.surfaces.cli.exits import Exit
from dlp.types import Action, DataClass, ScanResult

# The rows of the policy that speak of what was found in a document.
_FOUND = frozenset((
    RowName.UNIQUE_ID, RowName.PERSONAL_CREDIT, RowName.PSEUDONYMISED, RowName.PSEUDONYMISED_SANDBOX,
    RowName.PERSONAL, RowName.POSSIBLE, RowName.MASKED, RowName.COMPANY_NUMBER,
))  # fmt: skip

_NOT_RECORDED = "not_recorded"


@dataclass(frozen=True, slots=True)
class Gate:
    """`accepted` maps the fingerprints that the baseline accepts today to their reasons."""

    fail_on: Action
    accepted: Mapping[str, str]

    def entry(self, result: ScanResult) -> Entry:
        found = {finding.fingerprint for finding in result.findings}
        accepted = {name: self.accepted[name] for name in found & self.accepted.keys()}
        return Entry(result, accepted, fails=self._fails(result, accepted))

    def _fails(self, result: ScanResult, accepted: Mapping[str, str]) -> bool:
        """A file that is stopped only because it was not fully read does not fail: that is exit code 3. One whose
        decision is not on record always does."""
        if any(reason.row == _NOT_RECORDED for reason in result.verdict.reasons):
            return True
        if result.verdict.effective < self.fail_on:
            return False
        asking = {reason.row for reason in result.verdict.reasons if reason.action >= self.fail_on}
        excused = {RowName.NOT_INSPECTED, *(_FOUND if _settled(result, accepted) else ())}
        return not asking or not asking <= excused


def exit_code(totals: Totals) -> Exit:
    if totals.failed:
        return Exit.FINDINGS
    return Exit.INCOMPLETE if totals.incomplete else Exit.CLEAN


def _settled(result: ScanResult, accepted: Mapping[str, str]) -> bool:
    """Everything found is accepted. What is counted but not listed, and a data class that no listed finding explains,
    cannot be accepted by fingerprint."""
    assessment = result.assessment
    if assessment.omitted or any(item.fingerprint not in accepted for item in assessment.findings):
        return False
    if any(fact.subject not in accepted for fact in assessment.facts):
        return False
    explained = {item.data_class for item in assessment.findings} | {DataClass.NONE}
    if assessment.facts:
        explained.add(DataClass.PERSONAL_CREDIT)
    return assessment.classes <= explained
