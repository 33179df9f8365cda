"""`dlp rules`: which rules are loaded, what each looks for, and what they find in a text."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from dlp import app
from dlp.render import Entry, Format, Lang, renderer
from dlp.render import messages as words
from dlp.rules import Rule
from dlp.surfaces.cli.exits import Exit
from dlp.surfaces.cli.options import ConfigFile, Language, language, show, style

rules = typer.Typer(name="rules", help="탐지 규칙 / detection rules", no_args_is_help=True)


@rules.command("list")
def show_all(config: ConfigFile = None, lang: Language = None) -> None:
    """불러온 규칙 목록 / The rules in force."""
    said = language(lang)
    show([_cells(rule, said) for rule in app.open_scanner(config).rules])


@rules.command("show")
def show_one(
    name: Annotated[str, typer.Argument(metavar="ID", help="규칙 id / rule id")],
    config: ConfigFile = None,
    lang: Language = None,
) -> None:
    """규칙 하나를 자세히 / One rule in full."""
    loaded = {rule.id: rule for rule in app.open_scanner(config).rules}
    if name not in loaded:
        near = ", ".join(difflib.get_close_matches(name, loaded)) or "dlp rules list"
        raise typer.BadParameter(f"그런 규칙이 없습니다 / no such rule: {name} ({near})")
    show(list(_details(loaded[name], language(lang))))


@rules.command("test")
def try_out(
    text: Annotated[str, typer.Argument(metavar="[TEXT|-]", help="글, 또는 표준 입력(-) / a text, or stdin")] = "-",
    config: ConfigFile = None,
    lang: Language = None,
) -> None:
    """글에서 무엇이 검출되는지, 왜인지 / What is found in a text, and why. Nothing is recorded.

    실제 정보는 -로 넣으십시오. 인수는 셸 기록에 남습니다 / Arguments stay in the shell's history: use - for real data.
    """
    given = sys.stdin.buffer.read() if text == "-" else text
    result = app.open_scanner(config).scan_text(given, name="-")
    table = renderer(Format.TABLE, style(sys.stdout, language(lang), explain=True))
    typer.echo(table.entry(Entry(result)), nl=False)
    raise typer.Exit(Exit.FINDINGS if result.findings else Exit.CLEAN)


def _cells(rule: Rule, lang: Lang) -> tuple[str, ...]:
    return rule.id, words.entity(rule.entity, lang), words.CLASSES[rule.data_class].say(lang), _description(rule, lang)


def _details(rule: Rule, lang: Lang) -> Iterator[tuple[str, str]]:
    yield "id", rule.id
    yield "entity", f"{rule.entity} ({words.entity(rule.entity, lang)})"
    yield "class", words.CLASSES[rule.data_class].say(lang)
    yield "description", _description(rule, lang)
    yield "shapes", ", ".join(f"{shape.name}{' *' if shape.needs_label else ''}" for shape in rule.shapes)
    if any(shape.needs_label for shape in rule.shapes):
        yield "", words.Words("* 주변 낱말이 있을 때만", "* only near one of the labels").say(lang)
    yield "labels", ", ".join(rule.labels)
    yield "rivals", ", ".join(rule.rivals)
    yield "reference", rule.reference


def _description(rule: Rule, lang: Lang) -> str:
    return words.Words(rule.description_ko, rule.description_en).say(lang)
