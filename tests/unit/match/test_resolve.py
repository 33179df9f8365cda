from itertools import permutations

import pytest

from dlp.match.resolve import Match, resolve
from dlp.rules import Judgement, Rule, Shape
from dlp.types import Confidence, DataClass


def rule(name, priority=0):
    return Rule(
        id=name, entity=name.upper(), data_class=DataClass.NONE, shapes=(Shape(name="s", pattern="x"),), judge=lambda _: None,
        mask=str, reference="", priority=priority,
    )  # fmt: skip


A, B, HIGH = rule("a"), rule("b"), rule("h", priority=9)


def match(start, end, by=A, confidence=Confidence.LIKELY, **more):
    return Match(start=start, end=end, rule=by, judgement=Judgement(confidence), digits="1", **more)


SURE = Confidence.CONFIRMED
MAYBE = Confidence.POSSIBLE


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (match(0, 5, confidence=SURE), match(0, 9, HIGH)),
        (match(0, 5, labelled=True), match(0, 9, HIGH)),
        (match(0, 5, HIGH), match(0, 9)),
        (match(0, 9), match(0, 5, B)),
        (match(0, 5), match(0, 5, B, undone=("fold",))),
        (match(0, 5), match(3, 8, B)),
        (match(0, 5), match(0, 5, B)),
    ],
    ids=["surer", "labelled", "priority", "longer", "as it stands", "first", "by name"],
)
def test_of_overlapping_matches_the_better_is_kept(better, worse):
    assert resolve([better, worse]) == resolve([worse, better]) == [better]


def test_touching_matches_both_stay_in_order():
    matches = [match(0, 5), match(5, 9, B), match(9, 12)]
    for order in permutations(matches):
        assert resolve(order) == matches


def test_what_overlaps_only_what_is_dropped_stays():
    kept = [match(0, 5, confidence=SURE), match(6, 9, confidence=MAYBE)]
    assert resolve([*kept, match(3, 8)]) == kept


def test_the_value_is_not_shown():
    assert "digits" not in repr(match(0, 5))
