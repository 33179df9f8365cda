"""Text in pictures, where the extra `ocr` is installed: RapidOCR with the models of its own wheel.

Loaded by a worker before it is sealed, models and all. Its letters are Latin and Chinese: digits come out well, Hangul
does not. What was seen and not understood is counted, so that nobody takes it for read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

_SURE = 0.8  # of 1: below it what was read is not relied upon
_GUESS = 0.5  # below it nothing is told
_UNKNOWN_SCRIPT = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_MOST_BOXES = 2000


@dataclass(frozen=True, slots=True)
class Reading:
    """Lines of text, and how many pieces of text were seen but not read for sure."""

    lines: tuple[str, ...] = field(repr=False)
    unread: int


def _engine() -> Any:  # noqa: ANN401 - the library has no types
    try:
        from rapidocr_onnxruntime import RapidOCR
    except ImportError:
        return None
    engine = RapidOCR(intra_op_num_threads=1, text_score=0.0)
    engine(np.full((64, 64, 3), 255, np.uint8))  # what is loaded late is loaded now
    return engine


ENGINE = _engine()


def read_text(pixels: npt.NDArray[np.uint8]) -> Reading:
    """The text of one picture, whichever of the four ways up it stands. Needs ENGINE."""
    found, _ = ENGINE(_on_ground(pixels))
    boxes = [(np.asarray(corners, np.float64), str(text), float(score)) for corners, text, score in found or ()]
    unread = sum(score < _SURE or bool(_UNKNOWN_SCRIPT.search(text)) for _, text, score in boxes)
    told = [(corners, text) for corners, text, score in boxes[:_MOST_BOXES] if score >= _GUESS]
    return Reading(tuple(_lines(told)), unread + max(0, len(boxes) - _MOST_BOXES))


def _on_ground(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Blue, green, red; what is see-through stands on the ground it differs from most."""
    if pixels.shape[2] == 4:
        opacity = pixels[:, :, 3:].astype(np.uint16)
        shown = pixels[:, :, :3][pixels[:, :, 3] > 127]
        ground = 0 if shown.size and shown.mean() > 127 else 255
        pixels = ((pixels[:, :, :3] * opacity + ground * (255 - opacity)) // 255).astype(np.uint8)
    if pixels.shape[2] != 3:
        pixels = np.repeat(pixels[:, :, :1], 3, axis=2)
    return np.ascontiguousarray(pixels[:, :, ::-1])


def _lines(boxes: list[tuple[npt.NDArray[np.float64], str]]) -> list[str]:
    """Pieces that stand side by side become one line."""
    if not boxes:
        return []
    extents = [(corners.min(axis=0), corners.max(axis=0)) for corners, _ in boxes]
    lying = sum(high[1] - low[1] > high[0] - low[0] for low, high in extents) * 2 > len(boxes)
    along, across = (1, 0) if lying else (0, 1)
    lines: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=lambda each: extents[each][0][across]):
        low, high = extents[index]
        middle = (low[across] + high[across]) / 2
        line = next(
            (each for each in lines[-8:] if extents[each[0]][0][across] < middle < extents[each[0]][1][across]), None
        )
        if line is None:
            lines.append([index])
        else:
            line.append(index)
    return [" ".join(boxes[each][1] for each in sorted(line, key=lambda at: extents[at][0][along])) for line in lines]
