"""The manifest of an OpenDocument or HWPX package: which parts are encrypted (ODF 1.3 part 2, 4.8)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from dlp.extract.markup import local
from dlp.extract.package import Package
from dlp.types import Segment

MANIFEST = "meta-inf/manifest.xml"
_MOST = 10_000


class _Entries:
    """Target of the manifest: the paths of entries that say how they were encrypted."""

    def __init__(self) -> None:
        self.encrypted: set[str] = set()
        self._path = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "file-entry":
            self._path = next((value for key, value in attributes.items() if local(key) == "full-path"), "")
        elif name == "encryption-data" and len(self.encrypted) < _MOST:
            self.encrypted.add(self._path.lstrip("/").lower())

    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...
    def take(self, *, last: bool = False) -> Iterator[Segment]:  # noqa: ARG002 - nothing to hand out
        return iter(())


def encrypted_parts(package: Package) -> frozenset[str]:
    """Names of the encrypted parts, in lower case. Trouble with the manifest itself is told when it is swept."""
    member = package.named(MANIFEST)
    if member is None:
        return frozenset()
    entries = _Entries()
    deque(package.parse(member, entries), maxlen=0)
    return frozenset(entries.encrypted)
