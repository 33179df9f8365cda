"""RAR's own compression, undone by libarchive (BSD licence) where the system has it. Imported in worker processes only.

Importing this loads the library: a sealed worker can open no file. Headers are read by ourselves; the library is asked
for nothing but bytes, and what it gives is believed where size and checksum of our own headers agree.
"""

from __future__ import annotations

import ctypes
import zlib
from collections.abc import Iterator, Mapping

from dlp.extract.base import Budget, BudgetSpent
from dlp.extract.rar.blocks import Entry
from dlp.types import IssueCode

_NAMES = ("libarchive.so.13",)
_END, _FATAL = 1, -30
_STEP = 256 << 10
_HARMLESS = 8 << 20
# The archive is in memory as a whole while it is unpacked.
LARGEST = 256 << 20


def _load() -> ctypes.CDLL | None:
    for name in _NAMES:
        try:
            return _declared(ctypes.CDLL(name))
        except (OSError, AttributeError):
            continue
    return None


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    pointer = ctypes.c_void_p
    library.archive_read_new.restype = pointer
    library.archive_read_support_format_rar.argtypes = (pointer,)
    library.archive_read_support_format_rar5.argtypes = (pointer,)
    library.archive_read_open_memory.argtypes = (pointer, ctypes.c_char_p, ctypes.c_size_t)
    library.archive_read_next_header.argtypes = (pointer, ctypes.POINTER(pointer))
    library.archive_read_data.argtypes = (pointer, ctypes.c_char_p, ctypes.c_size_t)
    library.archive_read_data.restype = ctypes.c_ssize_t
    library.archive_read_free.argtypes = (pointer,)
    return library


_LIBRARY = _load()


def unpacked(data: bytes, wanted: Mapping[int, Entry], budget: Budget) -> Iterator[tuple[int, bytes]]:
    """Of the members `wanted`, by their number in the archive, those that could be unpacked, each whole."""
    library = _LIBRARY
    if library is None or len(data) > LARGEST:
        return
    handle = library.archive_read_new()
    try:
        library.archive_read_support_format_rar(handle)
        library.archive_read_support_format_rar5(handle)
        if library.archive_read_open_memory(handle, data, len(data)):
            return
        for number in range(max(wanted) + 1):
            budget.check_time()
            status = library.archive_read_next_header(handle, ctypes.byref(ctypes.c_void_p()))
            if status == _END or status <= _FATAL:
                return
            if number in wanted:
                content = _content(library, handle, wanted[number], budget, len(data))
                if content is not None:
                    yield number, content
    finally:
        library.archive_read_free(handle)


def _content(library: ctypes.CDLL, handle: int, entry: Entry, budget: Budget, archive: int) -> bytes | None:
    """The bytes of the member at hand, None where they are not what its header says."""
    buffer = ctypes.create_string_buffer(_STEP)
    out = bytearray()
    while (got := library.archive_read_data(handle, buffer, _STEP)) > 0:
        budget.unpack(got)
        out += buffer.raw[:got]
        if len(out) > entry.size:
            return None
        if len(out) > _HARMLESS and len(out) > archive * budget.limits.ratio:
            raise BudgetSpent(IssueCode.RATIO, f"unpacks to over {budget.limits.ratio} times its size")
    sound = got == 0 and len(out) == entry.size and entry.crc in (None, zlib.crc32(out))
    return bytes(out) if sound else None
