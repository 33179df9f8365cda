"""Parquet, Arrow and Feather tables, where the extra `parquet` is installed."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.columns import read_columns
from dlp.extract.signatures import ARROW, PARQUET
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "parquet"
MEDIA_TYPES = (PARQUET, ARROW)
ISOLATED = True
LIBRARIES = ("pyarrow.parquet", "pyarrow.ipc")
ENCRYPTION = "The signature PARE of an encrypted footer."
LIMITATIONS = (
    "Without the extra `parquet` (`pip install 'dlp[parquet]'`) these files are held.",
    "Feather files of version 1 and encrypted Parquet files are named and not read.",
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    try:
        yield from read_columns(blob, locus, budget)
    except ImportError:
        yield Issue(IssueCode.UNSUPPORTED, locus, "pip install 'dlp[parquet]'")
