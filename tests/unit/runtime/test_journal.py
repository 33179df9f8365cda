import json
import os
import random
import resource
import signal
import stat
import threading
import time
from itertools import count

import pytest

from dlp.audit.record import draft
from dlp.audit.verify import Fault, Head
from dlp.errors import JournalError
from dlp.runtime import journal as journals
from dlp.runtime.journal import Journal, verify
from tests.unit.audit.support import ALLOWED, KEY, ORIGIN, OTHER_KEY, RESULT, TIME
from tests.unit.runtime.support import finish, fork

BLOCKED = draft(RESULT, ORIGIN, "blocked", TIME)
PASSED = draft(ALLOWED, ORIGIN, "passed", TIME)


@pytest.fixture
def place(tmp_path):
    return tmp_path / "journal"


def written(place, number=3, what=BLOCKED):
    with Journal(place, KEY) as journal:
        return [journal.append(what) for _ in range(number)]


def records(place):
    return place / "journal.jsonl"


def head(place):
    return Head.decode((place / "journal.head").read_bytes(), KEY)


def test_what_is_appended_is_there_and_verifies(place):
    appended = written(place)
    assert records(place).read_bytes() == b"".join(record.line for record in appended)
    outcome = verify(place, KEY)
    assert (outcome.sound, outcome.records, outcome.last) == (True, 3, Head(3, appended[-1].hash))


def test_it_is_for_its_owner_alone(place):
    written(place)
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in place.iterdir()} == {0o600}


def test_the_chain_goes_on_after_a_restart(place):
    written(place)
    (record,) = written(place, 1)
    assert record.sequence == 4
    assert verify(place, KEY).sound


def test_a_block_is_covered_by_the_head_at_once_and_an_allow_soon(place, monkeypatch):
    monkeypatch.setattr(journals, "INTERVAL", 3600)
    with Journal(place, KEY) as journal:
        for _ in range(journals.BATCH - 1):
            journal.append(PASSED)
        assert head(place).sequence == 0
        journal.append(PASSED)
        assert head(place).sequence == journals.BATCH
        journal.append(PASSED)
        journal.append(BLOCKED)
        assert head(place).sequence == journals.BATCH + 2
        journal.append(PASSED)
        assert journal.sync() == head(place)
        assert head(place).sequence == journals.BATCH + 3
        journal.append(PASSED)
    assert head(place).sequence == journals.BATCH + 4


def test_processes_share_one_chain(place):
    with Journal(place, KEY) as first, Journal(place, KEY) as second:
        for _ in range(20):
            first.append(PASSED)
            second.append(PASSED)
            second.append(BLOCKED)
    outcome = verify(place, KEY)
    assert (outcome.sound, outcome.records) == (True, 60)


def test_threads_share_one_journal(place):
    with Journal(place, KEY) as journal:
        threads = [
            threading.Thread(target=lambda: [journal.append(PASSED) for _ in range(50)], name=str(number))
            for number in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    outcome = verify(place, KEY)
    assert (outcome.sound, outcome.records) == (True, 200)


def test_after_a_fork_it_must_be_opened_anew(place):
    def append(write):
        try:
            journal.append(PASSED)
        except JournalError as error:
            write(str(error).encode())

    with Journal(place, KEY) as journal:
        assert b"open one in each process" in finish(*fork(append))
        journal.append(PASSED)
    assert verify(place, KEY).records == 1


def append_forever(place, write):
    """Says each record once `append` has returned."""
    with Journal(place, KEY) as journal:
        for number in count(1):
            record = journal.append(BLOCKED if number % 7 == 0 else PASSED)
            write(f"{record.sequence} {record.hash}\n".encode())


def test_killed_writers_lose_nothing_that_was_acknowledged(place):
    """Thirty rounds of two writers at once, both killed at a random moment."""
    seed = random.Random(20260420)
    acknowledged = {}
    for _ in range(30):
        writers = [fork(lambda write: append_forever(place, write)) for _ in range(2)]
        time.sleep(seed.random() / 20)
        for child, _ in writers:
            os.kill(child, signal.SIGKILL)
        for child, read in writers:
            whole_lines = finish(child, read).rpartition(b"\n")[0].decode().splitlines()
            acknowledged.update(line.split() for line in whole_lines)
    Journal(place, KEY).close()

    outcome = verify(place, KEY)
    on_disk = {
        str(table["body"]["sequence"]): table["hash"]
        for table in map(json.loads, records(place).read_bytes().splitlines())
    }
    assert outcome.problems == ()
    assert len(acknowledged) > 300
    assert acknowledged.items() <= on_disk.items()


@pytest.mark.parametrize("torn", [b"{", b'{"body":{"event":', "가".encode()[:2]])
def test_a_torn_line_is_moved_aside_and_reported(place, torn):
    written(place)
    with records(place).open("ab") as file:
        file.write(torn)
    assert [problem.fault for problem in verify(place, KEY).problems] == [Fault.MALFORMED]

    with Journal(place, KEY) as journal:
        assert journal.torn == (len(torn),)
        assert journal.append(BLOCKED).sequence == 4

    assert (place / "journal.torn").read_bytes() == torn + b"\n"
    assert verify(place, KEY).sound


def test_a_torn_first_line(place):
    written(place, 0)
    records(place).write_bytes(b"{")
    with Journal(place, KEY) as journal:
        assert (journal.torn, journal.append(BLOCKED).sequence) == ((1,), 1)


def test_a_line_that_another_process_left_torn_is_moved_aside(place):
    with Journal(place, KEY) as journal:
        journal.append(BLOCKED)
        with records(place).open("ab") as file:
            file.write(b'{"bo')
        assert journal.append(BLOCKED).sequence == 2
        assert journal.torn == (4,)
    assert verify(place, KEY).sound


def test_records_written_after_the_last_head_are_taken_up(place, monkeypatch):
    monkeypatch.setattr(journals, "INTERVAL", 3600)
    journal = Journal(place, KEY)
    journal.append(PASSED)
    assert head(place).sequence == 0
    written(place, 0)
    assert head(place).sequence == 1
    journal.close()


def test_a_crash_while_the_journal_is_made_is_no_damage(place):
    written(place, 0)
    records(place).unlink()
    (place / "journal.head.new").write_bytes(b"{")
    assert written(place, 1)[0].sequence == 1
    assert verify(place, KEY).sound


def cut_last_record(place):
    lines = records(place).read_bytes().splitlines(keepends=True)
    records(place).write_bytes(b"".join(lines[:-1]))


def edit_last_record(place):
    data = records(place).read_bytes()
    records(place).write_bytes(data[:-300] + data[-300:].replace(b'"policy"', b'"Policy"'))


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (cut_last_record, Fault.TRUNCATED),
        (lambda place: records(place).write_bytes(b""), Fault.TRUNCATED),
        (lambda place: (place / "journal.head").unlink(), Fault.HEAD),
        (lambda place: (place / "journal.head").write_bytes(b"{}"), Fault.HEAD),
        (lambda place: (place / "journal.head").write_bytes(Head(1).encode(OTHER_KEY)), Fault.HEAD),
    ],
    ids=["cut", "emptied", "head deleted", "head broken", "head forged"],
)
def test_damage_is_found_and_nothing_is_added_to_it(place, damage, fault):
    written(place)
    damage(place)
    before = records(place).read_bytes()
    assert fault in {problem.fault for problem in verify(place, KEY).problems}
    with pytest.raises(JournalError, match="dlp journal verify"):
        Journal(place, KEY)
    assert records(place).read_bytes() == before


def test_a_journal_that_forked_from_its_head_is_not_continued(place, tmp_path):
    written(place)
    written(tmp_path / "other", 2)
    with Journal(tmp_path / "other", KEY) as other:
        other.append(PASSED)
    records(place).write_bytes(records(tmp_path / "other").read_bytes())
    assert [problem.fault for problem in verify(place, KEY).problems] == [Fault.REPLACED]
    with pytest.raises(JournalError, match="do not end where the head says"):
        Journal(place, KEY)


def test_opening_and_closing_changes_nothing(place):
    written(place)
    before = {file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in place.iterdir()}
    written(place, 0)
    assert {file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in place.iterdir()} == before


def test_records_that_are_gone_are_missed(place):
    written(place)
    records(place).unlink()
    with pytest.raises(JournalError, match="records are missing"):
        Journal(place, KEY)
    with pytest.raises(JournalError, match=r"journal\.jsonl"):
        verify(place, KEY)


def test_another_key_does_not_continue_the_chain(place):
    written(place)
    with pytest.raises(JournalError, match="not genuine"):
        Journal(place, OTHER_KEY)


def test_a_last_record_that_is_not_genuine_stops_the_journal(place):
    written(place)
    data = records(place).read_bytes()
    records(place).write_bytes(data.replace(b'"sequence":3', b'"sequence":4'))
    with pytest.raises(JournalError, match="not genuine"):
        Journal(place, KEY)


def test_a_journal_put_back_whole_shows_against_a_head_kept_elsewhere(place):
    first, *_, last = written(place)
    cut_last_record(place)
    cut_last_record(place)
    (place / "journal.head").write_bytes(Head(1, first.hash).encode(KEY))
    assert verify(place, KEY).sound
    assert [problem.fault for problem in verify(place, KEY, [Head(3, last.hash)]).problems] == [Fault.TRUNCATED]


@pytest.mark.parametrize(
    "damage", [lambda path: path.unlink(), lambda path: os.truncate(path, 10)], ids=["gone", "cut"]
)
def test_damage_while_it_is_open_is_noticed(place, damage):
    journal = Journal(place, KEY)
    journal.append(BLOCKED)
    damage(records(place))
    with pytest.raises(JournalError, match="deleted or cut while in use"):
        journal.append(BLOCKED)
    with pytest.raises(JournalError, match="deleted or cut while in use"):
        journal.close()


def test_a_full_disk_is_an_error_that_says_what_to_do_and_leaves_no_torn_line(place):
    """The limit on file sizes fails a write half way, as a full disk does."""

    def overflow(write):
        journal = Journal(place, KEY)
        size = len(journal.append(BLOCKED).line)
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (size * 2 - 100, hard))
        try:
            journal.append(BLOCKED)
        except JournalError as error:
            write(str(error).encode())
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        journal.append(BLOCKED)
        journal.close()

    said = finish(*fork(overflow)).decode()
    assert str(place) in said
    assert "make room" in said
    outcome = verify(place, KEY)
    assert (outcome.sound, outcome.records) == (True, 2)


def test_a_directory_that_others_can_write_is_refused(place):
    place.mkdir()
    place.chmod(0o770)
    with pytest.raises(JournalError, match=f"chmod 700 {place}"):
        Journal(place, KEY)


def test_a_place_that_is_no_directory_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(JournalError, match="file"):
        Journal(tmp_path / "file", KEY)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_directory_that_cannot_be_written_says_what_to_check(place):
    place.mkdir()
    place.chmod(0o500)
    with pytest.raises(JournalError, match="check owner and mode"):
        Journal(place, KEY)


def test_a_copied_journal_verifies_without_its_lock(place, tmp_path):
    written(place)
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("journal.jsonl", "journal.head"):
        (copy / name).write_bytes((place / name).read_bytes())
    assert verify(copy, KEY).sound
    assert verify(copy, None).sound


def test_verification_needs_little_memory(place):
    def peak(write):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert not verify(place, KEY).sound
        write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before).encode())

    written(place, 1)
    with records(place).open("ab") as file:
        for _ in range(64):
            file.write(b"x" * (1 << 20))
    assert int(finish(*fork(peak))) < 16 << 10


@pytest.mark.bench
def test_appending_takes_microseconds(place, monkeypatch, capsys):
    """Best of five rounds, syncs aside; the rest is the disk's."""
    monkeypatch.setattr(journals, "BATCH", 1 << 30)
    monkeypatch.setattr(journals, "INTERVAL", 3600)
    rounds = []
    with Journal(place, KEY) as journal:
        for _ in range(5):
            begin = time.perf_counter()
            for _ in range(1000):
                journal.append(PASSED)
            rounds.append((time.perf_counter() - begin) / 1000)
    with capsys.disabled():
        print(f"\njournal: {min(rounds) * 1e6:.1f} µs for a record that is not synced")  # noqa: T201
    assert min(rounds) < 50e-6
