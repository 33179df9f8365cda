"""What is put behind a document, or where nothing of it stands, is found or told: never clean."""

import struct
from random import Random

import pytest

from dlp import Action, Coverage
from dlp.extract.formats import iso
from dlp.types import IssueCode
from tests import archives
from tests.archives import Entry
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


# --- ISO 9660 ---------------------------------------------------------------------------------------------------------

SECTOR = 2048
IMAGE = archives.iso([Entry("a.txt", b"plain words here " * 9), Entry("b.txt", b"more words " * 300)])
PLACES = {  # where in the image nothing refers to
    "the system area": 5 * SECTOR,
    "a sector behind the descriptors": 19 * SECTOR,
    "behind the end mark of the descriptors": 18 * SECTOR + 200,
    "the rest of a boot record": 19 * SECTOR + 300,
    "the rest of a directory": 20 * SECTOR + 1000,
    "the rest of the other directory": 21 * SECTOR + 1000,
    "the rest of a file's last sector": 22 * SECTOR + 1500,
    "the rest of the last file's last sector": len(IMAGE) - 400,
}


def _boot_record(image: bytearray) -> None:
    image[19 * SECTOR : 19 * SECTOR + 39] = b"\0CD001\1EL TORITO SPECIFICATION".ljust(39, b"\0")


@pytest.mark.parametrize("hidden", [HIDDEN, build.zipped({"a.txt": HIDDEN})], ids=["text", "zip"])
@pytest.mark.parametrize("place", PLACES)
def test_in_an_image_where_no_file_stands(scanner, place, hidden):
    image = bytearray(IMAGE)
    if "boot" in place:
        _boot_record(image)
    at = PLACES[place]
    assert not any(image[at : at + len(hidden)])
    image[at : at + len(hidden)] = hidden
    found = scanner.scan_bytes(bytes(image), name="a.iso")
    assert found.verdict.action >= Action.BLOCK
    assert any(finding.entity == "KR_RRN" and "outside" in str(finding.locus) for finding in found.findings)


def test_a_sector_between_two_files_of_an_image(scanner):
    """The second file is moved on by a sector, the one between them belongs to nobody."""
    image = bytearray(IMAGE[: 23 * SECTOR] + HIDDEN.ljust(SECTOR, b"\0") + IMAGE[23 * SECTOR :])
    for directory in (20, 21):
        at = directory * SECTOR + image[directory * SECTOR]
        assert struct.unpack_from("<I", image, at + 2) == (23,)
        struct.pack_into("<I", image, at + 2, 24)
    for descriptor in (16, 17):
        struct.pack_into("<I", image, descriptor * SECTOR + 80, len(image) // SECTOR)
    found = scanner.scan_bytes(bytes(image), name="a.iso")
    assert found.verdict.action >= Action.BLOCK
    assert not found.issues


def test_an_image_of_which_all_is_referred_to_is_clean(scanner):
    image = bytearray(IMAGE)
    _boot_record(image)
    found = scanner.scan_bytes(bytes(image), name="a.iso")
    assert found.coverage is Coverage.FULL
    assert found.verdict.action is Action.ALLOW


@pytest.mark.parametrize("unused", [slice(72, 80), slice(88, 120)])
def test_in_the_unused_fields_of_a_descriptor(scanner, unused):
    image = bytearray(archives.iso([Entry("a.txt", b"plain words")], joliet=False))
    start = 16 * SECTOR + unused.start
    size = unused.stop - unused.start
    words = b"hidden words in a field of it"[:size].strip()
    image[start : start + len(words)] = words
    assert words.decode() in build.text(build.read("a.iso", bytes(image)))


@pytest.mark.parametrize("honest", [True, False])
def test_a_path_table_hides_nothing(scanner, honest):
    """What the descriptor says is the table is one as far as it names directories."""
    image = bytearray(archives.iso([Entry("a.txt", b"plain words")], joliet=False))
    struct.pack_into("<I", image, 16 * SECTOR + 132, 10 if honest else SECTOR)
    struct.pack_into("<I", image, 16 * SECTOR + 140, 19)
    struct.pack_into("<BBIHBB", image, 19 * SECTOR, 1, 0, 20, 1, 0, 0)
    if not honest:
        image[19 * SECTOR + 10 : 19 * SECTOR + 10 + len(HIDDEN)] = HIDDEN
    found = scanner.scan_bytes(bytes(image), name="a.iso")
    assert not found.issues
    assert found.verdict.action is (Action.ALLOW if honest else Action.BLOCK)


def test_what_goes_on_outside_a_record(scanner):
    """Rock Ridge puts what does not fit into a record elsewhere, and says where (SUSP 1.12, 5.1)."""
    image = bytearray(archives.iso([Entry("a.txt", b"plain words")], joliet=False))
    at = 20 * SECTOR
    more = b"CE\x1c\1" + b"".join(struct.pack("<I", n) + struct.pack(">I", n) for n in (19, 100, len(HIDDEN)))
    record = bytes(image[at : at + image[at]]) + more
    image[at : at + len(record)] = bytes([len(record)]) + record[1:]
    image[19 * SECTOR + 100 : 19 * SECTOR + 100 + len(HIDDEN)] = HIDDEN
    found = scanner.scan_bytes(bytes(image), name="a.iso")
    assert found.verdict.action >= Action.BLOCK
    assert any("names" in str(finding.locus) for finding in found.findings)


def test_more_stretches_than_are_read_are_told():
    """Every file's last sector has something behind its end; one directory of 2 KiB names less than forty files."""
    names = [Entry(f"{number}.txt", b"x" * 1000) for number in range(36)]
    image = bytearray(archives.iso(names, joliet=False))
    for sector in range(22, len(image) // SECTOR):
        image[sector * SECTOR + 1500 : sector * SECTOR + 1520] = b"hidden words in here"
    found = build.read("a.iso", bytes(image))
    assert build.text(found).count("hidden words in here") == len(names)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(iso, "_STRETCHES", 10)
        found = build.read("a.iso", bytes(image))
    assert build.text(found).count("hidden words in here") == 10
    assert build.codes(found) == {IssueCode.TOO_MANY}
