"""여권번호, passport number (여권법 제7조제1항제1호, PIPA decree art. 19 no. 2).

Since 2021-12-21 a letter, three digits, a letter, four digits; before, a letter and eight digits; until 2008 two letters
of the issuing office and seven digits. The machine-readable line carries check digits (ICAO Doc 9303-4).
"""

from __future__ import annotations

import re

from dlp.rules import Candidate, Edge, Judgement, Rule, Shape, checked, said
from dlp.types import Check, Confidence, DataClass, Evidence, EvidenceKind
from recognizers._kr import keep
from recognizers._words import REFERENCE_NUMBERS

_KIND = "[MSRODGT]"  # 복수, 단수, 거주, 관용, 외교, 긴급 and older kinds
_GAP = r"[ \t-]?"
_WEIGHTS = (7, 3, 1)


def _mrz_digit(field: str) -> str:
    values = (0 if char == "<" else int(char, 36) for char in field)
    return str(sum(value * _WEIGHTS[index % 3] for index, value in enumerate(values)) % 10)


def _mrz_check(line: str) -> Check:
    """Check digits of the number, the birth date and the expiry date in the second line of a passport."""
    fields = ((line[:9], line[9]), (line[13:19], line[19]), (line[21:27], line[27]))
    return Check.VALID if all(_mrz_digit(field) == digit for field, digit in fields) else Check.INVALID


def _judge(candidate: Candidate) -> Judgement | None:
    if candidate.shape == "mrz":
        check = _mrz_check(re.sub(r"\s", "", candidate.text).upper())
        confidence = Confidence.CONFIRMED if check is Check.VALID else Confidence.LIKELY
        return Judgement(confidence, (Evidence(EvidenceKind.SHAPE, "MRZ"), *checked(check)))
    if candidate.labelled:
        return Judgement(Confidence.LIKELY, said(candidate))
    # The current layout without a word about passports is also how parts and papers are numbered.
    if candidate.shape == "new" and candidate.rival is None and candidate.text[0] in "MSROD" and not candidate.recast:
        return Judgement(Confidence.POSSIBLE, (Evidence(EvidenceKind.SHAPE),))
    return None


RULES = (
    Rule(
        id="kr_passport",
        entity="KR_PASSPORT",
        data_class=DataClass.UNIQUE_ID,
        shapes=(
            Shape(name="new", pattern=f"{_KIND}[0-9]{{3}}[A-Z][0-9]{{4}}", edge=Edge.WORD),
            Shape(
                name="new_loose",
                pattern=f"{_KIND}{_GAP}[0-9]{{3}}{_GAP}[A-Z]{_GAP}[0-9]{{4}}",
                edge=Edge.WORD, needs_label=True, ignore_case=True,
            ),
            Shape(
                name="old",
                pattern=rf"{_KIND}{_GAP}(?:[0-9]{{8}}|[0-9]{{4}}[ \t-][0-9]{{4}}|[0-9]{{3}}[ \t-][0-9]{{5}})",
                edge=Edge.WORD, needs_label=True, ignore_case=True,
            ),
            Shape(name="office", pattern=f"[A-Z]{{2}}{_GAP}[0-9]{{7}}", edge=Edge.WORD, needs_label=True),
            Shape(
                name="mrz",
                pattern="[A-Z][0-9]{3}[0-9A-Z][0-9]{4}[0-9]KOR[0-9]{7}[MFX<][0-9]{7}[0-9<]{14}[0-9<][0-9]",
                hints=("[0-9]KOR[0-9]{7}",),
                edge=Edge.WORD,
            ),
        ),
        judge=_judge,
        mask=keep(2),
        priority=25,
        labels=("여권", "여권 번호", "여권no", "여행증명서", "passport", "pass no", "psprtno", "psptno", "psprt",
        "pspt", "ppno", "pp no", "travel document"),
        rivals=REFERENCE_NUMBERS,
        reference="여권법 제7조제1항제1호; 개인정보 보호법 시행령 제19조제2호; ICAO Doc 9303-4",
        description_ko="여권번호",
        description_en="Passport number",
    ),
)  # fmt: skip
