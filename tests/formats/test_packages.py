"""HWPX, HWPML, Hangul 3 and OpenDocument: every hiding place, where it stands, what does not show, and damage of all kinds."""

from __future__ import annotations

import importlib.util
import pickle  # noqa: TID251 - only what the test itself has pickled is loaded
import random
from pathlib import Path

import pytest

from dlp import Scanner
from dlp.extract.base import held
from dlp.extract.identify import identify
from dlp.types import Coverage, IssueCode, Layout
from tests import hwp3, hwpx, odf
from tests.identifiers import rrn_of_nobody

_spec = importlib.util.spec_from_file_location("format_builders", Path(__file__).with_name("build.py"))
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)

CORPUS = Path(__file__).parents[2] / "../shared/corpus"
GOLDEN = {
    "hwpx": (hwpx.golden(), hwpx.TOKENS),
    "hml": (hwpx.hwpml(), hwpx.HWPML_TOKENS),
    "hwp": (hwp3.document(), hwp3.TOKENS),
    "odt": (odf.odt(), odf.ODT_TOKENS),
    "ods": (odf.ods(), odf.ODS_TOKENS),
    "odp": (odf.odp(), odf.ODP_TOKENS),
}
HIDDEN = {
    "hwpx": hwpx.HIDDEN_TOKENS,
    "hml": ("hiddencomment", "memotext"),
    "hwp": ("hiddencomment", "previewtext"),
    "odt": ("annotationtext", "deletedtext", "hiddenspan", "inlinehidden", "hiddenparagraph", "hiddensection"),
    "ods": ("annotationtext", "oldvalue", "hiddenrow", "filteredrow", "hiddencolumn", "hiddensheet"),
    "odp": ("annotationtext", "hiddenslide"),
}


@pytest.fixture(scope="module")
def found():
    return {kind: build.read(f"a.{kind}", data) for kind, (data, _) in GOLDEN.items()}


def _where(walked, token):
    for segment in build.segments(walked):
        at = segment.data.find(token.encode())
        if at >= 0:
            return segment, str(segment.locate(at))
    raise AssertionError(token)


@pytest.mark.parametrize(("kind", "token"), [(kind, token) for kind, (_, tokens) in GOLDEN.items() for token in tokens])
def test_canary(found, kind, token):
    assert token in build.text(found[kind])


@pytest.mark.parametrize("kind", GOLDEN)
def test_a_sound_document_has_no_issues(found, kind):
    assert build.issues(found[kind]) == []


@pytest.mark.parametrize(("kind", "token"), [(kind, token) for kind, tokens in HIDDEN.items() for token in tokens])
def test_what_does_not_show_is_marked(found, kind, token):
    assert _where(found[kind], token)[0].hidden


@pytest.mark.parametrize("kind", GOLDEN)
def test_the_text_that_shows_is_not(found, kind):
    segment, _ = _where(found[kind], "bodytext")
    assert not segment.hidden
    assert not segment.derived


@pytest.mark.parametrize(
    ("kind", "token", "position"),
    [
        ("hwpx", "cellright", "table 1!B1"),
        ("hwpx", "secondrow", "table 1!B2"),
        ("hwpx", "nestedcell", "table 2!A1"),
        ("hwpx", "bodytext", "Contents/section0.xml paragraph 1"),
        ("hml", "cellright", "table 1!B1"),
        ("hwp", "cellright", "table 2!B1"),
        ("hwp", "secondrow", "table 2!B2"),
        ("hwp", "bodytext", "body paragraph 1"),
        ("odt", "cellright", "Table1!B1"),
        ("ods", "bodytext", "고객!A1"),
        ("ods", "010-0000-1234", "고객!B2"),
        ("ods", "hiddencolumn", "고객!D3"),
        ("ods", "farcell", "고객!XFD1048006"),
        ("ods", "hiddensheet", "숨김!A1"),
        ("ods", "formulatext", "고객!A3"),
        ("odp", "hiddenslide", "slide 2 paragraph 1"),
    ],
)
def test_text_is_placed(found, kind, token, position):
    segment, where = _where(found[kind], token)
    assert where.endswith(position)
    assert (segment.layout is Layout.TABLE) == ("!" in position and token != "formulatext")


def test_a_table_is_rows(found):
    assert _where(found["hwpx"], "cellright")[0].data == b"cellleft\tcellright\n\tsecondrow\n"


@pytest.mark.parametrize(
    ("shown", "kind", "value", "row", "beside"),
    [
        ("9.91E+12", "float", "9913011234567", "9913011234567", "9.91E+12"),
        ("010-0000-1234", "float", "1000001234", "010-0000-1234", "1000001234"),
        ("", "float", "9.913011234567E12", "9913011234567", ""),
        ("26. 4. 20.", "date", "2026-04-20", "26. 4. 20.", "2026-04-20"),
        ("12", "float", "12", "12", ""),
        ("글", "string", "", "글", ""),
    ],
)
def test_a_number_is_read_in_full_however_it_is_shown(shown, kind, value, row, beside):
    cell = odf.cell(shown, f' office:value-type="{kind}" office:value="{value}"')
    body = f'<office:spreadsheet><table:table table:name="S">{odf.row(cell)}</table:table></office:spreadsheet>'
    walked = build.read("a.ods", odf.document("ods", body, more={"Object 1/content.xml": b"", "Object 2": b""}))
    rows = [segment for segment in build.segments(walked) if segment.layout is Layout.TABLE]
    assert [segment.data.decode().strip() for segment in rows] == [row]
    assert not beside or f"A1: {beside}" in build.text(walked)


@pytest.mark.parametrize("kind", GOLDEN)
def test_what_is_read_can_be_handed_to_another_process(found, kind):
    for segment in build.segments(found[kind]):
        copy = pickle.loads(pickle.dumps(segment))  # noqa: S301 - the same
        assert (copy, str(copy.locate(len(copy.data) - 1))) == (segment, str(segment.locate(len(segment.data) - 1)))


def test_repeated_cells_stay_small():
    cell = odf.cell("x" * 1000, ' table:number-columns-repeated="16384"')
    rows = odf.row(cell, attributes=' table:number-rows-repeated="1048576"') * 200
    body = f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
    walked = build.read("a.ods", odf.document("ods", body), seconds=5)
    assert build.issues(walked) == []
    assert sum(len(segment.data) for segment in build.segments(walked)) < 5 << 20


@pytest.mark.parametrize("inside", ["<hp:p>", "<hp:tbl><hp:tr><hp:tc>", "<hp:ctrl><hp:hiddenComment>"])
def test_elements_inside_one_another_have_an_end(inside):
    section = hwpx.paragraph("bodytext") + inside * 60_000
    walked = build.read("a.hwpx", hwpx.packed(hwpx.parts(section)))
    assert IssueCode.TOO_DEEP in build.codes(walked)
    assert "bodytext" in build.text(walked)
    walked = build.read(
        "a.docx",
        build.package("wordprocessingml.document", "word/document.xml", {"word/document.xml": "<w:p>" * 60_000}),
    )
    assert IssueCode.TOO_DEEP in build.codes(walked)


def test_hwpml_that_is_too_deep_keeps_what_came_before():
    walked = build.read("a.hml", hwpx.hwpml().replace(b"</SECTION>", b"<P>" * 60_000))
    assert IssueCode.TOO_DEEP in build.codes(walked)
    assert "bodytext" in build.text(walked)


def test_tables_inside_too_many_others_are_read():
    inside = hwpx.paragraph("innermost")
    for _ in range(100):
        inside = hwpx.paragraph(hwpx.table([[hwpx.cell(0, 0, inside)]]))
    walked = build.read("a.hwpx", hwpx.packed(hwpx.parts(inside + hwpx.paragraph("behind"))))
    assert "innermost" in build.text(walked)
    assert _where(walked, "behind")[0].layout is Layout.PROSE


def test_a_comment_does_not_split_a_number():
    section = hwpx.paragraph("<hp:t>010101-<!-- x -->1234567</hp:t>")
    assert "010101-1234567" in build.text(build.read("a.hwpx", hwpx.packed(hwpx.parts(section))))


@pytest.mark.parametrize(("part", "data"), [("a.hwpx", "Contents/section0.xml"), ("a.odt", "content.xml")])
def test_a_declaration_is_suspicious(part, data):
    members = {"hwpx": hwpx.parts(), "odt": {"mimetype": odf.KINDS["odt"], "meta.xml": odf.META}}[part[2:]]
    members |= {data: '<!DOCTYPE x [<!ENTITY e "y">]><x>&e;sourcetext</x>'}
    walked = build.read(part, hwpx.packed(members))
    assert IssueCode.SUSPICIOUS in build.codes(walked)
    assert "sourcetext" in build.text(walked)


def test_a_declaration_in_hwpml_leaves_the_source():
    data = hwpx.hwpml().replace(b"<HWPML", b'<!DOCTYPE x [<!ENTITY e "y">]><HWPML', 1)
    walked = build.read("a.hml", data)
    assert IssueCode.SUSPICIOUS in build.codes(walked)
    assert "bodytext" in build.text(walked)


def test_a_preview_without_a_body_is_suspicious():
    walked = build.read("a.hwpx", hwpx.packed(hwpx.parts("") | {"Contents/masterpage0.xml": "<m/>"}))
    assert IssueCode.SUSPICIOUS in build.codes(walked)


def test_a_package_without_a_body_is_not_clean():
    assert IssueCode.CORRUPT in build.codes(
        build.read("a.hwpx", hwpx.packed({"mimetype": hwpx.MIMETYPE, "a.xml": "<a/>"}))
    )
    assert IssueCode.CORRUPT in build.codes(
        build.read("a.odt", hwpx.packed({"mimetype": odf.KINDS["odt"], "meta.xml": odf.META}))
    )


def test_macros_of_open_documents_are_named_and_scanned():
    macro = '<!DOCTYPE script:module PUBLIC "-//x" "module.dtd"><script:module>macrotext</script:module>'
    walked = build.read("a.odt", odf.document("odt", "", more={"Basic/Standard/Module1.xml": macro}))
    assert build.codes(walked) == {IssueCode.UNSUPPORTED}
    assert "macrotext" in build.text(walked)


def test_an_ole_object_is_read_without_its_prefix():
    ole = b"\0\x44\r\0" + b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    walked = build.read("a.hwpx", hwpx.packed(hwpx.parts() | {"BinData/ole2.ole": ole}))
    assert any(getattr(item, "media_type", "") == "application/x-ole-storage" for item in walked)


@pytest.mark.parametrize(
    ("name", "members", "kind"),
    [
        ("a.hwpx", {"Contents/content.hpf": "<a/>"}, "application/hwp+zip"),
        ("a.hwpx", {"Contents/section0.xml": "<a/>", "mimetype": "appl\1cation/hwp"}, "application/hwp+zip"),
        ("a.odt", {"content.xml": "<a/>", "meta.xml": "<a/>"}, "application/vnd.oasis.opendocument.text"),
        ("a.ott", {"mimetype": "application/vnd.oasis.opendocument.text-template"}, "application/vnd.oasis.opendocument.text-template"),
        ("a.sxw", {"mimetype": "application/vnd.sun.xml.writer"}, "application/vnd.sun.xml.writer"),
        ("a.sxw", {"content.xml": "<a/>", "settings.xml": "<a/>"}, "application/vnd.oasis.opendocument.text"),
        ("a.epub", {"mimetype": "application/epub+zip"}, "application/zip"),
        ("a.zip", {"content.xml": "<a/>"}, "application/zip"),
    ],
)  # fmt: skip
def test_packages_are_known_by_their_members(name, members, kind):
    assert identify(held(name, hwpx.packed(members))).media_type == kind


@pytest.mark.parametrize("start", ["<?xml version='1.0'?>", "", "\ufeff<?xml version='1.0'?>\n<!-- x -->"])
def test_hwpml_is_known_by_its_root(start):
    assert identify(held("a.xml", f"{start}<HWPML Version='2.8'></HWPML>".encode())).media_type == "application/x-hwpml"


def _split(kind: str, label: str, first: str, second: str) -> bytes:
    """A document whose one number stands in two runs of its paragraph, or in a cell beside its label."""
    match kind:
        case "hwpx":
            return hwpx.packed(hwpx.parts(hwpx.paragraph(f"{label} {first}", second)))
        case "hwpx table":
            return hwpx.packed(hwpx.parts(hwpx.table([[hwpx.cell(0, 0, label)], [hwpx.cell(0, 1, first + second)]])))
        case "hml":
            return hwpx.hwpml().replace(b"010101", f"{label} {first}".encode()).replace(b"-1234567", second.encode())
        case "hwp":
            return hwp3.document(hwp3.listed(hwp3.paragraph(f"{label} {first}", second)))
        case _:
            inside = odf.paragraph(f"{label} {first}<text:span>{second}</text:span>")
            return odf.document("odt", f"<office:text>{inside}</office:text>")


@pytest.mark.parametrize("kind", ["hwpx", "hwpx table", "hml", "hwp", "odt"])
def test_a_resident_number_is_found_however_it_is_set(kind):
    number = rrn_of_nobody(random.Random(kind))
    data = _split(kind, "주민등록번호", number[:6], number[6:])
    result = Scanner().scan_bytes(data, name=f"a.{kind.split()[0]}")
    assert {(found.rule, found.masked[:6]) for found in result.findings if found.entity == "KR_RRN"} == {
        ("kr_rrn", number[:6])
    }
    assert result.coverage is Coverage.FULL


def _damaged(data: bytes, rng: random.Random) -> bytes:
    at, size = rng.randrange(len(data)), rng.randrange(1, 400)
    match rng.randrange(4):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
        case 2:
            return data[:at] + rng.randbytes(size) + data[at + size :]
        case _:
            return data[: at + size] + data[at:]


@pytest.mark.parametrize("kind", GOLDEN)
@pytest.mark.parametrize("seed", range(60))
def test_damage_ends_with_a_status(kind, seed):
    data = _damaged(GOLDEN[kind][0], random.Random(seed))
    walked = build.read(f"a.{kind}", data, seconds=10)
    assert build.codes(walked).isdisjoint({IssueCode.WORKER_DIED, IssueCode.TIMED_OUT})
    assert build.issues(walked) or all(token in build.text(walked) for token in GOLDEN[kind][1]) or len(walked) > 1


@pytest.mark.parametrize("kind", ["hwpx", "odt"])
def test_a_package_without_its_directory_is_still_read(kind):
    data, tokens = GOLDEN[kind]
    walked = build.read(f"a.{kind}", data[: data.find(b"PK\1\2")])
    assert build.codes(walked) == {IssueCode.CORRUPT}
    assert [token for token in tokens if token not in build.text(walked)] == []


def test_bytes_behind_the_text_are_not_passed_over():
    walked = build.read("a.hwp", hwp3.document(hwp3.listed(hwp3.paragraph("bodytext")) + b"\1\2\3\4"))
    assert IssueCode.CORRUPT in build.codes(walked)


def test_hangul_3_without_compression():
    walked = build.read("a.hwp", hwp3.document(compressed=False))
    assert build.issues(walked) == []
    assert [token for token in hwp3.TOKENS if token not in build.text(walked)] == ["previewtext"]


def test_characters_that_mean_nothing_known_are_undecodable():
    walked = build.read("a.hwp", hwp3.document(hwp3.listed(hwp3.paragraph("before", (1, b"\0\x38"), "behind"))))
    assert build.codes(walked) == {IssueCode.UNDECODABLE}
    assert "before\ufffdbehind" in build.text(walked)


def test_what_stands_behind_damaged_paragraphs_is_searched():
    cut = hwp3.paragraph("bodytext", hwp3.control(15, bytes(8)))
    walked = build.read("a.hwp", hwp3.document(cut + hwp3.wide("unreachabletext")))
    assert IssueCode.CORRUPT in build.codes(walked)
    assert "bodytext" in build.text(walked)
    assert "unreachabletext" in build.text(walked)


def test_lists_inside_lists_have_an_end():
    inside = hwp3.EMPTY
    for _ in range(600):
        inside = hwp3.listed(hwp3.paragraph(hwp3.control(15, bytes(8) + inside), "x"))
    assert IssueCode.CORRUPT in build.codes(build.read("a.hwp", hwp3.document(inside)))


def test_other_versions_of_hangul_are_named():
    walked = build.read("a.hwp", b"HWP Document File V2.10 \x1a\x01\x02\x03\x04\x05" + bytes(2000))
    assert build.codes(walked) == {IssueCode.UNSUPPORTED}


REAL = sorted(CORPUS.glob("tika/*.hwp")) + sorted(CORPUS.glob("hwpxlib/*.hwpx")) + sorted(CORPUS.glob("tika/*.od?"))


@pytest.mark.skipif(not REAL, reason="needs ../shared/corpus")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_documents(path):
    walked = build.read(path.name, path.read_bytes())
    # Beside pictures there are OLE objects and macros.
    left = {issue.code for issue in build.issues(walked) if "picture" not in issue.detail}
    assert left <= {IssueCode.UNSUPPORTED, IssueCode.PICTURE_PASSED, IssueCode.TYPE_MISMATCH}
    assert build.segments(walked)
