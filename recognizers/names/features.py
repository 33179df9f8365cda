"""What may be a name in a text, and what the model is told about it: arrays in, arrays out, no loop over characters.

A candidate is a start and a length of one to four syllables. Every feature is the hash of a stretch of text beside or in
it, or of two of them together; sums of powers over the text give the hash of any stretch in one step. Training and
scanning use this same code, so they cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizers.names import lexicon

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Bools = NDArray[np.bool_]

BLOCK = 4_096  # characters looked at in one go
BITS = 18  # of the table of weights
STEP = 4.0 / 127  # what one step of a stored weight stands for
_EDGE = 16  # line feeds laid around a block, so that no stretch leaves it
_MOST_REST = 7  # syllables that may follow a name in its word: 대리님께서는

_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that it has an inverse modulo 2**64
_MIX = np.uint64(0xD6E8FEB86659FD93)
_CROSS = np.uint64(0xA0761D6478BD642F)
_SALTS = (np.arange(1, 65, dtype=np.uint64) * np.uint64(0x8EBC6AF09C88C6E3)).astype(np.uint64)


def _powers(base: int, count: int) -> Hashes:
    values = np.full(count, base, dtype=np.uint64)
    values[0] = 1
    return np.multiply.accumulate(values)


_POW = _powers(int(_BASE), BLOCK + 2 * _EDGE + 1)
_INV = _powers(pow(int(_BASE), -1, 1 << 64), BLOCK + 2 * _EDGE + 1)

# Kinds a stretch of text can be by the lists of words, as bits.
TITLE, HONORIFIC, LABEL = 1, 2, 4
_LONGEST = 7  # of those words
_KINDS_BITS = 16
_KINDS_SHIFT = np.uint64(64 - _KINDS_BITS)


def _word_hash(word: str) -> int:
    return sum(ord(char) * int(_POW[place]) for place, char in enumerate(word)) % (1 << 64)


def _kinds() -> tuple[np.uint64, Hashes, NDArray[np.uint8]]:
    """A table of the words by hash, with a factor under which no two share a place."""
    words: dict[int, int] = {}
    for bit, group in ((TITLE, lexicon.TITLES), (HONORIFIC, lexicon.HONORIFICS), (LABEL, lexicon.LABELS)):
        for word in group:
            if len(word) <= _LONGEST:
                words[_word_hash(word)] = words.get(_word_hash(word), 0) | bit
    hashes = np.array(sorted(words), dtype=np.uint64)
    for attempt in range(1, 1000):
        factor = _MIX * np.uint64(2 * attempt + 1)
        places = (hashes * factor) >> _KINDS_SHIFT
        if len(np.unique(places)) == len(hashes):
            keys = np.zeros(1 << _KINDS_BITS, dtype=np.uint64)
            kinds = np.zeros(1 << _KINDS_BITS, dtype=np.uint8)
            keys[places], kinds[places] = hashes, [words[int(value)] for value in hashes]
            return factor, keys, kinds
    raise AssertionError("the lists of words have become too long for their table")


with np.errstate(over="ignore"):
    _FACTOR, _KEYS, _KINDS = _kinds()

_SURNAME = np.zeros(0x10000, dtype=np.bool_)
_SURNAME[[ord(char) for char in lexicon.SURNAMES]] = True
_PAIRS = np.array(sorted(ord(pair[0]) << 16 | ord(pair[1]) for pair in lexicon.COMPOUND_SURNAMES), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Places in characters of the block, one each for every candidate; `surname` is its length (0: none known).

    `features` has a row per feature: places in the table of weights.
    """

    start: Ints
    end: Ints
    surname: Ints
    features: NDArray[np.int64]


class _Block:
    """One block of text with what is known of each of its characters."""

    def __init__(self, text: str) -> None:
        padded = "\n" * _EDGE + text + "\n" * _EDGE
        self.codes = np.frombuffer(padded.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.int64)
        self.size = len(self.codes)
        sums = np.empty(self.size + 1, dtype=np.uint64)
        sums[0] = 0
        np.cumsum(self.codes.astype(np.uint64) * _POW[: self.size], out=sums[1:])
        self.sums = sums
        places = np.arange(self.size + 1)
        codes = self.codes
        self.hangul = (codes >= 0xAC00) & (codes <= 0xD7A3)
        latin = ((codes | 32) >= 97) & ((codes | 32) <= 122)
        self.digit = (codes >= 48) & (codes <= 57)
        word = self.hangul | latin | self.digit | (codes == 95)
        self.run_start = self.hangul.copy()
        self.run_start[1:] &= ~self.hangul[:-1]
        # Of every place: where the run of Hangul it is in ends, where the last word before it ended and began, ...
        self.run_end = _next_true(~self.hangul, places)
        self.last_end = np.maximum.accumulate(np.concatenate(([0], np.where(word, places[1:], 0))))
        starts = word.copy()
        starts[1:] &= ~word[:-1]
        self.word_start = np.maximum.accumulate(np.where(starts, places[:-1], 0))
        self.next_start = _next_true(word, places)
        self.word_end = _next_true(~word, places)
        self.sorts = self.hangul + self.digit * 2 + (codes == 10) * 3
        self.lines = np.concatenate(([0], np.cumsum(codes == 10)))

    def hash(self, start: Ints, end: Ints) -> Hashes:
        """The hash of every stretch; 0 where it is empty."""
        found: Hashes = (self.sums[end] - self.sums[start]) * _INV[start]
        return found

    def kinds(self) -> NDArray[np.uint8]:
        """What the stretch of k + 1 characters from each place is, by the lists: row k."""
        rows = np.zeros((_LONGEST, self.size), dtype=np.uint8)
        places = np.arange(self.size)
        for length in range(1, _LONGEST + 1):
            within = places[: self.size - length]
            found = self.hash(within, within + length)
            slots = (found * _FACTOR) >> _KINDS_SHIFT
            hits = np.flatnonzero(_KEYS[slots] == found)
            rows[length - 1, hits] = _KINDS[slots[hits]]
        return rows


def _next_true(flags: Bools, places: Ints) -> Ints:
    """For every place the first at or behind it where the flag is set (the end, if none)."""
    size = len(flags)
    marked = np.concatenate((np.where(flags, places[:-1], size), [size]))
    ahead: Ints = np.minimum.accumulate(marked[::-1])[::-1]
    return ahead


def _longest(kinds: NDArray[np.uint8], bit: int) -> Ints:
    """For every place the length of the longest word of that kind beginning there."""
    lengths = np.arange(1, _LONGEST + 1, dtype=np.uint8)[:, None]
    found: Ints = (((kinds & bit) != 0) * lengths).max(axis=0).astype(np.int64)
    return found


def _ending(kinds: NDArray[np.uint8], bit: int) -> Ints:
    """For every place the length of the longest word of that kind ending there."""
    size = kinds.shape[1]
    lengths = np.zeros(size, dtype=np.int64)
    for length in range(1, _LONGEST + 1):
        behind = (kinds[length - 1, : size - length] & bit) != 0
        lengths[length:][behind] = length
    return lengths


@dataclass(frozen=True, slots=True)
class _Near:
    """Words of the lists near every place: their lengths, and how far away they stand."""

    label: Ints  # of a label that ends here, or before one to three separators
    gap: Ints  # those separators
    follows: Ints  # of a title or honorific that begins here, or behind one blank
    blank: Ints  # that blank


def _near(block: _Block, kinds: NDArray[np.uint8]) -> _Near:
    follows = np.maximum(_longest(kinds, TITLE), _longest(kinds, HONORIFIC))
    spaced = np.zeros_like(follows)
    gaps = (block.codes[:-1] == 32) | (block.codes[:-1] == 9)
    spaced[:-1] = np.where(gaps, follows[1:], 0)
    # A label counts where it begins its run of Hangul or letters: 명의 in 차명의혹 is none.
    ends = _ending(kinds, LABEL)
    places = np.arange(block.size)
    first = places - ends
    ends = np.where((ends > 0) & ~_within(block, first), ends, 0)
    last = np.minimum(block.last_end[:-1], block.size - 1)
    gap = places - last
    return _Near(
        label=np.where((gap <= 3) & (last > 0), ends[last], 0),
        gap=gap,
        follows=np.where(follows > 0, follows, spaced),
        blank=(follows == 0).astype(np.int64),
    )


def _within(block: _Block, places: Ints) -> Bools:
    inside: Bools = block.hangul[places] & ~block.run_start[places]
    return inside


def _candidates(block: _Block, near: _Near) -> tuple[Ints, Ints, Ints]:
    """Starts, ends and lengths of surnames (0: no surname is known for it)."""
    size, codes = block.size, block.codes
    glued = block.hangul & ~block.run_start & (near.gap == 0) & (near.label >= 2)
    start = np.flatnonzero(block.run_start | glued)
    start = start[start < size - _EDGE]
    single = _SURNAME[codes[start] & 0xFFFF]
    pair = np.isin(codes[start] << 16 | codes[start + 1], _PAIRS, kind="sort")
    labelled = near.label[start] > 0
    room = block.run_end[start] - start
    starts, ends, surnames = [], [], []
    for length in (1, 2, 3, 4):
        end = start + length
        titled = near.follows[end] > 0
        fits = (room >= length) & (room - length <= _MOST_REST)
        if length == 1:
            fits &= single & titled
        elif length == 2:
            fits &= single | titled | labelled
        else:
            fits &= single | pair | titled | labelled
        chosen = np.flatnonzero(fits)
        starts.append(start[chosen])
        ends.append(end[chosen])
        surnames.append(np.where(pair[chosen] & (length > 2), 2, single[chosen].astype(np.int64)))
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(surnames)


def candidates(text: str) -> Candidates:
    """Everything in up to BLOCK characters that may be a Korean name, with its features."""
    with np.errstate(over="ignore"):
        block = _Block(text)
        near = _near(block, block.kinds())
        start, end, surname = _candidates(block, near)
        features = _features(block, near, start, end, surname)
    return Candidates(start - _EDGE, end - _EDGE, surname, features)


# Stretches of text a feature may be made of (see _stretches), and what is known beside them (see _marks).
_STRETCHES = (
    "name family given first last head tail run rest next1 next2 next3 prev1 prev2 prev3 word word2 earlier following following2 "
    "gap_left gap_right label title"
).split()
_MARKS = "nothing kind final bare wrapped wraps labelled titled shape labelled_titled kind_bare kind_shape".split()
# The features: what the model gets a weight for. Up to three things together make one.
_FEATURES = [
    tuple(feature.split())
    for feature in """
    kind|name kind|family kind|given kind|first kind|last kind|head kind|tail kind|run kind|rest kind|rest final|rest final kind|next1
    next2 bare|next3 bare|next1 kind|following wraps|following2 wraps|following2 wraps rest|gap_right kind_bare|prev1|prev2|prev3
    word wrapped|word2 wrapped|earlier wrapped|gap_left kind|word2 gap_left|word gap_left|word2 rest|word rest kind|prev1 next1
    prev1 next1 kind|prev2 next2|gap_left gap_right shape|gap_left gap_right kind_shape|label labelled|title titled|labelled_titled
    labelled_titled kind_bare|labelled rest|label rest|title kind|title family|last next1|family next2|labelled_titled name
    name rest|following word2|shape kind_bare|family prev1|given titled|given labelled|tail next1|given rest|word2 following2 kind
    """.replace("\n", "|").split("|")
    if feature.strip()
]
_COLUMNS = {name: place for place, name in enumerate([*_STRETCHES, *_MARKS])}
_PARTS = np.array(
    [[_COLUMNS[name] for name in (*feature, "nothing", "nothing")[:3]] for feature in _FEATURES], dtype=np.int64
).T


def _features(block: _Block, near: _Near, s: Ints, e: Ints, surname: Ints) -> Ints:
    """The places in the table of weights of every feature (rows) of every candidate (columns)."""
    words = _Words(block, s)
    values = np.concatenate((_stretches(block, near, words, s, e, surname), _marks(block, near, words, s, e, surname)))
    one, two, three = (values[part] for part in _PARTS)
    mixed = (one ^ (one >> np.uint64(29))) * _CROSS + two
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _CROSS + three
    mixed = (mixed + _SALTS[: len(_FEATURES), None]) * _MIX
    mixed ^= mixed >> np.uint64(32)
    mixed *= _CROSS
    places: Ints = (mixed >> np.uint64(64 - BITS)).astype(np.int64)
    return places


class _Words:
    """Where the words before and behind the candidates stand."""

    def __init__(self, block: _Block, s: Ints) -> None:
        self.run_end = block.run_end[s]
        self.end = block.last_end[s]
        self.start = block.word_start[np.maximum(self.end - 1, 0)]
        self.earlier_end = block.last_end[self.start]
        self.earlier = block.word_start[np.maximum(self.earlier_end - 1, 0)]
        self.next = np.minimum(block.next_start[self.run_end], block.size - _EDGE)
        self.next_end = np.minimum(block.word_end[self.next], self.next + 8)


def _stretches(block: _Block, near: _Near, words: _Words, s: Ints, e: Ints, surname: Ints) -> Hashes:
    first, r = s + surname, words.run_end
    label_end = s - near.gap[s]
    title = e + near.blank[e]
    bounds = (
        (s, e), (s, first), (first, e), (first, first + 1), (e - 1, e), (s, s + 2), (e - 2, e), (s, r), (e, r),
        (e, e + 1), (e, e + 2), (e, e + 3), (s - 1, s), (s - 2, s), (s - 3, s),
        (words.start, words.end), (np.maximum(words.end - 2, words.start), words.end), (words.earlier, words.earlier_end),
        (words.next, words.next_end), (words.next, np.minimum(words.next + 2, words.next_end)),
        (np.maximum(words.end, s - 3), s), (r, np.minimum(words.next, r + 3)),
        (label_end - near.label[s], label_end), (title, title + near.follows[e]),
    )  # fmt: skip
    starts, ends = zip(*bounds, strict=True)
    return block.hash(np.stack(starts), np.stack(ends))


def _marks(block: _Block, near: _Near, words: _Words, s: Ints, e: Ints, surname: Ints) -> Hashes:
    kind = (e - s) * 3 + surname + 1
    final = (block.codes[e - 1] - 0xAC00) % 28 > 0
    bare = words.run_end == e
    wrapped = block.lines[s] > block.lines[words.end]
    wraps = block.lines[words.next] > block.lines[words.run_end]
    labelled = (near.label[s] > 0) * (2 + (near.gap[s] > 0))
    titled = (near.follows[e] > 0) * (2 + near.blank[e])
    shape = block.sorts[np.maximum(words.end - 1, 0)] * 5 + block.sorts[np.where(bare, words.next, words.run_end - 1)]
    both = labelled * 4 + titled
    marks = (
        np.zeros_like(s),
        kind,
        final,
        bare,
        wrapped,
        wraps,
        labelled,
        titled,
        shape,
        both,
        kind * 2 + bare,
        kind * 32 + shape,
    )
    return np.stack(marks).astype(np.uint64)
