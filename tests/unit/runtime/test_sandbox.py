"""A sealed process computes and speaks over what it holds, and can do nothing else."""

import json
import subprocess
import sys

import pytest

from tests.kernel import LANDLOCK

PROBE = """
import json, os, socket, subprocess, sys, threading
from dlp.runtime import sandbox

own, other = socket.socketpair()
given = sandbox.seal(1 << 30)


def tried(act):
    try:
        act()
    except OSError as error:
        return type(error).__name__
    except MemoryError:
        return "MemoryError"
    return "done"


def in_a_thread():
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()


print(json.dumps({
    "missing": list(given.missing),
    "read": tried(lambda: open("/etc/passwd").read()),
    "write": tried(lambda: open("here.txt", "w")),
    "connect": tried(lambda: socket.socket().connect(("127.0.0.1", 9))),
    "run": tried(lambda: subprocess.run(["/bin/true"])),
    "fork": tried(os.fork),
    "kill": tried(lambda: os.kill(os.getppid(), 0)),
    "memory": tried(lambda: bytearray(2 << 30)),
    "speak": tried(lambda: own.sendall(b"x")),
    "thread": tried(in_a_thread),
}))
"""


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    if sys.platform != "linux":
        pytest.skip("Linux only")
    done = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, cwd=tmp_path_factory.mktemp("sealed"), check=True
    )
    return json.loads(done.stdout)


def test_the_kernel_gives_what_it_has(sealed):
    assert sealed["missing"] == ([] if LANDLOCK else ["landlock"])


@pytest.mark.parametrize("act", ["read", "write", "connect", "run", "fork", "kill"])
def test_what_is_given_up(sealed, act):
    assert sealed[act] in ("PermissionError", "BlockingIOError")


def test_memory_ends(sealed):
    assert sealed["memory"] == "MemoryError"


@pytest.mark.parametrize("act", ["speak", "thread"])
def test_what_remains(sealed, act):
    assert sealed[act] == "done"
