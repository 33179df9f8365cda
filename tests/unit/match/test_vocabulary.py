import json
import re
import unicodedata
from urllib.parse import quote

import pytest

from dlp.match.vocabulary import pattern_of, words_of
from recognizers import rules

FORMS = {
    "plain": str,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON in JSON": lambda text: json.dumps(json.dumps(text))[3:-3],
    "percent": quote,
}


def found(word, text):
    pattern = pattern_of(word)
    flags = re.IGNORECASE if pattern.ignore_case else 0
    return any(re.search(expression, text.encode(), flags) for expression in pattern.expressions)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("spelled", ["계좌번호", "계좌 번호", "계좌_번호"])
def test_hangul_in_every_form(form, spelled):
    assert found("계좌 번호", f"x{FORMS[form](spelled)}y")


@pytest.mark.parametrize(
    "spelled", ["account no", "accountNo", "ACCOUNT_NO", "account-no", "account.no", "myAccountNo2"]
)
def test_latin_in_every_spelling(spelled):
    assert found("account no", spelled)


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("ci", True),
        ("CI=", True),
        ('"ci":', True),
        ("user_ci", True),
        ("social", False),
        ("cia", False),
        ("aci", False),
        ("가ci나", True),
    ],
)
def test_short_words_stand_alone(text, is_there):
    assert found("ci", text) is is_there


def test_the_joint_vocabulary_is_in_order_and_once():
    words = words_of(rules())
    texts = [word.text for word in words]
    assert texts == sorted(set(texts))
    assert {"rrn", "주민 번호"} <= set(texts)
    assert all(not word.speaks_for & word.speaks_against for word in words)
