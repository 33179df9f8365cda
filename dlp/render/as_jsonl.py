"""JSON Lines: one object per file, written as soon as the file is done. Shape: result.schema.json."""

from __future__ import annotations

import json

from dlp.render import document
from dlp.render.base import Entry, Style, Totals


class JsonLines:
    def __init__(self, style: Style) -> None:
        self._lang = style.lang

    def begin(self) -> str:
        return ""

    def entry(self, entry: Entry) -> str:
        return json.dumps(document.result(entry, self._lang), ensure_ascii=False) + "\n"

    def end(self, _totals: Totals) -> str:
        return ""
