import atexit
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dlp import Scanner

# What hypothesis remembers names files of this machine: it is not left beside the sources.
_REMEMBERED = TemporaryDirectory(prefix="hypothesis-")
atexit.register(_REMEMBERED.cleanup)  # in the processes that tests are spread over too
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = _REMEMBERED.name


@pytest.fixture(scope="session", autouse=True)
def state_directory(tmp_path_factory):
    """Keys, journals and compiled rules of a test run stay in its own folder, subprocesses included."""
    with pytest.MonkeyPatch.context() as patch:
        directory = tmp_path_factory.mktemp("state")
        patch.setenv("XDG_STATE_HOME", str(directory))
        yield directory


@pytest.fixture(scope="session")
def scanner(state_directory):
    """The shipped configuration, made once: rules are compiled and workers started for all tests that only scan."""
    return Scanner()


@pytest.fixture
def own_state(scanner, state_directory, tmp_path) -> Path:
    """A state directory of the test's own, without a journal but with the rules compiled already, which takes seconds."""
    own = tmp_path / "state" / "dlp"
    own.mkdir(parents=True)
    shutil.copytree(state_directory / "dlp" / "cache", own / "cache")
    shutil.copy2(state_directory / "dlp" / "key", own)
    return own.parent
