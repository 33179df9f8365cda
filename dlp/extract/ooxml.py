"""Office Open XML packages (ECMA-376 part 2): every part is read, whatever refers to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dlp.extract import package
from dlp.extract.archive import Member
from dlp.extract.base import Budget, Child, Item, ReadStopped
from dlp.extract.identify import signature_type
from dlp.extract.markup import Target
from dlp.extract.sweep import Sweep
from dlp.types import Blob, Issue, Locus, Segment

LIMITATIONS = (
    "ActiveX controls are named as not inspected. For pictures see `image`.",
    "Printer settings (xl/printerSettings and alike) are read for text strings only.",
    "Attributes for layout (sizes, colours, revision marks) are left out unless something else stands in them.",
)

_XML_NAME = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml")
# Makes the target that receives a part's events.
TargetFor = Callable[[str, Locus], Target]


class Package(package.Package):
    """An Office package: what is done with parts that are not XML."""

    def sweep(self, member: Member, target_for: TargetFor) -> Iterator[Item]:
        """One part, whatever it is: XML is swept, pictures and embedded documents are children."""
        self.budget.check_time()
        locus = self.at(member.name)
        named = _XML_NAME.search(member.name)
        head = b"" if named else self.head(member)
        if named or _XML_START.match(head):
            yield from self.parse(member, target_for(member.name, locus))
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
    parts = Package(blob, locus, budget)
    yield from parts.open_issues()
    for member in parts.parts():
        yield from parts.sweep(member, target_for or plain_sweep)


def plain_sweep(name: str, locus: Locus) -> Target:
    return Sweep(locus, every_attribute=name.lower().startswith("customxml/"))


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
