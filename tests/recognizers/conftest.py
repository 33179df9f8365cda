import pytest

from dlp import Scanner


@pytest.fixture(scope="session")
def scanner():
    return Scanner()


@pytest.fixture(scope="session")
def analyzer():
    from tests.presidio_engines import hosted

    return hosted()
