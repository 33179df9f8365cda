"""What stands directly around a value in an office never hides it: cells, quotes, lists, paths, ends of sentences.

Values a plain reader knows by their look alone stand here without any label.
"""

from random import Random

import pytest

from dlp.types import Confidence
from tests.fill import fill

KINDS = {
    "rrn": "KR_RRN",
    "rrn_changed": "KR_RRN",
    "frn": "KR_FRN",
    "visa": "CREDIT_CARD",
    "card_domestic": "CREDIT_CARD",
    "amex": "CREDIT_CARD",
    "mobile": "PHONE_NUMBER",
    "email": "EMAIL_ADDRESS",
    "ci": "KR_CI",
    "di": "KR_DI",
    "mrz": "KR_PASSPORT",
}
CONTEXTS = {
    "alone": "{v}",
    "own line": "첫 줄\n{v}\n다음 줄",
    "end of sentence": "번호를 남깁니다 {v}.",
    "end of clause": "{v}, 그리고 끝",
    "question": "{v}?",
    "particle": "{v}는 확인했고 {v}도 확인했습니다",
    "glued behind Hangul": "번호{v}입니다",
    "colon": "번호:{v}",
    "wide colon": "번호：{v}",
    "parentheses": "홍판서({v})",
    "brackets": "[{v}]",
    "corner brackets": "「{v}」",
    "double quotes": '"{v}"',
    "single quotes": "'{v}'",
    "curly quotes": "“{v}”",
    "numbered with a dot": "1. {v}\n2. {v}",
    "numbered with a parenthesis": "1){v}\n2){v}",
    "circled number": "① {v} ② {v}",
    "bullet": "- {v}\n- {v}",
    "middle dot": "·{v}·{v}",
    "slash": "홍판서/{v}/서울",
    "pipe": "|홍판서|{v}|서울|",
    "semicolon": "7;{v};20260302",
    "csv between words": "홍판서,{v},서울",
    "csv between numbers": "10293,{v},20260302",
    "csv quoted": '"10293","{v}","20260302"',
    "tsv between numbers": "10293\t{v}\t20260302",
    "several cells": "{v},{v},{v}",
    "several words": "{v} {v} {v}",
    "json": '{"a":1,"k":"{v}","b":2}',
    "json list": '["{v}","{v}"]',
    "sql": "INSERT INTO t VALUES (10293,'{v}',20260302);",
    "query string": "https://example.com/v?id=10293&q={v}&n=1",
    "assignment": "value={v}",
    "xml": "<v>{v}</v>",
    "html cell": "<td>10293</td><td>{v}</td><td>20260302</td>",
    "markdown bold": "**{v}**",
    "markdown code": "`{v}`",
    "quoted reply": "> {v}\n>> {v}",
    "log field": "2026-03-02 10:22:31,417 INFO v={v} rc=0",
    "excel text": '="{v}"',
    "hash sign": "#{v}",
    "arrow": "변경 전 {v} → 변경 후 {v}",
    "tilde": "~{v}~",
    "plus": "{v}+{v}",
    "ampersand": "{v}&{v}",
    "underscore file name": "신청서_{v}_최종",
}
# A mailbox may begin or end with these: what touches it is part of it.
PART_OF_A_MAILBOX = {"plus", "underscore file name", "assignment"}
# Base64 has these in its alphabet.
PART_OF_BASE64 = {"slash", "plus"}
CASES = [
    pytest.param(kind, context, id=f"{kind}-{context}")
    for kind in KINDS
    for context in CONTEXTS
    if not (kind == "email" and context in PART_OF_A_MAILBOX)
    and not (kind in ("ci", "di") and context in PART_OF_BASE64)
]


@pytest.mark.parametrize(("kind", "context"), CASES)
def test_value_is_found_and_stood_behind(scanner, kind, context):
    for seed in range(3):
        filled = fill(CONTEXTS[context].replace("{v}", f"{{{kind}}}"), Random(f"{context} {kind} {seed}"))
        sure = {
            (f.start, f.end)
            for f in scanner.scan_text(filled.text).findings
            if f.entity == KINDS[kind] and f.confidence >= Confidence.LIKELY
        }
        assert set(filled.spans) <= sure, filled.text
