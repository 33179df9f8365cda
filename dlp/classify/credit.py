"""Personal credit information in running text: credit attributes, the people they belong to, and what came near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dlp.classify import individuals, units, values
from dlp.classify.attributes import attributes
from dlp.classify.calls import called
from dlp.classify.owners import Bound, bind
from dlp.classify.pairs import Attribute
from dlp.classify.people import Someone, Standing, listed, standings
from dlp.classify.terms import Term
from dlp.match.resolve import Match
from dlp.rules import Mention, Tagger
from dlp.types import Confidence, DataClass, NearMiss

_MOST = 600  # attributes of one passage whose owners are looked for


@dataclass(frozen=True, slots=True)
class Owned:
    """Somebody and the credit attributes that are theirs."""

    owner: Someone
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class CreditReading:
    """What a passage says: whose credit information, which individuals under pseudonyms, and near misses."""

    owned: tuple[Owned, ...] = ()
    pseudonymous: tuple[Owned, ...] = ()
    misses: tuple[tuple[NearMiss, Term], ...] = ()
    unowned: tuple[tuple[int, int], ...] = ()  # where attributes stand that nobody seems to own


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage's text made plain, the attributes in it, terms that lack a value, and its sentences."""

    text: str = field(repr=False)
    attributes: tuple[Attribute, ...]
    unvalued: tuple[tuple[NearMiss, Term], ...]
    reading: units.Reading = field(repr=False)


def identifies(match: Match) -> bool:
    """Whether a match is, surely enough, a value by which a living person is known."""
    data_class = match.judgement.data_class or match.rule.data_class
    personal = data_class in (DataClass.UNIQUE_ID, DataClass.PERSONAL)
    return personal and match.judgement.confidence >= Confidence.LIKELY and not match.entity.endswith("_MASKED")


def read(text: str, identified: Sequence[Someone], tagger: Tagger) -> CreditReading:
    """The credit information in a passage of plain text. The tagger is asked only where there is an attribute."""
    drawn = draft(text)
    return bound(drawn, identified, tagger(drawn.text) if drawn.attributes else ())


def draft(text: str) -> Draft:
    """What a passage says, whoever it is about."""
    text = values.plain(text)
    seen = attributes(text)
    unvalued = tuple((NearMiss.NO_VALUE, term) for term in seen.valueless)
    return Draft(text, seen.found, unvalued, units.read(text) if seen.found else units.Reading((), chat=False))


def bound(drawn: Draft, identified: Sequence[Someone], mentions: Sequence[Mention]) -> CreditReading:
    """Whose the attributes of a passage are, once its names are known."""
    text = drawn.text
    if not drawn.attributes:
        return CreditReading(misses=drawn.unvalued)
    named = listed(standings(text, called(text, mentions), drawn.reading, identified), text)
    someones = sorted((*named, *identified), key=lambda each: each.start)
    bounds = list(bind(text, drawn.attributes[:_MOST], someones, drawn.reading))
    owned, pseudonymous = _by_owner(bounds)
    pseudonymous = [each for each in pseudonymous if not individuals.elsewhere(text, each.owner)]
    missed = tuple((each.miss, each.attribute.term) for each in bounds if each.miss is not None)
    unowned = tuple(
        (each.attribute.start, each.attribute.end)
        for each in bounds
        if each.miss in (NearMiss.NO_OWNER, NearMiss.STAFF)
    )
    return CreditReading(tuple(owned), tuple(pseudonymous), tuple(dict.fromkeys(missed + drawn.unvalued)), unowned)


def _by_owner(bounds: Sequence[Bound]) -> tuple[list[Owned], list[Owned]]:
    terms: dict[tuple[bool, str], tuple[Someone, dict[Term, None]]] = {}
    for bound in bounds:
        if bound.owner is not None:
            key = (bound.owner.standing is Standing.PSEUDONYM, bound.owner.value)
            terms.setdefault(key, (bound.owner, {}))[1][bound.attribute.term] = None
    owned = [Owned(who, tuple(found)) for (pseudonym, _), (who, found) in terms.items() if not pseudonym]
    return owned, [Owned(who, tuple(found)) for (pseudonym, _), (who, found) in terms.items() if pseudonym]
