"""On a terminal: progress moves while the scan runs, and what is left on the screen in the end is the report alone."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

import pytest

from dlp.render.columns import width
from tests.surfaces.cli.program import CARD, CLEAN, LETTER, ROOT, RRN

pytestmark = pytest.mark.e2e

_MOVES = re.compile(r"\x1b\[([?\d;]*)([A-Za-z])|(\r)|(\n)|([^\x1b\r\n]+)")


class Screen:
    """As much of a terminal as a report and a progress bar use: lines that scroll for ever."""

    def __init__(self, text):
        self.lines, self.row, self.column = [""], 0, 0
        for match in _MOVES.finditer(text):
            self._move(*match.groups())

    def _move(self, number, command, back, feed, text):
        if command == "A":
            self.row -= int(number or 1)
        elif command == "K":
            self.lines[self.row] = "" if number == "2" else self.lines[self.row][: self.column]
        elif back:
            self.column = 0
        elif feed:
            self.row += 1
            self.lines += [""] * (self.row + 1 - len(self.lines))
        elif text:
            line = self.lines[self.row].ljust(self.column)
            self.lines[self.row] = line[: self.column] + text + line[self.column + len(text) :]
            self.column += len(text)


def terminal(columns):
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    return ours, theirs


def shown(ours):
    pieces = []
    try:
        while piece := os.read(ours, 1 << 16):
            pieces.append(piece)
    except OSError:  # how Linux says that the other side has gone
        pass
    os.close(ours)
    return b"".join(pieces).decode()


def on_terminal(desk, *arguments, columns=100, **options):
    ours, theirs = terminal(columns)
    process = desk.start(*arguments, stderr=theirs, **{"stdout": theirs, **options})
    os.close(theirs)
    text = shown(ours)
    out = process.stdout.read().decode() if process.stdout else ""
    if process.stdout:
        process.stdout.close()
    process.wait(timeout=60)
    assert not any(value in text + out for value in (RRN, CARD))
    return text, out


@pytest.fixture
def folder(desk):
    (desk.home / "in").mkdir()
    for number in range(200):
        (desk.home / "in" / f"{number:03}.txt").write_text(CLEAN * 50, "utf-8")
    (desk.home / "in" / "고객 명단.txt").write_text(LETTER, "utf-8")
    return desk


def test_report_and_progress_share_a_terminal(folder):
    text, _ = on_terminal(folder, "scan", "in", "--lang", "ko")
    assert "/201" in text
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line).rstrip() for line in Screen(text).lines]
    _, plain, _ = folder.run("scan", "in", "--lang", "ko")
    seconds = re.compile(r"\d+\.\d초")
    shared, alone = (seconds.sub("", said).split() for said in ("\n".join(lines), plain))
    assert shared == alone  # lines break elsewhere where one of the runs took ten seconds


def test_progress_stays_out_of_what_is_piped(folder):
    text, out = on_terminal(folder, "scan", "in", "--format", "csv", stdout=subprocess.PIPE)
    assert "/201" in text
    assert "\x1b" not in out
    assert len(out.splitlines()) == 202
    assert not "".join(Screen(text).lines).strip()


def test_one_small_file_shows_no_progress(folder):
    text, out = on_terminal(folder, "scan", "in/000.txt", "--format", "jsonl", stdout=subprocess.PIPE)
    assert (text, len(out.splitlines())) == ("", 1)


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("columns", [80, 100, 140])
def test_the_samples_fit(desk, columns, lang):
    text, _ = on_terminal(desk, "scan", "samples", "--lang", lang, columns=columns, cwd=ROOT)
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in Screen(text).lines]
    assert len(lines) > 50
    assert [line for line in lines if width(line) > columns] == []
