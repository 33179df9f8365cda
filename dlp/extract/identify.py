"""What a document is: its content decides (signature, OLE streams, ZIP members, then text), its name only refines."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO

from dlp.extract import charset
from dlp.extract import signatures as known
from dlp.extract.archive import member_names
from dlp.extract.base import Format
from dlp.extract.formats import by_media_type, readers
from dlp.extract.tarheaders import BLOCK, is_header
from dlp.types import Blob, Issue, IssueCode

EMPTY = "application/x-empty"
UNKNOWN = known.UNKNOWN
HEAD = 64 << 10


@dataclass(frozen=True, slots=True)
class Identified:
    """A media type, the reader for it if there is one, and what is to be said about that."""

    media_type: str
    format: Format | None = None
    issues: tuple[Issue, ...] = ()


def identify(blob: Blob) -> Identified:
    """Raises what opening and reading the blob raises."""
    with blob.open() as stream:
        media_type = _media_type(stream, blob)
    if media_type == EMPTY:
        return Identified(media_type)
    reader = by_media_type().get(media_type)
    issues = _mismatch(blob.name, media_type)
    if media_type in known.ENCRYPTED:
        issues += (Issue(IssueCode.ENCRYPTED, detail=media_type),)
    elif reader is None or media_type == UNKNOWN:
        issues += (Issue(IssueCode.UNSUPPORTED, detail=media_type),)
        # What can be read of it is, but that is never all.
        reader = None if known.is_packed(media_type) else by_media_type()[UNKNOWN]
    return Identified(media_type, reader, issues)


def _media_type(stream: BinaryIO, blob: Blob) -> str:
    head = stream.read(HEAD)
    if not head:
        return EMPTY
    media_type = signature_type(head)
    if media_type == known.ZIP:
        return _zip_type(stream)
    if media_type == known.OLE:
        return _ole_type(stream)
    if media_type:
        return media_type
    if wire := _wire_type(head, blob):
        return wire
    if is_header(head[:BLOCK]):  # the first tar programs wrote no signature
        return "application/x-tar"
    if _LATE_PDF.search(head[:1024]) and b" obj" in head:
        return "application/pdf"
    found, text = charset.read(head, whole=len(head) < HEAD)
    if not found.name and charset.has_controls(head):
        return _mail_type(text, blob) or UNKNOWN  # a body may be binary
    return _text_type(text, blob)


# What HTTP carries is told by how it begins; what follows may be binary.
_REQUEST = re.compile(rb"[A-Z]{3,20} [\x21-\x7e\x80-\xff]{1,65536} HTTP/1\.[01]\r?\n")
_PARTS = re.compile(rb"--[!-~]{1,200}[ \t]{0,200}\r\nContent-[A-Za-z-]{1,30}:", re.IGNORECASE)
_FIELDS = re.compile(rb"(?:[\w.~*%+\[\]$-]{1,200}=[^\s&<>{}\"]{0,65536}(?:&|\Z)){1,200}")


def _wire_type(head: bytes, blob: Blob) -> str:
    if _REQUEST.match(head):
        return known.HTTP
    if _PARTS.match(head):
        return known.MULTIPART
    is_form = blob.declared_type.partition(";")[0].strip().lower() == known.FORM
    return known.FORM if is_form and _FIELDS.match(head) else ""


# Two letters begin many a text; two reserved words and the size of the next header do not (BITMAPFILEHEADER).
_BITMAP = re.compile(rb"BM.{4}\0{4}.{3}\0[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}", re.DOTALL)
# Readers of PDF accept anything before the header, within the first kilobyte (ISO 32000-1, annex H.3, note 13).
_LATE_PDF = re.compile(rb"%PDF-\d\.\d")


def signature_type(head: bytes) -> str:
    """The media type by signature alone, "" where none fits."""
    if _BITMAP.match(head):
        return "image/bmp"
    for signature in _signatures().get(head[:1], _signatures()[b""]):
        if head.startswith(signature.magic, signature.offset) and not (signature.weak and not charset.is_binary(head)):
            return signature.media_type
    return ""


@cache
def _signatures() -> Mapping[bytes, Sequence[known.Signature]]:
    """The signatures worth trying by the first byte of a file; under b"" those that stand further in."""
    own = (
        known.Signature(magic, reader.MEDIA_TYPES[0]) for reader in readers() for magic in getattr(reader, "MAGIC", ())
    )
    every = (*own, *known.SIGNATURES)
    first = {b"", *(signature.magic[:1] for signature in every if not signature.offset)}
    return {byte: [each for each in every if each.offset or each.magic[:1] == byte] for byte in first}


def suffix(name: str) -> str:
    """The extension of a file name, lower case, without its dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _mismatch(name: str, media_type: str) -> tuple[Issue, ...]:
    ending = suffix(name)
    promised = known.SUFFIXES.get(ending)
    named_text = ending in known.TEXT_NAMES
    wrong = media_type not in promised if promised else named_text and not _is_text(media_type)
    return (Issue(IssueCode.TYPE_MISMATCH, detail=f"named .{ending}, is {media_type}"),) if wrong else ()


def _is_text(media_type: str) -> bool:
    named = (
        known.XML,
        known.JSON,
        known.JSONL,
        known.NOTEBOOK,
        known.MAIL,
        known.MBOX,
        "image/svg+xml",
        *known.TEXT_SUFFIXES.values(),
    )
    return media_type.startswith("text/") or media_type in named


def _zip_type(stream: BinaryIO) -> str:
    names, types, mimetype = member_names(stream)
    kind = mimetype.decode("ascii", "replace").strip()
    if kind == known.HWPX or kind.startswith(known.OPEN_DOCUMENTS):
        return kind
    if "xl/workbook.bin" in names:
        return known.XLSB
    for words, folder, media_type in (
        (rb"wordprocessingml|ms-word", "word/", known.DOCX),
        (rb"spreadsheetml|ms-excel", "xl/", known.XLSX),
        (rb"presentationml|ms-powerpoint", "ppt/", known.PPTX),
    ):
        # Templates, shows, add-ins and documents with macros differ from plain documents in this alone.
        main = re.search(rb"(?:" + words + rb")\.[.a-zA-Z]{1,80}\bmain\+xml", types)
        if main or any(name.startswith(folder) and name.endswith(".xml") for name in names):
            return media_type
    if "contents/content.hpf" in names or any(re.match(r"contents/section\d+\.xml$", name) for name in names):
        return known.HWPX
    if "content.xml" in names and not names.isdisjoint(("styles.xml", "meta.xml", "settings.xml")):
        return known.ODT
    named = kind.startswith("application/") and len(kind) < 100 and kind != "application/epub+zip"
    return kind if named and kind.isprintable() else known.ZIP


def _ole_type(stream: BinaryIO) -> str:
    entries = _ole_entries(stream)
    # What stands at the top decides: an embedded document has the same names further down. A damaged tree has no top.
    for found in (_ole_top(entries), set(range(len(entries)))):
        names = {_ole_name(entries[number]).lstrip("\x05").lower() for number in found}
        for name, media_type in known.OLE_STREAMS:
            if name.lower() in names:
                return media_type
    return known.OLE


def _ole_name(entry: bytes) -> str:
    length = min(struct.unpack_from("<H", entry, 64)[0], 64)
    return entry[: max(0, length - 2)].decode("utf-16-le", "replace")


def _ole_top(entries: Sequence[bytes]) -> set[int]:
    """The entries that stand directly below the root ([MS-CFB] 2.6.4)."""
    found: set[int] = set()
    waiting = [struct.unpack_from("<I", entries[0], 76)[0]] if entries else []
    while waiting:
        number = waiting.pop()
        if 0 < number < len(entries) and number not in found:
            found.add(number)
            waiting.extend(struct.unpack_from("<II", entries[number], 68))
    return found


def _ole_entries(stream: BinaryIO) -> list[bytes]:
    """The directory of an OLE file ([MS-CFB] 2.6), as far as the file is sound."""
    stream.seek(0)
    header = stream.read(512)
    found: list[bytes] = []
    if len(header) < 512:
        return found
    size = 1 << min(struct.unpack_from("<H", header, 30)[0], 12)
    fat_sectors = [sector for sector in struct.unpack_from("<109I", header, 76) if sector < 0xFFFFFFFA]
    sector = struct.unpack_from("<I", header, 48)[0]
    for _ in range(4096):  # a directory of more sectors than this, or a loop, tells nothing new
        stream.seek((sector + 1) * size)
        entries = stream.read(size)
        found += [entries[at : at + 128] for at in range(0, len(entries) - 127, 128)]
        index, slot = divmod(sector, size // 4 or 1)
        if index >= len(fat_sectors):
            break
        stream.seek((fat_sectors[index] + 1) * size + slot * 4)
        following = stream.read(4)
        if len(following) < 4 or (sector := struct.unpack("<I", following)[0]) >= 0xFFFFFFFA:
            break
    return found


_HTML_START = re.compile(
    r"(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|table|div|p|span|meta|title|style|script|font"
    r"|center|h[1-6]|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_HEADER = re.compile(
    r"^(from|to|cc|subject|date|received|message-id|mime-version|content-type|return-path|delivered-to|reply-to|sender"
    r"|x-[a-z-]+|dkim-signature|content-transfer-encoding):",
    re.IGNORECASE,
)
_MBOX_LINE = re.compile(r"From \S+ .{5,60}\d{4}")
_CARD_START = re.compile(r"\s*BEGIN[^\S\n]*:[^\S\n]*V(CARD|CALENDAR)\b", re.IGNORECASE)
_HEADER_LINE = re.compile(r"[!-9;-~]+[ \t]*:|[ \t]")
_JSON_START = re.compile(r"\s*(?:\{\s*(?:[\"}]|$)|\[\s*(?:[\[{\"\]\d\-tfn]|$))")
_NOTEBOOK = re.compile(r'"cell_type"\s*:\s*"(?:code|markdown|raw)"')
_JSON_LINE = re.compile(r"\s*[{\[].*[}\]]\s*$")
_XML_SUFFIXES = ("xml", "svg", "xsd", "xsl", "rss", "rels", "kml", "plist", "gpx", "xhtml", "hml")


def _text_type(text: str, blob: Blob) -> str:
    ending, declared = suffix(blob.name), blob.declared_type.partition(";")[0].strip().lower()
    if ending in known.TEXT_SUFFIXES and not declared.startswith("message/"):
        return known.TEXT_SUFFIXES[ending]
    if text.startswith("-----BEGIN PGP MESSAGE"):
        return "application/pgp-encrypted"
    if card := _CARD_START.match(text):
        return known.CALENDAR if card[1].lower() == "calendar" else known.VCARD
    return (
        _mail_type(text, blob)
        or _markup_type(text, ending, declared)
        or _json_type(text, ending, declared)
        or known.TEXT
    )


def _mail_type(text: str, blob: Blob) -> str:
    ending, declared = suffix(blob.name), blob.declared_type.partition(";")[0].strip().lower()
    if _MBOX_LINE.match(text) and _mail_headers(text.partition("\n")[2]):
        return known.MBOX
    wanted = 1 if ending in ("eml", "mht", "mhtml") or declared.startswith("message/") else 2
    return known.MAIL if _mail_headers(text) >= wanted else ""


def _markup_type(text: str, ending: str, declared: str) -> str:
    named_html = ending in ("html", "htm", "xhtml") or declared in (known.HTML, "application/xhtml+xml")
    start = text.lstrip("\ufeff \t\r\n")
    if _HTML_START.match(start) or (named_html and "<" in text):
        return known.HTML
    named_xml = ending in _XML_SUFFIXES or declared.endswith(("/xml", "+xml"))
    if start.startswith(("<?xml", "<HWPML")) or (named_xml and re.match(r"<[\w!?]", start)):
        if re.search(r"<HWPML\b", start[:4096]):
            return known.HWPML
        return "image/svg+xml" if re.search(r"<svg\b", start[:4096]) else known.XML
    return ""


def _json_type(text: str, ending: str, declared: str) -> str:
    if not _JSON_START.match(text):
        return ""
    if text.lstrip()[:1] == "{" and (ending == "ipynb" or _NOTEBOOK.search(text[:4096])):
        return known.NOTEBOOK
    lines = text.split("\n", 2)
    if ending in ("jsonl", "ndjson") or (len(lines) > 1 and lines[1].strip() and all(map(_JSON_LINE.match, lines[:2]))):
        return known.JSONL
    named = ending == "json" or declared.endswith(("/json", "+json"))
    return known.JSON if named or re.match(r'\s*(?:\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})|\[\s*[\[{"])', text) else ""


def _mail_headers(text: str) -> int:
    """How many header fields that mail has stand at the beginning; 0 where it does not begin with header fields."""
    found = 0
    for line in text[:8192].split("\n")[:-1]:
        if not line.strip("\r"):
            break
        if not _HEADER_LINE.match(line):
            return 0
        found += bool(_MAIL_HEADER.match(line))
    return found
