"""Documents that the fuzzer begins with, by the name of the reader: those of the other tests, as little packed as can be.

What is packed or has checksums changes into noise with its first changed byte, and only the unpacker is tested.
"""

from __future__ import annotations

import io
import zipfile

import py7zr

from tests import archives, hwp3, odf, pdfs
from tests.archives import BZIP2, DEFLATED, LZMA, STORED, Entry
from tests.formats import build, mails, test_hwp

LARGEST = 96 << 10  # bytes: larger ones take too long each


def stored(data: bytes) -> bytes:
    """The same archive, nothing packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return out.getvalue()


ENTRIES = [Entry("홍.txt", b"text " * 20), Entry("b.zip", build.zipped({"a.txt": "inner"}))]
MORE: dict[str, list[bytes]] = {
    "hwp": [document for name, document in test_hwp.GOLDEN.items() if "plain" in name],
    "hwp3": [hwp3.document(compressed=False)],
    "odf": [odf.ods(), odf.odp()],
    "pdf": [
        pdfs.golden_bytes(),
        pdfs.document({**pdfs.golden(), 200: pdfs.stream(pdfs.show("plain", 50, 700), packed=False)}, b"/Info 55 0 R"),
        pdfs.encrypted(pdfs.golden_bytes()),
    ],
    "alz": [archives.alz([Entry(f"a{method}", b"text " * 9, method) for method in (STORED, BZIP2, DEFLATED)])],
    "egg": [archives.egg([Entry(f"a{method}", b"text " * 9, method) for method in (STORED, BZIP2, DEFLATED, LZMA)])],
    "rar": [archives.rar4(ENTRIES), archives.rar5(ENTRIES, "comment"), archives.rar4(ENTRIES, encrypted_headers=True)],
    "7z": [
        archives.sevenz(ENTRIES, [{"id": py7zr.FILTER_COPY}]),
        archives.sevenz([Entry("a", b"secret", encrypted=True)], password="x"),
    ],
    "iso": [archives.iso(ENTRIES), archives.iso(ENTRIES, joliet=False)],
    "tar": [archives.tar(ENTRIES)],
    "gz": [archives.gz(b"text " * 9, "name", "comment", b"xx\4\0abcd")],
    "msg": [mails.msg(), mails.nested_msg(2)],
    "tnef": [mails.tnef(), mails.nested_tnef(2)],
    "eml": [mails.eml()],
    "mbox": [mails.mbox()],
    "ics": [mails.ics()],
    "vcard": [mails.vcard()],
    "pkcs7": [mails.p7m()],
}


def seeds(kind: str) -> list[bytes]:
    """At least one, the smallest first."""
    found = [build.PLAIN[kind][1], *MORE.get(kind, [])]
    found += [stored(data) for data in found if zipfile.is_zipfile(io.BytesIO(data)) and data.startswith(b"PK")]
    return sorted(data for data in found if len(data) <= LARGEST) or [min(found, key=len)]
