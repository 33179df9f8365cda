"""Pieces of text found in a picture, put in the order they are read in: lines, and cells of a table beside each other."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

_WIDE_GAP = 1.5  # heights of a line between two cells


@dataclass(frozen=True, slots=True)
class Piece:
    """Text and its four corners in pixels."""

    corners: npt.NDArray[np.float32]
    text: str = field(repr=False)


@dataclass(slots=True)
class _Extent:
    """Where a piece begins and ends along its line, and across it."""

    along: tuple[float, float]
    across: tuple[float, float]
    text: str = field(repr=False)

    @property
    def middle(self) -> float:
        return sum(self.across) / 2


def lines_of(pieces: list[Piece], *, turned: bool = False) -> list[str]:
    """Pieces that stand side by side become one line, with a tab where there is a gap as between cells.

    `turned`: the picture is upside down; one whose lines run upwards is then one that was turned to the left.
    """
    if not pieces:
        return []
    extents = [(piece.corners.min(axis=0), piece.corners.max(axis=0), piece.text) for piece in pieces]
    standing = sum(high[1] - low[1] > high[0] - low[0] for low, high, _ in extents) * 2 > len(pieces)
    along, across = (1, 0) if standing else (0, 1)
    placed = [
        _Extent(
            _span(low[along], high[along], back=turned), _span(low[across], high[across], back=turned != standing), text
        )
        for low, high, text in extents
    ]
    lines: list[list[_Extent]] = []
    for piece in sorted(placed, key=lambda each: each.across[0]):
        line = next((each for each in lines[-8:] if each[0].across[0] < piece.middle < each[0].across[1]), None)
        if line is None:
            lines.append([piece])
        else:
            line.append(piece)
    return [_joined(sorted(line, key=lambda each: each.along)) for line in lines]


def _span(low: float, high: float, *, back: bool) -> tuple[float, float]:
    """In the direction of reading."""
    return (-float(high), -float(low)) if back else (float(low), float(high))


def _joined(line: list[_Extent]) -> str:
    text, end = "", line[0].along[0]
    for piece in line:
        height = piece.across[1] - piece.across[0]
        gap = "\t" if piece.along[0] - end > _WIDE_GAP * height else " "
        text += (gap if text else "") + piece.text
        end = piece.along[1]
    return text
