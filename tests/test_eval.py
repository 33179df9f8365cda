"""The bounds the project promises on the development sets; what those are and mean: ../shared/eval/README.md."""

import re

import pytest

from dlp import Scanner
from dlp.plugins import load_taggers
from dlp.rules import TaggerSettings
from dlp.types import Confidence
from recognizers.names.training import marked
from tests.eval_adapter import EVAL, predictions, score

pytestmark = pytest.mark.skipif(not EVAL.is_dir(), reason="the development sets are not part of the repository")


def scored(task):
    return score(task, predictions(Scanner(), task, Confidence.POSSIBLE))


def table(printed, head):
    """Rows of one table of the scorer, as {first column: the other columns}."""
    lines = iter(printed.splitlines())
    columns = next(line for line in lines if re.match(head, line)).split("  ")
    next(lines)
    rows = {}
    for line in lines:
        if not line.strip():
            break
        name, *cells = re.split(r"\s{2,}", line.strip())
        rows[name] = cells
    return [name.strip() for name in columns if name.strip()][1:], rows


def test_identifiers_recall():
    printed = scored("identifiers")
    columns, rows = table(printed, r"type\s+gold")
    recall = {name: float(cells[columns.index("recall")]) for name, cells in rows.items()}
    assert recall.pop("ALL") >= 0.98, printed
    assert min(recall.values()) >= 0.95, printed


def test_lookalikes_false_positives():
    printed = scored("lookalikes")
    columns, rows = table(printed, r"form\s+rows\s+FP")
    with_false_positive = int(rows["ALL"][columns.index("rows with FP")])
    assert with_false_positive / int(rows["ALL"][columns.index("rows")]) <= 0.01, printed


@pytest.mark.parametrize("lane", ["fast", "deep"])
def test_names(lane):
    tagger = getattr(load_taggers("korea", TaggerSettings()), lane)
    score = marked.score(marked.read(EVAL / "names_finance.jsonl"), tagger)
    assert score.precision >= 0.92, score
    assert score.recall >= 0.92, score
