"""Labels for the raw sentences of KLUE-NER, rebuilt from public lists of forms: longest match, titles taken off.

`train_raw.tsv` and `form_freq.tsv` come from konne and konne-prep (korean-named-entity), which took the sentences from
KLUE-NER v1.1; all CC BY-SA 4.0. Only frequencies counted in the training part are used.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from recognizers.names import lexicon

Sentence = tuple[str, tuple[tuple[int, int], ...]]  # a text, and where the names in it are
_LONGEST = 20


def sentences(folder: Path) -> list[Sentence]:
    """The training sentences with their names."""
    raw = [line.split("\t", 1)[1] for line in (folder / "train_raw.tsv").read_text("utf-8").splitlines()]
    people, others = _forms(folder / "form_freq.tsv")
    counts = Counter(form for text in raw for _, form in _matches(text, people, others))
    names = {form for form, count in people.items() if count >= 0.5 * max(counts[form], 1)}
    return [(text, _with_surnames(text, list(_spans(text, people, others, names)))) for text in raw]


_LONE = re.compile(rf"(?<![가-힣A-Za-z0-9])[{lexicon.SURNAMES}](?= ?(?:씨|모)(?:[가는의를에와도측 (,]|$))")


def _with_surnames(text: str, spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans, and the surnames of news reports (임 씨는), without the letters that stand for people there (A씨)."""
    kept = [span for span in spans if text[span[0]] >= "가"]
    taken = {place for start, end in kept for place in range(start, end)}
    lone = [match.span() for match in _LONE.finditer(text) if match.start() not in taken]
    return tuple(sorted(kept + lone))


def _forms(path: Path) -> tuple[dict[str, int], set[str]]:
    people: dict[str, int] = {}
    others: set[str] = set()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            form, count = row["form"], int(row["train_freq"])
            if not count or len(form) > _LONGEST:
                continue
            if row["label"] == "PS_NAME":
                people[form] = people.get(form, 0) + count
            else:
                others.add(form)
    return people, others


def _matches(text: str, people: Mapping[str, int], others: set[str]) -> Iterator[tuple[int, str]]:
    """The longest known form at every beginning of a word, without overlaps."""
    place = 0
    while place < len(text):
        if place and text[place - 1].isalnum():
            place += 1
            continue
        for length in range(min(_LONGEST, len(text) - place), 0, -1):
            form = text[place : place + length]
            if form in people or form in others:
                yield place, form
                place += length - 1
                break
        place += 1


def _spans(text: str, people: Mapping[str, int], others: set[str], names: set[str]) -> Iterator[tuple[int, int]]:
    for place, form in _matches(text, people, others):
        if form in names:
            start, end = _bare(form)
            if end - start == 1 and not _addressed(text[place + end :]):
                continue
            if end > start:
                yield place + start, place + end


def _bare(form: str) -> tuple[int, int]:
    """Where the name is in a form such as 배우 류준열, 박 대통령, 김감독 or 장위안(張玉安)."""
    end = len(form.split("(", maxsplit=1)[0].rstrip())
    start = 0
    words = form[:end].split(" ")
    while len(words) > 1 and (words[0] in lexicon.TITLES or words[0] in lexicon.LABELS):
        start += len(words.pop(0)) + 1
    while len(words) > 1 and any(words[-1].endswith(title) for title in lexicon.TITLES):
        end -= len(words.pop()) + 1
    last = words[-1]
    for length in range(min(5, len(last) - 1), 0, -1):
        if last[-length:] in lexicon.TITLES or last[-length:] in ("모", "씨", "군", "양", "옹", "님"):
            return start, end - length
    return start, end


def _addressed(rest: str) -> bool:
    follows = rest.lstrip(" ")
    words = (*lexicon.TITLES, "씨", "모", "군", "양", "옹")
    return any(follows.startswith(word) for word in words)
