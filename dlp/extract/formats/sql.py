"""SQL: the text as it is, and the rows of its INSERT and COPY statements as tables under their column names."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.signatures import SQL
from dlp.extract.stream import text_segments
from dlp.types import Blob, Layout, Locus, Segment

NAME = "sql"
MEDIA_TYPES = (SQL,)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = (
    "Column names come from the statement or from CREATE TABLE before it; rows of neither are read as text.",
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    from dlp.extract.sqltables import Rows

    rows = Rows(Locus(locus.container, "rows"))
    for item in text_segments(blob, locus, budget, layout=Layout.CODE):
        yield item
        if isinstance(item, Segment) and not item.derived:
            for segment in rows.take(item.data[item.before : len(item.data) - item.after]):
                budget.unpack(len(segment.data))
                yield segment
