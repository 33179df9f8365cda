"""Each format: plain, damaged, encrypted, bomb. A format without its row here fails the suite."""

from __future__ import annotations

import base64
import importlib.util
import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from dlp.extract.formats import readers
from dlp.types import IssueCode, Segment

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


def _bomb(kind: str) -> bytes:
    archive = io.BytesIO(build.PLAIN[kind][1])
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document9.xml", b"<a>" + BLANKS + b"</a>")
    return archive.getvalue()


def _multiparts(depth: int) -> bytes:
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return b"From: a@example.com\n" + head.encode()


PGP = b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n"
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
    **{
        (kind, case): (f"a.{kind}", data, code)
        for kind in ("docx", "xlsx", "pptx")
        for case, data, code in (
            ("damaged", build.PLAIN[kind][1][:-40], IssueCode.CORRUPT),
            ("encrypted", OLE_ENCRYPTED, IssueCode.ENCRYPTED),
            ("bomb", _bomb(kind), IssueCode.RATIO),
        )
    },
}


@pytest.mark.parametrize("kind", [reader.NAME for reader in readers()])
def test_every_format_has_its_cases(kind):
    assert kind in build.PLAIN or (kind == "parquet" and build.NO_TABLE is IssueCode.UNSUPPORTED)
    assert {case for name, case in CASES if name == kind} == {"damaged", "encrypted", "bomb"}


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.NAME)
def test_every_format_says_what_it_reads_and_what_not(reader):
    assert reader.MEDIA_TYPES
    assert all(isinstance(limitation, str) for limitation in reader.LIMITATIONS)


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


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "zip"])
def test_a_damaged_archive_still_gives_text(kind):
    name, data, _ = CASES[kind, "damaged"]
    words = {"docx": "bodytext", "xlsx": "sharedcell", "pptx": "slidetext", "zip": "홍길동"}[kind]
    assert words in build.text(build.read(name, data))


def test_deep_mail_ends_quickly():
    assert IssueCode.TOO_DEEP in build.codes(build.read("a.eml", _multiparts(5000)))


def test_a_declaration_in_an_office_part_is_suspicious():
    body = '<!DOCTYPE x [<!ENTITY e "y">]>' + build.DOCX_BODY
    data = build.package("wordprocessingml.document", "word/document.xml", {"word/document.xml": body})
    assert IssueCode.SUSPICIOUS in build.codes(build.read("a.docx", data))


def test_macros_are_named():
    parts = {
        "word/document.xml": build.DOCX_BODY,
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    }
    found = build.read("a.docm", build.package("wordprocessingml.document", "word/document.xml", parts))
    assert [(issue.code, issue.locus.part) for issue in build.issues(found)] == [
        (IssueCode.UNSUPPORTED, "word/vbaProject.bin")
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
