"""What a worker gives up before it reads anything: files, network, new programs, memory without end.

Linux only: resource limits, no new privileges, Landlock (no path can be opened any more) and seccomp (only the system
calls that computing in memory needs). Called once, after all libraries are loaded. `man 7 landlock`, `man 2 seccomp`.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import struct
import sys
from collections.abc import Mapping
from typing import NamedTuple

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_LANDLOCK_CREATE_RULESET, _LANDLOCK_RESTRICT_SELF = 444, 446  # the same on every architecture
_LANDLOCK_VERSION = 1
_DESCRIPTORS = 64


class Given(NamedTuple):
    """Which of the promises the kernel gave."""

    limits: bool
    no_new_privileges: bool
    landlock: bool
    seccomp: bool

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name, held in zip(self._fields, self, strict=True) if not held)


def seal(memory: int) -> Given:
    """Give up what reading does not need; `memory` is in bytes. Cannot be undone."""
    if sys.platform != "linux":
        return Given(limits=_limit(memory), no_new_privileges=False, landlock=False, seccomp=False)
    libc = ctypes.CDLL(None, use_errno=True)
    limits = _limit(memory)
    no_new = libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    return Given(limits, no_new, landlock=_landlock(libc), seccomp=_seccomp(libc))


def _limit(memory: int) -> bool:
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (_DESCRIPTORS, _DESCRIPTORS))
    except (ValueError, OSError):
        return False
    return True


# Access rights to files that each version of the Landlock ABI knows, as a count of bits.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_NET_RIGHTS = 2  # bind and connect, since version 4
_SCOPES = 2  # abstract sockets and signals, since version 6


def _landlock(libc: ctypes.CDLL) -> bool:
    """A ruleset without rules: every right it knows is refused everywhere."""
    version = libc.syscall(_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), _LANDLOCK_VERSION)
    if version < 1:
        return False
    files = (1 << _FILE_RIGHTS.get(version, 16)) - 1
    net = (1 << _NET_RIGHTS) - 1 if version >= 4 else 0
    scopes = (1 << _SCOPES) - 1 if version >= 6 else 0
    attributes = struct.pack("=QQQ", files, net, scopes)[: 8 if version < 4 else 16 if version < 6 else 24]
    buffer = ctypes.create_string_buffer(attributes, len(attributes))
    ruleset = libc.syscall(_LANDLOCK_CREATE_RULESET, buffer, ctypes.c_size_t(len(attributes)), 0)
    return bool(ruleset >= 0 and libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0)


# Numbers of system calls: x86-64, AArch64 (None where the architecture lacks one).
_ALLOWED: Mapping[str, tuple[int | None, int | None]] = {
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "close": (3, 57), "lseek": (8, 62), "fstat": (5, 80), "fcntl": (72, 25), "dup": (32, 23), "ioctl": (16, 29),
    "recvmsg": (47, 212), "recvfrom": (45, 207), "sendmsg": (46, 211), "sendto": (44, 206), "shutdown": (48, 210),
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72),
    "mmap": (9, 222), "munmap": (11, 215), "mremap": (25, 216), "mprotect": (10, 226), "madvise": (28, 233),
    "brk": (12, 214), "futex": (202, 98), "membarrier": (324, 283), "rseq": (334, 293),
    "set_robust_list": (273, 99), "set_tid_address": (218, 96), "arch_prctl": (158, None),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "nanosleep": (35, 101),
    "gettimeofday": (96, 169), "time": (201, None), "getrandom": (318, 278), "setitimer": (38, 103), "getrusage": (98, 165),
    "getpid": (39, 172), "gettid": (186, 178), "getppid": (110, 173), "tgkill": (234, 131),
    "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "restart_syscall": (219, 128),
    "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
_CLONE, _CLONE3 = (56, 220), (435, 435)
_CLONE_THREAD = 0x00010000
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LOAD, _EQUAL, _AND_SET, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS = 1, 38
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16


def _filter(column: int, architecture: int) -> bytes:
    """A BPF program: allowed calls pass, threads may be made, all else gets EPERM; another architecture kills."""
    rows: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    for numbers in _ALLOWED.values():
        if (number := numbers[column]) is not None:
            rows += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    # glibc makes threads with clone3, whose flags a filter cannot see; told that there is none it takes clone.
    rows += [(_EQUAL, 0, 1, _CLONE3[column]), (_RETURN, 0, 0, _ERRNO | _ENOSYS)]
    rows += [(_EQUAL, 0, 3, _CLONE[column]), (_LOAD, 0, 0, _FIRST_ARGUMENT), (_AND_SET, 0, 1, _CLONE_THREAD)]
    rows += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERRNO | _EPERM)]
    return b"".join(struct.pack("=HBBI", *row) for row in rows)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _seccomp(libc: ctypes.CDLL) -> bool:
    known = _MACHINES.get(platform.machine())
    if known is None:
        return False
    program = _filter(*known)
    held = _Program(len(program) // 8, program)
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(held), 0, 0) == 0)
