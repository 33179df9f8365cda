"""Documents that are ZIP packages of parts: the parts by name, what is wrong with the archive, XML parts parsed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.extract.archive import Listing, Member, list_members, member_blob, text_of
from dlp.extract.base import Budget, Item, ReadStopped
from dlp.extract.gather import names_segment
from dlp.extract.markup import DoctypeFound, Target, parse_xml
from dlp.extract.names import starred
from dlp.extract.stream import text_segments
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

_STEP = 64 << 10


@dataclass(slots=True)
class Package:
    """The parts of a document by name, read as often as need be."""

    blob: Blob
    locus: Locus
    budget: Budget
    listing: Listing = field(init=False)

    def __post_init__(self) -> None:
        with self.blob.open() as stream:
            self.listing = list_members(stream, self.budget.limits.entries)

    def open_issues(self) -> Iterator[Item]:
        """What is wrong with the archive, and parts that cannot be read."""
        yield from (Issue(code, self.locus, detail) for code, detail in self.listing.troubles)
        for member in self.listing.members:
            if member.encrypted:
                yield Issue(IssueCode.ENCRYPTED, self.at(member.name))
            elif not member.supported:
                yield Issue(IssueCode.UNSUPPORTED, self.at(member.name), member.method_name)
        comment = self.listing.comment
        if comment.strip():
            yield Segment(self.at("archive comment"), text_of(comment).encode())
        # Names that only the local headers have, and extra fields.
        yield from names_segment(self.locus, self.listing.words)

    def at(self, part: str) -> Locus:
        return Locus(self.locus.container, starred(part))

    def parts(self) -> Iterator[Member]:
        """The parts that can be read, duplicates included, in the order of the archive."""
        for member in self.listing.members:
            if member.supported and not member.encrypted and not member.name.endswith("/"):
                yield member

    def named(self, name: str) -> Member | None:
        wanted = name.lstrip("/").lower()
        return next((member for member in self.parts() if member.name.lstrip("/").lower() == wanted), None)

    def open(self, member: Member) -> Blob:
        return member_blob(self.blob, member, self.budget)

    def pieces(self, member: Member) -> Iterator[bytes]:
        with self.open(member).open() as stream:
            while data := stream.read(_STEP):
                yield data

    def parse(self, member: Member, target: Target) -> Iterator[Item]:
        """A part's events into `target`; trouble with the part is an Issue of the part."""
        locus = self.at(member.name)
        try:
            yield from parse_xml(self.pieces(member), target)
        except DoctypeFound:
            yield Issue(IssueCode.SUSPICIOUS, locus, "a document type declaration")
            # What its entities would make of the part is not known; the source is text all the same.
            yield from text_segments(self.open(member), locus, self.budget, layout=Layout.CODE)
        except ValueError:
            yield Issue(IssueCode.CORRUPT, locus, "XML that is not well-formed")
        except ReadStopped as stop:
            yield from target.take(last=True)
            yield Issue(stop.code, locus, stop.detail)
            if self.budget.spent:
                raise

    def head(self, member: Member) -> bytes:
        """The first bytes of a part; none where it cannot be read: reading it again says what is wrong."""
        try:
            return next(self.pieces(member), b"")
        except ReadStopped:
            return b""
