"""`dlp scan` as a user meets it."""

import json
import os
import shutil
import signal
import sys
import time

import pytest

from dlp.render import Format
from tests.surfaces.cli.program import CARD, CLEAN, LETTER, ROOT, dlp, finish, start, start_any


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A directory with everything that can go wrong in one, and a letter that must not leave."""
    root = tmp_path_factory.mktemp("tree")
    (root / "letter.txt").write_text(LETTER, "utf-8")
    (root / "cp949.txt").write_bytes(LETTER.encode("cp949"))
    (root / "clean.md").write_text(CLEAN, "utf-8")
    (root / "garbage.bin").write_bytes(bytes(range(256)) * 8)
    (root / "na\x1b[31mme\n.txt").write_text(CLEAN, "utf-8")
    (root / os.fsdecode(b"not-utf8-\xff.txt")).write_text(CLEAN, "utf-8")
    (root / "nowhere").symlink_to("does-not-exist")
    (root / "sub").mkdir()
    (root / "sub" / "loop").symlink_to("..")
    (root / "sub" / "self").symlink_to("self")
    (root / "sub" / "linked.txt").symlink_to("../letter.txt")
    os.mkfifo(root / "sub" / "pipe")
    return root


@pytest.fixture(scope="module")
def scanned(tree):
    code, out, err = finish(start("-m", "dlp", "scan", ".", "--format", "jsonl", cwd=tree))
    return code, {found["path"]: found for found in map(json.loads, out.splitlines())}, err


def test_every_file_has_its_result_in_order(scanned):
    code, found, _ = scanned
    assert code == 1
    assert list(found) == [
        "clean.md", "cp949.txt", "garbage.bin", "letter.txt", "na\\x1b[31mme\\n.txt", "not-utf8-\\udcff.txt",
        "nowhere", "sub/linked.txt", "sub/self",
    ]  # fmt: skip


def test_the_same_letter_gets_the_same_verdict_however_it_is_stored(scanned):
    _, found, _ = scanned
    letters = [found[name] for name in ("letter.txt", "cp949.txt", "sub/linked.txt")]
    assert {letter["action"] for letter in letters} == {"block"}
    assert len({letter["findings"][0]["fingerprint"] for letter in letters}) == 1
    assert [reason["clause"] for reason in letters[0]["reasons"]] == ["SAAS-13"]


def test_what_cannot_be_read_is_held_not_clean(scanned):
    _, found, _ = scanned
    for name in ("nowhere", "sub/self", "garbage.bin"):
        assert found[name]["action"] == "hold"
        assert found[name]["coverage"] != "full"
    assert found["nowhere"]["status"] == found["sub/self"]["status"] == "unreadable"


def test_what_is_not_followed_is_noted(scanned):
    _, _, err = scanned
    assert "sub/loop: a link to a directory: not followed" in err
    assert "sub/pipe: a device, pipe or socket: not read" in err


def test_table_for_people(tree):
    code, out, _ = dlp("scan", "letter.txt", "clean.md", "--lang", "ko", cwd=tree)
    assert code == 1
    assert out.startswith("차단  letter.txt")
    assert "고유식별정보 · 정보주체 1명" in out
    assert "SAAS-13" in out
    assert "허용  clean.md" in out
    assert "파일 2개 · 차단 1 · 허용 1" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(("variables", "korean"), [({"LANG": "ko_KR.UTF-8"}, True), ({"LANG": "C.UTF-8"}, False),
    ({"LC_ALL": "ko_KR.UTF-8", "LANG": "en_US.UTF-8"}, True)])  # fmt: skip
def test_the_locale_chooses_the_language(tree, variables, korean):
    _, out, _ = dlp("scan", "clean.md", cwd=tree, **variables)
    assert out.startswith("허용") == korean


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("clean.md",), 0),
        (("letter.txt",), 1),
        (("nowhere",), 3),
        (("sub/pipe",), 3),
        (("no/such/file",), 3),
        (("letter.txt", "nowhere"), 1),
        (("letter.txt", "--fail-on", "block"), 1),
        (("clean.md", "--to", "slack"), 1),
        (("nowhere", "--to", "slack"), 1),
        (("clean.md", "--to", "unheard.of"), 1),
        ((), 2),
        (("clean.md", "--format", "xml"), 2),
        (("clean.md", "--config", "none.toml"), 2),
        (("clean.md", "--baseline", "none.toml"), 2),
        (("clean.md", "--output", "no/such/directory/out"), 2),
        (("-", "--redact", "copies"), 2),
        ((".", "--redact", "sub"), 2),
    ],
    ids=str,
)
def test_exit_codes(tree, arguments, code):
    assert dlp("scan", *arguments, cwd=tree)[0] == code


@pytest.mark.parametrize("form", Format)
def test_every_format_says_the_same_on_a_pipe_and_in_a_file(tree, tmp_path, form):
    code, out, _ = dlp("scan", "letter.txt", "garbage.bin", "--format", form, "--output", tmp_path / "out", cwd=tree)
    assert (code, out) == (1, "")
    text = (tmp_path / "out").read_text("utf-8-sig")
    assert "letter.txt" in text
    assert "garbage.bin" in text
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_standard_input():
    code, out, _ = dlp("scan", "-", "--format", "jsonl", stdin=LETTER.encode())
    assert (code, json.loads(out)["path"]) == (1, "-")


def test_each_json_line_is_a_message(tmp_path):
    lines = [{"text": LETTER}, {"text": CLEAN}, {"other": f"카드 {CARD}"}, {"text": {"deep": [LETTER]}}]
    path = tmp_path / "chat.jsonl"
    path.write_text("\n".join([*map(json.dumps, lines), "", "not json", ""]), "utf-8")
    code, out, _ = dlp("scan", "chat.jsonl", "--jsonl-field", "text", "--format", "jsonl", cwd=tmp_path)
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [item["path"] for item in found] == [f"chat.jsonl:{number}" for number in (1, 2, 3, 4, 6)]
    assert [item["action"] for item in found] == ["block", "allow", "flag", "block", "allow"]


def test_explain(tree):
    _, out, _ = dlp("scan", "letter.txt", "--explain", cwd=tree)
    text = " ".join(out.split())
    assert "word nearby: 주민" in text
    assert "→ BLOCK (resident registration number 1)" in text


def test_the_report_does_not_scan_itself(tree, tmp_path):
    (tmp_path / "letter.txt").write_text(LETTER, "utf-8")
    dlp("scan", ".", "--output", "report.jsonl", "--format", "jsonl", cwd=tmp_path)
    assert len((tmp_path / "report.jsonl").read_text("utf-8").splitlines()) == 1


def test_devices_are_written_to_and_links_stay_links(tree, tmp_path):
    (tmp_path / "null").symlink_to(os.devnull)
    (tmp_path / "link").symlink_to("file")
    assert dlp("scan", "clean.md", "--output", tmp_path / "null", cwd=tree)[0] == 0
    assert dlp("scan", "clean.md", "--output", tmp_path / "link", cwd=tree)[0] == 0
    assert not os.path.isfile(os.devnull)  # noqa: PTH113
    assert "clean.md" in (tmp_path / "file").read_text("utf-8")
    assert (tmp_path / "link").is_symlink()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux only")  # noqa: PTH110
@pytest.mark.parametrize("arguments", [("--output", "/dev/full"), ("--output", "/dev/full", "--format", "json")])
def test_a_full_disk_is_said(tree, arguments):
    code, _, err = dlp("scan", "clean.md", *arguments, cwd=tree)
    assert code == 2
    assert "No space left on device" in err


def test_simulation_lets_pass_and_says_so(tree, tmp_path):
    (tmp_path / "dlp.toml").write_text('[policy]\nmode = "simulate"\n', "utf-8")
    code, out, _ = dlp("scan", "letter.txt", "--config", tmp_path / "dlp.toml", cwd=tree)
    assert code == 0
    assert "BLOCK letter.txt (simulated)" in out
    assert "nothing was stopped" in out


def test_a_broken_configuration_is_named_with_its_key(tree, tmp_path):
    (tmp_path / "dlp.toml").write_text("[scan]\nmax_findingz = 3\n", "utf-8")
    code, out, err = dlp("scan", "clean.md", "--config", tmp_path / "dlp.toml", cwd=tree)
    assert (code, out) == (2, "")
    assert "dlp.toml" in err
    assert "scan.max_findingz" in err


def test_permission_denied(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "ok.txt").write_text(CLEAN, "utf-8")
    (tmp_path / "secret").chmod(0)
    (tmp_path / "file").chmod(0)
    command = (*unprivileged(), sys.executable, "-m", "dlp", "scan", "--format", "jsonl")
    try:
        runs = [finish(start_any(*command, *paths, cwd=tmp_path)) for paths in ((".",), ("secret", "file", "ok.txt"))]
    finally:
        (tmp_path / "secret").chmod(0o700)
    for code, out, _ in runs:
        found = {item["path"]: item["status"] for item in map(json.loads, out.splitlines())}
        assert (code, found) == (3, {"file": "unreadable", "ok.txt": "ok", "secret": "unreadable"})


def unprivileged():
    """For root a way to become somebody whom permissions concern."""
    if os.geteuid():
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root may read everything")
    return ("setpriv", "--bounding-set=-all", "--inh-caps=-all")


def test_every_decision_is_on_record(tree):
    before = dlp("journal", "verify")[1]
    dlp("scan", "letter.txt", "clean.md", cwd=tree)
    code, after, _ = dlp("journal", "verify")
    assert code == 0
    assert int(after.split()[0]) - int(before.split()[0]) == 2


def running(*arguments, cwd):
    return start("-m", "dlp", "scan", *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    root = tmp_path_factory.mktemp("many")
    for number in range(3000):
        (root / f"{number:04}.txt").write_text(CLEAN, "utf-8")
    return root


def test_results_stream_and_an_interruption_keeps_them(many):
    with running(".", "--format", "jsonl", cwd=many) as process:
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    lines = (first + out).splitlines()
    assert process.returncode == 130
    assert 0 < len(lines) < 3000
    assert all(json.loads(line) for line in lines)
    assert b"Traceback" not in err


def test_a_file_appears_only_when_it_is_complete(many, tmp_path):
    target = tmp_path / "out.jsonl"
    with running(".", "--format", "jsonl", "--output", str(target), cwd=many) as process:
        deadline = time.monotonic() + 30
        while not any(path.stat().st_size for path in tmp_path.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    (partial,) = tmp_path.iterdir()
    assert process.returncode == 130
    assert partial != target
    assert str(partial) in err.decode()
    assert all(json.loads(line) for line in partial.read_text("utf-8").splitlines())


def test_a_reader_that_goes_away_is_no_error_message(many):
    with running(".", "--format", "jsonl", cwd=many) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=30) == 3
        assert process.stderr.read() == b""


def test_the_readme_has_the_table_of_exit_codes():
    from dlp.surfaces.cli.exits import markdown

    assert markdown() in (ROOT / "README.md").read_text("utf-8")
