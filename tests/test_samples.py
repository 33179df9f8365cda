"""samples/ is what tests/make_samples.py writes, and gets the verdicts its README promises."""

import pytest

from dlp import Scanner
from dlp.types import Coverage
from tests.make_samples import FOLDER, files, samples

HAND_WRITTEN = {"dlp.toml", "presidio.yaml"}


def test_committed_files_are_what_the_script_writes():
    committed = [path for path in FOLDER.iterdir() if path.is_file() and path.name not in HAND_WRITTEN]
    assert {path.name: path.read_bytes() for path in committed} == files()


@pytest.mark.parametrize("name", sorted(samples()))
def test_verdict(scanner, name):
    assert scanner.scan_path(FOLDER / name).verdict.action == samples()[name].action


@pytest.mark.parametrize("name", [name for name, sample in samples().items() if sample.action.name == "ALLOW"])
def test_clean_means_fully_read(scanner, name):
    assert scanner.scan_path(FOLDER / name).coverage is Coverage.FULL


def test_sample_policy_loads():
    assert Scanner.from_config(FOLDER / "dlp.toml")
