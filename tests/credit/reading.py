"""The tables of a document, read as a scan reads them: walked, matched, and handed to the reader of tables in order."""

import io
import time
from dataclasses import dataclass, field
from functools import cache

import recognizers
from dlp.classify.tables import Tables
from dlp.extract.base import Budget
from dlp.extract.walk import walk, walk_text
from dlp.match.matcher import Matcher
from dlp.match.ruleset import Ruleset
from dlp.types import Blob, CreditFact, Limits, Pictures, PseudonymisedTable, Segment


@dataclass
class Read:
    facts: list[CreditFact] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    pseudonymised: tuple[PseudonymisedTable, ...] = ()
    misses: list = field(default_factory=list)
    regions: list = field(default_factory=list)

    @property
    def label(self):
        return "credit" if self.facts else "pseudonymised" if self.pseudonymised else "none"


@cache
def matcher() -> Matcher:
    return Matcher(Ruleset(recognizers.rules()), b"0" * 32)


def read(content: str | bytes, name: str = "") -> Read:
    """The tables of a text, or of a file of that name."""
    data = content.encode() if isinstance(content, str) else content
    blob = Blob(name, len(data), lambda: io.BytesIO(data))
    budget = Budget(Limits(), time.monotonic, Pictures())
    tables, found = Tables(matcher().fingerprint), Read()
    for item in walk(blob, budget) if name else walk_text(blob, budget):
        if isinstance(item, Segment):
            reading = tables.read(item, matcher().match(item))
            found.facts += reading.facts
            found.people |= reading.people
            found.misses += reading.near_misses
            found.regions += reading.regions
    found.pseudonymised = tables.pseudonymised()
    return found
