"""Places in words: every word the readers use has its Korean, and machines keep the English."""

import json
from pathlib import Path

import pytest

from dlp.render import Lang
from dlp.render.places import NUMBERED, WORDS, place, place_of
from dlp.types import Locus
from tests.unit.render.results import BLOCKED, FOREIGN, render

READERS = "\n".join(path.read_text("utf-8") for path in (Path(__file__).parents[3] / "dlp" / "extract").rglob("*.py"))


@pytest.mark.parametrize(
    ("locus", "ko", "en"),
    [
        (Locus(), "", ""),
        (Locus(position="line 3"), "3번째 줄", "line 3"),
        (Locus(position="line 3 $.a.b"), "3번째 줄 $.a.b", "line 3 $.a.b"),
        (Locus(position="$.a.b"), "$.a.b", "$.a.b"),
        (Locus(position="From"), "From", "From"),
        (Locus(part="part 1.2 preamble", position="line 4"), "메일 부분 1.2 첫 부분 앞, 4번째 줄",
         "part 1.2 before the first part, line 4"),
        (Locus(("a.zip", "b.txt"), "", "line 1"), "a.zip > b.txt, 1번째 줄", "a.zip > b.txt, line 1"),
        (Locus((), "word/document.xml", "paragraph 2"), "본문 (document.xml), 문단 2",
         "body (document.xml), paragraph 2"),
        (Locus((), "xl/worksheets/sheet2.xml", "원본!B4"), "원본!B4", "원본!B4"),
        (Locus((), "xl/worksheets/sheet2.xml"), "시트 (sheet2.xml)", "sheet (sheet2.xml)"),
        (Locus((), "customXml/item1.xml", "paragraph 1"), "customXml/item1.xml, 문단 1",
         "customXml/item1.xml, paragraph 1"),
        (Locus((), "attributes, comments and scripts"), "속성·주석·스크립트", "attributes, comments and scripts"),
        (Locus(position="line 5!B4"), "line 5!B4", "line 5!B4"),
    ],
    ids=str,
)  # fmt: skip
def test_places(locus, ko, en):
    assert (place(locus, Lang.KO), place(locus, Lang.EN)) == (ko, en)


def test_characters_count_from_one():
    assert place_of(FOREIGN, Lang.KO) == "51번째 글자"


@pytest.mark.parametrize("word", [*WORDS, *(f"{word} {{" for word in NUMBERED)])
def test_a_word_here_is_a_readers_word(word):
    assert f'"{word}' in READERS or f" {word}" in READERS


def test_machines_keep_the_readers_words():
    (line,) = render("jsonl", BLOCKED, lang=Lang.KO).splitlines()
    assert json.loads(line)["findings"][0]["locus"]["position"] == "line 2"
