"""Messages over a socket: put together on their way out, taken apart on their way in, copied as seldom as can be."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass, field

from dlp.runtime import wire
from dlp.runtime.wire import Kind

_TOGETHER = 64 << 10  # bytes: a small document is told at one go
_AT_ONCE = 128 << 10  # bytes taken from a socket at once
_DESCRIPTOR = struct.Struct("i")


@dataclass(slots=True)
class Outbox:
    """Messages on their way out. Nothing goes before `flush`, or before there is much to tell."""

    channel: socket.socket
    waiting: list[bytes] = field(default_factory=list, repr=False)
    size: int = 0

    def put(self, kind: Kind, meta: bytes, *body: bytes) -> None:
        length = sum(map(len, body))
        self.waiting += (wire.head(kind, meta, length), meta)
        self.size += len(meta) + length
        if length < _TOGETHER:
            self.waiting += body
        else:  # large pieces go as they are
            self.flush()
            for piece in body:
                self.channel.sendall(piece)
        if self.size >= _TOGETHER:
            self.flush()

    def flush(self) -> None:
        self.channel.sendall(b"".join(self.waiting))
        self.waiting.clear()
        self.size = 0


@dataclass(slots=True)
class Inbox:
    """Messages that come in. Raises EOFError where the other side is gone.

    With a `deadline` (monotonic) TimeoutError is raised then. Where descriptors are welcome the last one that came is `descriptor`.
    """

    channel: socket.socket
    welcome: bool = False
    deadline: float | None = None
    descriptor: int | None = None
    _heard: bytearray = field(default_factory=lambda: bytearray(_AT_ONCE), repr=False)
    _from: int = 0  # what was heard and is not yet understood
    _to: int = 0

    def head(self) -> tuple[Kind, int, int]:
        """Kind of the next message, and sizes of its two parts."""
        return wire.parse_head(self.take(wire.HEAD.size))

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        if size > len(self._heard):
            return self._much(size)
        if self._from + size > len(self._heard):
            rest = self._heard[self._from : self._to]
            self._heard[: len(rest)] = rest
            self._from, self._to = 0, len(rest)
        with memoryview(self._heard) as view:
            while self._to - self._from < size:
                self._to += self._hear(view[self._to :])
            start, self._from = self._from, self._from + size
            data = bytes(view[start : self._from])
        if self._from == self._to:
            self._from = self._to = 0
        return data

    def _much(self, size: int) -> bytes:
        pieces = bytearray(size)
        known = self._to - self._from
        pieces[:known] = self._heard[self._from : self._to]
        self._from = self._to = 0
        with memoryview(pieces) as view:
            while known < size:
                known += self._hear(view[known:])
        return bytes(pieces)

    def _hear(self, room: memoryview) -> int:
        if self.deadline is not None:
            self.channel.settimeout(max(self.deadline - time.monotonic(), 0.001))
        heard = self._hear_with_descriptor(room) if self.welcome else self.channel.recv_into(room)
        if not heard:
            raise EOFError
        return heard

    def _hear_with_descriptor(self, room: memoryview) -> int:
        heard, extras, _flags, _address = self.channel.recvmsg_into([room], socket.CMSG_LEN(_DESCRIPTOR.size))
        for level, kind, data in extras:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                (self.descriptor,) = _DESCRIPTOR.unpack(data[: _DESCRIPTOR.size])
        return heard
