"""The adapter in real AnalyzerEngines: without a model, with blank spaCy pipelines, and from Presidio's YAML."""

import socket
from pathlib import Path
from random import Random

import pytest
from presidio_analyzer import RecognizerResult
from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider

from recognizers.presidio import SCORES, KoreanFinanceRecognizer, entities
from tests.fill import fill
from tests.presidio_engines import BlankNlpEngine, analyzer, hosted, no_op_engine

ROOT = Path(__file__).parents[2]
TEXT = "고객 주민등록번호 {rrn}, 연락처 {mobile}, 카드 {visa|fullwidth}, 메일 {email}"
ENTITIES = ["KR_RRN", "PHONE_NUMBER", "CREDIT_CARD", "EMAIL_ADDRESS"]


@pytest.fixture(scope="module")
def filled():
    return fill(TEXT, Random("presidio"))


def from_yaml():
    provider = RecognizerRegistryProvider(conf_file=ROOT / "samples" / "presidio.yaml")
    return analyzer(provider.create_recognizer_registry())


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    "make", [hosted, lambda: hosted(BlankNlpEngine()), from_yaml], ids=["no model", "spaCy blank", "YAML"]
)
def test_engine_reports_every_value_in_characters(make, language, filled):
    results = make().analyze(filled.text, language=language)
    assert {(r.entity_type, r.start, r.end) for r in results} == {
        (entity, *span) for entity, span in zip(ENTITIES, filled.spans, strict=True)
    }


def test_scores_are_the_confidence_and_are_not_raised_again(scanner, filled):
    results = hosted(BlankNlpEngine()).analyze(filled.text, language="ko", context=["주민등록번호", "카드"])
    direct = {(f.start, f.end): SCORES[f.confidence] for f in scanner.scan_text(filled.text).findings}
    assert {(r.start, r.end): r.score for r in results} == direct


def test_only_what_is_asked_for(analyzer, filled):
    results = analyzer.analyze(filled.text, language="ko", entities=["KR_RRN"])
    assert [r.entity_type for r in results] == ["KR_RRN"]


def test_explanation_names_rule_and_evidence_and_never_the_value(analyzer, filled):
    results = analyzer.analyze(filled.text, language="ko", return_decision_process=True)
    digits = {filled.text[start:end] for start, end in filled.spans}
    for result in results:
        explanation = result.analysis_explanation
        assert explanation.textual_explanation.startswith("rule ")
        assert explanation.pattern_name
        assert not any(value in repr(explanation.to_dict()) for value in digits)
    resident = next(r for r in results if r.entity_type == "KR_RRN").analysis_explanation
    assert resident.validation_result is True
    assert "check digit holds" in resident.textual_explanation


def test_context_flag_is_set(analyzer, filled):
    for result in analyzer.analyze(filled.text, language="ko"):
        assert result.recognition_metadata[RecognizerResult.IS_SCORE_ENHANCED_BY_CONTEXT_KEY]


def test_one_recognizer_serves_all_entities():
    recognizer = KoreanFinanceRecognizer()
    assert recognizer.supported_entities == entities()
    assert {"KR_RRN", "KR_FRN", "KR_PASSPORT", "KR_DRIVER_LICENSE", "KR_BRN", "CREDIT_CARD"} < set(entities())


def test_never_the_network(monkeypatch, filled):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a recognizer opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert hosted(no_op_engine()).analyze(filled.text, language="ko")
