"""Presidio engines for tests and benches: without a model, with blank spaCy pipelines, and stock Presidio for Korea."""

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpEngine, NoOpNlpEngine, SpacyNlpEngine
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    EmailRecognizer,
    KrBrnRecognizer,
    KrDriverLicenseRecognizer,
    KrFrnRecognizer,
    KrPassportRecognizer,
    KrRrnRecognizer,
    PhoneRecognizer,
)

LANGUAGES = ["ko", "en"]
RULE_TOKENIZER = {"nlp": {"tokenizer": {"@tokenizers": "spacy.Tokenizer.v1"}}}  # Korean's own needs MeCab installed


class BlankNlpEngine(SpacyNlpEngine):
    """Tokens and nothing else: no model is loaded or looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.nlp = {"ko": spacy.blank("ko", config=RULE_TOKENIZER), "en": spacy.blank("en")}

    def load(self) -> None:
        """Both pipelines are there already."""


def no_op_engine() -> NlpEngine:
    return NoOpNlpEngine([{"lang_code": language, "model_name": "none"} for language in LANGUAGES])


def analyzer(registry: RecognizerRegistry, engine: NlpEngine | None = None) -> AnalyzerEngine:
    return AnalyzerEngine(
        registry=registry, nlp_engine=engine or no_op_engine(), supported_languages=registry.supported_languages
    )


def hosted(engine: NlpEngine | None = None) -> AnalyzerEngine:
    """An AnalyzerEngine with nothing in it but this project's rules."""
    from recognizers.presidio import add_to

    registry = RecognizerRegistry(supported_languages=LANGUAGES)
    add_to(registry)
    return analyzer(registry, engine)


def stock(engine: NlpEngine | None = None) -> AnalyzerEngine:
    """Presidio's own five Korean recognizers, cards, phones and e-mail, told to speak Korean.

    Its e-mail recognizer fetches the public suffix list on first use; here it gets the bundled copy instead.
    """
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())
    registry = RecognizerRegistry(supported_languages=LANGUAGES)
    for kind in (KrRrnRecognizer, KrFrnRecognizer, KrPassportRecognizer, KrDriverLicenseRecognizer, KrBrnRecognizer):
        registry.add_recognizer(kind(supported_language="ko"))
    registry.add_recognizer(CreditCardRecognizer(supported_language="ko"))
    registry.add_recognizer(EmailRecognizer(supported_language="ko"))
    registry.add_recognizer(PhoneRecognizer(supported_language="ko", supported_regions=("KR",)))
    return analyzer(registry, engine)
