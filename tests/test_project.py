"""What every change must keep: lint, format, types, layers, and that no living person's number is in the repository."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import dlp

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent

TOOLS = {
    "ruff check": [BIN / "ruff", "check", "."],
    "ruff format": [BIN / "ruff", "format", "--check", "."],
    "mypy": [BIN / "mypy"],
    "import-linter": [BIN / "lint-imports"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_tool_has_nothing_to_say(tool):
    done = subprocess.run(TOOLS[tool], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


# --- what no file may contain -----------------------------------------------------------------------------------------
# Written without the product's own arithmetic: this is the check on everybody, tests/identifiers.py included.

# Published by the networks and processors for testing.
TEST_CARDS = {
    "4111111111111111", "4012888888881881", "4222222222222", "4242424242424242", "4000056655665556",
    "5555555555554444", "5105105105105100", "2223003122003222", "5200828282828210",
    "378282246310005", "371449635398431", "378734493671000",
    "30569309025904", "38520000023237", "3056930009020004", "36227206271667",
    "6011111111111117", "6011000990139424", "3530111333300000", "3566002020360505", "6200000000000005",
}  # fmt: skip
CARD = re.compile(r"(?<![\w.])(?:\d[ -]?){12,18}\d(?![\w.])")
RESIDENT = re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)[ -]?([0-9])\d{6}(?!\d)")
CENTURIES = {
    "9": 1800,
    "0": 1800,
    "1": 1900,
    "2": 1900,
    "5": 1900,
    "6": 1900,
    "3": 2000,
    "4": 2000,
    "7": 2000,
    "8": 2000,
}
LAST_BIRTH_OF_NOBODY = 1905


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def texts():
    for path in tracked():
        content = path.read_bytes()
        yield path.relative_to(ROOT), content.decode("utf-8", errors="replace")


def luhn_valid(digits):
    pairs = [int(d) if place % 2 == 0 else sum(divmod(2 * int(d), 10)) for place, d in enumerate(reversed(digits))]
    return sum(pairs) % 10 == 0


def could_be_a_card(digits):
    starts = {13: "4", 14: "3", 15: "3", 16: "23456789"}.get(len(digits), "")
    return bool(starts) and digits[0] in starts and len(set(digits)) > 1 and luhn_valid(digits)


def could_be_a_living_person(found):
    year = CENTURIES[found[4]] + int(found[1])
    try:
        date(year, int(found[2]), int(found[3]))
    except ValueError:
        return False
    return year > LAST_BIRTH_OF_NOBODY


def test_no_card_but_the_published_test_numbers():
    cards = {
        (str(path), digits)
        for path, text in texts()
        for digits in (re.sub(r"\D", "", match[0]) for match in CARD.finditer(text))
        if could_be_a_card(digits) and digits not in TEST_CARDS
    }
    assert not cards


def test_no_resident_number_of_anybody_born_after_1905():
    assert not {
        (str(path), found[0])
        for path, text in texts()
        for found in RESIDENT.finditer(text)
        if could_be_a_living_person(found)
    }


# Spelt apart so that this file does not contain what it forbids.
FORBIDDEN = re.compile("|".join(["/" + "work/", "/" + "tmp/", "/" + "root/", "TO" + "DO", "FIX" + "ME"]))


def test_no_path_of_one_machine_and_nothing_unfinished():
    assert not {(str(path), match[0]) for path, text in texts() for match in FORBIDDEN.finditer(text)}


def test_public_names_are_documented():
    missing = [name for name in dlp.__all__ if not (getattr(dlp, name).__doc__ or "").strip()]
    assert not missing


def test_only_the_adapter_imports_presidio():
    importers = {
        path.name
        for folder in ("dlp", "recognizers")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(
            r"^(?:from|import) (?:presidio_analyzer|spacy|recognizers\.presidio)", path.read_text("utf-8"), re.MULTILINE
        )
    }
    # The last two belong to the deep lane, which imports them when it is first asked (tests/names/test_fast.py).
    assert importers == {"presidio.py", "neural.py", "syllables.py"}
