"""Words in binary data: every encoding at every offset, and what only looks like words."""

from __future__ import annotations

import pytest

from dlp.extract.words import aligned, wide, words

NUMBERS = bytes(range(1, 9)) * 4
WIDE = ["고객명단 2026", "전화（０１０）", "“따옴표” – 가운데·점", "plain words"]
OTHERS = [("고객명단 2026", "cp949"), ("고객명단 2026", "utf-8"), ("plain words", "ascii")]
NOISE = [b" " * 64, b"\x0f\xff" * 20, bytes(64), b"\xff" * 64, bytes(range(0x80, 0xA0)) * 4]


@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize("text", WIDE)
def test_wide_text_is_found_at_every_byte(text, before):
    data = NUMBERS + bytes(before) + text.encode("utf-16-le") + bytes(2) + NUMBERS
    assert any(text in run for run in words(data))
    assert any(text in run for run in wide(data))
    assert any(text in run for run in aligned(data, before % 2))


@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize(("text", "codec"), OTHERS)
def test_narrow_text_is_found_at_every_byte(text, codec, before):
    data = NUMBERS + bytes(before) + text.encode(codec) + bytes(2) + NUMBERS
    assert any(text in run for run in words(data))


@pytest.mark.parametrize("noise", NOISE)
def test_noise_is_no_words(noise):
    assert not "".join(words(noise)).strip()


@pytest.mark.parametrize("least", [2, 3, 4])
def test_shorter_runs_are_left_out(least):
    data = bytes(2) + "가나다라"[: least - 1].encode("utf-16-le") + bytes(2)
    assert list(aligned(data, 0, least)) == []
    assert list(aligned(bytes(2) + "가나다라"[:least].encode("utf-16-le"), 0, least)) == ["가나다라"[:least]]
