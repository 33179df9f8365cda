"""신용·체크카드번호, payment card number (ISO/IEC 7812): 14 to 19 digits with a Luhn check digit.

Korean cards for domestic use begin with 9. Issuer lists are not public under a known licence and are not used.
"""

from __future__ import annotations

import re

from dlp.rules import SEP, Candidate, Edge, Judgement, Rule, Shape, checked, said
from dlp.types import Check, Confidence, DataClass, Evidence, EvidenceKind
from recognizers._kr import keep
from recognizers._luhn import luhn, luhn_rows
from recognizers._words import MEASURES, REFERENCE_NUMBERS, denies

# First digits of Visa, Mastercard, UnionPay, JCB, Discover, Maestro, Amex, Diners and Korean domestic cards.
_FIRST_FOUR = "(?:4[0-9]{3}|5[0-9]{3}|2[2-7][0-9]{2}|3528|3529|35[3-8][0-9]|6[0-9]{3}|9[0-9]{3})"
_SEPARATED = (rf"[0-9]{SEP}[0-9]{{4,6}}{SEP}[0-9]{{4,5}}",)
_BROKEN = r"[ \t]?[-./]?[ \t]?(?:\r?\n[ \t>]{0,4})?"
# Bare digits without a word about cards: only what the networks assign widely.
_WIDE = re.compile(r"4|5[1-5]|35|62|9[0-5]")


def _judge(candidate: Candidate) -> Judgement | None:
    held = luhn(candidate.digits)
    evidence = (*checked(Check.VALID if held else Check.INVALID), *said(candidate))
    if _is_part_of_more(candidate) or candidate.right.lstrip()[:1] == "원":
        return None
    if not held:
        typed = candidate.labelled and candidate.shape == "grouped" and not candidate.recast
        return Judgement(Confidence.POSSIBLE, evidence) if typed else None
    confidence = _in_hex(candidate) if candidate.in_hex else _confidence(candidate)
    return None if confidence is None else Judgement(confidence, evidence or (Evidence(EvidenceKind.SHAPE),))


def _in_hex(candidate: Candidate) -> Confidence | None:
    """One in ten pieces of a hash holds the check digit; none is grouped."""
    grouped = candidate.shape == "grouped" and not candidate.recast
    return Confidence.POSSIBLE if grouped or candidate.labelled else None


def _confidence(candidate: Candidate) -> Confidence | None:
    if candidate.labelled:
        return Confidence.CONFIRMED
    grouped = candidate.shape == "grouped" and not candidate.recast
    if candidate.contested:
        # 영수증, 승인번호 and 금액 stand beside most cards.
        return _contested(candidate, grouped=grouped)
    if grouped:
        return Confidence.CONFIRMED
    if candidate.recast or not _WIDE.match(candidate.digits):
        return Confidence.POSSIBLE
    return Confidence.LIKELY


def _contested(candidate: Candidate, *, grouped: bool) -> Confidence | None:
    if denies(candidate.rival) or candidate.recast or not _WIDE.match(candidate.digits):
        return None
    return Confidence.LIKELY if grouped else Confidence.POSSIBLE


def _is_part_of_more(candidate: Candidate) -> bool:
    """Digits of a decimal fraction, or of a longer dashed number."""
    left, right = candidate.left[-2:], candidate.right[:2]
    return (left[-1:] in ("-", ".") and left[:1].isdigit()) or (right[:1] in ("-", ".") and right[1:].isdigit())


RULES = (
    Rule(
        id="card",
        entity="CREDIT_CARD",
        data_class=DataClass.PERSONAL,
        shapes=(
            Shape(
                name="grouped",
                pattern=rf"(?:{_FIRST_FOUR}{SEP}[0-9]{{4}}{SEP}[0-9]{{4}}{SEP}[0-9]{{4}}"
                rf"|3[47][0-9]{{2}}{SEP}[0-9]{{6}}{SEP}[0-9]{{5}}|3[0689][0-9]{{2}}{SEP}[0-9]{{6}}{SEP}[0-9]{{4}})",
                hints=_SEPARATED,
            ),
            Shape(
                name="wrapped",
                pattern=rf"{_FIRST_FOUR}{_BROKEN}[0-9]{{4}}{_BROKEN}[0-9]{{4}}{_BROKEN}[0-9]{{4}}",
                needs_label=True,
            ),
            Shape(name="bare", pattern=f"{_FIRST_FOUR}[0-9]{{12}}", width=16, screen=luhn_rows, edge=Edge.WORD),
            Shape(name="bare_amex", pattern="3[47][0-9]{13}", edge=Edge.WORD, needs_label=True),
            Shape(name="bare_other", pattern="(?:3[0689][0-9]{12}|62[0-9]{15,17}|4[0-9]{12})", edge=Edge.WORD, needs_label=True),
        ),
        judge=_judge,
        mask=keep(6, 4),
        priority=20,
        labels=(
            "카드", "카드 번호", "신용카드", "체크카드", "아멕스", "비씨", "결제 수단", "결제카드", "카드no",
            "법인카드", "체크 카드", "신용 카드", "마스터", "유니온페이", "다이너스",
            "card", "card no", "card number", "cardno", "card num", "pan", "amex", "visa", "mastercard", "unionpay",
            "creditcard", "credit card", "debit card", "crd no", "crdno", "cc num", "cc no", "jcb", "diners",
        ),
        rivals=("카드이용액", "카드 이용액", "카드매출", "카드수", "카드 수", *REFERENCE_NUMBERS, *MEASURES),
        reference="ISO/IEC 7812-1; 신용정보법 제2조제1호의3",
        description_ko="카드번호",
        description_en="Payment card number",
    ),
)  # fmt: skip
