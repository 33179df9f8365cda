"""`dlp doctor`: what is installed, what is missing, and which guarantees hold here."""

from __future__ import annotations

import typer

from dlp import app
from dlp.render.messages import Words
from dlp.surfaces.cli.exits import Exit
from dlp.surfaces.cli.options import ConfigFile, Language, language, show


def doctor(config: ConfigFile = None, lang: Language = None) -> None:
    """설치 상태와 지켜지는 보장 / What is installed and which guarantees hold. Exit code 1 where one does not."""
    said = language(lang)
    guarantees = app.doctor(config)
    states = {True: Words("예", "yes").say(said), False: Words("아니오", "NO").say(said)}
    show([(states[it.holds], it.name, Words(it.ko, it.en).say(said)) for it in guarantees])
    raise typer.Exit(Exit.CLEAN if all(it.holds for it in guarantees) else Exit.FINDINGS)
