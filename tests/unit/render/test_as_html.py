import re

from lxml import html

from dlp.render import Lang
from tests.unit.render.results import ALL, BLOCKED, CLEAN, HOSTILE, INCOMPLETE, SIMULATED, render


def page(*results, **options):
    return html.document_fromstring(render("html", *results, **options))


def test_self_contained():
    text = render("html", *ALL)
    assert not re.search(r"(?i)<(script|link|iframe|object|img|base|form)\b|url\(|@import|https?:|\son\w+=", text)
    assert "default-src 'none'" in text


def test_markup_from_outside_is_text():
    tree = page(HOSTILE)
    assert not tree.xpath("//script | //i | //x | //detail")
    assert "<script>" in tree.xpath("string(//h2)")


def test_an_article_per_file_in_order():
    articles = page(*ALL).xpath("//article")
    assert [article.get("class") for article in articles] == ["block", "hold", "block", "allow", "hold"]


def test_the_picture_adds_up_and_is_spelled_out():
    tree = page(*ALL)
    assert abs(sum(float(bar.get("width")) for bar in tree.xpath("//svg/rect")) - 1000) < 1
    assert tree.xpath("//svg/@aria-label") == ["BLOCK 2, HOLD 2, ALLOW 1"]


def test_evidence_is_there_to_be_opened():
    assert page(BLOCKED).xpath("//details[not(@open)]")
    assert page(BLOCKED, explain=True).xpath("//details[@open]")
    assert "word nearby: 주민등록번호" in page(BLOCKED).xpath("string(//details)")


def test_what_was_not_read_and_what_was_only_simulated_is_said():
    assert "partly read" in page(INCOMPLETE).text_content()
    assert "nothing was stopped" in page(SIMULATED).text_content()


def test_korean():
    tree = page(BLOCKED, CLEAN, lang=Lang.KO)
    assert tree.get("lang") == "ko"
    assert "차단" in tree.text_content()
    assert "주민등록번호" in tree.text_content()
