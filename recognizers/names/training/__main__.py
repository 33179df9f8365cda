"""Trains the models again: the same data and versions give the same weights.

    python -m recognizers.names.training FOLDER [--lane fast|deep] [--out FOLDER] [--share 1.0]

FOLDER holds train_raw.tsv, form_freq.tsv and gretel_kr.jsonl (MODEL_CARD.md says where they come from). What comes out is
written beside the package's own data, or where `--out` says; meta.json tells what was read and which versions read it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

from recognizers.names.training import corpus, logistic, rows

FINANCE = 24_000  # made-up texts
STEPS = 1600  # of the deep lane, 48 texts each
_HERE = Path(__file__).resolve().parents[1] / "data"


def main() -> None:
    """Trains one lane or both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lane", choices=("fast", "deep"), action="append")
    parser.add_argument("--out", type=Path, default=_HERE)
    parser.add_argument("--share", type=float, default=1.0, help="of the data, for a quick run")
    chosen = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"  # sums in one order
    data = corpus.corpus(chosen.folder, int(FINANCE * chosen.share), chosen.share)
    chosen.out.mkdir(parents=True, exist_ok=True)
    lanes = chosen.lane or ["fast", "deep"]
    for lane in lanes:
        if lane == "fast":
            fast(data, chosen.out)
        else:
            deep(data, chosen.out, int(STEPS * chosen.share))
    _write_meta(chosen.folder, chosen.out, dict.fromkeys(lanes, data.digest()))


def fast(data: corpus.Corpus, out: Path) -> None:
    """Writes fast.weights."""
    (out / "fast.weights").write_bytes(logistic.stored(logistic.fit(rows.examples(data))))


def deep(data: corpus.Corpus, out: Path, steps: int) -> None:
    """Writes the folder ner."""
    from recognizers.names.training import neural

    neural.store(neural.train(data, steps), out / "ner")


def _write_meta(folder: Path, out: Path, corpora: dict[str, str]) -> None:
    """What was read and what came of it. A lane that was not trained now keeps the digest of the texts it once read."""
    path = out / "meta.json"
    before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    files = sorted(
        path for path in out.rglob("*") if path.is_file() and (path.parent != out or path.suffix == ".weights")
    )
    libraries = ("numpy", "spacy", "thinc")
    meta = {
        "data": {name: _digest(folder / name) for name in corpus.FILES},
        "corpus": before.get("corpus", {}) | corpora,
        "weights": {path.relative_to(out).as_posix(): _digest(path) for path in files},
        "versions": {"python": platform.python_version()} | {name: version(name) for name in libraries},
        "finance": FINANCE,
        "steps": STEPS,
        "license": "CC-BY-SA-4.0",
    }
    path.write_text(json.dumps(meta, indent=2) + "\n", "utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
