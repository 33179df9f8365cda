"""HWPX (KS X 6101): every part of a Hancom document: sections, headers, notes, memos, fields, tables, metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dlp.extract.archive import Member
from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.manifest import encrypted_parts
from dlp.extract.owpml import Owpml
from dlp.extract.package import Package
from dlp.extract.signatures import HWPX
from dlp.extract.stream import text_segments
from dlp.types import Blob, Issue, IssueCode, Locus, Segment

NAME = "hwpx"
MEDIA_TYPES = (HWPX,)
ISOLATED = True
LIBRARIES = ("lxml.etree",)
ENCRYPTION = "Encryption data of parts in META-INF/manifest.xml."
LIMITATIONS = (
    "Videos are named as not inspected. For pictures, the preview of the first page among them, see `image`.",
    "Parts that the manifest says are encrypted, as in documents with a password or for distribution, are not read.",
    "Attributes that can only hold layout (identifiers, sizes, colours) are left out.",
)

_XML_NAME = re.compile(r"\.(?:xml|hpf|rdf|xsl)$", re.IGNORECASE)
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Where the text of the document stands; what a preview shows must be there.
_BODY = re.compile(r"(?:^|/)(?:section|masterpage)\d*\.xml$", re.IGNORECASE)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    package = Package(blob, locus, budget)
    yield from package.open_issues()
    encrypted = encrypted_parts(package)
    words, preview, bodies = 0, False, 0
    for member in package.parts():
        budget.check_time()
        part = package.at(member.name)
        if member.name.lower() in encrypted:
            yield Issue(IssueCode.ENCRYPTED, part)
            continue
        head = package.head(member)
        if _XML_NAME.search(member.name) or _XML_START.match(head):
            target = Owpml(part)
            yield from package.parse(member, target)
            if _BODY.search(member.name):
                words, bodies = words + target.words, bodies + 1
        elif "prvtext" in member.name.lower():
            preview = preview or bool(head.replace(b"\0", b"").strip(b"\r\n <>\xef\xbb\xbf"))
            for item in text_segments(package.open(member), part, budget, derived=True):
                yield replace(item, hidden=True) if isinstance(item, Segment) else item
        elif head != HWPX.encode() and (member.size or member.packed):
            yield Child(_unprefixed(package, member, head), hidden=member.name.lower().startswith("scripts/"))
    if not bodies and not encrypted:
        yield Issue(IssueCode.CORRUPT, locus, "no section")
    elif preview and not words and not encrypted:
        yield Issue(IssueCode.SUSPICIOUS, locus, "the preview has text and the body has none")


def _unprefixed(package: Package, member: Member, head: bytes) -> Blob:
    """An embedded document; OLE objects stand behind the four bytes of their length."""
    blob = package.open(member)
    if not head.startswith(_OLE, 4) or member.size > package.budget.limits.part_bytes:
        return blob
    return held(member.name, b"".join(package.pieces(member))[4:])
