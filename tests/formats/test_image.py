"""Pictures: words beside the pixels, and which pictures can hold text at all. What OCR reads in them: test_ocr.py."""

from __future__ import annotations

import functools
import importlib.util
import io
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from dlp import Scanner
from dlp.types import Coverage, IssueCode, Pictures
from tests import identifiers

_spec = importlib.util.spec_from_file_location("format_builders", Path(__file__).with_name("build.py"))
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)

NUMBER = identifiers.rrn_of_nobody(random.Random(5))
OCR = importlib.util.find_spec("rapidocr_onnxruntime") is not None
UNREAD = Pictures(ocr=False)


def without_ocr(folder):
    (folder / "without.toml").write_text("[pictures]\nocr = false\n", "utf-8")
    return Scanner(folder / "without.toml")


def saved(image, kind, **how):
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def lettering(words=NUMBER, size=(600, 200), mode="RGB", *, ground="white", ink="black"):
    """A picture with a line of text in it."""
    image = Image.new(mode, size, ground)
    ImageDraw.Draw(image).text((30, size[1] // 3), words, font=ImageFont.load_default(36), fill=ink)
    return image


def exif_block():
    exif = Image.Exif()
    exif[0x010E] = "descriptiontoken"
    exif[0x013B] = "작가토큰".encode()
    exif[0x9C9C] = "xptoken".encode("utf-16-le")
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + "usertoken".encode("utf-16-le")
    exif.get_ifd(0x8769)[0x927C] = b"\0\1\2makertoken\0\1"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 36.0)
    return exif.tobytes()


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><d:creator xmlns:d="x">xmptoken</d:creator></x:xmpmeta>'
_IPTC = b"\x1c\x02\x78" + struct.pack(">H", 9) + b"iptctoken"
PHOTOSHOP = b"Photoshop 3.0\x00" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(_IPTC)) + _IPTC + b"\0"


def jpeg():
    data = saved(lettering(), "JPEG", exif=exif_block(), comment=b"commenttoken")
    blocks = (b"http://ns.adobe.com/xap/1.0/\0" + XMP, PHOTOSHOP)
    parts = b"".join(b"\xff" + bytes((0xE1 if b"xap" in block else 0xED,)) + struct.pack(">H", len(block) + 2) + block
                     for block in (*blocks, b""))  # fmt: skip
    other = b"\xff\xe8" + struct.pack(">H", 16) + b"privatetoken\0\1"
    return data[:2] + parts + other + data[2:] + build.zipped({"a.txt": "behindtoken"})


def png():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "texttoken")
    notes.add_text("Comment", "ztxttoken", zip=True)
    notes.add_itxt("Title", "아이토큰", zip=True)
    notes.add_itxt("Other", "itxttoken")
    data = saved(lettering(), "PNG", pnginfo=notes, exif=exif_block())
    body = b"prVt" + b"privatetoken"
    chunk = struct.pack(">I", 12) + body + struct.pack(">I", zlib.crc32(body))
    return data[:33] + chunk + data[33:] + build.zipped({"a.txt": "behindtoken"})


def gif():
    data = saved(lettering().convert("P"), "GIF", comment=b"commenttoken")
    plain = b"\x21\x01\x0c" + bytes(12) + b"\x09drawntext\0"
    return data[:-1] + plain + b";" + build.zipped({"a.txt": "behindtoken"})


def heic():
    box = struct.pack(">I", 24) + b"ftypheic" + bytes(12)
    return box + struct.pack(">I", 4000) + b"mdat" + b"Exif\0\0" + exif_block()[6:] + XMP


EXIF = "descriptiontoken 작가토큰 xptoken usertoken makertoken 37.56".split()


def psd():
    """One bit of grey, a note among the resources, a text layer's words behind."""
    note = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(_IPTC)) + _IPTC
    words = "레이어토큰"
    layer = b"Txt TEXT" + struct.pack(">I", len(words) + 1) + words.encode("utf-16-be") + b"\0\0"
    head = b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 1, 200, 600, 8, 1)
    layers = struct.pack(">II", len(layer) + 4, 0) + layer
    return head + struct.pack(">II", 0, len(note)) + note + layers + b"\0\0" + lettering(mode="L").tobytes()


PICTURES = {
    "psd": (psd, "iptctoken 레이어토큰".split()),
    "jp2": (lambda: saved(lettering(), "JPEG2000"), []),
    "jpg": (jpeg, [*EXIF, *"xmptoken iptctoken commenttoken privatetoken behindtoken".split()]),
    "png": (png, [*EXIF, *"texttoken ztxttoken 아이토큰 itxttoken privatetoken behindtoken".split()]),
    "gif": (gif, "commenttoken drawntext behindtoken".split()),
    "webp": (lambda: saved(lettering(), "WEBP", exif=exif_block(), xmp=XMP), [*EXIF, "xmptoken"]),
    "tiff": (lambda: saved(lettering(), "TIFF", tiffinfo={270: "descriptiontoken", 700: XMP}), "descriptiontoken xmptoken".split()),
    "bmp": (lambda: saved(lettering(), "BMP") + b"behindtoken", ["behindtoken"]),
    "heic": (heic, [*EXIF, "xmptoken"]),
}  # fmt: skip


@functools.cache
def found(kind):
    return build.read(f"a.{kind}", PICTURES[kind][0](), UNREAD)


@pytest.mark.parametrize(
    ("kind", "token"), [(kind, token) for kind, (_, tokens) in PICTURES.items() for token in tokens]
)
def test_canary(kind, token):
    text = build.text(found(kind))
    assert token in text
    assert all(segment.hidden for segment in build.segments(found(kind)) if token.encode() in segment.data)


@pytest.mark.parametrize("kind", PICTURES)
def test_without_ocr_a_picture_with_text_is_never_clean(kind):
    got = build.read(f"a.{kind}", PICTURES[kind][0](), UNREAD)
    issues = [issue for issue in build.issues(got) if issue.code in (IssueCode.UNSUPPORTED, IssueCode.CORRUPT)]
    assert issues
    assert kind == "heic" or any("dlp[ocr]" in issue.detail for issue in issues)


def _frame():
    image = Image.new("L", (300, 200), 255)
    ImageDraw.Draw(image).rectangle((10, 100, 290, 103), fill=0)
    return image


def _shade():
    return Image.linear_gradient("L").resize((400, 300))


LOOKS = {
    "an icon": (Image.effect_noise((32, 32), 90), "too small"),
    "a rule": (Image.effect_noise((600, 4), 90), "too small"),
    "a ground": (Image.new("RGB", (800, 600), "navy"), "too plain"),
    "a line": (_frame(), "too plain"),
    "a shade": (_shade(), "too plain"),
    "clear ground": (Image.new("RGBA", (800, 600), (0, 0, 0, 0)), "too plain"),
    "a line of text": (lettering(), ""),
    "small text": (lettering(size=(400, 60)), ""),
    "text of a colour as bright as the ground": (lettering(ground=(255, 0, 0), ink=(0, 130, 0)), ""),
    "text in its opacity alone": (lettering(mode="RGBA", ground=(9, 9, 9, 0), ink=(9, 9, 9, 255)), ""),
    "faint text": (lettering(ground=(255, 255, 255), ink=(238, 238, 238)), ""),
    "text in sixteen bits": (lettering(mode="I;16", ground=100, ink=160), ""),
    "text in one bit": (lettering(mode="1", ground=1, ink=0), ""),
    "text on its side": (lettering().rotate(90, expand=True), ""),
}


@pytest.mark.parametrize("look", LOOKS)
def test_what_can_hold_no_text_is_passed_over_and_said(look):
    image, why = LOOKS[look]
    issues = build.issues(build.read("a.png", saved(image, "PNG"), UNREAD))
    passed = [issue.detail for issue in issues if issue.code is IssueCode.PICTURE_PASSED and "too" in issue.detail]
    assert [detail.startswith(why) for detail in passed] == ([True] if why else [])
    assert issues


def test_a_plain_first_frame_hides_no_other():
    data = saved(Image.new("L", (600, 200), 255), "GIF", save_all=True, append_images=[lettering(mode="L")])
    assert IssueCode.PICTURE_PASSED not in build.codes(build.read("a.gif", data, UNREAD))


def _document(picture, name):
    parts = {"word/document.xml": build.DOCX_BODY, name: picture}
    return build.package("wordprocessingml.document", "word/document.xml", parts)


@pytest.mark.parametrize(
    ("name", "picture", "held"),
    [
        ("word/media/image1.png", saved(Image.new("L", (300, 200), 255), "PNG"), False),
        ("docProps/thumbnail.jpeg", saved(lettering(size=(256, 180)), "JPEG"), False),
        ("docProps/thumbnail.jpeg", saved(lettering(size=(800, 600)), "JPEG"), True),
        ("Thumbnails/thumbnail.png", saved(lettering(size=(512, 400)), "PNG"), False),
        ("Preview/PrvImage.png", saved(lettering(size=(724, 1024)), "PNG"), False),
        ("Preview/PrvImage.png", saved(lettering(size=(1030, 724)), "PNG"), True),
        ("word/media/thumbnail.jpeg", saved(lettering(size=(256, 180)), "JPEG"), True),
        ("word/media/image1.png", saved(lettering(), "PNG"), True),
    ],
)
def test_pictures_in_a_document(name, picture, held, tmp_path):
    result = without_ocr(tmp_path).scan_bytes(_document(picture, name), name="a.docx")
    assert (result.coverage is not Coverage.FULL) is held


def test_the_firm_says_what_is_small(tmp_path):
    path = tmp_path / "dlp.toml"
    path.write_text("[pictures]\nocr = false\nleast_side = 300\n", "utf-8")
    assert Scanner(path).scan_bytes(saved(lettering(), "PNG"), name="a.png").coverage is Coverage.FULL
    assert without_ocr(tmp_path).scan_bytes(saved(lettering(), "PNG"), name="a.png").coverage is not Coverage.FULL


# --- hostile --------------------------------------------------------------------------------------------------------


def _png_of(width, height, packed=b""):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


BOMBS = {
    "pixels": (_png_of(60_000, 60_000, zlib.compress(bytes(1 << 20))), IssueCode.TOO_LARGE),
    "text": (build.PLAIN["image"][1][:33]
             + struct.pack(">I", 8 + 10_206) + b"zTXta\0\0" + zlib.compress(bytes(10 << 20)), IssueCode.CORRUPT),
    "frames": (saved(Image.new("L", (60, 60)), "GIF", save_all=True,
                     append_images=[Image.new("L", (60, 60), n % 2 * 255) for n in range(200)]), IssueCode.TOO_MANY),
    "circles": (b"II*\0" + struct.pack("<IHHHIII", 8, 1, 0x8769, 4, 1, 8, 8), IssueCode.CORRUPT),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs(kind):
    data, code = BOMBS[kind]
    assert code in build.codes(build.read("a.png", data, seconds=10))


def _damaged(data, rng):
    kind, at, size = rng.randrange(4), rng.randrange(20, len(data)), rng.randrange(1, 900)
    if kind == 0:
        return data[:at]
    if kind == 1:
        flipped = bytearray(data)
        for _ in range(10):
            flipped[rng.randrange(12, len(data))] ^= 1 << rng.randrange(8)
        return bytes(flipped)
    if kind == 2:
        return data[:at] + rng.randbytes(size) + data[at + size :]
    return data[:at] + data[at // 2 : at // 2 + size] + data[at:]


@pytest.mark.parametrize("kind", PICTURES)
def test_damage_ends_with_a_status(kind):
    data = PICTURES[kind][0]()
    for seed in range(60):
        # Decoded each time, and read a few times where something is there to read: that takes a second.
        pictures = Pictures(least_edges=64 if seed < 3 else 1 << 30)
        got = build.read(f"a.{kind}", _damaged(data, random.Random(seed)), pictures, seconds=20)
        assert build.issues(got) or (seed < 3 and OCR), seed
        assert not build.codes(got) & {IssueCode.WORKER_DIED, IssueCode.TIMED_OUT}, (seed, build.issues(got))


def test_the_reader_costs_nothing_until_a_picture_comes():
    code = "import sys, dlp.extract.formats as f; f.readers(); print([n for n in ('PIL', 'numpy', 'sqlite3', 'cv2') if n in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
