import io
import os
import pty

import pytest

from dlp.render import Lang
from dlp.surfaces.cli.options import language, style
from tests.surfaces.cli.program import CLEAN, LETTER, start


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}, Lang.EN),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ko_KR.eucKR"}, Lang.KO),
        ({"LC_ALL": "", "LC_MESSAGES": "ko_KR", "LANG": "en_US"}, Lang.KO),
        ({"LC_ALL": "C", "LC_MESSAGES": "ko_KR", "LANG": "ko_KR"}, Lang.EN),
    ],
)
def test_language(monkeypatch, variables, expected):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language(None) is expected
    assert language(Lang.KO) is Lang.KO


@pytest.mark.parametrize(
    ("out", "variables", "color"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colour_is_for_terminals(monkeypatch, out, variables, color):
    for name, value in {"NO_COLOR": "", "TERM": "xterm", **variables}.items():
        monkeypatch.setenv(name, value)
    assert style(out, Lang.KO).color is color


def test_progress_is_for_terminals_and_stays_out_of_the_results(tmp_path):
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(CLEAN, "utf-8")
    (tmp_path / "letter.txt").write_text(LETTER, "utf-8")
    terminal, slave = pty.openpty()
    process = start("-m", "dlp", "scan", ".", "--format", "csv", cwd=tmp_path, stderr=slave)
    os.close(slave)
    out = process.stdout.read().decode()
    shown = b""
    try:
        while piece := os.read(terminal, 1 << 16):
            shown += piece
    except OSError:  # how Linux says that the other side has gone
        pass
    os.close(terminal)
    process.stdout.close()
    assert process.wait(timeout=30) == 1
    assert len(out.splitlines()) == 302
    assert "\x1b" not in out
    assert "/301" in shown.decode()
