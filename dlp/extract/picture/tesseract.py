"""Hangul in pictures, where Tesseract is installed with its Korean data (`apt install tesseract-ocr-kor`).

Its library is called, not its program: a sealed worker can start none, and starting one elsewhere would carry pixels out
of the sealed process to one that may open files. The library is loaded and reads its data before the worker is sealed;
what it is given are pixels that Pillow has decoded, never a file. `tesseract/capi.h` of versions 4 and 5.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

_LIBRARIES = ("libtesseract.so.5", "libtesseract.so.4", "libtesseract.5.dylib", "libtesseract-5.dll")
_LANGUAGES = ("kor+eng", "kor")
_LSTM_ONLY, _SINGLE_LINE = 1, 7
_DOTS_PER_INCH = 300  # lines are handed over as large as print at this resolution
# It would tell of its troubles in a file, or to whoever reads standard error: both may quote the picture.
_SETTINGS = ((b"debug_file", b"/dev/null"),)
_FUNCTIONS: dict[str, tuple[type[Any] | None, tuple[type[Any], ...]]] = {
    "TessBaseAPICreate": (ctypes.c_void_p, ()),
    "TessBaseAPIDelete": (None, (ctypes.c_void_p,)),
    "TessBaseAPIInit2": (ctypes.c_int, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int)),
    "TessBaseAPISetVariable": (ctypes.c_int, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)),
    "TessBaseAPISetPageSegMode": (None, (ctypes.c_void_p, ctypes.c_int)),
    "TessBaseAPISetImage": (None, (ctypes.c_void_p, ctypes.c_void_p, *(ctypes.c_int,) * 4)),
    "TessBaseAPISetSourceResolution": (None, (ctypes.c_void_p, ctypes.c_int)),
    "TessBaseAPIRecognize": (ctypes.c_int, (ctypes.c_void_p, ctypes.c_void_p)),
    "TessBaseAPIGetUTF8Text": (ctypes.c_void_p, (ctypes.c_void_p,)),
    "TessBaseAPIMeanTextConf": (ctypes.c_int, (ctypes.c_void_p,)),
    "TessBaseAPIClear": (None, (ctypes.c_void_p,)),
    "TessDeleteText": (None, (ctypes.c_void_p,)),
    "TessMonitorCreate": (ctypes.c_void_p, ()),
    "TessMonitorDelete": (None, (ctypes.c_void_p,)),
    "TessMonitorSetDeadlineMSecs": (None, (ctypes.c_void_p, ctypes.c_int)),
    "TessVersion": (ctypes.c_char_p, ()),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says, and how sure that is, of 1."""

    text: str = field(repr=False)
    score: float


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The library with its data, ready to read."""

    library: ctypes.CDLL
    handle: int
    version: str = field(repr=False)

    def line(self, pixels: npt.NDArray[np.uint8], seconds: float) -> Line | None:
        """One line of text, grey or of three channels, upright; None where it takes longer than `seconds`."""
        height, width = pixels.shape[:2]
        channels = pixels.shape[2] if pixels.ndim == 3 else 1
        data = np.ascontiguousarray(pixels)
        monitor = self.library.TessMonitorCreate()
        try:
            self.library.TessMonitorSetDeadlineMSecs(monitor, max(1, int(seconds * 1000)))
            self.library.TessBaseAPISetImage(self.handle, data.ctypes.data, width, height, channels, channels * width)
            self.library.TessBaseAPISetSourceResolution(self.handle, _DOTS_PER_INCH)
            if self.library.TessBaseAPIRecognize(self.handle, monitor) != 0:
                return None
            return Line(self._text(), self.library.TessBaseAPIMeanTextConf(self.handle) / 100)
        finally:
            self.library.TessMonitorDelete(monitor)
            self.library.TessBaseAPIClear(self.handle)

    def _text(self) -> str:
        raw = self.library.TessBaseAPIGetUTF8Text(self.handle)
        if not raw:
            return ""
        try:
            return " ".join(ctypes.string_at(raw).decode("utf-8", "replace").split())
        finally:
            self.library.TessDeleteText(raw)


def installed() -> Tesseract | None:
    """The library with Korean data, if this machine has both."""
    library = _library()
    if library is None:
        return None
    for languages in _LANGUAGES:
        handle = library.TessBaseAPICreate()
        for name, value in _SETTINGS:
            library.TessBaseAPISetVariable(handle, name, value)
        if library.TessBaseAPIInit2(handle, None, languages.encode(), _LSTM_ONLY) == 0:
            library.TessBaseAPISetPageSegMode(handle, _SINGLE_LINE)
            return Tesseract(library, handle, library.TessVersion().decode("ascii", "replace"))
        library.TessBaseAPIDelete(handle)
    return None


def _library() -> ctypes.CDLL | None:
    for name in _LIBRARIES:
        try:
            library = ctypes.CDLL(name)
            for function, (result, arguments) in _FUNCTIONS.items():
                getattr(library, function).restype = result
                getattr(library, function).argtypes = arguments
        except (OSError, AttributeError):  # not there, or of another version
            continue
        return library
    return None
