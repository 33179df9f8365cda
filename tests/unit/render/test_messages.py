"""Every closed enum has words in both languages, and they say different things."""

import pytest

from dlp.render import Lang, messages
from dlp.types import Action, Confidence, Coverage, DataClass, EvidenceKind, Issue, IssueCode, Status
from tests.unit.render.results import FOREIGN, PHONE, RRN, WEAK

TABLES = {
    Action: messages.ACTIONS,
    Coverage: messages.COVERAGES,
    Status: messages.STATUSES,
    DataClass: messages.CLASSES,
    Confidence: messages.CONFIDENCES,
    IssueCode: messages.ISSUES,
    EvidenceKind: messages.EVIDENCE,
}


@pytest.mark.parametrize(("kind", "table"), TABLES.items(), ids=lambda it: getattr(it, "__name__", ""))
def test_complete(kind, table):
    assert set(table) == set(kind)
    assert all(words.ko and words.en for words in table.values())
    assert len({words.ko for words in table.values()}) == len({words.en for words in table.values()}) == len(table)


def test_korean_is_korean():
    tables = [*TABLES.values(), messages.ENTITIES]
    assert all(any("가" <= c <= "힣" for c in words.ko) for table in tables for words in table.values())
    assert all(words.en.isascii() for table in tables for words in table.values())


@pytest.mark.parametrize(
    ("name", "ko", "en"),
    [
        ("KR_RRN", "주민등록번호", "resident registration number"),
        ("CREDIT_CARD_MASKED", "카드번호(가린 값)", "card number (masked)"),
        ("ACME_ID", "ACME_ID", "ACME_ID"),
        ("ACME_ID_MASKED", "ACME_ID_MASKED", "ACME_ID_MASKED"),
    ],
)
def test_entities(name, ko, en):
    assert (messages.entity(name, Lang.KO), messages.entity(name, Lang.EN)) == (ko, en)


def test_every_shipped_entity_has_words():
    import recognizers

    shipped = {rule.entity.removesuffix("_MASKED") for rule in recognizers.rules()}
    assert shipped <= set(messages.ENTITIES)


def test_a_detail_follows_its_words():
    assert messages.issue(Issue(IssueCode.RATIO, detail="over 200"), Lang.EN).endswith("(over 200)")
    assert messages.evidence(RRN.evidence[0], Lang.KO) == "주변 낱말: 주민등록번호"


def test_a_weakened_row_is_named_as_such():
    assert messages.reason(WEAK, Lang.EN) == "SAAS-05 Has personal data. [shipped policy: FLAG]"
    assert messages.reason(WEAK, Lang.KO).endswith("[기본 설정은 주의]")


def test_grounds_say_what_a_finding_is_and_why_it_does_not_weigh_in_full():
    assert messages.grounds(RRN, Lang.EN)[-1] == "unique identification information [kr_rrn]"
    assert messages.grounds(PHONE, Lang.EN)[-1] == "less sure than 'likely'"
    assert messages.grounds(FOREIGN, Lang.EN)[-1] == "identifies no person [acme_id]"
