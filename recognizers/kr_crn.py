"""법인등록번호, corporate registration number: AAAABB-NNNNNNC (법인등기규칙). Names a company, never a person."""

from __future__ import annotations

from dlp.rules import Candidate, Judgement, Rule, Shape, said
from dlp.types import Check, Confidence, DataClass, Evidence, EvidenceKind
from recognizers._kr import birth, corporate_check, keep
from recognizers._resident import CORPORATE_KINDS, SEPARATED, holds
from recognizers._words import COMPANY_NUMBERS, MEASURES, REFERENCE_NUMBERS


def _judge(candidate: Candidate) -> Judgement | None:
    if candidate.digits.count(candidate.digits[0]) == len(candidate.digits):
        return None
    held = corporate_check(candidate.digits)
    known = candidate.digits[4:6] in CORPORATE_KINDS
    if candidate.labelled:
        if not (held and known) and holds(candidate.digits):
            return None  # a word is quickly written: the number is a person's until the check digit says otherwise
        confidence = Confidence.CONFIRMED if held and known else Confidence.LIKELY
    elif held and known and candidate.shape == "hyphen" and not candidate.contested:
        # A birth date would fit as well: then it is for the resident number's rule to speak.
        confidence = Confidence.POSSIBLE if birth(candidate.digits) else Confidence.LIKELY
    else:
        return None
    check = (Evidence(EvidenceKind.CHECK_DIGIT, Check.VALID.value),) if held else ()
    return Judgement(confidence, (*check, *said(candidate)))


RULES = (
    Rule(
        id="kr_crn",
        entity="KR_CRN",
        data_class=DataClass.NONE,
        shapes=(
            Shape(name="hyphen", pattern=r"[0-9]{6}[ \t]{0,2}-[ \t]{0,2}(?:\r?\n)?[0-9]{7}", hints=SEPARATED),
            Shape(name="bare", pattern="[0-9]{13}", needs_label=True),
        ),
        judge=_judge,
        mask=keep(6),
        priority=20,
        labels=(
            *(word for word in COMPANY_NUMBERS if word != "주식회사"),
            "crno",
            "corp num",
            "corpno",
            "jurirno",
            "incorporation no",
        ),
        rivals=("주민", "외국인", "실명", "거소", "rrn", "ssn", "jumin", *REFERENCE_NUMBERS, *MEASURES),
        reference="법인 및 재외국민의 부동산등기용등록번호 부여에 관한 규칙; 대법원규칙 별표3",
        description_ko="법인등록번호",
        description_en="Corporate registration number",
    ),
)
