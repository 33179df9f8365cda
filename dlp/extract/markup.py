"""XML and HTML as a stream of events: no tree, no entities, no network, whatever the size and depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Protocol, runtime_checkable

from dlp.types import Segment

TAKE = 1 << 20  # how much text one segment collects


class Target(Protocol):
    """Receives the events of a parse and hands out the segments made of them so far."""

    def start(self, tag: str, attributes: dict[str, str], /) -> None: ...
    def end(self, tag: str, /) -> None: ...
    def data(self, text: str) -> None: ...
    def take(self, *, last: bool = False) -> Iterator[Segment]: ...


@runtime_checkable
class Sifting(Target, Protocol):
    """A target that reads some of a part itself, faster than it could be told of it."""

    def sift(self, pieces: Iterator[bytes], /) -> Iterator[bytes]:
        """What the parser must see of the pieces."""
        ...


class DoctypeFound(Exception):
    """A document type declaration, which can define entities: nothing after it is parsed."""


class _Events:
    """What lxml calls. Declarations stop the parse; comments and instructions are text like any other."""

    def __init__(self, target: Target, *, allow_doctype: bool) -> None:
        self.start, self.end, self.data = target.start, target.end, target.data
        self._allow_doctype = allow_doctype

    def comment(self, text: str) -> None:
        self.start("{}comment", {})
        self.data(text)
        self.end("{}comment")

    def pi(self, target: str, data: str | None = None) -> None:
        self.comment(f"{target} {data or ''}")

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        if not self._allow_doctype:
            raise DoctypeFound

    def close(self) -> None:
        return None


def parse_xml(pieces: Iterable[bytes], target: Target, *, encoding: str | None = None) -> Iterator[Segment]:
    """Segments as they are ready. Raises DoctypeFound and ValueError (not well-formed from here on)."""
    from lxml import etree

    parser = etree.XMLParser(
        target=_Events(target, allow_doctype=False),
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    if isinstance(target, Sifting):
        pieces = target.sift(iter(pieces))
    yield from _feed(parser.feed, parser.close, pieces, target, etree.LxmlError)


def parse_html(pieces: Iterable[bytes], target: Target) -> Iterator[Segment]:
    """The same for HTML in UTF-8, however broken."""
    from lxml import etree

    parser = etree.HTMLParser(
        target=_Events(target, allow_doctype=True), encoding="utf-8", no_network=True, huge_tree=True
    )
    yield from _feed(parser.feed, parser.close, pieces, target, etree.LxmlError)


def _feed(
    feed: Callable[[bytes], None],
    close: Callable[[], None],
    pieces: Iterable[bytes],
    target: Target,
    malformed: type[Exception],
) -> Iterator[Segment]:
    broken: Exception | None = None
    fed = False
    try:
        for piece in pieces:
            if piece:
                feed(piece)
                fed = True
            yield from target.take()
        if fed:
            close()
    except malformed as error:
        broken = error
    except DoctypeFound as error:
        broken = error
    yield from target.take(last=True)
    if isinstance(broken, DoctypeFound):
        raise broken
    if broken is not None:
        raise ValueError("not well-formed") from None


@lru_cache(1024)
def local(name: str) -> str:
    """A tag or attribute name without its namespace."""
    return name.rpartition("}")[2]
