"""Words for credit attributes, by the limb of 신용정보법 제2조제1호 they fall under, and the value that makes each a fact.

A term without a value of its kind says nothing about anybody. A blank in a term stands for at most one separator.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class Limb(enum.StrEnum):
    """The four kinds of credit information beside identifying information."""

    TRANSACTION = "거래내용"
    CREDITWORTHINESS = "신용도"
    CAPACITY = "신용거래능력"
    OTHER = "그 밖의 신용정보"


class Value(enum.Enum):
    """What must follow a term."""

    NUMBER = "number"  # an amount, a rate, a number of days, a score
    NOTHING = "nothing"  # the word is itself the fact


@dataclass(frozen=True, slots=True)
class Term:
    text: str
    limb: Limb
    value: Value = Value.NUMBER


def _terms(limb: Limb, value: Value, *texts: str) -> dict[str, Term]:
    return {text: Term(text, limb, value) for text in texts}


TERMS: Mapping[str, Term] = (
    _terms(
        Limb.TRANSACTION, Value.NUMBER,
        "대출", "여신", "대출금", "대출 금액", "대출 잔액", "여신 잔액", "실행 금액", "약정 금액", "한도",
        "한도 금액", "소진액", "금리", "이율",
        "월상환액", "원리금", "마이너스통장", "마통", "신용대출", "주담대", "주택담보대출", "전세대출", "카드론",
        "현금서비스", "리볼빙",
        "할부", "결제 금액", "이용 금액", "청구 금액", "카드 대금", "잔액", "잔고", "예금", "적금", "수신", "평잔",
        "입금액", "출금액", "이체 금액",
        "보증 금액", "채권최고액", "근저당", "담보", "ltv", "dti", "dsr", "보험료", "보험금", "가입금액",
        "해지환급금", "평가 금액", "매수", "매도",
        "수익률", "증거금", "loan", "loan bal", "loan amt", "balance", "limit amt", "credit limit", "interest rate",
        "premium",
    )
    | _terms(
        Limb.CREDITWORTHINESS, Value.NUMBER,
        "연체", "연체 금액", "연체 일수", "연체일", "미납", "대위변제", "대지급", "추심", "상각",
        "dlq", "dlq days", "delinquency", "overdue", "arrears",
    )
    | _terms(
        Limb.CREDITWORTHINESS, Value.NOTHING,
        "연체중", "연체 중", "부도", "채무불이행", "신용불량", "금융질서문란", "기한이익상실", "지급정지",
        "사기이용계좌",
    )
    | _terms(
        Limb.CAPACITY, Value.NUMBER,
        "연소득", "연봉", "소득", "월소득", "소득 금액", "재산", "자산", "부채", "채무", "총부채", "납세",
        "건강보험료", "annual income", "income", "debt",
    )
    | _terms(
        Limb.OTHER, Value.NUMBER,
        "신용 점수", "신용 평점", "신용 등급", "cb 등급", "cb 점수", "css", "kcb", "nice", "올크레딧", "내부 등급",
        "심사 등급", "체납",
        "credit score", "credit grade", "crd score", "cb score",
    )
    | _terms(
        Limb.OTHER, Value.NOTHING,
        "개인회생", "파산", "면책", "신용회복", "워크아웃", "채무조정", "새출발기금", "압류", "가압류", "신용조회",
    )
)  # fmt: skip
