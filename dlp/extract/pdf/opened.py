"""A PDF file as qpdf opens it, with limits on what its decoders may produce, and what stands around the document."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from dlp.extract.base import Budget, ReadStopped
from dlp.types import IssueCode

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

MAX_STREAM = 64 << 20  # decoded bytes of one stream; beyond, the text of a page takes minutes
# Never to be decoded by pikepdf: it starts another program for it, and a damaged stream ends the process.
JBIG2 = "/JBIG2Decode"
_LZW_RATIO = 1400  # what LZW can gain at most; qpdf has no limit of its own for it
_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
_HEADER = re.compile(rb"%PDF-\d\.\d")
_TAIL = 4 << 10
_REBUILT = "reconstruct cross-reference"
_DAMAGE = re.compile(
    r"unknown token|unexpected|EOF while|expected end(?:obj|stream)|error reading|invalid character|is damaged:"
)


@cache
def errors() -> tuple[type[Exception], ...]:
    """What pikepdf raises on damaged files: its own errors, and Python's for objects of an unexpected type."""
    from pikepdf import PikepdfError

    return (
        PikepdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RuntimeError, OverflowError,
        MemoryError, NotImplementedError, OSError,
    )  # fmt: skip


def _silence() -> None:
    """What pikepdf logs of damaged files may quote them."""
    for name in ("pikepdf", "pikepdf._core"):
        logging.getLogger(name).disabled = True


def open_pdf(data: bytes) -> Pdf:
    """Raises ReadStopped: ENCRYPTED where a password or certificate is needed, CORRUPT where there is no document."""
    import pikepdf

    _silence()
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MAX_STREAM,
        run_length_max_memory=MAX_STREAM,
        png_max_memory=MAX_STREAM,
        tiff_max_memory=MAX_STREAM,
        dct_max_memory=MAX_STREAM,
        max_stream_filters=8,
        doc_max_warnings=10_000,
    )
    try:
        try:
            return pikepdf.open(io.BytesIO(data))
        except pikepdf.PdfError as error:
            if "encrypt" in str(error):
                raise
            # A damaged tree of pages need not keep the objects from being read.
            return pikepdf.open(io.BytesIO(data), inherit_page_attributes=False)
    except pikepdf.PasswordError:
        raise ReadStopped(IssueCode.ENCRYPTED, "a password is needed to open it") from None
    except errors() as error:
        if "encrypt" in str(error):
            raise ReadStopped(IssueCode.ENCRYPTED, "encrypted for certain readers only") from None
        raise ReadStopped(IssueCode.CORRUPT, "no document can be made of its objects") from None


def damage(pdf: Pdf, data: bytes) -> Iterator[str]:
    """What qpdf had to mend, as far as something may be missing. Its warnings can be taken once only."""
    warnings = [str(warning) for warning in pdf.get_warnings()]
    if any(_REBUILT in warning for warning in warnings) and is_cut_off(data):
        yield "the file breaks off"
    if any(_DAMAGE.search(warning) for warning in warnings):
        yield "damaged objects"


def is_cut_off(data: bytes) -> bool:
    return b"%%EOF" not in data[-_TAIL:] and b"%%EOF" not in data[-(len(data) // 10) :]


def decoded(stream: Object, budget: Budget) -> bytes:
    """The plain bytes of a stream. Raises ReadStopped: TOO_LARGE, or CORRUPT where it cannot be decoded whole."""
    from pikepdf import PikepdfError

    filters = filters_of(stream)
    if JBIG2 in filters:
        raise ReadStopped(IssueCode.CORRUPT, "a stream under a filter for pictures")
    raw = stream.read_raw_bytes()
    if filters & {"/LZWDecode", "/LZW"} and len(raw) * _LZW_RATIO > MAX_STREAM:
        raise ReadStopped(IssueCode.TOO_LARGE, f"a stream of over {MAX_STREAM} bytes")
    try:
        data = bytes(stream.read_bytes())
    except PikepdfError as error:
        if "limit" in str(error) or _inflated_size(raw) > MAX_STREAM:
            raise ReadStopped(IssueCode.TOO_LARGE, f"a stream of over {MAX_STREAM} bytes") from None
        raise ReadStopped(IssueCode.CORRUPT, "a stream that cannot be decoded") from None
    budget.unpack(len(data))
    return data


def filters_of(stream: Object) -> set[str]:
    """The names of the filters of a stream, in no order."""
    from pikepdf import Array

    filters = stream.get("/Filter")
    return {str(name) for name in (filters if isinstance(filters, Array) else (filters,))}


def _inflated_size(raw: bytes) -> int:
    """How much a damaged stream gives all the same."""
    try:
        return len(zlib.decompressobj().decompress(raw, MAX_STREAM + 1))
    except zlib.error:
        return 0


class Frame(NamedTuple):
    """What stands before the header and after the last end, and where each earlier revision ends."""

    before: bytes
    after: bytes
    revisions: tuple[int, ...]

    def __repr__(self) -> str:
        return type(self).__name__


def frame_of(data: bytes) -> Frame:
    header = _HEADER.search(data, 0, 1024)
    start = header.start() if header else 0
    # The first end of a file made for the web (ISO 32000-1, annex F) belongs to no revision: its table is at 0.
    ends = [found.end() for found in _END.finditer(data) if int(found[1])]
    last = data.rfind(b"%%EOF")
    after = data[last + 5 :] if last >= 0 else b""
    return Frame(data[:start], after, tuple(ends[:-1]))
