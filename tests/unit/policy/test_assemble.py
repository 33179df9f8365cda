import pytest

from dlp.config import Category, RowName
from tests.policy.support import policy


@pytest.mark.parametrize(
    "firm",
    [
        "[policy.actions]\nmasked = 'allow'",
        "[policy]\nmode = 'simulate'",
        "[policy]\nrequire_user = true",
        "[policy]\nregistered_devices = ['PC-1']",
        "[categories]\nai = true",
        "[services.slack]\nhosts = ['slack.example.com']",
        "[services.slack]\nsandbox_id = 'S'\nsandbox_designated_on = 2026-01-01\nsandbox_expires = 2026-01-02",
        "[row.masked]\nclauses = ['SAAS-06']",
    ],
)
def test_the_digest_changes_with_whatever_decides(firm):
    assert policy(firm).digest != policy().digest


@pytest.mark.parametrize(
    "firm", ["", "[row.masked]\nko = '다른 말'", "[journal]\nsamples = 1", "[policy.actions]\nmasked = 'flag'"]
)
def test_the_digest_stays_with_whatever_does_not(firm):
    assert policy(firm).digest == policy().digest


def test_what_is_weaker_than_shipped_is_told():
    changed = policy(
        "[policy.actions]\nunique_id = 'flag'\npersonal = 'hold'\n[categories]\nai = true\nstorage = false"
    )
    assert [row.name for row in changed.weakened] == [RowName.UNIQUE_ID]
    assert changed.widened == (Category.AI,)
    assert policy().weakened == ()
    assert policy().widened == ()
