import pytest


@pytest.fixture(scope="session")
def analyzer():
    from tests.presidio_engines import hosted

    return hosted()
