"""What in a document makes a row of the policy apply: kinds and counts, never values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from dlp.config import RowName
from dlp.policy.exemption import MASKED_SUFFIX, PERSON
from dlp.render import messages
from dlp.render.base import Lang
from dlp.render.pseudonyms import told
from dlp.types import Assessment, Confidence, Coverage, DataClass, Finding, Reason, printable

_SOLE = {Lang.KO: "개인사업자: 개인의 것인지 확인 필요", Lang.EN: "sole proprietor: review whether it is personal"}
_OWNERS = 3  # owners named in one line

_MOST = 5  # tables that are told of


def because(reason: Reason, assessment: Assessment, lang: Lang) -> str:
    """ "" for rows that do not speak of the content."""
    if reason.row == RowName.NOT_INSPECTED:
        causes = (item.code for item in assessment.issues if item.code.coverage < Coverage.FULL)
        return ", ".join(dict.fromkeys(messages.STATUSES[code.status].say(lang) for code in causes))
    if reason.row == RowName.PERSONAL_CREDIT:
        return in_words(assessment, lang)
    if reason.row in (RowName.PSEUDONYMISED, RowName.PSEUDONYMISED_SANDBOX) and assessment.pseudonymised:
        return "; ".join(told(item, lang) for item in assessment.pseudonymised[:_MOST])
    if concerns := _CONCERNS.get(reason.row):
        kinds = Counter(messages.entity(item.entity, lang) for item in assessment.findings if concerns(item))
        return ", ".join(f"{kind} {count:,}" for kind, count in kinds.items())
    return ""


def in_words(assessment: Assessment, lang: Lang) -> str:
    """Whose credit information, which attributes, under which limbs, of how many: "예금주 김** – 대출잔액 (거래내용), 3명"."""
    facts = assessment.facts
    if not facts:
        return ""
    owners = list(dict.fromkeys(printable(fact.who) for fact in facts if fact.who))
    more = " …" if len(owners) > _OWNERS else ""
    terms = dict.fromkeys(term for fact in facts for term in fact.terms)
    limbs = dict.fromkeys(limb for fact in facts for limb in fact.limbs)
    people = len({fact.subject for fact in facts})
    count = f"{people:,}명" if lang is Lang.KO else f"{people:,} {'person' if people == 1 else 'people'}"
    lead = ", ".join(owners[:_OWNERS]) + more + " – " if owners else ""
    doubt = f"; {_SOLE[lang]}" if any(fact.review for fact in facts) else ""
    return f"{lead}{', '.join(terms)} ({', '.join(limbs)}), {count}{doubt}"


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
    RowName.COMPANY_NUMBER: lambda item: item.data_class is DataClass.NONE and item.entity != PERSON,
}
