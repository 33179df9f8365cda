"""Uploads as clients send them: whatever is around the content is undone, and what cannot be is said."""

from __future__ import annotations

import base64
import gzip
import json
import random
import zlib
from urllib.parse import quote, quote_plus

import brotli
import pytest

from dlp.types import IssueCode
from tests import wire
from tests.formats import build

WORD = "canaryword"
TEXT = f"first line\n{WORD}\n".encode()
ZIPPED = build.zipped({"a.txt": TEXT.decode()})


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


CODERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZIP": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": build.zstd.compress,
    "aws-chunked": wire.aws_chunked,
    "identity": lambda data: data,
}


def coded(body, *names):
    for name in names:
        body = CODERS[name](body)
    return wire.request("PUT", "/bucket/a.txt", body, f"Content-Encoding: {', '.join(names)}")


FOUND = {
    **{name: coded(TEXT, name) for name in CODERS},
    "raw deflate": wire.request("PUT", "/a", raw_deflate(TEXT), "Content-Encoding: deflate"),
    "stacked": coded(TEXT, "gzip", "br", "zstd", "aws-chunked"),
    "a list over two fields": wire.request(
        "PUT", "/a", gzip.compress(zlib.compress(TEXT)), "Content-Encoding: deflate", "Content-Encoding: gzip"
    ),
    "many signed chunks": wire.request(
        "PUT", "/a", wire.aws_chunked(b"x\n" * 9000 + TEXT, size=10), "Content-Encoding: aws-chunked"
    ),
    "undeclared gzip": wire.post(gzip.compress(TEXT), "application/octet-stream"),
    "wrongly declared": wire.post(ZIPPED, wire.FORM),
    "no type": wire.request("PUT", "/a", TEXT),
    "path": wire.request("GET", f"/files/{WORD}", b""),
    "path, encoded": wire.request("GET", "/files/%63anary%77ord", b""),
    "query": wire.request("GET", f"/a?x=1&q={WORD}", b""),
    "header": wire.request("POST", "/2/files/upload", b"x", f'Dropbox-API-Arg: {{"path":"/{WORD}.txt"}}'),
    "form": wire.post(f"a=b&text={quote_plus(WORD + ' and more')}", wire.FORM),
    "form, name of a field": wire.post(f"a=b&{WORD}=1", wire.FORM),
    "form, JSON in a field": wire.post("payload=" + quote(json.dumps({"a": [{"text": WORD}]})), wire.FORM),
    "form, file in a field": wire.post("f=" + quote(base64.b64encode(ZIPPED)), wire.FORM),
    "field": wire.posted_multipart(("a", "", "", "b"), ("text", "", "", WORD)),
    "field with a type": wire.posted_multipart(("meta", "", "application/json", json.dumps({"t": WORD}))),
    "long field": wire.posted_multipart(("text", "", "", "x " * 50_000 + WORD)),
    "name of a file": wire.posted_multipart(("f", f"{WORD}.txt", "text/plain", "b")),
    "file": wire.posted_multipart(("f", "a.zip", "application/zip", ZIPPED)),
    "large file": wire.posted_multipart(("f", "a.txt", "text/plain", "x\n" * 400_000 + WORD), ("g", "", "", "h")),
    "last of many": wire.posted_multipart(*[("a", "", "", "b")] * 500, ("a", "", "", WORD)),
    "boundary in the text": wire.posted_multipart(("a", "", "", f"--{wire.BOUNDARY}x\r\n{WORD}")),
    "behind the parts": wire.posted_multipart(("a", "", "", "b")) + b"\r\n" + WORD.encode(),
    "no end": wire.posted_multipart(("a", "", "", WORD), end=""),
    "another boundary than told": wire.post(
        wire.multipart(("a", "", "", WORD), boundary="hidden"), "multipart/form-data; boundary=shown"
    ),
    "compressed multipart": wire.request(
        "POST", "/a", gzip.compress(wire.multipart(("f", "a.zip", "", ZIPPED))), "Content-Encoding: gzip"
    ),
    "related, base64": wire.post(
        b"--b\r\nContent-Type: application/json\r\n\r\n{}\r\n--b\r\nContent-Type: text/plain\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(TEXT) + b"\r\n--b--",
        "multipart/related; boundary=b",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FOUND)
def test_found(case):
    assert WORD in build.text(build.read("request", FOUND[case]))


TROUBLE = {
    "cut gzip": (coded(TEXT, "gzip")[:-9], IssueCode.CORRUPT),
    "cut deflate": (coded(TEXT, "deflate")[:-3], IssueCode.CORRUPT),
    "cut br": (coded(bytes(random.Random(1).randbytes(999)), "br")[:-9], IssueCode.CORRUPT),
    "no br": (wire.request("PUT", "/a", b"\xff" * 50, "Content-Encoding: br"), IssueCode.CORRUPT),
    "cut chunks": (coded(TEXT, "aws-chunked")[:-40], IssueCode.CORRUPT),
    "no chunks": (wire.request("PUT", "/a", TEXT, "Content-Encoding: aws-chunked"), IssueCode.CORRUPT),
    "behind br": (coded(TEXT, "br") + b"x", IssueCode.CORRUPT),
    "behind deflate": (coded(TEXT, "deflate") + b"x", IssueCode.SUSPICIOUS),
    "behind chunks": (coded(TEXT, "aws-chunked") + b"x", IssueCode.SUSPICIOUS),
    "an unknown coding": (wire.request("PUT", "/a", TEXT, "Content-Encoding: x-own"), IssueCode.UNSUPPORTED),
    "too many codings": (
        wire.request("PUT", "/a", TEXT, "Content-Encoding: " + ", ".join(["gzip"] * 40)),
        IssueCode.UNSUPPORTED,
    ),
    "br bomb": (coded(bytes(200 << 20), "br"), IssueCode.RATIO),
    "deflate bomb": (coded(bytes(200 << 20), "deflate"), IssueCode.RATIO),
    "another boundary": (FOUND["another boundary than told"], IssueCode.SUSPICIOUS),
    "no last boundary": (FOUND["no end"], IssueCode.CORRUPT),
    "a header without end": (b"POST /a HTTP/1.1\r\n" + b"A: b\r\n" * 40_000, IssueCode.TOO_LARGE),
    "a field that is too long": (
        wire.request("POST", "/a", b"x", "A: " + "b" * 70_000),
        IssueCode.TOO_LARGE,
    ),
}


@pytest.mark.parametrize("case", TROUBLE)
def test_trouble(case):
    sent, code = TROUBLE[case]
    assert code in build.codes(build.read("request", sent))


@pytest.mark.parametrize("case", FOUND)
def test_damage_ends_with_a_status(case):
    chance = random.Random(case)
    for _ in range(8):
        data = bytearray(FOUND[case])
        at = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                del data[at:]
            case 1:
                data[at] ^= 1 << chance.randrange(8)
            case 2:
                data[at:at] = data[at : at + 50]
        assert IssueCode.WORKER_DIED not in build.codes(build.read("request", bytes(data)))


def test_what_the_service_gave_is_not_searched():
    sent = wire.request("GET", "/a", b"", f"Cookie: id={WORD}", f"Authorization: Bearer {WORD}")
    assert WORD not in build.text(build.read("request", sent))


def test_a_part_says_where_it_stands():
    found = build.read("request", wire.posted_multipart(("file", "a.zip", "application/zip", ZIPPED)))
    assert any(item.locus.container == ("body", "a.zip", "a.txt") for item in found if hasattr(item, "data"))
