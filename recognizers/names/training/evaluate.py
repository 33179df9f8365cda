"""How good the lanes are: names found and missed, false ones per megabyte of finance documents, speed.

    python -m recognizers.names.training.evaluate [--data FOLDER] [--write] [FILE ...]

Each FILE is JSONL with spans, or text with names between ‹ and ›. FOLDER holds the training data: of its documents every
fifth was never trained on, and people with Korean names are in none of them. `--write` keeps the figures in meta.json beside the weights.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from dlp.rules import Mention, TaggerSettings
from dlp.types import Confidence
from recognizers.names import linear, taggers
from recognizers.names.training import corpus, marked
from recognizers.names.training.marked import Tag

_KOREAN = re.compile("[가-힣]{1,4}")


def main() -> None:
    """Prints one line per file and lane, then what the documents gave."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    both = taggers(TaggerSettings())
    lanes: Mapping[str, Tag] = {"fast": both.fast, "fast, sure": _sure, "deep": both.deep}
    metrics: dict[str, dict[str, dict[str, float]]] = {}
    for path in chosen.files:
        sentences = marked.read(path)
        for name, tag in lanes.items():
            score = marked.score(sentences, tag)
            metrics.setdefault(path.name, {})[name] = score.figures()
            sys.stdout.write(f"{path.name:24} {name:10} {score}\n")
    if chosen.data:
        documents = corpus.documents(chosen.data, held_back=True)
        for name, tag in lanes.items():
            korean, foreign, speed = false_names(documents, tag)
            metrics.setdefault("documents", {})[name] = {"korean_per_mb": korean, "foreign_per_mb": foreign}
            sys.stdout.write(
                f"{'documents':24} {name:10} {korean} Korean-shaped, {foreign} foreign per MB, {speed:.2f} MB/s\n"
            )
    if chosen.write:
        _keep(metrics)


def _keep(metrics: Mapping[str, object]) -> None:
    path = Path(__file__).resolve().parents[1] / "data" / "meta.json"
    meta = json.loads(path.read_text("utf-8")) | {"metrics": metrics}
    path.write_text(json.dumps(meta, indent=2) + "\n", "utf-8")


def _sure(text: str) -> list[Mention]:
    return [mention for mention in linear.tag(text) if mention.confidence > Confidence.POSSIBLE]


def false_names(documents: list[str], tag: Tag) -> tuple[int, int, float]:
    """Per megabyte: Korean-shaped names where there are none, foreign ones (which may be right). And megabytes per second."""
    size = sum(len(text.encode()) for text in documents) / 1e6
    began = time.process_time()
    found = [text[mention.start : mention.end] for text in documents for mention in tag(text)]
    seconds = time.process_time() - began
    korean = sum(bool(_KOREAN.fullmatch(name)) for name in found)
    return round(korean / size), round((len(found) - korean) / size), size / seconds


if __name__ == "__main__":
    main()
