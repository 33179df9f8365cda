"""Header fields as HTTP/1 and ICAP write them (RFC 9110 section 5, RFC 3507 section 4.3), read without forgiveness.

What two readers may understand differently is refused here: a proxy and this program must never disagree about where
a message ends or whom it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NAME = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")


class ProtocolError(Exception):
    """The peer broke the protocol. `status` is the code to answer with before the connection is closed; the message never
    quotes what was received."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields in the order they came; names in lower case, values as Latin-1 text without blanks around them."""

    items: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.items if key == name)

    def one(self, name: str, default: str = "") -> str:
        """The value of a field that may stand only once. Raises ProtocolError where two of them differ."""
        values = set(self.all(name))
        if len(values) > 1:
            raise ProtocolError(f"{name}: two that contradict each other")
        return values.pop() if values else default

    def tokens(self, name: str) -> frozenset[str]:
        """The members of a comma-separated list, in lower case, over all fields of the name."""
        return frozenset(
            token.strip().lower() for value in self.all(name) for token in value.split(",") if token.strip()
        )

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self.items)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.items)


def parse_head(block: bytes, most: int) -> tuple[bytes, Fields]:
    """The first line and the fields of a head that ends in an empty line, at most `most` fields. Raises ProtocolError."""
    lines = block.removesuffix(b"\r\n\r\n").split(b"\r\n")
    if any(b"\n" in line or b"\r" in line or b"\0" in line for line in lines):
        raise ProtocolError("a line break within a line")
    if len(lines) - 1 > most:
        raise ProtocolError(f"more than {most} header fields", 431)
    return lines[0], Fields(tuple(map(_field, lines[1:])))


def _field(line: bytes) -> tuple[str, str]:
    name, colon, value = line.partition(b":")
    value = value.strip(b" \t")
    if not colon or not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
        raise ProtocolError("a header field that is none")
    return name.decode("ascii").lower(), value.decode("latin-1")


def number(text: str, name: str, most: int) -> int:
    """A decimal number of plain digits up to `most`. Raises ProtocolError."""
    if not re.fullmatch(r"[0-9]{1,19}", text):
        raise ProtocolError(f"{name}: not a number")
    value = int(text)
    if value > most:
        raise ProtocolError(f"{name}: over {most}", 413)
    return value
