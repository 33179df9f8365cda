"""What goes into one end of a channel comes out of the other, however the kernel cuts it."""

import os
import socket
import threading
import time
from pathlib import Path

import pytest

from dlp.runtime import channel, wire
from dlp.runtime.channel import Inbox, Outbox
from dlp.runtime.wire import Kind

SIZES = (0, 1, 700, (64 << 10) - 1, 64 << 10, (128 << 10) + 1, 3 << 20)


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def messages():
    for number, size in enumerate([*SIZES, *reversed(SIZES), *SIZES * 3]):
        yield Kind.PIECE, bytes([number]) * (size % 999), bytes([number]) * size


def test_messages_of_all_sizes(ends):
    ours, theirs = ends

    def tell():
        outbox = Outbox(theirs)
        for kind, meta, body in messages():
            outbox.put(kind, meta, body[:5], body[5:])
        outbox.flush()

    teller = threading.Thread(target=tell)
    teller.start()
    inbox = Inbox(ours)
    for kind, meta, body in messages():
        got, *sizes = inbox.head()
        assert (got, [inbox.take(size) for size in sizes]) == (kind, [meta, body])
    teller.join()


def test_a_message_that_comes_byte_by_byte(ends):
    ours, theirs = ends
    data = wire.head(Kind.ISSUE, b"meta", 4) + b"metabody"
    teller = threading.Thread(target=lambda: [theirs.send(bytes([byte])) for byte in data])
    teller.start()
    inbox = Inbox(ours)
    assert inbox.head() == (Kind.ISSUE, 4, 4)
    assert inbox.take(8) == b"metabody"
    teller.join()


def test_small_messages_go_together(ends):
    ours, theirs = ends
    outbox = Outbox(theirs)
    outbox.put(Kind.ISSUE, b"a")
    ours.setblocking(False)
    with pytest.raises(BlockingIOError):
        ours.recv(1)
    outbox.flush()
    assert len(ours.recv(100)) == wire.HEAD.size + 1


def test_who_is_gone_and_who_is_late(ends):
    ours, theirs = ends
    theirs.send(b"half of a head"[: wire.HEAD.size - 1])
    with pytest.raises(TimeoutError):
        Inbox(ours, deadline=time.monotonic() + 0.05).head()
    theirs.close()
    with pytest.raises(EOFError):
        Inbox(ours).head()


def open_descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


def test_descriptors_come_only_where_they_are_welcome(ends, tmp_path):
    ours, theirs = ends
    (tmp_path / "a").write_bytes(b"content")
    for welcome in (True, False):
        with (tmp_path / "a").open("rb") as file:
            socket.send_fds(theirs, [wire.head(Kind.TASK, b"m", 0) + b"m"], [file.fileno()])
        before = open_descriptors()
        inbox = Inbox(ours, welcome=welcome)
        assert inbox.head() == (Kind.TASK, 1, 0)
        assert inbox.take(1) == b"m"
        assert open_descriptors() - before == welcome
        if welcome:
            with os.fdopen(inbox.descriptor, "rb") as again:
                assert again.read() == b"content"
        else:
            assert inbox.descriptor is None


def test_what_was_heard_is_not_shown():
    inbox = Inbox(None)
    inbox._heard[:6] = b"canary"
    assert "canary" not in repr(inbox)
    assert channel.Outbox(None, [b"canary"]).waiting == [b"canary"]
    assert "canary" not in repr(channel.Outbox(None, [b"canary"]))
