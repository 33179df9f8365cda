"""Every hiding place of a format is read: one unique token in each."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from dlp.types import Layout

_spec = importlib.util.spec_from_file_location("format_builders", Path(__file__).with_name("build.py"))
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)

CANARIES = [
    *(("docx", token) for token in build.DOCX_TOKENS),
    *(("xlsx", token) for token in build.XLSX_TOKENS),
    *(("pptx", token) for token in build.PPTX_TOKENS),
    *(("eml", token) for token in build.EML_TOKENS),
]


@pytest.fixture(scope="module")
def found():
    return {kind: build.read(*build.PLAIN[kind]) for kind in ("docx", "xlsx", "pptx", "eml")}


@pytest.mark.parametrize(("kind", "token"), CANARIES)
def test_canary(found, kind, token):
    assert token in build.text(found[kind])


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "eml"])
def test_a_sound_document_has_no_issues(found, kind):
    assert build.issues(found[kind]) == []


def _where(found, token):
    for segment in build.segments(found):
        at = segment.data.find(token.encode())
        if at >= 0:
            return segment, str(segment.locate(at))
    raise AssertionError(token)


@pytest.mark.parametrize(
    ("token", "position", "hidden"),
    [
        ("sharedcell", "고객!A1", True),  # its row has a value in a hidden column
        ("9913011234567", "고객!A2", False),
        ("9913012234567", "고객!B2", False),
        ("hiddenrow", "고객!B3", True),
        ("010101-2234567", "고객!A5", False),
        ("2023-03-15", "고객!B6", False),
        ("hiddensheet", "숨김!A1", True),
        ("veryhidden", "더숨김!A1", True),
    ],
)
def test_cells_are_placed(found, token, position, hidden):
    segment, where = _where(found["xlsx"], token)
    assert where.endswith(position)
    assert (segment.layout, segment.hidden) == (Layout.TABLE, hidden)


def test_later_rows_of_a_sheet_carry_its_header(found):
    segment, _ = _where(found["xlsx"], "9913011234567")
    assert segment.header.startswith(b"sharedcell\tinlinecell\t")


def test_a_number_shown_in_words_is_told_as_it_is_stored(found):
    stored = [s for s in build.segments(found["xlsx"]) if s.derived]
    assert [s.data for s in stored] == [b"12345678\n"]
    assert str(stored[0].locate(0)).endswith("고객!A6")


def test_dates_may_count_from_1904():
    parts = {
        "xl/workbook.xml": f"<workbook {build.S}><workbookPr date1904='1'/></workbook>",
        "xl/styles.xml": build.styles(),
        "xl/worksheets/sheet1.xml": build.sheet('<row r="1"><c r="A1" s="5"><v>45000</v></c></row>'),
    }
    read = build.read("a.xlsx", build.package("spreadsheetml.sheet", "xl/workbook.xml", parts))
    assert "2027-03-16" in build.text(read)


def test_columns_keep_their_place(found):
    segment, _ = _where(found["xlsx"], "hiddencolumn")
    assert b"inlinecell\t\thiddencolumn\n" in segment.data


def test_hidden_slide(found):
    assert _where(found["pptx"], "hiddenslide")[0].hidden
    assert not _where(found["pptx"], "slidetext")[0].hidden


def test_deleted_text_does_not_stand_inside_the_text_that_shows(found):
    shown = [s.data.decode() for s in build.segments(found["docx"]) if not s.derived]
    assert not any("deleted" in words for words in shown)
    assert any("inserted\n" in words for words in shown)
    assert _where(found["docx"], "deleted")[0].hidden


def test_word_tables_are_tables(found):
    assert _where(found["docx"], "tableleft\ttableright\n")[0].layout is Layout.TABLE


def test_mail_headers_and_attachments_are_placed(found):
    assert _where(found["eml"], "제목토큰")[1] == "Subject"
    assert _where(found["eml"], "attachtext")[1].startswith("첨부토큰.txt")
    assert _where(found["eml"], "zippedtoken")[1].startswith("x.zip!a.txt")
