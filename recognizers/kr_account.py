"""계좌번호, bank and securities account number. No national format and no public check digit: each bank lays out its own.

Layouts and fixed digits are those of the KFTC CMS scheme of 2026-05-08. Where the layout alone does not tell an account
from a document number, the bank's name, a label or a column head must.
"""

from __future__ import annotations

import re

from dlp.rules import Candidate, Judgement, Rule, Shape, Side, said, text
from dlp.types import Confidence, DataClass, Evidence, EvidenceKind
from recognizers._kr import is_day, keep, unless_hex
from recognizers._words import MEASURES, REFERENCE_NUMBERS

_BREAK = r"(?:[ \t]?[-./][ \t]?(?:\r?\n[ \t>]{0,4})?|[ \t])"
_BANK_NAMES = (
    "국민", "KB국민", "KB", "신한", "우리", "하나", "KEB하나", "농협", "NH농협", "NH", "기업", "IBK기업", "IBK",
    "카카오", "카뱅", "토뱅", "토스",
    "케이", "케뱅", "수협", "SC제일", "SC", "제일", "씨티", "한국씨티", "대구", "iM", "부산", "광주", "전북", "경남",
    "제주", "산업", "KDB", "KDB산업",
    "새마을", "새마을금고", "MG새마을금고", "신협", "우체국", "저축", "산림조합", "미래에셋", "삼성", "키움", "한투",
    "한국투자", "NH투자", "대신", "유안타",
)  # fmt: skip
# Names that mean other things too: only with 은행 behind they are labels.
_COMMON_NOUNS = (
    "국민", "신한", "우리", "하나", "농협", "기업", "수협", "제일", "씨티", "대구", "부산", "광주", "전북", "경남",
    "제주", "산업", "저축",
)  # fmt: skip
_BANK_KINDS = ("은행", "뱅크", "금고", "증권", "투자증권", "중앙회", "저축은행", "계좌", "통장")

# Bank -> layout with its fixed digits, grouped as on passbooks and statements.
_LAYOUTS = {
    "KB국민": "[0-9]{6}-(?:0[1245]|2[1456]|92)-[0-9]{6}",
    "KB국민 (구)": "[0-9]{3}-[0-9]{2}-[0-9]{4}-[0-9]{3}",
    "신한": "(?:1[0-5][0-9]|16[01]|180|268|269|298)-[0-9]{3}-[0-9]{6}",
    "우리": "100[256]-[0-9]{3}-[0-9]{6}",
    "하나": "[0-9]{3}-[0-9]{6}-[0-9]{5}",
    "농협": "(?:30[1-6]|31[0-7]|35[1256])-[0-9]{4}-[0-9]{4}-[0-9]{2}",
    "기업": "[0-9]{3}-[0-9]{6}-[0-9]{2}-[0-9]{3}",
    "카카오뱅크": "(?:3333|7979|3355|3388|3310)-[0-9]{2}-[0-9]{7}",
    "토스뱅크": "1[05]0[0-9]-[0-9]{4}-[0-9]{4}",
    "케이뱅크": "100-[0-9]{3}-[0-9]{6}",
    "새마을금고": "9[0-9]{3}-[0-9]{4}-[0-9]{4}-[0-9]",
    "우체국": "[0-9]{6}-[0-9]{2}-[0-9]{6}",
    "부산": "1(?:0[1239]|1[23])-[0-9]{4}-[0-9]{4}-[0-9]{2}",
}
# Those without fixed digits: written bare they are any number of that length.
_PLAIN = frozenset(("KB국민 (구)", "하나", "기업", "우체국"))
_LAID_OUT = ("-[0-9]{2,6}-[0-9]{3}", "-[0-9]{4}-[0-9]{4}-[0-9]")
# Between the groups there is a dash, inside brackets it is a range.
_DASH = re.compile(r"(?<![0-9])-|-(?=[(\[])")


def _bank(candidate: Candidate) -> str:
    """The bank whose layout the number has, with dashes or bare."""
    dashed, digits = re.sub(r"\s", "", candidate.text), candidate.digits
    for name, layout in _LAYOUTS.items():
        if re.fullmatch(layout, dashed) or (name not in _PLAIN and re.fullmatch(_DASH.sub("", layout), digits)):
            return name
    return ""


_GROUPS = r"[0-9]{2,6}(?:-[0-9]{1,7}){1,4}"
# How many digits an account has, by the scheme (8 and 9 only at securities firms).
_SHORTEST, _LONGEST = 10, 14
_NEAR = 48  # bytes between a label and digits without separators
_STRONG = frozenset(
    ("계좌", "계좌 번호", "계좌번호", "통장", "account no", "account number", "acct", "acct no", "accountno", "acno")
)
_DATE = re.compile(r"(?:19|20)[0-9]{2}[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12][0-9]|3[01])(?![0-9])")
_SERVICE = re.compile(
    r"1(?:5[1-9]|[68][0-9])[0-9]-[0-9]{4}(?![0-9])|(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])[0-9]{0,2}-"
)  # 1588-…, 2026-03…
_BUSINESS = re.compile("[0-9]{3}-[0-9]{2}-[0-9]{5}")
_PHONE = re.compile(r"01[016789][0-9]{7,8}|0(?:2|[3-6][1-5]|70|50[2-8])[0-9]{7,8}")


def _judge(candidate: Candidate) -> Judgement | None:
    digits = candidate.digits
    if not _SHORTEST <= len(digits) <= _LONGEST or _is_something_else(candidate):
        return None
    bank = _bank(candidate)
    confidence = unless_hex(candidate, _confidence(candidate, bank))
    if confidence is None:
        return None
    layout = (Evidence(EvidenceKind.LAYOUT, bank),) if bank else ()
    return Judgement(confidence, (*layout, *said(candidate)))


def _confidence(candidate: Candidate, bank: str) -> Confidence | None:
    if candidate.contested:
        return None
    if candidate.shape.startswith("named"):
        return _named(candidate, bank)
    if candidate.labelled:
        return _labelled(candidate, bank)
    return Confidence.POSSIBLE if bank and candidate.shape == "layout" and not candidate.recast else None


def _named(candidate: Candidate, bank: str) -> Confidence:
    """우리, 하나 and 대신 are also words, KB and SC also units: without 은행 behind them the layout must be the bank's."""
    said_to_be = candidate.labelled or candidate.left.rstrip(" \t:)(,/=").endswith(_BANK_KINDS)
    if bank and "-" in candidate.text:
        return Confidence.CONFIRMED
    return Confidence.LIKELY if bank or said_to_be else Confidence.POSSIBLE


def _labelled(candidate: Candidate, bank: str) -> Confidence | None:
    label = candidate.label
    if label is None:
        return None
    if bank or "-" in candidate.text or label.side is Side.HEADER:
        return Confidence.LIKELY
    near = _NEAR if label.word in _STRONG else _NEAR // 2
    return Confidence.LIKELY if label.distance <= near else None


def _is_something_else(candidate: Candidate) -> bool:
    """Telephone numbers, times, sums, and pieces of longer numbers."""
    digits, left, right = candidate.digits, candidate.left[-2:], candidate.right[:2]
    if (left[-1:] in ("-", ".") and left[:1].isalnum()) or (right[:1] in ("-", ".") and right[1:].isdigit()):
        return True
    if right[:1] in ("원", "주", "건", "명") or right.lstrip()[:1] in ("원", "%"):
        return True
    if (
        _DATE.match(candidate.text)
        or _SERVICE.match(candidate.text)
        or (candidate.shape == "named" and _BUSINESS.fullmatch(candidate.text))
    ):
        return True
    bare = digits == candidate.text
    return (_PHONE.fullmatch(digits) is not None and (bare or digits[0] == "0")) or (
        bare and (_is_time(digits) or _is_epoch(digits))
    )


def _is_time(digits: str) -> bool:
    """YYYYMMDDHHMM and longer."""
    return (
        len(digits) in (12, 14) and digits[:2] == "20" and is_day(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    )


def _is_epoch(digits: str) -> bool:
    """Milliseconds since 1970, of the years 2020 to 2033."""
    return len(digits) == 13 and "16" <= digits[:2] <= "19"


_GLUE = text(*_BANK_KINDS) + "?" + r"[ \t]{0,2}(?:[:)(,/=]|\xef\xbc\x9a)?[ \t]{0,2}"
_LATIN = tuple(text(name) for name in _BANK_NAMES if name[0].isascii())
_HANGUL = tuple(text(name) for name in sorted(_BANK_NAMES, key=len, reverse=True) if not name[0].isascii())
_LEAD = "(?:(?:^|[^A-Za-z0-9])(?:" + "|".join(_LATIN) + ")|" + "|".join(_HANGUL) + ")" + _GLUE
_AFTER_BANK = tuple(name + _GLUE + "[0-9]{2}" for name in _LATIN + _HANGUL)

RULES = (
    Rule(
        id="kr_account",
        entity="KR_BANK_ACCOUNT",
        data_class=DataClass.PERSONAL,
        shapes=(
            Shape(name="layout", pattern="(?:" + "|".join(_LAYOUTS.values()) + ")", hints=_LAID_OUT),
            Shape(name="named", pattern=_GROUPS, lead=_LEAD, hints=_AFTER_BANK),
            Shape(name="named_bare", pattern="[0-9]{10,14}", lead=_LEAD, hints=_AFTER_BANK),
            Shape(name="grouped", pattern=rf"[0-9]{{2,6}}(?:{_BREAK}[0-9]{{1,7}}){{1,4}}", needs_label=True),
            Shape(name="bare", pattern="[0-9]{10,14}", needs_label=True),
        ),
        judge=_judge,
        mask=keep(3, 2),
        priority=12,
        labels=(
            *sorted(_STRONG), "예금주", "계좌주", "입금", "출금", "이체", "송금", "환불", "환급", "급여계좌", "수취",
            "받는 계좌", "정산",
            *(f"{name}은행" for name in _COMMON_NOUNS),
            "카카오뱅크", "토스뱅크", "케이뱅크", "카뱅", "케뱅", "토뱅", "cma", "새마을금고", "우체국", "증권",
            "가상계좌",
            "입금처", "자동이체", "환급계좌", "계좌no", "actno", "acnt no", "bacnt", "acc no", "acc num", "accnum",
            "acct number", "vbank", "account", "acct num", "bank account", "iban",
        ),
        rivals=("주민", "외국인", "사업자", "법인", "면허", "여권", "전화", "연락처", "휴대폰", "팩스", "카드 번호",
        "phone", "mobile", "card no", "증권번호", "계좌수", "계좌 수", "이체 한도", "출금 한도", "입금액", "출금액",
        "송금액", "이체액", "환급액", "정산액",
            "고객 번호", "고객번호", "cif", *REFERENCE_NUMBERS, *MEASURES),
        reference="금융결제원 CMS 참가기관별 계좌번호체계(2026-05-08)",
        description_ko="계좌번호",
        description_en="Bank or securities account number",
    ),
)  # fmt: skip
