"""SQLite databases: a token in every place, damage, hostile schemas."""

from __future__ import annotations

import importlib.util
import random
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest

from dlp import Scanner
from dlp.types import Confidence, Coverage, IssueCode, Layout
from tests import identifiers

_spec = importlib.util.spec_from_file_location("format_builders", Path(__file__).with_name("build.py"))
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)

NUMBER = identifiers.rrn_of_nobody(random.Random(3))


def database(*statements, rows=()):
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("PRAGMA secure_delete=0")
        for statement in statements:
            made.execute(statement)
        for statement, values in rows:
            made.executemany(statement, values)
        made.commit()
        return made.serialize()


GOLDEN = database(
    'CREATE TABLE "고객 ""표"" \t" (이름 TEXT, 주민번호 TEXT DEFAULT \'schematoken\', 그림 BLOB, 금액 REAL /* sqlcomment */)',
    'CREATE VIEW viewname AS SELECT * FROM "고객 ""표"" \t"',
    "CREATE TABLE keyed (a TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE odd (a)",
    "CREATE VIRTUAL TABLE search USING fts5(words)",
    "CREATE TABLE gone (a)",
    rows=[
        (
            'INSERT INTO "고객 ""표"" \t" VALUES (?,?,?,?)',
            [
                ("celltoken", NUMBER, build.zipped({"a.txt": "zippedtoken"}), 9.913011234567e12),
                ("둘째", "x", None, 0.5),
            ],
        ),
        ("INSERT INTO keyed VALUES (?)", [("keyedtoken",)]),
        (
            "INSERT INTO odd VALUES (?)",
            [("씨피토큰".encode("cp949"),), ("utf8토큰".encode(),), (b"\0\1\2smalltoken\0\1",), ("line\none\tcell",)],
        ),
        ("INSERT INTO search VALUES (?)", [("searchtoken",)]),
        ("INSERT INTO gone VALUES (?)", [(f"deletedtoken number {n}",) for n in range(2000)]),
        ("DROP TABLE gone", [()]),
    ],
)
TOKENS = (
    f"celltoken {NUMBER} zippedtoken 9913011234567 둘째 keyedtoken 씨피토큰 utf8토큰 smalltoken searchtoken schematoken "
    "sqlcomment viewname"
).split()


@pytest.fixture(scope="module")
def found():
    return build.read("a.db", GOLDEN)


@pytest.mark.parametrize("token", [*TOKENS, "deletedtoken number 77", "line one cell"])
def test_canary(found, token):
    assert token in build.text(found)


def test_a_sound_database_has_no_issues(found):
    assert build.issues(found) == []


def test_cells_are_placed_under_their_columns(found):
    segment = next(each for each in build.segments(found) if b"celltoken" in each.data)
    assert (segment.layout, segment.data.split(b"\n")[0].decode()) == (Layout.TABLE, "이름\t주민번호\t그림\t금액")
    assert str(segment.locate(segment.data.index(NUMBER.encode()))).endswith("row 1")


def test_deleted_rows_are_hidden(found):
    assert all(each.hidden for each in build.segments(found) if b"deletedtoken" in each.data)


def test_a_number_is_found_through_the_worker():
    result = Scanner().scan_bytes(GOLDEN, name="고객.db")
    rrn = [finding for finding in result.findings if finding.rule == "kr_rrn"]
    assert [finding.confidence for finding in rrn] == [Confidence.CONFIRMED]
    assert result.coverage is Coverage.FULL


def test_later_segments_carry_the_columns():
    data = database("CREATE TABLE t (a, 주민번호)", rows=[("INSERT INTO t VALUES (?, 1)", [("x" * 1000,)] * 1000)])
    tables = [each for each in build.segments(build.read("a.db", data)) if each.layout is Layout.TABLE]
    assert len(tables) > 1
    assert all(each.header == "a\t주민번호\n".encode() for each in tables[1:])


def test_a_database_in_the_mode_of_a_write_ahead_log_is_read():
    data = GOLDEN[:18] + b"\x02\x02" + GOLDEN[20:]
    found = build.read("a.db", data)
    assert "celltoken" in build.text(found)
    assert build.issues(found) == []


def test_functions_of_the_schema_cost_no_more_than_they_may():
    data = database(
        "CREATE TABLE t (a, b AS (printf('%.*c', 100000000, 'x')))", "CREATE TABLE u (a)",
        rows=[("INSERT INTO t(a) VALUES (1)", [()]), ("INSERT INTO u VALUES ('othertable')", [()])],
    )  # fmt: skip
    found = build.read("a.db", data)
    assert len(build.text(found)) < 1000
    assert "othertable" in build.text(found)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (GOLDEN[:-4096], IssueCode.CORRUPT),
        (GOLDEN + bytes(4096), IssueCode.SUSPICIOUS),
        (GOLDEN[:-1], IssueCode.CORRUPT),
    ],
)
def test_pages_missing_or_left_over_are_noticed(changed, code):
    assert code in build.codes(build.read("a.db", changed))


def test_what_stands_behind_the_last_page_is_searched():
    found = build.read("a.db", GOLDEN + b"behindtoken".ljust(4096, b"\0"))
    assert "behindtoken" in build.text(found)


def test_what_it_comes_to_is_bounded():
    wide = "||".join(["a"] * 50)
    data = database(
        f"CREATE TABLE t (a, b AS ({wide}), c AS (b||b||b||b||b||b||b||b))",
        rows=[("INSERT INTO t(a) VALUES (?)", [("x" * 1000,)] * 5000)],
    )
    found = build.read("a.db", data, unpacked_bytes=20 << 20)
    assert IssueCode.TOO_LARGE in build.codes(found)


def test_a_large_database_is_searched_for_strings():
    found = build.read("a.db", GOLDEN, part_bytes=10_000)
    assert IssueCode.TOO_LARGE in build.codes(found)
    assert "celltoken" in build.text(found)


def _damaged(data, rng):
    kind, at, size = rng.randrange(4), rng.randrange(100, len(data)), rng.randrange(1, 5000)
    if kind == 0:
        return data[:at]
    if kind == 1:
        flipped = bytearray(data)
        for _ in range(20):
            flipped[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        return bytes(flipped)
    if kind == 2:
        return data[:at] + rng.randbytes(size) + data[at + size :]
    return data[:at] + data[at // 2 : at // 2 + size] + data[at:]


@pytest.mark.parametrize("seed", range(60))
def test_damage_ends_with_a_status(seed):
    found = build.read("a.db", _damaged(GOLDEN, random.Random(seed)), seconds=20)
    assert not build.codes(found) & {IssueCode.WORKER_DIED, IssueCode.TIMED_OUT}
    assert build.segments(found) or build.issues(found)


def test_free_pages_that_lead_in_circles():
    looped = bytearray(GOLDEN)
    trunk = struct.unpack_from(">I", GOLDEN, 32)[0]
    size = struct.unpack_from(">H", GOLDEN, 16)[0]
    struct.pack_into(">II", looped, (trunk - 1) * size, trunk, 0xFFFFFFFF)
    assert build.read("a.db", bytes(looped), seconds=5)
