"""What in a document makes a row of the policy apply: kinds and counts, never values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from dlp.config import RowName
from dlp.policy.exemption import MASKED_SUFFIX
from dlp.render import messages
from dlp.render.base import Lang
from dlp.types import Assessment, Confidence, Coverage, DataClass, Finding, Reason


def because(reason: Reason, assessment: Assessment, lang: Lang) -> str:
    """ "" for rows that do not speak of the content."""
    if reason.row == RowName.NOT_INSPECTED:
        causes = (item.code for item in assessment.issues if item.code.coverage < Coverage.FULL)
        return ", ".join(dict.fromkeys(messages.STATUSES[code.status].say(lang) for code in causes))
    if reason.row == RowName.PERSONAL_CREDIT:
        return ", ".join(dict.fromkeys(term for fact in assessment.facts for term in fact.terms))
    if concerns := _CONCERNS.get(reason.row):
        kinds = Counter(messages.entity(item.entity, lang) for item in assessment.findings if concerns(item))
        return ", ".join(f"{kind} {count:,}" for kind, count in kinds.items())
    return ""


def _sure(data_class: DataClass) -> Callable[[Finding], bool]:
    return lambda item: item.data_class is data_class and item.confidence >= Confidence.LIKELY and not _masked(item)


def _masked(item: Finding) -> bool:
    return item.entity.endswith(MASKED_SUFFIX)


_CONCERNS: Mapping[str, Callable[[Finding], bool]] = {
    RowName.UNIQUE_ID: _sure(DataClass.UNIQUE_ID),
    RowName.PSEUDONYMISED: _sure(DataClass.PSEUDONYMISED),
    RowName.PSEUDONYMISED_SANDBOX: _sure(DataClass.PSEUDONYMISED),
    RowName.PERSONAL: _sure(DataClass.PERSONAL),
    RowName.POSSIBLE: lambda item: item.confidence < Confidence.LIKELY and item.data_class is not DataClass.NONE,
    RowName.MASKED: _masked,
    RowName.COMPANY_NUMBER: lambda item: item.data_class is DataClass.NONE,
}
