"""The fuzz target: `python -m tests.fuzz.target FORMAT,... [--keep DIRECTORY] [libFuzzer's options and folders]`

Starts from the golden documents of these readers and looks for one of which `oracle.examine` complains. Alone it stops at
the first, as libFuzzer does; under --keep it goes on and leaves one input for each place of failure in the directory.
An input is one byte, the number of its reader among those named, and the document.
"""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
import re
import resource
import sys
import tempfile
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["dlp.extract"], enable_loader_override=False):
    import dlp.extract

    # Readers load their rooms when they read: all of them now, while what is loaded is instrumented.
    for module in pkgutil.walk_packages(dlp.extract.__path__, "dlp.extract."):
        importlib.import_module(module.name)
    from tests.fuzz import oracle

from tests.fuzz.mending import mend
from tests.fuzz.seeds import seeds

MEMORY = 3 << 30  # bytes of address space: what asks for more fails as it would in a worker


def main(arguments: list[str]) -> None:
    named, *options = arguments
    kinds = named.split(",")
    keep = None
    if "--keep" in options:
        at = options.index("--keep")
        keep = Path(options[at + 1])
        del options[at : at + 2]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    begun = [bytes([number]) + data for number, kind in enumerate(kinds) for data in seeds(kind)]

    def once(data: bytes) -> None:
        kind = kinds[data[0] % len(kinds)] if data else kinds[0]
        with contextlib.nullcontext() if keep is None else _kept(keep, kind, data[1:]):
            oracle.examine(kind, data[1:])

    def mutate(data: bytes, most: int, _seed: int) -> bytes:
        number = data[0] % len(kinds) if data else 0
        return bytes([number]) + mend(kinds[number], atheris.Mutate(data[1:], most - 1))[: most - 1]

    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        for number, data in enumerate(begun):
            Path(folder, f"seed{number}").write_bytes(data)
        longest = max(map(len, begun)) * 5 // 4
        flags = [f"-max_len={longest}", "-timeout=60", "-rss_limit_mb=2048", "-print_final_stats=1", "-verbosity=1"]
        atheris.Setup([sys.argv[0], *flags, *options, folder], once, custom_mutator=mutate)
        atheris.Fuzz()


@contextlib.contextmanager
def _kept(folder: Path, kind: str, data: bytes):
    """An input that fails, kept under the place of its failure; the smallest where there are several."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        place = _place(error)
        path = folder / f"{kind}-{type(error).__name__}-{place}"
        if not path.exists() or path.stat().st_size > len(data):
            path.write_bytes(data)
            path.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), "utf-8")


def _place(error: Exception) -> str:
    """Where in our code it happened; which claim does not hold."""
    if isinstance(error, oracle.BrokenClaimError):
        return re.sub(r"[^a-z]+", "-", str(error))
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/dlp/" in frame.filename]
    return f"{Path(frames[-1].filename).stem}-{frames[-1].lineno}" if frames else "elsewhere"


if __name__ == "__main__":
    main(sys.argv[1:])
