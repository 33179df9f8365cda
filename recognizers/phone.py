"""전화번호, telephone number (전기통신번호관리세칙): mobile, land line, 070, 050 safe numbers, +82.

1588-style service numbers belong to firms and are left out.
"""

from __future__ import annotations

from dlp.rules import Candidate, Edge, Judgement, Rule, Shape, bounded, said
from dlp.types import Confidence, DataClass, Evidence, EvidenceKind
from recognizers._kr import keep, unless_hex
from recognizers._words import MEASURES, REFERENCE_NUMBERS, denies

_GAP = r"[ \t]{0,2}[-./)]?[ \t]{0,2}(?:\r?\n[ \t>]{0,4})?"
_SEP = r"(?:[ \t]?[-.)/][ \t]?(?:\r?\n[ \t>]{0,4})?|[ \t])"
_MOBILE = "01[016789]"
_AREA = "0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4])"

# Mobile and safe numbers, as written at home and abroad.
_PERSONAL = ("01", "050", "821", "8201")
_SEPARATED = (bounded(rf"0[1-7][0-9]{{0,2}}{_SEP}[0-9]{{3,4}}{_SEP}[0-9]{{4}}"),)


def _judge(candidate: Candidate) -> Judgement | None:
    digits = candidate.digits.lstrip("+(").replace(")", "").replace("(", "").removeprefix("00")
    subscriber = digits[-8:]
    if subscriber.count("0") == len(subscriber) or _is_part_of_more(candidate):
        return None
    confidence = unless_hex(candidate, _confidence(candidate, digits))
    return None if confidence is None else Judgement(confidence, (Evidence(EvidenceKind.SHAPE), *said(candidate)))


def _confidence(candidate: Candidate, digits: str) -> Confidence | None:
    if candidate.labelled:
        return Confidence.LIKELY
    mobile = digits.startswith(_PERSONAL)
    if candidate.contested:
        return _contested(candidate, mobile=mobile)
    if mobile:
        return None if candidate.recast and candidate.shape != "separated" else Confidence.LIKELY
    # Land lines are mostly offices'; 02.1234.5678 is as often a version.
    return Confidence.POSSIBLE if "-" in candidate.text or ")" in candidate.text else None


def _contested(candidate: Candidate, *, mobile: bool) -> Confidence | None:
    """An order or a delivery has a telephone number beside its own."""
    if not mobile or candidate.recast:
        return None
    if denies(candidate.rival):
        return Confidence.POSSIBLE if "-" in candidate.text else None
    return Confidence.LIKELY


def _is_part_of_more(candidate: Candidate) -> bool:
    left, right = candidate.left[-2:], candidate.right[:2]
    return (left[-1:] in ("-", ".") and left[:1].isdigit()) or (right[:1] in ("-", ".") and right[1:].isdigit())


RULES = (
    Rule(
        id="phone",
        entity="PHONE_NUMBER",
        data_class=DataClass.PERSONAL,
        shapes=(
            Shape(name="separated", pattern=f"(?:{_MOBILE}|{_AREA}|070|050[2-8]){_SEP}[0-9]{{3,4}}{_SEP}[0-9]{{4}}", hints=_SEPARATED),
            Shape(
                name="bare",
                pattern="01(?:0[2-9][0-9]{7}|[16789][0-9]{7,8})",
                hints=("(?:^|[^0-9A-Za-z])01[016789][0-9]{6}",),
                edge=Edge.WORD,
            ),
            Shape(name="global", pattern=rf"(?:\+|00)?82{_GAP}\(?0?\)?(?:1[016789]|2|[3-6][1-5]){_GAP}[0-9]{{3,4}}{_GAP}[0-9]{{4}}"),
            Shape(name="bare_any", pattern=rf"(?:{_AREA}|070|050[2-8])[0-9]{{7,8}}", needs_label=True),
        ),
        judge=_judge,
        mask=keep(3),
        priority=18,
        labels=(
            "전화", "전화 번호", "연락처", "휴대폰", "휴대 전화", "핸드폰", "폰번호", "집전화", "자택", "모바일",
            "수신인", "문자", "안심번호", "핸폰", "휴폰", "휴대 전화번호", "전번", "전화 연락", "콜백", "회신 번호",
            "비상연락", "직통", "수령인", "받는 분", "받는분", "기사님", "담당자", "☎", "☏",
            "phone", "mobile", "cell", "tel", "hp", "hp no", "contact", "phone no", "telno", "mbl", "cphn", "mbtlnum",
            "cellphone", "handphone", "tel no", "telephone", "call", "sms", "fax",
        ),
        rivals=("좌석", "내선", "계좌", "account", *REFERENCE_NUMBERS, *MEASURES),
        reference="전기통신번호관리세칙; 신용정보법 제2조제1호의2가목",
        description_ko="전화번호",
        description_en="Telephone number",
    ),
)  # fmt: skip
