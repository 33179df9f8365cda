"""What a scan of one small text file loads: a program started for every file cannot afford more."""

import subprocess
import sys

import pytest

from tests.surfaces.cli.program import CLEAN, finish, start

pytestmark = pytest.mark.e2e

# `email` with its parser, `socket`, `tempfile` and `zipfile` come with importlib.metadata, which finds the rule packs,
# `urllib.parse` with pathlib, `subprocess` with typer: there is no way round them.
HEAVY = {
    "presidio_analyzer", "spacy", "recognizers.presidio", "pydantic", "rich", "lxml", "numpy", "jsonschema", "watchdog",
    "regex", "email.policy", "xml", "http", "urllib.request", "asyncio", "multiprocessing", "logging", "sqlite3",
}  # fmt: skip
PROGRAM = """
import atexit, sys
from dlp.__main__ import main
atexit.register(lambda: sys.stderr.write("\\n".join(sys.modules)))
sys.argv = ["dlp", *sys.argv[1:]]
main()
"""


def loaded(*arguments, cwd):
    code, _, err = finish(start("-c", PROGRAM, *arguments, cwd=cwd))
    assert code == 0, err
    return set(err.split("\n"))


def test_a_clean_text_loads_nothing_heavy(tmp_path):
    (tmp_path / "note.txt").write_text(CLEAN, "utf-8")
    assert not HEAVY & loaded("scan", "note.txt", cwd=tmp_path)


def test_the_public_names_cost_no_command_line():
    code = "import sys; from dlp import Scanner; print(*sorted({'typer', 'rich', 'lxml', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("", "")
