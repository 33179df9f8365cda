"""Texts with placeholders: `주민번호 {rrn} 입니다`, `{card|bare}`, `{rrn|fullwidth}` filled from a seed.

A placeholder names a maker of tests/identifiers.py or tests/lookalikes.py and, behind bars, the forms of tests/forms.py
to write it in. Any other brace is text.
"""

import inspect
import re
from dataclasses import dataclass
from random import Random
from types import FunctionType, ModuleType

from tests import identifiers, lookalikes
from tests.forms import FORMS
from tests.identifiers import Maker

PLACEHOLDER = re.compile(r"\{([a-z][a-z_0-9]*)((?:\|[a-z_0-9]+)*)\}")


def _accounts() -> dict[str, Maker]:
    return {f"account_{bank}": lambda rng, bank=bank: identifiers.bank_account(rng, bank) for bank in identifiers.BANKS}


def _makers(module: ModuleType) -> dict[str, Maker]:
    """The public functions of a module that make a text from nothing but an `rng`."""
    return {name: value for name, value in vars(module).items() if isinstance(value, FunctionType) and _is_maker(value)}


def _is_maker(function: FunctionType) -> bool:
    signature = inspect.signature(function)
    first, *others = signature.parameters.values()
    alone = first.name == "rng" and all(other.default is not other.empty for other in others)
    return alone and signature.return_annotation in (str, signature.empty)


MAKERS: dict[str, Maker] = {**_makers(identifiers), **_makers(lookalikes), **_accounts()}


@dataclass(frozen=True, slots=True)
class Filled:
    """A text and, in order, where each placeholder's value stands in it (character offsets)."""

    text: str
    spans: tuple[tuple[int, int], ...]


def fill(template: str, rng: Random) -> Filled:
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    at = done = 0
    for hole in PLACEHOLDER.finditer(template):
        value = MAKERS[hole[1]](rng)
        for form in filter(None, hole[2].split("|")):
            value = FORMS[form].write(value, rng)
        before = template[done : hole.start()]
        start = at + len(before)
        spans.append((start, start + len(value)))
        pieces += before, value
        at, done = start + len(value), hole.end()
    return Filled("".join(pieces) + template[done:], tuple(spans))
