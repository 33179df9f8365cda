"""The tokenizer of the deep lane: one token for a Hangul syllable, one for a run of digits or of Latin letters.

Korean particles are glued to names; tokens that are whole words would make the model cut where no token ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

NAME = "dlp.syllables.v1"
_TOKEN = re.compile(r"[0-9]{1,12}|[A-Za-z]{1,20}|\s|.", re.DOTALL)


class Syllables:
    """Makes a Doc of a text. Nothing is configured, so nothing is stored."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _TOKEN.findall(text):
            if piece == " " and spaces and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing, as spaCy wants it of every part of a pipeline."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> Syllables:
        """The same tokenizer."""
        return self

    def to_disk(self, path: object, **_: object) -> None:
        """Writes nothing."""

    def from_disk(self, path: object, **_: object) -> Syllables:  # noqa: ARG002
        """Reads nothing."""
        return self


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator]
def create() -> Callable[[Language], Syllables]:
    """What spaCy calls when a model names this tokenizer."""
    return lambda nlp: Syllables(nlp.vocab)
