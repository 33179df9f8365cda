"""The rule of the network-separation exemption (전자금융감독규정시행세칙 제2조의3제1항제3호), and nothing else.

SaaS may be used on the internal network where it has been evaluated by the FSI and approved by the committee, over an
encrypted channel, and where no unique identification information and no personal credit information is handled.
Pseudonymised data needs a designation under the sandbox. What could not be inspected is not known to be free of these.

Each function yields the rows that apply; what a row does is the policy's to say. The strongest row decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dlp.config import Mode, RowName
from dlp.policy.assemble import Policy
from dlp.policy.model import Destination
from dlp.types import Action, Assessment, Confidence, Coverage, DataClass, Finding, Origin, Verdict

PERSON = "PERSON"  # a name alone does nothing: it tells whose credit information was found
MASKED_SUFFIX = "_MASKED"  # entities of values that stand partly masked in the document


def decide(
    assessment: Assessment,
    destination: Destination | None,
    origin: Origin,
    policy: Policy,
    today: date,
    rules_digest: str = "",
) -> Verdict:
    """What happens to a submission, with every reason, strongest first.

    `destination` is None where no service is named: then only the rows about channel, sender and content apply.
    `today` is the date in Korea.
    """
    names = {*_where(destination, policy, today), *_how(origin, policy), *_what(assessment, destination, today)}
    reasons = [policy.rows[name].reason for name in RowName if name in names]
    reasons.sort(key=lambda reason: -reason.action)
    return Verdict(
        action=reasons[0].action if reasons else Action.ALLOW,
        reasons=tuple(reasons),
        simulated=policy.mode is Mode.SIMULATE,
        policy_digest=policy.digest,
        rules_digest=rules_digest,
    )


def _where(destination: Destination | None, policy: Policy, today: date) -> Iterator[RowName]:
    if destination is None:
        return
    if destination.service is None:
        yield RowName.UNKNOWN_SERVICE
        return
    if destination.evaluation is None or not destination.evaluation.begun(today):
        yield RowName.EVALUATION_MISSING
    elif not destination.evaluation.in_force(today):
        yield RowName.EVALUATION_EXPIRED
    if destination.approval is None or not destination.approval.begun(today):
        yield RowName.APPROVAL_MISSING
    elif not destination.approval.in_force(today):
        yield RowName.APPROVAL_EXPIRED
    if destination.service.category not in policy.permitted:
        yield RowName.CATEGORY
    elif destination.service.category not in policy.shipped_permitted:
        yield RowName.CATEGORY_WIDENED


def _how(origin: Origin, policy: Policy) -> Iterator[RowName]:
    if origin.encrypted is False:
        yield RowName.UNENCRYPTED
    if policy.require_user and not origin.actor:
        yield RowName.USER_UNKNOWN
    if policy.require_device and origin.device.casefold() not in policy.devices:
        yield RowName.DEVICE_UNREGISTERED


def _what(assessment: Assessment, destination: Destination | None, today: date) -> Iterator[RowName]:
    classes = _established(assessment)
    if DataClass.UNIQUE_ID in classes:
        yield RowName.UNIQUE_ID
    if DataClass.PERSONAL_CREDIT in classes:
        yield RowName.PERSONAL_CREDIT
    if DataClass.PSEUDONYMISED in classes:
        designated = destination and destination.sandbox and destination.sandbox.in_force(today)
        yield RowName.PSEUDONYMISED_SANDBOX if designated else RowName.PSEUDONYMISED
    if not _fully_inspected(assessment):
        yield RowName.NOT_INSPECTED
    if DataClass.PERSONAL in classes:
        yield RowName.PERSONAL
    if _merely_possible(assessment):
        yield RowName.POSSIBLE
    if any(_masked(entity) for entity, _ in _kinds(assessment.findings) | assessment.counts.keys()):
        yield RowName.MASKED
    if any(finding.data_class is DataClass.NONE and finding.entity != PERSON for finding in assessment.findings):
        yield RowName.COMPANY_NUMBER


def _established(assessment: Assessment) -> frozenset[DataClass]:
    """What the classifier established, and what a single sure finding establishes whatever the classifier says."""
    return assessment.classes | {
        finding.data_class
        for finding in assessment.findings
        if finding.confidence >= Confidence.LIKELY and not _masked(finding.entity)
    }


def _fully_inspected(assessment: Assessment) -> bool:
    covered = min((assessment.coverage, *(issue.code.coverage for issue in assessment.issues)))
    return covered is Coverage.FULL


def _merely_possible(assessment: Assessment) -> bool:
    """A value that may name a person. Of findings that were counted but not kept nobody can say that they do not."""
    personal = _kinds(finding for finding in assessment.findings if finding.data_class is not DataClass.NONE)
    not_kept = assessment.counts.keys() - _kinds(assessment.findings)
    return any(confidence < Confidence.LIKELY and not _masked(entity) for entity, confidence in personal | not_kept)


def _kinds(findings: Iterable[Finding]) -> set[tuple[str, Confidence]]:
    return {(finding.entity, finding.confidence) for finding in findings}


def _masked(entity: str) -> bool:
    return entity.endswith(MASKED_SUFFIX)
