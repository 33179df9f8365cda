"""Text being put together into a segment: pieces, the positions of some of them, and how much there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dlp.types import Layout, Locus, Marks, Positions, Segment


def unquoted(name: str) -> str:
    """A name given inside a document, as a position may show it: not where it could itself be an identifier."""
    telling = sum(char.isdigit() for char in name) >= 6 or "@" in name
    return "…" if telling else name[:80]


def names_segment(locus: Locus, lines: Iterable[str]) -> Iterator[Segment]:
    """The names and comments of an archive's members, which leak as well. Nothing where there are none."""
    data = "\n".join(line for line in lines if line).encode("utf-8", "replace")
    if data.strip():
        yield Segment(Locus(locus.container, "names and comments"), data)


@dataclass(slots=True)
class Gather:
    """Lines of one part of a document. `characters` counts on over the segments taken."""

    locus: Locus
    layout: Layout = Layout.PROSE
    hidden: bool = False
    derived: bool = False
    sourced: bool = False
    size: int = 0
    characters: int = 0
    _pieces: list[bytes] = field(default_factory=list, repr=False)
    _offsets: list[int] = field(default_factory=list)
    _names: list[str] = field(default_factory=list, repr=False)

    def add(self, text: str, position: str = "") -> None:
        """One line or more; `position` names where it stands."""
        data = text.encode("utf-8", "replace")
        if position and (not self._names or self._names[-1] != position):
            self._offsets.append(self.size)
            self._names.append(position)
        self._pieces.append(data)
        self.size += len(data)

    def take(self, *, header: bytes = b"", positions: Positions | None = None) -> Segment | None:
        """What has been put together, if anything; begins anew."""
        data = b"".join(self._pieces)
        found = positions or Marks(tuple(self._offsets), tuple(self._names))
        first = self.characters
        self._pieces, self._offsets, self._names, self.size = [], [], [], 0
        self.characters += len(data.decode("utf-8"))
        if not data.strip():
            return None
        return Segment(
            self.locus,
            data,
            self.layout,
            self.hidden,
            self.derived,
            self.sourced,
            first_char=first,
            header=header,
            positions=found,
        )
