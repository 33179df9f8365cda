"""One file per format. A module put here is found; there is no list to add it to."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dlp.extract.base import Format


@cache
def readers() -> tuple[Format, ...]:
    """Every format of this package, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    found = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(module for module in found if isinstance(module, Format))


@cache
def by_media_type() -> Mapping[str, Format]:
    """The reader of each media type that has one."""
    return MappingProxyType({media_type: reader for reader in readers() for media_type in reader.MEDIA_TYPES})
