"""Texts with names marked in them, and how well a tagger finds just those."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dlp.rules import Mention
from recognizers.names.training.silver import Sentence

Tag = Callable[[str], Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class Score:
    """Exact spans: found and right, found and wrong, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    def figures(self) -> dict[str, float]:
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "right": self.right,
            "wrong": self.wrong,
            "missed": self.missed,
        }

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  (right {self.right}, wrong {self.wrong}, missed {self.missed})"


def read(path: Path) -> list[Sentence]:
    """A JSONL file with `text` and `spans` ([start, end, ...]), or lines of text with names between ‹ and ›."""
    lines = path.read_text("utf-8").splitlines()
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in lines]
        return [(row["text"], tuple((span[0], span[1]) for span in row["spans"])) for row in rows]
    return [_unmarked(line) for line in lines if line and not line.startswith("#")]


def _unmarked(line: str) -> Sentence:
    text, spans = "", []
    for mark, name, other in re.findall("(‹)([^›]*)›|([^‹]+)", line):
        if mark:
            spans.append((len(text), len(text) + len(name)))
        text += name + other
    return text, tuple(spans)


def score(sentences: Iterable[Sentence], tag: Tag) -> Score:
    """How well the tagger finds the names of all sentences."""
    right = wrong = missed = 0
    for text, spans in sentences:
        found = {(mention.start, mention.end) for mention in tag(text)}
        right += len(found.intersection(spans))
        wrong += len(found.difference(spans))
        missed += len(set(spans).difference(found))
    return Score(right, wrong, missed)
