"""A few seconds of fuzzing for each reader of a binary format. `pip install '.[fuzz]' && pytest -m fuzz tests/fuzz`

For longer: `python -m tests.fuzz.target hwp --keep found -max_total_time=3600`.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys

import pytest

from tests.surfaces.cli.program import ROOT

pytestmark = [
    pytest.mark.fuzz,
    pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed: `.[fuzz]`"),
]

BINARY = (
    "hwp hwp3 hwpx doc xls xlsb ppt rtf msg tnef pkcs7 ole zip alz egg 7z rar iso tar gz zst sqlite pdf eml image".split()
)
SECONDS = 2


@pytest.mark.parametrize("kind", BINARY)
def test_nothing_is_found_in_a_short_run(kind, tmp_path):
    command = [sys.executable, "-m", "tests.fuzz.target", kind, f"-max_total_time={SECONDS}"]
    done = subprocess.run(
        [*command, f"-artifact_prefix={tmp_path}/"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=120,
    )
    told = done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")
    found = {path.name: path.read_bytes()[:2000] for path in tmp_path.iterdir()}
    assert done.returncode == 0, f"{told[-3000:]}\n{found}"
    runs = re.search(r"number_of_executed_units: (\d+)", told)
    assert runs is not None
    assert int(runs[1]) > 10


def test_a_broken_claim_ends_the_run(tmp_path):
    """The check can fail: a reader that quotes its document is found out with the first seed."""
    broken = """
import sys
sys.argv = ["fuzz", "hwp3", "-runs=50", f"-artifact_prefix={sys.argv[1]}/"]
from tests.fuzz import target
from dlp.extract.base import Issue
from dlp.types import IssueCode
reader = target.oracle.READERS["hwp3"]
def quoting(blob, locus, budget):
    yield Issue(IssueCode.CORRUPT, locus, "홍길동")
reader.extract = quoting
target.main(sys.argv[1:])
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", broken, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=120)
    assert done.returncode != 0
    assert b"an error that quotes the document" in done.stderr + done.stdout
    assert list(tmp_path.iterdir())
