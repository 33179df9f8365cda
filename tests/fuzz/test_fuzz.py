"""A minute of fuzzing for the readers of binary formats, together. `pip install '.[fuzz]' && pytest -m fuzz tests/fuzz`

For longer: `python -m tests.fuzz.target hwp --keep found -max_total_time=3600`.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys

import pytest

from tests.fuzz.seeds import seeds
from tests.surfaces.cli.program import ROOT

pytestmark = [
    pytest.mark.fuzz,
    pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed: `.[fuzz]`"),
]

BINARY = (
    "hwp hwp3 hwpx doc xls xlsb ppt rtf msg tnef pkcs7 ole zip alz egg 7z rar iso tar gz zst sqlite pdf eml image"
).split()
SECONDS = 30


def fuzz(command, folder):
    done = subprocess.run(
        [sys.executable, *command, f"-artifact_prefix={folder}/"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=SECONDS + 300,
    )
    return done.returncode, done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")


def test_nothing_is_found_in_a_short_run(tmp_path):
    code, told = fuzz(["-m", "tests.fuzz.target", ",".join(BINARY), f"-max_total_time={SECONDS}"], tmp_path)
    found = {path.name: path.read_bytes()[:2000] for path in tmp_path.iterdir()}
    assert code == 0, f"{told[-3000:]}\n{found}"
    runs = re.search(r"number_of_executed_units: (\d+)", told)
    assert runs is not None
    assert int(runs[1]) > sum(len(seeds(kind)) for kind in BINARY)


BROKEN = """
import sys
from tests.fuzz import target
from dlp.extract.base import Issue
from dlp.types import IssueCode
def quoting(blob, locus, budget):
    yield Issue(IssueCode.CORRUPT, locus, "홍길동")
target.oracle.READERS["hwp3"].extract = quoting
sys.argv[1:] = ["hwp3", "-runs=50", *sys.argv[1:]]
target.main(sys.argv[1:])
"""


def test_a_broken_claim_ends_the_run(tmp_path):
    """The check can fail: a reader that quotes its document is found out with the first seed."""
    code, told = fuzz(["-c", BROKEN], tmp_path)
    assert code != 0
    assert "an error that quotes the document" in told
    assert list(tmp_path.iterdir())
