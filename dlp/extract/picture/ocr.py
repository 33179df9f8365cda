"""Text in pictures, where the extra `ocr` is installed: RapidOCR for digits and Latin letters, Tesseract for Hangul.

Both are loaded by a worker before it is sealed, models and all. RapidOCR finds the lines and reads them; those it is not
sure of, which are those in Hangul above all, are given to Tesseract where that is installed. What neither understood is
counted, so that nobody takes it for read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from dlp.extract.picture import rapid, tesseract
from dlp.extract.picture.arrange import Piece, lines_of
from dlp.extract.picture.rapid import Pixels

_SURE = 0.8  # of 1: below it what was read is not relied upon
_GUESS = 0.5  # below it nothing is told
_SURE_HANGUL = 0.7  # Tesseract's own scale
_SURE_OTHER = 0.9
_HANGUL_LETTER = re.compile("[가-힣]")
_UNKNOWN_SCRIPT = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_LEAST_FILLED = 0.7  # characters for each height of the line: where there are fewer, some were not seen
_LINE_HEIGHT, _BORDER = 40, 12  # pixels of a line as Tesseract likes it
_LONGEST_LINE = 4000
_TELLING = 4  # digits that are worth a second reading
_DIGITS = re.compile(r"\d")

ENGINE = rapid.loaded()
HANGUL = tesseract.installed() if ENGINE is not None else None


@dataclass(frozen=True, slots=True)
class Reading:
    """Lines of text, how many pieces of text were seen but not read for sure, and how many there was no time for."""

    lines: tuple[str, ...] = field(repr=False)
    unread: int
    late: int = 0


def read_text(pixels: Pixels, seconds_left: Callable[[], float], *, hangul: bool = True) -> Reading:
    """The text of one picture, whichever of the four ways up it stands. Needs ENGINE. `seconds_left` bounds it."""
    found = rapid.read_lines(ENGINE, _on_ground(pixels), lambda: seconds_left() > 0)
    sure = [line.turned for line in found.lines if _is_sure(line)]
    upside_down = sum(sure) * 2 > len(sure)
    told: list[Piece] = []
    doubtful: list[rapid.Line] = []
    for line in found.lines:
        if _is_sure(line):
            told.append(Piece(line.corners, line.text))
        else:
            doubtful.append(line)
    unread = late = 0
    # Short ones first: labels are, and most can be read in the time there is.
    for line in sorted(doubtful, key=lambda each: each.pixels.shape[1] / each.pixels.shape[0]):
        second = None
        if hangul and HANGUL is not None:
            late += seconds_left() <= 0
            # The way up of Hangul is taken from the digits around it: the classifier does not know Hangul.
            ways = (line.turned != upside_down, line.turned == upside_down) if sure else (False, True)
            second = _second(HANGUL, line, ways, seconds_left)
        unread += second is None or not _understood(second)
        if text := _both(line, second):
            told.append(Piece(line.corners, text))
    late += found.left
    return Reading(tuple(lines_of(told, turned=upside_down)), unread, late)


def _is_sure(line: rapid.Line) -> bool:
    height, width = line.pixels.shape[:2]
    filled = len(line.text.replace(" ", "")) >= _LEAST_FILLED * width / height
    return line.score >= _SURE and filled and not _UNKNOWN_SCRIPT.search(line.text)


def _understood(line: tesseract.Line) -> bool:
    """Read for sure. What looks like Latin letters where those were not seen before is Hangul misread more often than not."""
    return line.score >= (_SURE_HANGUL if _HANGUL_LETTER.search(line.text) else _SURE_OTHER)


def _second(
    engine: tesseract.Tesseract, line: rapid.Line, ways: tuple[bool, bool], seconds_left: Callable[[], float]
) -> tesseract.Line | None:
    """What Tesseract makes of a line; turned the other way where it makes little of it."""
    best: tesseract.Line | None = None
    for turned in ways:
        seconds = seconds_left()
        if seconds <= 0:
            break
        read = engine.line(_prepared(line.pixels, turned=turned), seconds)
        if read is not None and read.text and (best is None or read.score > best.score):
            best = read
        if best is not None and _understood(best):
            break
    return best


def _prepared(line: Pixels, *, turned: bool) -> Pixels:
    """Grey, stretched from black to white, of the height of print, with some ground around it."""
    import cv2

    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)
    # Not by numpy's own percentiles: they import more when they are first asked for.
    sorted_ = np.sort(grey, axis=None).astype(np.float32)
    low, middle, high = (float(sorted_[int(len(sorted_) * share)]) for share in (0.01, 0.5, 0.99))
    stretched = np.clip((grey.astype(np.float32) - low) * (255 / max(high - low, 1)), 0, 255).astype(np.uint8)
    if middle - low < high - middle:
        stretched, ground = 255 - stretched, 255 - (middle - low) * 255 / max(high - low, 1)
    else:
        ground = (middle - low) * 255 / max(high - low, 1)
    scale = _LINE_HEIGHT / stretched.shape[0]
    size = (min(_LONGEST_LINE, max(1, round(stretched.shape[1] * scale))), _LINE_HEIGHT)
    sized = cv2.resize(stretched, size, interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA)
    framed = np.pad(sized, _BORDER, mode="constant", constant_values=int(ground))
    return np.ascontiguousarray(framed[::-1, ::-1] if turned else framed)


def _both(line: rapid.Line, second: tesseract.Line | None) -> str:
    """What is told of a line that was read twice: what both agree on once, where their digits differ both."""
    first = line.text if line.score >= _GUESS else ""
    other = second.text if second is not None and second.score >= _GUESS else ""
    if not other or not first:
        return other or first
    digits = _DIGITS.findall(first)
    return other if len(digits) < _TELLING or digits == _DIGITS.findall(other) else f"{other}\n{first}"


def _on_ground(pixels: Pixels) -> Pixels:
    """Blue, green, red; what is see-through stands on the ground it differs from most."""
    if pixels.shape[2] == 4:
        opacity = pixels[:, :, 3:].astype(np.uint16)
        shown = pixels[:, :, :3][pixels[:, :, 3] > 127]
        ground = 0 if shown.size and shown.mean() > 127 else 255
        pixels = ((pixels[:, :, :3] * opacity + ground * (255 - opacity)) // 255).astype(np.uint8)
    if pixels.shape[2] != 3:
        pixels = np.repeat(pixels[:, :, :1], 3, axis=2)
    return np.ascontiguousarray(pixels[:, :, ::-1])
