"""What holds for every format: hostile names do no harm, pieces arrive one by one, both languages work."""

import pytest

from dlp.render import Entry, Format, Lang, Style, Totals, renderer
from tests.unit.render.results import ALL, BLOCKED, CLEAN, HOSTILE, render


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("lang", Lang)
def test_no_control_character_from_outside_reaches_the_reader(form, lang):
    text = render(form, *ALL, lang=lang, explain=True)
    assert not [c for c in text if not c.isprintable() and c not in "\r\n"]
    text.encode("utf-8")


@pytest.mark.parametrize("form", Format)
def test_a_result_is_written_as_soon_as_it_is_there(form):
    chosen = renderer(form, Style())
    chosen.begin()
    assert "명단" in chosen.entry(Entry(BLOCKED)) or "%EB%AA%85" in chosen.entry(Entry(BLOCKED))


@pytest.mark.parametrize("form", Format)
def test_nothing_scanned_is_a_document_too(form):
    assert isinstance(render(form), str)


@pytest.mark.parametrize("form", [form for form in Format if form not in (Format.CSV, Format.JSON, Format.JSONL)])
def test_people_read_their_language(form):
    assert render(form, HOSTILE, lang=Lang.KO) != render(form, HOSTILE, lang=Lang.EN)


def test_totals():
    totals = Totals()
    for result in ALL:
        totals.add(Entry(result, {"f0": "x"}, fails=result is not CLEAN))
    assert (totals.files, totals.incomplete, totals.failed, totals.people, totals.accepted) == (5, 2, 4, 4, 2)
    assert totals.simulated
