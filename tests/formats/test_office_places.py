"""Every part of an Office package that can hold words, and the macro and template variants of the three kinds."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from dlp.extract.base import held
from dlp.extract.identify import identify


def _module(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build, office = _module("build"), _module("office_places")

CASES = [
    (kind, part, token)
    for kind, places in office.PLACES.items()
    for part, (_, tokens) in places.items()
    for token in tokens.split(" ")
]


def _document(kind, content_type=""):
    word, main = office.MAIN[kind]
    types = content_type or f"vnd.openxmlformats-officedocument.{word}.{'sheet' if kind == 'xlsx' else 'document'}.main"
    parts = {part: content for part, (content, _) in office.PLACES[kind].items()}
    return build.zipped({"[Content_Types].xml": office.content_types(main, types), **parts})


@pytest.fixture(scope="module")
def found():
    return {kind: build.read(f"a.{kind}", _document(kind)) for kind in office.PLACES}


@pytest.mark.parametrize(("kind", "part", "token"), CASES)
def test_canary(found, kind, part, token):
    container = (part,) if "embeddings" in part or part.endswith((".html", ".bin")) else ()
    here = [
        s
        for s in build.segments(found[kind])
        if (s.locus.container == container if container else s.locus.part == part)
    ]
    assert token in "\n".join(segment.data.decode() for segment in here)


@pytest.mark.parametrize("value", ["010101-1234567", "홍길동 님의 번호", "hidden@example.com"])
@pytest.mark.parametrize(
    "place", ["<w:p w:rsidR='{}'/>", "<v:shape style='{}'/>", "<w:x w:id='{}'/>", "<x:posOffset>{}</x:posOffset>"]
)
def test_what_stands_where_only_layout_should(place, value):
    body = f"<w:document {office.W} xmlns:x='x'>{place.format(value)}</w:document>"
    data = build.package("wordprocessingml.document", "word/document.xml", {"word/document.xml": body})
    assert value in build.text(build.read("a.docx", data))


@pytest.mark.parametrize("value", ["2147483647", "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}", "m@4@5l@4@11@9@11xe"])
def test_layout_is_left_out(value):
    body = f"<w:document {office.W} w:id='{value}' w:panose='{value}' w:path='{value}'/>"
    data = build.package("wordprocessingml.document", "word/document.xml", {"word/document.xml": body})
    assert value not in build.text(build.read("a.docx", data))


@pytest.mark.parametrize("value", ["<v>9913<!-- aside -->011234567</v>", "<v>9913<?aside x?>011234567</v>"])
def test_a_comment_is_no_part_of_a_cell(value):
    cells = build.sheet(f'<row r="1"><c r="A1">{value}</c></row>')
    data = build.package("spreadsheetml.sheet", "xl/workbook.xml", {"xl/worksheets/sheet1.xml": cells})
    words = build.text(build.read("a.xlsx", data))
    assert "9913011234567" in words
    assert "aside" in words


@pytest.mark.parametrize("kind", office.PLACES)
def test_a_sound_document_has_no_issues(found, kind):
    assert build.issues(found[kind]) == []


@pytest.mark.parametrize("ending", office.VARIANTS)
def test_macro_and_template_variants(ending):
    kind, content_type = office.VARIANTS[ending]
    data = _document(kind, content_type)
    known = identify(held(f"a.{ending}", data))
    assert known.format is not None
    assert (known.format.NAME, known.issues) == (kind, ())
    assert "bodytext" in build.text(build.read(f"a.{ending}", data))


@pytest.mark.parametrize("ending", office.VARIANTS)
def test_a_variant_is_known_by_its_content_type_alone(ending):
    kind, content_type = office.VARIANTS[ending]
    data = build.zipped(
        {"[Content_Types].xml": office.content_types("odd/main.xml", content_type), "odd/main.xml": "<a/>"}
    )
    assert kind == identify(held(f"a.{ending}", data)).format.NAME
