"""건강보험증번호, health insurance card number: eleven digits, sometimes with a dash after the first (국민건강보험법 제12조).

Eleven digits are also a mobile number; it counts only next to its name.
"""

from __future__ import annotations

from dlp.rules import Candidate, Judgement, Rule, Shape, said
from dlp.types import Confidence, DataClass
from recognizers._kr import keep
from recognizers._words import REFERENCE_NUMBERS


def _judge(candidate: Candidate) -> Judgement | None:
    if not candidate.labelled or candidate.digits.startswith("01"):
        return None
    return Judgement(Confidence.LIKELY, said(candidate))


RULES = (
    Rule(
        id="kr_health_insurance",
        entity="KR_HEALTH_INSURANCE",
        data_class=DataClass.PERSONAL,
        shapes=(Shape(name="number", pattern="[1-9][ ]?-?[ ]?[0-9]{10}", needs_label=True),),
        judge=_judge,
        mask=keep(1),
        priority=15,
        labels=(
            "건강보험증",
            "건강 보험 번호",
            "건강보험증 번호",
            "보험증 번호",
            "건보 번호",
            "의료보험",
            "건강보험",
            "의료보험증",
            "보험증번호",
            "hic no",
            "health insurance",
            "nhis",
            "hlth ins",
        ),
        rivals=("휴대폰", "전화", "연락처", "계좌", "mobile", "phone", *REFERENCE_NUMBERS),
        reference="국민건강보험법 제12조",
        description_ko="건강보험증번호",
        description_en="Health insurance card number",
    ),
)
