"""What files of each type begin with, and what their names end with. Types without a reader are named all the same."""

from __future__ import annotations

from typing import NamedTuple


class Signature(NamedTuple):
    """`weak` ones are short enough to begin a text by chance and only count in binary content."""

    magic: bytes
    media_type: str
    offset: int = 0
    weak: bool = False


UNKNOWN = "application/octet-stream"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
PARQUET, ARROW = "application/vnd.apache.parquet", "application/vnd.apache.arrow.file"
SQLITE = "application/vnd.sqlite3"

_CMS = (b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07", b"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01")

SIGNATURES = (
    Signature(b"PK\x03\x04", ZIP),
    Signature(b"PK\x05\x06", ZIP),
    Signature(b"PK00PK\x03\x04", ZIP),
    Signature(b"PK\x07\x08PK\x03\x04", ZIP),  # the first part of a split archive
    Signature(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    Signature(b"%PDF-", "application/pdf"),
    Signature(b"{\\rt", "application/rtf"),
    Signature(b"HWP Document File V", "application/x-hwp3"),
    Signature(b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote"),
    Signature(b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F", "application/x-ms-shortcut"),
    Signature(b"SQLite format 3\0", SQLITE),
    Signature(b"PAR1\x15", PARQUET),
    Signature(b"PAR1", PARQUET, weak=True),
    Signature(b"PARE", "application/x-encrypted-parquet", weak=True),
    Signature(b"ARROW1\0\0", ARROW),
    Signature(b"FEA1", "application/x-feather1", weak=True),
    Signature(b"%!PS", "application/postscript"),
    # mail
    Signature(b"\x76\xe8\x04\x60\xc4\x11\xe3\x86", "application/x-microsoft-rpmsg-message"),
    # PKCS #7 and CMS: a sequence of any length that begins with an object identifier under pkcs-7 or smime-ct
    *(Signature(oid, "application/pkcs7-mime", at) for at in (2, 3, 4, 5, 6) for oid in _CMS),
    # archives and single-file compression
    Signature(b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    Signature(b"Rar!\x1a\x07", "application/vnd.rar"),
    Signature(b"\x1f\x8b\x08", "application/gzip"),
    Signature(b"\x1f\x8b", "application/gzip", weak=True),
    Signature(b"BZh", "application/x-bzip2", weak=True),
    Signature(b"1AY&SY", "application/x-bzip2", offset=4),
    Signature(b"\xfd7zXZ\0", "application/x-xz"),
    Signature(b"\x5d\0\0", "application/x-lzma", weak=True),
    Signature(b"\x28\xb5\x2f\xfd", "application/zstd"),
    Signature(b"\x04\x22\x4d\x18", "application/x-lz4"),
    Signature(b"ALZ\x01", "application/x-alz"),
    Signature(b"EGGA\0", "application/x-egg"),
    Signature(b"MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    Signature(b"-lh", "application/x-lzh-compressed", offset=2, weak=True),
    Signature(b"ustar", "application/x-tar", offset=257),
    Signature(b"CD001", "application/x-iso9660-image", offset=32769),
    Signature(b"!<arch>\ndebian-binary", "application/vnd.debian.binary-package"),
    Signature(b"!<arch>\n", "application/x-archive"),
    Signature(b"070701", "application/x-cpio", weak=True),
    Signature(b"070707", "application/x-cpio", weak=True),
    Signature(b"\xc7\x71", "application/x-cpio", weak=True),
    Signature(b"\x60\xea", "application/x-arj", weak=True),
    Signature(b"**ACE**", "application/x-ace-compressed", offset=7),
    Signature(b"\x1f\x9d", "application/x-compress", weak=True),
    Signature(b"LZIP\x01", "application/x-lzip"),
    Signature(b"\x89LZO\0\r\n\x1a\n", "application/x-lzop"),
    Signature(b"MSWIM\0\0\0", "application/x-ms-wim"),
    # images
    Signature(b"\x89PNG\r\n\x1a\n", "image/png"),
    Signature(b"\xff\xd8\xff", "image/jpeg"),
    Signature(b"GIF87a", "image/gif"),
    Signature(b"GIF89a", "image/gif"),
    Signature(b"BM", "image/bmp", weak=True),
    Signature(b"II*\0", "image/tiff"),
    Signature(b"MM\0*", "image/tiff"),
    Signature(b"WEBP", "image/webp", offset=8, weak=True),
    Signature(b"\0\0\x01\0", "image/x-icon", weak=True),
    Signature(b"8BPS\0\x01", "image/vnd.adobe.photoshop"),
    Signature(b" EMF\0\0\x01\0", "image/emf", offset=40),
    Signature(b"\xd7\xcd\xc6\x9a", "image/wmf"),
    Signature(b"\x01\0\x09\0\0\x03", "image/wmf"),
    Signature(b"ftypheic", "image/heic", offset=4),
    Signature(b"ftypheix", "image/heic", offset=4),
    Signature(b"ftypmif1", "image/heic", offset=4),
    Signature(b"ftypmsf1", "image/heic", offset=4),
    Signature(b"ftypheim", "image/heic", offset=4),
    Signature(b"ftypheis", "image/heic", offset=4),
    Signature(b"ftyphevc", "image/heic", offset=4),
    Signature(b"ftypavif", "image/avif", offset=4),
    Signature(b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    Signature(b"\xff\x4f\xff\x51", "image/jp2"),
    # sound and video
    Signature(b"ftyp", "video/mp4", offset=4, weak=True),
    Signature(b"WAVE", "audio/wav", offset=8, weak=True),
    Signature(b"AVI ", "video/x-msvideo", offset=8, weak=True),
    Signature(b"ID3", "audio/mpeg", weak=True),
    Signature(b"\xff\xfb", "audio/mpeg", weak=True),
    Signature(b"OggS", "audio/ogg", weak=True),
    Signature(b"fLaC", "audio/flac", weak=True),
    Signature(b"\x1a\x45\xdf\xa3", "video/webm"),
    # programs and fonts
    Signature(b"MZ", "application/vnd.microsoft.portable-executable", weak=True),
    Signature(b"\x7fELF", "application/x-elf"),
    Signature(b"\xca\xfe\xba\xbe", "application/java-vm"),
    Signature(b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    Signature(b"\0asm", "application/wasm"),
    Signature(b"\0\x01\0\0\0", "font/ttf", weak=True),
    Signature(b"OTTO\0", "font/otf"),
    Signature(b"wOFF", "font/woff", weak=True),
    Signature(b"wOF2", "font/woff2", weak=True),
)

# A stream or storage name of an OLE file -> what the file is. First hit wins.
OLE_STREAMS = (
    ("EncryptedPackage", "application/x-encrypted-ooxml"),
    ("BodyText", "application/x-hwp"),
    ("ViewText", "application/x-hwp"),
    ("HwpSummaryInformation", "application/x-hwp"),
    ("DocInfo", "application/x-hwp"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("VisioDocument", "application/vnd.visio"),
    ("Quill", "application/x-mspublisher"),
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
HWPX = "application/hwp+zip"
HWPML = "application/x-hwpml"
HWP3 = "application/x-hwp3"
ODT = "application/vnd.oasis.opendocument.text"
HTTP = "message/http"
MULTIPART = "multipart/form-data"
FORM = "application/x-www-form-urlencoded"
# What the media types of OpenDocument and of its forerunner begin with.
OPEN_DOCUMENTS = ("application/vnd.oasis.opendocument.", "application/vnd.sun.xml.")

# Content that says itself that it is encrypted.
ENCRYPTED = frozenset(
    (
        "application/x-encrypted-ooxml",
        "application/pgp-encrypted",
        "application/x-encrypted-parquet",
        "application/x-microsoft-rpmsg-message",
    )
)

# Content that is compressed by nature: what looks like text in it is noise.
_PACKED = frozenset(
    ("application/pdf", "application/x-7z-compressed", "application/vnd.rar", "application/gzip", "application/x-bzip2",
     "application/x-xz", "application/zstd", "application/x-lz4", "application/x-alz", "application/x-egg",
     "application/vnd.ms-cab-compressed", "application/x-lzh-compressed", "font/woff", "font/woff2")
)  # fmt: skip
_PLAIN_MEDIA = frozenset(("image/emf", "image/wmf", "image/x-icon", "image/vnd.adobe.photoshop", "audio/wav"))


def is_packed(media_type: str) -> bool:
    """Whether bytes of this type are compressed, so that text in them cannot be seen without a reader."""
    packed = media_type in _PACKED or media_type.endswith("+zip") or media_type.startswith(_PACKAGES)
    return packed or (media_type.partition("/")[0] in ("image", "audio", "video") and media_type not in _PLAIN_MEDIA)


_PACKAGES = ("application/vnd.openxmlformats-", "application/vnd.oasis.", "application/vnd.sun.xml.")

TEXT = "text/plain"
HTML = "text/html"
XML = "application/xml"
JSON = "application/json"
JSONL = "application/jsonl"
MAIL = "message/rfc822"
MBOX = "application/mbox"
CALENDAR = "text/calendar"
VCARD = "text/vcard"
SQL = "application/sql"
NOTEBOOK = "application/x-ipynb+json"

# What a file whose content is plain text is called by its name.
TEXT_SUFFIXES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "tab": "text/tab-separated-values",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "sql": SQL,
    **dict.fromkeys(("py", "java", "js", "ts", "c", "h", "cpp", "cs", "go", "rs", "kt", "sh", "php"), "text/x-code"),
}

# Names that promise one type; anything else found under them is a mismatch. Text may always be under a text's name.
SUFFIXES = {
    "pdf": ("application/pdf",),
    "hwp": ("application/x-hwp", "application/x-hwp3"),
    "hwpx": (HWPX,),
    "hml": (HWPML,),
    "doc": ("application/msword",),
    "xls": ("application/vnd.ms-excel",),
    "ppt": ("application/vnd.ms-powerpoint",),
    "msg": ("application/vnd.ms-outlook",),
    "rtf": ("application/rtf",),
    **dict.fromkeys(("docx", "docm", "dotx", "dotm"), (DOCX, "application/x-encrypted-ooxml")),
    **dict.fromkeys(("xlsx", "xlsm", "xltx", "xltm", "xlam"), (XLSX, "application/x-encrypted-ooxml")),
    **dict.fromkeys(("pptx", "pptm", "potx", "potm", "ppsx", "ppsm", "ppam"), (PPTX, "application/x-encrypted-ooxml")),
    "xlsb": (XLSB, "application/x-encrypted-ooxml"),
    "zip": (ZIP,),
    "7z": ("application/x-7z-compressed",),
    "rar": ("application/vnd.rar",),
    "gz": ("application/gzip",),
    "tgz": ("application/gzip",),
    "bz2": ("application/x-bzip2",),
    "xz": ("application/x-xz",),
    "zst": ("application/zstd",),
    "tar": ("application/x-tar",),
    "alz": ("application/x-alz",),
    "egg": ("application/x-egg", ZIP),
    "iso": ("application/x-iso9660-image",),
    "png": ("image/png",),
    "jpg": ("image/jpeg",),
    "jpeg": ("image/jpeg",),
    "gif": ("image/gif",),
    "bmp": ("image/bmp",),
    "webp": ("image/webp",),
    **dict.fromkeys(("tif", "tiff"), ("image/tiff",)),
    "heic": ("image/heic",),
    "parquet": (PARQUET,),
    **dict.fromkeys(("sqlite", "sqlite3"), (SQLITE,)),
    "exe": ("application/vnd.microsoft.portable-executable",),
    "eml": (MAIL, MBOX),
}
TEXT_NAMES = frozenset(
    ("txt", "log", "ini", "cfg", "toml", "json", "jsonl", "ndjson", "xml", "html", "htm", *TEXT_SUFFIXES)
)
