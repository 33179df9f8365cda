from functools import cache
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
import typer

from dlp import Scanner
from dlp.surfaces.cli import redact
from dlp.surfaces.cli.files import Found
from tests import identifiers
from tests.surfaces.cli.program import CARD, CLEAN, LETTER, RRN, dlp


@cache
def scanner():
    return Scanner()


def copied(tmp_path, data, name="in.txt"):
    """The copy of a file with this content, or the reason why there is none."""
    source = tmp_path / "in" / name
    source.parent.mkdir(exist_ok=True)
    source.write_bytes(data)
    redactor = redact.Redactor(tmp_path / "out", scanner())
    why = redactor.copy(Found(source, Path(name)), scanner().scan_path(source))
    assert source.read_bytes() == data
    return why or (tmp_path / "out" / name).read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LETTER, LETTER.replace(RRN, "[KR_RRN]")),
        (CLEAN, CLEAN),
        (f"주민등록번호 {RRN.replace('-', '')}, 카드 {CARD}!", "주민등록번호 [KR_RRN], 카드 [CREDIT_CARD]!"),
        ("주민등록번호 " + "".join(chr(ord(c) + 0xFEE0) for c in RRN) + " 끝", "주민등록번호 [KR_RRN] 끝"),
        ("주민등록번호 " + quote(RRN, safe="").replace("-", "%2D") + " 끝", "주민등록번호 [KR_RRN] 끝"),
        ("가" * 5000 + LETTER, "가" * 5000 + LETTER.replace(RRN, "[KR_RRN]")),
        (LETTER * 3, LETTER.replace(RRN, "[KR_RRN]") * 3),
    ],
    ids=["plain", "clean", "two", "full-width", "percent", "far in", "three"],
)
def test_values_are_replaced_in_whatever_form_they_stand(tmp_path, before, after):
    assert copied(tmp_path, before.encode()).decode() == after


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949", "utf-16", "utf-32"])
def test_a_copy_keeps_its_encoding(tmp_path, encoding):
    copy = copied(tmp_path, LETTER.encode(encoding))
    assert copy.decode(encoding) == LETTER.replace(RRN, "[KR_RRN]")


def test_tables_and_json_lines_stay_what_they_are(tmp_path):
    table = f"이름,주민등록번호\r\n홍,{RRN}\r\n"
    assert copied(tmp_path, table.encode(), "t.csv").decode() == table.replace(RRN, "[KR_RRN]")
    line = f'{{"memo": "주민등록번호 {RRN}"}}\n'
    assert copied(tmp_path, line.encode(), "m.jsonl").decode() == line.replace(RRN, "[KR_RRN]")


@pytest.mark.parametrize("seed", range(5))
def test_copies_scan_clean(tmp_path, seed):
    rng = Random(seed)
    makers = (identifiers.rrn_of_nobody, identifiers.visa, identifiers.frn_of_nobody)
    text = "\n".join(f"{i}. 주민등록번호/카드 {rng.choice(makers)(rng)} 확인" for i in range(20))
    copy = copied(tmp_path, text.encode())
    result = scanner().scan_bytes(copy)
    assert not result.findings
    assert copy.decode().count("\n") == 19


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (bytes(range(256)) * 8, "x.bin", redact.INCOMPLETE),
        (f"<p>주민등록번호 {RRN}</p>".encode(), "x.html", redact.FORMAT),
    ],
)
def test_what_cannot_be_masked_is_not_copied(tmp_path, data, name, why):
    assert copied(tmp_path, data, name) == why
    assert not (tmp_path / "out").exists()


def test_a_source_that_changed_is_not_copied(tmp_path):
    source = tmp_path / "a.txt"
    source.write_text(CLEAN, "utf-8")
    result = scanner().scan_path(source)
    source.write_text(LETTER, "utf-8")
    # Here the scan of the copy notices; where the digest of what was scanned is known, that does.
    assert redact.Redactor(tmp_path / "out", scanner()).copy(Found(source, Path("a.txt")), result) == redact.NOT_CLEAN
    source.unlink()
    assert redact.Redactor(tmp_path / "out", scanner()).copy(Found(source, Path("a.txt")), result) == redact.CHANGED


def test_a_copy_never_replaces_another(tmp_path):
    assert copied(tmp_path, CLEAN.encode()) == CLEAN.encode()
    assert copied(tmp_path, LETTER.encode()) == redact.TAKEN
    assert (tmp_path / "out" / "in.txt").read_bytes() == CLEAN.encode()


@pytest.mark.parametrize("directory", ["in", "in/below", ".", "full"])
def test_where_copies_may_not_go(tmp_path, directory):
    (tmp_path / "in").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    with pytest.raises(typer.BadParameter):
        redact.prepare(tmp_path / directory, [tmp_path / "in"])


def test_through_the_program(tmp_path):
    (tmp_path / "docs" / "sub").mkdir(parents=True)
    (tmp_path / "docs" / "sub" / "letter.txt").write_text(LETTER, "utf-8")
    (tmp_path / "docs" / "x.bin").write_bytes(bytes(range(256)) * 8)
    code, _, err = dlp("scan", "docs", "--redact", "copies", cwd=tmp_path)
    assert code == 1
    assert "docs/x.bin: no masked copy: not fully read" in err
    assert [path for path in (tmp_path / "copies").rglob("*") if path.is_file()] == [
        tmp_path / "copies" / "docs" / "sub" / "letter.txt"
    ]
    assert dlp("scan", "copies", cwd=tmp_path)[0] == 0
