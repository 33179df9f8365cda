"""Output formats, one file each. A renderer is pure: results in, text out; it opens nothing and asks for no time."""

from __future__ import annotations

import enum
from typing import assert_never

from dlp.render.base import Entry, Lang, Renderer, Style, Totals

__all__ = ["Entry", "Format", "Lang", "Renderer", "Style", "Totals", "renderer"]


class Format(enum.StrEnum):
    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    SARIF = "sarif"
    JUNIT = "junit"
    HTML = "html"


def renderer(chosen: Format, style: Style) -> Renderer:  # each format's imports are paid for only where it is used
    match chosen:
        case Format.TABLE:
            from dlp.render.as_table import Table

            return Table(style)
        case Format.JSON:
            from dlp.render.as_json import JsonDocument

            return JsonDocument(style)
        case Format.JSONL:
            from dlp.render.as_jsonl import JsonLines

            return JsonLines(style)
        case Format.CSV:
            from dlp.render.as_csv import Csv

            return Csv(style)
        case Format.SARIF:
            from dlp.render.as_sarif import Sarif

            return Sarif(style)
        case Format.JUNIT:
            from dlp.render.as_junit import JUnit

            return JUnit(style)
        case Format.HTML:
            from dlp.render.as_html import Html

            return Html(style)
        case _:
            assert_never(chosen)
