"""Windows metafiles: every kind of record that holds text, pictures in them, and damage."""

import importlib.util
import io
import struct
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from dlp import Scanner
from dlp.types import Coverage, IssueCode
from tests import identifiers

_spec = importlib.util.spec_from_file_location("format_builders", Path(__file__).with_name("build.py"))
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)

NUMBER = identifiers.rrn_of_nobody(Random(9))
END = (14, struct.pack("<III", 0, 16, 20))


def emf(*records):
    body = b"".join(struct.pack("<II", kind, 8 + len(data) + -len(data) % 4) + data + bytes(-len(data) % 4)
                    for kind, data in records)  # fmt: skip
    header = struct.pack("<II", 1, 88) + bytes(32) + b" EMF" + struct.pack("<I", 0x10000) + bytes(40)
    return header + body


def text_object(words, x, y, at, *, wide=True, options=0, widths=None):
    """An EmrText that stands `at` bytes into its record, with text and widths behind it."""
    raw = words.encode("utf-16-le" if wide else "cp949")
    padded = raw + bytes(-len(raw) % 4)
    spaces = b"" if widths is None else struct.pack(f"<{len(words)}I", *[widths] * len(words))
    count = len(words) if wide else len(raw)
    start = at + 40
    return (
        struct.pack("<iiIII", x, y, count, start, options) + bytes(16)
        + struct.pack("<I", start + len(padded) if spaces else 0) + padded + spaces
    )  # fmt: skip


def drawn(words, x=0, y=0, **how):
    return (84 if how.get("wide", True) else 83, bytes(28) + text_object(words, x, y, 36, **how))


def plus(*records):
    body = b"".join(
        struct.pack("<HHII", kind, flags, 12 + len(data), len(data)) + data for kind, flags, data in records
    )
    return 70, struct.pack("<I", 4 + len(body)) + b"EMF+" + body


def plus_string(words):
    return 0x401C, 0, struct.pack("<III4f", 0, 0, len(words), 5, 6, 100, 20) + words.encode("utf-16-le")


def small(words):
    return 108, struct.pack("<iiIII", 3, 4, len(words), 0x100 | 0x200, 1) + bytes(8) + words.encode("latin-1")


def bitmap():
    out = io.BytesIO()
    Image.effect_noise((90, 60), 80).save(out, "BMP")
    return out.getvalue()


def stretched():
    data = bitmap()
    start = struct.unpack_from("<I", data, 10)[0]
    head, bits = data[14:start], data[start:]
    places = struct.pack("<IIII", 80, len(head), 80 + len(head), len(bits))
    return 81, bytes(40) + places + bytes(8) + head + bits


def wmf(*records, placed=True):
    body = b"".join(struct.pack("<IH", 3 + (len(data) + 1) // 2, kind) + data + bytes(len(data) % 2)
                    for kind, data in (*records, (0, b"")))  # fmt: skip
    header = struct.pack("<HHHIHIH", 1, 9, 0x300, 9 + len(body) // 2, 1, 100, 0)
    return (b"\xd7\xcd\xc6\x9a" + bytes(18) if placed else b"") + header + body


def textout(words):
    raw = words.encode("cp949")
    return 0x0521, struct.pack("<H", len(raw)) + raw + bytes(len(raw) % 2) + struct.pack("<hh", 9, 8)


def exttextout(words, x=5, y=6, *, widths=None):
    raw = words.encode("cp949")
    spaces = b"" if widths is None else struct.pack(f"<{len(raw)}h", *[widths] * len(raw))
    return 0x0A32, struct.pack("<hhHH", y, x, len(raw), 0) + raw + bytes(len(raw) % 2) + spaces


def carried(data):
    """An EMF in the comments of a WMF, in pieces."""
    for at in range(0, len(data), 100):
        piece = data[at : at + 100]
        head = b"WMFC" + struct.pack("<IIHIIIII", 1, 0x10000, 0, 0, 1, len(piece), 0, len(data))
        yield 0x0626, struct.pack("<HH", 0x0F, len(head) + len(piece)) + head + piece


POLY = (97, bytes(28) + struct.pack("<I", 1) + text_object("polytoken", 1, 2, 40))
DRAWINGS = {
    "emf": (emf(drawn("widetoken 한글토큰"), drawn("narrow 좁은토큰", y=9, wide=False), POLY, small("smalltoken"),
                plus(plus_string("plustoken")), END), "widetoken 한글토큰 좁은토큰 polytoken smalltoken plustoken"),
    "wmf": (wmf(textout("첫토큰"), exttextout("둘째토큰")), "첫토큰 둘째토큰"),
    "bare wmf": (wmf(textout("baretoken"), placed=False), "baretoken"),
    "emf in wmf": (wmf(*carried(emf(drawn("innertoken"), END))), "innertoken"),
}  # fmt: skip


@pytest.mark.parametrize("kind", DRAWINGS)
def test_canaries(kind):
    data, tokens = DRAWINGS[kind]
    read = build.read("a", data)
    assert set(tokens.split()) <= set(build.text(read).split())
    assert not build.codes(read) - {IssueCode.PICTURE_PASSED}


SPLIT = {
    "emf": emf(drawn(NUMBER[:5], 10, 50, widths=8), drawn(NUMBER[5:], 50, 50, widths=8), END),
    "wmf": wmf(exttextout(NUMBER[:5], 10, 50, widths=8), exttextout(NUMBER[5:], 50, 50, widths=8)),
}


@pytest.mark.parametrize("kind", SPLIT)
def test_a_number_drawn_in_two_pieces_is_one(kind):
    assert NUMBER in build.text(build.read("a", SPLIT[kind]))


def test_cells_side_by_side_stay_apart():
    row = [drawn(words, 100 * at, 50, widths=8) for at, words in enumerate(("홍길동", "010101", "1234567"))]
    assert "홍길동\t010101\t1234567" in build.text(build.read("a", emf(*row, END)))


def test_the_number_in_a_drawing_inside_a_document_is_found():
    parts = {"word/document.xml": build.DOCX_BODY, "word/media/image1.emf": emf(drawn(NUMBER), END)}
    data = build.package("wordprocessingml.document", "word/document.xml", parts)
    found = Scanner().scan_bytes(data, name="a.docx").findings
    assert any(finding.rule == "kr_rrn" and "image1.emf" in str(finding.locus) for finding in found)


def test_a_bitmap_in_a_drawing_is_a_picture():
    read = build.read("a.emf", emf(stretched(), END))
    assert any("picture 1" in str(issue.locus) for issue in build.issues(read))


NOT_READ = {
    "shapes of a font": (emf(drawn("glyphs", options=0x10), END), IssueCode.UNSUPPORTED),
    "curves": (emf((2, bytes(40)), END), IssueCode.UNSUPPORTED),
    "no end": (emf(drawn("endless")), IssueCode.CORRUPT),
    "behind the end": (emf(drawn("before"), END) + b"behindtoken" * 3, IssueCode.SUSPICIOUS),
}


@pytest.mark.parametrize("kind", NOT_READ)
def test_what_is_not_read_is_said(kind):
    data, code = NOT_READ[kind]
    assert code in build.codes(build.read("a.emf", data))
    assert Scanner().scan_bytes(data, name="a.emf").coverage is not Coverage.FULL


def test_a_drawing_with_nothing_in_it_is_passed_over():
    assert build.codes(build.read("a.emf", emf(END))) == {IssueCode.PICTURE_PASSED}


def _damaged(data, rng):
    at, size = rng.randrange(44, len(data)), rng.randrange(1, 60)
    return [
        data[:at],
        data[:at] + bytes((data[at] ^ 1 << rng.randrange(8),)) + data[at + 1 :],
        data[:at] + rng.randbytes(size) + data[at + size :],
        data[:at] + data[at - 20 :],
    ][rng.randrange(4)]


@pytest.mark.parametrize("kind", DRAWINGS)
def test_damage_ends_with_a_status(kind):
    for seed in range(60):
        read = build.read("a", _damaged(DRAWINGS[kind][0], Random(seed)), seconds=20)
        assert not build.codes(read) & {IssueCode.WORKER_DIED, IssueCode.TIMED_OUT}, (seed, build.issues(read))
        assert build.text(read) or build.issues(read), seed
