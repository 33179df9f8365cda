"""Stretches of a buffer worth reading again: around triggers, and around labels that let common shapes count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dlp.match.context import CELL_END, CELL_ENDS, LONGEST_CELL, table_end

AROUND = 176  # bytes kept on either side of a trigger: the longest shape and its label
_GATE_BEFORE, _GATE_AFTER = 64, 120
_FEWEST_DIGITS = 5  # that a shape has which needs a label
_NO_DIGITS = bytes(set(range(256)) - set(b"0123456789"))
_MANY = 64  # labels: for fewer, importing NumPy would cost more than it saves


def around(data: bytes, ends: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Windows around triggers, cut between characters and joined where they overlap."""
    return joined((character(data, end - AROUND, end), character(data, end + AROUND, len(data))) for end in ends)


def gates(data: bytes, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Windows around labels, and down to the end of the table that a label is a head of; most in prose hold no number."""
    if len(ends) > _MANY:
        ends = _worth_a_look(data, ends)
    found: list[tuple[int, int]] = []
    table = 0  # where the last table found ends: labels inside it open nothing more
    for end in ends:
        if end <= table:
            continue
        low, high = max(0, end - _GATE_BEFORE), end + _GATE_AFTER
        if CELL_END.match(data, end):
            table = table_end(data, end)
            high = max(high, table)
        if has_digits(data[low:high]):
            found.append((low, min(len(data), high)))
    return joined(found)


def has_digits(text: bytes) -> bool:
    """Whether there are as many as the shortest shape near a label has."""
    return len(text.translate(None, _NO_DIGITS)) >= _FEWEST_DIGITS


def _worth_a_look(data: bytes, ends: Sequence[int]) -> list[int]:
    """Labels with digits enough around them, or with an end of a cell behind them: a few in a hundred in prose."""
    import numpy as np

    at = np.array(ends)
    inner = (at >= _GATE_BEFORE) & (at + _GATE_AFTER <= len(data))
    around = np.lib.stride_tricks.sliding_window_view(np.frombuffer(data, np.uint8), _GATE_BEFORE + _GATE_AFTER)
    rows = around[at[inner] - _GATE_BEFORE]
    worth = ~inner  # at the edges of the buffer there is no whole row: the loop looks itself
    behind = rows[:, _GATE_BEFORE : _GATE_BEFORE + LONGEST_CELL + 1]
    worth[inner] = ((rows - np.uint8(48)) < 10).sum(axis=1, dtype=np.uint8) >= _FEWEST_DIGITS
    worth[inner] |= np.isin(behind, np.frombuffer(CELL_ENDS, np.uint8)).any(axis=1)
    kept: list[int] = at[worth].tolist()
    return kept


def character(data: bytes, at: int, limit: int) -> int:
    """The first place from `at` on, up to `limit`, that does not split a character."""
    at = max(0, at)
    while at < limit and 0x80 <= data[at] < 0xC0:
        at += 1
    return min(at, len(data))


def joined(windows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Windows in order of their ends, those that overlap as one."""
    low = high = -1
    for begin, end in windows:
        if begin > high:
            if high >= 0:
                yield low, high
            low, high = begin, end
        else:
            low, high = min(low, begin), max(high, end)
    if high >= 0:
        yield low, high
