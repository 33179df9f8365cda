from __future__ import annotations

import base64
import io
import time
import zipfile

import pytest

from dlp.extract.base import Budget, held
from dlp.extract.walk import Node, walk
from dlp.types import Limits, Segment
from tests.reading import whole


def _walk(data):
    return whole(walk(held("a.json", data), Budget(Limits(), time.monotonic)))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"a": "X"}', "$.a"),
        ('{"a": {"b": [1, 2, {"고객": "X"}]}}', "$.a.b[2].고객"),
        ('{"a b": "X"}', '$["a b"]'),
        ('[{"a": "}]{["}, "X"]', "$[1]"),
        ('{"a": 1}\n{"b": ["X"]}\n', "line 2 $.b[0]"),
        ('{"010101-1234567": "X"}', '$["…"]'),
        ('{"a": "unterminated X', "$.a"),
    ],
)
def test_paths(text, path):
    segment = next(item for item in _walk(text.encode()) if isinstance(item, Segment))
    assert segment.locate(segment.data.find(b"X")).position == path


def test_paths_may_be_asked_for_in_any_order():
    segment = _walk(b'{"a": "X", "b": "Y"}')[1]
    assert [segment.positions(segment.data.find(mark)) for mark in (b"Y", b"X", b"Y")] == ["$.b", "$.a", "$.b"]


@pytest.mark.parametrize("form", ['{"f": "%s"}', '{"f": "data:application/zip;base64,%s"}'])
def test_files_in_base64_are_children(form):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w"):
        pass
    data = (form % base64.b64encode(archive.getvalue() + bytes(20)).decode().replace("/", "\\/")).encode()
    assert [item.media_type for item in _walk(data) if isinstance(item, Node)] == [
        "application/json",
        "application/zip",
    ]
