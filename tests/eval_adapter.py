"""Runs the scanner over the development sets of ../shared/eval and scores it with their own scorer.

    python -m tests.eval_adapter identifiers|lookalikes|credit [--list] [--at-least likely]

Every finding counts as a prediction by default, POSSIBLE ones too: a flag somebody must look at is a false alarm like
any other. `--at-least likely` counts only what blocks. Entities the sets do not know are no predictions.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from dlp import Scanner
from dlp.types import Confidence, DataClass

EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"
TYPES = {
    "KR_RRN": "KR_RRN",
    "KR_FRN": "KR_FRN",
    "KR_PASSPORT": "KR_PASSPORT",
    "KR_DRIVER_LICENSE": "KR_DRIVER_LICENSE",
    "CREDIT_CARD": "CARD",
    "KR_BANK_ACCOUNT": "ACCOUNT",
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "KR_CI": "CI",
    "KR_DI": "CI",
    "KR_BRN": "BRN",
}
LABELS = {DataClass.PERSONAL_CREDIT: "credit", DataClass.PSEUDONYMISED: "pseudonymised"}
Prediction = dict[str, object]


def gold(task: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (EVAL / f"{task}.jsonl").read_text(encoding="utf-8").splitlines()]


def spans(scanner: Scanner, text: str, least: Confidence) -> list[Prediction]:
    findings = scanner.scan_text(text).findings
    return [
        {"start": f.start, "end": f.end, "type": TYPES[f.entity]}
        for f in findings
        if f.entity in TYPES and f.confidence >= least
    ]


def label(scanner: Scanner, text: str) -> str:
    """The strongest of the two classes the sets know; credit before pseudonymised."""
    classes = scanner.scan_text(text).classes
    return next((name for kind, name in LABELS.items() if kind in classes), "none")


def predictions(scanner: Scanner, task: str, least: Confidence) -> Iterator[Prediction]:
    for row in gold(task):
        text = str(row["text"])
        answer = {"label": label(scanner, text)} if task == "credit" else {"pred": spans(scanner, text, least)}
        yield {"id": row["id"], **answer}


def score(task: str, rows: Iterable[Prediction], *options: str) -> str:
    """What the sets' own score.py prints."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "predictions.jsonl")
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, str(EVAL / "score.py"), task, str(path), *options]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["identifiers", "lookalikes", "credit"])
    parser.add_argument("--list", action="store_true", help="print every miss and false positive")
    parser.add_argument("--at-least", choices=[c.name.lower() for c in Confidence], default="possible")
    chosen = parser.parse_args()
    rows = predictions(Scanner(), chosen.task, Confidence[chosen.at_least.upper()])
    sys.stdout.write(score(chosen.task, rows, *(["--list"] if chosen.list else [])))


if __name__ == "__main__":
    main()
