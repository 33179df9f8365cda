"""Rule packs arrive through the entry-point group `dlp.recognizers.v1`, finders of names through `dlp.taggers.v1`.

Only packs the configuration names are loaded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

from dlp.errors import RuleError
from dlp.rules import RULES_API, TAGGERS_API, Rule, Taggers, TaggerSettings

GROUP = f"dlp.recognizers.v{RULES_API}"
TAGGERS = f"dlp.taggers.v{TAGGERS_API}"


def load_rules(packs: Sequence[str], disabled: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules of the named packs without the disabled ones, in the order of the packs. Raises RuleError."""
    installed = list(entry_points(group=GROUP))
    rules = tuple(rule for pack in packs for rule in _load(pack, installed))
    _check_unique(rules)
    _check_disabled(disabled, rules)
    return tuple(rule for rule in rules if rule.id not in disabled)


def load_taggers(pack: str, settings: TaggerSettings) -> Taggers:
    """The taggers of the named pack; they load their models when first asked. Raises RuleError."""
    point = _named(pack, list(entry_points(group=TAGGERS)), "names.pack")
    try:
        taggers = point.load()(settings)
    except RuleError:
        raise
    except Exception as error:  # a pack is other people's code, as above
        cause = f"{type(error).__name__}: {error}"
        raise RuleError(f"names.pack: {pack}: 불러올 수 없습니다 / cannot be loaded: {cause}") from error
    if not isinstance(taggers, Taggers):
        raise RuleError(f"names.pack: {pack}: not Taggers of {TAGGERS}: {type(taggers).__name__}")
    return taggers


def _load(pack: str, installed: Sequence[EntryPoint]) -> tuple[Rule, ...]:
    point = _named(pack, installed, "rules.packs")
    try:
        rules = tuple(point.load()())
    except Exception as error:  # a pack is other people's code: whatever it raises, the pack is what is broken
        cause = f"{type(error).__name__}: {error}"
        raise RuleError(f"rules.packs: {pack}: 불러올 수 없습니다 / cannot be loaded: {cause}") from error
    strangers = [type(rule).__name__ for rule in rules if not isinstance(rule, Rule)]
    if strangers:
        raise RuleError(f"rules.packs: {pack}: not rules of {GROUP}: {', '.join(strangers)}")
    return rules


def _named(pack: str, installed: Sequence[EntryPoint], key: str) -> EntryPoint:
    found = [point for point in installed if point.name == pack]
    if not found:
        known = ", ".join(sorted({point.name for point in installed})) or "없음 / none"
        raise RuleError(f"{key}: {pack}: 설치되지 않은 규칙 묶음입니다 / not installed (installed: {known})")
    if len(found) > 1:  # whichever came first would decide what is found
        places = ", ".join(sorted(point.value for point in found))
        raise RuleError(f"{key}: {pack}: 같은 이름이 둘 이상입니다 / installed more than once: {places}")
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
