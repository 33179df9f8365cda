"""운전면허번호, driver's licence number: RR-YY-NNNNNN-CC (도로교통법 제80조, PIPA decree art. 19 no. 3).

RR is the issuing region; until 2014 its name was printed instead. There is no public check digit, and twelve bare
digits are as often a time (YYYYMMDDHHMM begins like 경남), so those count only near a label.
"""

from __future__ import annotations

from dlp.rules import SEP, Candidate, Judgement, Rule, Shape, said, text
from dlp.types import Confidence, DataClass, Evidence, EvidenceKind
from recognizers._kr import keep, unless_hex
from recognizers._words import MEASURES, REFERENCE_NUMBERS, denies

_REGION = "(?:1[1-9]|2[0-68])"
# Two-digit years of a first licence: from the 1960s to the day.
_FIRST, _LAST = "60", "29"
_REGIONS = (
    "서울", "부산", "경기남부", "경기북부", "경기", "강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주",
    "대구", "인천", "광주", "대전", "울산",
)  # fmt: skip
_NAMES = text(*_REGIONS)
_AFTER_NAME = tuple(text(name) + r"[ \t]?-?[ \t]?[0-9]{2}" for name in _REGIONS)


def _judge(candidate: Candidate) -> Judgement | None:
    confidence = _confidence(candidate)
    if confidence is not None and candidate.in_hex:
        # Neither a hash nor a UUID has hyphens in these places.
        confidence = Confidence.POSSIBLE if candidate.shape == "hyphen" else unless_hex(candidate, confidence)
    return None if confidence is None else Judgement(confidence, (Evidence(EvidenceKind.SHAPE), *said(candidate)))


def _confidence(candidate: Candidate) -> Confidence | None:
    if candidate.labelled:
        return Confidence.LIKELY
    chained = candidate.left[-1:] in ("-", ".") or candidate.right[:1] in ("-", ".")
    if candidate.recast or candidate.shape == "loose" or chained or denies(candidate.rival):
        return None
    year = candidate.digits[-10:-8]
    return Confidence.LIKELY if not candidate.contested and not _LAST < year < _FIRST else Confidence.POSSIBLE


RULES = (
    Rule(
        id="kr_driver_license",
        entity="KR_DRIVER_LICENSE",
        data_class=DataClass.UNIQUE_ID,
        shapes=(
            Shape(
                name="hyphen",
                pattern=rf"{_REGION}[ \t]?-[ \t]?(?:\r?\n)?[0-9]{{2}}[ \t]?-[ \t]?(?:\r?\n)?[0-9]{{6}}[ \t]?-[ \t]?(?:\r?\n)?[0-9]{{2}}",
                hints=(r"-[ \t]?(?:\r?\n)?[0-9]{6}[ \t]?-[ \t]?(?:\r?\n)?[0-9]{2}",),
            ),
            Shape(
                name="region_name",
                pattern=rf"{_NAMES}[ \t]?-?[ \t]?[0-9]{{2}}{SEP}[0-9]{{6}}{SEP}[0-9]{{2}}",
                hints=_AFTER_NAME,
            ),
            Shape(
                name="loose", needs_label=True,
                pattern=rf"{_REGION}{SEP}[0-9]{{2}}{SEP}[0-9]{{6}}{SEP}[0-9]{{2}}",
            ),
            Shape(name="bare", needs_label=True, pattern=f"{_REGION}[0-9]{{10}}"),
            Shape(
                name="bare_region_name", needs_label=True,
                pattern=rf"{_NAMES}[ \t]?[0-9]{{2}}[ -]?[0-9]{{6}}[ -]?[0-9]{{2}}", hints=_AFTER_NAME,
            ),
        ),
        judge=_judge,
        mask=keep(2),
        priority=25,
        labels=(
            "면허", "운전 면허", "면허 번호", "면허증", "driver", "drv lic", "driver license", "driver's licen",
            "운전자면허", "자동차운전면허", "lcns no", "drvr lcns", "drvlcns", "driving licen", "driver lic",
            "license no", "license num", "licence no", "lic no", "licno", "dl no",
        ),
        rivals=(*REFERENCE_NUMBERS, *MEASURES),
        reference="도로교통법 제80조; 개인정보 보호법 시행령 제19조제3호",
        description_ko="운전면허번호",
        description_en="Driver's licence number",
    ),
)  # fmt: skip
