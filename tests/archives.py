"""Archives for tests. Those that no library writes follow their published descriptions: ALZ, EGG, RAR with stored members.

Sources: the descriptions of ALZ and EGG in the documentation of unalz-rs and unegg-rs (BSD-2-Clause), the technical notes
on RAR 5.0 by its maker, and for RAR before 5 what every RAR of that age begins with.
"""

import bz2
import io
import lzma
import struct
import tarfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import py7zr

STORED, DEFLATED, BZIP2, AZO, LZMA = "stored", "deflate", "bzip2", "azo", "lzma"


@dataclass(frozen=True, slots=True)
class Entry:
    """`size` and `crc` are what the archive says, where it is to lie."""

    name: str
    data: bytes
    method: str = STORED
    encrypted: bool = False
    comment: str = ""
    size: int | None = None
    crc: int | None = None

    @property
    def told_size(self) -> int:
        return len(self.data) if self.size is None else self.size

    @property
    def told_crc(self) -> int:
        return zlib.crc32(self.data) if self.crc is None else self.crc


def deflated(data: bytes) -> bytes:
    coder = zlib.compressobj(9, zlib.DEFLATED, -15)
    return coder.compress(data) + coder.flush()


# --- ALZ --------------------------------------------------------------------------------------------------------------


def alz(entries: Iterable[Entry], comment: str = "", *, tail: bytes = b"CLZ\x02") -> bytes:
    body = b"ALZ\x01\x0a\0\0\0"
    comments = [(0xFFFFFFFF, comment)] if comment else []
    for number, entry in enumerate(entries):
        body += _alz_entry(entry)
        comments += [(number, entry.comment)] if entry.comment else []
    section = b""
    for number, text in comments:
        words = text.encode("cp949")
        section += struct.pack("<IH", number, len(words)) + words
    section = b"ELZ\x01" + section if section else b""
    return body + section + b"CLZ\x01" + struct.pack("<II", len(section), 0) + tail


def _alz_entry(entry: Entry) -> bytes:
    number, pack = {STORED: (0, bytes), BZIP2: (1, dlz), DEFLATED: (2, deflated)}[entry.method]
    packed, name = pack(entry.data), entry.name.encode("cp949")
    fixed = struct.pack("<HBIBB", len(name), 0x20, 0, 0x40 | entry.encrypted, 0)
    sizes = struct.pack("<BBIII", number, 0, entry.told_crc, len(packed), entry.told_size)
    return b"BLZ\x01" + fixed + sizes + name + (bytes(12) if entry.encrypted else b"") + packed


def dlz(data: bytes) -> bytes:
    """bzip2 as ALZ has it: blocks with another signature, without checksums and without the randomised bit."""
    plain = bz2.compress(data, 9)
    bits = "".join(f"{byte:08b}" for byte in plain)[32:]
    block, end = f"{0x314159265359:048b}", f"{0x177245385090:048b}"
    inner = bits[: bits.rindex(end)]
    mark = "".join(f"{byte:08b}" for byte in b"DLZ\x01")
    blocks = inner.split(block)[1:]
    out = "".join(mark + each[33:] for each in blocks) + "".join(f"{byte:08b}" for byte in b"DLZ\x02")
    out += "0" * (-len(out) % 8)
    return int(out, 2).to_bytes(len(out) // 8, "big") if out else b""


# --- EGG --------------------------------------------------------------------------------------------------------------

EGG_END = struct.pack("<I", 0x08E28222)
EGG_SPLIT = struct.pack("<IBHII", 0x24F5A262, 0, 8, 0, 7)
EGG_SOLID = struct.pack("<IBH", 0x24E5A060, 0, 0)
_EGG_METHODS = {STORED: 0, DEFLATED: 1, BZIP2: 2, AZO: 3, LZMA: 4}


def egg(entries: Iterable[Entry], comment: str = "", *, prefix: bytes = b"", block: int = 1 << 30) -> bytes:
    """`block` is how many bytes go into one block."""
    body = struct.pack("<4sHII", b"EGGA", 0x100, 1, 0) + prefix + EGG_END
    for number, entry in enumerate(entries):
        body += struct.pack("<IIQ", 0x0A8590E3, number, entry.told_size)
        body += _egg_record(0x0A8591AC, entry.name.encode())
        body += _egg_record(0x04C63672, entry.comment.encode()) if entry.comment else b""
        body += _egg_record(0x08D1470F, b"\x02" + bytes(28)) if entry.encrypted else b""
        body += EGG_END
        for start in range(0, len(entry.data), block):
            body += _egg_block(entry, entry.data[start : start + block])
    return body + (_egg_record(0x04C63672, comment.encode()) if comment else b"") + EGG_END


def _egg_record(signature: int, data: bytes) -> bytes:
    return struct.pack("<IBH", signature, 0, len(data)) + data


def _egg_block(entry: Entry, data: bytes) -> bytes:
    pack = {STORED: bytes, DEFLATED: deflated, BZIP2: bz2.compress, AZO: bytes, LZMA: _egg_lzma}[entry.method]
    packed = pack(data)
    size = len(data) if entry.size is None else min(entry.size, 0xFFFFFFFF)
    crc = zlib.crc32(data) if entry.crc is None else entry.crc
    return struct.pack("<IBBIII", 0x02B50C13, _EGG_METHODS[entry.method], 0, size, len(packed), crc) + EGG_END + packed


def _egg_lzma(data: bytes) -> bytes:
    alone = lzma.compress(data, lzma.FORMAT_ALONE)
    return bytes(4) + alone[:5] + alone[13:]


# --- RAR --------------------------------------------------------------------------------------------------------------


def rar5(entries: Iterable[Entry], comment: str = "", *, method: int = 0, volume: bool = False) -> bytes:
    """Members are stored as they are, whatever `method` says of them."""
    body = b"Rar!\x1a\x07\x01\0" + _rar5_block(1, _vint(1 if volume else 0))
    if comment:
        words = comment.encode() + b"\0"
        body += _rar5_file(3, Entry("CMT", words), 0) + words
    for entry in entries:
        body += _rar5_file(2, entry, method) + entry.data
    return body + _rar5_block(5, _vint(0))


def _vint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _rar5_file(kind: int, entry: Entry, method: int) -> bytes:
    name = entry.name.encode()
    extra = _vint(1) + bytes(30) if entry.encrypted else b""
    extra = _vint(len(extra)) + extra if extra else b""
    fields = _vint(4) + _vint(entry.told_size) + _vint(0) + struct.pack("<I", entry.told_crc)
    fields += _vint(method << 7) + _vint(0) + _vint(len(name)) + name
    return _rar5_block(kind, fields, len(entry.data) if entry.size is None else entry.size, extra)


def _rar5_block(kind: int, fields: bytes, data: int = -1, extra: bytes = b"") -> bytes:
    flags = (1 if extra else 0) | (2 if data >= 0 else 0)
    header = _vint(kind) + _vint(flags) + (_vint(len(extra)) if extra else b"") + (_vint(data) if data >= 0 else b"")
    header += fields + extra
    header = _vint(len(header)) + header
    return struct.pack("<I", zlib.crc32(header)) + header


def rar4(entries: Iterable[Entry], *, method: int = 0, encrypted_headers: bool = False) -> bytes:
    body = b"Rar!\x1a\x07\0" + _rar4_block(0x73, 0x80 if encrypted_headers else 0, bytes(6))
    for entry in entries:
        name = entry.name.encode("cp949")
        packed = len(entry.data) if entry.size is None else entry.size
        fields = struct.pack(
            "<IIBIIBBHI", packed, entry.told_size, 2, entry.told_crc, 0, 29, 0x30 + method, len(name), 0
        )
        body += _rar4_block(0x74, 0x8000 | (4 if entry.encrypted else 0), fields + name) + entry.data
    return body + _rar4_block(0x7B, 0x4000, b"")


def _rar4_block(kind: int, flags: int, fields: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest


# --- tar, 7z, single files --------------------------------------------------------------------------------------------


def tar(entries: Iterable[Entry], form: int = tarfile.PAX_FORMAT, encoding: str = "utf-8") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form, encoding=encoding) as archive:
        for entry in entries:
            info = tarfile.TarInfo(entry.name)
            info.size = len(entry.data)
            info.pax_headers = {"comment": entry.comment} if entry.comment else {}
            archive.addfile(info, io.BytesIO(entry.data))
    return out.getvalue()


def sevenz(entries: Iterable[Entry], filters: list[dict[str, int]] | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", filters=filters, **options) as archive:
        for entry in entries:
            archive.writestr(entry.data, entry.name)
    return out.getvalue()


def gz(data: bytes, name: str = "", comment: str = "", extra: bytes = b"") -> bytes:
    flags = (4 if extra else 0) | (8 if name else 0) | (16 if comment else 0)
    head = b"\x1f\x8b\x08" + bytes([flags]) + bytes(6)
    head += struct.pack("<H", len(extra)) + extra if extra else b""
    head += b"".join(text.encode("cp949") + b"\0" for text in (name, comment) if text)
    return head + deflated(data) + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


# --- ISO 9660 ---------------------------------------------------------------------------------------------------------

_SECTOR = 2048


def iso(entries: Iterable[Entry], label: str = "VOLUME", *, joliet: bool = True) -> bytes:
    """One directory: plain names in the first tree, the true ones in Joliet."""
    members = list(entries)
    places = []
    at = 22
    for entry in members:
        places.append(at)
        at += -(-len(entry.data) // _SECTOR)
    plain, wide = (
        b"".join(_iso_record(name(number), places[number], entry.told_size) for number, entry in enumerate(members))
        for name in (lambda n: b"FILE%d.TXT;1" % n, lambda n: members[n].name.encode("utf-16-be"))
    )
    sectors = {16: _iso_descriptor(1, 20, label, b"", at), 20: plain, 18: b"\xffCD001\x01"}
    if joliet:
        sectors |= {17: _iso_descriptor(2, 21, "", b"%/E", at), 21: wide}
    out = bytearray(at * _SECTOR)
    for number, data in {
        **sectors,
        **{place: entry.data for place, entry in zip(places, members, strict=True)},
    }.items():
        out[number * _SECTOR : number * _SECTOR + len(data)] = data
    return bytes(out)


def _iso_record(name: bytes, extent: int, size: int, flags: int = 0) -> bytes:
    body = struct.pack("<BI4xI4x7xB6xB", 0, extent, size, flags, len(name)) + name
    body += bytes((len(body) + 1) % 2)
    return bytes([len(body) + 1]) + body


def _iso_descriptor(kind: int, root: int, label: str, escape: bytes, sectors: int) -> bytes:
    sector = bytearray(_SECTOR)
    sector[:7] = bytes([kind]) + b"CD001\x01"
    sector[40:72] = label.encode("cp949").ljust(32)
    sector[80:88] = struct.pack("<I", sectors) + struct.pack(">I", sectors)
    sector[88 : 88 + len(escape)] = escape
    sector[156:190] = _iso_record(b"\0", root, _SECTOR, 2)
    return bytes(sector)
