"""Whether a picture can hold text at all, and its pixels for whoever reads that text. Pillow decodes, within limits."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    IcoImagePlugin,
    Image,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    PsdImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from dlp.extract.base import Budget, ReadStopped
from dlp.types import IssueCode, Pictures

# Imported for what they register: a sealed worker cannot load them any more.
PLUGINS = (
    AvifImagePlugin, BmpImagePlugin, GifImagePlugin, IcoImagePlugin, Jpeg2KImagePlugin, JpegImagePlugin, PngImagePlugin,
    PsdImagePlugin, TiffImagePlugin, WebPImagePlugin,
)  # fmt: skip


def _registers_heic() -> bool:
    try:
        from pi_heif import register_heif_opener
    except ImportError:
        return False
    register_heif_opener(thumbnails=False)
    return True


HEIC = _registers_heic()
_FORMATS = ("AVIF", "BMP", "GIF", "ICO", "JPEG", "JPEG2000", "PNG", "PSD", "TIFF", "WEBP", *(("HEIF",) if HEIC else ()))
_MOST_FRAMES = 64
_ROWS = 256  # looked at together
_NARROW_MODES = ("1", "L", "P", "LA", "PA", "RGB", "RGBA", "RGBX", "RGBa", "La", "CMYK", "YCbCr", "HSV", "LAB")

Pixels = npt.NDArray[np.uint8]


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height as the header says. Raises ReadStopped."""
    with _open(data) as image:
        return image.size


def frames(data: bytes, budget: Budget) -> Iterator[Pixels]:
    """The pictures of a file as arrays (height, width, channels) of 0-255; four channels are colour and opacity."""
    with _open(data) as image:
        for number in range(_MOST_FRAMES + 1):
            if number == _MOST_FRAMES:
                raise ReadStopped(IssueCode.TOO_MANY, f"over {_MOST_FRAMES} pictures in one file")
            try:
                if number:
                    image.seek(number)
            except EOFError:
                return
            except Exception as error:  # noqa: BLE001 - damaged pictures raise whatever they like
                raise _damaged(error) from None
            yield _decoded(image, budget)


def is_plain(pixels: Pixels, pictures: Pictures) -> bool:
    """Too little contrast, or too few edges across or down, for letters: a ground, a rule, a shade, a dot."""
    across, down = 0, 0
    for channel in range(pixels.shape[2]):
        plane = pixels[:, :, channel]
        if int(plane.max()) - int(plane.min()) < pictures.least_contrast:
            continue
        for top in range(0, len(plane), _ROWS):
            rows = plane[top : top + _ROWS + 1].astype(np.int16)
            across += int((np.abs(np.diff(rows[:_ROWS], axis=1)) >= pictures.least_contrast).sum())
            down += int((np.abs(np.diff(rows, axis=0)) >= pictures.least_contrast).sum())
            if min(across, down) >= pictures.least_edges:
                return False
    return True


def _open(data: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, below
    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except Exception as error:  # noqa: BLE001
        raise _damaged(error) from None


def _decoded(image: Image.Image, budget: Budget) -> Pixels:
    width, height = image.size
    most = budget.pictures.most_pixels
    if width * height > most:
        raise ReadStopped(IssueCode.TOO_LARGE, f"a picture of over {most} pixels")
    budget.unpack(width * height)
    try:
        if image.mode not in _NARROW_MODES:
            return _scaled(np.asarray(image, np.float64))
        clear = image.mode in ("LA", "PA", "RGBA", "RGBa", "La") or "transparency" in image.info
        return np.asarray(image.convert("RGBA" if clear else "L" if image.mode in ("1", "L") else "RGB")).reshape(
            height, width, -1
        )
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001
        raise _damaged(error) from None


def _scaled(values: npt.NDArray[np.float64]) -> Pixels:
    """More than eight bits a channel: stretched over what eight can hold."""
    finite = np.nan_to_num(values, posinf=0, neginf=0)
    low, high = float(finite.min()), float(finite.max())
    stretched = (finite - low) * (255 / (high - low) if high > low else 0)
    return stretched.astype(np.uint8).reshape(values.shape[0], values.shape[1], -1)


def _damaged(error: Exception) -> ReadStopped:
    return ReadStopped(IssueCode.CORRUPT, f"a picture that cannot be decoded: {type(error).__name__}")
