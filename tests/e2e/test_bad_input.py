"""Whatever is put before it: a message naming file and cause, the rest scanned, nothing lost, the evidence whole."""

import json
import os

import pytest

from tests.e2e import bombs
from tests.e2e.support import Desk, unprivileged
from tests.surfaces.cli.program import CLEAN, LETTER

pytestmark = pytest.mark.e2e


def letter(path):
    path.write_text(LETTER, "utf-8")


def clean(path):
    path.write_text(CLEAN, "utf-8")


def garbage(path):
    path.write_bytes(bytes(range(256)) * 8)


def invalid(path):
    path.write_bytes(LETTER.encode() + b"\x80\xff\x81" * 3 + CLEAN.encode())


def locked(path):
    path.write_text(LETTER, "utf-8")
    path.chmod(0)


def locked_directory(path):
    path.mkdir()
    path.chmod(0)


def loop(path):
    path.mkdir()
    (path / "again").symlink_to("..", target_is_directory=True)
    clean(path / "inside.txt")


# Name, maker, action, what the result must say. Where nothing is said the file has no result of its own.
FOLDER = [
    ("clean.txt", clean, "allow", ""),
    ("letter.txt", letter, "block", "unique identification information"),
    ("binary", garbage, "hold", "this format is not supported"),
    ("invalid.txt", invalid, "block", "cannot be read as text"),
    ("locked.txt", locked, "hold", "Permission denied"),
    ("locked", locked_directory, "hold", "Permission denied"),
    ("gone", lambda path: path.symlink_to("nowhere"), "hold", "No such file"),
    ("self", lambda path: path.symlink_to("self"), "hold", "symbolic links"),
    ("bell\a\x1b[31m\n\u202etxt.txt", clean, "allow", ""),
    (os.fsdecode(b"cp949-\xb0\xa1.txt"), clean, "allow", ""),
    ("torn.docx", lambda path: path.write_bytes(b"PK\3\4" + bytes(40)), "hold", "Damaged"),
    ("empty", lambda path: path.write_bytes(b""), "allow", ""),
    ("bomb.zip", lambda path: path.write_bytes(bombs.lying(1 << 30)), "hold", "zip bomb"),
]
SHOWN = {
    "bell\a\x1b[31m\n\u202etxt.txt": r"bell\x07\x1b[31m\n\u202etxt.txt",
    os.fsdecode(b"cp949-\xb0\xa1.txt"): r"cp949-\udcb0\udca1.txt",
}


@pytest.fixture(scope="module")
def troubled(tmp_path_factory):
    """A folder of all that, and somebody whom permissions concern."""
    home = tmp_path_factory.mktemp("troubled")
    folder = home / "in"
    folder.mkdir()
    for name, make, _, _ in FOLDER:
        make(folder / name)
    loop(folder / "loop")
    yield Desk(home, prefix=unprivileged())
    (folder / "locked").chmod(0o700)


def test_each_file_has_its_verdict_and_the_evidence_is_whole(troubled):
    before = troubled.verified() if troubled.journal.exists() else 0
    code, found, err = troubled.scan("in")
    expected = {f"in/{SHOWN.get(name, name)}": action for name, _, action, _ in FOLDER}
    assert code == 1
    assert {path: result["action"] for path, result in found.items()} == {**expected, "in/loop/inside.txt": "allow"}
    assert "in/loop/again: a link to a directory: not followed" in err
    assert all(result["coverage"] == "full" for result in found.values() if result["action"] == "allow")
    assert troubled.verified() - before == len(found)


def test_each_message_names_file_and_cause(troubled):
    _, out, _ = troubled.run("scan", "in")
    blocks = {}
    for line in out.splitlines():
        if not line.startswith(" "):
            name = line[6:].split("  ")[0]
        blocks[name] = blocks.get(name, "") + " " + line.strip()
    for name, _, action, words in FOLDER:
        block = blocks[f"in/{SHOWN.get(name, name)}"]
        assert block.strip().startswith(action.upper())
        assert words in block


def test_what_could_not_be_read_has_no_digest(troubled):
    _, found, _ = troubled.scan("in")
    assert {found[f"in/{name}"]["sha256"] for name in ("locked.txt", "locked", "gone", "self")} == {""}


def test_only_unread_files_is_exit_code_3(troubled):
    assert troubled.scan("in/gone", "in/locked.txt", "in/clean.txt", "no/such/file")[0] == 3


def test_a_name_that_looks_like_a_number_is_masked_in_the_evidence(desk):
    name = LETTER.split()[2]
    (desk.home / f"{name}.txt").write_text(CLEAN, "utf-8")
    with desk.start("scan", f"{name}.txt") as process:
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert name not in out.decode()
    assert "**************.txt" in out.decode()
    record = (desk.journal / "journal.jsonl").read_text("utf-8")
    assert name not in record
    assert "**************.txt" in record
    assert desk.verified() == 1


BOMBS = {
    "nested": (bombs.nested, "zip bomb"),
    "flat": (lambda: bombs.flat(10 << 30), "Over the size limit"),
    "lying": (lambda: bombs.lying(10 << 30), "partly read: limit reached"),
    "overlapping": (lambda: bombs.overlapping(1000, 21 << 20), "entries overlap"),
}


def bombed(desk, kind):
    make, words = BOMBS[kind]
    (desk.home / "bomb.zip").write_bytes(make())
    (desk.home / "letter.txt").write_text(LETTER, "utf-8")
    code, out, peak = desk.measured("scan", "bomb.zip", "letter.txt")
    assert code == 1
    assert out.startswith("HOLD  bomb.zip")
    assert words in " ".join(out.split())
    assert "BLOCK letter.txt" in out
    assert peak < 512
    assert desk.verified() == 2


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_held_and_the_next_file_is_scanned(desk, kind):
    (desk.home / "dlp.toml").write_text(
        f'[journal]\ndirectory = "{desk.journal}"\n[limits]\nunpacked_bytes = {32 << 20}\npart_bytes = {8 << 20}\n'
    )
    bombed(desk, kind)


@pytest.mark.slow
@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_under_the_shipped_limits(desk, kind):
    bombed(desk, kind)


# Name, maker, and what the result must say, one of it. A sheet with one far cell is no bomb to who follows the file.
DOCUMENTS = [
    ("nested.zip", bombs.nested, "ratio too-large"),
    ("deep.zip", lambda: bombs.deep(40), "too-deep"),
    ("overlapping.zip", lambda: bombs.overlapping(1000, 21 << 20), "suspicious"),
    ("lying.zip", lambda: bombs.lying(2 << 30), "ratio too-large"),
    ("blanks.gz", lambda: bombs.gzipped(2 << 30), "ratio too-large"),
    ("section.hwp", lambda: bombs.section(300 << 20), "ratio too-large"),
    ("page.pdf", lambda: bombs.page(300 << 20), "too-large"),
    ("entities.docx", bombs.laughs, "suspicious"),
    ("shared.xlsx", lambda: bombs.shared(1 << 20, 5000), "too-large ratio"),
    ("sparse.xlsx", bombs.sparse, ""),
    ("boundaries.eml", lambda: bombs.boundaries(200_000), "too-many"),
    ("multiparts.eml", lambda: bombs.multiparts(5000), "too-deep"),
    ("loops.bin", bombs.looping, "corrupt"),
]


def hurt(desk):
    """The program reads them all: exit code 3, no process over its memory, no document over its time."""
    (desk.home / "in").mkdir()
    for name, make, _ in DOCUMENTS:
        (desk.home / "in" / name).write_bytes(make())
    code, out, peak = desk.measured("scan", "in", "--format", "jsonl")
    found = {result["path"].removeprefix("in/"): result for result in map(json.loads, out.splitlines())}
    codes = {name: {issue["code"] for issue in result["issues"]} for name, result in found.items()}
    assert {name: result["action"] for name, result in found.items()} == {
        name: "hold" if troubles else "allow" for name, _, troubles in DOCUMENTS
    }, codes
    assert [name for name, _, troubles in DOCUMENTS if troubles and not codes[name] & set(troubles.split())] == [], (
        codes
    )
    assert not set().union(*codes.values()) & {"worker-died", "timed-out"}
    assert code == 3
    assert peak < 640
    assert desk.verified() == len(DOCUMENTS)


def test_documents_made_to_hurt_are_held(desk):
    (desk.home / "dlp.toml").write_text(
        f'[journal]\ndirectory = "{desk.journal}"\n[limits]\nunpacked_bytes = {32 << 20}\npart_bytes = {8 << 20}\n'
    )
    hurt(desk)


@pytest.mark.slow
def test_documents_made_to_hurt_are_held_under_the_shipped_limits(desk):
    hurt(desk)


@pytest.mark.slow
def test_a_line_of_a_gigabyte(desk):
    with (desk.home / "line.txt").open("wb") as file:
        for _ in range(1023):
            file.write(b"x " * (1 << 19))
        file.write(("y " * 1000 + LETTER.strip()).encode())
    code, out, peak = desk.measured("scan", "line.txt")
    assert code == 1
    assert out.startswith("BLOCK line.txt")
    assert "not fully read" not in out
    assert peak < 200


@pytest.mark.slow
def test_a_hundred_thousand_files(desk):
    for number in range(100):
        folder = desk.home / "in" / f"{number:02}"
        folder.mkdir(parents=True)
        for name in range(1000):
            (folder / f"{name:03}.txt").write_text(f"{CLEAN}{name}", "utf-8")
    letter(desk.home / "in" / "zz.txt")
    code, _, peak = desk.measured("scan", "in", "--format", "jsonl", "--output", "out.jsonl")
    with (desk.home / "out.jsonl").open("rb") as file:
        assert sum(1 for _ in file) == 100_001
    assert code == 1
    assert peak < 200
    assert desk.verified() == 100_001


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[scan]\nmax_findingz = 3", ["scan.max_findingz", "max_findings"]),
        ('[scan]\nmax_findings = "many"', ["scan.max_findings", "whole number"]),
        ("[journal]\nenabled = 1", ["journal.enabled", "true or false"]),
        ('[services.slack]\nevaluation_expires = "2027-05-03"', ["services.slack.evaluation_expires", "date"]),
        ("[services.slack]\nevaluation_expires = 2027-13-03", ["not valid TOML", "line 2"]),
        ("[scan", ["not valid TOML", "end of document"]),
        ('[policy.actions]\nunique_id = "alow"', ["policy.actions.unique_id", "allow"]),
        ('[rules]\ndisable = ["kr_rnn"]', ["rules.disable", "kr_rnn"]),
        ('[rules]\npacks = ["nobody"]', ["rules.packs", "nobody", "korea"]),
        ("[limits]\nseconds = nan", ["limits.seconds", "greater than 0"]),
    ],
)
def test_a_broken_configuration_is_exit_code_2(desk, content, words):
    desk.config.write_text(content)
    (desk.home / "letter.txt").write_text(LETTER, "utf-8")
    code, out, err = desk.run("scan", "letter.txt")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert all(word in err for word in (*words, "rules" if "rules" in content else str(desk.config)))


def test_a_configuration_in_another_encoding(desk):
    desk.config.write_bytes("[scan]\n# 한도\n".encode("cp949"))
    code, _, err = desk.run("scan", ".")
    assert code == 2
    assert "UTF-8" in err


PACK = "from recognizers.email import RULES\n"
BROKEN = """
from dataclasses import replace

def rules():
    return [replace(RULES[0], id="acme", shapes=(replace(RULES[0].shapes[0], pattern="[", hints=()),))]
"""
PACKS = {
    "raises": (
        f"{PACK}def rules():\n    raise RuntimeError('no licence')\n",
        ["acme", "cannot be loaded", "no licence"],
    ),
    "does not import": ("import no_such_module\n", ["acme", "cannot be loaded", "no_such_module"]),
    "gives nothing": ("def rules():\n    return None\n", ["acme", "cannot be loaded"]),
    "gives strangers": ("def rules():\n    return ['rrn']\n", ["acme", "not rules of", "str"]),
    "repeats an id": (f"{PACK}def rules():\n    return RULES\n", ["email", "two rules have this id"]),
    "is a broken pattern": (f"{PACK}{BROKEN}", ["acme"]),
}


def pack(desk, code, name="acme"):
    """A distribution with an entry point, as an installer leaves it."""
    packs = desk.home / "packs"
    facts = packs / f"{name}-1.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (facts / "entry_points.txt").write_text(f"[dlp.recognizers.v1]\nacme = {name}_rules:rules\n")
    (packs / f"{name}_rules.py").write_text(code)
    return Desk(desk.home, '[rules]\npacks = ["korea", "acme"]', packs=packs)


@pytest.mark.parametrize("trouble", PACKS)
def test_a_broken_rule_pack_is_exit_code_2(desk, trouble):
    code, words = PACKS[trouble]
    with_pack = pack(desk, code)
    exit_code, out, err = with_pack.run("scan", ".")
    assert (exit_code, out) == (2, "")
    assert all(word in err for word in words), err


def test_two_packs_of_one_name_are_refused(desk):
    pack(desk, f"{PACK}def rules():\n    return []\n", "first")
    both = pack(desk, f"{PACK}def rules():\n    return []\n", "second")
    code, _, err = both.run("scan", ".")
    assert code == 2
    assert "installed more than once: first_rules:rules, second_rules:rules" in err


def test_a_sound_pack_is_loaded_by_name_only(desk):
    sound = f"from dataclasses import replace\n{PACK}def rules():\n    return [replace(RULES[0], id='acme_mail')]\n"
    with_pack = pack(desk, sound)
    assert "acme_mail" in with_pack.run("rules", "list")[1]
    without = Desk(desk.home / "other", packs=with_pack.packs)
    without.home.mkdir()
    assert "acme_mail" not in without.run("rules", "list")[1]
