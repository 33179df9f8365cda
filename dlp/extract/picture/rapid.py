"""RapidOCR with the models of its own wheel: where text stands in a picture, and what its digits and Latin letters are.

Its parts are called one by one: the detector takes 270 bytes for each pixel, so large pictures pass it in tiles whose maps
are put together before boxes are looked for; and lines are cut from the picture as it came, not from what the detector saw.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Corners = npt.NDArray[np.float32]

MOST_BOXES = 2000
_MOST_SEEN = 6_800_000  # pixels as the detector sees the picture
_LEAST_SIDE, _LARGEST_SCALE = 736, 3.0  # small pictures are enlarged: the model knows letters of 10 pixels and more
_TILE, _MARGIN = 960, 64  # pixels; what stands in the margin of a tile is taken from its neighbour
_STEP = 32  # what the detector wants sides to be multiples of
_TOGETHER = 24  # lines between two looks at the clock
_STANDING = 1.5  # height to width from which on a line is taken to run upwards


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: where it stands, its pixels upright as far as is known, what was read, how sure of 1 that is.

    `turned`: its pixels were turned by half to be upright.
    """

    corners: Corners
    pixels: Pixels = field(repr=False)
    text: str = field(repr=False)
    score: float
    turned: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of a picture. `left` is how many were not read: too many, or no time."""

    lines: tuple[Line, ...] = field(repr=False)
    left: int


def loaded() -> Any:  # noqa: ANN401 - the library has no types
    """The engine with its models, if the extra `ocr` is installed. What it loads late is loaded now."""
    try:
        from rapidocr_onnxruntime import RapidOCR
    except ImportError:
        return None
    engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1, text_score=0.0)
    engine.text_det.postprocess_op.max_candidates = MOST_BOXES
    engine(np.full((64, 64, 3), 255, np.uint8))
    return engine


def read_lines(engine: Any, pixels: Pixels, in_time: Callable[[], bool]) -> Found:  # noqa: ANN401
    """All lines of a picture of three channels (blue, green, red). Stops where `in_time` says no."""
    boxes = _boxes(engine, pixels, in_time)
    if boxes is None:
        return Found((), 1)
    crops = [_cut(pixels, corners) for corners in boxes]
    lines: list[Line] = []
    for start in range(0, len(crops), _TOGETHER):
        if not in_time():
            break
        upright, ways, _ = engine.text_cls(crops[start : start + _TOGETHER])
        texts, _ = engine.text_rec(upright)
        for corners, crop, way, (text, score) in zip(boxes[start:], upright, ways, texts, strict=False):
            turned = "180" in way[0] and way[1] > engine.text_cls.cls_thresh
            lines.append(Line(corners, crop, str(text), float(score), turned))
    return Found(tuple(lines), len(boxes) - len(lines) + (len(boxes) >= MOST_BOXES))


def _boxes(engine: Any, pixels: Pixels, in_time: Callable[[], bool]) -> list[Corners] | None:  # noqa: ANN401
    """Corners of the lines, clockwise from the upper left, in pixels of the picture; None where time was short."""
    import cv2

    height, width = pixels.shape[:2]
    scale = min(max(1.0, _LEAST_SIDE / min(height, width)), _LARGEST_SCALE, math.sqrt(_MOST_SEEN / (height * width)))
    size = (max(_STEP, round(width * scale)), max(_STEP, round(height * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    seen: Pixels = np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8) if scale != 1 else pixels
    likely = np.zeros(seen.shape[:2], np.float32)
    for inner, outer in _tiles(*seen.shape[:2]):
        if not in_time():
            return None
        whole = _likely(engine, seen[outer])
        rows, columns = (slice(a.start - b.start, a.stop - b.start) for a, b in zip(inner, outer, strict=True))
        likely[inner] = whole[rows, columns]
    quads, _ = engine.text_det.postprocess_op(likely[None, None], seen.shape[:2])
    kept = engine.text_det.filter_tag_det_res(quads, seen.shape[:2])
    return [np.asarray(quad, np.float32) / (size[0] / width, size[1] / height) for quad in kept]


def _likely(engine: Any, tile: Pixels) -> npt.NDArray[np.float32]:  # noqa: ANN401
    """How likely each pixel belongs to text."""
    height, width = tile.shape[:2]
    padding = ((0, -height % _STEP), (0, -width % _STEP), (0, 0))
    values = np.pad(tile, padding, mode="edge").astype(np.float32) / 127.5 - 1
    answer = engine.text_det.infer(np.ascontiguousarray(values.transpose(2, 0, 1)[None]))[0]
    return np.asarray(answer[0, 0, :height, :width], np.float32)


def _tiles(height: int, width: int) -> Iterator[tuple[tuple[slice, slice], tuple[slice, slice]]]:
    """What each tile answers for, and what of the picture it is shown to do so."""
    for inner_rows, outer_rows in _cuts(height):
        for inner_columns, outer_columns in _cuts(width):
            yield (inner_rows, inner_columns), (outer_rows, outer_columns)


def _cuts(length: int) -> Iterator[tuple[slice, slice]]:
    count = max(1, math.ceil(length / _TILE))
    for at in range(count):
        start, stop = length * at // count, length * (at + 1) // count
        yield slice(start, stop), slice(max(0, start - _MARGIN), min(length, stop + _MARGIN))


def _cut(pixels: Pixels, corners: Corners) -> Pixels:
    """A line as a picture of its own, lying."""
    import cv2

    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = max(1, int(max(sides[0], sides[2]))), max(1, int(max(sides[1], sides[3])))
    goal = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    bent = cv2.getPerspectiveTransform(corners.astype(np.float32), goal)
    line = cv2.warpPerspective(pixels, bent, (width, height), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC)
    return np.ascontiguousarray(np.rot90(line) if height >= _STANDING * width else line)
