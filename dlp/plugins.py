"""Rule packs arrive through the entry-point group `dlp.recognizers.v1`; only packs the configuration names are loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

from dlp.errors import RuleError
from dlp.rules import RULES_API, Rule

GROUP = f"dlp.recognizers.v{RULES_API}"


def load_rules(packs: Sequence[str], disabled: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules of the named packs without the disabled ones, in the order of the packs. Raises RuleError."""
    installed = list(entry_points(group=GROUP))
    rules = tuple(rule for pack in packs for rule in _load(pack, installed))
    _check_unique(rules)
    _check_disabled(disabled, rules)
    return tuple(rule for rule in rules if rule.id not in disabled)


def _load(pack: str, installed: Sequence[EntryPoint]) -> tuple[Rule, ...]:
    point = _named(pack, installed)
    try:
        rules = tuple(point.load()())
    except Exception as error:  # a pack is other people's code: whatever it raises, the pack is what is broken
        cause = f"{type(error).__name__}: {error}"
        raise RuleError(f"rules.packs: {pack}: 불러올 수 없습니다 / cannot be loaded: {cause}") from error
    strangers = [type(rule).__name__ for rule in rules if not isinstance(rule, Rule)]
    if strangers:
        raise RuleError(f"rules.packs: {pack}: not rules of {GROUP}: {', '.join(strangers)}")
    return rules


def _named(pack: str, installed: Sequence[EntryPoint]) -> EntryPoint:
    found = [point for point in installed if point.name == pack]
    if not found:
        known = ", ".join(sorted({point.name for point in installed})) or "없음 / none"
        raise RuleError(f"rules.packs: {pack}: 설치되지 않은 규칙 묶음입니다 / not installed (installed: {known})")
    if len(found) > 1:  # whichever came first would decide what is found
        places = ", ".join(sorted(point.value for point in found))
        raise RuleError(f"rules.packs: {pack}: 같은 이름이 둘 이상입니다 / installed more than once: {places}")
    return found[0]


def _check_unique(rules: Sequence[Rule]) -> None:
    for name, count in Counter(rule.id for rule in rules).items():
        if count > 1:
            raise RuleError(f"rules.packs: {name}: 규칙 id가 겹칩니다 / two rules have this id")


def _check_disabled(disabled: Sequence[str], rules: Sequence[Rule]) -> None:
    known = {rule.id for rule in rules}
    for name in disabled:
        if name not in known:
            raise RuleError(f"rules.disable: {name}: 그런 규칙이 없습니다 / no such rule (dlp rules list)")
