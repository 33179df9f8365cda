"""The text in pictures, where the extra `ocr` is installed: cards, tables and scans, alone and inside documents."""

import importlib.util
import io
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageDraw

from dlp import Scanner
from dlp.extract.picture import tesseract
from dlp.types import Coverage, IssueCode, Pictures
from tests import drawn, identifiers
from tests.eval_pictures import missed

_spec = importlib.util.spec_from_file_location("format_builders", Path(__file__).with_name("build.py"))
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr_onnxruntime") is None,
    reason="rapidocr-onnxruntime (the extra `ocr`) is not installed here",
)
needs_hangul = pytest.mark.skipif(
    tesseract.installed() is None or not drawn.has_hangul(),
    reason="Tesseract with Korean data, and letters to draw Hangul with, are not installed here",
)


@pytest.fixture(scope="module")
def scanner(tmp_path_factory):
    """With more time than a firm would give: how fast the machine is at the moment is not what is tested here."""
    path = tmp_path_factory.mktemp("ocr") / "dlp.toml"
    path.write_text("[pictures]\nseconds = 200.0\n[limits]\nseconds = 400.0\n", "utf-8")
    return Scanner(path)


PATIENT = Pictures(seconds=200)


def read(image, pictures=PATIENT):
    return build.read("a.png", drawn.encoded(image), pictures, seconds=400)


CARDS = [
    (drawn.resident_card, drawn.compressed, 0),
    (drawn.resident_card, drawn.photographed, 90),
    (drawn.licence, drawn.tilted, 180),
    (drawn.licence, drawn.half, 270),
    (drawn.foreigner_card, drawn.dim, 90),
    (drawn.foreigner_card, drawn.compressed, 180),
]


@pytest.mark.parametrize(("make", "way", "turn"), CARDS)
def test_the_numbers_of_a_card_are_found(scanner, make, way, turn):
    rng = Random(f"{make.__name__} {turn}")
    card = make(rng)
    image = way(card.image, rng).rotate(turn, expand=True)
    assert missed(scanner, drawn.Drawn(image, card.values), kind="JPEG") == []


@pytest.mark.parametrize(("make", "way"), [(drawn.dark_screenshot, drawn.clean), (drawn.screenshot, drawn.off_monitor)])
def test_the_numbers_of_a_table_are_found(scanner, make, way):
    rng = Random(make.__name__)
    table = make(rng)
    assert missed(scanner, drawn.Drawn(way(table.image, rng), table.values)) == []


def test_every_page_of_a_tiff_is_read(scanner):
    pages = [drawn.resident_card(Random(seed)) for seed in range(2)]
    data = drawn.encoded(pages[0].image, "TIFF", save_all=True, append_images=[pages[1].image], compression="tiff_lzw")
    for page in pages:
        assert found_in(scanner, data, "a.tif", page) == []


def found_in(scanner, data, name, shown):
    """The values of a picture that are not found in the document around it."""
    found = {finding.fingerprint for finding in scanner.scan_bytes(data, name=name).findings}
    plain = [scanner.scan_text(f"주민등록번호: {value}").findings[0].fingerprint for _, value in shown.values]
    return [at for at, fingerprint in enumerate(plain) if fingerprint not in found]


def _docx(picture):
    parts = {"word/document.xml": build.DOCX_BODY, "word/media/image1.bin": picture}
    return build.package("wordprocessingml.document", "word/document.xml", parts)


def _scanned(picture):
    """A page of a PDF with nothing on it but its scan."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").save(out, "PDF", resolution=150)
    return out.getvalue()


@pytest.mark.parametrize(("wrap", "name"), [(_docx, "a.docx"), (_scanned, "a.pdf")])
def test_a_card_inside_a_document_is_found(scanner, wrap, name):
    card = drawn.resident_card(Random(name))
    assert found_in(scanner, wrap(drawn.encoded(card.image)), name, card) == []


@needs_hangul
def test_hangul_is_read_and_the_picture_counts_as_read():
    reading = read(drawn.resident_card(Random(1)).image)
    assert {"주민등록증", "홍길동"} <= set(build.text(reading).split())
    assert not build.codes(reading)


@needs_hangul
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_lines_come_in_the_order_of_reading_whichever_way_up(turn):
    image = drawn.foreigner_card(Random(2)).image.rotate(turn, expand=True)
    words = build.text(read(image)).split()
    assert words.index("외국인등록증") < words.index("성명") < words.index("체류자격") < words.index("F-4")


@pytest.mark.skipif(not drawn.has_hangul(), reason="letters to draw Hangul with are not installed here")
def test_hangul_nobody_reads_is_said():
    image = drawn.resident_card(Random(1)).image
    reading = read(image, Pictures(seconds=200, tesseract=False))
    assert [issue.code for issue in build.issues(reading)] == [IssueCode.UNSUPPORTED]


def test_a_picture_read_for_sure_is_read(scanner):
    image = Image.new("RGB", (600, 200), "white")
    ImageDraw.Draw(image).text((30, 66), "TOTAL 1234567", font=drawn.letters(36), fill="black")
    result = scanner.scan_bytes(drawn.encoded(image), name="a.png")
    assert (result.coverage, result.issues) == (Coverage.FULL, ())


def test_what_there_is_no_time_for_is_said():
    reading = read(drawn.resident_card(Random(1)).image, Pictures(seconds=1e-6))
    assert IssueCode.TIMED_OUT in build.codes(reading)
    assert IssueCode.PICTURE_PASSED not in build.codes(reading)


@pytest.mark.parametrize("size", [(2600, 2400), (40, 6000), (6000, 40)])
def test_a_large_or_narrow_picture_stays_within_the_memory_of_a_worker(scanner, size):
    image = Image.new("L", size, 255)
    number = identifiers.rrn_of_nobody(Random(4))
    line = Image.new("L", (380, 36), 255)
    ImageDraw.Draw(line).text((10, 0), number, font=drawn.letters(28), fill=0)
    image.paste(
        line if size[0] > size[1] / 2 else line.rotate(90, expand=True), (2, size[1] // 2 if size[1] > 99 else 2)
    )
    assert missed(scanner, drawn.Drawn(image, (("KR_RRN", number),))) == []
