"""Foreign names in Latin letters, and Korean ones spelt in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from recognizers.names import abroad, lexicon


def _any(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


_TITLE = _any(word for word in lexicon.TITLES if len(word) > 1)
_ENGLISH_LABELS = frozenset(
    """
    customer client borrower debtor guarantor insured beneficiary applicant holder payer payee name cardholder contact
    attn dear from to cc mr mrs ms dr sender recipient nm owner employee manager signed regards sincerely
    """.split()
)
_LABEL = _any(word for word in lexicon.LABELS - lexicon.TITLES if len(word) > 1 and not word.isascii())
# What a label before a name in Latin letters looks like, read up to where the name begins.
_LABELLED = re.compile(
    rf"(?:(?<![가-힣]){_LABEL}명?|(?i:(?<![a-z]){_any(_ENGLISH_LABELS)}))[\"']?\.?(?: ?[:=|\t] ?| )[\"'(]?$"
)
_LABELS = re.compile(_LABELLED.pattern.removesuffix("$"))
_REACH = 24  # characters that such a label takes, at most
_UPPER, _LOWER = (
    "A-ZÀ-ÖØ-ÞĀĆČĐĘĞİŁŃŚŞŠŹŻŽ",
    "a-zß-öø-ÿāăąćčđęěğıłńňőřśşšťůűýźżžạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
)
_LETTER = _UPPER + _LOWER
_CAPITAL = rf"(?:(?:O'|D'|Mc|Mac)?[{_UPPER}][{_LOWER}]+(?:[-'][{_LETTER}][{_LOWER}]+)?|[{_UPPER}]{{2,}})"
_LATIN = re.compile(
    rf"(?<![{_LETTER}0-9]){_CAPITAL}(?: [{_UPPER}]\.)?"
    rf"(?: (?:(?:van der|van|von|de la|de|del|der|dos|da|bin|al|la|el|ter) )?{_CAPITAL}){{1,3}}(?![{_LETTER}0-9])"
)
# Mr. Petersen, Dear Ms. Okonkwo: who is addressed so has a name of even one word.
_ADDRESSED = re.compile(
    rf"(?<![{_LETTER}0-9])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sr|Sra|Herr|Frau|Mme)\.? ({_CAPITAL}(?: {_CAPITAL}){{0,2}})(?![{_LETTER}0-9])"
)
_GREETED = re.compile(
    rf"(?<![{_LETTER}0-9])(?:Dear|Hi|Hello|Hey|Thanks|Thank you|Regards,|Sincerely,|Best,)[ \n]"
    rf"({_CAPITAL}(?: {_CAPITAL}){{0,2}})(?=[,.:!\n]|$)"
)
_WORDS = re.compile("[가-힣A-Za-z]+(?:[ ·.'-]{1,2}[가-힣A-Za-z]+){0,4}")
_OF_SOMEBODY = re.compile(rf" ?(?:님|씨|고객|회원|차주|귀하|명의|{_TITLE})")
_ROMAN_SURNAMES = (
    "Kim Lee Park Choi Jung Jeong Kang Cho Yoon Yun Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Ryu Hong Jeon Moon Son "
    "Yang Bae Baek Nam Noh Koo Yoo Chung"
).split()
_ROMAN = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_any(_ROMAN_SURNAMES)} [A-Z][a-z]{{2,}}(?:[- ]?[a-z]{{2,}})?"
    rf"|{_any(map(str.upper, _ROMAN_SURNAMES))}(?: |, ?)[A-Z]{{2,6}}(?:[- ][A-Z]{{2,5}})?)(?![A-Za-z])"
)
# Words of offices and of English prose: what has one of them is no name, capitals or not.
_NO_NAME = frozenset(
    """
    bank banking branch loan loans card credit debit account risk report total balance interest rate team office
    department management customer service services system center centre company corp inc ltd llc co group holdings
    capital financial finance insurance securities asset investment fund trust international national global korea seoul
    new york america american street road avenue dear thank you please hello regards sincerely best kind from to subject
    date name number no id code type status approval payment transfer internal external data security policy microsoft
    google amazon slack teams zoom excel word outlook the and of for in on with this that information personal privacy
    agreement contract term terms statement notice january february march april may june july august september october
    november december monday tuesday wednesday thursday friday saturday sunday mr mrs ms dr all sir madam manager
    director officer user test sample admin support north south east west united states kingdom city state process
    review plan project meeting update request form list file table column value null none true false select insert
    where index api key token server client application app web mobile software license version release build open
    source cloud sales marketing human resources audit compliance legal tax tech team everyone folks there colleagues valued
    member members applicant period both mutual private
    president chairman world minister speaker kitty
    public general group ask please note see if when while will can may our your his her their its was is are has have had be by
    """.split()
)


_JOINT = re.compile(r"[,;&/] ?| and | & ")  # what stands between two of them
# Given names that are English words, too.
_AMBIGUOUS = frozenset(
    "grace mark rose bold bat fang mei ming min li lan van jean mia jack mai ray hope joy will rich sky may june art bill lily iris ruth "
    "long young king page price chase frank dean dale drew gene guy jay lance norm pat rod sandy ted wade ward kay joan andre luc jan "
    "bo do so in an hung minh hoa xiao jing thi vie siti timor leo max luna".split()
)


def names(text: str) -> Iterator[tuple[int, int]]:
    """Places of names in Latin letters; they may overlap."""
    last = 0
    for match in _LATIN.finditer(text):
        start, labelled = _without_label(match)
        words = text[start : match.end()]
        joined = last > 0 and _JOINT.fullmatch(text, last, start) is not None
        named = (
            labelled or joined or _listed(words) or _OF_SOMEBODY.match(text, match.end()) or _behind_label(text, start)
        )
        if named and " " in words and _is_name(words):
            last = match.end()
            yield start, match.end()
    for pattern in (_ADDRESSED, _GREETED):
        for match in pattern.finditer(text):
            if _is_name(match[1]):
                yield match.span(1)
    for match in _ROMAN.finditer(text):
        if _is_name(match[0]):
            yield match.span()


def _listed(words: str) -> bool:
    """Whether the first word is a given name, and no word of the language."""
    first = words.partition(" ")[0].lower()
    return first in abroad.LATIN_GIVEN and first not in _AMBIGUOUS and not words.isupper()


def _behind_label(text: str, start: int) -> bool:
    return _LABELLED.search(text, max(0, start - _REACH), start) is not None


def _without_label(match: re.Match[str]) -> tuple[int, bool]:
    """Where the name begins in Dear John Smith or Customer David Chen, and whether there was such a word."""
    first, _, rest = match[0].partition(" ")
    labelled = first.lower() in _ENGLISH_LABELS
    return (match.end() - len(rest) if labelled else match.start()), labelled


def _is_name(words: str) -> bool:
    return _NO_NAME.isdisjoint(re.findall("[a-z]+", words.lower()))


def addressed(text: str, start: int, end: int) -> bool:
    """Whether these are whole words that a label names or a title or honorific follows, as names do."""
    words = text[start:end]
    edges = not text[start - 1 : start].isalnum() and _WORDS.fullmatch(words) is not None and _is_name(words)
    behind = _behind_label(text, start) and not text[end : end + 1].isalnum()
    return edges and (behind or _OF_SOMEBODY.match(text, end) is not None)


def may_address(text: str) -> bool:
    """Whether there is a label, title or honorific at all by which `addressed` could say yes."""
    return _OF_SOMEBODY.search(text) is not None or _LABELS.search(text) is not None
