"""What comes along with an installation may be used by anybody: no GPL, AGPL or LGPL among what must be installed."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
DIRECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
COPYLEFT = re.compile(r"GPL|General Public License", re.IGNORECASE)


def required(requirements):
    """The distributions that the requirements lead to on this machine, extras left out, each once."""
    waiting, seen = [Requirement(text) for text in requirements], set()
    while waiting:
        requirement = waiting.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:  # dropped by a marker of the environment it was resolved in
            continue
        yield found
        waiting += [Requirement(text) for text in found.requires or ()]


def licence(found):
    """All that the metadata says, the whole texts that some packages put there left out."""
    declared = (found.metadata.get("License-Expression"), (found.metadata.get("License") or "").partition("\n")[0])
    classifiers = (text for text in found.metadata.get_all("Classifier") or () if text.startswith("License ::"))
    return "; ".join(filter(None, (*declared, *classifiers)))


def test_no_copyleft_comes_along():
    licences = {found.name: licence(found) for found in required(DIRECT)}
    assert len(licences) > len(DIRECT) / 2
    assert not {name: text for name, text in licences.items() if not text or COPYLEFT.search(text)}


def test_notice_names_every_direct_dependency():
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert not [text for text in DIRECT if Requirement(text).name not in notice]


def test_notice_carries_what_the_hyperscan_wheel_leaves_out():
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for holder in ("Intel Corporation", "VectorCamp PC", "University of Cambridge", "Boost Software License"):
        assert holder in notice
