"""Rows and strings of a workbook in the plain form nearly every program writes, read without an XML parser.

A parser tells each cell as six events in Python, and that is where reading a large sheet spends its time. So items in
plain form are taken out of the stream by their target, with expressions that run in C; the parser is fed everything
else: what stands around the items, every item in another form, and from a comment, an instruction, a CDATA section or
the like on, all that is left. It alone says what is well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import ClassVar, Protocol

_DECLARATION = re.compile(
    rb"""(?:\xef\xbb\xbf)?<\?xml version=["']1\.0["'](?: encoding=["'][Uu][Tt][Ff]-8["'])?"""
    rb"""(?: standalone=["'](?:yes|no)["'])?\s?\?>"""
)
_SPECIAL = re.compile(rb"<[!?]")
_FARTHEST = 1 << 20  # bytes before the first item
_LONGEST = 4 << 20  # bytes of one item
_ODD = 64  # items in a row in another form: a program with habits of its own, left to the parser

# Character data without anything but the five entities; no carriage return, which a parser changes. Never goes back.
_ILLEGAL = "\\x00-\\x08\\x0b-\\x1f\ufffe\uffff"
_CHARACTERS = f"[^<>&{_ILLEGAL}]*+"
TEXT = rf"{_CHARACTERS}(?:&(?:amp|lt|gt|quot|apos);{_CHARACTERS})*+"
ATTRIBUTE = rf'[a-zA-Z][a-zA-Z0-9]*+(?::[a-zA-Z][a-zA-Z0-9]*+)?+="[^"<>&\t\n{_ILLEGAL}]*+"'
BLANK = r"[ \t\r\n]*+"


def unescaped(text: str) -> str:
    """What stands in character data of the form of TEXT."""
    if "&" not in text:
        return text
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
    return text.replace("&amp;", "&")


class Plain(Protocol):
    """A target of a parse that can read items of its part itself: they stand side by side in one element."""

    OPENING: ClassVar[re.Pattern[bytes]]  # start tag of that element
    CLOSING: ClassVar[str]  # end tag of an item

    def between(self) -> bool:
        """Has the parser told all up to a place where an item may begin?"""
        ...

    def take_plain(self, text: str, start: int) -> int:
        """Reads items from `start` on in a text that ends with one; returns how far they are in plain form."""
        ...


def sift(pieces: Iterator[bytes], target: Plain) -> Iterator[bytes]:
    """What the parser must see of a part; `target` takes the rest. Each piece is parsed before the next is asked for."""
    head = b""
    opening = None
    for piece in pieces:
        head += piece
        opening = target.OPENING.search(head)
        if opening or len(head) > _FARTHEST:
            break
    if opening is None or not _plain_head(head[: opening.end()]):
        yield head
    else:
        yield head[: opening.end()]
        yield from _sift_items(head[opening.end() :], pieces, target)
    yield from pieces


def _plain_head(head: bytes) -> bool:
    """UTF-8 as it seems, and nothing in which a tag could be no tag."""
    declaration = _DECLARATION.match(head)
    return not _SPECIAL.search(head, declaration.end() if declaration else 0) and b"\0" not in head


def _sift_items(held: bytes, pieces: Iterator[bytes], target: Plain) -> Iterator[bytes]:
    """Where plain form comes to its end, the rest of `pieces` is left to the parser."""
    closing = target.CLOSING.encode()
    goes_on = target.between()
    while goes_on and len(held) < _LONGEST:
        end = held.rfind(closing) + len(closing)
        if end < len(closing):
            piece = next(pieces, b"")
            held += piece
            goes_on = bool(piece)
            continue
        try:
            block = held[:end].decode()
        except UnicodeDecodeError:
            break
        held = held[end:]
        goes_on = yield from _sift_block(block, target)
        yield b""  # what was read so far is handed out
    yield held


def _sift_block(text: str, target: Plain) -> Generator[bytes, None, bool]:
    """Items as they come, in plain form or not; returns whether it can go on like this."""
    odd = 0
    at = target.take_plain(text, 0)
    while at < len(text):
        end = text.index(target.CLOSING, at) + len(target.CLOSING)
        item = text[at:end].encode()
        if odd > _ODD or _SPECIAL.search(item):  # in a comment or the like an end tag may be none
            yield text[at:].encode()
            return False
        yield item
        if not target.between():
            yield text[end:].encode()
            return False
        at = target.take_plain(text, end)
        odd = odd + 1 if at == end else 0
    return True
