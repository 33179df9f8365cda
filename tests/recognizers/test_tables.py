"""The rule tables beside this file, row by row: whole engine, all rules loaded; then again through Presidio.

A table is `<rule module>.toml`:

    entity = "KR_RRN"                       # what the rule finds
    others = ["KR_FRN"]                     # what else the same module finds; misses forbid these as well

    [[hit]]
    text = "주민번호 {rrn} 입니다"            # placeholders: tests/fill.py; the value is the first one
    confidence = "confirmed"
    entity = "KR_FRN"                       # where it is not the table's

    [[miss]]
    text = "법인등록번호 {crn} 조회"
    why = "a corporate registration number in the shape of a resident number"
    at_most = "possible"                    # where a flag, never a block, is what the product promises
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

import recognizers
from dlp.types import Confidence
from tests.fill import fill

HERE = Path(__file__).parent
TABLES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.toml"))}
NOT_RULES = {"presidio", "names"}  # the Presidio adapter; the slow lane has tests of its own
MODULES = {p.stem for p in Path(recognizers.__file__).parent.glob("[a-z]*.py")} - NOT_RULES
SEEDS = range(3)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `entities` is what it is about: one for a hit, all of the table's for a miss."""

    name: str
    text: str
    entities: tuple[str, ...]
    confidence: Confidence | None

    def filled(self, seed):
        return fill(self.text, Random(f"{self.text} {seed}"))


def rows(kind):
    for stem, table in TABLES.items():
        for number, row in enumerate(table[kind], 1):
            entities = (
                (row.get("entity", table["entity"]),) if kind == "hit" else (table["entity"], *table.get("others", ()))
            )
            word = row.get("confidence") or row.get("at_most")
            yield pytest.param(
                Row(f"{stem} {kind} {number}", row["text"], entities, Confidence[word.upper()] if word else None),
                id=f"{stem}-{number}",
            )


HITS, MISSES = list(rows("hit")), list(rows("miss"))


def seen(findings, entities):
    return {(f.start, f.end): f.confidence for f in findings if f.entity in entities}


@pytest.mark.parametrize("row", HITS)
def test_hit(scanner, row):
    for seed in SEEDS:
        filled = row.filled(seed)
        assert seen(scanner.scan_text(filled.text).findings, row.entities).get(filled.spans[0]) == row.confidence, (
            filled.text
        )


@pytest.mark.parametrize("row", MISSES)
def test_miss(scanner, row):
    for seed in SEEDS:
        filled = row.filled(seed)
        wrong = seen(scanner.scan_text(filled.text).findings, row.entities)
        assert not {span for span, sure in wrong.items() if sure > (row.confidence or 0)}, filled.text


@pytest.mark.parametrize("row", HITS + MISSES)
def test_presidio_finds_the_same(scanner, analyzer, row):
    filled = row.filled(0)
    direct = {(f.entity, f.start, f.end) for f in scanner.scan_text(filled.text).findings}
    hosted = {(r.entity_type, r.start, r.end) for r in analyzer.analyze(filled.text, language="ko")}
    assert direct == hosted, filled.text


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_rule_has_a_table(module):
    table = TABLES.get(module)
    assert table, f"write tests/recognizers/{module}.toml"
    assert len(table["hit"]) >= 5
    assert len(table["miss"]) >= 5
    assert all(row["why"] for row in table["miss"])
    assert all(row["confidence"] for row in table["hit"])


def test_every_table_has_a_rule():
    assert set(TABLES) <= MODULES
