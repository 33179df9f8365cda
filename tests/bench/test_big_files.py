"""Files far larger than memory should be: a gigabyte of CSV, a workbook of 200 MB. `pytest -m bench`

Memory is the resident peak of every process of the program, the one that matches and those that read. A bench fails where
a planted identifier is missed or a file is not read to its end.
"""

import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.bench import bigfiles
from tests.bench.corpus import MB

pytestmark = [pytest.mark.bench, pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for peaks")]

PLANTED = 60
PROMISED = 300  # MB
SECONDS = 600  # a busy machine needs longer than a document is given


def peaks(process: subprocess.Popen[bytes]) -> dict[int, int]:
    """The highest resident size in KiB of a process and each of its children, watched to the end."""
    found: dict[int, int] = {}
    while process.poll() is None:
        try:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            for pid in (process.pid, *map(int, children)):
                lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                found[pid] = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
        except (OSError, StopIteration):  # it has just ended
            pass
        time.sleep(0.02)
    return found


def scanned(path: Path) -> tuple[dict, list[int], float]:
    """The result of `dlp scan`, the peaks of its processes in MB, largest first, and the seconds it took."""
    policy = path.with_name("dlp.toml")
    policy.write_text(f"[limits]\nseconds = {SECONDS}\n", "utf-8")
    report = path.with_name("report.json")
    command = [sys.executable, "-m", "dlp", "scan", str(path), "--config", str(policy)]
    began = time.perf_counter()
    with subprocess.Popen(
        [*command, "--format", "json", "--output", str(report)],
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
    ) as process:
        found = peaks(process)
    seconds = time.perf_counter() - began
    (result,) = json.loads(report.read_text("utf-8"))["results"]
    return result, sorted((size >> 10 for size in found.values()), reverse=True), seconds


def check(board, what: str, result: dict, memory: list[int], seconds: float) -> None:
    # A shared string may stand in several cells.
    numbers = len({each["fingerprint"] for each in result["findings"] if each["entity"] == "KR_RRN"})
    board(f"{what}, memory of the largest process", f"{memory[0]} MB", f"< {PROMISED} MB")
    board(f"{what}, memory of all {len(memory)} together", f"{sum(memory)} MB", "")
    board(f"{what}, wall", f"{seconds:.1f} s", "")
    assert (result["coverage"], result["status"], numbers) == ("full", "ok", PLANTED)
    assert memory[0] < PROMISED


def test_a_gigabyte_of_csv(board, tmp_path):
    path = tmp_path / "customers.csv"
    bigfiles.csv(path, 1024 * MB, PLANTED)
    assert path.stat().st_size >= 1024 * MB
    check(board, "a CSV of 1 GB", *scanned(path))


def test_a_workbook_of_200_megabytes(board, tmp_path):
    path = tmp_path / "customers.xlsx"
    bigfiles.xlsx(path, rows=3_500_000, strings=4_400_000, planted=PLANTED)
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("xl/sharedStrings.xml").file_size >= 190 * MB
    assert path.stat().st_size >= 200 * MB
    check(board, "a workbook of 200 MB", *scanned(path))
