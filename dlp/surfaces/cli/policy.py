"""`dlp policy`: the catalogue of services, and what the policy does and why."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from dlp import app
from dlp.policy.assemble import Policy
from dlp.policy.model import Permit, Row
from dlp.render import Lang
from dlp.render.messages import ACTIONS, Words, reason
from dlp.surfaces.cli.options import ConfigFile, Language, Service, language, show

policy = typer.Typer(name="policy", help="정책 / policy", no_args_is_help=True)


@policy.command("services")
def services(config: ConfigFile = None, lang: Language = None) -> None:
    """SaaS 목록 / The catalogue of services: id, name, operator, use, hosts."""
    said = language(lang)
    known = app.open_scanner(config).policy.catalogue.services
    show([
        (it.id, Words(it.name_ko, it.name_en).say(said), it.operator, it.category.value, " ".join(it.hosts))
        for _, it in sorted(known.items())
    ])  # fmt: skip


@policy.command("explain")
def explain(to: Service = None, config: ConfigFile = None, lang: Language = None) -> None:
    """판정의 기준과 근거 / What the policy does, by which clauses; with --to, what the firm holds for a service."""
    said = language(lang)
    in_force = app.open_scanner(config).policy
    show([_row(row, said) for row in in_force.rows.values()])
    typer.echo()
    show([(it.id, f"{Words(it.ko, it.en).say(said)} [{it.source}]") for it in in_force.clauses.values()])
    typer.echo()
    show(list(_settings(in_force, said)))
    if to:
        typer.echo()
        show(list(_destination(in_force, to, said)))


def _row(row: Row, lang: Lang) -> tuple[str, ...]:
    return ACTIONS[row.action].say(lang), row.name.value, reason(row.reason(), lang)


def _settings(policy: Policy, lang: Lang) -> Iterator[tuple[str, str]]:
    yield Words("운영 방식", "mode").say(lang), policy.mode.value
    yield Words("허용한 용도", "permitted uses").say(lang), ", ".join(sorted(policy.permitted))
    if policy.widened:
        yield Words("기본보다 넓힌 용도", "wider than shipped").say(lang), ", ".join(policy.widened)
    yield Words("정책 지문", "policy digest").say(lang), policy.digest


def _destination(policy: Policy, name: str, lang: Lang) -> Iterator[tuple[str, str]]:
    found = policy.destination(name)
    if found is None or found.service is None:
        yield name, Words("목록에 없음: dlp policy services", "not in the catalogue: dlp policy services").say(lang)
        return
    yield found.service.id, Words(found.service.name_ko, found.service.name_en).say(lang)
    yield Words("금융보안원 평가", "FSI evaluation").say(lang), _permit(found.evaluation, lang)
    yield Words("정보보호위원회 승인", "committee approval").say(lang), _permit(found.approval, lang)
    yield Words("혁신금융서비스 지정", "sandbox designation").say(lang), _permit(found.sandbox, lang)


def _permit(permit: Permit | None, lang: Lang) -> str:
    if permit is None:
        return Words("등록 없음", "not registered").say(lang)
    state = Words("유효", "in force") if permit.in_force(app.today()) else Words("유효하지 않음", "not in force")
    return f"{permit.ref}, {permit.since} – {permit.until}: {state.say(lang)}"
