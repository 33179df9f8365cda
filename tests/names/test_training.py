"""Training gives the same weights again, and the wheel carries them with their licence."""

import hashlib
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from recognizers.names import fast
from recognizers.names.training import corpus, marked, people, synthetic

ROOT = Path(__file__).parents[2]
DATA = ROOT / "recognizers" / "names" / "data"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Training data of a few made-up sentences, in the form of the real ones."""
    place = tmp_path_factory.mktemp("data")
    dice = random.Random(8)
    made = [people.korean(dice) for _ in range(40)]
    raw = "".join(f"id{number}\t{name}은 어제 은행에서 돈을 빌렸다.\n" for number, name in enumerate(made))
    (place / "train_raw.tsv").write_text(raw, "utf-8")
    head = "form\tlabel\tlen\tfreq\ttrain_freq\tdev_freq\tform\tform_freq\tlabel\tnum_labels\tlabel_freq\n"
    forms = "".join(f"{name}\tPS_NAME\t{len(name)}\t1\t1\t0\t{name}\t1\tPS_NAME\t1\t1\n" for name in made)
    (place / "form_freq.tsv").write_text(head + forms, "utf-8")
    lines = (json.dumps({"query": "이자율 안내문\n고용주는 설명서를 교부한다"}, ensure_ascii=False) for _ in range(20))
    (place / "gretel_kr.jsonl").write_text("\n".join(lines), "utf-8")
    return place


def trained(folder, out, lane, seed):
    """Trains in a process of its own, whose sets and dictionaries are ordered by another seed."""
    command = [sys.executable, "-m", "recognizers.names.training", str(folder), "--lane", lane, "--share", "0.02"]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": "1"}
    subprocess.run([*command, "--out", str(out)], check=True, cwd=ROOT, env=environment, capture_output=True)
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("lane", ["fast", "deep"])
def test_the_same_data_give_the_same_weights(folder, tmp_path, lane):
    first, second = (trained(folder, tmp_path / seed, lane, seed) for seed in ("1", "2"))
    assert first == second
    assert any(name.endswith(("fast.weights", "ner/model")) for name in first)


def test_other_data_give_other_weights(folder, tmp_path):
    plain = trained(folder, tmp_path / "plain", "fast", "1")
    other = tmp_path / "other"
    other.mkdir()
    for name in corpus.FILES:
        (other / name).write_bytes((folder / name).read_bytes())
    with (other / "train_raw.tsv").open("a", encoding="utf-8") as file:
        file.write("more\t이자율은 은행에서 정한다.\n" * 40)
    assert trained(other, tmp_path / "more", "fast", "1")["fast.weights"] != plain["fast.weights"]


def test_marks_stand_where_the_names_are(folder):
    for text, spans in synthetic.sentences(300, 3, ["이자율"]):
        for start, end in spans:
            assert text[start:end].strip() == text[start:end] != ""
    swapped = corpus.corpus(folder, 10).swapped
    assert swapped
    assert all(text[start:end] + "은" in text for text, spans in swapped for start, end in spans)


def test_the_weights_are_those_that_meta_json_names():
    meta = json.loads((DATA / "meta.json").read_text("utf-8"))
    digests = {name: hashlib.sha256((DATA / name).read_bytes()).hexdigest() for name in meta["weights"]}
    assert digests == meta["weights"]
    assert {path.relative_to(DATA).as_posix() for path in (DATA / "ner").rglob("*") if path.is_file()} < set(digests)


def test_the_figures_in_meta_json_are_those_that_are_measured():
    told = json.loads((DATA / "meta.json").read_text("utf-8"))["metrics"]["heldout.txt"]["fast"]
    assert marked.score(marked.read(Path(__file__).with_name("heldout.txt")), fast).figures() == told


def test_the_models_are_small():
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 3_000_000


def test_the_wheel_carries_models_and_licence(tmp_path):
    from hatchling.builders.wheel import WheelBuilder

    built = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(built) as wheel:
        names = set(wheel.namelist())
        metadata = wheel.read(next(name for name in names if name.endswith(".dist-info/METADATA"))).decode()
    shipped = {
        f"recognizers/names/data/{path.relative_to(DATA).as_posix()}" for path in DATA.rglob("*") if path.is_file()
    }
    assert shipped <= names
    assert {"LICENSE", "NOTICE", "MODEL_CARD.md", "meta.json", "fast.weights"} <= {Path(name).name for name in shipped}
    assert "License-Expression: Apache-2.0 AND CC-BY-SA-4.0" in metadata
    assert metadata.count("License-File:") == 4
