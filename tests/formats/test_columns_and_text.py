# ruff: noqa: E501, S608 - documents stand as they are; nothing runs this SQL
"""Tables in SQL dumps and by column, notebooks, drawings, settings: numbers are found under what they are called."""

from __future__ import annotations

import importlib.util
import io
import json
import random
import sys
import time
from pathlib import Path

import pytest

from dlp import Scanner
from dlp.types import Confidence, Coverage, IssueCode, Layout
from tests import identifiers

_spec = importlib.util.spec_from_file_location("format_builders", Path(__file__).with_name("build.py"))
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)

NUMBER = identifiers.rrn_of_nobody(random.Random(7))
HEAD, TAIL = NUMBER.split("-")


SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
HIDDEN = {
    "spans of a drawing": ("a.svg", SVG.format(f'<text>{HEAD}-<tspan x="9" fill="red">{TAIL[:3]}</tspan>{TAIL[3:]}</text>')),
    "letters of a drawing": ("a.svg", SVG.format("<text>" + "".join(f'<tspan x="{n}">{c}</tspan>' for n, c in enumerate(NUMBER)) + "</text>")),
    "title of a drawing": ("a.svg", SVG.format(f"<title>{NUMBER}</title>")),
    "label of a drawing": ("a.svg", SVG.format(f'<g aria-label="{NUMBER}"/>')),
    "YAML": ("a.yaml", f'customer:\n  - name: 홍길동\n    주민등록번호: "{NUMBER}"\n'),
    "INI": ("a.ini", f"[db]\n주민등록번호 = {NUMBER}\n"),
    "properties": ("a.properties", f"label=\\uc8fc\\ubbfc\\ub4f1\\ub85d\\ubc88\\ud638 {NUMBER}\n"),
    "an address": ("a.url", f"[InternetShortcut]\r\nURL=https://example.com/?rrn={NUMBER}\r\n"),
    "SQL": ("a.sql", f"INSERT INTO t (a, rrn) VALUES (1, '{NUMBER}');"),
    "a notebook": ("a.ipynb", json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": [f"x = '{NUMBER}'"]}]})),
}  # fmt: skip


@pytest.mark.parametrize("place", HIDDEN)
def test_a_number_is_found(scanner, place):
    name, text = HIDDEN[place]
    result = scanner.scan_bytes(text.encode(), name=name)
    found = [finding for finding in result.findings if finding.rule == "kr_rrn"]
    assert found
    assert max(finding.confidence for finding in found) >= Confidence.LIKELY
    assert result.coverage is Coverage.FULL


def tables(name, text):
    return [s.data.decode() for s in build.segments(build.read(name, text.encode())) if s.layout is Layout.TABLE]


DUMPS = {
    "columns in the statement": ("INSERT INTO `t` (`a`, b) VALUES (1,'x'), (2, 'y');", ["a\tb\n1\tx\n2\ty\n"]),
    "columns of the table": (
        (
            "CREATE TABLE IF NOT EXISTS s.`t` (\n `a` int NOT NULL,\n `이름` varchar(9) DEFAULT 'x',\n PRIMARY KEY (`a`)\n);\n"
            "INSERT INTO `t` VALUES\n(1,'it''s (so); \\'no\\''),\n(NULL,now());"
        ),
        ["a\t이름\n1\tit's (so); 'no'\n\tnow()\n"],
    ),
    "COPY": ("COPY public.c (name, no) FROM stdin;\nhong\t1\nkim\t\\N\n\\.\nSELECT 1;", ["name\tno\nhong\t1\nkim\t\n"]),
    "columns unknown": ("INSERT INTO t VALUES (1);", []),
    "no values": ("INSERT INTO t (a) SELECT b FROM u;", []),
}


@pytest.mark.parametrize("dump", DUMPS)
def test_rows_of_a_dump(dump):
    text, wanted = DUMPS[dump]
    assert tables("a.sql", text) == wanted


def test_a_statement_over_many_blocks_keeps_its_columns():
    rows = ",".join(f"({n},'{'x' * 30}','row{n}')" for n in range(60_000))
    found = tables("a.sql", f"INSERT INTO t (a, b, c) VALUES {rows};")
    assert len(found) > 2
    assert all(table.startswith("a\tb\tc\n") for table in found)
    assert sum(table.count("\trow") for table in found) == 60_000


@pytest.mark.parametrize(
    "piece",
    ["INSERT INTO t VALUES (\\'", "INSERT INTO t (a) VALUES ('", "CREATE TABLE t (", "(", "COPY t FROM stdin;\n"],
)
def test_statements_that_do_not_end_cost_little(piece):
    started = time.process_time()
    build.read("a.sql", (piece * (2_000_000 // len(piece))).encode())
    assert time.process_time() - started < 15


def test_cells_of_a_notebook_are_put_together():
    table = ["| 이름 | 주민등록번호 |\n", "|---|---|\n", f"| 홍길동 | {NUMBER} |\n"]
    cells = [
        {"cell_type": "markdown", "source": table},
        {
            "cell_type": "code",
            "source": "",
            "outputs": [{"text": ["one\n", "two"]}, {"data": {"text/html": ["<b>", "three"]}}],
        },
    ]
    found = build.read("a.ipynb", json.dumps({"cells": cells}, ensure_ascii=False).encode())
    derived = "".join(s.data.decode() for s in build.segments(found) if s.derived)
    for words in ("".join(table), "one\ntwo", "<b>three"):
        assert words in derived


def test_pictures_of_a_notebook_are_read():
    import base64

    picture = base64.b64encode(build.PLAIN["image"][1]).decode()
    cells = [{"cell_type": "code", "source": [], "outputs": [{"data": {"image/png": picture + "\n"}}]}]
    result = Scanner().scan_bytes(json.dumps({"cells": cells}).encode(), name="a.ipynb")
    assert [issue.code for issue in result.issues] == [IssueCode.PICTURE_PASSED]


def test_without_pyarrow_a_parquet_file_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # as where it is not installed
    read = build.read("a.parquet", b"PAR1\x15" + bytes(60) + b"PAR1")
    assert build.segments(read) == []
    assert any("dlp[parquet]" in issue.detail for issue in build.issues(read) if issue.code is IssueCode.UNSUPPORTED)


def _written(kind):
    import pyarrow as pa
    from pyarrow import feather, parquet

    table = pa.table(
        {
            "주민등록번호": [NUMBER, None],
            "number": [9.913011234567e12, 0.5],
            "file": [build.zipped({"a.txt": "zippedtoken"}), "씨피".encode("cp949")],
            "list": [["listtoken"], []],
        }
    ).replace_schema_metadata({"note": "metatoken"})
    out = io.BytesIO()
    (parquet.write_table if kind == "parquet" else feather.write_feather)(table, out)
    return out.getvalue()


needs_pyarrow = pytest.mark.skipif(
    build.NO_TABLE is IssueCode.UNSUPPORTED, reason="pyarrow (the extra `parquet`) is not installed here"
)


@needs_pyarrow
@pytest.mark.parametrize("kind", ["parquet", "feather"])
def test_tables_by_column(scanner, kind):
    found = build.read(f"a.{kind}", _written(kind))
    for token in (NUMBER, "9913011234567", "0.5", "zippedtoken", "씨피", "listtoken", "metatoken"):
        assert token in build.text(found)
    assert build.issues(found) == []
    result = scanner.scan_bytes(_written(kind), name=f"a.{kind}")
    assert [finding.confidence for finding in result.findings if finding.rule == "kr_rrn"] == [Confidence.CONFIRMED]
    assert result.coverage is Coverage.FULL


@needs_pyarrow
@pytest.mark.parametrize("kind", ["parquet", "feather"])
def test_damaged_tables_end_with_a_status(scanner, kind):
    data = _written(kind)
    for seed in range(60):
        rng = random.Random(seed)
        flipped = bytearray(data)
        for _ in range(5):
            flipped[rng.randrange(8, len(data))] ^= 1 << rng.randrange(8)
        changed = bytes(flipped[: rng.randrange(8, len(data))] if seed % 2 else flipped)
        result = scanner.scan_bytes(changed, name=f"a.{kind}")
        assert result.findings or result.issues
