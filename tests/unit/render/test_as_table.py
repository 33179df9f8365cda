import re

from dlp.render import Lang
from dlp.render.columns import width
from tests.unit.render.results import ALL, BLOCKED, CLEAN, HOSTILE, INCOMPLETE, SIMULATED, render


def test_a_clean_file_is_one_line():
    assert render("table", CLEAN).splitlines()[0] == "ALLOW docs/회의록.md  text/markdown"


def test_korean_block():
    lines = render("table", BLOCKED, lang=Lang.KO, accepted={"f0": "시험 자료"}).splitlines()
    assert lines[0] == "차단  docs/고객 명단.csv  text/csv"
    assert lines[1].strip() == "고유식별정보 · 개인신용정보 · 정보주체 2명"
    assert lines[2].strip() == "- 주민등록번호  000101-3******  확실  2번째 줄  [기준선에서 인정: 시험 자료]"
    assert "숨은 부분" in lines[3]
    assert "… 그 밖에 주민등록번호 4" in "\n".join(lines)
    assert "§ SAAS-13, PIPA-D-19 고유식별정보가 있습니다." in "\n".join(lines)
    assert lines[-1] == "파일 1개 · 차단 1 · 정보주체 2명 · 기준선 인정 1건 · 1.2초"


def test_masked_values_line_up():
    rows = [line for line in render("table", BLOCKED, lang=Lang.KO).splitlines() if line.lstrip().startswith("- ")][:3]
    masks = [re.split(r"\s{2,}", row.strip())[1] for row in rows]
    assert len({width(row[: row.index(mask)]) for row, mask in zip(rows, masks, strict=True)}) == 1


def test_explain_gives_evidence_near_misses_and_grounds():
    text = " ".join(render("table", BLOCKED, explain=True).split())
    assert "word nearby: 주민등록번호 · check digit holds" in text
    assert "less sure than 'likely'" in text
    assert "identifies no person" in text
    assert "Has identifiers. → BLOCK (resident registration number 1)" in text
    assert "[shipped policy: FLAG] → ALLOW" in text


def test_incomplete_and_simulated_are_never_silent():
    assert "! partly read: encrypted" in render("table", INCOMPLETE)
    assert "not fully read 1" in render("table", INCOMPLETE)
    text = render("table", SIMULATED)
    assert "(simulated)" in text
    assert "nothing was stopped" in text


def test_colour_only_when_asked():
    assert "\x1b" not in render("table", *ALL)
    coloured = render("table", *ALL, color=True)
    assert "\x1b[1;31mBLOCK \x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]+m", "", coloured) == render("table", *ALL)


def test_sentences_keep_to_the_width():
    for lang in Lang:
        lines = render("table", BLOCKED, INCOMPLETE, HOSTILE, lang=lang, explain=True, width=60).splitlines()
        prose = [line for line in lines if line.startswith(("      §", "        "))]
        assert prose
        assert max(map(width, prose)) <= 60
