"""개인통관고유부호, personal customs clearance code: P and twelve digits (관세법 제254조 고시; 신용정보업감독규정 제2조의2)."""

from __future__ import annotations

from dlp.rules import Candidate, Edge, Judgement, Rule, Shape, said
from dlp.types import Confidence, DataClass, Evidence, EvidenceKind
from recognizers._kr import keep
from recognizers._words import REFERENCE_NUMBERS


def _judge(candidate: Candidate) -> Judgement | None:
    if candidate.labelled:
        return Judgement(Confidence.LIKELY, said(candidate))
    if candidate.shape == "code" and candidate.rival is None and candidate.text[0] == "P" and not candidate.recast:
        return Judgement(Confidence.POSSIBLE, (Evidence(EvidenceKind.SHAPE),))
    return None


RULES = (
    Rule(
        id="kr_pccc",
        entity="KR_PCCC",
        data_class=DataClass.PERSONAL,
        shapes=(
            Shape(name="code", pattern="P[0-9]{12}", edge=Edge.WORD),
            Shape(name="spaced", pattern="P[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}", edge=Edge.WORD, needs_label=True, ignore_case=True),
        ),
        judge=_judge,
        mask=keep(1),
        priority=15,
        labels=("통관", "개인 통관", "통관 부호", "개인통관고유부호", "pccc", "customs", "통관번호", "통관고유",
        "personal clearance"),
        rivals=REFERENCE_NUMBERS,
        reference="신용정보업감독규정 제2조의2제2항; 관세청고시",
        description_ko="개인통관고유부호",
        description_en="Personal customs clearance code",
    ),
)  # fmt: skip
