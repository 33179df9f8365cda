"""Real processes that start at once: forked, so that nothing is imported anew."""

import os


def fork(target):
    """Runs `target(write)` in a child, where `write` takes bytes; gives its id and the end of the pipe to read."""
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    try:
        os.close(read)
        target(lambda data: os.write(write, data))
    finally:
        os._exit(0)


def finish(child, read):
    """What the child has written when it has ended."""
    with os.fdopen(read, "rb") as file:
        said = file.read()
    os.waitpid(child, 0)
    return said
