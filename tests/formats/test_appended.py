"""What is put behind a document, or where nothing of it stands, is found or told: never clean."""

import struct
from random import Random

import pytest

from dlp import Action
from tests.fill import MAKERS
from tests.formats import build

HIDDEN = f"\n주민등록번호 {MAKERS['rrn'](Random('appended'))}\n".encode()
COMPOUND = ("hwp", "msg", "doc", "xls", "ppt", "ole")


@pytest.mark.parametrize("hidden", [HIDDEN, build.zipped({"a.txt": HIDDEN})], ids=["text", "zip"])
@pytest.mark.parametrize("kind", build.PLAIN)
def test_behind_a_document(scanner, kind, hidden):
    name, data = build.PLAIN[kind]
    if kind == "text":
        hidden = HIDDEN
    found = scanner.scan_bytes(data + hidden, name=name)
    assert found.verdict.action >= Action.HOLD, found.issues


@pytest.mark.parametrize("marked", [0xFFFFFFFE, 0xFFFFFFFF], ids=["used", "free"])
@pytest.mark.parametrize("kind", COMPOUND)
def test_in_a_sector_without_a_stream(scanner, kind, marked):
    """The sector is said to be used by nobody, or free, between others."""
    name, data = build.PLAIN[kind]
    padded = bytearray(data + bytes(-len(data) % 512))
    number = len(padded) // 512 - 1
    (table,) = struct.unpack_from("<I", padded, 76)
    padded += HIDDEN.ljust(512, b"\0") + bytes(512)
    at = (table + 1) * 512 + 4 * number
    assert number < 127
    struct.pack_into("<II", padded, at, marked, 0xFFFFFFFE)
    found = scanner.scan_bytes(bytes(padded), name=name)
    assert found.verdict.action >= Action.BLOCK
    assert any(finding.entity == "KR_RRN" and "outside" in str(finding.locus) for finding in found.findings)
