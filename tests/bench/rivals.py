"""The same documents read by `dlp`, markitdown, ko-pii and clamscan in one run: CPU time, and what each of them found.

    python -m venv markitdown && markitdown/bin/pip install 'markitdown[all]'
    python -m venv kopii && kopii/bin/pip install 'ko-pii[file]'
    python -m tests.bench.rivals FOLDER --markitdown markitdown/bin/python --ko-pii kopii/bin/python

One warm process for each; documents in turn, and who begins changes with every document. Time is CPU time of the process
and of those it starts, which a busy machine disturbs less than it does the clock. clamscan (with a database of one line,
since nothing is to be downloaded) and `dlp scan` each read the whole folder as a program of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from select import select

SECONDS = 60.0  # for one document, by the clock
LOOP = """
import json, os, sys
answers, sys.stdout = os.fdopen(os.dup(1), "w"), sys.stderr
sys.path[:0] = json.loads(sys.argv[1])
{begin}
for line in sys.stdin:
    path = json.loads(line)
    try:
        characters, numbers = read(path)
        answer = {{"characters": characters, "numbers": numbers}}
    except Exception as error:
        answer = {{"error": type(error).__name__}}
    print(json.dumps(answer), file=answers, flush=True)
"""
# Each gives how much text there was and how many resident numbers it knew as such; markitdown knows none, they are
# looked for in what it gives.
READERS = {
    "dlp": """
from dlp import Coverage, Scanner
scanner = Scanner()
def read(path):
    found = scanner.scan_path(path)
    read_at_all = found.assessment.coverage is not Coverage.NONE
    return int(read_at_all), sum(finding.entity == "KR_RRN" for finding in found.findings)
""",
    "markitdown": r"""
import re
from markitdown import MarkItDown
reader = MarkItDown()
NUMBER = re.compile(r"\d{6}-[1-4]\d{6}")
def read(path):
    text = reader.convert(path).text_content
    return len(text.strip()), len(NUMBER.findall(text))
""",
    "ko-pii": """
from ko_pii.detect import detect_all
from ko_pii.io_.dispatcher import SUPPORTED_EXTENSIONS, read_text
def read(path):
    if not path.lower().endswith(SUPPORTED_EXTENSIONS):
        raise ValueError
    text = read_text(path)
    return len(text.strip()), sum(str(found.label) == "RRN" for found in detect_all(text))
""",
}


@dataclass(slots=True)
class Rival:
    """A warm process that reads documents, and its times by document."""

    name: str
    python: str
    process: subprocess.Popen[bytes] | None = None
    times: dict[Path, float] = field(default_factory=dict)
    read: set[Path] = field(default_factory=set)
    numbers: Counter[Path] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    def take(self, path: Path) -> None:
        """Read one document; the best of several readings counts."""
        process = self.process or self._start()
        began = cpu_seconds(process.pid)
        process.stdin.write(json.dumps(str(path)).encode() + b"\n")
        process.stdin.flush()
        if not select([process.stdout], [], [], SECONDS)[0]:
            self.close()
            self.failed["over a minute"] += 1
            return
        answer = json.loads(process.stdout.readline() or '{"error": "died"}')
        took = cpu_seconds(process.pid) - began
        if "error" in answer:
            self.failed[answer["error"]] += 1
            if answer["error"] == "died":
                self.close()
            return
        if answer["characters"]:
            self.read.add(path)
            self.times[path] = min(took, self.times.get(path, took))
            self.numbers[path] = answer["numbers"]

    def _start(self) -> subprocess.Popen[bytes]:
        begin = LOOP.format(begin=READERS[self.name])
        ours = json.dumps([str(Path(__file__).parents[2])] if self.name == "dlp" else [])
        self.process = subprocess.Popen(
            [self.python, "-c", begin, ours],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self.process

    def close(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def cpu_seconds(pid: int) -> float:
    """CPU time so far of a process, of the children it has, and of those it had."""
    total = 0.0
    for each in _family(pid):
        try:
            total += time.clock_gettime(
                (~each << 3) | 2
            )  # the clock of another process, as clock_getcpuclockid(3) names it
            fields = Path(f"/proc/{each}/stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        total += (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
    return total


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text("utf-8").split()]
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def race(rivals: list[Rival], files: list[Path], rounds: int) -> None:
    """Every document by every rival, who begins changing with each."""
    for each in range(rounds + 1):
        for number, path in enumerate(files if each else files[:: max(1, len(files) // 40)]):
            turn = (number + each) % len(rivals)
            for rival in rivals[turn:] + rivals[:turn]:
                rival.take(path)
        if not each:  # the first readings load and compile: they only warm up
            for rival in rivals:
                rival.times.clear()
                rival.failed.clear()


def told(rivals: list[Rival], files: list[Path]) -> Iterator[str]:
    """The table for one set of documents."""
    ours = rivals[0]
    for rival in rivals:
        total = sum(rival.times.values())
        found = sum(1 for count in rival.numbers.values() if count)
        each = 1000 * total / max(1, len(rival.times))
        yield f"{rival.name:<12} read {len(rival.read):>4} of {len(files)}, {each:8.1f} ms each, with resident numbers {found:>3}"
    for rival in rivals[1:]:
        yield from compared(ours, rival)


def compared(ours: Rival, rival: Rival) -> Iterator[str]:
    """How much longer the rival takes for the documents that both read, in all and by kind."""
    both = sorted(ours.read & rival.read)
    kinds: dict[str, list[Path]] = {}
    for path in both:
        kinds.setdefault(path.suffix.lower(), []).append(path)
    for kind, paths in [("all", both), *sorted(kinds.items(), key=lambda kind: -len(kind[1]))]:
        if not paths:
            continue
        sums = [sum(side.times[path] for path in paths) for side in (rival, ours)]
        middle = statistics.median(rival.times[path] / max(ours.times[path], 1e-6) for path in paths)
        each = [1000 * side / len(paths) for side in sums]
        yield (
            f"  {rival.name} / dlp, {kind:<6} {len(paths):>4} documents: {sums[0] / sums[1]:6.1f} x in all "
            f"({each[0]:.1f} / {each[1]:.1f} ms), median {middle:6.1f} x"
        )


def planted(folder: Path) -> list[Path]:
    """One document of each kind with a resident number in it, as the benches have them."""
    from tests.bench.test_documents import DOCUMENTS

    paths = []
    for name, (make, _, _) in DOCUMENTS.items():
        paths.append(folder / name)
        paths[-1].write_bytes(make())
    return paths


def program(command: list[str]) -> tuple[float, float, str]:
    """CPU seconds, seconds by the clock and output of a program that reads a folder."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, cwd=Path(__file__).parents[2])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - began, done.stdout.decode("utf-8", "replace")


def folders(files: list[Path], folder: Path, rounds: int) -> Iterator[str]:
    """`dlp scan` and clamscan over the folder as a user would start them; the best of some runs, in alternating order."""
    with tempfile.TemporaryDirectory() as scratch:
        signature = Path(scratch, "local.hdb")
        signature.write_text("d41d8cd98f00b204e9800998ecf8427f:1:local.test\n", "utf-8")
        one = Path(scratch, "one")
        one.mkdir()
        (one / "note.txt").write_text("plain words\n", "utf-8")
        commands = {"dlp": [sys.executable, "-m", "dlp", "scan", "--format", "jsonl"]}
        if shutil.which("clamscan"):
            commands["clamscan"] = ["clamscan", "-d", str(signature), "--detect-structured=yes", "-r"]
        for command in commands.values():
            program([*command, str(one)])
        names = list(commands)
        best: dict[tuple[str, Path], tuple[float, float, str]] = {}
        for each in range(rounds):
            for name in names[each % len(names) :] + names[: each % len(names)]:
                for place in (one, folder):
                    run = program([*commands[name], str(place)])
                    best[name, place] = min(run, best.get((name, place), run))
    for name in names:
        (start, *_), (cpu, wall, out) = best[name, one], best[name, folder]
        hits = out.count("KR_RRN") if name == "dlp" else out.count("Heuristics.Structured")
        work = cpu - start
        yield (
            f"{name:<12} {len(files)} files: {cpu:.1f} s of CPU ({start:.1f} s of it to start), {wall:.1f} s by the clock, "
            f"{len(files) / work:.0f} files a second and core after the start; hits {hits}"
        )


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--markitdown", help="the Python of an environment with markitdown[all]")
    parser.add_argument("--ko-pii", help="the Python of an environment with ko-pii[file]")
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args(arguments)
    folder = given.folder.resolve()
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    pythons = {"dlp": sys.executable, "markitdown": given.markitdown, "ko-pii": given.ko_pii}

    def write(lines: Iterable[str]) -> None:
        for line in lines:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()

    write(folders(files, folder, given.rounds))
    with tempfile.TemporaryDirectory() as scratch:
        for title, paths in (
            (str(given.folder), files),
            ("generated, one resident number each", planted(Path(scratch))),
        ):
            rivals = [Rival(name, python) for name, python in pythons.items() if python]
            race(rivals, paths, given.rounds)
            for rival in rivals:
                rival.close()
            write([f"\n{title}:", *told(rivals, paths)])
            write(f"  {rival.name} did not read: {dict(rival.failed)}" for rival in rivals if rival.failed)


if __name__ == "__main__":
    main()
