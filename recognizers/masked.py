"""Values somebody already masked (010101-1******, 홍*동, 1234-56**-****-7890): findings of their own kind.

Nothing can be recovered from them, but birth date and sex, or a surname, may still be there (facts vary by firm).
"""

from __future__ import annotations

from dlp.rules import Candidate, Edge, Judgement, Rule, Shape, text
from dlp.types import Confidence, DataClass, Evidence, EvidenceKind

_STAR = r"[*xX]"
_HANGUL = r"(?:[\xea-\xed][\x80-\xbf]{2})"
_SURNAMES = tuple("김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허남심노하곽성차주우구민진엄원천방공")
_SURNAME = text(*_SURNAMES)
_STARRED = tuple(text(surname) + r"\*" for surname in _SURNAMES)

_FEW_STARS = (r"[0-9-]\*\*", "[0-9-][xX][xX]")
_STARS = (r"[0-9- ]\*\*\*\*", "[0-9- ][xX]{4}")
_CARD = (
    rf"[0-9]{{4}}[- ](?:[0-9]{{2}}{_STAR}{{2}}|[0-9]{{4}}|{_STAR}{{4}})"
    rf"[- ]{_STAR}{{4}}[- ](?:[0-9]{{4}}|[0-9]{{3}}{_STAR}|{_STAR}{{4}})"
)
_ACCOUNT = (
    rf"[0-9]{{3,6}}-(?:{_STAR}{{2,6}}-{_STAR}{{0,6}}[0-9]{{1,6}}"
    rf"|[0-9]{{2,6}}-[0-9]{{0,3}}{_STAR}{{3,6}})"
)
_MOBILE = (
    rf"01[016789]-(?:{_STAR}{{3,4}}-[0-9]{{4}}"
    rf"|[0-9]{{2,4}}{_STAR}{{0,2}}-(?:{_STAR}{{4}}|{_STAR}{{2,3}}[0-9]{{1,2}}))"
)


def _judge(_candidate: Candidate) -> Judgement:
    return Judgement(Confidence.LIKELY, (Evidence(EvidenceKind.SHAPE, "masked"),))


def _as_written(value: str) -> str:
    return value


def _mask_name(value: str) -> str:
    return value[:1] + "**"


def _rule(id_: str, entity: str, ko: str, en: str, *shapes: Shape) -> Rule:
    return Rule(
        id=id_,
        priority=1 if entity == "KR_BANK_ACCOUNT_MASKED" else 2,  # nearly anything starred has the groups of an account
        entity=entity,
        data_class=DataClass.PERSONAL,
        shapes=shapes,
        judge=_judge,
        mask=_mask_name if entity == "PERSON_MASKED" else _as_written,
        reference="개인정보 보호법 제2조제1호나목; 개인정보의 안전성 확보조치 기준",
        description_ko=ko,
        description_en=en,
    )


RULES = (
    _rule(
        "masked_rrn", "KR_RRN_MASKED", "가린 주민등록번호", "Masked resident registration number",
        Shape(name="tail", pattern=rf"[0-9]{{6}}[ ]?-[ ]?[0-9]?{_STAR}{{6,7}}", hints=_STARS, edge=Edge.WORD),
    ),
    _rule(
        "masked_card", "CREDIT_CARD_MASKED", "가린 카드번호", "Masked card number",
        Shape(name="groups", pattern=_CARD, hints=_STARS, edge=Edge.WORD),
        Shape(name="bare", pattern=rf"[0-9]{{6}}{_STAR}{{6}}[0-9]{{4}}", hints=_STARS, edge=Edge.WORD),
    ),
    _rule(
        "masked_phone", "PHONE_NUMBER_MASKED", "가린 전화번호", "Masked telephone number",
        Shape(name="mobile", pattern=_MOBILE, hints=_FEW_STARS, edge=Edge.WORD),
    ),
    _rule(
        "masked_account", "KR_BANK_ACCOUNT_MASKED", "가린 계좌번호", "Masked account number",
        Shape(name="groups", pattern=_ACCOUNT, hints=_FEW_STARS, edge=Edge.WORD),
    ),
    _rule(
        "masked_name", "PERSON_MASKED", "가린 이름", "Masked name",
        Shape(name="middle", pattern=rf"{_SURNAME}[*]{{1,2}}{_HANGUL}", edge=Edge.TEXT, hints=_STARRED),
        Shape(name="rest", pattern=rf"{_SURNAME}[*]{{2}}", edge=Edge.TEXT, hints=_STARRED),
    ),
)  # fmt: skip
