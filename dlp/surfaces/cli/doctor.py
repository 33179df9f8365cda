"""`dlp doctor`: what is installed, what is missing, and which guarantees hold here."""

from __future__ import annotations

import typer

from dlp import app
from dlp.render.messages import Words
from dlp.runtime.guarantees import State
from dlp.surfaces.cli.exits import Exit
from dlp.surfaces.cli.options import ConfigFile, Language, language, show

_STATES = {
    State.HOLDS: Words("예", "yes"),
    State.NOTE: Words("참고", "note"),
    State.BROKEN: Words("아니오", "NO"),
}


def doctor(config: ConfigFile = None, lang: Language = None) -> None:
    """설치 상태와 지켜지는 보장 / What is installed and which guarantees hold. Exit code 1 where one does not."""
    said = language(lang)
    guarantees = app.doctor(config)
    show([(_STATES[it.state].say(said), it.name, Words(it.ko, it.en).say(said)) for it in guarantees])
    broken = any(it.state is State.BROKEN for it in guarantees)
    raise typer.Exit(Exit.FINDINGS if broken else Exit.CLEAN)
