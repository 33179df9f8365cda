import os
from tempfile import TemporaryDirectory

import pytest

# What hypothesis remembers names files of this machine: it is not left beside the sources.
_REMEMBERED = TemporaryDirectory(prefix="hypothesis-")
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = _REMEMBERED.name


@pytest.fixture(scope="session", autouse=True)
def state_directory(tmp_path_factory):
    """Keys, journals and compiled rules of a test run stay in its own folder, subprocesses included."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


def pytest_unconfigure():
    _REMEMBERED.cleanup()
