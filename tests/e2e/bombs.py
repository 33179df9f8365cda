"""Files that unpack or expand to far more than they are: built from one compressed block, so that they cost nothing to make."""

import io
import struct
import zipfile
import zlib

from tests import cfb, hwp, pdfs
from tests.formats import build

MB = 1 << 20


def nested(levels=5, width=10, leaf=10 * MB):
    """In the manner of 42.zip: every archive holds `width` like it, down to `leaf` blanks each."""
    data = _zipped({"0.txt": b" " * leaf})
    for level in range(levels):
        data = _zipped({f"{level}-{number}.zip": data for number in range(width)})
    return data


def flat(size):
    """One member of `size` blanks, a multiple of 1 MB, of which the directory tells the truth."""
    return _archive([(b"blank.txt", 0)], [(b"blank.txt", _blanks(size // MB), size)])


def lying(size):
    """The same, but the directory says 100 bytes."""
    return _archive([(b"blank.txt", 0)], [(b"blank.txt", _blanks(size // MB), 100)])


def overlapping(entries, size):
    """Many members that are all the same bytes of the file (D. Fifield, A better zip bomb, 2019)."""
    names = [(b"%04d.txt" % number, 0) for number in range(entries)]
    return _archive(names, [(b"0000.txt", _blanks(size // MB), size)])


def gzipped(size):
    """`size` blanks under gzip; the checksum is not right, nobody gets there."""
    return b"\x1f\x8b\x08" + bytes(7) + _blanks(size // MB) + struct.pack("<II", 0, size & 0xFFFFFFFF)


def section(size):
    """A HWP document with a section of `size` bytes."""
    return hwp.hwp(hwp.paragraph("x"), streams={"BodyText/Section0": _blanks(size // MB)})


def page(size):
    """A PDF page whose content is `size` bytes."""
    content = zlib.compress(b" ")[:2] + _blanks(size // MB)
    entries = b"<< /Length %d /Filter /FlateDecode >>" % len(content)
    return pdfs.pages(b"", more={200: entries + b"\nstream\n" + content + b"\nendstream"})


def laughs():
    """An Office part that defines an entity by ten of another, ten times over."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    body = (
        f'<!DOCTYPE w [<!ENTITY l0 "lol">{levels}]>'
        f"<w:document {build.W}><w:body>{build.paragraph('words &l10;')}</w:body></w:document>"
    )
    return build.package("wordprocessingml.document", "word/document.xml", {"word/document.xml": body})


def sparse():
    """A workbook with one cell in its last row and column."""
    rows = '<row r="1048576">' + build.inline("XFD1048576", "farcell") + "</row>"
    return _workbook({"xl/worksheets/sheet1.xml": build.sheet(rows)})


def shared(strings, cells):
    """A workbook that shows one long string in many cells."""
    row = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, cells + 1))
    table = f"<sst {build.S}><si><t>{'long words ' * (strings // 11)}</t></si></sst>"
    return _workbook({"xl/worksheets/sheet1.xml": build.sheet(row), "xl/sharedStrings.xml": table})


def _workbook(parts):
    book = f'<workbook {build.S} {build.R}><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>'
    relations = (
        f'<Relationships xmlns="{build.RELS}"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relations, **parts}
    return build.package("spreadsheetml.sheet", "xl/workbook.xml", parts)


def boundaries(count):
    """A message of `count` empty parts."""
    return b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nt\n" * count


def multiparts(depth):
    """A message of parts inside parts."""
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return b"From: a\nTo: b\n" + head.encode()


def looping():
    """A compound file in which chains of sectors lead back to where they have been."""
    data = bytearray(cfb.compound({"\x01Ole10Native": cfb.packaged("a.txt", b"words " * 20_000), "Other": b"x" * 9000}))
    (table,) = struct.unpack_from("<I", data, 76)
    at = (table + 1) * 512
    numbers = list(struct.unpack_from("<128I", data, at))
    for number, following in enumerate(numbers):
        if number % 7 == 6 and following == number + 1:
            numbers[number] = number - 5
    struct.pack_into("<128I", data, at, *numbers)
    return bytes(data)


def deep(levels):
    """An archive in an archive in an archive."""
    data = b"x"
    for _ in range(levels):
        data = _zipped({"a.zip": data})
    return data


def _zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _blanks(blocks):
    """A deflate stream of `blocks` MB of blanks: a full flush makes each block independent of those before."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeeze.compress(b" " * MB) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return block * blocks + squeeze.flush(zlib.Z_FINISH)


def _archive(directory, members):
    """APPNOTE 6.3.10, with the sizes in ZIP64 extra fields (4.5.3). The checksums are not right: nobody gets there."""
    body, places = b"", []
    for name, data, size in members:
        places.append((len(body), len(data), size))
        body += b"PK\3\4" + _head(name, extra := _sizes(size, len(data))) + name + extra + data
    listed = b""
    for name, member in directory:
        offset, packed, size = places[member]
        extra = _sizes(size, packed)
        more = struct.pack("<HHHII", 0, 0, 0, 0, offset)
        listed += b"PK\1\2" + struct.pack("<H", 45) + _head(name, extra) + more + name + extra
    count = len(directory)
    return body + listed + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), len(body), 0)


def _sizes(size, packed):
    return struct.pack("<HHQQ", 1, 16, size, packed)


def _head(name, extra):
    return struct.pack("<HHHHHIIIHH", 45, 0, 8, 0, 33, 0, 0xFFFFFFFF, 0xFFFFFFFF, len(name), len(extra))
