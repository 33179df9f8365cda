"""Binary Office files and RTF: every hiding place, damage, bombs, encryption, and the documents of others."""

from __future__ import annotations

import importlib.util
import io
import struct
from pathlib import Path
from random import Random

import pytest

from dlp import Scanner
from dlp.types import Coverage, IssueCode, Layout, Marks
from tests import cfb, identifiers
from tests.office import excel, slides, word

_spec = importlib.util.spec_from_file_location("format_builders", Path(__file__).with_name("build.py"))
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)

CORPUS = Path(__file__).resolve().parents[2] / "../shared/corpus"
TOKENS = {
    "xls": excel.XLS_TOKENS,
    "xlsb": excel.XLSB_TOKENS,
    "doc": word.DOC_TOKENS,
    "ppt": slides.PPT_TOKENS,
    "rtf": word.RTF_TOKENS,
}


@pytest.fixture(scope="module")
def found():
    return {kind: build.read(*build.PLAIN[kind]) for kind in TOKENS}


@pytest.mark.parametrize(("kind", "token"), [(kind, token) for kind, tokens in TOKENS.items() for token in tokens])
def test_canary(found, kind, token):
    assert token in build.text(found[kind])


@pytest.mark.parametrize("kind", TOKENS)
def test_a_sound_document_has_no_issues(found, kind):
    assert build.issues(found[kind]) == []


def _where(found, token):
    for segment in build.segments(found):
        at = segment.data.find(token.encode())
        if at >= 0:
            return segment, str(segment.locate(at))
    raise AssertionError(token)


@pytest.mark.parametrize(
    ("kind", "token", "position", "hidden"),
    [
        ("xls", "sharedcell", "고객!A1", False),
        ("xls", "120121", "고객!D2", False),
        ("xls", "hiddenrow", "고객!B3", True),
        ("xls", "hiddencolumn", "고객!E4", True),
        ("xls", "수식결과", "고객!A7", False),
        ("xls", "숨은수식", "고객!A8", True),
        ("xls", "숨은시트", "숨김!A1", True),
        ("xls", "veryhidden", "더숨김!A1", True),
        ("xls", "메모본문토큰", "comments 고객!B5", True),
        ("xls", "글상자토큰", "text boxes 고객", False),
        ("xls", "패키지토큰", "MBD********!a.txt line 1", False),
        ("xls", "unusedstring", "unused shared strings", True),
        ("xlsb", "공유문자열", "고객!B1", False),
        ("xlsb", "hiddenrow", "고객!B3", True),
        ("xlsb", "hiddencolumn", "고객!E4", True),
        ("xlsb", "veryhidden", "더숨김!A1", True),
        ("doc", "bodytext", "paragraph 1", False),
        ("doc", "hiddentext", "hidden or deleted", True),
        ("doc", "각주토큰", "footnotes paragraph 1", False),
        ("doc", "코멘트토큰", "comments paragraph 1", False),
        ("doc", "패키지토큰", "_1000!a.txt line 1", False),
        ("ppt", "슬라이드글", "slide 1", False),
        ("ppt", "outlinetext", "slide 1", False),
        ("ppt", "숨은슬라이드", "slide 2", True),
        ("ppt", "notestext", "notes 1", False),
        ("ppt", "이전판본", "slide, earlier version", True),
        ("rtf", "bodytext", "paragraph 1", False),
        ("rtf", "hiddentext", "hidden or deleted", True),
        ("rtf", "미주토큰", "footnotes paragraph 2", False),
        ("rtf", "제목토큰", "properties and names title", True),
        ("rtf", "패키지토큰", "a.txt line 1", False),
    ],
)
def test_text_is_placed(found, kind, token, position, hidden):
    segment, where = _where(found[kind], token)
    assert where.endswith(position)
    assert segment.hidden == hidden


@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_deleted_and_hidden_text_does_not_stand_inside_the_text_that_shows(found, kind):
    shown = [segment.data.decode() for segment in build.segments(found[kind]) if not segment.hidden]
    assert any("010101-2234567" in words for words in shown)
    assert not any("deleted" in words or "hiddentext" in words for words in shown)


@pytest.mark.parametrize(("kind", "row"), [("doc", "왼쪽칸\t오른쪽칸\n아래왼쪽\t\n"), ("rtf", "왼쪽칸\t오른쪽칸\n")])
def test_tables_are_tables(found, kind, row):
    assert _where(found[kind], row)[0].layout is Layout.TABLE


def test_rows_keep_their_columns_and_header(found):
    segment, _ = _where(found["xls"], "9913011234567")
    assert b"9913011234567\t" in segment.data
    later = _where(found["xls"], "직접문자열")[0]
    assert later.header.startswith(b"sharedcell\t") or later.data.startswith(b"sharedcell\t")


@pytest.mark.parametrize("kind", TOKENS)
def test_identifiers_are_found_through_the_scanner(kind):
    """A resident number in two pieces of formatting, or stored as text in a cell."""
    number = identifiers.rrn_of_nobody(Random(kind))
    left, right = number[:7], number[7:]
    line = f"주민등록번호 {left}|{right} 확인\r"
    data = {
        "xls": lambda: excel.xls(more=excel.cell(0x204, 20, 0, excel.wide(f"주민등록번호 {number}"))),
        "xlsb": lambda: build.xlsb(
            {"xl/worksheets/sheet4.bin": excel.row(0) + excel.part_cell(6, 0, excel.long(f"주민등록번호 {number}"))}
        ),
        "doc": lambda: word.doc(b"", parts=(line, *[""] * 7)),
        "ppt": lambda: slides.ppt(b"", more=slides.atom(4008, b"") + slides.chars(f"주민등록번호 {number}")),
        "rtf": lambda: (
            rb"{\rtf1\ansicpg949 " + word.hexed("주민등록번호 ").encode() + f"{left}{{\\b {right}}}\\par}}".encode()
        ),
    }[kind]()
    result = Scanner().scan_bytes(data, name=f"a.{kind}")
    assert any(finding.entity == "KR_RRN" for finding in result.findings), kind


# --- trouble ----------------------------------------------------------------------------------------------------------


def _damaged(data: bytes, rng: Random) -> bytes:
    at, size = rng.randrange(len(data)), rng.randrange(1, 400)
    match rng.randrange(4):
        case 0:
            return data[:at]
        case 1:
            flipped = bytearray(data)
            for _ in range(20):
                flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
            return bytes(flipped)
        case 2:
            return data[:at] + rng.randbytes(size) + data[at + size :]
        case _:
            return data[:at] + data[at : at + size] + data[at:]


@pytest.mark.parametrize("kind", [*TOKENS, "ole"])
def test_damage_ends_with_a_status(kind):
    name, data = build.PLAIN[kind]
    rng = Random(f"damage {kind}")
    read = 0
    for _ in range(60):
        found = build.read(name, _damaged(data, rng), seconds=10)
        assert not {IssueCode.WORKER_DIED, IssueCode.TIMED_OUT} & build.codes(found)
        assert build.segments(found) or build.issues(found)
        read += bool(build.segments(found))
    assert read > 30


def _loop(data: bytes) -> bytes:
    """Every chain of a compound file leads back to its first sector."""
    changed = bytearray(data)
    (sector,) = struct.unpack_from("<I", data, 76)
    for index in range(128):
        struct.pack_into("<I", changed, (sector + 1) * 512 + index * 4, 1)
    return bytes(changed)


@pytest.mark.parametrize("kind", ["xls", "doc", "ppt", "ole"])
def test_chains_without_end_end(kind):
    found = build.read(f"a.{kind}", _loop(build.PLAIN[kind][1]), seconds=5)
    assert build.issues(found)
    assert not {IssueCode.WORKER_DIED, IssueCode.TIMED_OUT} & build.codes(found)


def test_streams_that_share_their_sectors_are_refused():
    """A hundred thousand entries would each give the same megabyte again."""
    data = cfb.compound({**{f"s{n:03}": b"" for n in range(300)}, "big": b"word " * 200_000})
    changed = bytearray(data)
    at = data.find("big".encode("utf-16-le"))
    start, size = struct.unpack_from("<II", data, at + 116)
    for number in range(300):
        entry = data.find(f"s{number:03}".encode("utf-16-le"))
        struct.pack_into("<II", changed, entry + 116, start, size)
    assert IssueCode.SUSPICIOUS in build.codes(build.read("a.bin", bytes(changed)))
    assert IssueCode.TOO_LARGE in build.codes(build.read("a.bin", bytes(changed), unpacked_bytes=2 << 20))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("braces", b"{\\rtf1 " + b"{" * 500_000 + b"x"),
        ("closed", b"{\\rtf1 " + b"{x}" * 250_000),
        ("characters", b"{\\rtf1 " + b"\\u-99999999999999 x" * 50_000),
        ("binary", b"{\\rtf1 x" + b"\\bin9999999999 " * 50_000),
        ("fields", b"{\\rtf1 " + b"{\\field{\\*\\fldinst x}" * 50_000),
        ("hexadecimal", b"{\\rtf1 x{\\pict\\pngblip " + b"8" * 2_000_001),
    ],
)
def test_rtf_bombs_end_quickly(name, data):
    found = build.read("a.rtf", data, seconds=10)
    assert IssueCode.TIMED_OUT not in build.codes(found)
    assert "x" in build.text(found)


def test_fields_inside_fields_end_quickly():
    for signs in ("\x13", "\x13\x14", "\x13x\x14", "\x15", "\x13x"):
        found = build.read("a.doc", word.doc(b"", parts=(f"x|{signs * 200_000}\r", *[""] * 7)), seconds=10)
        assert IssueCode.TIMED_OUT not in build.codes(found)
        assert "x" in build.text(found)


@pytest.mark.parametrize("row", [0, 65_535])
def test_far_cells_cost_nothing(row):
    data = excel.xls(more=excel.cell(0x204, row, 255, excel.wide("farcell")))
    segment, where = _where(build.read("a.xls", data), "farcell")
    assert where.endswith(f"고객!IV{row + 1}")
    assert len(segment.data) < 10_000


def test_a_workbook_that_nobody_gave_a_password_is_read():
    """Protecting the structure of a workbook encrypts it with a password that Excel knows."""
    data = cfb.compound({"Workbook": excel.protected(excel.workbook(), "VelvetSweatshop")})
    found = build.read("a.xls", data)
    assert build.issues(found) == []
    assert _where(found, "공유문자열")[1] == "고객!B1"
    other = build.read("a.xls", cfb.compound({"Workbook": excel.protected(excel.workbook(), "another")}))
    assert build.codes(other) == {IssueCode.ENCRYPTED}
    assert "공유문자열" not in build.text(other)


def test_damage_to_a_protected_workbook_ends_with_a_status():
    data = cfb.compound({"Workbook": excel.protected(excel.workbook(), "VelvetSweatshop")})
    rng = Random("protected")
    for _ in range(60):
        found = build.read("a.xls", _damaged(data, rng), seconds=10)
        assert not {IssueCode.WORKER_DIED, IssueCode.TIMED_OUT} & build.codes(found)
        assert build.segments(found) or build.issues(found)


def test_a_workbook_stream_on_its_own_is_read():
    found = build.read("a.xls", excel.workbook())
    assert build.issues(found) == []
    assert _where(found, "공유문자열")[1] == "고객!B1"


def test_word_6_is_read_and_partial():
    found = build.read("a.doc", word.old_doc("옛날문서 oldtext\r"))
    assert "옛날문서 oldtext" in build.text(found)
    assert IssueCode.UNSUPPORTED in build.codes(found)


def test_stream_names_in_any_case():
    data = build.PLAIN["doc"][1].replace("WordDocument".encode("utf-16-le"), "WORDDOCUMENT".encode("utf-16-le"))
    assert "bodytext" in build.text(build.read("a.doc", data))
    assert build.issues(build.read("a.doc", data)) == []


def test_what_stands_at_the_top_decides_what_a_document_is():
    """A workbook with a Word document and a Hangul document in it is a workbook."""
    book = {"Workbook": excel.workbook(), "MBD01/WordDocument": b"x" * 600, "MBD02/BodyText/Section0": b"x"}
    found = build.read("a.xls", cfb.compound(book))
    assert IssueCode.TYPE_MISMATCH not in build.codes(found)
    assert "sharedcell" in build.text(found)


def test_a_second_document_in_the_same_file_is_suspicious():
    found = build.read("a.doc", cfb.compound({"WordDocument": b"", "Workbook": excel.workbook()}))
    assert IssueCode.SUSPICIOUS in build.codes(found)
    assert "sharedcell" in build.text(found)


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes():
    """The sector table stands at the end of the file; streams in one piece are read without it."""
    data = build.PLAIN["doc"][1]
    for cut in (600, len(data) // 2):
        found = build.read("a.doc", data[:-cut])
        assert "bodytext" in build.text(found)
        assert IssueCode.CORRUPT in build.codes(found)


def test_entries_outside_the_tree_are_read():
    """A directory whose root names no children: what undelete programs find."""
    data = bytearray(build.PLAIN["xls"][1])
    at = data.find("Root Entry".encode("utf-16-le"))
    struct.pack_into("<I", data, at + 76, 0xFFFFFFFF)
    found = build.read("a.xls", bytes(data))
    assert "sharedcell" in build.text(found)
    assert IssueCode.CORRUPT in build.codes(found)


# --- documents of others ----------------------------------------------------------------------------------------------

OTHERS = sorted(
    path
    for path in (CORPUS.rglob("*") if CORPUS.is_dir() else ())
    if path.suffix.lower() in (".xls", ".xlsb", ".doc", ".ppt", ".rtf", ".xlsm")
)
# What is wrong with them is what they are in the collection for.
UNSOUND = ("clusterfuzz", "57843.doc", "testRTFTIKA_1713.rtf")


@pytest.mark.skipif(not OTHERS, reason="no documents in ../shared/corpus")
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_documents_of_others_end_with_a_status(path):
    found = build.read(path.name, path.read_bytes(), seconds=20)
    codes = build.codes(found)
    assert not {IssueCode.WORKER_DIED, IssueCode.TIMED_OUT} & codes
    if "password" in path.name.lower() or path.name == "35897-type4.xls":
        assert IssueCode.ENCRYPTED in codes
    else:
        assert build.segments(found) or codes
    if not path.name.startswith(UNSOUND):
        assert IssueCode.CORRUPT not in codes


@pytest.mark.skipif(not OTHERS, reason="no documents in ../shared/corpus")
@pytest.mark.parametrize(
    "path", [path for path in OTHERS if path.suffix in (".xls", ".xlsb")], ids=lambda path: path.name
)
def test_every_cell_that_another_reader_sees(path):
    calamine = pytest.importorskip("python_calamine")
    try:
        book = calamine.CalamineWorkbook.from_path(path)
    except calamine.CalamineError:
        assert build.issues(build.read(path.name, path.read_bytes()))
        return
    placed: dict[str, set[str]] = {}
    for segment in build.segments(build.read(path.name, path.read_bytes())):
        if segment.layout is Layout.TABLE and isinstance(segment.positions, Marks):
            ends = (*segment.positions.offsets[1:], len(segment.data))
            for start, end, name in zip(segment.positions.offsets, ends, segment.positions.names, strict=True):
                placed.setdefault(name, set()).add(segment.data[start:end].decode().strip("\t\n"))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        top, left = sheet.start or (0, 0)
        for row, values in enumerate(sheet.to_python(skip_empty_area=True), top):
            for column, value in enumerate(values, left):
                if isinstance(value, str) and value.strip():
                    where = f"{name}!{excel.letters(column)}{row + 1}"
                    assert " ".join(value.split()) in {" ".join(text.split()) for text in placed.get(where, ())}, where


@pytest.mark.skipif(not OTHERS, reason="no documents in ../shared/corpus")
def test_streams_are_those_that_another_reader_sees():
    import time

    import olefile

    from dlp.extract.base import Budget
    from dlp.extract.compound import Compound
    from dlp.types import Limits

    compared = 0
    for path in OTHERS:
        data = path.read_bytes()
        if not data.startswith(b"\xd0\xcf\x11\xe0") or path.name.startswith("clusterfuzz"):
            continue
        file, other = Compound(io.BytesIO(data), len(data), Budget(Limits(), time.monotonic)), olefile.OleFileIO(data)
        assert {entry.path for entry in file.streams()} == {tuple(parts) for parts in other.listdir()}
        for entry in file.streams():
            assert file.read(entry) == other.openstream(list(entry.path)).read()
            compared += 1
    assert compared > 300


def test_scanned_whole():
    for kind in TOKENS:
        name, data = build.PLAIN[kind]
        assert Scanner().scan_bytes(data, name=name).coverage is Coverage.FULL
