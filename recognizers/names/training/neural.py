"""Trains the deep lane: syllables in, names out, by spaCy with fixed seeds, a fixed order and a fixed number of steps."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from thinc.api import Adam, Config, fix_random_seed

import recognizers.names.syllables  # noqa: F401  makes the tokenizer known to spaCy
from recognizers.names import abroad
from recognizers.names.training.corpus import Corpus
from recognizers.names.training.silver import Sentence

LABEL = "PS"
_CONFIG = """
[nlp]
lang = "xx"
pipeline = ["tok2vec", "ner"]
[nlp.tokenizer]
@tokenizers = "dlp.syllables.v1"
[components]
[components.tok2vec]
factory = "tok2vec"
[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"
[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 64
attrs = ["NORM", "SHAPE"]
rows = [3000, 300]
include_static_vectors = false
[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 64
window_size = 2
maxout_pieces = 2
depth = 4
[components.ner]
factory = "ner"
[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
hidden_width = 48
maxout_pieces = 2
use_upper = true
[components.ner.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = 64
"""


def train(corpus: Corpus, steps: int, batch: int = 48) -> Language:
    """A pipeline after so many batches of so many texts."""
    fix_random_seed(0)
    nlp: Language = spacy.util.load_model_from_config(Config().from_str(_CONFIG), auto_fill=True)
    nlp.get_pipe("ner").add_label(LABEL)  # type: ignore[attr-defined]  # the parser behind the pipe has it
    texts = _texts(corpus)
    stream = _forever(texts)
    first = [_example(nlp, text) for text in texts[:200]]
    nlp.initialize(lambda: first)
    optimizer = Adam(0.0015, L2=0.01, grad_clip=1.0)
    for step in range(steps):
        group = islice(stream, batch)
        optimizer.learn_rate = 0.0015 * (1 - 0.95 * step / steps)
        losses: dict[str, float] = {}
        nlp.update([_example(nlp, text) for text in group], drop=0.15, sgd=optimizer, losses=losses)
        if step % 200 == 0:
            sys.stderr.write(f"{step} {losses.get('ner', 0):.1f}\n")
    return nlp


def store(nlp: Language, folder: Path) -> None:
    """Writes the pipeline, without the words it has seen: they were hashed, and names may be among them."""
    nlp.to_disk(folder)
    kept = sorted({LABEL, "ner", "tok2vec"})
    (folder / "vocab" / "strings.json").write_text(json.dumps(kept), "utf-8")


def _texts(corpus: Corpus) -> list[Sentence]:
    """About as many texts as there are steps for: of those without names only some."""
    dice = Random(3)
    named = [text for text in corpus.news if text[1]]
    nameless = [text for text in corpus.news if not text[1]]
    lines = [line for text in corpus.negatives for line in text.splitlines() if 8 < len(line) < 160 and " " in line]
    chosen = [line for line in dice.sample(lines, min(len(lines), 6000)) if not _names_foreigner(line)]
    finance = corpus.finance[: len(corpus.finance) * 2 // 3]
    return [
        *named,
        *dice.sample(nameless, len(nameless) // 4),
        *corpus.swapped,
        *finance,
        *((line, ()) for line in chosen),
    ]


_PARTS = abroad.WESTERN_GIVEN | abroad.WESTERN_LAST | abroad.JAPANESE_LAST | abroad.CHINESE | abroad.OTHERS
_CAPITALS = re.compile("[A-Z][a-z]+ [A-Z][a-z]+")


def _names_foreigner(line: str) -> bool:
    """Whether there may be a foreign name in a line that is to have none."""
    return _CAPITALS.search(line) is not None or not _PARTS.isdisjoint(re.findall("[가-힣]{2,6}", line))


def _forever(texts: Sequence[Sentence]) -> Iterator[Sentence]:
    dice = Random(9)
    while True:
        order = list(texts)
        dice.shuffle(order)
        yield from order


def _example(nlp: Language, sentence: Sentence) -> Example:
    text, spans = sentence
    made = nlp.make_doc(text)
    gold = Doc(nlp.vocab, words=[token.text for token in made], spaces=[bool(token.whitespace_) for token in made])
    found = [gold.char_span(start, end, label=LABEL) for start, end in spans]
    gold.ents = [span for span in found if isinstance(span, Span)]
    return Example(made, gold)
