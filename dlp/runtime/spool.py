"""Documents found inside documents, kept until it is their turn: small ones in memory, the rest in a file without a name."""

from __future__ import annotations

import io
import os
import tempfile
from dataclasses import dataclass, field
from typing import BinaryIO

from dlp.types import Blob

IN_MEMORY = 32 << 20  # bytes of all contents together


@dataclass(slots=True)
class Spool:
    """Collects contents one after another. The file is its owner's alone and goes when nothing refers to it."""

    in_memory: int = IN_MEMORY
    _kept: int = 0
    _pieces: list[bytes] = field(default_factory=list, repr=False)
    _file: BinaryIO | None = None
    _start: int = 0
    _size: int = 0

    def add(self, piece: bytes) -> None:
        """More of the content being collected."""
        self._size += len(piece)
        if self._file is None and self._kept + self._size > self.in_memory:
            self._file = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - lives as long as the contents
            self._file.writelines(self._pieces)
            self._pieces.clear()
        if self._file is None:
            self._pieces.append(piece)
        else:
            self._file.write(piece)

    def close(self) -> None:
        """The contents are gone after this."""
        self._pieces.clear()
        if self._file is not None:
            self._file.close()

    def take(self, name: str, declared_type: str = "") -> Blob:
        """The content collected, as a document; the next one begins."""
        size, self._size = self._size, 0
        if self._file is None:
            data = b"".join(self._pieces)
            self._pieces.clear()
            self._kept += size
            return Blob(name, size, lambda: io.BytesIO(data), declared_type)
        self._file.flush()
        file, start = self._file, self._start
        self._start += size
        return Blob(name, size, lambda: io.BufferedReader(Slice(file, start, size)), declared_type)


class Slice(io.RawIOBase):
    """Part of a file, read from a place of its own, so that it may be open several times at once."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._file, self._start, self._size, self._place = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        self._place = max(0, origin + offset)
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        wanted = max(0, min(len(buffer), self._size - self._place))
        data = os.pread(self._file.fileno(), wanted, self._start + self._place)
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)
