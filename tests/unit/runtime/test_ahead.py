"""Documents begun before it is their turn: the same is told of them, and whoever waits loses nothing."""

import io
import os
import select
import signal
import time
import zipfile
from pathlib import Path

import pytest

from dlp import Scanner
from dlp.app import Inspector
from dlp.extract.base import Budget, held
from dlp.extract.walk import Node, walk
from dlp.runtime.pool import Pool
from dlp.surfaces.cli.files import Found, Skipped
from dlp.surfaces.cli.files import walk as files
from dlp.surfaces.cli.sources import Source
from dlp.types import Issue, IssueCode, Limits
from tests.formats import build

SAMPLES = Path(__file__).parents[3] / "samples"
DOCX = (SAMPLES / "application.docx").read_bytes()
LIMITS = Limits(seconds=30.0)


@pytest.fixture(scope="module", params=[1, 3])
def pool(request):
    made = Pool(request.param, 1536 << 20)
    yield made
    made.close()


def read(blob, run, limits=LIMITS):
    return list(map(repr, walk(blob, Budget(limits, time.monotonic), run)))


def blobs():
    """One of each format, so that readers in workers and readers in place take turns."""
    return [held(name, data) for name, data in (build.PLAIN[kind] for kind in sorted(build.PLAIN))][:12]


def test_the_same_is_read(pool):
    waiting = []
    for blob in [*blobs(), *blobs()]:
        waiting.append((blob, pool.begin(blob, LIMITS)))
        if len(waiting) > pool.ahead:
            turn, ahead = waiting.pop(0)
            assert read(turn, ahead.run) == read(turn, pool.run)
            ahead.close()
    for turn, ahead in waiting:
        assert read(turn, ahead.run) == read(turn, pool.run)
        ahead.close()


def test_a_worker_reads_while_nobody_asks(pool):
    once = read(held("a.docx", DOCX), pool.run)
    blob = held("a.docx", DOCX)
    ahead = pool.begin(blob, LIMITS)
    process = _reading(ahead)
    assert select.select([ahead._worker.channel], [], [], 20)[0]
    os.kill(process, signal.SIGSTOP)  # and yet all is told: it was read before
    try:
        assert read(blob, ahead.run) == once
    finally:
        os.kill(process, signal.SIGCONT)


def _reading(ahead):
    assert ahead._worker.busy
    return ahead._worker.process.pid


def test_what_nobody_wants_is_given_up(pool):
    for _ in range(5):
        aheads = [pool.begin(held("a.docx", DOCX), LIMITS) for _ in range(pool.ahead + 3)]
        workers = [ahead._worker for ahead in aheads if ahead._worker]
        assert len(workers) == pool.ahead + 1
        for ahead in aheads:
            ahead.close()
            ahead.close()
        for worker in workers:
            assert not worker.busy or not worker.alive
    assert read(held("a.docx", DOCX), pool.run)


def test_what_waited_too_long_is_begun_again_with_all_of_its_time(pool):
    limits = Limits(seconds=4.0)
    read(held("a.docx", DOCX), pool.run)
    blob = held("a.docx", DOCX)
    ahead = pool.begin(blob, limits)
    process = _reading(ahead)
    os.kill(process, signal.SIGSTOP)
    time.sleep(1.1)
    assert read(blob, ahead.run, limits) == read(blob, pool.run)
    assert not Path(f"/proc/{process}").exists()


def test_a_worker_that_dies_ahead_costs_its_document_an_issue_and_no_other(pool):
    read(held("a.docx", DOCX), pool.run)
    blob = held("a.docx", DOCX)
    ahead = pool.begin(blob, LIMITS)
    process = _reading(ahead)
    os.kill(process, signal.SIGSTOP)  # before it could tell
    other = read(held("b.docx", DOCX), pool.run)
    os.kill(process, signal.SIGKILL)
    found = [item for item in walk(blob, Budget(LIMITS, time.monotonic), ahead.run) if isinstance(item, Issue)]
    assert {item.code for item in found} <= {IssueCode.WORKER_DIED}
    assert other == read(held("b.docx", DOCX), pool.run)


def test_documents_in_documents_find_a_place_while_others_are_begun(pool):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for number in range(3):
            package.writestr(f"{number}.docx", DOCX)
    archive = held("a.zip", stream.getvalue())
    aheads = [pool.begin(held("a.docx", DOCX), LIMITS) for _ in range(5)]
    found = list(walk(archive, Budget(LIMITS, time.monotonic), pool.run))
    assert sum(isinstance(item, Node) for item in found) >= 4
    assert not [item for item in found if isinstance(item, Issue)]
    for ahead in aheads:
        ahead.close()


@pytest.fixture(scope="module")
def inspector():
    return Inspector(Scanner(), None, "test")


def folder(path, count=8):
    for number in range(count):
        name, data = [("a.docx", DOCX), ("b.txt", "글자".encode())][number % 2]
        (path / f"{number}-{name}").write_bytes(data)
    (path / "5-link").symlink_to(path)
    return path


def test_a_folder_keeps_its_order(inspector, tmp_path):
    source = Source(inspector, None, None)
    items = list(files([folder(tmp_path)]))
    assert any(isinstance(item, Skipped) for item in items)
    seen = []
    for item in source.ahead(iter(items)):
        seen.append(item)
        if isinstance(item, Found):
            (result,) = source.results(item.path)
            assert result.name == str(item.path)
            assert result.assessment == inspector.inspect_path(item.path).assessment
    assert seen == items


def test_a_file_that_changes_before_its_turn_is_read_as_it_is_then(inspector, tmp_path):
    source = Source(inspector, None, None)
    for name in ("1.docx", "2.docx", "3.docx"):
        (tmp_path / name).write_bytes(DOCX)
    turns = source.ahead(files([tmp_path]))
    next(turns)
    (tmp_path / "2.docx").write_bytes(b"plain words")
    changed = next(turns)
    (result,) = source.results(changed.path)
    assert result.assessment.media_type == "text/plain"
    assert result.size == 11
    (tmp_path / "3.docx").unlink()
    (result,) = source.results(next(turns).path)
    assert [item.code for item in result.assessment.issues] == [IssueCode.UNREADABLE]


def test_who_stops_half_way_leaves_no_worker_busy(inspector, tmp_path):
    source = Source(inspector, None, None)
    turns = source.ahead(files([folder(tmp_path)]))
    next(turns)
    begun = source._begun
    turns.close()
    assert begun.ahead._worker is None
    assert source._begun is None
