"""Documents read in worker processes: the same as in this one, whatever becomes of a worker."""

import io
import os
import signal
import threading
import time
import zipfile
from pathlib import Path

import pytest

from dlp.extract.base import Budget, held
from dlp.extract.formats import readers
from dlp.extract.walk import Node, walk
from dlp.runtime.pool import _HEAVY, RESIDENT, TASKS, Pool
from dlp.types import Blob, Issue, IssueCode, Limits, Locus, Segment
from tests.formats import build
from tests.fuzz.seeds import seeds

SAMPLES = sorted(path for path in Path(__file__).parents[3].joinpath("samples").iterdir() if path.is_file())
DOCX = (Path(__file__).parents[3] / "samples" / "application.docx").read_bytes()
MEMORY = 1536 << 20
THEME = build.zipped({"theme/theme1.xml": '<a:theme xmlns:a="x" name="themewords"/>'})
THEMED = {"rtf": [b"{\\rtf1 {\\*\\themedata " + THEME.hex().encode() + b"}text}"]}


@pytest.fixture
def pool(_others):
    made = Pool(2, MEMORY)
    yield made
    made.close()


OTHERS = set()  # what other tests' scanners had running


@pytest.fixture(autouse=True)
def _others():
    OTHERS.clear()
    OTHERS.update(children())


def children():
    """The processes this one has started for the test, zombies left out."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and fields[0] != "Z":
            found.append(int(entry.parent.name))
    return [process for process in found if process not in OTHERS]


def read(blob, run=None, seconds=30.0):
    budget = Budget(Limits(seconds=seconds), time.monotonic)
    return list(walk(blob, budget, run) if run else walk(blob, budget))


def told(items):
    """What items say, with the positions of segments spelled out at some offsets."""
    return [
        (item, [str(item.locate(at)) for at in range(0, len(item.data), 7)]) if isinstance(item, Segment) else item
        for item in items
    ]


def codes(items):
    return [item.code for item in items if isinstance(item, Issue)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_what_a_worker_reads_is_what_is_read_here(pool, path):
    blob = held(path.name, path.read_bytes())
    assert sorted(map(repr, told(read(blob, pool.run)))) == sorted(map(repr, told(read(blob))))


@pytest.mark.parametrize("kind", build.PLAIN)
def test_every_format_is_read_by_a_sealed_worker(pool, kind):
    """Once sealed nothing can be imported: what a reader needs stands in its LIBRARIES."""
    name, data = build.PLAIN[kind]
    assert sorted(map(repr, told(read(held(name, data), pool.run)))) == sorted(map(repr, told(read(held(name, data)))))


def test_a_file_is_handed_over_as_it_lies_on_disk(pool, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(DOCX)
    from_file = read(Blob("a.docx", len(DOCX), lambda: path.open("rb", buffering=0)), pool.run)
    assert told(from_file) == told(read(held("a.docx", DOCX)))


def test_some_readers_run_in_workers_and_say_what_they_import():
    assert {reader.NAME for reader in readers() if not reader.ISOLATED} >= {"text", "json"}
    assert all(reader.LIBRARIES or reader.ISOLATED in (True, False) for reader in readers())
    assert {"docx", "xlsx", "pptx"} <= {reader.NAME for reader in readers() if reader.ISOLATED}


def test_one_worker_serves_many_documents(pool):
    for _ in range(5):
        assert not codes(read(held("a.docx", DOCX), pool.run))
    assert len(children()) == 1


def test_few_workers_are_made_for_many_kinds_of_documents():
    """Once sealed a worker cannot load another library; from the second kind on it has those of all but the heavy ones."""
    made = set()
    lone = Pool(1, MEMORY)
    try:
        for name, data in build.PLAIN.values():
            read(held(name, data), lone.run)
            made.update(children())
    finally:
        lone.close()
    assert len(build.PLAIN) > 15
    assert len(made) <= 2 + len(_HEAVY)


def test_a_worker_that_dies_costs_one_document_nothing_but_an_issue(pool):
    read(held("a.docx", DOCX), pool.run)
    (worker,) = children()
    os.kill(worker, signal.SIGKILL)
    assert codes(read(held("a.docx", DOCX), pool.run)) == [IssueCode.WORKER_DIED]
    assert not codes(read(held("a.docx", DOCX), pool.run))


def test_a_worker_that_hangs_is_stopped_at_the_documents_limit(pool):
    read(held("a.docx", DOCX), pool.run)
    (worker,) = children()
    os.kill(worker, signal.SIGSTOP)
    began = time.monotonic()
    assert IssueCode.TIMED_OUT in codes(read(held("a.docx", DOCX), pool.run, seconds=0.5))
    assert time.monotonic() - began < 20
    assert worker not in children()
    assert not codes(read(held("a.docx", DOCX), pool.run))


def test_a_walk_given_up_half_way_leaves_no_worker_talking(pool):
    walking = walk(held("a.docx", DOCX), Budget(Limits(), time.monotonic), pool.run)
    while not isinstance(next(walking), Segment):
        pass
    walking.close()
    assert children() == []
    assert not codes(read(held("a.docx", DOCX), pool.run))


def test_workers_are_replaced_after_a_while(pool):
    assert pool.tasks == TASKS
    pool.tasks = 20
    for _ in range(19):
        read(held("a.docx", DOCX), pool.run)
    assert len(children()) == 1
    read(held("a.docx", DOCX), pool.run)
    assert children() == []


@pytest.mark.parametrize("size", [0, 1, 64 << 10, (64 << 10) + 1, 9 << 20])
def test_documents_of_any_size_are_handed_over(pool, tmp_path, size):
    """In the message, as a copy, as a file: the worker reads the same bytes."""
    data = (DOCX[:4] + b"no package, but some words %d " * 400000)[:size]
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    (docx,) = (reader for reader in readers() if reader.NAME == "docx")

    def given(blob):
        return [*pool.run(docx, blob, Locus(), Budget(Limits(), time.monotonic))]

    here = [*docx.extract(held("a.docx", data), Locus(), Budget(Limits(), time.monotonic))]
    assert told(given(held("a.docx", data))) == told(here)
    assert told(given(Blob("a.docx", size, lambda: path.open("rb", buffering=0)))) == told(here)


def test_more_threads_than_workers_wait_their_turn(pool):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(codes(read(held("a.docx", DOCX), pool.run)))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[]] * 8
    assert len(children()) <= 2


def test_documents_within_documents_within_a_pool_of_one():
    data = DOCX
    for _ in range(3):
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(DOCX)) as original, zipfile.ZipFile(stream, "w") as package:
            for member in original.namelist():
                package.writestr(member, original.read(member))
            package.writestr("word/embeddings/inner.docx", data)
        data = stream.getvalue()
    pool = Pool(1, MEMORY)
    try:
        found = read(held("a.docx", data), pool.run)
        assert sum(isinstance(item, Node) for item in found) >= 4
        assert not codes(found)
    finally:
        pool.close()


def test_a_worker_without_the_memory_it_needs_says_so():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        with zipfile.ZipFile(io.BytesIO(DOCX)) as original:
            for member in original.namelist():
                package.writestr(member, original.read(member))
        package.writestr("word/embeddings/big.bin", os.urandom(1 << 20) * 60)
    pool = Pool(1, 256 << 20)
    try:
        found = read(held("a.docx", stream.getvalue()), pool.run)
        assert codes(found)
    finally:
        pool.close()


def test_no_worker_outlives_the_pool(pool):
    read(held("a.docx", DOCX), pool.run)
    pool.close()
    assert children() == []
    assert RESIDENT > 0


def test_locus_and_issue_survive(pool):
    items = read(held("x.docx", DOCX[: len(DOCX) // 2]), pool.run)
    assert codes(items) == codes(read(held("x.docx", DOCX[: len(DOCX) // 2])))
    assert all(isinstance(item.locus, Locus) for item in items)


@pytest.mark.parametrize(
    "kind", [reader.NAME for reader in readers() if reader.ISOLATED and reader.NAME in build.PLAIN]
)
def test_a_worker_of_its_own_has_all_that_a_reader_imports(kind):
    """What another reader's libraries bring along is missing in the first worker of a process."""
    alone = Pool(1, MEMORY)
    try:
        for data in [*THEMED.get(kind, ()), *seeds(kind)[:1]]:
            assert IssueCode.WORKER_DIED not in codes(read(held(f"a.{kind}", data), alone.run))
    finally:
        alone.close()
