"""What the head of a column, the key of a record or a label says its values are.

read("고객명").role, read("loan_bal").role, read("가명ID").role  ->  PERSON, ATTRIBUTE, KEY
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from dlp.classify import terms
from dlp.classify.tables import vocabulary as words
from dlp.classify.terms import Term


class Role(enum.Enum):
    PERSON = "person"  # the name of whom the row is about
    STAFF = "staff"  # the name of an employee who deals with it
    HEADMAN = "representative"  # of a company
    COMPANY = "company"
    POST = "post"  # staff lists: department, rank, extension
    NUMBER = "number"  # under which the firm knows a person
    CONTACT = "contact"
    KEY = "key"  # a pseudonym
    SERIAL = "serial"
    ATTRIBUTE = "attribute"
    QUASI = "quasi-identifier"
    MANY = "aggregate"  # the row is about many: a count of people, an average, a sum
    GROUP = "group"  # what rows of aggregates, rates and products are headed by
    ELSEWHERE = "elsewhere"  # tells that the table is about something else: courses, prizes, books, goods, definitions
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Head:
    role: Role
    term: Term | None = None
    meaning: str = field(default="", repr=False)  # of a quasi-identifier or key, in the product's own words
    weak: bool = False  # the term may as well be about something else
    own: bool = False  # the person's own: staff loan, guarantee of a representative

    @property
    def known(self) -> bool:
        return self.role is not Role.NOTHING


_NOTHING = Head(Role.NOTHING)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[(\[（][^)\]）]*[)\]）]")
_LONGEST = 60
_UNITS_OF_MANY = re.compile(r"[(\[（]\s?(?:단위\s?:?\s?)?(?:억|십억|조|명|건|좌|%p)\s?원?\s?[)\]）]")
_OWN = re.compile(
    r"사내|임직원|급여\s?압류|압류|대표자?.{0,6}(?:보증|대출|담보)|연대보증|개인\s?(?:대출|보증)|연봉|월공제"
)
_KOREAN = (
    (Role.KEY, words.KEY),
    (Role.NUMBER, words.NUMBER),
    (Role.ELSEWHERE, words.ELSEWHERE),
    (Role.MANY, words.MANY),
    (Role.STAFF, words.STAFF),
    (Role.HEADMAN, words.HEADMAN),
    (Role.POST, words.POST),
    (Role.CONTACT, words.CONTACT),
    (Role.PERSON, words.PERSON),
    (Role.COMPANY, words.COMPANY),
)
_MEANINGS = {Role.KEY: "가명 키"}
Tokens = frozenset[str]


@lru_cache(maxsize=8192)
def read(text: str) -> Head:
    """The role that a head gives its column; NOTHING where it says nothing known."""
    text = text.strip(" \t\r\n\"'`*:|#")
    if not text or len(text) > _LONGEST:
        return _NOTHING
    return _latin(text) if text.isascii() else _korean(text)


def _korean(text: str) -> Head:
    whole = re.sub(r"[\s_/·.\-()\[\]（）]+", "", text.lower())
    bare = re.sub(r"[\s_/·.\-]+", "", _BRACKETS.sub("", text).lower()) or whole
    if "법인" in whole and (words.PERSON.fullmatch(bare) or "차주" in whole):
        return Head(Role.COMPANY)
    if "가명처리" in whole or "이용목적" in whole:
        return Head(Role.ELSEWHERE)
    for role, pattern in _KOREAN:
        if pattern.fullmatch(bare) and not (role is Role.CONTACT and "시도" in whole):
            return Head(role, meaning=_MEANINGS.get(role, ""))
    for meaning, pattern in words.QUASI:
        if pattern.fullmatch(whole) or pattern.fullmatch(bare):
            return Head(Role.QUASI, meaning=meaning)
    return _korean_figure(text, bare)


def _korean_figure(text: str, bare: str) -> Head:
    of_many = _UNITS_OF_MANY.search(text) is not None
    if (term := terms.in_label(text)) is not None:
        if of_many:
            return Head(Role.MANY, term)
        return Head(Role.ATTRIBUTE, term, weak=bare in words.WEAK, own=_OWN.search(text) is not None)
    if words.SERIAL.fullmatch(bare):
        return Head(Role.SERIAL)
    if of_many:
        return Head(Role.MANY)
    return Head(Role.GROUP) if words.GROUP.fullmatch(bare) else _NOTHING


def _is_key(tokens: Tokens) -> bool:
    others = tokens & words.NOT_KEY_LATIN or tokens & {"type", "cnt", "count", "nm", "name"}
    named = "key" in tokens and tokens & {"cust", "customer", "user", "member", "client", "borrower", "person"}
    return bool(tokens & words.KEY_LATIN or named) and not others


def _is_number(tokens: Tokens) -> bool:
    return any(pair <= tokens for pair in words.NUMBER_PAIRS) or tokens in ({"cif"}, {"rrn"}, {"custno"}, {"rrno"})


def _is_of_many(tokens: Tokens) -> bool:
    if tokens & words.MANY_LATIN and not tokens & {"asset", "assets", "income", "debt", "liabilities"}:
        return True
    return any(pair <= tokens for pair in words.MANY_PAIRS)


def _is_contact(tokens: Tokens) -> bool:
    return bool(tokens & words.CONTACT_LATIN) or ("ci" in tokens and len(tokens) <= 2)


def _is_company(tokens: Tokens) -> bool:
    return bool(tokens & {"corp", "company"} or (tokens & words.COMPANY_LATIN and tokens & {"name", "nm"}))


def _is_post(tokens: Tokens) -> bool:
    return bool(tokens & words.POST_LATIN) or tokens >= {"emp", "no"} or tokens >= {"employee", "id"}


# The first that holds decides.
_LATIN: tuple[tuple[Role, Callable[[Tokens], bool]], ...] = (
    (Role.KEY, _is_key),
    (Role.NUMBER, _is_number),
    (Role.ELSEWHERE, lambda tokens: bool(tokens & words.ELSEWHERE_LATIN)),
    (Role.MANY, _is_of_many),
    (Role.CONTACT, _is_contact),
    (Role.COMPANY, _is_company),
    (Role.HEADMAN, lambda tokens: bool(tokens & {"ceo", "representative"})),
    (Role.POST, _is_post),
    (Role.STAFF, lambda tokens: bool(tokens & words.STAFF_LATIN)),
)


def _latin(text: str) -> Head:
    listed = [token for token in re.split(r"[^a-z0-9]+", _CAMEL.sub(" ", text).lower()) if token]
    tokens = frozenset(listed)
    for role, holds in _LATIN:
        if holds(tokens):
            return Head(role, meaning=_MEANINGS.get(role, ""))
    if (term := terms.in_label(text)) is not None:
        weak = "_".join(listed) in words.WEAK or "".join(listed) in words.WEAK
        return Head(Role.ATTRIBUTE, term, weak=weak, own=bool(tokens & {"staff", "garnishment"}))
    if (meaning := next((words.QUASI_LATIN[token] for token in listed if token in words.QUASI_LATIN), "")) != "":
        return Head(Role.QUASI, meaning=meaning)
    if tokens & words.PERSON_LATIN and not tokens & words.NOT_PERSON_LATIN:
        return Head(Role.PERSON)
    if tokens & words.SERIAL_LATIN and len(listed) <= 2:
        return Head(Role.SERIAL)
    return Head(Role.GROUP) if tokens & words.GROUP_LATIN else _NOTHING
