import pytest


@pytest.fixture(scope="session", autouse=True)
def state_directory(tmp_path_factory):
    """Keys, journals and compiled rules of a test run stay in its own folder, subprocesses included."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield
