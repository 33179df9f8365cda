"""The Luhn check digit (ISO/IEC 7812-1 annex B), one number at a time and many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn(digits: str) -> bool:
    """Whether the check digit holds. `digits` are ASCII digits only."""
    total = sum(int(digit) for digit in digits[-1::-2]) + sum(_DOUBLED[int(digit)] for digit in digits[-2::-2])
    return total % 10 == 0


def luhn_rows(ascii_digits: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The same for each row of a matrix of ASCII digits."""
    import numpy as np

    digits = ascii_digits - np.uint8(48)
    doubled = np.array(_DOUBLED, np.uint8)
    odd, even = digits[:, -1::-2], digits[:, -2::-2]
    held: NDArray[np.bool_] = (odd.sum(axis=1) + doubled[np.minimum(even, 9)].sum(axis=1)) % 10 == 0
    return held
