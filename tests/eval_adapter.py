"""Runs the scanner over the development sets of ../shared/eval and scores it with their own scorer.

    python -m tests.eval_adapter identifiers|lookalikes|credit [--list] [--at-least likely]
    python -m tests.eval_adapter names [--list] [--at-least likely]

`names` has no scorer of its own: exact spans count, for the PERSON findings of a scan and for both taggers alone (a scan
asks them only where there is something to own).

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
from dlp.plugins import load_taggers
from dlp.rules import Mention, TaggerSettings
from dlp.types import Confidence, DataClass
from recognizers.names.training import marked

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


def names(least: Confidence, listed: bool) -> str:
    """Precision and recall of people's names, by the public door and by each tagger alone."""
    rows = marked.read(EVAL / "names_finance.jsonl")
    taggers = load_taggers("korea", TaggerSettings())
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "dlp.toml")
        config.write_text('[names]\nreport = "all"\n', encoding="utf-8")
        scanner = Scanner(config)
    ways = {"fast": taggers.fast, "deep": taggers.deep, "scan": lambda text: people(scanner, text)}
    lines = []
    for way, tag in ways.items():
        sure = lambda text, tag=tag: [one for one in tag(text) if one.confidence >= least]  # noqa: E731
        lines.append(f"{way:6}{marked.score(rows, sure)}")
        for text, spans in rows if listed else ():
            found = {(one.start, one.end) for one in sure(text)}
            lines += [f"  {'wrong' if span in found else 'missed'} {span}: {text}" for span in found ^ set(spans)]
    return "\n".join(lines) + "\n"


def people(scanner: Scanner, text: str) -> list[Mention]:
    findings = scanner.scan_text(text).findings
    return [Mention(f.start, f.end, f.confidence) for f in findings if f.entity == "PERSON"]


def score(task: str, rows: Iterable[Prediction], *options: str) -> str:
    """What the sets' own score.py prints."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "predictions.jsonl")
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, str(EVAL / "score.py"), task, str(path), *options]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["identifiers", "lookalikes", "credit", "names"])
    parser.add_argument("--list", action="store_true", help="print every miss and false positive")
    parser.add_argument("--at-least", choices=[c.name.lower() for c in Confidence], default="possible")
    chosen = parser.parse_args()
    least = Confidence[chosen.at_least.upper()]
    if chosen.task == "names":
        sys.stdout.write(names(least, chosen.list))
        return
    rows = predictions(Scanner(), chosen.task, least)
    sys.stdout.write(score(chosen.task, rows, *(["--list"] if chosen.list else [])))


if __name__ == "__main__":
    main()
