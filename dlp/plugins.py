"""Rule packs arrive through the entry-point group `dlp.recognizers.v1`; only packs the configuration names are loaded."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

from dlp.errors import RuleError
from dlp.rules import RULES_API, Rule

GROUP = f"dlp.recognizers.v{RULES_API}"


def load_rules(packs: Sequence[str], disabled: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules of the named packs without the disabled ones, in the order of the packs."""
    installed = {point.name: point for point in entry_points(group=GROUP)}
    rules = tuple(rule for pack in packs for rule in _load(pack, installed))
    _check_disabled(disabled, rules)
    return tuple(rule for rule in rules if rule.id not in disabled)


def _load(pack: str, installed: dict[str, EntryPoint]) -> tuple[Rule, ...]:
    if pack not in installed:
        known = ", ".join(sorted(installed)) or "없음 / none"
        raise RuleError(f"rules.packs: {pack}: 설치되지 않은 규칙 묶음입니다 / not installed (installed: {known})")
    try:
        rules = installed[pack].load()()
    except Exception as error:  # a pack is other people's code: whatever it raises, the pack is what is broken
        raise RuleError(f"rules.packs: {pack}: 불러올 수 없습니다 / cannot be loaded: {error}") from error
    strangers = [type(rule).__name__ for rule in rules if not isinstance(rule, Rule)]
    if strangers:
        raise RuleError(f"rules.packs: {pack}: not rules of {GROUP}: {', '.join(strangers)}")
    return tuple(rules)


def _check_disabled(disabled: Sequence[str], rules: Sequence[Rule]) -> None:
    known = {rule.id for rule in rules}
    for name in disabled:
        if name not in known:
            raise RuleError(f"rules.disable: {name}: 그런 규칙이 없습니다 / no such rule (dlp rules list)")
