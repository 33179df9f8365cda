"""The deep lane: Presidio's AnalyzerEngine with a spaCy model of our own in it, and with the firm's recognizers.

The model is a folder of this package, named by its absolute path: what is a path is never downloaded. Importing spaCy and
presidio_analyzer takes about a second, so that happens when the lane is first asked.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dlp.errors import RuleError
from dlp.rules import Mention, TaggerSettings
from dlp.types import Confidence, Evidence, EvidenceKind
from recognizers.names import latin, linear, places, transliterated, written

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, RecognizerResult
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from spacy.language import Language

_LANGUAGE = "ko"
_OWN = "deep lane"  # the name our model goes by among the firm's recognizers
_WINDOW = 2_000  # characters read at once
_KOREAN = re.compile("[가-힣]{1,4}")
_VETO = 0.10  # a Korean name the linear model believes in less is none
_VETO_SHORT = 0.2  # of one or two syllables, as many words are
_LEAST = 0.4  # Presidio's "weak pattern": recognizers that are less sure of a person are not heard
_SURE = 0.75


class Deep:
    """A Tagger that finds what the fast lane finds and more. Thread-safe; one window is read at a time."""

    def __init__(self, settings: TaggerSettings) -> None:
        """Raises RuleError where the registry cannot be used: with one, everything is loaded now instead of later."""
        self._settings = settings
        self._lock = threading.Lock()
        self._engine = _Engine(settings) if settings.registry else None

    def __call__(self, text: str) -> Sequence[Mention]:
        quick = linear.tag(text)
        believed = linear.believed(text)
        taken = {place for one in quick for place in range(one.start, one.end)}
        if not self._settings.registry and not _is_worth_asking(text, believed, taken):
            return quick
        with self._lock:
            if self._engine is None:
                self._engine = _Engine(self._settings)
            found = list(self._engine.people(text))
        credible = [
            one
            for one, own in found
            if not own or (taken.isdisjoint(range(one.start, one.end)) and _credible(one, text, believed))
        ]
        return written.merged(quick, credible)


def _is_worth_asking(text: str, believed: Mapping[tuple[int, int], float], taken: AbstractSet[int]) -> bool:
    """Whether anything our model might find could be credible (see `_credible`): it takes ten milliseconds to ask."""
    possible = (place for place, chance in believed.items() if chance >= _VETO)
    return any(taken.isdisjoint(range(*place)) for place in possible) or latin.may_address(text)


def _credible(one: Mention, text: str, believed: Mapping[tuple[int, int], float]) -> bool:
    """Whether our model is to be trusted where the fast lane is silent.

    A Korean name must be one that the linear model holds possible; any other must be addressed like a person.
    """
    if _KOREAN.fullmatch(text, one.start, one.end):
        least = _VETO if one.end - one.start > 2 else _VETO_SHORT
        return believed.get((one.start, one.end), 0.0) >= least and not places.is_word(text, one.start, one.end)
    return latin.addressed(text, one.start, one.end) and transliterated.is_name(text[one.start : one.end])


class _Engine:
    """The loaded AnalyzerEngine."""

    def __init__(self, settings: TaggerSettings) -> None:
        from presidio_analyzer import AnalyzerEngine

        self._people = list(settings.people)
        with as_file(files("recognizers.names") / "data" / "ner") as folder:
            self._nlp = _nlp_engine(folder.resolve())
        registry = _recognizers(settings)
        _add_own(registry)
        self._analyzer: AnalyzerEngine = AnalyzerEngine(
            registry=registry, nlp_engine=self._nlp, supported_languages=[_LANGUAGE]
        )

    def people(self, text: str) -> Iterator[tuple[Mention, bool]]:
        """Every person found, and whether by our own model."""
        entities = sorted({*self._people, "PERSON"}.intersection(self._analyzer.get_supported_entities(_LANGUAGE)))
        plain = text.encode("utf-8", "replace").decode()  # spaCy hashes UTF-8, in which lone surrogates are not written
        for offset, window in linear.pieces(plain, _WINDOW):
            with self._forgetting():
                results = self._analyzer.analyze(window, _LANGUAGE, entities=entities, score_threshold=_LEAST)
            for result in results:
                if result.entity_type in self._people or _is_own(result):
                    yield _mention(result, offset), _is_own(result)

    def _forgetting(self) -> AbstractContextManager[object]:
        """spaCy remembers every word it has seen, unless what it read is in a zone that is given up."""
        loaded = cast("dict[str, Language]", self._nlp.nlp)  # Presidio says None of what it fills when it loads
        return loaded[_LANGUAGE].memory_zone()


def _nlp_engine(folder: Path) -> SpacyNlpEngine:
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

    import recognizers.names.syllables  # noqa: F401  makes the tokenizer known to spaCy

    mapping = NerModelConfiguration(model_to_presidio_entity_mapping={"PS": "PERSON"}, default_score=0.6)
    engine = SpacyNlpEngine([{"lang_code": _LANGUAGE, "model_name": str(folder)}], mapping)
    engine.load()
    return engine


def _recognizers(settings: TaggerSettings) -> RecognizerRegistry:
    from presidio_analyzer import RecognizerRegistry
    from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider

    if not settings.registry:
        return RecognizerRegistry(supported_languages=[_LANGUAGE])
    try:
        registry: RecognizerRegistry = RecognizerRegistryProvider(
            conf_file=settings.registry
        ).create_recognizer_registry()
    except Exception as error:  # whatever Presidio raises, it is the firm's file that it cannot use
        raise RuleError(f"names.registry: {settings.registry}: {type(error).__name__}: {error}") from error
    if _LANGUAGE not in registry.supported_languages:
        raise RuleError(f"names.registry: {settings.registry}: supported_languages에 ko가 없습니다 / lacks ko")
    return registry


def _add_own(registry: RecognizerRegistry) -> None:
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    registry.add_recognizer(SpacyRecognizer(supported_language=_LANGUAGE, supported_entities=["PERSON"], name=_OWN))


def _is_own(result: RecognizerResult) -> bool:
    from presidio_analyzer import RecognizerResult

    name = (result.recognition_metadata or {}).get(RecognizerResult.RECOGNIZER_NAME_KEY)
    return bool(name == _OWN)


def _mention(result: RecognizerResult, offset: int) -> Mention:
    sure = Confidence.LIKELY if result.score >= _SURE else Confidence.POSSIBLE
    detail = "deep name model" if _is_own(result) else "firm's recognizer"
    return Mention(result.start + offset, result.end + offset, sure, (Evidence(EvidenceKind.SHAPE, detail),))
