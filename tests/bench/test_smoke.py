"""Seconds, always on: the engine is the fast one."""

import re
import time

from dlp import Scanner
from dlp.types import Locus, Segment
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
    matcher, segment = Scanner()._parts.matcher, Segment(Locus(), text)
    matcher.match(segment)
    ours = min(cpu(lambda: [matcher.match(segment) for _ in range(50)]) / 50 for _ in range(3))
    theirs = cpu(lambda: [sum(1 for _ in pattern.finditer(text)) for pattern in patterns])
    assert theirs / ours >= 20
