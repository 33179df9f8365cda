"""The documentation is true: generated pages match the code, commands and examples run, names are told, links lead."""

import dataclasses
import io
import re
import shlex
from contextlib import chdir, redirect_stdout
from pathlib import Path

import pytest

import dlp
from dlp.surfaces.cli import baseline
from tests import make_docs
from tests.presidio_engines import no_op_engine
from tests.surfaces.cli import program

ROOT = Path(__file__).parents[1]
WRITTEN = ("README.md", "docs/api.md", "docs/design.md")
PAGES = [*(ROOT / name for name in ("README.md", "CHANGELOG.md", "samples/README.md")), *(ROOT / "docs").glob("*.md")]
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in PAGES}
API = TEXTS["docs/api.md"]


def blocks(language):
    fence = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [
        pytest.param(text, id=f"{name} {number}")
        for name in WRITTEN
        for number, text in enumerate(fence.findall(TEXTS[name]), 1)
    ]


@pytest.mark.parametrize("name", make_docs.PAGES)
def test_generated_page_is_what_the_code_says(name):
    assert TEXTS[f"docs/{name}"] == make_docs.page(name), "run: python -m tests.make_docs"


@pytest.mark.parametrize("text", blocks("console"))
def test_shown_output_is_the_programs(text):
    prompt, _, shown = text.partition("\n")
    _, out, err = program.dlp(*shlex.split(prompt.removeprefix("$ dlp ")), cwd=ROOT)
    assert untimed(out + err) == untimed(shown)


def untimed(text):
    return re.sub(r"\d+\.\d ?(?=초|s\b)", "", text)


@pytest.mark.parametrize("code", blocks("python"))
def test_example_runs(code, tmp_path):
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    with chdir(tmp_path), redirect_stdout(io.StringIO()):
        exec(code, {"nlp_engine": no_op_engine()})  # noqa: S102 our own documentation


@pytest.mark.parametrize("text", blocks("toml"))
def test_configuration_shown_is_valid(text, tmp_path):
    file = tmp_path / "shown.toml"
    file.write_text(text, "utf-8")
    assert baseline.load(file).accepted if "[[accepted]]" in text else dlp.Scanner(file)


def test_ci_runs_the_readmes_own_test_command():
    command = next(line for line in TEXTS["README.md"].splitlines() if "&& pytest" in line)
    assert f"\n{command} || exit\n" in (ROOT / ".ci" / "run").read_text("utf-8")


def members(name):
    """What a program may use of a public name: methods, properties and fields, inherited from nobody of ours."""
    thing = getattr(dlp, name)
    fields = [field.name for field in dataclasses.fields(thing)] if dataclasses.is_dataclass(thing) else []
    return {*fields, *(key for key in vars(thing) if not key.startswith("_") and key not in dir(Exception))}


@pytest.mark.parametrize("name", dlp.__all__)
def test_public_name_is_documented(name):
    told = set(re.findall(r"[A-Za-z_]\w*", " ".join(re.findall(r"`[^`]+`|^```.*?^```", API, re.MULTILINE | re.DOTALL))))
    assert {name, *members(name)} <= told


@pytest.mark.parametrize(
    ("name", "command"), list(make_docs.commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_command_is_documented(name, command):
    everywhere = "\n".join(TEXTS.values())
    assert f"dlp {name}" in everywhere
    for parameter in command.params:
        if parameter.name == "help":
            continue
        for option in (opt for opt in parameter.opts if opt.startswith("-")):
            assert re.search(rf"`{option}\b", everywhere), option
        assert re.search(r"[가-힣]", parameter.help), parameter.opts
        assert re.search(r"[a-z]{2}", parameter.help), parameter.opts


def anchors(text):
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name):
    prose = re.sub(r"^```.*?^```", "", TEXTS[name], flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        assert file.exists(), target
        assert not anchor or anchor in anchors(file.read_text("utf-8")), target


def test_the_conformance_checklist_names_tests_that_are_there():
    rows = TEXTS["docs/proxy.md"].partition("## ICAP 적합성")[2]
    named = set(re.findall(r"`(test_\w+)`", rows))
    sources = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*icap*.py")]
    sources += [path.read_text("utf-8") for path in (ROOT / "tests/surfaces/icap").glob("test_*.py")]
    assert named
    assert named <= set(re.findall(r"^def (test_\w+)", "\n".join(sources), re.MULTILINE))
