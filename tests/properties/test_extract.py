"""Whatever the bytes: walking ends, raises nothing, and says so where it could not read everything."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlp.extract.walk import Node
from dlp.types import Coverage, IssueCode

_path = Path(__file__).parents[1] / "formats" / "build.py"
_spec = importlib.util.spec_from_file_location("format_builders", _path)
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
READ = {".docx", ".xlsx", ".xlsm", ".pptx", ".eml", ".msg", ".mbox", ".p7m", ".zip", ".html", ".txt"}
BOUNDED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _sound(name: str, data: bytes) -> None:
    found = build.read(name, data, seconds=20)
    assert isinstance(found[0], Node)
    for segment in build.segments(found):
        segment.data.decode("utf-8")
        segment.locate(len(segment.data) // 2)
        assert segment.before + segment.after <= len(segment.data)
    assert IssueCode.WORKER_DIED not in build.codes(found), build.issues(found)


@given(
    st.binary(max_size=300),
    st.sampled_from(["a", "a.txt", "a.xml", "a.html", "a.json", "a.eml", "a.docx", "a.msg", "a.ics"]),
)
@BOUNDED
def test_any_bytes(data, name):
    _sound(name, data)


@given(
    st.sampled_from(sorted(build.PLAIN)),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=8),
    st.floats(0.05, 1),
)
@BOUNDED
def test_damaged_documents(kind, flips, keep):
    name, data = build.PLAIN[kind]
    spoiled = bytearray(data[: max(1, int(len(data) * keep))])
    for at, byte in flips:
        spoiled[int(at * len(spoiled))] = byte
    _sound(name, bytes(spoiled))


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
@BOUNDED
def test_text_with_a_byte_order_mark_comes_through(text, encoding):
    data = text.encode("utf-8-sig" if encoding == "utf-8" else encoding, "ignore")
    found = build.read("a.txt", data)
    if text and not build.issues(found):
        words = "".join(s.data.decode() for s in build.segments(found) if not s.derived)
        assert words or text.isspace()


def test_real_documents():
    paths = [path for path in sorted(CORPUS.rglob("*")) if path.suffix in READ] if CORPUS.exists() else []
    if not paths:
        pytest.skip("no ../shared/corpus here")
    for path in paths:
        _sound(path.name, path.read_bytes())


# Worth saying of what was read all the same, or holds nothing to read.
READ = {IssueCode.TYPE_MISMATCH, IssueCode.UNSANDBOXED, IssueCode.PICTURE_PASSED}


def test_unread_content_is_never_full():
    assert all(code.coverage < Coverage.FULL for code in set(IssueCode) - READ)
