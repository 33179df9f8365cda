"""Every form of tests/forms.py on every identifier it suits, through the public door, in a Korean sentence."""

from random import Random
from unicodedata import normalize

import pytest

from tests.fill import fill
from tests.forms import CARRIERS, FORMS, Suits

CHECKED = {
    "rrn": ("KR_RRN", "고객 주민등록번호는"),
    "frn": ("KR_FRN", "외국인등록번호는"),
    "card": ("CREDIT_CARD", "결제 카드번호는"),
    "brn": ("KR_BRN", "거래처 사업자등록번호는"),
}
UNCHECKED = {
    "rrn_new": ("KR_RRN", "자녀 주민등록번호는"),
    "driver_license": ("KR_DRIVER_LICENSE", "운전면허번호는"),
    "account": ("KR_BANK_ACCOUNT", "입금 계좌번호는"),
    "mobile": ("PHONE_NUMBER", "휴대폰 번호는"),
}
NO_HYPHEN = {
    "passport": ("KR_PASSPORT", "여권번호는"),
    "passport_new": ("KR_PASSPORT", "여권번호는"),
    "pccc": ("KR_PCCC", "개인통관고유부호는"),
}
LETTERS = {"email": ("EMAIL_ADDRESS", "이메일 주소는"), "ci": ("KR_CI", "연계정보 CI 값은")}
WITH_HANGUL = {"driver_license_hangul": ("KR_DRIVER_LICENSE", "운전면허번호는")}

NUMBERS = CHECKED | UNCHECKED
SUITED = {
    Suits.SEPARATOR: NUMBERS,
    Suits.DIGITS: NUMBERS | NO_HYPHEN,
    Suits.CHECK_DIGIT: CHECKED,
    Suits.RESIDENT: {kind: CHECKED[kind] for kind in ("rrn", "frn")},
    Suits.HANGUL: WITH_HANGUL,
    Suits.ANY: NUMBERS | NO_HYPHEN | LETTERS,
}
CASES = [(form, kind, *what) for form, made in FORMS.items() for kind, what in SUITED[made.suits].items()]


def found(result, entity):
    return sorted((finding.start, finding.end) for finding in result.findings if finding.entity == entity)


@pytest.mark.parametrize(
    ("form", "kind", "entity", "label"), [pytest.param(*case, id=f"{case[0]}-{case[1]}") for case in CASES]
)
def test_form_is_found_with_its_span(scanner, form, kind, entity, label):
    for seed in range(3):
        filled = fill(f"{label} {{{kind}|{form}}} 입니다. 확인 부탁드립니다.", Random(f"{form} {kind} {seed}"))
        spans = found(scanner.scan_text(filled.text), entity)
        if FORMS[form].wraps:
            assert lies_within(spans, *filled.spans[0]), filled.text
        else:
            assert spans == list(filled.spans), filled.text


def lies_within(spans, start, end):
    """One finding, inside what was written."""
    return len(spans) == 1 and start <= spans[0][0] < spans[0][1] <= end


@pytest.mark.parametrize("kind", sorted(NUMBERS))
def test_label_in_decomposed_hangul(scanner, kind):
    entity, label = NUMBERS[kind]
    filled = fill(f"{normalize('NFD', label)} {{{kind}}}", Random(kind))
    assert list(filled.spans) == found(scanner.scan_text(filled.text), entity)


CARRIED = NUMBERS | NO_HYPHEN | LETTERS
# Hex and short lines are looked for where digits stand in them: every hash and colour is hex as well.
CARRYING = [
    (carrier, kind)
    for carrier in CARRIERS
    for kind in CARRIED
    if not (carrier.startswith(("hex", "base64_lines_short")) and kind in LETTERS)
]


@pytest.mark.parametrize(("carrier", "kind"), CARRYING)
def test_sentence_carried_inside_another_text(scanner, carrier, kind):
    entity, label = CARRIED[kind]
    filled = fill(f"{label} {{{kind}}} 입니다. 확인 부탁드립니다.", Random(f"{carrier} {kind}"))
    text = CARRIERS[carrier](filled.text)
    spans = found(scanner.scan_text(text), entity)
    assert len(spans) == 1, text
    value = filled.text[slice(*filled.spans[0])]
    if value in text:
        start = text.index(value)
        assert spans == [(start, start + len(value))], text


# Taking out what stands between two values must never make one long number of them.
JOINS = [
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u200b\u200b",
    "\0",
    "\x1f",
    "\x1b[0m",
    "\u0336",
    "\ufe0f\u20e3",
    "\U000e0031",
    "\n",
    "\t",
    ",",
    "|",
    " / ",
    "<br>",
    "&#8203;",
]


@pytest.mark.parametrize("join", JOINS, ids=lambda join: "+".join(f"{ord(c):04x}" for c in join))
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("rrn", "rrn"),
        ("rrn|bare", "rrn|bare"),
        ("rrn", "mobile"),
        ("mobile", "rrn|bare"),
        ("card|bare", "rrn|bare"),
        ("frn", "card"),
    ],
)
def test_neighbours_never_fuse(scanner, join, first, second):
    entities = {kind: entity for kind, (entity, _label) in NUMBERS.items()}
    filled = fill(f"{{{first}}}{join}{{{second}}}", Random(join + first + second))
    findings = scanner.scan_text(filled.text).findings
    for kind, span in zip((first, second), filled.spans, strict=True):
        entity = entities[kind.split("|")[0]]
        assert span in {(f.start, f.end) for f in findings if f.entity == entity}, filled.text
