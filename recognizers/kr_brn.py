"""사업자등록번호, business registration number: XXX-XX-XXXXX (부가가치세법 제8조). Not a personal identifier by itself."""

from __future__ import annotations

from dlp.rules import SEP, Candidate, Judgement, Rule, Shape, Side, checked, said
from dlp.types import Check, Confidence, DataClass
from recognizers._kr import keep, weighted
from recognizers._words import MEASURES, REFERENCE_NUMBERS

_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def _check(digits: str) -> Check:
    total = weighted(digits[:9], _WEIGHTS) + int(digits[8]) * 5 // 10
    return Check.VALID if (10 - total % 10) % 10 == int(digits[9]) else Check.INVALID


def _judge(candidate: Candidate) -> Judgement | None:
    check = _check(candidate.digits)
    evidence = (*checked(check), *said(candidate))
    if candidate.digits[0] == "0" or candidate.digits[3:5] == "00":
        return None
    if candidate.labelled:
        return Judgement(Confidence.CONFIRMED if check is Check.VALID else Confidence.POSSIBLE, evidence)
    doubted = candidate.rival is not None and candidate.rival.side is not Side.AFTER
    if check is Check.VALID and candidate.shape == "hyphen" and not doubted:
        return Judgement(Confidence.LIKELY, evidence)
    return None


RULES = (
    Rule(
        id="kr_brn",
        entity="KR_BRN",
        data_class=DataClass.NONE,
        shapes=(
            Shape(
                name="hyphen",
                pattern=r"[0-9]{3}[ \t]?-[ \t]?[0-9]{2}[ \t]?-(?:\r?\n)?[ \t]?[0-9]{5}",
                hints=(r"-[ \t]?[0-9]{2}[ \t]?-(?:\r?\n)?[ \t]?[0-9]{5}",),
            ),
            Shape(name="separated", pattern=rf"[0-9]{{3}}{SEP}[0-9]{{2}}{SEP}[0-9]{{5}}", needs_label=True),
            Shape(name="bare", pattern="[0-9]{10}", needs_label=True),
        ),
        judge=_judge,
        mask=keep(5),
        priority=15,
        labels=(
            "사업자", "사업자 등록", "사업자 번호", "사업자 등록 번호", "등록 번호", "고유번호증",
            "사업자no", "사업자등록증", "bizrno", "busi no", "company reg no", "tax id", "brn", "brno", "biz no",
            "bizno", "biz reg", "business registration", "business no", "business number", "vat no", "bsnm",
        ),
        rivals=("계좌", "account", "통장", *REFERENCE_NUMBERS, *MEASURES),
        reference="부가가치세법 제8조; 국세청 사업자등록번호 체계",
        description_ko="사업자등록번호",
        description_en="Business registration number",
    ),
)  # fmt: skip
