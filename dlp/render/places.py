"""Where something is, for people. Machines get the readers' own words, which stay English and stable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dlp.render.base import Lang
from dlp.render.messages import Words
from dlp.types import FILE_NAME, Finding, Locus

# What the readers call places: see Locus(...) and .at(...) in dlp.extract.
WORDS: Mapping[str, Words] = {
    "archive comment": Words("압축 파일의 설명", "archive comment"),
    "attributes, comments and scripts": Words("속성·주석·스크립트", "attributes, comments and scripts"),
    "epilogue": Words("마지막 부분 뒤", "after the last part"),
    FILE_NAME: Words("파일 이름", "file name"),
    "header": Words("메일 머리", "mail header"),
    "names and comments": Words("파일 이름과 설명", "names and comments"),
    "preamble": Words("첫 부분 앞", "before the first part"),
    "source": Words("원본 소스", "source"),
    "unused shared strings": Words("쓰이지 않는 문자열", "unused strings"),
}
NUMBERED: Mapping[str, Words] = {
    "line": Words("{}번째 줄", "line {}"),
    "paragraph": Words("문단 {}", "paragraph {}"),
    "part": Words("메일 부분 {}", "part {}"),
}
_NUMBERED = re.compile(rf"({'|'.join(NUMBERED)}) ([\d.]+)(?: |$)")

# Parts of Office files (ECMA-376 part 1, 11.3, 12.3, 13.3, 15.2), whose names mean nothing to most people.
_OFFICE = (
    (re.compile(r"word/document"), Words("본문", "body")),
    (re.compile(r"word/header"), Words("머리글", "page header")),
    (re.compile(r"word/footer"), Words("바닥글", "page footer")),
    (re.compile(r"word/(?:foot|end)notes"), Words("각주·미주", "notes")),
    (re.compile(r"(?:word|xl|ppt)/.*comments?"), Words("메모", "comments")),
    (re.compile(r"xl/worksheets/"), Words("시트", "sheet")),
    (re.compile(r"ppt/slides/"), Words("슬라이드", "slide")),
    (re.compile(r"ppt/notesSlides/"), Words("슬라이드 노트", "speaker notes")),
    (re.compile(r"docProps/"), Words("문서 속성", "document properties")),
)


def place(locus: Locus, lang: Lang) -> str:
    """Files within files from the outside in, then the place in the innermost; "" where there is nothing to say."""
    return ", ".join(filter(None, (" > ".join(locus.container), *_pieces(locus, lang))))


def place_of(finding: Finding, lang: Lang) -> str:
    """Of a finding there is always something to say: at least which character it begins with, counted from 1."""
    return place(finding.locus, lang) or Words("{:,}번째 글자", "character {:,}").say(lang).format(finding.start + 1)


def _pieces(locus: Locus, lang: Lang) -> Iterator[str]:
    if not (locus.part.startswith("xl/worksheets/") and "!" in locus.position):  # a cell names its sheet
        yield _part(locus.part, lang)
    yield _words(locus.position, lang)


def _part(name: str, lang: Lang) -> str:
    for pattern, words in _OFFICE:
        if pattern.match(name):
            return f"{words.say(lang)} ({name.rpartition('/')[2]})"
    return _words(name, lang)


def _words(piece: str, lang: Lang) -> str:
    if found := _NUMBERED.match(piece):
        number = NUMBERED[found[1]].say(lang).format(found[2])
        return f"{number} {_words(piece[found.end() :], lang)}".rstrip()
    return WORDS[piece].say(lang) if piece in WORDS else piece
