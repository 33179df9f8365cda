"""A file written as text is read or named, whatever it is written in: never is what carries one clean."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import json
import zipfile
from random import Random

import pytest

from dlp.types import Action, Coverage, IssueCode
from tests.fill import fill


def _zip(padding: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "random", Random(5).randbytes(padding).hex().translate({48: 103, 49: 104})
        )  # no digits in a row
        archive.writestr("고객.txt", fill("주민등록번호 {rrn}", Random(3)).text)
    return out.getvalue()


ZIP = _zip()
B64, LINES = base64.b64encode(ZIP).decode(), base64.encodebytes(ZIP).decode()


def _uu(data: bytes, name: str) -> str:
    lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return f"begin 644 {name}\n{lines.decode()}`\nend\n"


WRITTEN = {
    "base64": B64,
    "behind words": f"첨부: {B64} 끝",
    "in lines": f"파일\n{LINES}안녕 hello\n",
    "unpadded": f"파일\n{B64.rstrip('=')}\nThe end\n",
    "url-safe": base64.urlsafe_b64encode(ZIP).decode(),
    "behind a name": f"upload_{B64}",
    "yaml": "data: |\n" + "".join(f"  {line}\n" for line in LINES.splitlines()),
    "quoted": "".join(f"> {line}\r\n" for line in LINES.splitlines()),
    "markdown": f"![그림](data:application/zip;base64,{B64})",
    "csv": f"이름,파일\n1,{B64}\n2,-\n",
    "json": json.dumps({"a": f"x\n{LINES}"}),
    "json slashes": json.dumps({"a": B64}).replace("/", "\\/"),
    "html": f'<html><body><a href="data:application/zip;base64,{B64}">x</a></body></html>',
    "xml": f"<?xml version='1.0'?><a>{LINES}</a>",
    "hex": ZIP.hex(),
    "HEX": f"0x{ZIP.hex().upper()}",
    "hex pairs": ZIP.hex(" "),
    "an array": ", ".join(f"0x{byte:02x}" for byte in ZIP),
    "escapes": "".join(f"\\x{byte:02x}" for byte in ZIP),
    "uuencode": "보냅니다\n" + _uu(ZIP, "a.zip"),
    "uuencode of text": _uu(fill("주민등록번호 {rrn}", Random(4)).text.encode(), "a.txt"),
    "begin-base64": f"begin-base64 644 a.zip\n{LINES}====\n",
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_file_in_text_is_unpacked(scanner, how):
    result = scanner.scan_text(WRITTEN[how])
    inside = [finding for finding in result.findings if finding.locus.container]
    assert [finding.entity for finding in inside] == ["KR_RRN"]
    assert result.verdict.action is Action.BLOCK


@pytest.mark.parametrize("name", ["a.md", "a.yaml", "a.csv", "a.txt", "a.py", "a.json", "a.html", "a.eml"])
def test_whatever_the_text_is_called(scanner, name):
    text = f"이름: 가\n\n값 {B64}\n" if name == "a.eml" else f"<html>{B64}" if name == "a.html" else WRITTEN["json"]
    assert any(item.locus.container for item in scanner.scan_bytes(text.encode(), name=name).findings)


# What begins like that and is not read: every kind, in both encodings.
HEADS = {
    "gzip": gzip.compress(bytes(range(100)))[:-4],
    "gzip with a name": b"\x1f\x8b\x08\x08" + bytes(60),
    "pdf": b"%PDF-1.7\n" + bytes(60),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(60),
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(60),
    "jpeg with EXIF": b"\xff\xd8\xff\xe1\0\x10Exif" + bytes(60),
    "gif": b"GIF89a" + bytes(60),
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "7z": b"7z\xbc\xaf\x27\x1c\0\4" + bytes(60),
    "rar": b"Rar!\x1a\x07\x01\0" + bytes(60),
    "bzip2": b"BZh91AY&SY" + bytes(60),
    "xz": b"\xfd7zXZ\0\0\4" + bytes(60),
    "zstd": b"\x28\xb5\x2f\xfd\x64" + bytes(60),
    "alz": b"ALZ\x01\x0a\0\0\0" + bytes(60),
    "egg": b"EGGA\0\1" + bytes(60),
    "sqlite": b"SQLite format 3\0" + bytes(60),
    "rtf": b"{\\rtf1\\ansi " + b"a" * 60,
}


@pytest.mark.parametrize("coded", [lambda data: base64.b64encode(data).decode(), bytes.hex], ids=["base64", "hex"])
@pytest.mark.parametrize("kind", HEADS)
def test_a_file_that_is_not_read_is_named(scanner, kind, coded):
    result = scanner.scan_text(f"로고 {coded(HEADS[kind])} 끝\n")
    assert result.coverage < Coverage.FULL
    assert {issue.code for issue in result.issues} & {IssueCode.UNSUPPORTED, IssueCode.CORRUPT, IssueCode.SUSPICIOUS}
    assert result.verdict.action >= Action.HOLD


SEALED = "hQEMA1wYvT8sLqkPAQf9Gx2bVbJc4uA0zt\n"
NAMED = {
    "PGP": (f"-----BEGIN PGP MESSAGE-----\n\n{SEALED}-----END PGP MESSAGE-----\n", IssueCode.ENCRYPTED),
    "PGP with a version": (f"-----BEGIN PGP MESSAGE-----\nVersion: 1\n\n{SEALED}", IssueCode.ENCRYPTED),
    "PGP in JSON": (json.dumps({"a": f"-----BEGIN PGP MESSAGE-----\n\n{SEALED}"}), IssueCode.ENCRYPTED),
    "a key": (f"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{SEALED}", IssueCode.ENCRYPTED),
    "an old key": (
        f"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,00\n\n{SEALED}",
        IssueCode.ENCRYPTED,
    ),
    "S/MIME": (f"-----BEGIN PKCS7-----\n{SEALED}", IssueCode.ENCRYPTED),
    "openssl enc": ("U2FsdGVkX19wYvT8sLqkPAQf9Gx2bVbJc4uA0zt", IssueCode.ENCRYPTED),
    "a vault": ("$ANSIBLE_VAULT;1.1;AES256\n" + "61323334353637383930" * 4, IssueCode.ENCRYPTED),
    "yEnc": ("=ybegin line=128 size=1234 name=a.zip\nabc\n", IssueCode.UNSUPPORTED),
    "base64 in base64": (base64.b64encode(f"파일 {B64}".encode()).decode(), IssueCode.UNSUPPORTED),
    "percent-encoded": (f"data%3Aapplication%2Fzip%3Bbase64%2C{B64}", IssueCode.UNSUPPORTED),
}


@pytest.mark.parametrize("what", NAMED)
def test_what_is_not_read_is_named(scanner, what):
    text, code = NAMED[what]
    result = scanner.scan_text(text)
    assert code in {issue.code for issue in result.issues}
    assert result.coverage < Coverage.FULL


HARMLESS = {
    "a certificate": f"-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUe{SEALED}-----END CERTIFICATE-----\n",
    "a public key": f"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n{SEALED}",
    "a mention": "암호문은 -----BEGIN PGP MESSAGE----- 으로 시작하고, ZIP은 UEsDB 나 50 4b 03 04 로 시작한다.\n",
    "a path": "https://img.example.com/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgID",
    "inside a word": "xUEsDBBQAAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "a hash": "sha256 1f8b0a00aa504b0304aa504b0304aa504b0304aa504b0304aa504b0304aa5a\n",
    "a word": "begin 2026 at the office\nMORE\n",
    "too short": "UEsDBBQAAA",
    "a mark of quoted text": "begin 644 is a mode\n",
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_only_looks_like_one_is_clean(scanner, what):
    result = scanner.scan_text(HARMLESS[what])
    assert (result.issues, result.coverage, result.verdict.action) == ((), Coverage.FULL, Action.ALLOW)


@pytest.mark.parametrize("coded", [lambda data: base64.b64encode(data).decode(), base64.encodebytes, bytes.hex, _uu])
def test_a_file_larger_than_a_block_of_text(scanner, coded):
    """It is put together over the blocks that the text is read in."""
    data = _zip(700_000)
    text = coded(data, "a.zip") if coded is _uu else coded(data)
    text = text.decode() if isinstance(text, bytes) else text
    result = scanner.scan_text(f"가나다\n{text}\n라마바\n")
    assert [finding.entity for finding in result.findings if finding.locus.container] == ["KR_RRN"]
    assert result.coverage is Coverage.FULL


def test_more_than_one_file(scanner):
    other = base64.b64encode(_zip(100)).decode()
    result = scanner.scan_text(f"하나 {B64} 둘 {other} 다시 {B64}")
    assert [finding.locus.container[0] for finding in result.findings] == ["embedded-1", "embedded-2"]


def test_endless_signs_end_quickly(scanner):
    result = scanner.scan_text("UEsDBBQAAAAIAAAAAAAAAAAAAAAAAAAA " * 60_000)
    assert result.coverage < Coverage.FULL


def test_no_masked_copy_carries_the_file(tmp_path):
    from tests.surfaces.cli.program import dlp

    (tmp_path / "a.txt").write_text(f"파일 {B64}\n", "utf-8")
    _, _, err = dlp("scan", "a.txt", "--redact", "copies", cwd=tmp_path)
    assert not (tmp_path / "copies" / "a.txt").exists()
    assert "a.txt" in err
