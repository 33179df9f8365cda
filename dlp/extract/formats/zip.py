"""ZIP archives: every member as a document of its own, and the names and comments, which leak as well."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.archive import Listing, list_members, member_blob, text_of
from dlp.extract.base import Budget, Child, Item
from dlp.extract.names import starred
from dlp.extract.signatures import ZIP
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

NAME = "zip"
MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
MEDIA_TYPES = (ZIP,)
ISOLATED = False
LIBRARIES = ()
LIMITATIONS = (
    "Members that are encrypted, or compressed otherwise than by deflate, bzip2 or LZMA, are named and not read.",
    "Bytes outside the members are reported, not read. Parts of a split archive are not put together.",
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    with blob.open() as stream:
        listing = list_members(stream, budget.limits.entries)
    yield from (Issue(code, locus, detail) for code, detail in listing.troubles)
    names = _names(listing)
    if names.strip():
        yield Segment(Locus(locus.container, "names and comments"), names, Layout.PROSE)
    for member in listing.members:
        if member.encrypted:
            yield Issue(IssueCode.ENCRYPTED, locus.inside(starred(member.name)))
        elif not member.supported:
            yield Issue(
                IssueCode.UNSUPPORTED, locus.inside(starred(member.name)), f"compression method {member.method}"
            )
        elif member.size or member.packed or not member.name.endswith("/"):
            yield Child(member_blob(blob, member, budget))


def _names(listing: Listing) -> bytes:
    lines = [text_of(listing.comment)] if listing.comment else []
    for member in listing.members:
        lines += [piece for piece in (member.name, member.comment) if piece]
    return "\n".join(lines).encode("utf-8", "replace")
