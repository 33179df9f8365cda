"""The golden documents hold what the fuzzer asks of all documents, and the oracle tells when something does not."""

from __future__ import annotations

import pytest

from dlp.types import Issue, IssueCode, Locus, Segment
from tests.fuzz import oracle
from tests.fuzz.mending import mend
from tests.fuzz.oracle import BrokenClaimError, examine
from tests.fuzz.seeds import seeds

KINDS = [kind for kind in oracle.READERS if kind != "parquet"]  # pyarrow is an extra
BROKEN = {
    "text that is no UTF-8": Segment(Locus(), b"\xff"),
    "more context than text": Segment(Locus(), b"abc", before=2, after=2),
    "a place that shows a number": Segment(Locus((), "010101-1234567"), b"abc"),
    "an error that quotes": Issue(IssueCode.CORRUPT, Locus(), "010101-1234567"),
    "an error that names": Issue(IssueCode.CORRUPT, Locus(), "홍길동"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_seeds_hold(kind):
    for data in seeds(kind):
        examine(kind, data)


@pytest.mark.parametrize("kind", ["7z", "rar", "tar", "image"])
def test_mending_leaves_a_sound_document_as_it_is(kind):
    for data in seeds(kind):
        assert mend(kind, data) == data


@pytest.mark.parametrize("trouble", BROKEN)
def test_what_is_wrong_with_an_item_is_told(monkeypatch, trouble):
    monkeypatch.setattr(oracle.READERS["hwp3"], "extract", lambda *_: iter((BROKEN[trouble],)))
    with pytest.raises((BrokenClaimError, UnicodeDecodeError)):
        examine("hwp3", b"HWP Document File V3.00")


def test_a_reader_that_fails_or_says_nothing_is_told(monkeypatch):
    def failing(*_):
        yield Segment(Locus(), b"text")
        raise ZeroDivisionError

    monkeypatch.setattr(oracle.READERS["tar"], "extract", failing)
    with pytest.raises(ZeroDivisionError):
        examine("tar", seeds("tar")[0])
