"""The program in processes of its own, with a journal for each test and compiled rules shared by all."""

import json
import os
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.surfaces.cli.program import ENGLISH, ROOT, checked

# Between the tests and the program, because a child is born with the peak of its parent, and the tests grow large.
MEASURE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True)
class Desk:
    """A place to work at: a directory, a configuration that keeps its journal there, and the program.

    `environment` comes on top of the test's own; `packs` is where made-up distributions lie.
    """

    home: Path
    firm: str = ""
    environment: dict = field(default_factory=dict)
    packs: Path | None = None
    prefix: tuple = ()

    @property
    def journal(self):
        return self.home / "evidence"

    @property
    def config(self):
        path = self.home / "dlp.toml"
        if not path.exists():
            path.write_text(f'{self.firm}\n[journal]\ndirectory = "{self.journal}"\n', "utf-8")
        return path

    def command(self, *arguments):
        name, *rest = map(str, arguments)
        return [*self.prefix, sys.executable, "-m", "dlp", name, *rest, "--config", str(self.config)]

    def start(self, *arguments, cwd=None, **options):
        path = os.pathsep.join(map(str, filter(None, (ROOT, self.packs, os.environ.get("PYTHONPATH")))))
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        environment = {**os.environ, **ENGLISH, "PYTHONPATH": path, **self.environment}
        environment.pop("COLUMNS", None)  # what runs the tests may set it, and it would count more than the terminal
        return subprocess.Popen(
            self.command(*arguments), cwd=cwd or self.home, env=environment, **{**streams, **options}
        )

    def run(self, *arguments, timeout=60, **options):
        """Exit code, standard output and standard error; never a traceback, never an identifier."""
        with self.start(*arguments, **options) as process:
            out, err = process.communicate(timeout=timeout)
        return checked(process.returncode, out.decode(), err.decode())

    def measured(self, *arguments):
        """Exit code, standard output, and the most memory that it took, in MB."""
        small = replace(self, prefix=(sys.executable, "-c", MEASURE))
        with small.start(*arguments) as process:
            out, err = process.communicate()
        code, out, _ = checked(process.returncode, out.decode(), "")
        return code, out, int(err.split()[-1]) / 1024

    def scan(self, *arguments, **options):
        """Exit code, the results by path, and standard error."""
        code, out, err = self.run("scan", *arguments, "--format", "jsonl", **options)
        return code, {found["path"]: found for found in map(json.loads, out.splitlines())}, err

    def verified(self):
        """How many records there are, in a journal that must be sound."""
        code, out, err = self.run("journal", "verify", self.journal)
        assert code == 0, out + err
        return int(out.split()[0].replace(",", ""))


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "desk").mkdir()
    return Desk(tmp_path / "desk")


def unprivileged():
    """For root, a way to become somebody whom permissions concern."""
    if os.geteuid():
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root may read everything")
    return ("setpriv", "--bounding-set=-all", "--inh-caps=-all")


def file_limit(size):
    """To be called in a child before it becomes the program: files end at `size` bytes, as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
