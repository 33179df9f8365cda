import pytest

from dlp.match.overlay import Overlay


@pytest.fixture
def overlay():
    """`ab%31%32&#51;c` undone: copied, three bytes each, one whole, nothing at all, copied."""
    made = Overlay()
    made.add(b"ab", 0, 2, 1)
    made.add(b"12", 2, 8, 3)
    made.add(b"", 8, 8, 0)
    made.add("３".encode(), 8, 13, 0)
    made.add(b"c", 20, 21, 1)
    return made


@pytest.mark.parametrize(
    ("span", "source"),
    [
        ((0, 1), (0, 1)),
        ((0, 2), (0, 2)),
        ((2, 3), (2, 5)),  # one of two, each three source bytes
        ((3, 4), (5, 8)),
        ((1, 3), (1, 5)),  # across pieces
        ((4, 7), (8, 13)),  # a rewritten character stands for all it replaced
        ((5, 6), (8, 13)),  # and so does any of its bytes
        ((7, 8), (20, 21)),  # behind something that stands for nothing
        ((0, 8), (0, 21)),
    ],
)
def test_span(overlay, span, source):
    assert bytes(overlay.text) == "ab12３c".encode()
    assert overlay.span(*span) == source


def test_text_is_not_shown(overlay):
    assert "ab12" not in repr(overlay)
