"""The journal under everything that happens to a program: several at once, interruptions, full disks, tampering."""

import json
import shutil
import signal

import pytest

from tests.e2e.support import Desk, file_limit, unprivileged
from tests.surfaces.cli.program import CLEAN, LETTER, checked

pytestmark = pytest.mark.e2e


def fill(folder, number):
    folder.mkdir()
    for name in range(number):
        (folder / f"{name:04}.txt").write_text(CLEAN, "utf-8")
    (folder / "letter.txt").write_text(LETTER, "utf-8")


def test_programs_at_once_make_one_chain(desk):
    fill(desk.home / "in", 150)
    running = [desk.start("scan", "in", "--format", "jsonl") for _ in range(3)]
    for process in running:
        with process:
            out, err = process.communicate(timeout=60)
        assert checked(process.returncode, out.decode(), err.decode())[0] == 1
        assert len(out.splitlines()) == 151
    assert desk.verified() == 453


@pytest.mark.parametrize(("end", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)])
def test_an_end_before_the_end_leaves_a_sound_chain(desk, end, code):
    fill(desk.home / "in", 1500)
    with desk.start("scan", "in", "--format", "jsonl") as process:
        first = process.stdout.readline()
        process.send_signal(end)
        out, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in err
    shown = [line for line in (first + out).splitlines(keepends=True) if line.endswith(b"\n")]
    assert all(json.loads(line) for line in shown)
    desk.run("scan", "in/letter.txt")  # what a death tore is put aside by the next program
    assert len(shown) < desk.verified() < 1500


def test_a_reader_that_goes_away_leaves_a_sound_chain(desk):
    fill(desk.home / "in", 1500)
    with desk.start("scan", "in", "--format", "jsonl") as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=60) == 3
        assert process.stderr.read() == b""
    assert desk.verified() > 0


def test_a_report_that_does_not_fit_is_said_and_leaves_no_half_report_under_its_name(desk):
    fill(desk.home / "in", 100)
    desk.run("scan", "in/letter.txt")
    code, _, err = desk.run(
        "scan", "in", "--format", "html", "--output", "report.html", preexec_fn=file_limit(20_000)
    )  # fmt: skip
    assert code == 2
    assert "File too large" in err
    assert "results so far" in err
    assert not (desk.home / "report.html").exists()


def test_what_cannot_be_recorded_is_held(desk):
    """The journal reaches the limit in the middle of the scan; standard output is a pipe and knows none."""
    fill(desk.home / "in", 100)
    code, found, err = desk.scan("in", preexec_fn=file_limit(40_000))
    actions = [result["action"] for result in found.values()]
    held = [result for result in found.values() if result["action"] == "hold"]
    assert len(found) == 101
    assert code in (1, 2)  # 2 where closing the journal fails as well
    assert actions[0] == "allow"
    assert {result["reasons"][0]["row"] for result in held} == {"not_recorded"}
    assert found["in/letter.txt"]["action"] == "block"
    assert err == "" or "journal" in err
    assert desk.verified() == actions.index("hold")


def test_a_journal_that_cannot_be_written_stops_before_anything_is_decided(desk):
    fill(desk.home / "in", 1)
    desk.journal.mkdir(mode=0o500)
    locked = Desk(desk.home, prefix=unprivileged())
    code, out, err = locked.run("scan", "in")
    assert (code, out) == (2, "")
    assert str(desk.journal) in err
    assert "check owner and mode" in err


def lines(path):
    return path.read_bytes().splitlines(keepends=True)


def edited(records):
    whole = lines(records)
    whole[1] = whole[1].replace(b'"action":"block"', b'"action":"allow"')
    records.write_bytes(b"".join(whole))


def deleted(records):
    whole = lines(records)
    del whole[1]
    records.write_bytes(b"".join(whole))


def swapped(records):
    first, second, *rest = lines(records)
    records.write_bytes(b"".join([second, first, *rest]))


def repeated(records):
    first, *rest = lines(records)
    records.write_bytes(b"".join([first, first, *rest]))


def truncated(records):
    records.write_bytes(b"".join(lines(records)[:-1]))


def torn(records):
    records.write_bytes(records.read_bytes()[:-20])


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    """A journal of four records, of which the second and the fourth are blocks."""
    desk = Desk(tmp_path_factory.mktemp("evidence"))
    fill(desk.home / "in", 1)
    for _ in range(2):
        desk.run("scan", "in")
    assert desk.verified() == 4
    return desk


@pytest.mark.parametrize(
    ("damage", "said", "korean"),
    [
        (edited, "record 2 (line 2): was edited", "기록 2 (2번째 줄)"),
        (deleted, "record 3 (line 2): records before it are missing: 2–2", "기록 3 (2번째 줄)"),
        (swapped, "record 2 (line 1): records before it are missing: 1–1", "기록 2 (1번째 줄)"),
        (repeated, "record 1 (line 2): is out of order", "기록 1 (2번째 줄)"),
        (truncated, "record 3 (line 3): records after it were cut off: 4–4", "기록 3 (3번째 줄)"),
        (torn, "record 4 (line 4): ", "기록 4 (4번째 줄)"),
    ],
)
def test_tampering_is_found_at_its_record(evidence, tmp_path, damage, said, korean):
    copy = tmp_path / "copy"
    shutil.copytree(evidence.journal, copy)
    damage(copy / "journal.jsonl")
    code, out, _ = evidence.run("journal", "verify", copy)
    assert (code, out.startswith(said)) == (1, True), out
    code, out, _ = evidence.run("journal", "verify", copy, "--lang", "ko")
    assert (code, out.startswith(korean)) == (1, True), out


def test_no_content_is_in_the_evidence(desk):
    fill(desk.home / "in", 0)
    desk.run("scan", "in", "--explain")
    number = LETTER.split()[2]
    for file in desk.journal.iterdir():
        content = file.read_text("utf-8")
        assert number not in content
        assert number.replace("-", "") not in content
