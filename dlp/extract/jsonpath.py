"""Where a byte stands in a JSON text, as a path: a tokenizer that keeps its place, without recursion."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dlp.extract.gather import unquoted

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"?|[{}\[\],:]', re.DOTALL)
_NAME = re.compile(r"[A-Za-z_가-힣][\w가-힣]*")
_DEEPEST = 64  # levels shown; deeper paths are cut


@dataclass(slots=True)
class Paths:
    """Byte offset -> "$.customers[3].rrn"; reads on from the last offset asked for."""

    data: bytes = field(repr=False)
    start: int = 0
    _offset: int = 0
    # One entry per open bracket: an index in an array, a key in an object.
    _stack: list[int | str] = field(default_factory=list, repr=False)
    _key: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self._offset = self.start

    def __call__(self, offset: int) -> str:
        if offset < self._offset:
            self._offset, self._stack, self._key = self.start, [], None
        for token in _TOKEN.finditer(self.data, self._offset):
            if token.end() > offset:
                break
            self._step(token[0])
            self._offset = token.end()
        return self._path()

    def _step(self, token: bytes) -> None:
        stack = self._stack
        if token == b"{":
            stack.append("")
        elif token == b"[":
            stack.append(0)
        elif token in (b"}", b"]"):
            if stack:
                stack.pop()
        elif token == b",":
            if stack and isinstance(stack[-1], int):
                stack[-1] += 1
        elif token == b":":
            if stack and isinstance(stack[-1], str) and self._key is not None:
                stack[-1] = self._key[1:-1].decode("utf-8", "replace")
        else:
            self._key = token

    def _path(self) -> str:
        shown = (f"[{step}]" if isinstance(step, int) else _member(step) for step in self._stack[:_DEEPEST])
        return "$" + "".join(shown) + ("…" if len(self._stack) > _DEEPEST else "")


def _member(name: str) -> str:
    if not name:
        return ""
    shown = unquoted(name)
    return f".{shown}" if _NAME.fullmatch(shown) else f'["{shown}"]'
