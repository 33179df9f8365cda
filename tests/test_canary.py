"""The canary: a raw identifier that goes in comes out nowhere, in no spelling and in no part.

Values are made from a seed and planted in every kind of document, in names, in broken configurations and behind
errors; then everything any surface wrote, showed or left on disk is searched for them.
"""

import base64
import dataclasses
import json
import re
import subprocess
import sys
import traceback
import zipfile
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from dlp.match import decode
from dlp.match.matcher import Matcher
from dlp.match.ruleset import Ruleset
from dlp.render import Format
from dlp.rules import Candidate, Judgement
from dlp.types import Blob, Confidence, DataClass, Locus, Origin, Segment, Submission
from recognizers import rules
from tests import identifiers
from tests.fill import fill
from tests.forms import FORMS
from tests.surfaces.cli.program import dlp

RNG = Random("canary")
VALUES = {
    "rrn": identifiers.rrn_of_nobody(RNG),
    "frn": identifiers.frn_of_nobody(RNG),
    "card": identifiers.visa(RNG),
    "account": identifiers.bank_account(RNG, "kb"),
    "mobile": identifiers.mobile(RNG),
    "license": identifiers.driver_license(RNG),
    "passport": identifiers.passport_new(RNG),
    "email": identifiers.email(RNG),
}
LINES = {
    "rrn": "고객 주민등록번호는 {} 입니다",
    "frn": "외국인등록번호 {}",
    "card": "카드번호 {} 결제",
    "account": "국민은행 계좌 {} 입금, 연체 3개월",
    "mobile": "휴대폰 {} 로 연락",
    "license": "운전면허번호 {}",
    "passport": "여권번호 {}",
    "email": "이메일 {}",
}
WRITTEN = ("plain", "fullwidth", "percent", "html_decimal", "base64", "zero_width", "unicode_escape")
PART = 7  # as many digits of a value in a row give it away; masks show birth date and sex apart, or fewer


def document():
    """Every value in every form."""
    return "\n".join(
        LINES[kind].format(FORMS[form].write(value, RNG)) for kind, value in VALUES.items() for form in WRITTEN
    )


def tells(value):
    """What must not be seen of a value: itself, and any seven of its digits in a row however they are set apart."""
    if "@" in value:
        return {value, value.partition("@")[0]}
    plain = re.sub("[^0-9A-Za-z]", "", value)
    return {plain[at : at + PART] for at in range(len(plain) - PART + 1)}


TELLS = {kind: tells(value) for kind, value in VALUES.items()}
SEPARATORS = re.compile(r"(?<=[0-9A-Za-z])[-. /_]{1,3}(?=[0-9A-Za-z])")
MASKED_RESIDENT = re.compile(r"[0-9]{6}-[0-9]\*{6}")  # birth date and sex may be shown


def assert_silent(text, where):
    """No part of a planted value stands in the text, as written or with what sets digits apart taken out."""
    text = MASKED_RESIDENT.sub("", text)
    for view in (text, SEPARATORS.sub("", text)):
        for kind, parts in TELLS.items():
            assert not [part for part in parts if part in view], f"{kind} in {where}"


def raw(directory):
    """All bytes below a directory, names included."""
    for path in sorted(directory.rglob("*")):
        yield path, str(path.name) + "\n" + (path.read_bytes().decode("utf-8", "replace") if path.is_file() else "")


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Documents of several formats that all hold the values."""
    root = tmp_path_factory.mktemp("planted")
    text = document()
    (root / "note.txt").write_text(text, "utf-8")
    (root / "old.txt").write_bytes(LINES["rrn"].format(VALUES["rrn"]).encode("cp949"))
    (root / "page.html").write_text(f"<p title='{VALUES['rrn']}'>{text}</p>", "utf-8")
    (root / "body.json").write_text(
        json.dumps({VALUES["mobile"]: text, "inner": json.dumps({"v": VALUES["card"]})}), "utf-8"
    )
    (root / "table.csv").write_text("주민번호,카드번호\n" + f"{VALUES['rrn']},{VALUES['card']}\n" * 20, "utf-8")
    (root / "mail.eml").write_text(
        f"Subject: =?utf-8?B?{base64.b64encode(LINES['rrn'].format(VALUES['rrn']).encode()).decode()}?=\n"
        f"From: {VALUES['email']}\nContent-Type: text/plain; charset=utf-8\n\n{LINES['card'].format(VALUES['card'])}\n",
        "utf-8",
    )
    (root / "broken.docx").write_bytes(b"PK\x03\x04" + text.encode()[:500])
    (root / "broken.json").write_text('{"a": ' + text, "utf-8")
    (root / "bytes.bin").write_bytes(text.encode() + bytes(range(256)) * 20)
    return root


NAMED = f"{VALUES['rrn']} {VALUES['card']}"  # people put numbers into the names of files too


def test_the_values_are_found(scanner):
    """A canary that sings of nothing proves nothing."""
    entities = {
        finding.entity for finding in scanner.scan_text(document()).findings if finding.confidence >= Confidence.LIKELY
    }
    assert {
        "KR_RRN",
        "KR_FRN",
        "CREDIT_CARD",
        "KR_BANK_ACCOUNT",
        "PHONE_NUMBER",
        "KR_DRIVER_LICENSE",
        "KR_PASSPORT",
        "EMAIL_ADDRESS",
    } <= entities


@pytest.mark.parametrize("kind", VALUES)
def test_the_search_sees_a_value_however_it_is_cut(kind):
    for shown in (VALUES[kind], VALUES[kind].replace("-", ""), VALUES[kind].replace("-", " "), f"x{VALUES[kind]}y"):
        with pytest.raises(AssertionError):
            assert_silent(shown, "here")


@pytest.mark.parametrize(
    ("form", "lang"), [(form, "ko") for form in Format] + [(Format.TABLE, "en"), (Format.HTML, "en")]
)
def test_reports(planted, tmp_path, form, lang):
    arguments = ("--explain", "--format", form, "--lang", lang)
    code, said, err = dlp("scan", ".", *arguments, "--output", tmp_path / "report", cwd=planted)
    assert code == 1
    report = (tmp_path / "report").read_text("utf-8")
    assert "note.txt" in report
    assert_silent(said + err + report, "a report")
    _, said, err = dlp("scan", ".", *arguments, cwd=planted)
    assert_silent(said + err, "what the program says")


def test_everything_left_on_disk(planted, tmp_path):
    code, said, err = dlp(
        "scan", ".", "--write-baseline", tmp_path / "base.toml", "--redact", tmp_path / "copies", cwd=planted,
        XDG_STATE_HOME=str(tmp_path / "state"),
    )  # fmt: skip
    assert code == 1
    assert_silent(said + err, "what the program says")
    left = {path: content for path, content in raw(tmp_path) if path.suffix != ".hs"}  # compiled patterns
    for path, content in left.items():
        assert_silent(content, path.relative_to(tmp_path))
    assert {"journal.jsonl", "base.toml", "note.txt", "table.csv"} <= {
        path.name for path, content in left.items() if content
    }


@pytest.mark.parametrize("source", ["rules test", "stdin", "jsonl", "rules test argument"])
def test_other_ways_in(tmp_path, source):
    text = document()
    if source == "jsonl":
        (tmp_path / "m.jsonl").write_text("\n".join(json.dumps({"text": line}) for line in text.splitlines()), "utf-8")
        _, out, err = dlp("scan", "m.jsonl", "--jsonl-field", "text", "--format", "jsonl", "--explain", cwd=tmp_path)
    elif source == "stdin":
        _, out, err = dlp("scan", "-", "--explain", stdin=text.encode())
    elif source == "rules test":
        _, out, err = dlp("rules", "test", stdin=text.encode())
    else:
        _, out, err = dlp("rules", "test", LINES["rrn"].format(VALUES["rrn"]))
    assert_silent(out + err, source)
    assert out


def test_the_journal_keeps_no_number_out_of_a_name(own_state, tmp_path):
    """The name of a file is shown to who named it, but what is kept for years holds no number of anybody."""
    path = tmp_path / f"{NAMED}.txt"
    path.write_text(document(), "utf-8")
    dlp(
        "scan",
        path.name,
        "--write-baseline",
        tmp_path / "base.toml",
        cwd=tmp_path,
        XDG_STATE_HOME=str(own_state),
    )
    for found, content in raw(own_state):
        if found.suffix != ".hs":
            assert_silent(content, found.name)
    assert_silent((tmp_path / "base.toml").read_text("utf-8"), "baseline")


@pytest.mark.parametrize("where", ["{0}/note.txt", "{0}/sub/note.txt", "고객 {0}/{0}/{0}.txt"])
@pytest.mark.parametrize("form", Format)
def test_values_in_the_names_of_folders(own_state, tmp_path, where, form):
    root = tmp_path / "documents"
    path = root / where.format(NAMED)
    path.parent.mkdir(parents=True)
    path.write_text("가나다\n", "utf-8")
    (path.parent / "link").symlink_to(path.parent)
    for number, named in enumerate((".", path.relative_to(root), path.parent / "missing.txt", path)):
        code, out, err = dlp(
            "scan", named, "--explain", "--format", form, "--redact", tmp_path / f"copies{number}", cwd=root,
            XDG_STATE_HOME=str(own_state),
        )  # fmt: skip
        assert code == 1
        assert_silent(out + err, f"{form} of {where}")
    for copy in tmp_path.glob("copies*/**/*.txt"):
        assert_silent(str(copy.relative_to(tmp_path)), "the name of a copy")
    for found, content in raw(own_state):
        if found.suffix != ".hs":
            assert_silent(content, found.name)


@pytest.mark.parametrize("form", Format)
def test_values_in_the_names_inside_an_archive(tmp_path, form):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(f"{NAMED}/{NAMED}.txt", LINES["rrn"].format(VALUES["rrn"]))
        archive.writestr(f"{NAMED}.bin", bytes(range(256)))
    code, out, err = dlp("scan", "a.zip", "--explain", "--format", form, cwd=tmp_path)
    assert code == 1
    assert_silent(out + err, f"{form} of an archive")


def test_the_name_given_with_a_text(scanner):
    for result in (scanner.scan_text("x", name=NAMED), scanner.scan_bytes(b"x", name=f"{NAMED}/a.txt")):
        assert {finding.entity for finding in result.findings} == {"KR_RRN", "CREDIT_CARD"}
        assert_silent(result.name, "a name")


# --- values in Python -------------------------------------------------------------------------------------------------


class Kept(dict):
    """Compiled patterns, kept between the rule sets of this file."""

    def put(self, key, database):
        self[key] = database


KEPT = Kept()


def matcher_of(rules, key=b"k" * 32):
    return Matcher(Ruleset(rules, cache=KEPT), key)


def matched():
    matcher = matcher_of(rules())
    segment = Segment(Locus(), document().encode(), header=VALUES["rrn"].encode())
    matches = matcher.match(segment)
    return segment, matches, matcher.findings(segment, matches.found)


def candidates():
    """What every judge is handed, and everything it hands back."""
    seen = []

    def spied(rule):
        def judge(candidate):
            judgement = rule.judge(candidate)
            seen.append((candidate, judgement))
            return judgement

        return dataclasses.replace(rule, judge=judge)

    matcher_of([spied(rule) for rule in rules()]).match(Segment(Locus(), document().encode()))
    return seen


def shown(value):
    return f"{value!r}\n{value!s}\n{value}"


def test_values_that_leave_the_matcher(scanner):
    _, _, findings = matched()
    assert len(findings) > 30
    for finding in findings:
        assert_silent(shown(finding), "Finding")
        assert_silent(json.dumps(dataclasses.asdict(finding), default=str), "Finding as a dict")
    result = scanner.scan_text(document())
    for value in (
        result,
        result.assessment,
        result.verdict,
        result.assessment.facts,
        scanner,
        scanner.config,
        scanner.policy,
    ):
        assert_silent(shown(value), type(value).__name__)


def test_values_inside_the_matcher_keep_it_out_of_their_repr():
    segment, matches, _ = matched()
    data = document().encode()
    blob = Blob("a", len(data), lambda: None)
    for value in (segment, matches, *matches.found, matches.words, Submission("1", blob, Origin("t"))):
        assert_silent(shown(value), type(value).__name__)


def test_candidates_keep_it_out_of_their_repr():
    seen = candidates()
    assert any(isinstance(judgement, Judgement) for _, judgement in seen)
    for candidate, judgement in seen:
        assert isinstance(candidate, Candidate)
        assert_silent(shown(candidate) + shown(judgement), "Candidate")


def test_decoded_text_keeps_it_out_of_its_repr():
    encoded = base64.b64encode(document().encode())
    assert_silent(shown(decode.decode_base64(encoded, 0, len(encoded))), "Decoded")


class _Broken(Exception):
    pass


def test_an_error_in_a_rule_tells_no_value():
    """Whatever a judge raises, the traceback of ours around it quotes no text."""

    def judge(_candidate):
        raise _Broken

    matcher = matcher_of([dataclasses.replace(rule, judge=judge) for rule in rules()])
    with pytest.raises(_Broken) as caught:
        matcher.match(Segment(Locus(), document().encode()))
    assert_silent("".join(traceback.format_exception(caught.value)), "traceback")


def test_a_bug_in_the_program_tells_no_value(own_state, tmp_path):
    program = (
        "import sys\nfrom dlp.__main__ import main\nimport dlp.classify.assess as assess\n"
        "def broken(self, segment):\n    raise ValueError(segment.data.decode())\n"
        "assess.Assessor.segment = broken\nsys.argv = ['dlp', 'scan', 'note.txt']\nmain()\n"
    )
    (tmp_path / "note.txt").write_text(document(), "utf-8")
    environment = {
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "XDG_STATE_HOME": str(own_state),
        "LANG": "ko_KR.UTF-8",
    }
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True)
    assert done.returncode == 4
    assert_silent(done.stdout.decode() + done.stderr.decode(), "an internal error")


PLAIN_RULES = [
    rule for rule in rules() if not rule.entity.endswith("_MASKED")
]  # the others find what is masked already


@pytest.mark.parametrize("rule", PLAIN_RULES, ids=lambda rule: rule.id)
def test_no_mask_shows_a_whole_value(rule):
    """Whatever its length: at most birth date and sex of a resident, or ten digits of a card."""
    for length in range(13, 20) if rule.entity == "CREDIT_CARD" else range(10, 89):
        digits = "".join(str(at % 10) for at in range(length))
        shown = rule.mask(digits)
        assert "*" in shown
        assert sum(map(str.isdigit, shown)) <= (10 if rule.entity == "CREDIT_CARD" else 7), shown


@pytest.mark.parametrize("kind", VALUES)
def test_masks_show_little(scanner, kind):
    """At most birth date and sex, or a head and a tail that leave too many digits to try."""
    for finding in scanner.scan_text(LINES[kind].format(VALUES[kind])).findings:
        assert_silent(finding.masked, kind)
        runs = re.findall(r"[0-9]+", finding.masked)
        assert all(len(run) <= 6 for run in runs), finding.masked
        assert DataClass(finding.data_class)


def test_a_fingerprint_is_keyed():
    """Thirteen digits can be tried one by one: without the key a fingerprint must tell nothing."""
    one, other = (
        [f.fingerprint for f in matcher.findings(segment, matcher.match(segment).found)]
        for key in (b"a" * 32, b"b" * 32)
        for matcher in [matcher_of(rules(), key)]
        for segment in [Segment(Locus(), fill("{rrn} {card} {mobile}", Random(1)).text.encode())]
    )
    assert len(one) == 3
    assert not set(one) & set(other)
    assert all(first != second for first, second in pairwise(one))
