"""The commands beside `scan`."""

import pytest

from dlp import app, config
from dlp.surfaces.cli.config import toml
from tests.kernel import LANDLOCK
from tests.surfaces.cli.program import RRN, dlp, finish, start


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--version",), 0, "dlp 0."),
        (("--help",), 0, "scan"),
        (("rules", "list"), 0, "resident registration number"),
        (("rules", "list", "--lang", "ko"), 0, "주민등록번호"),
        (("rules", "show", "kr_rrn"), 0, "주민등록법"),
        (("rules", "show", "kr_rm"), 2, "kr_rrn"),
        (("policy", "services"), 0, "slack"),
        (("policy", "explain"), 0, "SAAS-13, PIPA-D-19"),
        (("policy", "explain", "--to", "slack"), 0, "FSI evaluation"),
        (("policy", "explain", "--to", "unheard.of"), 0, "not in the catalogue"),
        (("config", "check"), 0, "ok"),
        (("config", "show"), 0, "[policy.actions]"),
        (("journal", "verify", "no/such/place"), 2, "no/such/place"),
        (("nonsense",), 2, "nonsense"),
    ],
    ids=str,
)
def test_answers(arguments, code, words):
    found, out, err = dlp(*arguments)
    assert found == code, out + err
    assert words in out + err


def test_a_text_is_tried_from_standard_input_and_leaves_no_record():
    before = dlp("journal", "verify")
    code, out, _ = dlp("rules", "test", stdin=f"주민등록번호 {RRN}".encode())
    assert code == 1
    assert "[kr_rrn]" in out
    assert dlp("rules", "test", "안녕하세요")[0] == 0
    assert dlp("journal", "verify") == before


def test_doctor_says_what_holds_and_a_fresh_installation_is_sound():
    code, out, _ = dlp("doctor")
    states = {line.split()[1]: line.split()[0] for line in out.splitlines()}
    assert code == 0
    assert set(states.values()) <= {"yes", "note"}
    assert (states["journal"], states["services"]) == ("yes", "note")
    assert states["isolation"] == ("yes" if LANDLOCK else "note")


@pytest.mark.parametrize(
    ("firm", "name"),
    [('[policy]\nmode = "simulate"', "enforce"), ("[journal]\nenabled = false", "journal"),
     ('[policy.actions]\nunique_id = "flag"', "rows")],
)  # fmt: skip
def test_doctor_says_what_does_not_hold(tmp_path, firm, name):
    (tmp_path / "dlp.toml").write_text(firm)
    code, out, _ = dlp("doctor", "--config", tmp_path / "dlp.toml")
    assert code == 1
    assert [line.split()[1] for line in out.splitlines() if line.startswith("NO")] == [name]


def test_a_tampered_journal_is_found(own_state, tmp_path):
    (tmp_path / "a.txt").write_text("x")
    for _ in range(3):
        dlp("scan", "a.txt", cwd=tmp_path, XDG_STATE_HOME=str(own_state))
    records = own_state / "dlp" / "journal" / "journal.jsonl"
    records.write_bytes(records.read_bytes().replace(b'"name":"a.txt"', b'"name":"b.txt"', 1))
    code, out, _ = dlp("journal", "verify", XDG_STATE_HOME=str(own_state))
    assert code == 1
    assert out.startswith("record 1 (line 1): was edited")


def test_what_is_shown_loads_to_the_same_configuration():
    shown = "\n".join(toml(app.load(None)))
    shipped = config.parse(b"", "shipped", shown.encode())
    assert shipped == app.load(None)


def test_a_firms_own_values_are_shown(tmp_path):
    (tmp_path / "dlp.toml").write_text(
        '[policy]\nmode = "simulate"\n[services.slack]\nevaluation_id = "1-\\"가\\""\n'
        "evaluated_on = 2026-05-04\nevaluation_expires = 2027-05-03\n",
        "utf-8",
    )
    firm = app.load(tmp_path / "dlp.toml")
    assert config.parse(b"", "shown", "\n".join(toml(firm)).encode()) == firm


def test_a_bug_is_a_message_without_content():
    program = (
        "import sys\nfrom dlp import app\nfrom dlp.__main__ import main\n"
        f"app.open_inspector = lambda *_: {{}}['{RRN}']\n"
        "sys.argv = ['dlp', 'scan', '-']\nmain()\n"
    )
    code, out, err = finish(start("-c", program))
    assert (code, out) == (4, "")
    assert err.startswith("dlp: 프로그램 오류 / internal error: KeyError (<lambda>:")
