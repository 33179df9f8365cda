import json

import pytest

from dlp.surfaces.cli.sources import message


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ('{"text": "안녕", "n": 1}', "안녕"),
        ('{"text": ""}', ""),
        ('{"text": ["a", 1]}', '["a", 1]'),
        ('{"text": null}', "null"),
        ('{"n": 1}', '{"n": 1}'),
        ("[1, 2]", "[1, 2]"),
        ('"text"', '"text"'),
        ("not json", "not json"),
        ("[" * 100_000, "[" * 100_000),
        ("9" * 10_000, "9" * 10_000),
    ],
    ids=range(10),
)
def test_message(line, text):
    assert message(line.encode(), "text").decode() == text


def test_bytes_that_are_no_text_are_inspected_as_they_are():
    assert message(b'{"text": "\xff"}', "text") == b'{"text": "\xff"}'


def test_a_lone_surrogate_is_kept():
    assert message(json.dumps({"text": "a\ud800b"}).encode(), "text") == b"a\xed\xa0\x80b"
