"""Real documents of other projects, many damaged or hostile: each ends with a status, and none unread is let through."""

from pathlib import Path

import pytest

from dlp import Action, Coverage, Scanner, Status

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FILES = sorted(path for path in CORPUS.rglob("*") if path.is_file())
SAFE = (Status.OK, Status.PARTIAL, Status.ENCRYPTED, Status.UNSUPPORTED, Status.LIMIT)


@pytest.fixture(scope="module")
def results():
    if not FILES:
        pytest.skip("needs ../shared/corpus, which is not part of the repository")
    scanner = Scanner()
    return {str(path.relative_to(CORPUS)): scanner.scan_path(path).assessment for path in FILES}


def test_every_file_has_a_status(results):
    assert {name: found.issues for name, found in results.items() if found.status not in SAFE} == {}


def test_what_was_not_read_is_never_full(results):
    assert [
        name for name, found in results.items() if found.status is not Status.OK and found.coverage is Coverage.FULL
    ] == []


def test_most_are_read_to_their_end(results):
    """What is not is held: pictures, encrypted and damaged files, methods of compression that nobody else reads either."""
    whole = [name for name, found in results.items() if found.status is Status.OK]
    assert len(whole) > len(results) / 2


def test_holding_is_the_answer_to_what_was_not_read():
    if not FILES:
        pytest.skip("needs ../shared/corpus, which is not part of the repository")
    scanner = Scanner()
    broken = next(path for path in FILES if path.suffix == ".egg" and "aes" in path.name.lower())
    assert scanner.scan_path(broken).verdict.action >= Action.HOLD
