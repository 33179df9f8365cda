"""Objects and lists as JSON, Python, JavaScript and SQL write them, read with the place of each. Iterative and bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MOST_DEPTH = 24
MOST_TOKENS = 400_000  # of one segment
_TOKEN = re.compile(
    rb"""\s+|(?:\#|--|//)[^\n]{0,500}|("(?:\\.|[^"\\\n])*"|'(?:\\.|''|[^'\\\n])*')|([^\s{}\[\]():,="'][^{}\[\]():,="'\n]*)|([{}\[\]():,=])""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)")
_CLOSES = {b"{": b"}", b"[": b"]", b"(": b")"}


@dataclass(slots=True)
class Node:
    """A value in data[start:end]: a text, a list of nodes, or an object of (key, node)."""

    start: int
    end: int = 0
    text: str = field(default="", repr=False)
    quoted: bool = False
    items: list[Node] | None = field(default=None, repr=False)
    fields: list[tuple[str, Node]] | None = field(default=None, repr=False)

    @property
    def plain(self) -> bool:
        return self.items is None and self.fields is None


@dataclass(slots=True)
class Tokens:
    """How many more tokens of a segment may be read."""

    left: int = MOST_TOKENS


def parse(data: bytes, at: int, tokens: Tokens) -> Node | None:
    """The object or list that opens at data[at]; None where it is none, is too deep, or does not end."""
    reader = _Reader()
    while (found := _TOKEN.match(data, at)) is not None and found.end() > at:
        at = found.end()
        if found.lastindex is None:
            continue
        tokens.left -= 1
        if tokens.left < 0 or not reader.take(found):
            return None
        if reader.done is not None:
            return reader.done
    return None


@dataclass(slots=True)
class _Reader:
    """Where the parser stands: the nodes that are open, with what closes each and the key it stands under."""

    stack: list[tuple[Node, bytes, str | None]] = field(default_factory=list, repr=False)
    key: str | None = field(default=None, repr=False)
    pending: Node | None = None
    done: Node | None = None

    def take(self, found: re.Match[bytes]) -> bool:
        """One token. False where it cannot stand there."""
        mark = found[3]
        if mark is None:
            self.pending = Node(found.start(), found.end(), _text(found), quoted=found[1] is not None)
            return bool(self.stack)
        if mark in _CLOSES:
            return self._open(found.start(), mark)
        if mark in b":=":
            return self._name()
        if self.pending is not None:
            _put(self.stack[-1][0], self.key, self.pending)
            self.key, self.pending = None, None
        return mark == b"," or self._close(mark, found.end())

    def _open(self, at: int, mark: bytes) -> bool:
        node = Node(at, fields=[]) if mark == b"{" else Node(at, items=[])
        self.stack.append((node, _CLOSES[mark], self.key))
        self.key, self.pending = None, None
        return len(self.stack) <= MOST_DEPTH

    def _name(self) -> bool:
        if self.pending is None or self.stack[-1][0].fields is None:
            return False
        self.key, self.pending = self.pending.text, None
        return True

    def _close(self, mark: bytes, at: int) -> bool:
        node, closes, key = self.stack.pop()
        node.end = at
        if self.stack:
            _put(self.stack[-1][0], key, node)
        else:
            self.done = node
        return mark == closes


def _put(into: Node, key: str | None, node: Node) -> None:
    if into.fields is not None:
        into.fields.append((key or "", node))
    elif into.items is not None:
        into.items.append(node)


def _text(found: re.Match[bytes]) -> str:
    raw = found[0].decode("utf-8", "replace").strip()
    if found[1] is None:
        return "" if raw in ("null", "None", "NULL", "nan", "NaN") else raw
    body = raw[1:-1].replace("''", "'")
    return _ESCAPE.sub(_plain, body) if "\\" in body else body


def _plain(found: re.Match[str]) -> str:
    if found[1]:
        char = chr(int(found[1], 16))
        return char if char.isprintable() else " "
    return " " if found[2] in "ntr" else found[2]
