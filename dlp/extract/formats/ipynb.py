"""Jupyter notebooks: the JSON as it is, and each cell and output put together from the lines it is kept in."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.charset import to_utf8
from dlp.extract.gather import Gather
from dlp.extract.signatures import NOTEBOOK
from dlp.extract.stream import BLOCK, text_segments
from dlp.types import Blob, Layout, Locus, Segment

NAME = "ipynb"
MEDIA_TYPES = (NOTEBOOK,)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = ("In notebooks of over 16 MiB cells are not put together; the JSON is read all the same.",)

_LARGEST = 16 << 20
_PICTURES = ("image/", "application/pdf")  # base64, read from the source


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    yield from text_segments(blob, Locus(locus.container, "source"), budget, layout=Layout.KEY_VALUE)
    if blob.size <= _LARGEST:
        yield from _cells(blob, locus, budget)


def _cells(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Segment]:
    """A second view: nothing is lost where it cannot be made."""
    with blob.open() as stream:
        data = stream.read(_LARGEST)
    budget.unpack(len(data))
    try:
        notebook = json.loads(to_utf8(data).data)
    except (ValueError, RecursionError):
        return
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    gather = Gather(locus, derived=True, sourced=True)
    for number, cell in enumerate(cells if isinstance(cells, list) else (), 1):
        if not isinstance(cell, dict):
            continue
        gather.add(_joined(cell.get("source")) + "\n\n", f"cell {number}")
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else ():
            if isinstance(output, dict):
                gather.add("".join(text + "\n\n" for text in _texts(output)), f"cell {number} output")
        if gather.size > BLOCK and (segment := gather.take()):
            yield segment
    if segment := gather.take():
        yield segment


def _texts(output: dict[str, object]) -> Iterator[str]:
    yield _joined(output.get("text"))
    shown = output.get("data")
    for kind, value in shown.items() if isinstance(shown, dict) else ():
        if not str(kind).startswith(_PICTURES):
            yield _joined(value)


def _joined(value: object) -> str:
    """Text kept as one string or as a list of lines."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""
