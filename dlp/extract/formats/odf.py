"""OpenDocument text, sheets, presentations and drawings, and their templates: every part of the package."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dlp.extract.archive import Member
from dlp.extract.base import Budget, Child, Item, ReadStopped
from dlp.extract.manifest import encrypted_parts
from dlp.extract.odf import Odf, Styles
from dlp.extract.package import Package
from dlp.extract.signatures import OPEN_DOCUMENTS
from dlp.extract.stream import text_segments
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

NAME = "odf"
_OASIS, _SUN = OPEN_DOCUMENTS
MEDIA_TYPES = (
    *(_OASIS + kind + ending for kind in ("text", "spreadsheet", "presentation", "graphics", "chart", "formula", "image")
      for ending in ("", "-template")),
    *(_OASIS + kind for kind in ("text-master", "text-master-template", "text-web", "base", "database")),
    *(_SUN + kind + ending for kind in ("writer", "calc", "impress", "draw") for ending in ("", ".template")),
    *(_SUN + kind for kind in ("writer.global", "math")),
)  # fmt: skip
ISOLATED = True
LIBRARIES = ("lxml.etree",)
ENCRYPTION = "Encryption data of parts in META-INF/manifest.xml."
LIMITATIONS = (
    "For pictures, the preview of the first page and those that stand for embedded objects among them, see `image`.",
    "Macros are scanned as text and named as not inspected.",
    "Parts that the manifest says are encrypted are not read.",
    "A cell repeated over many columns or rows is written once.",
    "A row with a value in a hidden column is marked as hidden as a whole.",
    "Attributes that can only hold layout (sizes, colours) are left out.",
)

_XML_NAME = re.compile(r"\.(?:xml|rdf)$", re.IGNORECASE)
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml")
_MACROS = ("basic/", "dialogs/")
_CACHE = "layout-cache"


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    package = Package(blob, locus, budget)
    yield from package.open_issues()
    encrypted = encrypted_parts(package)
    styles = Styles()
    found = False
    # Styles first: they say what does not show in the content.
    for member in sorted(package.parts(), key=lambda member: not member.name.lower().endswith("styles.xml")):
        budget.check_time()
        if member.name.lower() in encrypted:
            yield Issue(IssueCode.ENCRYPTED, package.at(member.name))
            continue
        found = found or member.name.rpartition("/")[2].lower() == "content.xml"
        yield from _part(package, member, styles)
    if not found and not encrypted:
        yield Issue(IssueCode.CORRUPT, locus, "no content.xml")


def _part(package: Package, member: Member, styles: Styles) -> Iterator[Item]:
    part, name = package.at(member.name), member.name.lower()
    head = package.head(member)
    if name.startswith(_MACROS):
        yield Issue(IssueCode.UNSUPPORTED, part, "macros")
        yield from text_segments(package.open(member), part, package.budget, layout=Layout.CODE)
    elif _XML_NAME.search(name) or _XML_START.match(head):
        yield from package.parse(member, Odf(part, styles))
    elif name == _CACHE:
        yield from _words(package, member)
    elif not _is_known(name, head) and (member.size or member.packed):
        yield Child(package.open(member))


def _is_known(name: str, head: bytes) -> bool:
    """The media type, which is in the file's name as well."""
    return name == "mimetype" and head.strip().decode("ascii", "replace") in MEDIA_TYPES


def _words(package: Package, member: Member) -> Iterator[Item]:
    """Whatever reads as text in the numbers a word processor keeps about its pages."""
    part = package.at(member.name)
    try:
        data = b"".join(package.pieces(member))
    except ReadStopped as stop:
        yield Issue(stop.code, part, stop.detail)
        return
    words = re.findall(r"[ -~가-힣]{6,}", data.decode("utf-8", "ignore"))
    if words:
        yield Segment(part, "\n".join(words).encode(), hidden=True)
