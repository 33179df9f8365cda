"""CSV for spreadsheets: one row per finding, and one for each file without findings."""

from __future__ import annotations

import csv
import io

from dlp.render.base import Entry, Style, Totals
from dlp.types import Finding, printable

FILE_COLUMNS = ("path", "media_type", "size", "sha256", "action", "effective_action", "coverage", "status", "classes",
                "subjects", "clauses", "issues", "omitted")  # fmt: skip
FINDING_COLUMNS = ("rule", "entity", "class", "confidence", "masked", "fingerprint", "start", "end", "locus", "hidden",
                   "accepted", "evidence")  # fmt: skip

# A spreadsheet takes a cell that begins like this for a formula and runs it; full-width forms count in East Asian
# editions (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

Cell = str | int


class Csv:
    def __init__(self, _style: Style) -> None: ...

    def begin(self) -> str:
        return _line((*FILE_COLUMNS, *FINDING_COLUMNS))

    def entry(self, entry: Entry) -> str:
        file = _file_cells(entry)
        rows = [(*file, *_finding_cells(item, accepted=entry.accepts(item))) for item in entry.result.findings]
        return "".join(map(_line, rows or [(*file, *("" for _ in FINDING_COLUMNS))]))

    def end(self, _totals: Totals) -> str:
        return ""


def _file_cells(entry: Entry) -> tuple[Cell, ...]:
    result, assessment, verdict = entry.result, entry.result.assessment, entry.result.verdict
    return (
        printable(result.name),
        assessment.media_type,
        result.size,
        result.sha256,
        verdict.action.name.lower(),
        verdict.effective.name.lower(),
        assessment.coverage.name.lower(),
        assessment.status.value,
        " ".join(sorted(assessment.classes)),
        assessment.subjects,
        " ".join(dict.fromkeys(clause for reason in verdict.reasons for clause in reason.clauses)),
        " ".join(dict.fromkeys(issue.code.value for issue in assessment.issues)),
        assessment.omitted,
    )


def _finding_cells(finding: Finding, *, accepted: bool) -> tuple[Cell, ...]:
    return (
        finding.rule,
        finding.entity,
        finding.data_class.value,
        finding.confidence.name.lower(),
        printable(finding.masked),
        finding.fingerprint,
        finding.start,
        finding.end,
        str(finding.locus),
        str(finding.hidden).lower(),
        str(accepted).lower(),
        " ".join(item.kind.value for item in finding.evidence),
    )


def _line(cells: tuple[Cell, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])  # RFC 4180
    return buffer.getvalue()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
