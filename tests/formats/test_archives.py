"""Archives and compressed files: every hiding place, what is not read by its name, damage, bombs, and real files."""

from __future__ import annotations

import bz2
import gzip
import importlib.util
import io
import lzma
import random
import struct
import tarfile
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from dlp.extract import dlz
from dlp.extract.rar import libarchive
from dlp.extract.walk import Node
from dlp.types import IssueCode, Status
from tests import archives, identifiers
from tests.archives import AZO, BZIP2, DEFLATED, LZMA, STORED, Entry

_spec = importlib.util.spec_from_file_location("format_builders", Path(__file__).with_name("build.py"))
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)
zstd = build.zstd

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


def entries(*methods):
    """One member for each method, in a folder with a Korean name, each with a token of its own."""
    return [Entry(f"폴더/{method}이름.txt", f"{method}본문 ".encode() * 40, method) for method in methods]


def tokens(*methods):
    return [f"{method}{place}" for method in methods for place in ("이름", "본문")]


ALL = (STORED, DEFLATED, BZIP2, LZMA)
TEXT = "홍길동 canary".encode()
GNU, PAX, USTAR = tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT


def _seven(*filters):
    return archives.sevenz(entries("첫째", "둘째"), [{"id": each} for each in filters] or None)


F = archives.py7zr
WORDS = ["멤버설명", "전체설명"]
NOTED = Entry("n", b"x", comment=WORDS[0])
SOUND = {
    "alz": (archives.alz([*entries(*ALL[:3]), NOTED], WORDS[1]), [*tokens(*ALL[:3]), *WORDS]),
    "egg": (archives.egg([*entries(*ALL), NOTED], WORDS[1]), [*tokens(*ALL), *WORDS]),
    "egg in blocks": (archives.egg(entries(*ALL), block=100), tokens(*ALL)),
    "iso joliet": (archives.iso(entries(STORED), "labeltoken"), [*tokens(STORED), "labeltoken", "FILE0.TXT"]),
    "iso": (archives.iso([Entry("a", TEXT)], joliet=False), ["canary", "FILE0.TXT"]),
    "rar5": (archives.rar5(entries(STORED), "전체설명"), [*tokens(STORED), "전체설명"]),
    "rar4": (archives.rar4(entries(STORED)), tokens(STORED)),
    "tar ustar": (archives.tar(entries(STORED), USTAR), tokens(STORED)),
    "tar gnu": (archives.tar([Entry("긴" * 60 + ".txt", TEXT)], GNU), ["긴" * 60, "canary"]),
    "tar pax": (archives.tar([Entry("긴" * 60 + ".txt", TEXT, comment="멤버설명")], PAX), ["긴" * 60, "canary", "멤버설명"]),
    "tar cp949": (archives.tar(entries(STORED), GNU, "cp949"), tokens(STORED)),
    "tar behind tar": (archives.tar([Entry("a", b"first")]) + archives.tar([Entry("b", b"second")]), ["first", "second"]),
    "tgz": (gzip.compress(archives.tar(entries(STORED))), tokens(STORED)),
    "gz": (archives.gz(TEXT, "이름토큰.txt", "설명토큰", b"extratoken"), ["canary", "이름토큰", "설명토큰", "extratoken"]),
    "gz members": (gzip.compress(b"one ") + gzip.compress(b"two") + bytes(99), ["one two"]),
    "bz2 streams": (bz2.compress(b"one ") + bz2.compress(b"two"), ["one two"]),
    "xz streams": (lzma.compress(b"one ") + bytes(8) + lzma.compress(b"two"), ["one two"]),
    "lzma": (lzma.compress(TEXT, lzma.FORMAT_ALONE), ["canary"]),
    "zst frames": (zstd.compress(b"one ") + zstd.compress(b"two"), ["one two"]),
    "7z": (_seven(), tokens("첫째", "둘째")),
    "7z lzma1": (_seven(F.FILTER_LZMA), tokens("첫째", "둘째")),
    "7z bzip2": (_seven(F.FILTER_BZIP2), tokens("첫째", "둘째")),
    "7z deflate": (_seven(F.FILTER_DEFLATE), tokens("첫째", "둘째")),
    "7z copy": (_seven(F.FILTER_COPY), tokens("첫째", "둘째")),
    "7z bcj": (_seven(F.FILTER_X86, F.FILTER_LZMA), tokens("첫째", "둘째")),
    "7z arm": (_seven(F.FILTER_ARM, F.FILTER_LZMA2), tokens("첫째", "둘째")),
    "7z delta": (_seven(F.FILTER_DELTA, F.FILTER_LZMA2), tokens("첫째", "둘째")),
    "7z zstd": (archives.sevenz(entries("첫째"), [{"id": F.FILTER_ZSTD, "level": 3}]), tokens("첫째")),
}  # fmt: skip


@pytest.mark.parametrize("case", SOUND)
def test_everything_is_read(case):
    data, wanted = SOUND[case]
    found = build.read("a", data)
    assert [token for token in wanted if token not in build.text(found)] == []
    assert build.issues(found) == []


SPARSE = b"sparsetoken".ljust(512, b".")


def _sparse_gnu():
    """Old GNU form: the map in the header, a hole before the data."""
    block = bytearray(archives.tar([Entry("s.txt", SPARSE)], GNU)[:512])
    block[156:157] = b"S"
    block[386:410] = b"%011o\0%011o\0" % (16, 512)
    block[483:495] = b"%011o\0" % 528
    return _checked(block) + SPARSE + bytes(1024)


def _checked(block):
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def _sparse_pax():
    """Version 1.0: the map in front of the data."""
    data = b"1\n16\n512\n".ljust(512, b"\0") + SPARSE
    told = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "528"}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=PAX) as archive:
        info = tarfile.TarInfo("s.txt")
        info.size, info.pax_headers = len(data), {**told, "GNU.sparse.name": "truename.txt"}
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("data", [_sparse_gnu(), _sparse_pax()], ids=["gnu", "pax"])
def test_sparse_files_have_their_holes(data):
    found = build.read("a.tar", data)
    assert "sparsetoken" in build.text(found)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        member = archive.getmembers()[0]
        assert archive.extractfile(member).read().find(b"sparsetoken") == 16


def test_the_first_tar_programs_wrote_no_signature():
    block = bytearray(archives.tar([Entry("a.txt", b"oldtoken")], USTAR))
    block[257:265] = bytes(8)
    old = _checked(block[:512]) + bytes(block[512:])
    assert "oldtoken" in build.text(build.read("a", old))


def test_what_fills_up_the_blocks_of_tar_is_read():
    data = archives.tar([Entry("a.txt", b"x")], USTAR)
    data = data[:600] + b"paddingtoken" + data[612:]
    assert "paddingtoken" in build.text(build.read("a.tar", data))


@pytest.mark.parametrize(
    ("name", "inside"),
    [("a.csv.gz", "a.csv"), ("b.tgz", "b.tar"), ("c.txt.GZ", "c.txt"), ("folder/d.gz", "d"), ("e", "fromheader.txt")],
)
def test_the_child_is_called_as_its_parent_without_the_ending(name, inside):
    found = build.read(name, archives.gz(b"x", "fromheader.txt"))
    assert [item.locus.container for item in found if isinstance(item, Node)] == [(), (inside,)]


ZIP_UNICODE_PATH = struct.pack("<HHBI", 0x7075, 5 + 9, 1, 0) + b"unicodeup"


def _zip64():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(b"zip64token")
    return out.getvalue()


def _zip_packed(method, packed, data):
    """A stored member said to be packed by another method."""
    plain = bytearray(build.zipped({"a.txt": packed}, zipfile.ZIP_STORED))
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = plain.find(signature) + at
        struct.pack_into("<H", plain, start, method)
        struct.pack_into("<I", plain, start + 6, zlib.crc32(data))
        struct.pack_into("<I", plain, start + 14, len(data))
    return bytes(plain)


ZIPS = {
    "zip64": (_zip64(), "zip64token"),
    "zstd": (_zip_packed(93, zstd.compress(b"zstdtoken"), b"zstdtoken"), "zstdtoken"),
    "xz": (_zip_packed(95, lzma.compress(b"xztoken"), b"xztoken"), "xztoken"),
    "name of the local header": (build.zipped({"aaaaaaaa.txt": "x"}).replace(b"aaaaaaaa", b"othertok", 1), "othertok"),
}


@pytest.mark.parametrize("case", ZIPS)
def test_zip(case):
    data, token = ZIPS[case]
    found = build.read("a.zip", data)
    assert token in build.text(found)
    assert build.issues(found) == []


def test_extra_fields_of_zip_are_read():
    info = zipfile.ZipInfo("a.txt")
    info.extra = ZIP_UNICODE_PATH + struct.pack("<HH", 0x4F4F, 10) + b"extratoken"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "x")
    words = build.text(build.read("a.zip", out.getvalue()))
    assert "unicodeup" in words
    assert "extratoken" in words


def test_an_offset_that_no_stream_has_is_damage():
    data = bytearray(_zip64())
    at = data.find(b"PK\x01\x02")
    extra = struct.pack("<HHQ", 1, 8, 1 << 63)
    struct.pack_into("<H", data, at + 30, len(extra))
    struct.pack_into("<I", data, at + 42, 0xFFFFFFFF)
    end = data.find(b"PK\x05\x06")
    struct.pack_into("<I", data, end + 12, end - at + len(extra))
    found = build.read("a.zip", bytes(data[: at + 51] + extra + data[at + 51 :]))
    assert IssueCode.CORRUPT in build.codes(found)
    assert IssueCode.WORKER_DIED not in build.codes(found)
    assert "zip64token" in build.text(found)


# --- not read: by name ------------------------------------------------------------------------------------------------

SECRET = [Entry("비밀.txt", b"secret", encrypted=True)]
PPMD = [{"id": F.FILTER_PPMD, "order": 6, "mem": 24}]
NAMED = {
    "alz encrypted": (archives.alz(SECRET), "비밀.txt", IssueCode.ENCRYPTED, ""),
    "alz split": (archives.alz([], tail=b"CLZ\x03"), "", IssueCode.UNSUPPORTED, "split archive"),
    "egg encrypted": (archives.egg(SECRET), "비밀.txt", IssueCode.ENCRYPTED, "AES-256"),
    "egg azo": (archives.egg([Entry("a.txt", b"x", AZO)]), "a.txt", IssueCode.UNSUPPORTED, "AZO"),
    "egg split": (archives.egg([], prefix=archives.EGG_SPLIT), "", IssueCode.UNSUPPORTED, "split archive"),
    "egg solid": (
        archives.egg([Entry("a.txt", b"x", LZMA)], prefix=archives.EGG_SOLID),
        "a.txt",
        IssueCode.UNSUPPORTED,
        "solid",
    ),
    "rar5 compressed": (archives.rar5([Entry("a.txt", b"x")], method=3), "a.txt", IssueCode.UNSUPPORTED, "RAR compression"),
    "rar4 compressed": (archives.rar4([Entry("a.txt", b"x")], method=3), "a.txt", IssueCode.UNSUPPORTED, "RAR compression"),
    "rar5 encrypted": (archives.rar5(SECRET), "비밀.txt", IssueCode.ENCRYPTED, ""),
    "rar4 encrypted": (archives.rar4(SECRET), "비밀.txt", IssueCode.ENCRYPTED, ""),
    "rar4 headers": (archives.rar4(SECRET, encrypted_headers=True), "", IssueCode.ENCRYPTED, "names"),
    "7z encrypted": (archives.sevenz(SECRET, password="x"), "비밀.txt", IssueCode.ENCRYPTED, ""),
    "7z headers": (archives.sevenz(SECRET, password="x", header_encryption=True), "", IssueCode.ENCRYPTED, "names"),
    "7z ppmd": (archives.sevenz([Entry("a.txt", b"x" * 99)], PPMD), "a.txt", IssueCode.UNSUPPORTED, "PPMd"),
    "zip aes": (build.encrypted_flag(build.zipped({"a.txt": "x"})), "a.txt", IssueCode.ENCRYPTED, ""),
    "lz4": (b"\x04\x22\x4d\x18" + bytes(9), "", IssueCode.UNSUPPORTED, "application/x-lz4"),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMED)
def test_what_is_not_read_is_named(case):
    data, place, code, detail = NAMED[case]
    told = [(issue.code, str(issue.locus), detail in issue.detail) for issue in build.issues(build.read("a", data))]
    assert (code, place, True) in told


BEHIND = {
    "alz": archives.alz([Entry("a", b"x")]),
    "egg": archives.egg([Entry("a", b"x")]),
    "rar5": archives.rar5([Entry("a", b"x")]),
    "rar4": archives.rar4([Entry("a", b"x")]),
    "7z": archives.sevenz([Entry("a", b"x")]),
    "tar": archives.tar([Entry("a", b"x")]),
    "gz": gzip.compress(b"x"),
    "bz2": bz2.compress(b"x"),
    "xz": lzma.compress(b"x"),
    "zst": zstd.compress(b"x"),
    "zst skipped": zstd.compress(b"x") + struct.pack("<II", 0x184D2A50, 6) + b"hidden",
}


@pytest.mark.parametrize("kind", BEHIND)
def test_bytes_behind_the_end_are_noticed(kind):
    data = BEHIND[kind] if "skipped" in kind else BEHIND[kind] + b"hidden bytes" * 60
    assert build.codes(build.read("a", data)) & {IssueCode.SUSPICIOUS, IssueCode.CORRUPT}
    assert "skipped" in kind or not build.issues(build.read("a", BEHIND[kind]))


@pytest.mark.parametrize("kind", ["alz", "egg", "rar4", "rar5"])
def test_checksums_are_compared(kind):
    make = {"alz": archives.alz, "egg": archives.egg, "rar4": archives.rar4, "rar5": archives.rar5}[kind]
    found = build.read("a", make([Entry("a.txt", b"shown", crc=1)]))
    assert IssueCode.CORRUPT in build.codes(found)
    assert "shown" in build.text(found)  # all the same


# --- hostile ----------------------------------------------------------------------------------------------------------

BLANKS = b" " * (100 << 20)


def _quine():
    """An archive in an archive, as deep as nobody nests, each level with many of the next."""
    data = build.zipped({"a.txt": b" " * (4 << 20)})
    for _ in range(5):
        data = build.zipped({f"{number}.zip": data for number in range(16)})
    return data


BOMBS = {
    "gz": lambda: gzip.compress(BLANKS),
    "bz2": lambda: bz2.compress(BLANKS),
    "xz": lambda: lzma.compress(BLANKS, preset=0),
    "zst": lambda: zstd.compress(BLANKS),
    "tgz": lambda: gzip.compress(archives.tar([Entry("a", BLANKS)])),
    "7z": lambda: archives.sevenz([Entry("a", BLANKS)]),
    "alz": lambda: archives.alz([Entry("a", BLANKS, DEFLATED)]),
    "alz bzip2": lambda: archives.alz([Entry("a", BLANKS[: 60 << 20], BZIP2)]),
    "egg": lambda: archives.egg([Entry("a", BLANKS, LZMA)]),
    "zip": lambda: build.zipped({"a": BLANKS}),
    "nested zip": _quine,
}
LIMITS = {IssueCode.RATIO, IssueCode.TOO_LARGE, IssueCode.TOO_MANY, IssueCode.TIMED_OUT, IssueCode.TOO_DEEP}


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_end_soon_and_say_so(kind):
    data = BOMBS[kind]()
    start = time.monotonic()
    found = build.read("a", data, seconds=10, unpacked_bytes=60 << 20)
    assert time.monotonic() - start < 12
    assert build.codes(found) & LIMITS


def _lying_tar(size):
    data = bytearray(archives.tar([Entry("a", b"x")], USTAR)[:512])
    data[124:136] = size
    return _checked(data) + b"x" * 512


LIES = {
    "alz": archives.alz([Entry("a", b"x", size=(1 << 32) - 1)]),
    "alz packed": archives.alz([Entry("a", b"x")]).replace(struct.pack("<II", 1, 1), struct.pack("<II", 1 << 31, 1)),
    "egg": archives.egg([Entry("a", b"x", size=1 << 31)]),
    "egg huge": archives.egg([Entry("a", b"x", size=1 << 62)]),
    "rar5": archives.rar5([Entry("a", b"x", size=1 << 40)]),
    "rar4": archives.rar4([Entry("a", b"x", size=1 << 31)]),
    "iso": archives.iso([Entry("a", b"x", size=1 << 31)]),
    "tar": _lying_tar(b"%011o\0" % (8**11 - 1)),
    "tar base 256": _lying_tar(b"\x80" + bytes(3) + b"\xff" * 8),
    "7z": archives.sevenz([Entry("a", b"x")])[:12] + struct.pack("<QQI", 1 << 62, 1 << 62, 0) + bytes(99),
}  # fmt: skip


@pytest.mark.parametrize("kind", LIES)
def test_sizes_that_lie_cost_nothing(kind):
    start = time.monotonic()
    found = build.read("a", LIES[kind], seconds=10)
    assert time.monotonic() - start < 2
    assert build.issues(found)
    assert IssueCode.WORKER_DIED not in build.codes(found)


def test_an_lzma_stream_may_not_ask_for_any_memory():
    alone = bytearray(lzma.compress(TEXT, lzma.FORMAT_ALONE))
    alone[1:5] = struct.pack("<I", 0xC0000000)
    assert IssueCode.TOO_LARGE in build.codes(build.read("a.lzma", b"\x5d\0\0" + bytes(alone[3:])))


def _variants(data, draw):
    """The data cut short, with bits flipped, overwritten and doubled."""
    at, size = draw.randrange(len(data)), draw.randrange(1, 40)
    noise = draw.randbytes(size)
    flipped = bytearray(data)
    for _ in range(3):
        flipped[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    yield from (data[:at], bytes(flipped), data[:at] + noise + data[at + size :], data[:at] + data[max(0, at - 60) :])


@pytest.mark.parametrize("case", SOUND)
def test_damage_is_survived(case):
    data, wanted = SOUND[case]
    whole = build.text(build.read("a", data))
    for seed in range(15):
        for damaged in _variants(data, random.Random(f"{case}{seed}")):
            found = build.read("a", damaged, seconds=5)
            assert IssueCode.WORKER_DIED not in build.codes(found)
            # Either all of the content is there, or something is said. What is cut off is not there to be missed.
            if not build.issues(found) and not data.startswith(damaged):
                lost = [
                    token for token in _protected(case, wanted) if token in whole and token not in build.text(found)
                ]
                assert not lost


def _protected(case, wanted):
    """Tokens that stand under a checksum: content does, but for tar, ISO and the frames that zstd makes by default."""
    if case.startswith(("tar", "zst", "iso")):
        return []
    return [token for token in wanted if token.endswith(("본문", "canary", "two"))]


def test_the_bzip2_of_alz():
    draw = random.Random(7)
    for data in (
        b"a",
        b"aaaa",
        b"a" * 5000,
        bytes(1 << 21),
        draw.randbytes(70_000),
        b"".join(b"%d,kim\n" % draw.randrange(10**9) for _ in range(9000)),
    ):
        assert b"".join(dlz.blocks(iter([archives.dlz(data)]))) == data


def test_too_many_entries():
    for make in (archives.alz, archives.egg, archives.rar4, archives.rar5, archives.tar, archives.sevenz, archives.iso):
        found = build.read("a", make([Entry(f"{number}", b"x") for number in range(50)]), entries=20)
        assert IssueCode.TOO_MANY in build.codes(found)


# --- identifiers ------------------------------------------------------------------------------------------------------

MAKERS = {
    "a.alz": archives.alz,
    "a.egg": archives.egg,
    "a.rar": archives.rar5,
    "a.tar": archives.tar,
    "a.7z": archives.sevenz,
    "a.zip": lambda members: build.zipped({entry.name: entry.data for entry in members}),
    "a.tar.xz": lambda members: lzma.compress(archives.tar(members)),
    "a.zst": lambda members: zstd.compress(archives.egg(members)),
}


@pytest.mark.parametrize("name", MAKERS)
def test_identifiers_are_found_in_members_and_in_their_names(scanner, name):
    draw = random.Random(name)
    inside, called = identifiers.rrn(draw), identifiers.rrn(draw)
    data = MAKERS[name]([Entry(f"주민등록번호 {called}.txt", f"주민등록번호: {inside}\n".encode())])
    result = scanner.scan_bytes(data, name=name)
    assert {finding.rule for finding in result.findings} == {"kr_rrn"}
    assert {"names and comments", ""} == {finding.locus.part for finding in result.findings}
    shown = repr(result)
    assert inside not in shown
    assert called not in shown


# --- real files -------------------------------------------------------------------------------------------------------

REAL = sorted(
    path
    for folder in ("rarfile", "unegg-rs", "tika")
    for path in (CORPUS / folder).glob("*")
    if path.suffix in (".rar", ".egg", ".zip", ".7z", ".gz", ".tar", ".tgz", ".bz2")
)
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is not here")


@needs_corpus
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_archives_end_with_a_status(scanner, path):
    result = scanner.scan_path(path)
    assert result.assessment.status is not Status.CRASH
    assert result.assessment.media_type.startswith("application/")


EGGS = ("store", "low", "normal", "optimal", "max", "solid_low", "solid_max")


@needs_corpus
@pytest.mark.parametrize("name", EGGS)
def test_real_eggs_give_what_was_packed(name):
    found = build.read(f"{name}.egg", (CORPUS / "unegg-rs" / f"{name}.egg").read_bytes())
    words = build.text(found)
    for plain in ("hello.txt", "large.txt", "repeated.txt", "inner.txt", "deep.txt", "한글파일.txt", "뷁테스트.txt"):
        assert (CORPUS / "unegg-rs" / plain).read_text("utf-8") in words
    assert (CORPUS / "unegg-rs" / "euckr_content.txt").read_bytes().decode("cp949") in words
    assert {(str(issue.locus), issue.code) for issue in build.issues(found)} == {("binary.bin", IssueCode.UNSUPPORTED)}


@needs_corpus
def test_real_rars_of_stored_members_are_read_whole():
    for name, words in {
        "unicode2": "уииоотивл.txt",
        "rar3-subdirs": "sub/üȵĩöḋè/file.txt",
        "rar5-owner": "owner2.txt",
    }.items():
        found = build.read(f"{name}.rar", (CORPUS / "rarfile" / f"{name}.rar").read_bytes())
        assert words in build.text(found)
        assert build.issues(found) == []


COMPRESSED = {"rar5-crc": 2, "rar5-blake": 2, "rar5-solid": 2, "seektest": 2, "rar5-times": 1, "rar5-dups": 1}
needs_libarchive = pytest.mark.skipif(libarchive._LIBRARY is None, reason="the system has no libarchive.so.13")


@needs_corpus
@needs_libarchive
@pytest.mark.parametrize("name", COMPRESSED)
def test_real_rars_of_compressed_members_are_read_in_a_worker(scanner, name):
    path = CORPUS / "rarfile" / f"{name}.rar"
    found = build.read(path.name, path.read_bytes())
    assert build.text(found).count("\n099\n") == COMPRESSED[name]  # members are lines of numbers
    assert build.issues(found) == []
    assert scanner.scan_path(path).assessment.status is Status.OK
