"""What both kinds of RAR come to: entries, words, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO

from dlp.extract.base import Budget
from dlp.types import IssueCode

STORED = 0


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """A member or a service block. `method` is 0 where it is stored, `crc` None where there is none to compare."""

    name: str
    method: int
    position: int
    packed: int
    size: int
    crc: int | None
    encrypted: bool = False
    folder: bool = False
    split: bool = False
    service: bool = False


@dataclass(slots=True, repr=False)
class Blocks:
    """A stream being read block by block, and what was found besides entries."""

    stream: BinaryIO
    budget: Budget
    end: int
    words: list[str] = field(default_factory=list)
    troubles: list[tuple[IssueCode, str]] = field(default_factory=list)

    def trouble(self, code: IssueCode, detail: str) -> None:
        if (code, detail) not in self.troubles:
            self.troubles.append((code, detail))

    def at(self, position: int, size: int) -> bytes:
        self.budget.check_time()
        if position >= self.end:
            return b""
        self.stream.seek(position)
        return self.stream.read(size)

    def after(self, position: int) -> None:
        """The archive ends at `position`."""
        if self.end > position and self.at(position, 1 << 20).strip(b"\0"):
            self.trouble(IssueCode.SUSPICIOUS, f"{self.end - position} bytes after the archive")
