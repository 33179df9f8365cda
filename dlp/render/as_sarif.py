"""SARIF 2.1.0 (OASIS standard, 27 March 2020) for code-scanning dashboards.

A finding is a result; a file stopped for another reason is a result of the clause that stopped it; what could not be
read is a tool execution notification. No content is ever quoted: there are no snippets.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from dlp.render import messages
from dlp.render.base import Entry, Style, Totals
from dlp.render.document import Json
from dlp.render.plain import PLAIN
from dlp.types import (
    FILE_NAME,
    Action,
    Confidence,
    Coverage,
    DataClass,
    Finding,
    Issue,
    IssueCode,
    Locus,
    Reason,
    printable,
)

_LEVELS = {Action.ALLOW: "note", Action.FLAG: "warning", Action.HOLD: "warning", Action.BLOCK: "error"}


class Sarif:
    """Results are written as they come. Rules and notifications, which SARIF keeps beside them, follow at the end."""

    def __init__(self, style: Style) -> None:
        self._lang = style.lang
        self._rules: dict[str, Json] = {}
        self._notifications: list[Json] = []
        self._separator = "\n"

    def begin(self) -> str:
        # Offsets count characters, not UTF-16 units (section 3.14.17).
        return '{"version": "2.1.0", "runs": [{"columnKind": "unicodeCodePoints", "results": ['

    def entry(self, entry: Entry) -> str:
        result = entry.result
        self._notifications += [self._notification(result.name, issue) for issue in result.issues]
        if result.findings:
            return "".join(self._write(self._finding(entry, finding)) for finding in result.findings)
        return "".join(self._write(self._reason(result.name, reason)) for reason in result.verdict.reasons)

    def end(self, totals: Totals) -> str:
        driver: Json = {
            "name": "dlp",
            "rules": list(self._rules.values()),
            "notifications": [self._descriptor(code.value, messages.ISSUES[code]) for code in IssueCode],
        }
        invocation: dict[str, Json] = {
            "executionSuccessful": totals.incomplete == 0,
            "toolExecutionNotifications": self._notifications,
        }
        if totals.simulated:
            note: Json = {"level": "warning", "message": {"text": messages.SIMULATED.say(self._lang)}}
            invocation["toolConfigurationNotifications"] = [note]
        tail = json.dumps({"tool": {"driver": driver}, "invocations": [invocation]}, ensure_ascii=False)
        return f"\n], {tail[1:-1]}}}]}}\n"

    def _write(self, result: Json) -> str:
        text = self._separator + json.dumps(result, ensure_ascii=False)
        self._separator = ",\n"
        return text

    def _finding(self, entry: Entry, finding: Finding) -> Json:
        name = messages.entity(finding.entity, self._lang)
        sure = messages.CONFIDENCES[finding.confidence].say(self._lang)
        self._rules.setdefault(finding.rule, {"id": finding.rule, "shortDescription": {"text": name}})
        result: dict[str, Json] = {
            "ruleId": finding.rule,
            "level": _level(finding),
            "message": {"text": f"{name} {printable(finding.masked)} ({sure})"},
            "locations": [_location(entry.result.name, finding.locus, _region(entry, finding))],
            "partialFingerprints": {"dlpValue/v1": finding.fingerprint},
            "properties": {"entity": finding.entity, "class": finding.data_class.value, "hidden": finding.hidden},
        }
        if entry.accepts(finding):
            justification = printable(entry.accepted[finding.fingerprint])
            result["suppressions"] = [{"kind": "external", "justification": justification}]
        return result

    def _reason(self, path: str, reason: Reason) -> Json:
        self._rules.setdefault(reason.clause, self._descriptor(reason.clause, messages.Words(reason.ko, reason.en)))
        return {
            "ruleId": reason.clause,
            "level": _LEVELS[reason.action],
            "message": {"text": messages.reason(reason, self._lang)},
            "locations": [_location(path, Locus())],
        }

    def _notification(self, path: str, issue: Issue) -> Json:
        return {
            "descriptor": {"id": issue.code.value},
            "level": "note" if issue.code.coverage is Coverage.FULL else "error",
            "message": {"text": messages.issue(issue, self._lang)},
            "locations": [_location(path, issue.locus)],
        }

    def _descriptor(self, name: str, words: messages.Words) -> Json:
        return {"id": name, "shortDescription": {"text": words.say(self._lang)}}


def _level(finding: Finding) -> str:
    if finding.data_class is DataClass.NONE:
        return "note"
    return "error" if finding.confidence >= Confidence.LIKELY else "warning"


def _location(path: str, locus: Locus, region: Json | None = None) -> Json:
    physical: dict[str, Json] = {"artifactLocation": {"uri": quote(path.encode("utf-8", "surrogateescape"))}}
    if region:
        physical["region"] = region
    location: dict[str, Json] = {"physicalLocation": physical}
    if str(locus):
        location["logicalLocations"] = [{"fullyQualifiedName": str(locus)}]
    return location


def _region(entry: Entry, finding: Finding) -> Json | None:
    """Offsets speak of the file itself only where the file is text; inside a container they would mislead."""
    if finding.locus.container or finding.locus.part == FILE_NAME or entry.result.assessment.media_type not in PLAIN:
        return None
    return {"charOffset": finding.start, "charLength": finding.end - finding.start}
