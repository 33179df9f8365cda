"""The same rules for anybody's Presidio AnalyzerEngine: one EntityRecognizer that finds all entities in one pass.

Importing this module imports presidio_analyzer (over a second, 90 MiB); nothing else in the project imports it.

By code:

    registry = RecognizerRegistry(supported_languages=["ko", "en"])
    recognizers.presidio.add_to(registry)

By Presidio's registry YAML (samples/presidio.yaml): import this module first, then name the class with
`type: predefined`, which is how Presidio looks up a class it did not bring itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import ClassVar

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from dlp import Scanner
from dlp.types import Confidence, Evidence, EvidenceKind, Finding
from recognizers import rules

# Presidio speaks in numbers between 0 and 1; these are the only ones in the project. 0.4 is its usual "weak pattern",
# and a threshold of 0.5 keeps exactly what blocks.
SCORES = {Confidence.POSSIBLE: 0.4, Confidence.LIKELY: 0.75, Confidence.CONFIRMED: 1.0}

_WORDS = {
    EvidenceKind.SHAPE: "shape",
    EvidenceKind.CHECK_DIGIT: "check digit holds",
    EvidenceKind.NO_CHECK_DIGIT: "check digit does not hold",
    EvidenceKind.CALENDAR: "calendar date",
    EvidenceKind.LABEL: "label",
    EvidenceKind.HEADER: "column header",
    EvidenceKind.LAYOUT: "issuer's layout",
    EvidenceKind.COMPETING: "competing word",
    EvidenceKind.ENCODING: "written encoded",
}


@cache
def _shared_scanner() -> Scanner:
    return Scanner()


class KoreanFinanceRecognizer(EntityRecognizer):
    """All entities of the loaded rules, in one language of an AnalyzerEngine.

    `supported_entities` narrows what is reported, never what is scanned. Offsets are characters. The rules have
    weighed the context already, so Presidio is told not to raise the scores again.
    """

    COUNTRY_CODE: ClassVar[str] = "kr"

    def __init__(
        self,
        supported_language: str = "ko",
        supported_entities: list[str] | None = None,
        name: str = "KoreanFinanceRecognizer",
        context: list[str] | None = None,
        scanner: Scanner | None = None,
    ) -> None:
        self.name: str
        self._scanner = scanner or _shared_scanner()
        super().__init__(
            supported_entities=supported_entities or entities(),
            name=name,
            supported_language=supported_language,
            context=context,
        )

    def load(self) -> None:
        """Nothing to load: the scanner is ready when it exists."""

    def analyze(
        self,
        text: str,
        entities: list[str] | None = None,
        nlp_artifacts: NlpArtifacts | None = None,  # noqa: ARG002  Presidio passes it; the rules read the text itself
    ) -> list[RecognizerResult]:
        wanted = frozenset(entities or self.supported_entities).intersection(self.supported_entities)
        return [self._result(f) for f in self._scanner.scan_text(text).findings if f.entity in wanted]

    def _result(self, finding: Finding) -> RecognizerResult:
        score = SCORES[finding.confidence]
        return RecognizerResult(
            entity_type=finding.entity,
            start=finding.start,
            end=finding.end,
            score=score,
            analysis_explanation=AnalysisExplanation(
                recognizer=self.name,
                original_score=score,
                pattern_name=finding.rule,
                validation_result=_validated(finding.evidence),  # type: ignore[arg-type]  # None is meant, says its use
                textual_explanation=explain(finding),
            ),
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                RecognizerResult.IS_SCORE_ENHANCED_BY_CONTEXT_KEY: True,
            },
        )


def entities() -> list[str]:
    """Presidio entity names of all rules."""
    return sorted({rule.entity for rule in rules()})


def explain(finding: Finding) -> str:
    """The rule and its evidence in words; evidence speaks the rule's vocabulary and never quotes the text."""
    reasons = (" ".join(filter(None, (_WORDS[e.kind], e.detail))) for e in finding.evidence)
    return "; ".join((f"rule {finding.rule}", f"confidence {finding.confidence.name.lower()}", *reasons))


def _validated(evidence: Iterable[Evidence]) -> bool | None:
    """Presidio's three-valued check: True, False, or None where the scheme has no check digit."""
    kinds = {e.kind for e in evidence}
    if EvidenceKind.CHECK_DIGIT in kinds:
        return True
    return False if EvidenceKind.NO_CHECK_DIGIT in kinds else None


def add_to(registry: RecognizerRegistry, languages: Iterable[str] = ("ko", "en")) -> None:
    """Add the recognizer to a registry, once per language."""
    for language in languages:
        registry.add_recognizer(KoreanFinanceRecognizer(supported_language=language))
