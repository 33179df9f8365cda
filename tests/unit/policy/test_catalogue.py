import re
from datetime import date

import pytest

from dlp import config
from dlp.config import Category
from dlp.errors import ConfigError
from dlp.policy.assemble import assemble
from dlp.policy.catalogue import Basis, ServiceFile
from tests.policy.support import SHIPPED, policy, services


def test_there_are_enough_services_of_every_category():
    catalogue = policy().catalogue
    assert len(catalogue.services) >= 30
    assert {service.category for service in catalogue.services.values()} == set(Category)


@pytest.mark.parametrize("id_", services())
def test_service_file(id_):
    file = config.read(ServiceFile, services()[id_], id_)
    assert re.fullmatch(r"[a-z0-9-]+", id_)
    assert file.name_ko
    assert file.name_en.isascii()
    assert file.operator
    assert any("hosts" in claim.about for claim in file.claim)
    for claim in file.claim:
        assert date(2026, 1, 1) <= claim.date
        assert (claim.basis is Basis.GENERAL_KNOWLEDGE) == ("verify" in claim.source)
    for host in file.hosts:
        assert policy().catalogue.find(host.replace("*", "tenant")).id == id_


def test_no_service_claims_an_evaluation():
    for data in services().values():
        assert b"evaluat" not in data


@pytest.mark.parametrize(
    ("firm", "key", "says"),
    [
        (
            "[services.slak]\nevaluation_id='E'\nevaluated_on=2026-01-01\nevaluation_expires=2026-02-01",
            "slak",
            "did you mean: slack",
        ),
        ("[services.Slack]\nhosts=['slack.example.com']", "Slack", "lower case"),
        ("[services.wiki]\nname='W'\nhosts=['w.example.com']", "wiki", "give name, category and hosts"),
        ("[services.github]\ncategory='office'", "github.category", "fixed by the catalogue"),
        ("[services.slack]\nhosts=['*.com']", "*.hosts", "too wide"),
        ("[services.slack]\nhosts=['api.notion.com']", "*.hosts", "claimed by two services"),
    ],
)
def test_what_a_firm_cannot_register(firm, key, says):
    with pytest.raises(ConfigError, match=says) as caught:
        assemble(config.parse(firm.encode(), "dlp.toml", SHIPPED), config.default(SHIPPED), services())
    assert caught.value.key == f"services.{key}"


def test_a_destination_assumed_must_be_known():
    assert policy("[scan]\ndestination = 'files.slack.com'").destination("slack").service.id == "slack"
    with pytest.raises(ConfigError, match="did you mean: slack") as caught:
        policy("[scan]\ndestination = 'slak'")
    assert caught.value.key == "scan.destination"


def test_a_broken_service_file_is_named():
    with pytest.raises(ConfigError, match=r"services/x\.toml: hosts: "):
        assemble(
            config.default(SHIPPED),
            config.default(SHIPPED),
            {"x": b"name_ko = 'x'\nname_en = 'x'\noperator = 'x'\ncategory = 'erp'\n"},
        )
