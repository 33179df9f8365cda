"""`dlp policy`: the catalogue of services, and what the policy does and why."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from dlp import app
from dlp.policy.assemble import Policy
from dlp.policy.model import Permit, Row
from dlp.render import Lang
from dlp.render.columns import aligned
from dlp.render.messages import ACTIONS, Words
from dlp.surfaces.cli.options import ConfigFile, Language, Service, language, today

policy = typer.Typer(name="policy", help="정책 / policy", no_args_is_help=True)


@policy.command("services")
def services(config: ConfigFile = None, lang: Language = None) -> None:
    """SaaS 목록 / The catalogue of services: id, name, operator, use, hosts."""
    said = language(lang)
    known = app.open_scanner(config).policy.catalogue.services.values()
    rows = [
        (it.id, Words(it.name_ko, it.name_en).say(said), it.operator, it.category.value, " ".join(it.hosts))
        for it in sorted(known, key=lambda service: service.id)
    ]
    for line in aligned(rows):
        typer.echo(line)


@policy.command("explain")
def explain(to: Service = None, config: ConfigFile = None, lang: Language = None) -> None:
    """판정의 기준과 근거 / What the policy does, by which clauses; with --to, what the firm holds for a service."""
    said = language(lang)
    in_force = app.open_scanner(config).policy
    for line in [*_rows(in_force, said), "", *_clauses(in_force, said), "", *_mode(in_force, said)]:
        typer.echo(line)
    if to:
        for line in ["", *_destination(in_force, to, said)]:
            typer.echo(line)


def _rows(policy: Policy, lang: Lang) -> Iterator[str]:
    return aligned([_row(row, lang) for row in policy.rows.values()])


def _row(row: Row, lang: Lang) -> tuple[str, ...]:
    text = Words(row.ko, row.en).say(lang)
    if row.weakened:
        text += Words(" [기본 설정은 {}]", " [shipped policy: {}]").say(lang).format(ACTIONS[row.shipped].say(lang))
    return ACTIONS[row.action].say(lang), row.name.value, ", ".join(clause.id for clause in row.clauses), text


def _clauses(policy: Policy, lang: Lang) -> Iterator[str]:
    return aligned([(it.id, Words(it.ko, it.en).say(lang), f"[{it.source}]") for it in policy.clauses.values()])


def _mode(policy: Policy, lang: Lang) -> Iterator[str]:
    permitted = ", ".join(sorted(category.value for category in policy.permitted))
    yield f"{Words('운영', 'mode').say(lang)}: {policy.mode.value}"
    yield f"{Words('허용한 용도', 'permitted uses').say(lang)}: {permitted}"
    if policy.widened:
        widened = ", ".join(category.value for category in policy.widened)
        yield f"{Words('기본보다 넓힌 용도', 'wider than the shipped policy').say(lang)}: {widened}"
    yield f"{Words('정책 지문', 'policy digest').say(lang)}: {policy.digest}"


def _destination(policy: Policy, name: str, lang: Lang) -> Iterator[str]:
    found = policy.destination(name)
    if found is None or found.service is None:
        yield (
            Words(
                "{}: 목록에 없는 서비스입니다. `dlp policy services`", "{}: not in the catalogue: `dlp policy services`"
            )
            .say(lang)
            .format(name)
        )
        return
    yield f"{found.service.id}: {Words(found.service.name_ko, found.service.name_en).say(lang)}"
    yield from aligned(
        [
            (Words("금융보안원 평가", "FSI evaluation").say(lang), _permit(found.evaluation, lang)),
            (Words("정보보호위원회 승인", "committee approval").say(lang), _permit(found.approval, lang)),
            (Words("혁신금융서비스 지정", "sandbox designation").say(lang), _permit(found.sandbox, lang)),
        ]
    )


def _permit(permit: Permit | None, lang: Lang) -> str:
    if permit is None:
        return Words("등록 없음", "not registered").say(lang)
    state = Words("유효", "in force") if permit.in_force(today()) else Words("유효하지 않음", "not in force")
    return f"{permit.ref}  {permit.since} – {permit.until}  {state.say(lang)}"
