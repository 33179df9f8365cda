"""What the kernel of this machine has, asked of the kernel."""

import ctypes
import sys

# man 2 landlock_create_ruleset: without attributes and with flag 1 it returns the version of its interface.
LANDLOCK = sys.platform == "linux" and ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1) >= 1
