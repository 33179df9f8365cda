"""Mail in every form: all hiding places are read, encryption is named, damage and bombs end with an issue."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from dlp.types import IssueCode


def _load(name):
    spec = importlib.util.spec_from_file_location(f"format_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


build, mails = _load("build"), _load("mails")

GOLDEN = {
    "msg": ("a.msg", mails.msg(), mails.MSG_TOKENS),
    "tnef": ("winmail.dat", mails.tnef(), mails.TNEF_TOKENS),
    "eml": ("a.eml", mails.eml(), mails.EML_TOKENS),
    "mbox": ("a.mbox", mails.mbox(), mails.MBOX_TOKENS),
    "ics": ("a.ics", mails.ics(), mails.ICS_TOKENS),
    "vcard": ("a.vcf", mails.vcard(), mails.VCARD_TOKENS),
}


@pytest.fixture(scope="module")
def found():
    return {kind: build.read(name, data) for kind, (name, data, _) in GOLDEN.items()}


@pytest.mark.parametrize(("kind", "token"), [(kind, token) for kind, (_, _, tokens) in GOLDEN.items() for token in tokens])
def test_canary(found, kind, token):
    words = build.text(found[kind])
    containers = "\n".join("!".join(segment.locus.container) for segment in build.segments(found[kind]))
    assert token in words or token in containers


@pytest.mark.parametrize("kind", [kind for kind in GOLDEN])
def test_a_sound_document_has_no_issues(found, kind):
    assert [issue for issue in build.issues(found[kind]) if issue.code is not IssueCode.TYPE_MISMATCH] == []
