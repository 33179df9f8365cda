"""Office Open XML packages (ECMA-376 part 2): every part is read, whatever refers to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dlp.extract.archive import Listing, Member, list_members, member_blob, text_of
from dlp.extract.base import Budget, Child, Item, ReadStopped
from dlp.extract.identify import signature_type
from dlp.extract.markup import DoctypeFound, Target, parse_xml
from dlp.extract.names import starred
from dlp.extract.sweep import Sweep
from dlp.types import Blob, Issue, IssueCode, Locus, Segment

LIMITATIONS = (
    "Macros and ActiveX controls are named as not inspected. For pictures see `image`.",
    "A preview of the first page that is drawn (docProps/thumbnail.emf) is left out: the page's own text is read.",
    "Printer settings (xl/printerSettings and alike) are read for text strings only.",
    "Attributes that can only hold layout (sizes, colours, revision marks) are left out.",
)

_STEP = 64 << 10
_METAFILES = ("image/emf", "image/wmf")
_XML_NAME = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml")
# Makes the target that receives a part's events.
TargetFor = Callable[[str, Locus], Target]


@dataclass(slots=True)
class Package:
    """The parts of an Office file by name, read as often as need be."""

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
                yield Issue(IssueCode.UNSUPPORTED, self.at(member.name), f"compression method {member.method}")
        comment = self.listing.comment
        if comment.strip():
            yield Segment(self.at("archive comment"), text_of(comment).encode())

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
        except ValueError:
            yield Issue(IssueCode.CORRUPT, locus, "XML that is not well-formed")
        except ReadStopped as stop:
            yield from target.take(last=True)
            yield Issue(stop.code, locus, stop.detail)
            if self.budget.spent:
                raise

    def sweep(self, member: Member, target_for: TargetFor) -> Iterator[Item]:
        """One part, whatever it is: XML is swept, pictures and embedded documents are children."""
        self.budget.check_time()
        locus = self.at(member.name)
        try:
            head = next(self.pieces(member), b"")
        except ReadStopped:
            head = b""  # reading it again below says what is wrong
        if _XML_NAME.search(member.name) or _XML_START.match(head):
            yield from self.parse(member, target_for(member.name, locus))
        elif head.startswith(b"\xd0\xcf\x11\xe0") and "vbaProject" in member.name:
            yield Issue(IssueCode.UNSUPPORTED, locus, "macros")
        elif member.name.startswith("docProps/thumbnail.") and signature_type(head) in _METAFILES:
            return
        elif "printerSettings" in member.name and not signature_type(head):
            yield from self._strings(member, locus)
        elif member.size or member.packed:
            yield Child(self.open(member))

    def _strings(self, member: Member, locus: Locus) -> Iterator[Item]:
        """The words of a binary part that Windows wrote: runs of UTF-16."""
        try:
            data = b"".join(self.pieces(member))
        except ReadStopped as stop:
            yield Issue(stop.code, locus, stop.detail)
            return
        words = re.findall(r"[ -~가-힣]{4,}", data.decode("utf-16-le", "replace"))
        if words:
            yield Segment(locus, "\n".join(words).encode(), hidden=True)


def read_package(blob: Blob, locus: Locus, budget: Budget, target_for: TargetFor | None = None) -> Iterator[Item]:
    """Every part of a package, each by the same sweep or by the target that `target_for` makes."""
    package = Package(blob, locus, budget)
    yield from package.open_issues()
    for member in package.parts():
        yield from package.sweep(member, target_for or plain_sweep)


def plain_sweep(_name: str, locus: Locus) -> Target:
    return Sweep(locus)


class Relations:
    """Target of a .rels part: relation id -> part it points to."""

    def __init__(self, folder: str) -> None:
        self.targets: dict[str, str] = {}
        self.folder = folder

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        if attributes.get("TargetMode") != "External" and len(self.targets) < 10_000:
            self.targets[attributes.get("Id", "")] = target.lstrip("/") if target[:1] == "/" else self.folder + target

    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...
    def take(self, *, last: bool = False) -> Iterator[Segment]:  # noqa: ARG002 - nothing to hand out
        return iter(())
