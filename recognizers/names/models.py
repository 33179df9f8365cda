"""The files of the models: whether they are there, whether they are the shipped ones, and their digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

from dlp.errors import RuleError
from dlp.rules import TaggerSettings


def shipped() -> dict[str, str]:
    """SHA-256 of every file of the models, by its name below `data`, as meta.json tells. Raises RuleError."""
    try:
        weights = json.loads(files("recognizers.names").joinpath("data", "meta.json").read_text("utf-8"))["weights"]
        return {str(name): str(digest) for name, digest in weights.items()}
    except (OSError, ValueError, LookupError, AttributeError) as error:
        raise _missing("meta.json") from error


def found() -> dict[str, str]:
    """SHA-256 of the same files as they lie there. Raises RuleError where one is missing: nothing is fetched instead."""
    with as_file(files("recognizers.names") / "data") as folder:
        return {name: _sha256(folder / name, name) for name in shipped()}


def digest(weights: Mapping[str, str], settings: TaggerSettings) -> str:
    """Of the models and of the firm's own recognizers beside them."""
    sha = hashlib.sha256(json.dumps([sorted(weights.items()), settings.people]).encode())
    if settings.registry:
        try:
            sha.update(Path(settings.registry).read_bytes())
        except OSError as error:
            raise RuleError(f"names.registry: {settings.registry}: {type(error).__name__}: {error}") from error
    return sha.hexdigest()


def _sha256(path: Path, name: str) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise _missing(name) from error


def _missing(name: str) -> RuleError:
    return RuleError(
        f"names.pack: korea: 모델 파일이 없습니다. 다시 설치하십시오 / a file of the models is missing, install again: {name}"
    )
