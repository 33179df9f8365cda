"""Pictures of the first page that documents carry of themselves, whose text they have as text."""

from __future__ import annotations

import re

# Where each kind of program puts it, and the longest side it draws, in pixels.
_KINDS = (
    (re.compile(r"docProps/thumbnail\.\w+", re.IGNORECASE), 256),
    (re.compile(r"Thumbnails/thumbnail\.\w+", re.IGNORECASE), 512),
    (re.compile(r"(?:Preview/)?PrvImage(?:\.\w+)?", re.IGNORECASE), 1024),
)


def preview_side(name: str) -> int:
    """The longest side that a preview under this name has; 0 where it is no preview's name."""
    return next((side for pattern, side in _KINDS if pattern.fullmatch(name)), 0)
