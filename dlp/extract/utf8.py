"""Is a buffer UTF-8, and how many characters and lines does it hold: one pass, faster than decoding it."""

from __future__ import annotations

from typing import NamedTuple

# Below this many bytes decoding is quick enough, and importing NumPy would cost a cold scan more than it saves.
SMALL = 64 << 10
CHUNK = 128 << 10
_FAR = 2 << 10  # bytes from which NumPy counts faster than bytes.count
_NEWLINE = 0x0A


class Survey(NamedTuple):
    """Characters and line ends of a UTF-8 buffer."""

    characters: int
    lines: int


def survey(data: bytes) -> Survey | None:
    """Count `data`, or None where it is not UTF-8.

    Buffers of SMALL bytes and more are checked for structure only (every lead byte followed by its continuation bytes
    and no byte of F8 and above): overlong forms and surrogates pass, so whoever decodes such text must not be strict.
    """
    if data.isascii():
        return Survey(len(data), data.count(b"\n"))
    if len(data) < SMALL:
        return _decoded(data)
    return _structural(data)


def _decoded(data: bytes) -> Survey | None:
    try:
        return Survey(len(data.decode("utf-8")), data.count(b"\n"))
    except UnicodeDecodeError:
        return None


def _structural(data: bytes) -> Survey | None:
    import numpy as np

    u = np.frombuffer(data, np.uint8)
    highest = u.max()
    if highest > 0xF7:
        return None
    # The first three bytes have no three predecessors, the last three may lack successors: both edges go the slow way.
    if not _edges_hold(data):
        return None
    expected, other, found = (np.empty(CHUNK, np.bool_) for _ in range(3))
    continuations = sum(0x80 <= byte < 0xC0 for byte in data[:3])
    ends = data.count(b"\n", len(data) - 3)
    for start in range(0, len(u) - 3, CHUNK):
        size = min(CHUNK, len(u) - 3 - start)
        want, also, have = expected[:size], other[:size], found[:size]
        np.greater_equal(u[start + 2 : start + 2 + size], 0xC0, out=want)
        np.greater_equal(u[start + 1 : start + 1 + size], 0xE0, out=also)
        np.logical_or(want, also, out=want)
        if highest >= 0xF0:
            np.greater_equal(u[start : start + size], 0xF0, out=also)
            np.logical_or(want, also, out=want)
        here = u[start + 3 : start + 3 + size]
        np.less(here.view(np.int8), -64, out=have)
        if want.tobytes() != have.tobytes():
            return None
        continuations += int(np.count_nonzero(have))
        np.equal(u[start : start + size], _NEWLINE, out=also)  # several times as fast as bytes.count
        ends += int(np.count_nonzero(also))
    return Survey(len(data) - continuations, ends)


def lines(data: bytes, start: int, end: int) -> int:
    """How many line ends stand in data[start:end]."""
    if len(data) < SMALL or end - start < _FAR:
        return data.count(b"\n", start, end)
    import numpy as np

    return int(np.count_nonzero(np.frombuffer(data, np.uint8, end - start, start) == _NEWLINE))


def _edges_hold(data: bytes) -> bool:
    """The first three bytes begin with a character, and the last character is whole."""
    head = data[:3]
    if 0x80 <= head[0] < 0xC0:
        return False
    for at in (1, 2):
        wanted = head[at - 1] >= 0xC0 or (at == 2 and head[0] >= 0xE0)
        if wanted != (0x80 <= head[at] < 0xC0):
            return False
    return data[-1] < 0xC0 and data[-2] < 0xE0 and data[-3] < 0xF0


def boundary(data: bytes, at: int) -> int:
    """The largest offset <= `at` that does not split a UTF-8 character of `data`."""
    if at >= len(data):
        return len(data)
    start = at
    while start > 0 and at - start < 3 and 0x80 <= data[start] < 0xC0:
        start -= 1
    return start if not 0x80 <= data[start] < 0xC0 else at
