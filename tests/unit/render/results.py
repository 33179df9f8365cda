"""Results as the scanner would give them, and what each format makes of them."""

from dlp.render import Entry, Format, Lang, Style, Totals, renderer
from dlp.types import (
    Action,
    Assessment,
    Confidence,
    Coverage,
    CreditFact,
    DataClass,
    Evidence,
    EvidenceKind,
    Finding,
    Issue,
    IssueCode,
    Locus,
    Reason,
    ScanResult,
    Status,
    Verdict,
)

RRN = Finding(
    rule="kr_rrn",
    entity="KR_RRN",
    data_class=DataClass.UNIQUE_ID,
    confidence=Confidence.CONFIRMED,
    start=10,
    end=24,
    masked="000101-3******",
    fingerprint="f0",
    locus=Locus(position="line 2"),
    evidence=(Evidence(EvidenceKind.LABEL, "주민등록번호"), Evidence(EvidenceKind.CHECK_DIGIT, "valid")),
)
PHONE = Finding(
    rule="phone",
    entity="PHONE_NUMBER",
    data_class=DataClass.PERSONAL,
    confidence=Confidence.POSSIBLE,
    start=30,
    end=43,
    masked="010-****-****",
    fingerprint="f1",
    hidden=True,
)
FOREIGN = Finding("acme_id", "ACME_ID", DataClass.NONE, Confidence.LIKELY, 50, 55, "A****", "f2")

BLOCK = Reason("SAAS-13", Action.BLOCK, "고유식별정보가 있습니다.", "Has identifiers.", "unique_id", ("PIPA-D-19",))
HOLD = Reason("SAAS-05", Action.HOLD, "다 읽지 못했습니다.", "Not fully read.", "not_inspected")
WEAK = Reason("SAAS-05", Action.ALLOW, "개인정보가 있습니다.", "Has personal data.", "personal", shipped=Action.FLAG)

BLOCKED = ScanResult(
    "docs/고객 명단.csv",
    Assessment(
        media_type="text/csv",
        classes=frozenset({DataClass.UNIQUE_ID, DataClass.PERSONAL_CREDIT}),
        subjects=2,
        findings=(RRN, PHONE, FOREIGN),
        facts=(CreditFact("f0", ("연체금액",), ("CIA-2-1",), Locus(position="line 2")),),
        counts={
            ("KR_RRN", Confidence.CONFIRMED): 5,
            ("PHONE_NUMBER", Confidence.POSSIBLE): 1,
            ("ACME_ID", Confidence.LIKELY): 1,
        },
    ),
    Verdict(Action.BLOCK, (BLOCK, WEAK), policy_digest="p", rules_digest="r"),
    size=321,
    sha256="ab",
)
INCOMPLETE = ScanResult(
    "docs/a.zip",
    Assessment(
        media_type="application/zip",
        coverage=Coverage.PARTIAL,
        status=Status.ENCRYPTED,
        issues=(Issue(IssueCode.ENCRYPTED, Locus(("b.docx",)), "AES"), Issue(IssueCode.TYPE_MISMATCH)),
    ),
    Verdict(Action.HOLD, (HOLD,)),
)
SIMULATED = ScanResult("docs/c.txt", BLOCKED.assessment, Verdict(Action.BLOCK, (BLOCK,), simulated=True))
CLEAN = ScanResult("docs/회의록.md", Assessment(media_type="text/markdown"), Verdict(Action.ALLOW))
# A name and words from outside that would do harm where they are shown: escapes, markup, a formula, a surrogate.
HOSTILE = ScanResult(
    '=cmd|x\n\x1b[31m<script>&"\udc80\u202e.txt',
    Assessment(
        media_type="text/plain",
        coverage=Coverage.NONE,
        status=Status.UNREADABLE,
        findings=(
            Finding("x", "<b>X", DataClass.PERSONAL, Confidence.LIKELY, 0, 1, "+<i>\x00", "f9", Locus(("]]>",))),
        ),
        counts={("<b>X", Confidence.LIKELY): 1},
        issues=(Issue(IssueCode.UNREADABLE, Locus(("<x>\x07",)), "<detail>\x01"),),
    ),
    Verdict(Action.HOLD, (HOLD,)),
)

ALL = (BLOCKED, INCOMPLETE, SIMULATED, CLEAN, HOSTILE)


def render(form, *results, lang=Lang.EN, accepted=None, **style):
    """The whole document, as if every result at FLAG or above failed."""
    chosen = renderer(Format(form), Style(lang, **style))
    totals = Totals(seconds=1.25)
    pieces = [chosen.begin()]
    for result in results:
        entry = Entry(result, accepted or {}, fails=result.verdict.effective >= Action.FLAG)
        totals.add(entry)
        pieces.append(chosen.entry(entry))
    return "".join([*pieces, chosen.end(totals)])
