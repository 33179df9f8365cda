"""Keys with values as forms and machines write them: `성명: …`, `loanBal=…`, `"overdueDays": 31`, `<limit>…</limit>`."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.classify import values
from dlp.classify.terms import Term, in_label
from dlp.classify.values import Kind

_KEY = r"(?P<key>[A-Za-z가-힣][A-Za-z가-힣0-9_.\- ]{0,38}?(?:\s?\([^()\n]{1,16}\))?)"
# A key, something between, a value up to where the next one may begin.
_PAIR = re.compile(
    rf"(?:^|(?<=[,;&{{(|\[■●▪*·\->\"'])|(?<=[,;:|.]\s)"
    rf"|(?<=\s)(?=[A-Za-z_.]{{1,40}}\s?=))"
    rf"[ \t]{{0,8}}(?:[■●▪*·>#-]\s?)?[\"']?{_KEY}(?:\\?[\"'`\]]{{0,3}}|\s)[ \t]?(?:[:=：]|=>|→|/(?=\s))(?!\w{{2,}}:)[ \t]{{0,8}}\\?[\"'`]?"
    r"(?P<value>(?:\d{1,3}(?:,\d{3})+|[^\n,;&}\]|<\"'])[^\n,;&}\]|<\"'\\]{0,60})"
    rf"|<(?P<tag>[A-Za-z가-힣][\w가-힣.:-]{{0,40}})(?:\s[^<>\n]{{0,80}})?>(?P<text>[^<\n]{{1,60}})</"
    rf"|^[ \t]{{0,4}}\[(?P<head>[^\]\n]{{1,20}})\][ \t]*(?P<body>[^\n\[]{{1,60}})",
    re.MULTILINE,
)
_GENERIC = re.compile(
    r"~|최대|최고|최저|이내|부터|이상|이하|미만|\bup to\b|varchar|int\b|decimal|numeric|string|number", re.IGNORECASE
)


class Weight(enum.Enum):
    """How much an attribute needs of its owner."""

    STATED = "stated"  # a term with its value
    FIRM = "firm"  # an amount with a verb of credit: "2천 갚았다"
    COMMON = "common"  # an amount with a verb of money, in a text about finance: counts for those called customers only


@dataclass(frozen=True, slots=True)
class Attribute:
    """A credit attribute stated at text[start:end] (term and value); `kind` is None where no value is needed.

    `keyed` tells that it stands as a key with its value, not in a sentence.
    """

    start: int
    end: int
    term: Term
    kind: Kind | None
    keyed: bool = False
    weight: Weight = Weight.STATED


@dataclass(frozen=True, slots=True)
class Pair:
    """A key and its value, by characters of the value."""

    key: str = field(repr=False)
    start: int
    end: int
    at: int  # where the key starts


def keyed(text: str) -> Iterator[Pair]:
    """The keys with values in the text, in order."""
    for found in _PAIR.finditer(text):
        for key, value in (("key", "value"), ("tag", "text"), ("head", "body")):
            if found[key] is not None:
                yield Pair(found[key].strip(), *found.span(value), found.start(key))


def pairs(text: str) -> Iterator[Attribute]:
    """Keys that name a credit attribute and hold a value of its kind."""
    for pair in keyed(text):
        value = text[pair.start : pair.end].strip()
        if _GENERIC.search(value) or (term := in_label(pair.key)) is None:
            continue
        kind = values.kind_of(value)
        if kind is Kind.TEXT and Kind.TEXT not in term.kinds:
            kind = next((each.kind for each in values.in_text(value) if term.takes(each.kind)), None)
        if term.takes(kind):
            yield Attribute(pair.at, pair.end, term, kind, keyed=True)
