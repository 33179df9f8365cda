from __future__ import annotations

import random
import time

import pytest

from dlp.extract.base import Budget, held
from dlp.extract.identify import identify
from dlp.extract.walk import walk
from dlp.types import Issue, IssueCode, Limits


@pytest.mark.parametrize(
    ("name", "data", "media_type", "codes"),
    [
        ("a", b"", "application/x-empty", set()),
        ("a.txt", "안녕".encode(), "text/plain", set()),
        ("a.pdf", "안녕".encode(), "text/plain", {IssueCode.TYPE_MISMATCH}),
        ("a.pdf", b"%PDF-1.7\n", "application/pdf", set()),
        ("a.txt", b"%PDF-1.7\n", "application/pdf", {IssueCode.TYPE_MISMATCH}),
        ("a.pdf", b"\xef\xbb\xbf%PDF-1.3\n4 0 obj\n", "application/pdf", set()),
        ("a.rtf", b"{\\rtf1 x}", "application/rtf", set()),
        ("a", bytes(range(256)) * 9, "application/octet-stream", {IssueCode.UNSUPPORTED}),
        ("a", b"\0" * 50, "application/octet-stream", {IssueCode.UNSUPPORTED}),
        ("a", b"one\0two and a line of text\n" * 9, "text/plain", set()),
        ("a.alz", b"ALZ\x01\x0a\0\0\0", "application/x-alz", set()),
        ("a.egg", b"EGGA\0\x01\x02\x03\x04\0\0\0", "application/x-egg", set()),
        ("a.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x01\x02\x80", "application/gzip", set()),
        ("a.lzma", b"\x5d\0\0\x80\0" + b"\xff" * 8 + bytes(9), "application/x-lzma", set()),
        ("a.lz4", b"\x04\x22\x4d\x18" + bytes(9), "application/x-lz4", {IssueCode.UNSUPPORTED}),
        ("a.deb", b"!<arch>\ndebian-binary   ", "application/vnd.debian.binary-package", {IssueCode.UNSUPPORTED}),
        ("a.cpio", b"\xc7\x71" + bytes(99), "application/x-cpio", {IssueCode.UNSUPPORTED}),
        ("a", b"070701 is an order number\n", "text/plain", set()),
        ("a", b"]\0\0 is a text\n" * 9, "text/plain", set()),
        ("a", b"BM is a text", "text/plain", set()),
        ("a.csv", b"a,b\n1,2\n", "text/csv", set()),
        ("a", b'{"a": 1}', "application/json", set()),
        ("a", b'{"a": 1}\n{"a": 2}\n', "application/jsonl", set()),
        ("a", b"[2026-01-01] a log line\n", "text/plain", set()),
        ("a", b"<?xml version='1.0'?><a/>", "application/xml", set()),
        ("a", b"<!doctype html><p>", "text/html", set()),
        ("a.xls", b"<html><table><tr><td>1</table>", "text/html", {IssueCode.TYPE_MISMATCH}),
        ("a", b"From: a@b\nSubject: x\n\nbody", "message/rfc822", set()),
        ("a", b"From a@b Mon Jan  1 00:00:00 2026\nFrom: a@b\n\nx", "application/mbox", set()),
        ("a", b"From: a\nTo: b\n\n" + bytes(range(256)) * 9, "message/rfc822", set()),
        ("a", b"begin:vcalendar\r\nX-A: b\r\nX-B: c\r\n", "text/calendar", set()),
        ("a", "BEGIN:VCARD\nFN:x".encode("utf-16"), "text/vcard", set()),
        ("a", b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03", "application/pkcs7-mime", set()),
        ("winmail.dat", b"\x78\x9f\x3e\x22\1\0", "application/vnd.ms-tnef", set()),
        (
            "message.rpmsg",
            bytes.fromhex("76e80460c411e386"),
            "application/x-microsoft-rpmsg-message",
            {IssueCode.ENCRYPTED},
        ),
    ],
)
def test_types(name, data, media_type, codes):
    found = identify(held(name, data))
    assert (found.media_type, {issue.code for issue in found.issues}) == (media_type, codes)


@pytest.mark.parametrize("size", [64, 300, 5000])
def test_random_bytes_are_never_clean(size):
    draw = random.Random(size)
    for _ in range(100):
        found = walk(held("a", draw.randbytes(size)), Budget(Limits(), time.monotonic))
        assert any(isinstance(item, Issue) for item in found)
