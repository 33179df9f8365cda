"""One JSON document: the results in order, then their sums. Shape: result.schema.json, `#/$defs/report`."""

from __future__ import annotations

import json

from dlp.render import document
from dlp.render.base import Entry, Style, Totals


class JsonDocument:
    def __init__(self, style: Style) -> None:
        self._lang = style.lang
        self._separator = "\n"

    def begin(self) -> str:
        return f'{{"schema": {document.SCHEMA}, "results": ['

    def entry(self, entry: Entry) -> str:
        text = self._separator + json.dumps(document.result(entry, self._lang), ensure_ascii=False)
        self._separator = ",\n"
        return text

    def end(self, totals: Totals) -> str:
        return f'\n], "summary": {json.dumps(document.summary(totals))}}}\n'
