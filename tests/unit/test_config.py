import re
import tomllib
from dataclasses import fields, is_dataclass
from datetime import date
from typing import get_type_hints

import pytest

from dlp import config
from dlp.config import Category, Config, Mode, RowName, ServiceTable
from dlp.errors import ConfigError
from dlp.types import Action
from tests.policy.support import SHIPPED


def parse(text):
    return config.parse(text.encode(), "dlp.toml", SHIPPED)


def test_a_firms_file_changes_what_it_names_and_nothing_else():
    shipped, firm = config.default(SHIPPED), parse("[policy.actions]\npersonal = 'block'\n[limits]\nseconds = 5")

    assert firm.policy.actions == {**shipped.policy.actions, RowName.PERSONAL: Action.BLOCK}
    assert (firm.limits.seconds, firm.limits.depth) == (5.0, shipped.limits.depth)
    assert (firm.journal, firm.clause, firm.categories) == (shipped.journal, shipped.clause, shipped.categories)


def test_lists_are_replaced_whole():
    assert parse("[rules]\npacks = ['acme']").rules.packs == ("acme",)


def test_services_and_dates():
    table = parse(
        "[services.slack]\nevaluation_id = 'E'\nevaluated_on = 2026-05-04\nevaluation_expires = 2027-05-03"
    ).services["slack"]
    assert (table.evaluation_id, table.evaluated_on) == ("E", date(2026, 5, 4))
    assert table.approved_on is None


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf[policy]\r\nmode = 'simulate'\r\n", b"[policy]\nmode = 'simulate'"], ids=["notepad", "plain"]
)
def test_byte_order_mark_and_windows_lines(data):
    assert config.parse(data, "dlp.toml", SHIPPED).policy.mode is Mode.SIMULATE


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("polcy = 1", "polcy", "did you mean: policy"),
        (
            "[scan]\nmax_finding = 3",
            "scan.max_finding",
            "did you mean: max_findings; 가능 / allowed: max_findings, dest",
        ),
        ("[policy.actions]\nunique_ids = 'flag'", "policy.actions.unique_ids", "did you mean: unique_id"),
        (
            "[policy.actions]\nunique_id = 'alow'",
            "policy.actions.unique_id",
            "allow, flag, hold, block; 혹시 / did you",
        ),
        ("[policy.actions]\nunique_id = 0", "policy.actions.unique_id", "must be one of"),
        ("[policy]\nmode = 'off'", "policy.mode", "enforce, simulate"),
        ("[policy]\nrequire_user = 1", "policy.require_user", "true or false"),
        ("[policy]\nregistered_devices = 'PC'", "policy.registered_devices", "must be a list"),
        ("[policy]\nregistered_devices = ['PC', 1]", "policy.registered_devices[1]", "must be a string"),
        ("[categories]\nstorrage = true", "categories.storrage", "did you mean: storage"),
        ("[services.slack]\nevaluated = 2026-01-01", "services.slack.evaluated", "did you mean: evaluated_on"),
        ("[services.slack]\nevaluated_on = '2026-01-01'", "services.slack.evaluated_on", "without quotes"),
        ("[services.slack]\nevaluated_on = 2026-01-01T00:00:00", "services.slack.evaluated_on", "is now: datetime"),
        ("[services.slack]\nevaluation_id = 'E'", "services.slack.evaluated_on", "given together"),
        (
            "[services.slack]\nsandbox_id = 'S'\nsandbox_designated_on = 2026-02-01\nsandbox_expires = 2026-01-31",
            "services.slack.sandbox_expires",
            "is before sandbox_designated_on",
        ),
        ("[services]\n'a b' = {}", "services.'a b'", "only letters"),
        ("[services.x]\ncategory = 'wiki'", "services.x.category", "must be one of: collaboration"),
        ("services = 3", "services", "must be a table"),
        ("[limits]\ndepth = 0", "limits.depth", "greater than 0"),
        ("[limits]\nseconds = inf", "limits.seconds", "greater than 0"),
        ("[limits]\nseconds = nan", "limits.seconds", "greater than 0"),
        ("[limits]\ndepth = true", "limits.depth", "is now: bool"),
        ("[limits]\nratio = 1.5", "limits.ratio", "whole number"),
        ("[scan]\nmax_findings = -1", "scan.max_findings", "greater than 0"),
        ("[rules]\npacks = []", "rules.packs", "at least one pack"),
        ("[names]\nfast = false", "names.deep", "needs fast"),
        ("[names]\ndeep = false\nregistry = 'x.yaml'", "names.registry", "needs deep"),
        ("[names]\npeople = []", "names.people", "at least one"),
        ("[journal]\nsamples = 101", "journal.samples", "0–100"),
        ("[row.masked]\nclauses = []", "row.masked.clauses", "at least one clause"),
        ("[row.masked]\nclauses = ['SAAS-99']", "row.masked.clauses", "SAAS-99"),
        ("[clause.X]\nko = 'x'", "clause.X.en", "is missing"),
        ("x = ", "", "not valid TOML"),
        ("x = " + "[" * 10_000, "", "not valid TOML"),
    ],
)
def test_a_mistake_names_file_key_and_what_is_allowed(text, key, says):
    with pytest.raises(ConfigError) as caught:
        parse(text)
    assert caught.value.key == key
    assert caught.value.source == "dlp.toml"
    assert says in str(caught.value)


def test_a_file_that_is_not_utf8_says_so():
    with pytest.raises(ConfigError, match=r"UTF-8.*byte 2"):
        config.parse("# 설정".encode("cp949"), "dlp.toml", SHIPPED)


def test_every_setting_is_in_the_shipped_file_and_every_row_and_category_has_its_line():
    shipped = tomllib.loads(SHIPPED.decode())
    for name, hint in get_type_hints(Config).items():
        assert name in shipped
        if is_dataclass(hint):
            assert set(shipped[name]) == {field.name for field in fields(hint)}
    assert list(shipped["policy"]["actions"]) == list(RowName)
    assert list(shipped["row"]) == list(RowName)
    assert list(shipped["categories"]) == list(Category)
    assert config.default(SHIPPED).services == {}


def test_the_commented_services_show_every_key_and_parse():
    example = "\n".join(re.findall(r"^# (\[services\..*\]|[a-z_]+ = .*)$", SHIPPED.decode(), re.MULTILINE))
    services = parse(example).services
    shown = {key for table in tomllib.loads(example)["services"].values() for key in table}
    assert set(services) == {"slack", "intranet-wiki"}
    assert shown == {field.name for field in fields(ServiceTable)}


def test_every_row_and_clause_has_words_in_both_languages_and_a_source():
    shipped = config.default(SHIPPED)
    for row in shipped.row.values():
        assert row.clauses
        assert re.search("[가-힣]", row.ko)
        assert row.en.isascii()
    for clause in shipped.clause.values():
        assert re.search("[가-힣]", clause.ko)
        assert clause.en.isascii()
        assert clause.source
    assert {f"SAAS-{number:02}" for number in range(1, 15)} <= set(shipped.clause)


def test_the_shipped_policy_is_the_strict_one():
    shipped = config.default(SHIPPED)
    assert shipped.policy.mode is Mode.ENFORCE
    assert shipped.journal.enabled
    weaker = {name for name, action in shipped.policy.actions.items() if action < Action.HOLD}
    assert weaker == {
        *(RowName.CATEGORY_WIDENED, RowName.PSEUDONYMISED_SANDBOX, RowName.PERSONAL),
        *(RowName.POSSIBLE, RowName.MASKED, RowName.COMPANY_NUMBER),
    }
