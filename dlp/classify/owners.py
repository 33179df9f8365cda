"""Whose a credit attribute is: the nearest person who can own it in the same sentence, form or conversation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dlp.classify.pairs import Attribute, Weight
from dlp.classify.people import Someone, Standing
from dlp.classify.scope import Scope, scope_of
from dlp.classify.units import Reading
from dlp.classify.values import Kind
from dlp.types import NearMiss

_BACK, _AHEAD = 8, 3  # units that an owner is looked for in before and behind an attribute
_PLAIN_BACK = 3
_POLITE = frozenset(("님", "씨"))  # colleagues are called so too
_ABOUT = 2  # sentences between a customer and an amount that is surely theirs, however general its sentence sounds
_FURTHEST = 40  # units that a key and its value may stand behind their owner
_SENTENCE = 300  # characters of an endless line that count as the sentence of an attribute
_OWN = re.compile(
    r"본인|자신|개인(?!정보|회생|사업자|신용|금융|고객|여신|대출|워크|파산)|사내\s?(?:대출|"
    r"융자|주택)|임직원\s?대출|우리사주|퇴직금|(?:급여|월급)(?:에|부터|에서|\s?(?:가?압류|이체))|보유\s?주식|주식\s?담보|대주주|"
    r"채권압류|퇴직\s?정산|자기\s?(?:명의|"
    r"계좌)|차명|staff\sloan"
)
_PERSONAL = re.compile(
    r"개인(?:이|은|의|\s?(?:연대|소유|명의|재산|신용|보증|앞))|본인|살고\s?(?:있는|계신)|"
    r"거주\s?중인|소유(?:한|의)\s|명의|연대\s?보증|개인\s?자격|자택|사재"
)
_FIRST = re.compile(
    r"(?<![가-힣\"'“‘])(?:제|저|저는|제가|저의|나|난|나는|내|내가|저희|우리\s?(?:부부|집)|my|I|I'm|mine)(?=[\s,가는도의]|$)"
)
_YOU = re.compile(r"귀하|고객님|회원님|청구\s?금액|결제일|납부|만기|연체|your|you\b")
_STANDS_FOR = re.compile(
    r"(?:해당|이|그|위|동|본|아까\s?그|상기|아래|방금)\s?(?:고객|차주|분|건|회원|사람|채무자|"
    r"손님|명의인|계약자)|그분|이분|그\s?분|이\s?분|본인|고객(?:님|이|은|의|께서)|차주(?:가|"
    r"는|의|분)|귀하|동인|"
    r"\b(?:he|she|his|her|the\s(?:customer|borrower|client|applicant))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bound:
    """An attribute and its owner, or why there is none."""

    attribute: Attribute
    owner: Someone | None
    miss: NearMiss | None = None


def bind(text: str, attributes: Sequence[Attribute], someones: Sequence[Someone], reading: Reading) -> Iterator[Bound]:
    """Each attribute with its owner. All by characters of the text, in order of position."""
    scope = scope_of(text)
    cast = _Cast(text, reading, someones, scope)
    for attribute in attributes:
        miss = scope.excludes(text, attribute, reading)
        owner = None if miss == "other" else cast.owner(attribute)
        yield _settled(attribute, owner, miss, cast)


def _settled(attribute: Attribute, owner: Someone | None, miss: str, cast: _Cast) -> Bound:
    if miss == "other":
        return Bound(attribute, None, NearMiss.OTHER_MEANING)
    if owner is None:
        return Bound(attribute, None, NearMiss.GENERAL if miss else NearMiss.NO_OWNER)
    if owner.standing is Standing.COMPANY:
        return Bound(attribute, None, NearMiss.COMPANY)
    if owner.standing is Standing.EXAMPLE or cast.scope.is_example(owner, attribute):
        return Bound(attribute, None, NearMiss.EXAMPLE)
    if owner.standing is Standing.PUBLIC or cast.scope.is_public(owner, attribute):
        return Bound(attribute, None, NearMiss.PUBLIC)
    if owner.standing in (Standing.STAFF, Standing.HEAD, Standing.AUTHOR) and not cast.is_own(owner, attribute):
        return Bound(attribute, None, NearMiss.STAFF)
    if not _suffices(owner, attribute):
        return Bound(attribute, None, NearMiss.NO_OWNER)
    if cast.scope.is_occasion(attribute) and not _survives(owner, attribute, cast):
        return Bound(attribute, None, NearMiss.GENERAL)
    if miss == "hypothetical" or (miss == "general" and not cast.is_named_here(owner, attribute)):
        return Bound(attribute, None, NearMiss.GENERAL)
    return Bound(attribute, owner)


def _suffices(owner: Someone, attribute: Attribute) -> bool:
    """An amount and a verb make a credit attribute only of somebody who is surely there as a customer or by a sure name."""
    if attribute.weight is Weight.STATED:
        return True
    if owner.standing in (Standing.CUSTOMER, Standing.IDENTIFIER):
        return True
    return attribute.weight is Weight.FIRM and (owner.standing is not Standing.PLAIN or owner.sure)


def _survives(owner: Someone, attribute: Attribute, cast: _Cast) -> bool:
    """In an announcement or shop talk only a customer's own value counts, said in one sentence or form."""
    if owner.standing in (Standing.IDENTIFIER, Standing.PSEUDONYM):
        return attribute.kind is not None
    if owner.role in _POLITE:
        return False
    return attribute.weight is Weight.STATED and attribute.kind is not None and cast.is_named_here(owner, attribute)


class _Cast:
    """The people of a text, by the unit they are mentioned in."""

    def __init__(self, text: str, reading: Reading, someones: Sequence[Someone], scope: Scope) -> None:
        self._text = text
        self.scope = scope
        self._reading = reading
        self._customers = any(each.standing is Standing.CUSTOMER for each in someones)
        self._by_unit: dict[int, list[Someone]] = {}
        for someone in someones:
            index = reading.at(someone.start)
            unit = reading.units[index]
            if someone.start < unit.said and someone.standing is not Standing.IDENTIFIER:
                someone = _as(someone, Standing.AUTHOR)  # noqa: PLW2901
            self._by_unit.setdefault(index, []).append(someone)
        self._peopled = sorted(self._by_unit)

    def owner(self, attribute: Attribute) -> Someone | None:
        """Who owns the attribute, may they or not; None where nobody is in sight."""
        if not self._by_unit:
            return None
        index = self._reading.at(attribute.start)
        here = self._by_unit.get(index, [])
        return self._in_unit(here, attribute) or self._near(index, attribute) or self._writer(index, attribute)

    def is_named_here(self, owner: Someone, attribute: Attribute) -> bool:
        """A customer named in the attribute's own sentence: what is said there is about them, however general it sounds."""
        apart = abs(self._reading.at(owner.start) - self._reading.at(attribute.start))
        if owner.standing in (Standing.STAFF, Standing.HEAD, Standing.AUTHOR):
            return apart <= 1 and self.is_own(owner, attribute) and not self.scope.is_rule(attribute)
        if owner.standing not in (Standing.CUSTOMER, Standing.IDENTIFIER):
            return False
        if owner.role in _POLITE and self.scope.is_rule(attribute):
            return False
        return apart == 0 or (apart <= _ABOUT and attribute.kind is Kind.AMOUNT and not self.scope.is_rule(attribute))

    def is_own(self, owner: Someone, attribute: Attribute) -> bool:
        """Staff, a representative or the writer speaks of their own credit."""
        unit = self._reading.units[self._reading.at(attribute.start)]
        sentence = self._text[max(unit.said, attribute.start - _SENTENCE) : min(unit.end, attribute.end + _SENTENCE)]
        if owner.standing is Standing.HEAD:
            named = self._reading.units[self._reading.at(owner.start)]
            about = self._text[owner.start : min(named.end, owner.end + 40)]
            return _PERSONAL.search(sentence) is not None or _PERSONAL.search(about) is not None
        if owner.standing is Standing.AUTHOR and "@" in owner.value:
            return _YOU.search(sentence) is not None
        if owner.standing is Standing.AUTHOR:
            return _FIRST.search(sentence) is not None
        near = self._text[max(0, attribute.start - 60) : attribute.end + 40]
        return _OWN.search(near) is not None or _FIRST.search(sentence) is not None

    def _in_unit(self, here: Sequence[Someone], attribute: Attribute) -> Someone | None:
        able = [one for one in here if self._is_able(one, attribute)]
        before = [one for one in able if one.start <= attribute.start]
        firm = [one for one in before if one.standing in (Standing.CUSTOMER, Standing.IDENTIFIER)]
        behind = [one for one in able if one.start > attribute.start and one.standing is not Standing.COMPANY]
        if firm:
            return firm[-1]
        if before:
            last = before[-1]
            own = last.standing is Standing.COMPANY and [
                one for one in here if one.standing is Standing.HEAD and self.is_own(one, attribute)
            ]
            return own[-1] if own else last
        staff = [one for one in here if one.standing in (Standing.STAFF, Standing.HEAD) and self.is_own(one, attribute)]
        return behind[0] if behind else (staff[-1] if staff else None)

    def _is_able(self, someone: Someone, attribute: Attribute) -> bool:
        if someone.standing is Standing.COMPANY and attribute.term.text == "투자":
            return False  # whose shares they are, not who holds them
        if someone.standing is Standing.COMPANY and self._customers and someone.value.startswith("당사"):
            return False  # the lender speaking of itself
        return someone.standing not in (Standing.STAFF, Standing.HEAD, Standing.AUTHOR)

    def _near(self, index: int, attribute: Attribute) -> Someone | None:
        """The nearest owner in the sentences before, else in those just behind."""
        return self._before(index, attribute) or self._behind(index)

    def _before(self, index: int, attribute: Attribute) -> Someone | None:
        reading = self._reading
        last = bisect_left(self._peopled, index) - 1
        if last < 0 or index - self._peopled[last] > _FURTHEST:
            return None
        block = reading.units[index].block
        stands_for = self._stands_for(index, attribute)
        for step in range(1, min(index, _FURTHEST) + 1):
            unit = reading.units[index - step]
            same = unit.block == block
            if step > (_BACK if not attribute.keyed else _FURTHEST) or (
                not same and not (stands_for or reading.chat or step <= 4)
            ):
                break
            for someone in reversed(self._by_unit.get(index - step, [])):
                if not self._is_able(someone, attribute) or (
                    someone.standing is Standing.PLAIN and not someone.sure and not (reading.chat or attribute.keyed)
                ):
                    continue
                if (
                    someone.standing is Standing.PLAIN
                    and step > _PLAIN_BACK * (1 + reading.chat)
                    and not (attribute.keyed or stands_for)
                ):
                    continue
                return someone
        return None

    def _behind(self, index: int) -> Someone | None:
        for step in range(1, _AHEAD + 1):
            if index + step >= len(self._reading.units):
                break
            for someone in self._by_unit.get(index + step, []):
                if someone.standing in (Standing.CUSTOMER, Standing.IDENTIFIER, Standing.PSEUDONYM) or (
                    someone.standing in (Standing.PLAIN, Standing.EXAMPLE) and step == 1
                ):
                    return someone
        return None

    def _stands_for(self, index: int, attribute: Attribute) -> bool:
        unit = self._reading.units[index]
        low, high = max(unit.start, attribute.start - _SENTENCE), min(unit.end, attribute.end + _SENTENCE)
        return _STANDS_FOR.search(self._text, low, high) is not None

    def _writer(self, index: int, attribute: Attribute) -> Someone | None:
        """Nobody else: staff or the writer, in case it is their own; else the staff that is named, as a near miss."""
        around = [
            one
            for step in (0, -1, 1, -2, 2, -3, 3, -4, -5, -6)
            for one in self._by_unit.get(index + step, [])
            if one.standing in (Standing.STAFF, Standing.HEAD, Standing.AUTHOR)
        ]
        return next((one for one in around if self.is_own(one, attribute)), around[0] if around else None)


def _as(someone: Someone, standing: Standing) -> Someone:
    return Someone(someone.start, someone.end, standing, someone.value, someone.role)
