"""What each part of the detection of credit information is worth: the development set with parts left out.

    python -m tests.ablation      # prints the table of docs/credit.md; needs ../shared/eval

Rows: identifiers alone as owners; with names by the fast lane; with the deep lane; with tables read as tables.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path
from unittest.mock import patch

from dlp import Scanner
from dlp.classify.tables import TableReading, Tables
from tests.eval_adapter import gold, label

LABELS = ("credit", "pseudonymised")
# What is left out: lanes for names, tables.
PARTS = {
    "식별자만 / identifiers only": ("fast = false\ndeep = false", False),
    "+ 빠른 길 / + fast lane": ("deep = false", False),
    "+ 깊은 길 / + deep lane": ("", False),
    "+ 표 / + tables": ("", True),
}


def counts(names: str, *, tables: bool) -> Counter[tuple[str, str]]:
    """How often each (gold, found) label occurs."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "dlp.toml")
        config.write_text(f"[names]\n{names}\n", encoding="utf-8")
        scanner = Scanner(config)
    read = Tables.read if tables else lambda *_: TableReading()
    with patch.object(Tables, "read", read):
        return Counter((str(row["label"]), label(scanner, str(row["text"]))) for row in gold("credit"))


def measured(found: Counter[tuple[str, str]], kind: str) -> str:
    right = found[kind, kind]
    said = sum(number for (_, answer), number in found.items() if answer == kind)
    wanted = sum(number for (wish, _), number in found.items() if wish == kind)
    precision, recall = right / max(said, 1), right / wanted
    return f"{precision:.3f} / {recall:.3f} / {2 * precision * recall / max(precision + recall, 1e-9):.3f}"


def main() -> None:
    lines = ["| | credit P / R / F1 | pseudonymised P / R / F1 |", "|---|---|---|"]
    for name, (names, tables) in PARTS.items():
        found = counts(names, tables=tables)
        lines.append(f"| {name} | {' | '.join(measured(found, kind) for kind in LABELS)} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
