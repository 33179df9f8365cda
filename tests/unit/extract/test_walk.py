from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile

from dlp.extract.base import Budget, Child, held
from dlp.extract.walk import Node, walk
from dlp.types import Blob, Issue, IssueCode, Limits, Locus, Segment


def _walk(blob, run=None, **limits):
    budget = Budget(Limits(**limits), time.monotonic)
    return list(walk(blob, budget, run) if run else walk(blob, budget))


def test_nodes_are_announced_before_what_they_give():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    found = _walk(held("a.zip", out.getvalue()))
    assert [(type(item), item.locus.container) for item in found] == [
        (Node, ()),
        (Segment, ()),
        (Node, ("a.txt",)),
        (Segment, ("a.txt",)),
    ]


def test_an_empty_file_is_fully_read():
    assert _walk(held("a.docx", b"")) == [Node(Locus(), "application/x-empty")]


def test_a_reader_that_fails_becomes_an_issue_without_its_message():
    def run(_reader, _blob, locus, _budget):
        yield Segment(locus, b"010101")
        raise ValueError("quotes content")

    issue = _walk(held("a.txt", b"x"), run)[-1]
    assert (issue.code, issue.detail) == (IssueCode.WORKER_DIED, "reader failed: ValueError")


def test_a_reader_that_gives_nothing_is_told():
    found = _walk(held("a.pdf", b"text"), lambda *_: iter(()))
    codes = [item.code for item in found if isinstance(item, Issue)]
    assert codes == [IssueCode.TYPE_MISMATCH, IssueCode.EMPTY_TEXT]


def test_what_is_inside_something_hidden_is_hidden():
    def run(_reader, blob, locus, _budget):
        if blob.name == "outer":
            yield Child(held("inner", b"text"), hidden=True)
        else:
            yield Segment(locus, b"text")

    assert [item.hidden for item in _walk(held("outer", b"text"), run) if isinstance(item, Segment)] == [True]


def test_a_file_that_cannot_be_opened():
    def refuse():
        raise PermissionError("secret.txt")

    found = _walk(Blob("a.txt", 5, refuse))
    assert [(item.code, item.detail) for item in found if isinstance(item, Issue)] == [
        (IssueCode.UNREADABLE, "PermissionError")
    ]


def test_limits_of_size_and_time():
    assert _walk(held("a.txt", b"text"), file_bytes=3)[-1].code is IssueCode.TOO_LARGE
    found = _walk(held("a.txt", b"text"), seconds=-1.0)
    assert [item.code for item in found if isinstance(item, Issue)] == [IssueCode.TIMED_OUT, IssueCode.TIMED_OUT]


def test_a_small_text_does_not_pay_for_heavy_libraries():
    code = (
        "import sys, time; from dlp.extract.base import Budget, held; from dlp.extract.walk import walk;"
        "from dlp.types import Limits;"
        "list(walk(held('a.txt', '가나다'.encode() * 1000), Budget(Limits(), time.monotonic)));"
        "print([name for name in ('numpy', 'lxml', 'presidio_analyzer', 'spacy') if name in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert run.stdout == "[]\n"
