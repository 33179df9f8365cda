"""A result as plain JSON values: the one published shape, described by result.schema.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dlp.render.base import Entry, Lang, Totals
from dlp.types import CreditFact, Finding, Issue, Locus, Missed, PseudonymisedTable, Reason, printable

SCHEMA = 1  # raised when a field changes its meaning or goes; new fields keep it

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]


def result(entry: Entry, lang: Lang) -> dict[str, Json]:
    """One file, its reasons in the language of the run too; validates against `#/$defs/result`."""
    shown = entry.result
    assessment, verdict = shown.assessment, shown.verdict
    return {
        "schema": SCHEMA,
        "path": printable(shown.name),
        "size": shown.size,
        "sha256": shown.sha256,
        "media_type": assessment.media_type,
        "action": verdict.action.name.lower(),
        "effective_action": verdict.effective.name.lower(),
        "simulated": verdict.simulated,
        "coverage": assessment.coverage.name.lower(),
        "status": assessment.status.value,
        "classes": sorted(kind.value for kind in assessment.classes),
        "subjects": assessment.subjects,
        "findings": [_finding(item, accepted=entry.accepts(item)) for item in assessment.findings],
        "omitted": assessment.omitted,
        "counts": _counts(entry),
        "facts": [_fact(item) for item in assessment.facts],
        "pseudonymised": [_pseudonymised(item) for item in assessment.pseudonymised],
        "missed": [_missed(item) for item in assessment.missed],
        "issues": [_issue(item) for item in assessment.issues],
        "reasons": [_reason(item, lang) for item in verdict.reasons],
        "policy_digest": verdict.policy_digest,
        "rules_digest": verdict.rules_digest,
    }


def summary(totals: Totals) -> dict[str, Json]:
    """The sums over a scan; validates against `#/$defs/summary`."""
    return {
        "files": totals.files,
        "actions": {action.name.lower(): count for action, count in totals.actions.items()},
        "people": totals.people,
        "incomplete": totals.incomplete,
        "failed": totals.failed,
        "accepted": totals.accepted,
        "simulated": totals.simulated,
        "seconds": round(totals.seconds, 3),
    }


def _finding(finding: Finding, *, accepted: bool) -> Json:
    return {
        "rule": finding.rule,
        "entity": finding.entity,
        "class": finding.data_class.value,
        "confidence": finding.confidence.name.lower(),
        "masked": printable(finding.masked),
        "fingerprint": finding.fingerprint,
        "start": finding.start,
        "end": finding.end,
        "locus": _locus(finding.locus),
        "hidden": finding.hidden,
        "accepted": accepted,
        "evidence": [{"kind": item.kind.value, "detail": item.detail} for item in finding.evidence],
    }


def _counts(entry: Entry) -> Json:
    ordered = sorted(entry.result.assessment.counts.items())
    return [{"entity": name, "confidence": sure.name.lower(), "count": n} for (name, sure), n in ordered]


def _fact(fact: CreditFact) -> Json:
    return {
        "subject": fact.subject,
        "who": printable(fact.who),
        "terms": list(fact.terms),
        "limbs": list(fact.limbs),
        "locus": _locus(fact.locus),
        "review": fact.review,
    }


def _missed(miss: Missed) -> Json:
    return {"why": miss.why.value, "terms": list(miss.terms), "locus": _locus(miss.locus)}


def _pseudonymised(item: PseudonymisedTable) -> Json:
    return {
        "records": item.records,
        "key": item.key,
        "terms": list(item.terms),
        "limbs": list(item.limbs),
        "quasi": list(item.quasi),
        "k": item.k,
        "exact": item.exact,
        "locus": _locus(item.locus),
    }


def _issue(issue: Issue) -> Json:
    return {"code": issue.code.value, "locus": _locus(issue.locus), "detail": printable(issue.detail)}


def _reason(reason: Reason, lang: Lang) -> Json:
    return {
        "row": reason.row,
        "clause": reason.clause,
        "basis": list(reason.basis),
        "action": reason.action.name.lower(),
        "shipped": None if reason.shipped is None else reason.shipped.name.lower(),
        "text": reason.ko if lang is Lang.KO else reason.en,
        "ko": reason.ko,
        "en": reason.en,
    }


def _locus(locus: Locus) -> Json:
    return {"container": list(locus.container), "part": locus.part, "position": locus.position}
