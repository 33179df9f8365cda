"""No value shows text of a document in its repr: it would stand in tracebacks and logs.

Every dataclass and named tuple of the packages is made with a canary in all its fields. A field of text that may show
is named in SHOWN, with the reason of its group; a new one fails until somebody has thought about it.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import pytest

import dlp
import recognizers

CANARY = "a canary of nobody"
TEXT = ("str", "bytes", "object", "Any", "Message")

SHOWN = {
    # written by the firm or by us: configuration, policy, rules, words, formats
    "dlp.config.*", "dlp.policy.*", "dlp.rules.*", "dlp.classify.terms.Term.text", "dlp.match.vocabulary.Word.text",
    "dlp.match.engine.Pattern.expressions", "dlp.render.messages.Words.*", "dlp.runtime.guarantees.Guarantee.*",
    "dlp.extract.signatures.Signature.*", "dlp.extract.charset.Charset.*", "dlp.match.*.undone",
    "dlp.surfaces.cli.baseline.*", "dlp.surfaces.cli.gate.Gate.*", "dlp.surfaces.cli.sources.Source.*",
    "dlp.render.base.Entry.accepted", "dlp.runtime.pool.*", "dlp.runtime.process.*", "dlp.runtime.wire.Task.reader",
    # evidence, which is masked before it is made
    "dlp.audit.*", "dlp.classify.subjects.Identifier.fingerprint",
    "dlp.types.Finding.*", "dlp.types.CreditFact.*", "dlp.types.PseudonymisedTable.*", "dlp.types.Missed.*",
    "dlp.types.Reason.*", "dlp.types.Verdict.*", "dlp.types.Evidence.*",
    "dlp.types.Issue.*", "dlp.types.Assessment.*", "dlp.types.ScanResult.*",
    # where something is, or came from
    "dlp.types.Locus.*", "dlp.types.Origin.*", "dlp.types.Submission.*",
    "dlp.types.Blob.declared_type", "dlp.types.Blob.sha256", "dlp.runtime.wire.Task.declared_type",
    "dlp.extract.*.media_type", "dlp.extract.walk._Frame.locus", "dlp.extract.archive.Listing.troubles",
}  # fmt: skip


def _modules():
    for package in (dlp, recognizers):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def _is_tuple(kind):
    return issubclass(kind, tuple) and hasattr(kind, "_fields")


KINDS = sorted(
    (
        kind
        for module in _modules()
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == module.__name__
        if dataclasses.is_dataclass(kind) or _is_tuple(kind)
    ),
    key=lambda kind: (kind.__module__, kind.__qualname__),
)


def _may_show(kind, name):
    full = f"{kind.__module__}.{kind.__qualname__}.{name}"
    return any(
        full == shown or (part and full.startswith(part) and full.endswith(rest))
        for shown in SHOWN
        for part, star, rest in [shown.partition("*")]
        if star or full == shown
    )


def _holds_text(annotation):
    return any(word in str(getattr(annotation, "__forward_arg__", annotation)) for word in TEXT)


def _made(kind):
    """One with the canary wherever a text could stand that may not show; no constructor has a say in it."""
    fields = kind.__annotations__ if _is_tuple(kind) else {item.name: item.type for item in dataclasses.fields(kind)}
    values = {name: CANARY if _holds_text(of) and not _may_show(kind, name) else "" for name, of in fields.items()}
    if _is_tuple(kind):
        return kind._make(values.values()), values
    made = object.__new__(kind)
    for name, value in values.items():
        object.__setattr__(made, name, value)
    return made, values


def test_there_are_values_to_look_at():
    assert len(KINDS) > 60
    assert sum(CANARY in _made(kind)[1].values() for kind in KINDS) > 15


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
def test_no_repr_shows_text(kind):
    made, _ = _made(kind)
    assert CANARY not in repr(made)


def test_the_search_sees_a_field_that_shows():
    @dataclasses.dataclass
    class Careless:
        text: str

    assert CANARY in repr(_made(Careless)[0])
