"""고객번호, the number under which a firm knows a customer (신용정보법 시행령 제2조제3항제2호). Known only by its label."""

from __future__ import annotations

from dlp.rules import Candidate, Edge, Judgement, Rule, Shape, Side, said
from dlp.types import Confidence, DataClass
from recognizers._kr import keep

_NEAR = 24  # bytes between the label and the number: further away it is about something else


def _judge(candidate: Candidate) -> Judgement | None:
    label = candidate.label
    if label is None or not candidate.labelled or candidate.recast or sum(map(str.isdigit, candidate.digits)) < 5:
        return None
    if label.side is Side.AFTER or (label.side is Side.BEFORE and label.distance > _NEAR):
        return None
    return Judgement(Confidence.LIKELY, said(candidate))


RULES = (
    Rule(
        id="kr_customer_no",
        entity="KR_CUSTOMER_NO",
        data_class=DataClass.PERSONAL,
        shapes=(
            Shape(name="number", pattern="[A-Z]{0,3}-?[0-9]{5,12}", edge=Edge.WORD, needs_label=True, ignore_case=True),
            Shape(name="grouped", pattern="[A-Z]{0,3}[0-9]{2,6}-[0-9]{2,6}(?:-[0-9]{1,6})?", edge=Edge.WORD, needs_label=True),
        ),
        judge=_judge,
        mask=keep(2),
        priority=5,
        labels=(
            "고객 번호", "고객번호", "고객 id", "고객관리번호", "회원 번호", "회원 id", "조합원 번호", "계약자 번호",
            "고객no", "고객코드", "거래자번호", "조합원번호", "가입자 번호", "회원코드", "cus no", "cusno", "csno",
            "cstmr no", "mbr no", "mbr id", "client no", "client id", "cif", "cif no", "cif번호", "cust no", "custno",
            "cust id", "customer no", "customer number", "customer id", "member no", "member id",
        ),
        rivals=("전화", "연락처", "휴대폰", "계좌", "account", "phone", "mobile", "주민", "카드", "card"),
        reference="신용정보법 시행령 제2조제3항제2호",
        description_ko="고객번호",
        description_en="Customer number",
    ),
)  # fmt: skip
