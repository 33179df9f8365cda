"""Many numbers of one shape are screened together: what is found is what each gives alone."""

from random import Random

import pytest

from tests.fill import MAKERS, fill

KINDS = (
    "rrn|bare",
    "frn|bare",
    "card|bare",
    "digits13",
    "digits16",
    "ean13",
    "epoch_ms",
    "order_no_luhn",
    "crn|bare",
    "mobile|bare",
)
LINES = 40


def found(scanner, text, offset=0):
    return {(f.entity, f.start + offset, f.end + offset, f.confidence) for f in scanner.scan_text(text).findings}


@pytest.mark.parametrize("end", ["\n", " \n", "\n\n", ".\n"])
def test_each_alone_and_all_together(scanner, end):
    rng = Random(end)
    filler = "가나다라마바사 아자차카타파하 " * 6 + "\n"  # keeps one number out of the others' context
    lines = [fill(f"{filler}{{{kind}}}", rng).text for kind in KINDS for _ in range(LINES)]
    rng.shuffle(lines)
    alone, at = set(), 0
    for line in lines:
        alone |= found(scanner, line, at)
        at += len(line + end)
    assert len(alone) > 3 * LINES
    assert scanner.scan_text(end.join(lines)).assessment.omitted == 0
    assert found(scanner, end.join(lines)) == alone


@pytest.mark.parametrize("kind", ["rrn_new", "card"])
@pytest.mark.parametrize("count", [1, 63, 64, 65, 500])
def test_the_last_one_may_end_the_text(scanner, kind, count):
    rng = Random(count)
    values = [MAKERS[kind](rng).replace("-", "") for _ in range(count)]
    text = " / ".join(values)
    assert [text[start:end] for _, start, end, _ in sorted(found(scanner, text), key=lambda f: f[1])] == values
