"""Each format: plain, damaged, encrypted, bomb. A format without its row here fails the suite."""

from __future__ import annotations

import base64
import bz2
import gzip
import importlib.util
import io
import lzma
import os
import struct
import zipfile
import zlib
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest

from dlp.extract import formats
from dlp.extract.formats import readers
from dlp.types import IssueCode, Segment
from tests import archives, hwp, hwp3, hwpx, mail, odf, pdfs, wire
from tests.archives import Entry

_spec = importlib.util.spec_from_file_location("format_builders", Path(__file__).with_name("build.py"))
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)

OLE_ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(16)
    + struct.pack("<HHHH", 0x3E, 3, 0xFFFE, 9)
    + bytes(16)
    + struct.pack("<I", 0)
    + bytes(24)
    + b"\xff" * 436
    + "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0")
    + struct.pack("<H", 34)
    + bytes(446)
)
ZEROS = b"\0" * (20 << 20)
BLANKS = b" " * (20 << 20)


def _with_blanks(data: bytes, name: str) -> bytes:
    """The same archive with a member that unpacks to far more than it takes."""
    archive = io.BytesIO(data)
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, b"<a>" + BLANKS + b"</a>")
    return archive.getvalue()


def _multiparts(depth: int) -> bytes:
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return b"From: a@example.com\n" + head.encode()


SECRET = [Entry("a", b"secret", encrypted=True)]
ENCRYPTED = {
    "alz": archives.alz(SECRET),
    "egg": archives.egg(SECRET),
    "rar": archives.rar5(SECRET),
    "7z": archives.sevenz(SECRET, password="x"),
}
BOMBS = {
    "alz": archives.alz([Entry("a", BLANKS, "deflate")]),
    "egg": archives.egg([Entry("a", BLANKS, "lzma")]),
    "rar": archives.rar5([Entry("a", b"x", size=1 << 31)]),  # nothing is unpacked: only a size may lie
    "7z": archives.sevenz([Entry("a", BLANKS)]),
}
PACKERS = {"bz2": bz2.compress, "gz": gzip.compress, "xz": lzma.compress, "zst": build.zstd.compress}


def _deep_objects() -> bytes:
    """Packages inside packages, deeper than documents go."""
    data = b"x"
    for _ in range(20):
        data = build.cfb.compound({"\x01Ole10Native": build.cfb.packaged("a.bin", data)})
    return data


def _many_strings() -> bytes:
    """A table of shared strings that says it has four billion, in a few bytes."""
    huge = struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + struct.pack("<HB", 0xFFFF, 1) + b"x\0"
    return build.cfb.compound({"Workbook": build.excel.substream(5, build.excel.record(0xFC, huge))})


def _large_object() -> bytes:
    packed = zlib.compress(b"\0" * (80 << 20))
    atom = build.slides.atom(4113, struct.pack("<I", 80 << 20) + packed, 1)
    return build.slides.ppt(b"", more=build.slides.chars("x") + atom)


def _attached(data: bytes) -> mail.Message:
    attached = mail.Attached({mail.LONG_NAME: "smime.p7m", mail.DATA: data, mail.METHOD: 1})
    return mail.Message({mail.MESSAGE_CLASS: "IPM.Note.SMIME"}, attached=[attached])


def _nested_messages(depth: int) -> mail.Message:
    message = mail.Message({mail.SUBJECT: "innermost"})
    for _ in range(depth):
        message = mail.Message({mail.SUBJECT: "x"}, attached=[mail.Attached({mail.METHOD: 5}, message)])
    return message


def _tnef_with(data: bytes, depth: int = 1) -> bytes:
    for _ in range(depth):
        data = mail.tnef([(2, 0x69002, bytes(14)), (2, 0x69005, mail.row({}, objects={mail.DATA: data}))])
    return data


LOCKED = build.encrypted_flag(build.zipped({"a": "b"}))
INFLATING = build.zipped({"a": ZEROS})
GZIPPED, TWICE = "Content-Encoding: gzip", "Content-Encoding: gzip, gzip"
PGP = b"-----BEGIN PGP MESSAGE-----\n\nhQEMA" + b"A" * 40 + b"\n"
CASES = {
    ("text", "damaged"): ("a.txt", "홍길동\n".encode() + b"\xff\xfe\xff" + b"\xc8\n", IssueCode.UNDECODABLE),
    ("text", "encrypted"): ("a.asc", PGP, IssueCode.ENCRYPTED),
    ("text", "bomb"): ("a.txt", b"\0" * 100_000, IssueCode.UNSUPPORTED),
    ("json", "damaged"): ("a.json", b'{"a": "\xff\xff\xff\xb0"}', IssueCode.UNDECODABLE),
    ("json", "encrypted"): (
        "a.json",
        b'{"f":"' + base64.b64encode(build.encrypted_flag(build.zipped({"a": "b"}))) + b'"}',
        IssueCode.ENCRYPTED,
    ),
    ("json", "bomb"): ("a.json", b"[" * 1_000_000 + b'"x"', None),
    ("xml", "damaged"): ("a.xml", b"<?xml version='1.0'?><a><b>t</a>", IssueCode.CORRUPT),
    ("xml", "encrypted"): (
        "a.xml",
        b"<?xml version='1.0'?><a>" + base64.b64encode(build.encrypted_flag(build.zipped({"a": "b"}))) + b"</a>",
        IssueCode.ENCRYPTED,
    ),
    ("xml", "bomb"): (
        "a.xml",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>',
        IssueCode.SUSPICIOUS,
    ),
    ("html", "damaged"): ("a.html", b"<html><p>x\xff\xff\xb0<p", IssueCode.UNDECODABLE),
    ("html", "encrypted"): (
        "a.html",
        b'<html><a href="data:application/zip;base64,'
        + base64.b64encode(build.encrypted_flag(build.zipped({"a": "b"})))
        + b'">',
        IssueCode.ENCRYPTED,
    ),
    ("html", "bomb"): ("a.html", b"<html>" + b"<div>" * 200_000 + b"x", None),
    ("eml", "damaged"): ("a.eml", build.eml()[:700], IssueCode.CORRUPT),
    ("eml", "encrypted"): (
        "a.eml",
        b"From: a\nTo: b\nContent-Type: application/pgp-encrypted; name=m\n\n" + PGP,
        IssueCode.ENCRYPTED,
    ),
    ("eml", "bomb"): (
        "a.eml",
        b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nt\n" * 200_000,
        IssueCode.TOO_MANY,
    ),
    ("hwp", "damaged"): ("a.hwp", build.PLAIN["hwp"][1][:-40], IssueCode.CORRUPT),
    ("hwp", "encrypted"): ("a.hwp", hwp.hwp(flags=hwp.PASSWORD), IssueCode.ENCRYPTED),
    ("hwp", "bomb"): ("a.hwp", hwp.hwp(hwp.record(300, 0, ZEROS)), IssueCode.RATIO),
    ("msg", "damaged"): ("a.msg", build.PLAIN["msg"][1][:-700], IssueCode.CORRUPT),
    ("msg", "encrypted"): ("a.msg", _attached(mail.enveloped()).file(), IssueCode.ENCRYPTED),
    ("msg", "bomb"): ("a.msg", _nested_messages(40).file(), IssueCode.TOO_DEEP),
    ("tnef", "damaged"): ("winmail.dat", build.PLAIN["tnef"][1][:-4], IssueCode.CORRUPT),
    ("tnef", "encrypted"): ("winmail.dat", _tnef_with(mail.enveloped()), IssueCode.ENCRYPTED),
    ("tnef", "bomb"): ("winmail.dat", _tnef_with(build.PLAIN["tnef"][1], 40), IssueCode.TOO_DEEP),
    ("pkcs7", "damaged"): ("a.p7m", build.PLAIN["pkcs7"][1][:-3], IssueCode.CORRUPT),
    ("pkcs7", "encrypted"): ("a.p7m", mail.enveloped(), IssueCode.ENCRYPTED),
    ("pkcs7", "bomb"): ("a.p7m", mail.compressed(ZEROS), IssueCode.RATIO),
    ("mbox", "damaged"): ("a.mbox", build.mailbox(build.eml()[:700]), IssueCode.CORRUPT),
    ("mbox", "encrypted"): ("a.mbox", build.mailbox(b"From: a\nTo: b\n\n" + PGP), IssueCode.ENCRYPTED),
    ("mbox", "bomb"): ("a.mbox", build.mailbox(*[b"From: a\n\nx"] * 10_001), IssueCode.TOO_MANY),
    ("ics", "damaged"): ("a.ics", build.calendar(b"text").replace(b"64:", b"64:!"), IssueCode.UNDECODABLE),
    ("ics", "encrypted"): ("a.ics", build.calendar(LOCKED), IssueCode.ENCRYPTED),
    ("ics", "bomb"): ("a.ics", build.calendar(INFLATING), IssueCode.RATIO),
    ("vcard", "damaged"): ("a.vcf", build.card(b"text").replace(b"=b:", b"=b:!"), IssueCode.UNDECODABLE),
    ("vcard", "encrypted"): ("a.vcf", build.card(LOCKED), IssueCode.ENCRYPTED),
    ("vcard", "bomb"): ("a.vcf", build.card(INFLATING), IssueCode.RATIO),
    ("pdf", "damaged"): ("a.pdf", build.PLAIN["pdf"][1][:-700], IssueCode.CORRUPT),
    ("pdf", "encrypted"): (
        "a.pdf",
        pdfs.encrypted(build.PLAIN["pdf"][1], user="user"),
        IssueCode.ENCRYPTED,
    ),
    ("pdf", "bomb"): ("a.pdf", pdfs.pages(ZEROS * 4), IssueCode.TOO_LARGE),
    ("zip", "damaged"): ("a.zip", build.PLAIN["zip"][1][:-30], IssueCode.CORRUPT),
    ("zip", "encrypted"): ("a.zip", build.encrypted_flag(build.PLAIN["zip"][1]), IssueCode.ENCRYPTED),
    ("zip", "bomb"): ("a.zip", build.zipped({"a": ZEROS}), IssueCode.RATIO),
    ("image", "damaged"): ("a.png", build.PLAIN["image"][1][:-9], IssueCode.CORRUPT),
    ("image", "encrypted"): ("a.png", build.PLAIN["image"][1] + os.urandom(500), IssueCode.UNSUPPORTED),
    ("image", "bomb"): (
        "a.bmp",
        b"BM" + struct.pack("<IIIIiiHHIIIIII", 0, 0, 54, 40, 1 << 15, 1 << 15, 1, 24, 0, 0, 0, 0, 0, 0) + bytes(99),
        IssueCode.TOO_LARGE,
    ),
    ("svg", "damaged"): ("a.svg", b"<?xml version='1.0'?><svg><text>t</svg>", IssueCode.CORRUPT),
    ("svg", "encrypted"): (
        "a.svg",
        b"<?xml version='1.0'?><svg><image href='data:application/zip;base64,"
        + base64.b64encode(build.encrypted_flag(build.zipped({"a": "b"})))
        + b"'/></svg>",
        IssueCode.ENCRYPTED,
    ),
    ("svg", "bomb"): (
        "a.svg",
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
        IssueCode.SUSPICIOUS,
    ),
    ("sql", "damaged"): ("a.sql", b"INSERT INTO t VALUES ('\xff\xff\xb0", IssueCode.UNDECODABLE),
    ("sql", "encrypted"): (
        "a.sql",
        b"INSERT INTO t VALUES ('" + base64.b64encode(build.encrypted_flag(build.zipped({"a": "b"}))) + b"')",
        IssueCode.ENCRYPTED,
    ),
    ("sql", "bomb"): ("a.sql", b"INSERT INTO x VALUES (\\'" * 100_000, None),
    ("ipynb", "damaged"): (
        "a.ipynb",
        b'{"cells": [{"cell_type": "raw", "source": "\xff\xff\xb0',
        IssueCode.UNDECODABLE,
    ),
    ("ipynb", "encrypted"): (
        "a.ipynb",
        b'{"cells": [{"cell_type": "raw", "source": "'
        + base64.b64encode(build.encrypted_flag(build.zipped({"a": "b"})))
        + b'"}]}',
        IssueCode.ENCRYPTED,
    ),
    ("ipynb", "bomb"): ("a.ipynb", b'{"x":' + b"[" * 1_000_000, None),
    ("metafile", "damaged"): ("a.emf", build.PLAIN["metafile"][1][:-8], IssueCode.CORRUPT),
    # There is no encryption in the format: something encrypted behind its end.
    ("metafile", "encrypted"): (
        "a.emf",
        build.PLAIN["metafile"][1] + build.encrypted_flag(build.PLAIN["zip"][1]),
        IssueCode.ENCRYPTED,
    ),
    # A text that says it has four thousand million letters.
    ("metafile", "bomb"): (
        "a.emf",
        build.PLAIN["metafile"][1].replace(
            struct.pack("<I", 3) + struct.pack("<I", 76), b"\xff\xff\xff\xff" + struct.pack("<I", 76)
        ),
        IssueCode.CORRUPT,
    ),
    ("parquet", "damaged"): ("a.parquet", b"PAR1\x15" + bytes(60) + b"PAR1", build.NO_TABLE),
    ("parquet", "encrypted"): ("a.parquet", b"PARE" + b"\xff\xfe\0\x15" * 15 + b"PARE", IssueCode.ENCRYPTED),
    ("parquet", "bomb"): ("a.parquet", b"PAR1\x15" + bytes(100) + struct.pack("<I", 1 << 31) + b"PAR1", build.NO_TABLE),
    ("sqlite", "damaged"): ("a.db", build.PLAIN["sqlite"][1][:5000], IssueCode.CORRUPT),
    ("sqlite", "encrypted"): ("a.db", os.urandom(8192), IssueCode.UNSUPPORTED),
    ("sqlite", "bomb"): (
        "a.db",
        build.PLAIN["sqlite"][1].replace(b"CREATE TABLE t (a)", b"CREATE VIEW  t (a)"),
        IssueCode.CORRUPT,
    ),
    ("strings", "damaged"): ("a.bin", build.PLAIN["strings"][1][:-9], IssueCode.UNSUPPORTED),
    ("strings", "encrypted"): ("a.bin", os.urandom(5000), IssueCode.UNSUPPORTED),
    ("strings", "bomb"): ("a.bin", ZEROS, IssueCode.UNSUPPORTED),
    ("hwpx", "damaged"): ("a.hwpx", build.PLAIN["hwpx"][1][:-40], IssueCode.CORRUPT),
    ("hwpx", "encrypted"): ("a.hwpx", hwpx.encrypted(), IssueCode.ENCRYPTED),
    ("hwpx", "bomb"): ("a.hwpx", _with_blanks(hwpx.golden(), "Contents/section9.xml"), IssueCode.RATIO),
    ("hwpml", "damaged"): ("a.hml", hwpx.hwpml()[:-300], IssueCode.CORRUPT),
    ("hwpml", "encrypted"): ("a.hml", hwpx.hwpml(build.encrypted_flag(build.zipped({"a": "b"}))), IssueCode.ENCRYPTED),
    ("hwpml", "bomb"): ("a.hml", hwpx.hwpml(build.zipped({"a": ZEROS})), IssueCode.RATIO),
    ("hwp3", "damaged"): ("a.hwp", hwp3.document()[:-300], IssueCode.CORRUPT),
    ("hwp3", "encrypted"): ("a.hwp", hwp3.document(protected=True), IssueCode.ENCRYPTED),
    ("hwp3", "bomb"): ("a.hwp", hwp3.document(hwp3.listed() + ZEROS), IssueCode.RATIO),
    ("odf", "damaged"): ("a.odt", odf.odt()[:-40], IssueCode.CORRUPT),
    ("odf", "encrypted"): ("a.odt", odf.encrypted(), IssueCode.ENCRYPTED),
    ("odf", "bomb"): ("a.ods", _with_blanks(odf.ods(), "Object 3/content.xml"), IssueCode.RATIO),
    ("xls", "damaged"): ("a.xls", build.PLAIN["xls"][1][:-2000], IssueCode.CORRUPT),
    ("xls", "encrypted"): ("a.xls", build.excel.xls(filepass=True), IssueCode.ENCRYPTED),
    ("xls", "bomb"): ("a.xls", _many_strings(), None),
    ("doc", "damaged"): ("a.doc", build.PLAIN["doc"][1][:4000], IssueCode.CORRUPT),
    ("doc", "encrypted"): ("a.doc", build.word.doc(b"", flags=0x100), IssueCode.ENCRYPTED),
    ("doc", "bomb"): ("a.doc", build.word.doc(b"", repeat=2000), IssueCode.SUSPICIOUS),
    ("ppt", "damaged"): ("a.ppt", build.slides.ppt(b"", cut=700), IssueCode.CORRUPT),
    ("ppt", "encrypted"): ("a.ppt", build.slides.ppt(b"", encrypted=True), IssueCode.ENCRYPTED),
    ("ppt", "bomb"): ("a.ppt", _large_object(), IssueCode.TOO_LARGE),
    ("rtf", "damaged"): ("a.rtf", build.PLAIN["rtf"][1][:1500], IssueCode.CORRUPT),
    ("rtf", "encrypted"): (
        "a.rtf",
        b"{\\rtf1 {\\object{\\*\\objdata " + OLE_ENCRYPTED.hex().encode() + b"}}}",
        IssueCode.ENCRYPTED,
    ),
    ("rtf", "bomb"): ("a.rtf", b"{\\rtf1 " + b"{" * 500_000 + b"x", IssueCode.CORRUPT),
    ("ole", "damaged"): ("a.bin", build.PLAIN["ole"][1][:1600], IssueCode.CORRUPT),
    ("ole", "encrypted"): (
        "a.bin",
        build.cfb.compound({"\x01Ole10Native": build.cfb.packaged("a.xls", OLE_ENCRYPTED)}),
        IssueCode.ENCRYPTED,
    ),
    ("ole", "bomb"): ("a.bin", _deep_objects(), IssueCode.TOO_DEEP),
    **{
        (kind, case): (name, data, code)
        for kind in ("alz", "egg", "rar", "7z")
        for name in (f"a.{kind}",)
        for case, data, code in (
            ("damaged", build.PLAIN[kind][1][:-15], IssueCode.CORRUPT),
            ("encrypted", ENCRYPTED[kind], IssueCode.ENCRYPTED),
            ("bomb", BOMBS[kind], IssueCode.RATIO if kind != "rar" else IssueCode.CORRUPT),
        )
    },
    **{
        (kind, case): (f"a.{kind}", data, code)
        for kind, pack in PACKERS.items()
        for case, data, code in (
            ("damaged", pack(b"text " * 99)[:-5], IssueCode.CORRUPT),
            ("encrypted", pack(build.encrypted_flag(build.PLAIN["zip"][1])), IssueCode.ENCRYPTED),
            ("bomb", pack(BLANKS), IssueCode.RATIO),
        )
    },
    ("iso", "damaged"): ("a.iso", archives.iso([Entry("a.txt", b"text " * 999)])[:-4096], IssueCode.CORRUPT),
    ("iso", "encrypted"): (
        "a.iso",
        archives.iso([Entry("a.zip", build.encrypted_flag(build.PLAIN["zip"][1]))]),
        IssueCode.ENCRYPTED,
    ),
    ("iso", "bomb"): ("a.iso.gz", gzip.compress(archives.iso([Entry("a", BLANKS)])), IssueCode.RATIO),
    ("http", "damaged"): (
        "request",
        wire.post(gzip.compress(b"x" * 99)[:-9], "text/plain", GZIPPED),
        IssueCode.CORRUPT,
    ),
    ("http", "encrypted"): ("request", wire.post(LOCKED, "application/zip"), IssueCode.ENCRYPTED),
    ("http", "bomb"): ("request", wire.post(gzip.compress(gzip.compress(ZEROS)), "a/b", TWICE), IssueCode.RATIO),
    ("multipart", "damaged"): ("body", build.PLAIN["multipart"][1][:-9], IssueCode.CORRUPT),
    ("multipart", "encrypted"): ("body", wire.multipart(("f", "a.zip", "", LOCKED)), IssueCode.ENCRYPTED),
    ("multipart", "bomb"): ("body", wire.multipart(*[("a", "", "", "b")] * 10_001), IssueCode.TOO_MANY),
    ("form", "damaged"): ("request", wire.post("a=%ff%fe&b=%zz&=x", wire.FORM), None),
    ("form", "encrypted"): (
        "request",
        wire.post(b"f=" + quote_from_bytes(LOCKED).encode(), wire.FORM),
        IssueCode.ENCRYPTED,
    ),
    ("form", "bomb"): ("request", wire.post("x=&" * 50_000, wire.FORM), None),
    ("tar", "damaged"): ("a.tar", build.PLAIN["tar"][1][:700], IssueCode.CORRUPT),
    ("tar", "encrypted"): (
        "a.tar",
        archives.tar([Entry("a.zip", build.encrypted_flag(build.PLAIN["zip"][1]))]),
        IssueCode.ENCRYPTED,
    ),
    ("tar", "bomb"): ("a.tar.gz", gzip.compress(archives.tar([Entry("a", BLANKS)])), IssueCode.RATIO),
    **{
        (kind, case): (f"a.{kind}", data, code)
        for kind in ("docx", "xlsx", "pptx", "xlsb")
        for case, data, code in (
            ("damaged", build.PLAIN[kind][1][:-40], IssueCode.CORRUPT),
            ("encrypted", OLE_ENCRYPTED, IssueCode.ENCRYPTED),
            ("bomb", _with_blanks(build.PLAIN[kind][1], "word/document9.xml"), IssueCode.RATIO),
        )
    },
}


@pytest.mark.parametrize("kind", [reader.NAME for reader in readers()])
def test_every_format_has_its_cases(kind):
    assert kind in build.PLAIN or (kind == "parquet" and build.NO_TABLE is IssueCode.UNSUPPORTED)
    assert {case for name, case in CASES if name == kind} == {"damaged", "encrypted", "bomb"}


def test_every_module_of_the_folder_is_a_format():
    names = [path.stem for path in Path(formats.__file__).parent.glob("*.py") if not path.stem.startswith("_")]
    assert len(readers()) == len(names)


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.NAME)
def test_every_format_says_what_it_reads_and_what_not(reader):
    assert reader.MEDIA_TYPES
    assert all(isinstance(limitation, str) for limitation in reader.LIMITATIONS)


@pytest.mark.parametrize(
    "reader", [reader for reader in readers() if reader.ENCRYPTION], ids=lambda reader: reader.NAME
)
def test_what_can_be_encrypted_is_told_so(reader):
    assert CASES[reader.NAME, "encrypted"][2] is IssueCode.ENCRYPTED


@pytest.mark.parametrize("kind", build.PLAIN)
def test_plain(kind):
    name, data = build.PLAIN[kind]
    found = build.read(name, data)
    assert build.codes(found) == build.PARTLY.get(kind, set())
    assert any(words in build.text(found) for words in ("홍길동", "bodytext", "sharedcell", "slidetext"))


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_trouble_is_an_issue(kind, case):
    name, data, code = CASES[kind, case]
    found = build.read(name, data)
    assert code is None or code in build.codes(found)
    assert code is not None or any(isinstance(item, Segment) and b"x" in item.data for item in found)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "zip", "hwpx", "odf", "hwpml"])
def test_a_damaged_archive_still_gives_text(kind):
    name, data, _ = CASES[kind, "damaged"]
    words = {"xlsx": "sharedcell", "pptx": "slidetext", "zip": "홍길동"}.get(kind, "bodytext")
    assert words in build.text(build.read(name, data))


def test_deep_mail_ends_quickly():
    assert IssueCode.TOO_DEEP in build.codes(build.read("a.eml", _multiparts(5000)))


def test_a_declaration_in_an_office_part_is_suspicious():
    body = '<!DOCTYPE x [<!ENTITY e "y">]>' + build.DOCX_BODY
    data = build.package("wordprocessingml.document", "word/document.xml", {"word/document.xml": body})
    assert IssueCode.SUSPICIOUS in build.codes(build.read("a.docx", data))


def test_macros_that_cannot_be_read_are_named():
    parts = {
        "word/document.xml": build.DOCX_BODY,
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    }
    found = build.read("a.docm", build.package("wordprocessingml.document", "word/document.xml", parts))
    assert [(issue.code, issue.locus.container) for issue in build.issues(found)] == [
        (IssueCode.CORRUPT, ("word/vbaProject.bin",))
    ]


def test_zip_names_in_cp949_without_the_flag():
    data = build.zipped({"aaaaaa.txt": "x"}).replace(b"aaaaaa", "홍길동".encode("cp949"))
    assert "홍길동.txt" in build.text(build.read("a.zip", data))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zip_members_of_one_name_are_all_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "first")
        archive.writestr("a.txt", "second")
    words = build.text(build.read("a.zip", out.getvalue()))
    assert "first" in words
    assert "second" in words


@pytest.mark.parametrize("where", ["before", "after"])
def test_data_outside_the_members_is_noticed(where):
    data = build.zipped({"a.txt": "x"})
    data = b"PK\x03\x04hidden" + bytes(90) + data if where == "before" else data + b"hidden"
    assert IssueCode.SUSPICIOUS in build.codes(build.read("a.zip", data))


def test_entries_that_the_directory_does_not_name_are_read():
    data = build.zipped({"hidden.txt": "hiddentext"}, zipfile.ZIP_STORED)
    data = data[: data.find(b"PK\1\2")] + build.zipped({"a.txt": "shown"})
    found = build.read("a.zip", data)
    assert IssueCode.SUSPICIOUS in build.codes(found)
    assert "hiddentext" in build.text(found)
    assert "shown" in build.text(found)


def test_the_directory_of_an_archive_inside_is_not_taken_for_its_own():
    inner = build.zipped({"inner.txt": "innertext"})
    data = build.zipped({"a.txt": "outertext", "b.zip": inner}, zipfile.ZIP_STORED)
    found = build.read("a.zip", data[: data.rfind(b"PK\1\2")])
    assert IssueCode.CORRUPT in build.codes(found)
    assert "outertext" in build.text(found)
    assert "innertext" in build.text(found)


def test_overlapping_members_are_noticed():
    data = build.zipped({"a.txt": "x" * 100, "b.txt": "y" * 100}, zipfile.ZIP_STORED)
    second = data.find(b"PK\x03\x04", 4)
    data = data.replace(struct.pack("<I", second) + b"b.txt", struct.pack("<I", 0) + b"b.txt")
    assert build.codes(build.read("a.zip", data)) & {IssueCode.SUSPICIOUS, IssueCode.CORRUPT}


def test_total_size_is_shared_by_all_members():
    data = build.zipped({f"{n}.txt": os.urandom(1 << 16).hex() for n in range(20)})
    found = build.read("a.zip", data, unpacked_bytes=1 << 20)
    assert build.issues(found)[-1].detail == "nothing after this was read"
    assert IssueCode.TOO_LARGE in build.codes(found)


def test_too_many_and_too_deep():
    assert IssueCode.TOO_MANY in build.codes(
        build.read("a.zip", build.zipped({f"{n}": "x" for n in range(50)}), entries=20)
    )
    data = b"x"
    for _ in range(20):
        data = build.zipped({"a.zip": data})
    assert IssueCode.TOO_DEEP in build.codes(build.read("a.zip", data))


@pytest.mark.parametrize("signature", [b"PK\x03\x04", b"PK\x03\x04" + bytes(26), b"PK\x05\x06" * 2 + b"PK\x03\x04"])
def test_signatures_without_end_are_searched_once(signature):
    found = build.read("a.zip", signature * (1_000_000 // len(signature)), seconds=5)
    assert IssueCode.CORRUPT in build.codes(found)
    assert IssueCode.TIMED_OUT not in build.codes(found)
