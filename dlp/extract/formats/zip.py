"""ZIP archives: every member as a document of its own, and the names and comments, which leak as well."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.archive import Listing, list_members, member_blob, text_of
from dlp.extract.base import Budget, Child, Item
from dlp.extract.gather import names_segment
from dlp.extract.names import place
from dlp.extract.signatures import ZIP
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "zip"
MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
MEDIA_TYPES = (ZIP,)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = "The flag of each member (ZipCrypto, AES, strong encryption); the member is named."
LIMITATIONS = (
    "Members that are encrypted, or compressed otherwise than by deflate, bzip2, LZMA, xz or Zstandard, are named and not read.",
    "Bytes outside the members are reported, not read. Parts of a split archive are not put together.",
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    with blob.open() as stream:
        listing = list_members(stream, budget.limits.entries)
    yield from (Issue(code, locus, detail) for code, detail in listing.troubles)
    yield from names_segment(locus, _names(listing))
    for member in listing.members:
        if member.encrypted:
            yield Issue(IssueCode.ENCRYPTED, place(locus, member.name))
        elif not member.supported:
            yield Issue(IssueCode.UNSUPPORTED, place(locus, member.name), member.method_name)
        elif member.size or member.packed or not member.name.endswith("/"):
            yield Child(member_blob(blob, member, budget))


def _names(listing: Listing) -> Iterator[str]:
    yield text_of(listing.comment)
    for member in listing.members:
        yield from (member.name, member.comment)
    yield from listing.words
