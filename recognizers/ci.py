"""CI (연계정보, 88 characters) and DI (중복가입확인정보, 64 or 66 characters), given out by identity verification agencies.

신용정보법 시행령 제2조제3항제1호. A CI is 64 bytes in base64; a DI mostly a DER structure with a fixed beginning.
"""

from __future__ import annotations

from dlp.rules import Candidate, Edge, Judgement, Rule, Shape, said
from dlp.types import Confidence, DataClass, Evidence, EvidenceKind
from recognizers._kr import keep

_DIGESTS = (
    "sha512",
    "sha-512",
    "integrity",
    "digest",
    "hash",
    "해시",
    "서명",
    "signature",
    "지문",
    "fingerprint",
    "nonce",
    "token",
    "토큰",
    "hmac",
    "cert",
)


def _judge_ci(candidate: Candidate) -> Judgement | None:
    if candidate.labelled:
        return Judgement(Confidence.CONFIRMED, said(candidate))
    if candidate.contested or candidate.left.endswith("-"):
        return None
    return Judgement(Confidence.LIKELY, (Evidence(EvidenceKind.SHAPE),))


def _judge_di(candidate: Candidate) -> Judgement | None:
    if candidate.shape == "der":
        return Judgement(Confidence.CONFIRMED, (Evidence(EvidenceKind.LAYOUT, "DER"), *said(candidate)))
    if candidate.labelled:
        return Judgement(Confidence.LIKELY, said(candidate))
    return None


_DER = "MC0GCCqGSIb3DQIJAyEA"  # the header of a 32-byte value


def _mixed(pattern: str) -> str:
    return f"[A-Za-z0-9+/]{pattern}"


RULES = (
    Rule(
        id="ci",
        entity="KR_CI",
        data_class=DataClass.PERSONAL,
        shapes=(Shape(name="ci", pattern=_mixed("{86}") + "==", hints=("[A-Za-z0-9+/]{8}==",), edge=Edge.WORD),),
        judge=_judge_ci,
        mask=keep(4),
        priority=25,
        labels=("ci", "ci값", "연계 정보", "연계정보", "ci value", "connecting information"),
        rivals=_DIGESTS,
        reference="신용정보법 시행령 제2조제3항제1호; 정보통신망법 제23조의3",
        description_ko="연계정보(CI)",
        description_en="Connecting information (CI)",
    ),
    Rule(
        id="di",
        entity="KR_DI",
        data_class=DataClass.PERSONAL,
        shapes=(
            Shape(name="der", pattern=_DER + _mixed("{43}") + "=", hints=(_DER,), edge=Edge.WORD),
            Shape(name="labelled", pattern=_mixed("{63,66}") + "={0,2}", edge=Edge.WORD, needs_label=True),
        ),
        judge=_judge_di,
        mask=keep(4),
        priority=25,
        labels=("di", "di값", "중복 가입 확인", "중복가입확인정보", "duplication information"),
        rivals=_DIGESTS,
        reference="정보통신망법 제23조의3",
        description_ko="중복가입확인정보(DI)",
        description_en="Duplication information (DI)",
    ),
)
