"""What the journal keeps of a decision, and the form it keeps it in.

A record is one line of canonical JSON (RFC 8259; keys sorted, no blanks, UTF-8, no floats):

    {"body":{"event":{…},"key":"…","previous":"…","schema":1,"sequence":7},"hash":"…","hmac":"…","signature":null}

`hash` is the SHA-256 of the bytes of `body`, `previous` the hash of the record before, `hmac` is keyed over hash and
signature, `key` names the key. `signature` and `event.review` are null until something signs and reviews records.
"""

from __future__ import annotations

import hashlib
import heapq
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from dlp.audit.names import bounded, document_name, identity
from dlp.types import (
    Action,
    Confidence,
    Coverage,
    Finding,
    Issue,
    Locus,
    Origin,
    PseudonymisedTable,
    Reason,
    ScanResult,
)

SCHEMA = 1
GENESIS = "0" * 64  # "previous" of the first record
SAMPLES = 5
_ISSUES = 20
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)

# Canonical form has no floats: their spelling differs between writers.
Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class JournalKey:
    """The journal's key, derived from the site key so that neither tells of the other's uses; `id` may be shown."""

    secret: bytes = field(repr=False)
    id: str

    @classmethod
    def of(cls, site_key: bytes) -> Self:
        secret = hmac.digest(site_key, b"dlp journal 1", "sha256")
        return cls(secret, hmac.digest(secret, b"id", "sha256").hex()[:16])

    def mac(self, *parts: str) -> str:
        return hmac.digest(self.secret, ".".join(parts).encode("ascii"), "sha256").hex()


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision as evidence, before it has its place in the chain. `durable`: on disk before it takes effect."""

    event: bytes
    durable: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A record in its place. `line` ends with a line feed."""

    sequence: int
    hash: str
    line: bytes


def draft(result: ScanResult, origin: Origin, submission_id: str, time: datetime, samples: int = SAMPLES) -> Draft:
    """The evidence of one decision: masked samples and counts, never a raw value.

    `submission_id` is the surface's own and kept as it is. `time` must know its zone, else ValueError.
    """
    if time.tzinfo is None:
        raise ValueError("a time without a zone is no evidence")
    assessment, verdict = result.assessment, result.verdict
    event: Mapping[str, Json] = {
        "kind": "decision",
        "time": time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "submission": bounded(submission_id),
        "origin": _origin(origin),
        "document": {
            "name": document_name(result.name),
            "sha256": result.sha256,
            "size": result.size,
            "media_type": document_name(assessment.media_type),
        },
        "action": _name(verdict.action),
        "effective": _name(verdict.effective),
        "simulated": verdict.simulated,
        "reasons": [_reason(reason) for reason in verdict.reasons],
        "policy": verdict.policy_digest,
        "rules": verdict.rules_digest,
        "classes": sorted(assessment.classes),
        "subjects": assessment.subjects,
        "coverage": _name(assessment.coverage),
        "status": assessment.status,
        "counts": _counts(assessment.counts),
        "samples": [_sample(finding) for finding in _surest(assessment.findings, samples)],
        "pseudonymised": [_pseudonymised(item) for item in assessment.pseudonymised[:SAMPLES]],
        "issues": [_issue(issue) for issue in assessment.issues[:_ISSUES]],
        "issue_count": len(assessment.issues),
        "review": None,
    }
    return Draft(canonical(event), durable=verdict.action >= Action.HOLD)


def canonical(value: Json) -> bytes:
    return _CANONICAL.encode(value).encode()


def seal(draft: Draft, previous: str, sequence: int, key: JournalKey) -> Record:
    """The draft as record `sequence` of the chain, after the record whose hash is `previous`."""
    place = f'"key":"{key.id}","previous":"{previous}","schema":{SCHEMA},"sequence":{sequence}'
    body = b'{"event":' + draft.event + b"," + place.encode() + b"}"
    digest = hashlib.sha256(body).hexdigest()
    seals = f',"hash":"{digest}","hmac":"{key.mac(digest, "")}","signature":null}}\n'
    return Record(sequence, digest, b'{"body":' + body + seals.encode())


def _name(level: Action | Confidence | Coverage) -> str:
    return level.name.lower()


def _origin(origin: Origin) -> Json:
    return {
        "channel": identity(origin.channel),
        "direction": origin.direction,
        "actor": identity(origin.actor),
        "device": identity(origin.device),
        "destination": identity(origin.destination),
        "encrypted": origin.encrypted,
    }


def _reason(reason: Reason) -> Json:
    return {
        "row": reason.row,
        "clauses": reason.clauses,
        "action": _name(reason.action),
        "shipped": None if reason.shipped is None else _name(reason.shipped),
    }


def _counts(counts: Mapping[tuple[str, Confidence], int]) -> Json:
    table: dict[str, dict[str, int]] = {}
    for (entity, confidence), count in counts.items():
        table.setdefault(entity, {})[_name(confidence)] = count
    return table


def _surest(findings: Sequence[Finding], count: int) -> Sequence[Finding]:
    return heapq.nlargest(count, findings, key=lambda finding: finding.confidence)


def _sample(finding: Finding) -> Json:
    return {
        "entity": finding.entity,
        "confidence": _name(finding.confidence),
        # A rule pack's mask is somebody else's code: what it forgot to hide is hidden here.
        "masked": identity(finding.masked),
        "locus": _locus(finding.locus),
    }


def _pseudonymised(item: PseudonymisedTable) -> Json:
    """Counts and kinds: nothing of what the records say."""
    return {
        "records": item.records,
        "key": item.key,
        "quasi": list(item.quasi),
        "k": item.k,
        "exact": item.exact,
        "locus": _locus(item.locus),
    }


def _issue(issue: Issue) -> Json:
    return {"code": issue.code, "locus": _locus(issue.locus)}


def _locus(locus: Locus) -> str:
    return document_name(str(locus))
