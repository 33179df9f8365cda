import pytest

from dlp.render.columns import aligned, flow, pad, width, wrap


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


@pytest.mark.parametrize(
    ("columns", "lines"),
    [(40, ["파일 1개 · 차단 1 · 1.2초"]), (20, ["파일 1개 · 차단 1", "1.2초"]), (1, ["파일 1개", "차단 1", "1.2초"])],
)
def test_flow_breaks_between_pieces_and_counts_no_colours(columns, lines):
    pieces = ["파일 1개", "\x1b[1;31m차단 1\x1b[0m", "1.2초"]
    assert [line.replace("\x1b[1;31m", "").replace("\x1b[0m", "") for line in flow(pieces, " · ", columns)] == lines
    assert list(flow([], " · ", columns)) == []
