import pytest

from dlp import Scanner


@pytest.fixture(scope="session")
def scanner():
    return Scanner()
