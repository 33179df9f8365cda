"""The templates and words of templates.toml, by name."""

from __future__ import annotations

import tomllib
from importlib.resources import files

_TABLE = tomllib.loads((files(__package__) / "templates.toml").read_text("utf-8"))

CHAT, MAIL, PROSE, FORM, ROWS, PLACES, LABELS, EVERYDAY, NOBODY = (
    _TABLE[name].strip().splitlines()
    for name in ("chat", "mail", "prose", "form", "rows", "places", "labels", "everyday", "nobody")
)
MIXED = [f"{before} {{N}}{after}".strip() for before in _TABLE["before"] for after in _TABLE["after"]]
WORDS: dict[str, list[str]] = {
    name: words.split() if isinstance(words, str) else words for name, words in _TABLE["words"].items()
}
