from lxml import etree

from tests.unit.render.results import ALL, BLOCKED, CLEAN, HOSTILE, INCOMPLETE, SIMULATED, render


def cases(*results):
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(render("junit", *results).encode(), parser)
    assert root.tag == "testsuites"
    for suite in root:
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
        assert int(suite.get("failures")) == len(suite.findall(".//failure"))
        assert int(suite.get("errors")) == len(suite.findall(".//error"))
    return root.findall(".//testcase")


def test_one_case_per_file():
    assert len(cases(*ALL)) == len(ALL)
    assert cases() == []


def test_clean_passes_and_simulation_stops_nothing():
    assert [len(case) for case in cases(CLEAN, SIMULATED)] == [0, 0]


def test_a_failure_says_what_and_why():
    (failure,) = cases(BLOCKED)[0]
    assert (failure.tag, failure.get("type"), failure.get("message")) == ("failure", "block", "BLOCK")
    assert "SAAS-13, PIPA-D-19 Has identifiers." in failure.text
    assert "resident registration number 000101-3****** line 2" in failure.text


def test_not_examined_is_an_error_of_its_own():
    failure, error = cases(INCOMPLETE)[0]
    assert (failure.tag, error.tag, error.get("type")) == ("failure", "error", "not-examined")
    assert "b.docx Protected by a password" in error.text


def test_markup_in_names_is_text():
    assert cases(HOSTILE)[0].get("name").startswith("=cmd|x\\n\\x1b[31m<script>&")
