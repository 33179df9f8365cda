"""The table beside this file, row by row: what the tables of a text are, as `dlp.classify.tables` reads them.

[[row]]
label = "credit"            # or "pseudonymised", "none"
kind = "csv"                # how it is written, or what it is about
text = '''...'''            # placeholders: tests/fill.py
"""

import tomllib
from pathlib import Path
from random import Random

import pytest

from tests.credit.reading import read
from tests.fill import fill

ROWS = tomllib.loads(Path(__file__).with_name("tables.toml").read_text(encoding="utf-8"))["row"]


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{n}-{row['kind']}") for n, row in enumerate(ROWS, 1)])
def test_row(row):
    text = fill(row["text"].lstrip("\n"), Random(row["text"])).text
    assert read(text).label == row["label"]


def test_half_are_none():
    """Precision matters as much as recall: a tool that stops brochures is switched off."""
    none = sum(row["label"] == "none" for row in ROWS)
    assert none * 2 >= len(ROWS) >= 200
