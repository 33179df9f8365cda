"""PDF: every hiding place, tables, damage, bombs, encryption, and real files."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from random import Random

import pytest

from dlp import Scanner
from dlp.extract.base import Budget, held
from dlp.extract.walk import Node, walk
from dlp.types import Issue, IssueCode, Layout, Limits, Segment
from tests import identifiers, pdfs
from tests.pdfs import show

RNG = Random("pdf")
RRN = identifiers.rrn_of_nobody(RNG)
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def read(data, name="a.pdf", **limits):
    return list(walk(held(name, data), Budget(Limits(**limits), time.monotonic)))


def segments(found):
    return [item for item in found if isinstance(item, Segment)]


def text(found):
    return "\n".join(segment.data.decode() for segment in segments(found))


def issues(found):
    return [item for item in found if isinstance(item, Issue)]


def codes(found):
    return {issue.code for issue in issues(found)}


def where(found, token):
    """The first segment that has the token, and its place in words."""
    for segment in segments(found):
        at = segment.data.find(token.encode())
        if at >= 0:
            return segment, str(segment.locate(at))
    raise AssertionError(token)


@pytest.fixture(scope="module")
def golden():
    return read(pdfs.golden_bytes())


# --- hiding places ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", [*pdfs.TOKENS, *pdfs.AROUND])
def test_canary(golden, token):
    assert token in text(golden)


def test_the_golden_document_has_no_issues(golden):
    assert issues(golden) == []


def test_an_owner_password_keeps_nothing_from_being_read():
    found = read(pdfs.encrypted(pdfs.golden_bytes()))
    assert [token for token in pdfs.TOKENS if token not in text(found)] == []
    assert issues(found) == []


@pytest.mark.parametrize(
    ("token", "place", "hidden"),
    [
        ("bodytext", "page 1", False),
        ("secondpage", "page 2", False),
        ("invisible", "page 1", True),
        ("offpage", "page 1", True),
        ("notecontents", "annotation, page 1", False),
        ("필드값", "form field, page 1", False),
        ("outlinetitle", "outline", False),
        ("옛제목", "document information", False),
        ("layername", "layer", False),
        ("scriptstring", "script", True),
        ("alternate", "structure", True),
        ("coveredglyphs", "page 1", False),
        ("stampdrawn", "appearance", False),
        ("attachedfile", "첨부이름.txt", False),
        ("afterend", "after the document", True),
        ("formertext", "revision 1 page 1", True),
    ],
)
def test_places(golden, token, place, hidden):
    segment, told = where(golden, token)
    assert told.removesuffix(" line 1") == place
    assert segment.hidden == hidden


def test_what_is_read_survives_a_process_boundary(golden):
    for item in golden:
        if not isinstance(item, Node):
            again = ForkingPickler.loads(ForkingPickler.dumps(item))
            assert again == item


def test_every_string_is_told_once(golden):
    for token in ("notecontents", "tooltip", "customvalue", "bodytext"):
        told = [s for s in segments(golden) if token.encode() in s.data and not s.derived]
        assert len(told) == 1


def test_the_label_of_a_field_stands_before_its_value():
    more = {
        30: b"<< /Type /Annot /Subtype /Widget /FT /Tx /Rect [0 0 9 9] /T %b /V (%b) >>"
        % (pdfs.utf16("주민등록번호"), RRN.encode())
    }
    data = pdfs.pages(show("x", 50, 700), entries=b"/Annots [30 0 R]", more=more)
    result = Scanner().scan_bytes(data, name="form.pdf")
    assert [finding.entity for finding in result.findings] == ["KR_RRN"]


# --- text -------------------------------------------------------------------------------------------------------------

FRONT, BACK = RRN.split("-")
GLYPHS = b"BT /F1 10 Tf " + b"".join(
    b"1 0 0 1 %g 700 Tm (%c) Tj " % (50 + 5.6 * n, c) for n, c in enumerate(RRN.encode())
)
WRITTEN = {
    "whole": show(RRN, 50, 700),
    "glyph by glyph": GLYPHS + b"ET",
    "two runs": show(FRONT, 50, 700) + show(f"-{BACK}", 50 + 33.4, 700),
    "kerned": b"BT /F1 10 Tf 50 700 Td [(%b) 20 (-) -30 (%b)] TJ ET" % (FRONT.encode(), BACK.encode()),
    "over a line end": show(f"{FRONT}-", 50, 700) + show(BACK, 50, 688),
    "vertical": b"".join(show(char, 50, 700 - 12 * n) for n, char in enumerate(RRN)),
    "upwards": b"BT /F1 10 Tf 0 1 -1 0 50 100 Tm (%b) Tj ET" % RRN.encode(),
    "upside down": b"BT /F1 10 Tf -1 0 0 -1 500 100 Tm (%b) Tj ET" % RRN.encode(),
    "mirrored": b"BT /F1 10 Tf -1 0 0 1 500 100 Tm (%b) Tj ET" % RRN.encode(),
    "tiny": show(RRN, 50, 700, 0.01),
    "off the page": show(RRN, 50, -9000),
    "white": b"1 g " + show(RRN, 50, 700),
    "beside a Korean font": show("주민등록번호", 50, 700) + show(RRN, 120, 700),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_an_identifier_is_found_however_it_is_drawn(scanner, way):
    data = pdfs.pages(show("주민등록번호", 50, 740) + WRITTEN[way])
    assert [finding.entity for finding in scanner.scan_bytes(data, name="a.pdf").findings] == ["KR_RRN"]


def to_unicode(pairs):
    lines = b"".join(b"<%02x> <%b>\n" % (code, word.encode("utf-16-be").hex().encode()) for code, word in pairs)
    return pdfs.stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <ff> "
        b"endcodespacerange %d beginbfchar\n%b endbfchar endcmap end end" % (len(pairs), lines)
    )


@pytest.mark.parametrize(
    ("characters", "told"),
    [
        (["o", "f", "\ufb01", "c", "e"], "office"),
        (["\uf031", "\uf032", "\uf02d", "\uf033"], "12-3"),
        (["\U0001d7d7", "\U0001d7d8", "\U0001d7d9", "x"], "\U0001d7d7\U0001d7d8\U0001d7d9x"),
    ],
    ids=["ligature", "symbol font", "beyond the first plane"],
)
def test_characters_of_odd_fonts(characters, told):
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 8 0 R >>"
    codes_ = range(0x41, 0x41 + len(characters))
    data = pdfs.pages(
        b"BT /F1 10 Tf 50 700 Td (%b) Tj ET" % bytes(codes_),
        more={5: font, 8: to_unicode(list(zip(codes_, characters, strict=True)))},
    )
    assert told in text(read(data))


NAMELESS = {
    5: b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+X /Encoding /Identity-H /DescendantFonts [8 0 R] >>",
    8: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+X /CIDSystemInfo << /Registry (Adobe) /Ordering "
    b"(Identity) /Supplement 0 >> /FontDescriptor 9 0 R >>",
    9: b"<< /Type /FontDescriptor /FontName /ABCDEF+X /Flags 4 >>",
}


@pytest.mark.parametrize(
    ("glyphs", "expected"),
    [(b"0024002500260027002800290030", {IssueCode.UNDECODABLE}), (b"0024", set()), (b"0024" * 30, set())],
    ids=["a word", "a bullet", "a rule drawn with glyphs"],
)
def test_glyphs_without_characters(glyphs, expected):
    content = b"BT /F1 10 Tf 50 700 Td <%b> Tj ET " % glyphs + show("한글", 50, 600)
    assert codes(read(pdfs.pages(content, more=NAMELESS))) == expected


def test_text_under_replacement_text_is_read():
    """A reader of PDF gives the replacement; the page shows the glyphs."""
    content = b"/Span << /ActualText (nothing here) >> BDC " + show(RRN, 50, 700) + b"EMC"
    assert RRN in text(read(pdfs.pages(content)))
    by_name = b"/Span /P1 BDC " + show(RRN, 50, 700) + b"EMC"
    resources = b"/Properties << /P1 << /ActualText (nothing here) >> >>"
    assert RRN in text(read(pdfs.pages(by_name, resources=resources)))


# --- tables -----------------------------------------------------------------------------------------------------------

ROWS = [["성명", "주민등록번호", "비고"], ["홍길동", RRN, ""], ["김철수", identifiers.rrn_of_nobody(RNG), "vip"]]


def drawn(rows, **how):
    return pdfs.pages(pdfs.table(rows, **how))


@pytest.mark.parametrize("by_column", [False, True], ids=["row by row", "column by column"])
def test_rows_of_a_table_are_lines_with_their_cells_apart(by_column):
    blank = "없음" if by_column else "-"
    found = read(drawn([[cell or blank for cell in row] for row in ROWS], by_column=by_column))
    lines = {line for s in segments(found) if s.layout is Layout.TABLE for line in s.data.decode().splitlines()}
    assert {"\t".join(cell or blank for cell in row) for row in ROWS} <= lines
    assert by_column or not any(segment.derived for segment in segments(found))


def test_cells_of_one_character_are_not_joined_with_the_cells_below():
    """PDFium takes characters below each other for words written downwards."""
    rows = [["가", "1", "x"], [ROWS[1][1], "2", "yy"], ["나", ROWS[2][1], "zz"]]
    for by_column in (False, True):
        lines = text(read(drawn(rows, by_column=by_column))).splitlines()
        assert {"가\t1\tx", f"{ROWS[1][1]}\t2\tyy", f"나\t{ROWS[2][1]}\tzz"} <= set(lines)


def test_an_empty_cell_keeps_its_place():
    content = b"".join(
        show(cell, 50 + 120 * j, 700 - 16 * i) for i, row in enumerate(ROWS) for j, cell in enumerate(row) if cell
    )
    segment, _ = where(read(pdfs.pages(content)), ROWS[1][1])
    assert [line.count("\t") for line in segment.data.decode().splitlines()] == [2, 2, 2]


def test_a_wrapped_cell_does_not_end_its_table():
    content = (
        pdfs.table([["a1", "b1", "c1"], ["a2", "b2", "c2"]])
        + show("rest of b2", 170, 668)
        + b"".join(show(words, 50 + 120 * n, 650) for n, words in enumerate(("a3", "b3", "c3")))
    )
    segment, _ = where(read(pdfs.pages(content)), "a1")
    assert segment.data.decode().splitlines()[2:] == ["\trest of b2\t", "a3\tb3\tc3"]


def test_a_turned_table():
    cells = [
        (x, y, w)
        for y, row in enumerate((["이름", "번호"], ["가나", "111"], ["다라", "222"]))
        for x, w in enumerate(row)
    ]
    content = b"q 0 1 -1 0 600 0 cm " + b"".join(show(w, 50 + 150 * x, 500 - 20 * y) for x, y, w in cells) + b" Q"
    assert "이름\t번호\n가나\t111\n다라\t222\n" in text(read(pdfs.pages(content)))


def test_columns_of_prose_are_no_table():
    left = ["이 문장은 왼쪽 단에 있는 긴 글의 한 줄입니다 그리고 계속됩니다"] * 3
    right = ["이 문장은 오른쪽 단에 있는 긴 글의 한 줄입니다 그리고 계속됩니다"] * 3
    content = pdfs.table(list(zip(left, right, strict=True)), by_column=True, pitch=350)
    assert all(segment.layout is not Layout.TABLE for segment in segments(read(pdfs.pages(content))))


def test_people_of_a_printed_table_are_counted(scanner):
    rows = [["성명", "주민등록번호", "연체금액"]] + [
        ["홍길동", identifiers.rrn_of_nobody(RNG), "1,000,000"] for _ in range(5)
    ]
    result = scanner.scan_bytes(drawn(rows), name="a.pdf")
    assert len(result.findings) == result.assessment.subjects == 5
    assert result.assessment.facts


# --- pictures ---------------------------------------------------------------------------------------------------------


def pictured(content, width=200, height=100):
    return pdfs.pages(
        content, show("text", 50, 700), resources=b"/XObject << /P 20 0 R >>", more={20: pdfs.image(width, height)}
    )


DRAWN = b"".join(b"%d %d m %d %d %d %d %d %d c S " % (n, 1, 2, n, 4, 5, 6, 7) for n in range(30))
WORDLESS = {
    "picture": (pictured(b"/P Do"), "page 1:"),
    "small picture": (pictured(b"/P Do", 20, 20), ""),
    "drawing": (pdfs.pages(show("x", 5, 5), DRAWN), "page 2:"),
    "frame": (pdfs.pages(b"10 10 m 20 20 l S 5 5 100 100 re S"), ""),
    "inline picture": (pdfs.pages(b"BI /W 9 /H 9 /CS /G /BPC 8 ID " + bytes(81) + b" EI"), "page 1:"),
    "blank": (pdfs.pages(b"", show("x", 5, 5), b"q Q"), ""),
    "blank document": (pdfs.pages(b""), ""),
}


@pytest.mark.parametrize("case", WORDLESS)
def test_pages_without_text_are_named(case):
    data, pages = WORDLESS[case]
    named = [issue.detail for issue in issues(read(data)) if "no text" in issue.detail and "page" in issue.detail]
    assert [detail[: len(pages)] for detail in named] == ([pages] if pages else [])


def test_a_picture_is_a_document_of_its_own():
    found = read(pictured(b"/P Do"))
    assert [(node.media_type, str(node.locus)) for node in found if isinstance(node, Node)][1:] == [
        ("image/png", "page 1 picture 1.png")
    ]


@pytest.mark.parametrize("packed", [bytes(range(256)), b"", b"\x97JB2\r\n\x1a\n" + bytes(40)])
@pytest.mark.parametrize("filters", [b"/JBIG2Decode", b"[/JBIG2Decode]", b"21 0 R", b"[/FlateDecode 21 0 R]"])
def test_pictures_in_jbig2_are_named_and_never_decoded(packed, filters):
    entries = b"/Subtype /Image /Width 200 /Height 100 /BitsPerComponent 1 /ColorSpace /DeviceGray"
    more = {
        20: b"<< /Length %d /Filter %b %b >>\nstream\n%b\nendstream" % (len(packed), filters, entries, packed),
        21: b"/JBIG2Decode",
    }
    found = read(pdfs.pages(show("x", 5, 5) + b"/P Do", resources=b"/XObject << /P 20 0 R >>", more=more))
    assert [issue.detail for issue in issues(found)] == ["a picture in JBIG2"]


def test_pictures_are_bounded():
    more = {300 + n: pdfs.image(80, 40) for n in range(520)}
    resources = b"/XObject << " + b" ".join(b"/P%d %d 0 R" % (n, n) for n in more) + b" >>"
    content = b" ".join(b"/P%d Do" % n for n in more)
    found = read(pdfs.pages(content, resources=resources, more=more))
    assert sum(isinstance(item, Node) for item in found) == 501
    assert "20 of 520 pictures are left out" in {issue.detail for issue in issues(found)}


# --- encryption -------------------------------------------------------------------------------------------------------


def test_a_user_password_is_an_issue_and_nothing_else():
    found = read(pdfs.encrypted(pdfs.golden_bytes(), user="user"))
    assert [issue.code for issue in issues(found)] == [IssueCode.ENCRYPTED]
    assert segments(found) == []


def test_certificate_encryption():
    trailer = b"/Encrypt << /Filter /Adobe.PubSec /V 4 /SubFilter /adbe.pkcs7.s5 >> /ID [(a) (b)]"
    assert codes(read(pdfs.document(pdfs.page_objects([show("x", 5, 5)]), trailer))) == {IssueCode.ENCRYPTED}


def test_an_encrypted_document_inside_a_plain_cover():
    locked = pdfs.encrypted(pdfs.pages(show("x", 5, 5)), user="user")
    more = {
        50: b"<< /Type /Filespec /F (locked.pdf) /AFRelationship /EncryptedPayload /EF << /F 51 0 R >> >>",
        51: pdfs.stream(locked, b"/Type /EmbeddedFile"),
    }
    found = read(pdfs.pages(show("cover", 50, 700), more=more))
    assert [(issue.code, str(issue.locus)) for issue in issues(found)] == [(IssueCode.ENCRYPTED, "locked.pdf")]
    assert "cover" in text(found)


def test_keys_of_the_encryption_are_no_text():
    found = read(pdfs.encrypted(pdfs.pages(show("x", 5, 5))))
    assert text(found).strip() == "x"


# --- bombs ------------------------------------------------------------------------------------------------------------


def packed(data, entries=b"", times=1):
    for _ in range(times):
        data = zlib.compress(data)
    filters = b" ".join([b"/FlateDecode"] * times)
    return b"<< /Length %d /Filter [%b] %b >>\nstream\n%b\nendstream" % (len(data), filters, entries, data)


def forms(last, depth=8, fan=10):
    """Forms that draw forms that draw forms."""
    entry = b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>"
    objects = {20 + n: pdfs.stream(b"/X Do " * fan, entry % (21 + n)) for n in range(depth)}
    return pdfs.pages(b"/X Do", resources=b"/XObject << /X 20 0 R >>", more={**objects, 20 + depth: last})


HUGE = b"BT /F1 10 Tf 50 700 Td " + b"(abc) Tj 0 -1 Td " * (6 << 20)
LOOP = pdfs.stream(b"/X Do " * 10, b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 20 0 R >> >>")
BOMBS = {
    "content": (pdfs.pages(b"", show("okpage", 50, 700), more={200: packed(HUGE)}), IssueCode.TOO_LARGE),
    "stacked filters": (
        pdfs.pages(b"", show("okpage", 50, 700), more={200: packed(bytes(100 << 20), times=3)}),
        IssueCode.TOO_LARGE,
    ),
    "object stream": (
        pdfs.pages(show("x", 5, 5), more={50: packed(b"60 0 (x)" + bytes(600 << 20), b"/Type /ObjStm /N 1 /First 5")}),
        IssueCode.TOO_LARGE,
    ),
    "forms": (forms(pdfs.form(show("x", 5, 5) * 9)), IssueCode.TOO_LARGE),
    "forms in a loop": (forms(LOOP), IssueCode.TOO_LARGE),
    "one content for many pages": (
        pdfs.document({
            **pdfs.page_objects([show("x", 5, 5)] * 40),
            **{100 + n: b"<< /Type /Page /Parent 2 0 R /Contents 99 0 R /MediaBox [0 0 9 9] >>" for n in range(40)},
            99: packed(b"1 0 0 1 0 0 cm\n" * (4 << 20)),
        }),
        IssueCode.TOO_LARGE,
    ),
    "a long string": (pdfs.pages(b"BT /F1 9 Tf (" + b"1 " * 30_000 + b") Tj ET"), IssueCode.SUSPICIOUS),
    "page tree loop": (
        pdfs.document({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"}),
        IssueCode.CORRUPT,
    ),
    "page count": (
        pdfs.pages(show("okpage", 5, 5), more={2: b"<< /Type /Pages /Kids [100 0 R] /Count 2000000000 >>"}),
        None,
    ),
    "nested arrays": (pdfs.pages(show("okpage", 5, 5), more={50: b"[" * 100_000 + b"]" * 100_000}), None),
    "many words on a page": (
        pdfs.pages(b"BT /F1 9 Tf 50 700 Td " + b"".join(b"(%d ab) Tj 0 -1 Td " % n for n in range(60_000)) + b"ET"),
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BOMBS)
def test_bombs_end_quickly(case):
    data, code = BOMBS[case]
    began = time.process_time()
    found = read(data, unpacked_bytes=256 << 20)
    assert time.process_time() - began < 15
    assert code is None or code in codes(found)
    assert b"okpage" not in data or "okpage" in text(found)
    assert IssueCode.WORKER_DIED not in codes(found)


def test_a_bomb_keeps_no_other_page_from_being_read():
    found = read(BOMBS["content"][0])
    assert "okpage" in text(found)
    assert [issue.detail for issue in issues(found)] == ["page 1: a stream of over 67108864 bytes"]


def test_pages_are_read_within_the_time_given():
    data = pdfs.pages(*[show("x", 5, 5)] * 300)
    ticks = iter(range(1_000_000))
    found = list(walk(held("a.pdf", data), Budget(Limits(seconds=500), lambda: float(next(ticks)))))
    assert IssueCode.TIMED_OUT in codes(found)


# --- damage -----------------------------------------------------------------------------------------------------------


def damaged(data, rng):
    """60 damaged copies: cut off, bits flipped, stretches overwritten and doubled."""
    for number in range(60):
        copy = bytearray(data)
        at = rng.randrange(len(copy))
        match number % 4:
            case 0:
                del copy[at:]
            case 1:
                for _ in range(20):
                    copy[rng.randrange(len(copy))] ^= 1 << rng.randrange(8)
            case 2:
                copy[at : at + 200] = rng.randbytes(min(200, len(copy) - at))
            case _:
                copy[at:at] = copy[at : at + 500]
        yield bytes(copy)


def test_damage_ends_with_a_status():
    original = pdfs.golden_bytes()
    read_something = 0
    for copy in damaged(original, Random("damage")):
        found = read(copy, seconds=20)
        assert IssueCode.WORKER_DIED not in codes(found)
        assert segments(found) or issues(found)
        read_something += "bodytext" in text(found)
    assert read_something > 30


def test_nothing_is_said_of_damaged_files(caplog, capfd):
    """The library's own messages may quote the document."""
    kids = {2: b"<< /Type /Pages /Kids [100 0 R 99 0 R] /Count 2 >>"}
    read(pdfs.pages(show("x", 5, 5), more=kids))
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_a_file_cut_off_is_partial():
    data = pdfs.pages(*[show(f"page{n}", 50, 700) for n in range(20)])
    for share in (0.3, 0.6, 0.9):
        assert IssueCode.CORRUPT in codes(read(data[: int(len(data) * share)]))


def test_a_wrong_table_of_objects_is_mended():
    data = pdfs.pages(show("bodytext", 50, 700)).replace(b"xref\n0", b"xxxx\n0")
    found = read(data)
    assert "bodytext" in text(found)
    assert issues(found) == []


def test_an_object_that_had_to_be_mended_is_named():
    data = pdfs.pages(show("bodytext", 50, 700)).replace(b"\nendstream", b"xxx\nendstream", 1)
    assert [issue.detail for issue in issues(read(data))] == ["damaged objects"]
    assert "bodytext" in text(read(data))


def test_a_page_whose_content_is_damaged_is_named():
    content = bytearray(pdfs.stream(b"".join(show(f"line {n} of many", 50, 700 - n) for n in range(300))))
    middle = len(content) // 2
    content[middle : middle + 40] = bytes(40)
    found = read(pdfs.pages(b"", show("okpage", 50, 700), more={200: bytes(content)}))
    assert [issue.code for issue in issues(found)] == [IssueCode.CORRUPT]
    assert issues(found)[0].detail.startswith("page 1:")
    assert "okpage" in text(found)


def test_an_archive_behind_the_document_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "zippedtoken")
    found = read(pdfs.pages(show("bodytext", 50, 700)) + out.getvalue())
    assert "zippedtoken" in text(found)
    assert "bodytext" in text(found)


# --- revisions --------------------------------------------------------------------------------------------------------


def test_revisions_that_say_nothing_new_tell_nothing():
    data = pdfs.pages(show("bodytext", 50, 700))
    for _ in range(3):
        data = pdfs.updated(data, {200: pdfs.stream(show("bodytext", 50, 700))})
    found = read(data)
    assert len(segments(found)) == 1
    assert issues(found) == []


def test_too_many_revisions_are_named():
    data = pdfs.pages(show("bodytext", 50, 700))
    for number in range(15):
        data = pdfs.updated(data, {200: pdfs.stream(show(f"revised {number}", 50, 700))})
    found = read(data)
    assert [issue.detail for issue in issues(found)] == ["5 of 15 earlier revisions are not read"]
    assert "revised 5" in text(found)


# --- real files -------------------------------------------------------------------------------------------------------

REAL = sorted(CORPUS.rglob("*.pdf"))
GOOD = {
    "testPDF-TIKA-4444.pdf": "Lorem ipsum dolor sit amet",
    "testPDF.pdf": "Apache Tika is a toolkit",
    "testPDFVarious.pdf": "Row 1 Col 1\tRow 1 Col 2\tRow 1 Col 3",
    "testPDF_PDFEncodedStringInXMP.pdf": "octal encoded string",
    "testPDF_acroform3.pdf": "TIKA-1226",
    "testPDF_bom.pdf": "Hello World",
    "testPDFFileEmbInAnnotation_noContents.pdf": "This is a Excel",
}


@pytest.mark.skipif(not REAL, reason="no documents in ../shared/corpus")
def test_real_files_end_with_a_status():
    for path in REAL:
        found = read(path.read_bytes(), path.name)
        assert IssueCode.WORKER_DIED not in codes(found), path.name
        assert segments(found) or issues(found), path.name
        if path.name in GOOD:
            assert GOOD[path.name] in text(found), path.name


@pytest.mark.skipif(not REAL, reason="no documents in ../shared/corpus")
@pytest.mark.parametrize("name", ["testPDF.pdf", "testPDF_acroform3.pdf"])
def test_damage_to_real_files_ends_with_a_status(name):
    path = next(path for path in REAL if path.name == name)
    for copy in damaged(path.read_bytes(), Random(name)):
        found = read(copy, name, seconds=20)
        assert IssueCode.WORKER_DIED not in codes(found)
        assert segments(found) or issues(found)


@pytest.mark.bench
def test_speed():
    """At least a hundred pages of text in a second of processor time."""
    words = " ".join(f"word{n}" for n in range(12))
    data = pdfs.pages(*[b"".join(show(words, 50, 760 - 16 * n) for n in range(45))] * 100)
    read(data)
    began = time.process_time()
    read(data)
    assert 100 / (time.process_time() - began) > 100
