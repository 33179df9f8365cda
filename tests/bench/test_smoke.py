"""Seconds, always on: the engine is the fast one, and a cold scan does not pay for what it does not use."""

import re
import subprocess
import sys
import time

from dlp import Scanner
from recognizers import rules
from tests.bench.corpus import prose


def cpu(work):
    began = time.process_time()
    work()
    return time.process_time() - began


def test_engine_beats_one_stdlib_pattern_per_shape():
    """A slow build of the engine, or a fall-back nobody noticed, shows here and nowhere else."""
    text = prose(1 << 16).data
    patterns = [re.compile(shape.pattern.encode()) for rule in rules() for shape in rule.shapes]
    scanner = Scanner()
    scanner.scan_bytes(text, name="a.txt")
    ours = min(cpu(lambda: [scanner.scan_bytes(text, name="a.txt") for _ in range(50)]) / 50 for _ in range(3))
    theirs = cpu(lambda: [sum(1 for _ in pattern.finditer(text)) for pattern in patterns])
    assert theirs / ours >= 20


COLD = """
import sys
from dlp.__main__ import main
sys.argv = ["dlp", "scan", sys.argv[1]]
try:
    main()
finally:
    heavy = {"presidio_analyzer", "spacy", "recognizers.presidio"} & sys.modules.keys()
    assert not heavy, heavy
"""


def test_cold_scan_imports_neither_presidio_nor_spacy(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("내일 회의는 3시입니다\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", COLD, str(note)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
