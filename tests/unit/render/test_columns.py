import pytest

from dlp.render.columns import aligned, pad, width, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("가나", 4), ("ａ", 2), ("가", 2), ("e\u0301", 1), ("", 0), ("가a", 3)],
)
def test_width(text, columns):
    assert width(text) == columns
    assert width(pad(text, 10)) == 10


@pytest.mark.parametrize("columns", [2, 3, 5, 8, 40])
@pytest.mark.parametrize(
    "text", ["가나다라 마바 사", "a bb ccc dddd eeeee", "", "   ", "긴낱말하나로만된문장", "mixed 한글 text"]
)
def test_wrap_loses_nothing_and_fits(text, columns):
    lines = list(wrap(text, columns))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(0 < width(line) <= columns for line in lines)


def test_aligned():
    assert list(aligned([("가", "x"), ("b", "y")], 80)) == ["가  x", "b   y"]
    assert list(aligned([("a", "one two three four five")], 24)) == ["a  one two three four", "   five"]
    assert list(aligned([], 80)) == []
    assert list(aligned([("a", "")], 80)) == ["a"]
