import pytest

from dlp.config import RowName
from dlp.render import Lang
from dlp.render.because import because
from dlp.types import Action, Reason
from tests.unit.render.results import BLOCKED, INCOMPLETE


@pytest.mark.parametrize(
    ("row", "result", "grounds"),
    [
        (RowName.UNIQUE_ID, BLOCKED, "resident registration number 1"),
        (RowName.PERSONAL_CREDIT, BLOCKED, "연체금액 (CIA-2-1), 1 person"),
        (RowName.POSSIBLE, BLOCKED, "phone number 1"),
        (RowName.COMPANY_NUMBER, BLOCKED, "ACME_ID 1"),
        (RowName.PERSONAL, BLOCKED, ""),
        (RowName.UNKNOWN_SERVICE, BLOCKED, ""),
        (RowName.NOT_INSPECTED, INCOMPLETE, "encrypted"),
    ],
)
def test_because(row, result, grounds):
    reason = Reason("C", Action.BLOCK, "", "", row.value)
    assert because(reason, result.assessment, Lang.EN) == grounds
