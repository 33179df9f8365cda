"""Evidence of pseudonymised data in words: how many records, told apart how, and how rare their combinations are."""

from __future__ import annotations

from dlp.render.base import Lang
from dlp.render.messages import Words
from dlp.render.places import place
from dlp.types import PseudonymisedTable

_KEYS = {
    "key": Words("가명 키로 구분한 개인 기록", "records of individuals under a key"),
    "masked": Words("이름을 가린 개인 기록", "records of individuals with names starred out"),
    "dropped": Words("식별자를 지운 개인 기록", "records of individuals with identifiers left out"),
}
# Kinds of quasi-identifiers, never a value.
_QUASI = {
    "연령": Words("연령", "age"),
    "성별": Words("성별", "sex"),
    "지역": Words("지역", "region"),
    "직업": Words("직업", "occupation"),
    "출생연도": Words("출생연도", "birth"),
    "그 밖": Words("그 밖", "other"),
}


def told(item: PseudonymisedTable, lang: Lang) -> str:
    """For example 가명 키로 구분한 개인 기록 1,203건: 대출잔액, 연체일수 (준식별자 연령·성별, k=4)."""
    count = Words(f" {item.records:,}건", f", {item.records:,}").say(lang)
    where = place(item.locus, lang)
    lead = f"{where}: " if where else ""
    return f"{lead}{_KEYS[item.key].say(lang)}{count}: {', '.join(item.terms)}{_rarity(item, lang)}"


def _rarity(item: PseudonymisedTable, lang: Lang) -> str:
    if not item.quasi:
        return ""
    kinds = "·".join(_QUASI[kind].say(lang) for kind in item.quasi)
    relation = "=" if item.exact else "≤"
    return Words(
        f" (준식별자 {kinds}, k{relation}{item.k:,})", f" (quasi-identifiers {kinds}, k{relation}{item.k:,})"
    ).say(lang)
