import csv
import io

import pytest

from dlp.render.as_csv import FILE_COLUMNS, FINDING_COLUMNS, Cell, _harmless
from tests.unit.render.results import ALL, BLOCKED, CLEAN, HOSTILE, render


def rows(*results, **options):
    return list(csv.DictReader(io.StringIO(render("csv", *results, **options), newline="")))


def test_one_row_per_finding_and_one_per_file_without():
    assert [row["path"] for row in rows(BLOCKED, CLEAN)] == ["docs/고객 명단.csv"] * 3 + ["docs/회의록.md"]
    assert set(rows(CLEAN)[0]) == {*FILE_COLUMNS, *FINDING_COLUMNS}


def test_cells():
    row = rows(BLOCKED, accepted={"f0": "x"})[0]
    assert (row["action"], row["entity"], row["masked"], row["start"]) == ("block", "KR_RRN", "000101-3******", "10")
    assert (row["clauses"], row["accepted"], row["omitted"]) == ("SAAS-13 PIPA-D-19 SAAS-05", "true", "4")


@pytest.mark.parametrize("start", "=+-@\t\r＝＋－＠")
def test_a_formula_is_text(start):
    assert _harmless(f"{start}1") == f"'{start}1"


def test_no_cell_of_a_hostile_file_is_a_formula():
    cells = [cell for row in rows(*ALL, HOSTILE) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_numbers_stay_numbers():
    cell: Cell = -1
    assert _harmless(cell) == -1
