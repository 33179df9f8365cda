from datetime import date

import pytest

from dlp.errors import ConfigError
from dlp.surfaces.cli import baseline
from tests.surfaces.cli.program import CARD, LETTER, dlp

ENTRY = {"fingerprint": '"f"', "entity": '"KR_RRN"', "reason": '"시험"', "approved_by": '"팀"', "expires": "2027-03-31"}


def written(path, **changes):
    lines = [f"{key} = {value}" for key, value in {**ENTRY, **changes}.items() if value]
    path.write_text("schema = 1\n[[accepted]]\n" + "\n".join(lines) + "\n", "utf-8")
    return path


def test_the_last_day_counts(tmp_path):
    loaded = baseline.load(written(tmp_path / "b.toml"))
    assert loaded.on(date(2027, 3, 31)) == {"f": "시험"}
    assert loaded.on(date(2027, 4, 1)) == {}
    assert [item.fingerprint for item in loaded.expired(date(2027, 4, 1))] == ["f"]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"expirez": "2027-03-31"}, "accepted[0].expirez"),
        ({"reason": '""'}, "accepted[0].reason"),
        ({"approved_by": '" "'}, "accepted[0].approved_by"),
        ({"expires": ""}, "accepted[0].expires"),
        ({"expires": '"soon"'}, "accepted[0].expires"),
        ({"fingerprint": "3"}, "accepted[0].fingerprint"),
    ],
)
def test_a_mistake_is_named(tmp_path, changes, key):
    with pytest.raises(ConfigError) as caught:
        baseline.load(written(tmp_path / "b.toml", **changes))
    assert (caught.value.key, caught.value.source) == (key, str(tmp_path / "b.toml"))


def test_another_schema_is_refused(tmp_path):
    (tmp_path / "b.toml").write_text("schema = 2\n")
    with pytest.raises(ConfigError, match="schema"):
        baseline.load(tmp_path / "b.toml")


def test_a_draft_is_completed_accepts_and_expires(tmp_path):
    (tmp_path / "letter.txt").write_text(LETTER + f"카드번호 {CARD}\n", "utf-8")
    path = tmp_path / "b.toml"
    assert dlp("scan", "letter.txt", "--write-baseline", path, cwd=tmp_path)[0] == 1
    drafted = path.read_text("utf-8")
    assert drafted.count("[[accepted]]") == 2

    code, _, err = dlp("scan", "letter.txt", "--baseline", path, cwd=tmp_path)
    assert code == 2
    assert "accepted[0].reason" in err

    completed = drafted.replace('reason = ""', 'reason = "시험 자료"').replace('approved_by = ""', 'approved_by = "팀"')
    path.write_text(completed, "utf-8")
    code, out, _ = dlp("scan", "letter.txt", "--baseline", path, cwd=tmp_path)
    assert code == 0
    assert "BLOCK letter.txt" in out  # the decision stays what it is
    assert out.count("accepted by the baseline: 시험 자료") == 2

    (expires,) = {line for line in completed.splitlines() if line.startswith("expires")}
    path.write_text(completed.replace(expires, "expires = 2026-01-01", 1), "utf-8")
    code, out, err = dlp("scan", "letter.txt", "--baseline", path, cwd=tmp_path)
    assert code == 1
    assert "expired in the baseline, counts again: KR_RRN" in err
    assert out.count("accepted by the baseline") == 1
