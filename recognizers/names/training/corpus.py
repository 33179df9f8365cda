"""The training data of both lanes: news and reviews, the same with other names, made-up finance, documents without names."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from recognizers.names import lexicon
from recognizers.names.training import people, silver, synthetic
from recognizers.names.training.silver import Sentence

FILES = ("train_raw.tsv", "form_freq.tsv", "gretel_kr.jsonl")  # what is read, all below one folder
_RUN = re.compile("(?<![가-힣])[가-힣]{2,5}(?![가-힣])")
_QUERY = re.compile(r'"query": "((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_PLAIN = {"n": "\n", "t": "\t", "r": "\n"}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts with the places of the names in them; `negatives` hold no Korean names, but foreign ones."""

    news: tuple[Sentence, ...] = field(repr=False)
    swapped: tuple[Sentence, ...] = field(repr=False)
    finance: tuple[Sentence, ...] = field(repr=False)
    more: tuple[Sentence, ...] = field(repr=False)  # made-up ones that only the fast lane reads
    negatives: tuple[str, ...] = field(repr=False)

    def digest(self) -> str:
        """SHA-256 of all texts and places of names."""
        sha = hashlib.sha256()
        for texts in (self.news, self.swapped, self.finance, self.more, self.negatives):
            sha.update(json.dumps(texts).encode())
        return sha.hexdigest()


def corpus(folder: Path, finance: int, share: float = 1.0) -> Corpus:
    """All of it, or a share for a quick run; `finance` is the number of made-up texts."""
    news = silver.sentences(folder)
    news = news[: int(len(news) * share)]
    swapped = [_swapped(sentence, Random(f"swap {number}")) for number, sentence in enumerate(news) if sentence[1]]
    negatives = documents(folder, held_back=False)
    negatives = negatives[: int(len(negatives) * share)]
    common = _words(news, negatives)
    words = [word for word in common if word[0] in lexicon.SURNAMES]
    return Corpus(
        tuple(news),
        tuple(swapped),
        tuple(synthetic.sentences(finance, 11, words, common)),
        tuple(synthetic.sentences(finance * 2 // 3, 12, words, common)),
        tuple(negatives),
    )


def _words(news: Sequence[Sentence], negatives: Sequence[str]) -> list[str]:
    """Frequent words that name nobody: what a model must learn to leave alone."""
    people = {text[start:end] for text, spans in news for start, end in spans}
    common = Counter(run for text, _ in news for run in _RUN.findall(text))
    domain = Counter(run for text in negatives for run in _RUN.findall(text))
    frequent = {run for run, count in common.items() if count >= 6} | {
        run for run, count in domain.items() if count >= 2
    }
    given = lexicon.NATIVE_GIVEN
    return sorted(run for run in frequent if not _prefixes(run, people) and run not in given and run[:2] not in given)


def _prefixes(run: str, people: set[str]) -> list[str]:
    return [run[:length] for length in (2, 3, 4) if run[:length] in people]


def documents(folder: Path, *, held_back: bool) -> list[str]:
    """The machine-translated finance documents: every fifth is held back for evaluation."""
    lines = (folder / "gretel_kr.jsonl").read_text("utf-8").splitlines()
    found = [_query(line) for line in lines]  # the file's own JSON is not always valid
    return [text for number, text in enumerate(found) if (number % 5 == 0) is held_back and text]


def _query(line: str) -> str:
    match = _QUERY.search(line)
    return _ESCAPE.sub(_unescaped, match[1]) if match else ""


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) == 5 else _PLAIN.get(code, code)


def _swapped(sentence: Sentence, dice: Random) -> Sentence:
    """The sentence with other people in it: a model must not learn who is famous."""
    text, spans = sentence
    parts: list[str] = []
    moved: list[tuple[int, int]] = []
    last = length = 0
    known: dict[str, str] = {}
    for start, end in spans:
        name = text[start:end]
        if name not in known:
            known[name] = _another(name, dice)
        before = text[last:start]
        moved.append((length + len(before), length + len(before) + len(known[name])))
        parts += [before, known[name]]
        length = moved[-1][1]
        last = end
    parts.append(text[last:])
    return "".join(parts), tuple(moved)


def _another(name: str, dice: Random) -> str:
    """A name of the same length that takes the same particles."""
    if not re.fullmatch("[가-힣]{1,4}", name):
        return name
    closed = (ord(name[-1]) - 0xAC00) % 28 > 0
    for _ in range(200):
        other = people.surname(dice)[:1] if len(name) == 1 else people.korean(dice)
        if len(other) == len(name) and ((ord(other[-1]) - 0xAC00) % 28 > 0) == closed:
            return other
    return name
