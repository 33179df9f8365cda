"""The files of the models: a missing one is refused, never fetched; a changed one is told and seen in the digest."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dlp import Scanner

ROOT = Path(__file__).parents[2]
CODE = """
import json, socket
def refuse(*_):
    raise SystemExit("something called out")
socket.socket.connect = socket.getaddrinfo = refuse
from dlp import RuleError, app
try:
    scanner = app.Scanner()
    doctor = {each.name: [each.state.value, each.en] for each in app.doctor()}
    print(json.dumps([scanner.rules_digest, doctor["names"]]))
except RuleError as error:
    print(json.dumps(["RuleError", str(error)]))
"""


@pytest.fixture
def copy(tmp_path):
    """The package in a folder of its own, whose files may be spoilt."""
    shutil.copytree(ROOT / "recognizers", tmp_path / "recognizers", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def started(copy):
    path = os.pathsep.join([str(copy), str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, "XDG_STATE_HOME": str(copy / "state")}
    done = subprocess.run([sys.executable, "-c", CODE], cwd=copy, env=environment, capture_output=True, check=True)
    return json.loads(done.stdout.decode())


def test_a_whole_installation_names_its_lanes(copy):
    digest, (state, words) = started(copy)
    assert digest == Scanner().rules_digest
    assert state == "holds"
    assert words.startswith("fast and deep lane, models ")


@pytest.mark.parametrize("missing", ["ner", "ner/ner/model", "fast.weights", "meta.json"])
def test_a_missing_model_is_refused_and_nothing_is_fetched(copy, missing):
    path = copy / "recognizers" / "names" / "data" / missing
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    kind, words = started(copy)
    assert kind == "RuleError"
    assert "a file of the models is missing" in words


def test_a_changed_model_is_told_and_is_in_the_digest(copy):
    weights = copy / "recognizers" / "names" / "data" / "ner" / "ner" / "cfg"
    weights.write_bytes(weights.read_bytes() + b"\n")
    digest, (state, words) = started(copy)
    assert digest != Scanner().rules_digest
    assert state == "broken"
    assert "install again" in words


def test_which_lanes_are_on_is_in_the_digest(tmp_path):
    (tmp_path / "dlp.toml").write_text("[names]\ndeep = false\n")
    (tmp_path / "none.toml").write_text("[names]\nfast = false\ndeep = false\n")
    digests = {Scanner(path).rules_digest for path in (None, tmp_path / "dlp.toml", tmp_path / "none.toml")}
    assert len(digests) == 3
