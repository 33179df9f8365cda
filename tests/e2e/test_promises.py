"""From one end to the other: what is said once is said in every format, and one command's output is the next's input."""

import json
import re

import pytest

from dlp.render import Format
from tests.e2e.support import Desk
from tests.surfaces.cli.program import CARD, CLEAN, LETTER, RRN

pytestmark = pytest.mark.e2e

SIMULATED = {
    Format.TABLE: "nothing was stopped",
    Format.JSON: '"simulated": true',
    Format.JSONL: '"simulated": true',
    Format.CSV: ",block,allow,",
    Format.SARIF: "nothing was stopped",
    Format.JUNIT: "nothing was stopped",
    Format.HTML: "nothing was stopped",
}


@pytest.mark.parametrize("form", Format)
def test_simulation_says_so_in_every_format(desk, form):
    simulating = Desk(desk.home, '[policy]\nmode = "simulate"')
    (desk.home / "letter.txt").write_text(LETTER, "utf-8")
    code, out, _ = simulating.run("scan", "letter.txt", "--format", form)
    assert code == 0
    assert SIMULATED[form] in out
    enforcing = Desk(desk.home / "firm")
    enforcing.home.mkdir()
    code, out, _ = enforcing.run("scan", "../letter.txt", "--format", form)
    assert code == 1
    assert SIMULATED[form] not in out


def test_simulation_is_in_the_evidence_and_in_the_doctors_report(desk):
    simulating = Desk(desk.home, '[policy]\nmode = "simulate"')
    (desk.home / "letter.txt").write_text(LETTER, "utf-8")
    simulating.run("scan", "letter.txt")
    event = json.loads((desk.journal / "journal.jsonl").read_text("utf-8"))["body"]["event"]
    assert (event["action"], event["effective"], event["simulated"]) == ("block", "allow", True)
    assert simulating.run("doctor")[0] == 1


def test_from_findings_to_a_baseline_to_its_expiry(desk):
    (desk.home / "letter.txt").write_text(LETTER + f"카드번호 {CARD}\n", "utf-8")
    assert desk.run("scan", "letter.txt", "--write-baseline", "b.toml")[0] == 1
    accepted = (desk.home / "b.toml").read_text("utf-8")
    accepted = accepted.replace('reason = ""', 'reason = "시험"').replace('approved_by = ""', 'approved_by = "팀"')
    (desk.home / "b.toml").write_text(accepted, "utf-8")
    assert desk.run("scan", "letter.txt", "--baseline", "b.toml")[0] == 0
    (desk.home / "b.toml").write_text(re.sub(r"expires = .*", "expires = 2026-01-01", accepted, count=1), "utf-8")
    code, _, err = desk.run("scan", "letter.txt", "--baseline", "b.toml")
    assert code == 1
    assert err.count("counts again") == 1


def test_masked_copies_scan_clean(desk):
    (desk.home / "in").mkdir()
    (desk.home / "in" / "letter.txt").write_text(LETTER, "utf-8")
    (desk.home / "in" / "cp949.csv").write_bytes(f"이름,주민등록번호\n홍,{RRN}\n".encode("cp949"))
    assert desk.run("scan", "in", "--redact", "out")[0] == 1
    code, found, _ = desk.scan("out")
    assert (code, len(found)) == (0, 2)


def test_messages_come_by_lines_and_by_standard_input(desk):
    lines = "".join(json.dumps({"text": text}) + "\n" for text in (LETTER, CLEAN))
    (desk.home / "chat.jsonl").write_text(lines, "utf-8")
    code, found, _ = desk.scan("chat.jsonl", "--jsonl-field", "text")
    assert (code, [result["action"] for result in found.values()]) == (1, ["block", "allow"])
    with (desk.home / "chat.jsonl").open("rb") as stdin:
        code, found, _ = desk.scan("-", "--jsonl-field", "text", stdin=stdin)
    assert (code, list(found)) == (1, ["-:1", "-:2"])
    assert desk.verified() == 4


@pytest.mark.parametrize(("lang", "words"), [("ko", ("차단", "2번째 줄", "고유식별정보")), ("en", ("BLOCK", "line 2"))])
@pytest.mark.parametrize("form", [Format.TABLE, Format.HTML, Format.JUNIT])
def test_reports_for_people_speak_one_language(desk, form, lang, words):
    (desk.home / "letter.txt").write_text("\n" + LETTER, "utf-8")
    _, out, _ = desk.run("scan", "letter.txt", "--format", form, "--lang", lang)
    assert all(word in out for word in words)
    assert ("차단" in out) == (lang == "ko")
    assert ("BLOCK" in out) == (lang == "en")
