"""Collects what the benches measure and prints one table at the end."""

import pytest

ROWS = pytest.StashKey[list[tuple[str, str, str]]]()


def pytest_configure(config):
    config.stash[ROWS] = []


@pytest.fixture
def board(request):
    """`board(what, measured, promised)` adds a line to the table."""
    return lambda *row: request.config.stash[ROWS].append(row)


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash.get(ROWS, [])
    if rows:
        terminalreporter.section("measured in this run")
        for what, measured, promised in [("what", "measured", "promised"), *rows]:
            terminalreporter.write_line(f"{what:<52} {measured:>16} {promised:>16}")
