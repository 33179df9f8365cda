"""The program: all of it in this process, or in a process of its own where that is the point."""

import io
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from dlp.__main__ import main
from tests import identifiers

ROOT = Path(__file__).parents[3]
RRN = identifiers.rrn_of_nobody(Random(20260420))
CARD = identifiers.visa(Random(20260420))
LETTER = f"고객 주민등록번호는 {RRN} 입니다.\n"
CLEAN = "회의는 세 시에 시작합니다.\n"
ENGLISH = {"LANG": "en_US.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}


def dlp(*arguments, stdin=b"", cwd=".", **variables):
    """Exit code, standard output and standard error."""
    streams = {name: io.TextIOWrapper(io.BytesIO(), "utf-8") for name in ("stdout", "stderr")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["dlp", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        for name, value in {**ENGLISH, **variables}.items():
            patch.setenv(name, value)
        patch.chdir(cwd)
        with pytest.raises(SystemExit) as exit_:
            main()
    for stream in streams.values():
        stream.flush()
    out, err = (stream.buffer.getvalue().decode() for stream in streams.values())
    return checked(exit_.value.code, out, err)


def start(*arguments, **options):
    """Python in a process of its own."""
    return start_any(sys.executable, *arguments, **options)


def start_any(*command, cwd=None, stderr=subprocess.PIPE):
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **ENGLISH, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
    )


def finish(process):
    out, err = process.communicate(timeout=60)
    return checked(process.returncode, out.decode(), err.decode())


def checked(code, out, err):
    """No run may ever end in a traceback or show an identifier."""
    assert "Traceback" not in err, err
    for value in (RRN, CARD):
        assert value not in out + err
        assert value.replace("-", "") not in out + err
    return code, out, err
