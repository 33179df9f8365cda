"""Knowing more about a document, or less of it, never makes the decision weaker."""

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dlp.policy.exemption import decide
from dlp.types import Assessment, Confidence, Coverage, DataClass, Finding, Issue, IssueCode, Origin
from tests.policy.support import policy

PERMITS = """
[services.slack]
evaluation_id = "E"
evaluated_on = 2026-05-01
evaluation_expires = 2027-04-30
approval_ref = "A"
approved_on = 2026-05-01
approval_expires = 2027-04-30
sandbox_id = "S"
sandbox_designated_on = 2026-05-01
sandbox_expires = 2027-04-30
"""
findings = st.builds(
    lambda entity, data_class, confidence: Finding("rule", entity, data_class, confidence, 0, 1, "m", "f"),
    st.sampled_from(["KR_RRN", "KR_RRN_MASKED", "KR_BRN", "PHONE_NUMBER"]),
    st.sampled_from(DataClass),
    st.sampled_from(Confidence),
)
assessments = st.builds(
    lambda found, classes, coverage, issues: Assessment(
        classes=classes,
        coverage=coverage,
        findings=tuple(found),
        issues=tuple(map(Issue, issues)),
        counts=Counter((finding.entity, finding.confidence) for finding in found),
    ),
    st.lists(findings, max_size=6),
    st.frozensets(st.sampled_from(DataClass)),
    st.sampled_from(Coverage),
    st.lists(st.sampled_from(IssueCode), max_size=2),
)
destinations = st.sampled_from(["", "slack", "notion", "github", "example.org"])


def action(assessment, destination):
    rules = policy(PERMITS)
    return decide(assessment, rules.destination(destination), Origin("test"), rules, date(2026, 7, 1)).action


@given(assessments, destinations, findings)
def test_adding_a_finding(assessment, destination, finding):
    counts = Counter(assessment.counts) + Counter([(finding.entity, finding.confidence)])
    more = replace(assessment, findings=(*assessment.findings, finding), counts=counts)
    assert action(more, destination) >= action(assessment, destination)


@given(assessments, destinations, st.sampled_from(DataClass))
def test_adding_a_class(assessment, destination, data_class):
    more = replace(assessment, classes=assessment.classes | {data_class})
    assert action(more, destination) >= action(assessment, destination)


@given(assessments, destinations, st.sampled_from(Coverage), st.sampled_from(IssueCode))
def test_reading_less(assessment, destination, coverage, code):
    less = replace(assessment, coverage=min(coverage, assessment.coverage), issues=(*assessment.issues, Issue(code)))
    assert action(less, destination) >= action(assessment, destination)


@given(assessments, destinations)
def test_findings_that_were_not_kept_count(assessment, destination):
    """Dropping findings from the list but not from the counts loses no masked or merely possible one."""
    dropped = replace(assessment, findings=(), classes=assessment.classes | {f.data_class for f in assessment.findings})
    assert action(dropped, destination) >= action(assessment, destination)


@given(assessments, destinations)
def test_same_input_same_verdict_with_reasons_strongest_first(assessment, destination):
    rules = policy(PERMITS)
    first, second = (
        decide(assessment, rules.destination(destination), Origin("test"), rules, date(2026, 7, 1)) for _ in range(2)
    )
    assert first == second
    actions = [reason.action for reason in first.reasons]
    assert actions == sorted(actions, reverse=True)
    assert first.action == max(actions, default=0)
