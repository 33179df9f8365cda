"""Korean identifiers, one per file: what they look like, what stands near them, how sure that makes us.

A module of this package whose name does not begin with an underscore, and which has RULES, is a recognizer. The entry
point `dlp.recognizers.v1` leads to `rules()`.
"""

from __future__ import annotations

import importlib
import pkgutil

from dlp.rules import Rule

_NO_RULES = frozenset({"names", "presidio"})  # names have a door of their own; the adapter imports presidio_analyzer


def rules() -> tuple[Rule, ...]:
    """Every rule of every module here, in the order of the module names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = (
        importlib.import_module(f"{__name__}.{name}") for name in names if name[0] != "_" and name not in _NO_RULES
    )
    return tuple(rule for module in modules for rule in module.RULES)
