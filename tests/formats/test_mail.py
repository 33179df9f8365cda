# ruff: noqa: E501 - documents stand as they are
"""Mail in every form: all hiding places are read, encryption is named, damage and bombs end with an issue."""

from __future__ import annotations

import base64
import importlib.util
import sys
import time
import tracemalloc
from pathlib import Path
from random import Random

import pytest

from dlp import Scanner
from dlp.extract.base import Budget, Child, held
from dlp.extract.formats import mbox
from dlp.extract.mapi.rtf import unpack
from dlp.extract.walk import Node
from dlp.types import IssueCode, Limits, Locus
from tests import cfb, mail
from tests.identifiers import rrn


def _load(name):
    spec = importlib.util.spec_from_file_location(f"format_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


build, mails = _load("build"), _load("mails")

GOLDEN = {
    "msg": ("a.msg", mails.msg(), mails.MSG_TOKENS),
    "tnef": ("winmail.dat", mails.tnef(), mails.TNEF_TOKENS),
    "eml": ("a.eml", mails.eml(), mails.EML_TOKENS),
    "mbox": ("a.mbox", mails.mbox(), mails.MBOX_TOKENS),
    "ics": ("a.ics", mails.ics(), mails.ICS_TOKENS),
    "vcard": ("a.vcf", mails.vcard(), mails.VCARD_TOKENS),
}


@pytest.fixture(scope="module")
def found():
    return {kind: build.read(name, data) for kind, (name, data, _) in GOLDEN.items()}


@pytest.mark.parametrize(
    ("kind", "token"), [(kind, token) for kind, (_, _, tokens) in GOLDEN.items() for token in tokens]
)
def test_canary(found, kind, token):
    words = build.text(found[kind])
    containers = "\n".join("!".join(segment.locus.container) for segment in build.segments(found[kind]))
    assert token in words or token in containers


@pytest.mark.parametrize("kind", GOLDEN)
def test_a_sound_document_has_no_issues(found, kind):
    assert [issue for issue in build.issues(found[kind]) if issue.code is not IssueCode.TYPE_MISMATCH] == []


# --- encryption -------------------------------------------------------------------------------------------------------

HEAD = b"From: a@example.com\r\nTo: b@example.com\r\n"
RPMSG = bytes.fromhex("76e80460c411e386") + bytes(64)
PGP = b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA" + b"A" * 40 + b"\r\n-----END PGP MESSAGE-----\r\n"


def _outlook(kind, name, data):
    return mail.Message(
        {mail.MESSAGE_CLASS: kind}, attached=[mail.Attached({mail.LONG_NAME: name, mail.DATA: data, mail.METHOD: 1})]
    ).file()


ENCRYPTED = {
    "enveloped S/MIME": (
        "a.eml",
        HEAD
        + b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n\r\n"
        + mail.enveloped(),
    ),
    "enveloped S/MIME that is no CMS": (
        "a.eml",
        HEAD + b"Content-Type: application/x-pkcs7-mime; smime-type=enveloped-data\r\n\r\nx",
    ),
    "enveloped S/MIME that says nothing": (
        "a.eml",
        HEAD + b"Content-Type: application/octet-stream\r\n\r\n" + mail.enveloped(),
    ),
    "PGP/MIME": (
        "a.eml",
        HEAD
        + b"Content-Type: multipart/encrypted; protocol=application/pgp-encrypted; boundary=x\r\n\r\n--x\r\n\r\nVersion: 1\r\n--x--\r\n",
    ),
    "PGP in the text": ("a.eml", HEAD + b"\r\nhello\r\n" + PGP),
    "rights management": ("a.eml", HEAD + b"Content-Type: application/octet-stream; name=a.bin\r\n\r\n" + RPMSG),
    "Outlook S/MIME": ("a.msg", _outlook("IPM.Note.SMIME", "smime.p7m", mail.enveloped())),
    "Outlook S/MIME without its attachment": ("a.msg", mail.Message({mail.MESSAGE_CLASS: "IPM.Note.SMIME"}).file()),
    "Outlook rights management": ("a.msg", _outlook("IPM.Note", "message.rpmsg", RPMSG)),
    "Outlook rights management by name": ("a.msg", _outlook("IPM.Note", "message.rpmsg", b"x")),
    "TNEF rights management": (
        "winmail.dat",
        mail.tnef(
            [(2, 0x69002, bytes(14)), (2, 0x69005, mail.row({mail.LONG_NAME: "message.rpmsg", mail.DATA: RPMSG}))]
        ),
    ),
}


@pytest.mark.parametrize("case", ENCRYPTED)
def test_encrypted_mail_is_named(case):
    assert IssueCode.ENCRYPTED in build.codes(build.read(*ENCRYPTED[case]))


SIGNED = b"Content-Type: multipart/signed; boundary=s; protocol=application/pkcs7-signature\r\n\r\n--s\r\nContent-Type: text/plain\r\n\r\nclearlysigned\r\n--s--\r\n"
READ = {
    "clear-signed": ("a.eml", HEAD + SIGNED),
    "clear-signed in Outlook": (
        "a.msg",
        mail.Message(
            {mail.MESSAGE_CLASS: "IPM.Note.SMIME.MultipartSigned"},
            attached=[mail.Attached({mail.LONG_NAME: "smime.p7m", mail.MIME_TYPE: "multipart/signed", mail.DATA: SIGNED})],
        ).file(),
    ),
    "opaque": ("a.p7m", mail.signed(b"Content-Type: text/plain\r\n\r\nclearlysigned", "x")),
    "opaque in pieces": ("a.p7m", mail.signed(b"Content-Type: text/plain\r\n\r\nclearlysigned", "x", indefinite=True)),
    "compressed": ("a.p7m", mail.compressed(b"Content-Type: text/plain\r\n\r\nclearlysigned")),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_signed_mail_is_read(case):
    found = build.read(*READ[case])
    assert build.issues(found) == []
    assert "clearlysigned" in build.text(found)


# --- what is said of the rest -----------------------------------------------------------------------------------------

SAID = {
    "two types": (HEAD + b"Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\nx", IssueCode.SUSPICIOUS),
    "two boundaries": (HEAD + b"Content-Type: multipart/mixed; boundary=a; boundary=b\r\n\r\n--a\r\n\r\nx\r\n--a--", IssueCode.SUSPICIOUS),
    "a piece of a message": (HEAD + b"Content-Type: message/partial; number=1; total=2; id=x\r\n\r\nx", IssueCode.SUSPICIOUS),
    "unknown encoding": (HEAD + b"Content-Transfer-Encoding: x-own\r\n\r\nx", IssueCode.UNDECODABLE),
    "broken base64": (HEAD + b"Content-Transfer-Encoding: base64\r\n\r\neA==!", IssueCode.UNDECODABLE),
    "broken uuencode": (HEAD + b"\r\nbegin 644 a\r\n#AAAA\r\n", IssueCode.UNDECODABLE),
    "one part of several in yEnc": (HEAD + b"\r\n=ybegin part=1 line=128 name=a\r\n=ypart begin=1 end=2\r\nab\r\n=yend\r\n", IssueCode.UNDECODABLE),
    "BinHex": (HEAD + b"\r\n(This file must be converted with BinHex 4.0)\r\n:#", IssueCode.UNSUPPORTED),
    "no parts": (HEAD + b"Content-Type: multipart/mixed; boundary=a\r\n\r\nx", IssueCode.CORRUPT),
    "no end": (HEAD + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\nx", IssueCode.CORRUPT),
}  # fmt: skip


@pytest.mark.parametrize("case", SAID)
def test_what_is_wrong_is_said(case):
    data, code = SAID[case]
    assert build.codes(build.read("a.eml", data)) >= {code}


def test_padding_inside_base64_hides_nothing():
    pieces = base64.b64encode(b"0101") + base64.b64encode(b"01-1234567")
    found = build.read("a.eml", HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + pieces)
    assert "010101-1234567" in build.text(found)
    assert build.codes(found) == {IssueCode.UNDECODABLE}  # other programs stop at the padding


def test_text_among_control_characters_is_read_as_text():
    found = build.read(
        "a.eml",
        HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(b"\1\2\xff 010101-1234567 \3\4" * 9),
    )
    assert "010101-1234567" in build.text(found)


def test_parts_inside_a_transfer_encoding_are_read():
    inside = base64.encodebytes(
        b"--x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(b"insidetoken") + b"\r\n--x--\r\n"
    )
    head = HEAD + b"Content-Type: multipart/mixed; boundary=x\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    found = build.read("a.eml", head + inside)
    assert "insidetoken" in build.text(found)
    assert build.codes(found) == {IssueCode.SUSPICIOUS}


@pytest.mark.parametrize(
    "text", ["begin 644 lines like these are words\r\nand so is this\r\n", "we begin here\r\n", "begin 100\r\n"]
)
def test_words_that_look_like_uuencode_are_words(text):
    found = build.read("a.eml", HEAD + b"\r\n" + text.encode())
    assert build.issues(found) == []
    assert text in build.text(found)


PLACES = [
    ("msg", "msgsubject", "properties subject", False),
    ("msg", "customvalue", "properties customname", False),
    ("msg", "recipientname", "recipients name", False),
    ("msg", "oneoff@entry", "properties property 0041", True),
    ("msg", "한글본문", "body line 1", False),
    ("msg", "attachtext", "긴첨부이름.txt line 1", False),
    ("msg", "embeddedsubject", "전달 properties subject", False),
    ("msg", "embeddedattached", "전달!inner.txt line 1", False),
    ("msg", "deepestbody", "전달!deepest body line 1", False),
    ("msg", "straystream", "Unknown line 1", True),
    ("tnef", "tnefsubject", "properties subject", False),
    ("tnef", "tnefattached", "첨부이름.txt line 1", False),
    ("mbox", "secondletter", "message 2 Subject", False),
    ("ics", "foldedlocation", "LOCATION", False),
    ("vcard", "02-1234-5678", "TEL", False),
    ("vcard", "photozip", "PHOTO 1!a.txt line 1", False),
]


@pytest.mark.parametrize(("kind", "token", "place", "hidden"), PLACES)
def test_everything_is_placed(found, kind, token, place, hidden):
    for segment in build.segments(found[kind]):
        at = segment.data.find(token.encode())
        if at >= 0:
            assert (str(segment.locate(at)), segment.hidden) == (place, hidden)
            return
    raise AssertionError(token)


@pytest.mark.parametrize(
    ("packed", "text"),
    [  # the examples of [MS-OXRTFCP] 4.1
        ("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0",
         b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"),
        ("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0", b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"),
    ],
)  # fmt: skip
def test_compressed_rtf(packed, text):
    assert unpack(bytes.fromhex(packed), Budget(Limits(), time.monotonic)) == (text, True)


@pytest.mark.parametrize(
    ("page", "text"),
    [("cp949", "제목 똠방각하"), ("cp1251", "Тема письма"), ("cp932", "件名テスト"), ("utf-8", "제목")],
)
def test_code_pages(page, text):
    number = 65001 if page == "utf-8" else int(page[2:])
    data = mail.Message({mail.SUBJECT: text, mail.PAGE: number}, page=page).file()
    assert f"subject: {text}" in build.text(build.read("a.msg", data))


def test_an_ole_object_is_a_document_of_its_own():
    inside = mail.Attached({mail.NAME: "chart", mail.METHOD: 6}, {"Workbook": b"x" * 5000, "More": {"Inner": b"y"}})
    found = build.read("a.msg", mail.Message({mail.SUBJECT: "x"}, attached=[inside]).file())
    nodes = {str(item.locus): item.media_type for item in found if isinstance(item, Node)}
    assert nodes["chart"] == "application/vnd.ms-excel"


@pytest.mark.parametrize("name", ["Anything", "__substg1.0_6000000D"])
def test_a_storage_that_no_message_has_is_never_silent(name):
    inner = {"Inner": "어디에도없는토큰".encode("utf-16-le")}
    found = build.read("a.msg", mail.Message({mail.SUBJECT: "x"}, more={name: inner}).file())
    assert "어디에도없는토큰" in build.text(found)


def _with(number):
    """One mail of each kind with a resident number in it."""
    text = f"주민번호 {number}"
    wide = mail.compressed_rtf(
        rb"{\rtf1\ansi\ansicpg949 "
        + "주민번호".encode("cp949")
        + rb" "
        + number[:9].encode()
        + rb"{\b "
        + number[9:].encode()
        + b"}}"
    )
    folded = "\r\n ".join((number[:5], number[5:9], number[9:]))
    return {
        "msg body": ("a.msg", mail.Message({mail.BODY: text}, page="cp949").file()),
        "msg rich body": ("a.msg", mail.Message({mail.RTF: wide}).file()),
        "msg HTML": ("a.msg", mail.Message({mail.HTML: f"<html><p>주민번호 {number[:4]}<b>{number[4:]}</b>".encode("cp949")}).file()),
        "msg recipient": ("a.msg", mail.Message({mail.SUBJECT: "x"}, recipients=[{mail.NAME: text}]).file()),
        "msg custom": ("a.msg", mail.Message({mail.SUBJECT: "x"}, named=[("주민번호", number)]).file()),
        "tnef": ("winmail.dat", mail.tnef([(1, 0x2800C, text.encode("cp949"))])),
        "p7m": ("a.p7m", mail.signed(b"Content-Type: text/plain; charset=euc-kr\r\n\r\n" + text.encode("cp949"), "x")),
        "mbox": ("a.mbox", build.mailbox(b"From: a\nTo: b\n\n" + text.encode())),
        "ics": ("a.ics", f"BEGIN:VCALENDAR\r\nSUMMARY:주민번호 {folded}\r\nEND:VCALENDAR".encode()),
        "vcard": ("a.vcf", f"BEGIN:VCARD\r\nNOTE:주민번호 {folded}\r\nEND:VCARD".encode()),
        "flowed": ("a.eml", HEAD + f"Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n주민번호 {number[:9]} \r\n{number[9:]}".encode()),
        "2231": ("a.eml", HEAD + f"Content-Type: text/plain; note*0*=utf-8''x%20{number[:6]}; note*1={number[6:]}\r\n\r\nx".encode()),
    }  # fmt: skip


def test_a_number_is_found_in_mail_of_every_kind():
    digits = rrn(Random("mail")).replace("-", "")
    number = f"{digits[:6]}-{digits[6:]}"
    scanner = Scanner()
    missed = [
        kind
        for kind, (name, data) in _with(number).items()
        if "KR_RRN" not in {each.entity for each in scanner.scan_bytes(data, name=name).findings}
    ]
    assert missed == []


# --- damage -----------------------------------------------------------------------------------------------------------

DAMAGED = {**{kind: golden[:2] for kind, golden in GOLDEN.items()}, "pkcs7": ("a.p7m", mails.p7m())}


def spoiled(data, seed):
    """Truncated, with bytes flipped, with a stretch overwritten, or with a stretch twice."""
    rng = Random(seed)
    at = rng.randrange(len(data))
    stretch = rng.randrange(1, 600)
    match seed % 4:
        case 0:
            return data[:at]
        case 1:
            changed = bytearray(data)
            for _ in range(1 + seed % 17):
                changed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            return bytes(changed)
        case 2:
            return data[:at] + rng.randbytes(stretch) + data[at + stretch :]
        case _:
            return data[:at] + data[at : at + stretch] + data[at:]


@pytest.mark.parametrize("kind", DAMAGED)
def test_damage_never_ends_a_reader(kind):
    name, data = DAMAGED[kind]
    for seed in range(60):
        began = time.monotonic()
        found = build.read(name, spoiled(data, seed), seconds=20)
        assert IssueCode.WORKER_DIED not in build.codes(found), seed
        assert time.monotonic() - began < 10, seed


@pytest.mark.parametrize("kind", ["msg", "tnef"])
def test_what_is_cut_off_is_never_silent(kind):
    name, data = DAMAGED[kind]
    for tenth in range(1, 10):
        assert build.issues(build.read(name, data[: len(data) * tenth // 10])), tenth


# --- cost -------------------------------------------------------------------------------------------------------------


def _deep(count):
    return HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(count))


def _storages(depth):
    tree = {"x": b"y"}
    for _ in range(depth):
        tree = {"d": tree}
    return mail.Message({mail.SUBJECT: "x"}, more={"deep": tree}).file()


COSTLY = {
    "5,000 multiparts": ("a.eml", _deep(5000), IssueCode.TOO_DEEP),
    "5,000 messages in messages": ("a.eml", HEAD + b"Content-Type: message/rfc822\n\nFrom: a\nTo: b\n" * 5000 + b"\nx", IssueCode.TOO_DEEP),
    "200,000 boundaries": ("a.eml", HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nt\n" * 200_000, IssueCode.TOO_MANY),
    "1.7 MB of one header": ("a.eml", HEAD + b"Subject: " + b"a" * 1_700_000 + b"\n\nx", IssueCode.TOO_LARGE),
    "1.7 MB of encoded words": ("a.eml", HEAD + b"Subject: " + b"=?utf-8?B?MDEw?= " * 100_000 + b"\n\nx", IssueCode.TOO_LARGE),
    "encoded words without end": ("a.eml", HEAD + b"Subject: =?utf-8?B?" + b"a" * 60_000 + b"\n\nx", None),
    "blanks in base64": ("a.eml", HEAD + b"Content-Transfer-Encoding: base64\n\n" + b" " * 500_000 + b"!", IssueCode.UNDECODABLE),
    "parameters of a calendar": ("a.ics", b"BEGIN:VCALENDAR\nA" + b";x" * 400_000 + b":y", None),
    "folds of a calendar": ("a.ics", b"BEGIN:VCALENDAR\nA:b\n" + b" x\n" * 200_000, None),
    "constructed values": ("a.p7m", b"\x30\x80" + mail.PKCS7 + b"\x02" + b"\x30\x80" * 500_000, None),
    "attributes of nothing": ("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(1_000_000), None),
    "storages in storages": ("a.msg", _storages(900), None),
}  # fmt: skip


@pytest.mark.parametrize("case", COSTLY)
def test_costly_mail_is_bounded(case):
    name, data, code = COSTLY[case]
    began = time.process_time()
    found = build.read(name, data)
    assert time.process_time() - began < 8
    assert code is None or code in build.codes(found)
    assert IssueCode.WORKER_DIED not in build.codes(found)


def test_streams_on_the_same_sectors_are_refused():
    data = bytearray(
        cfb.compound(
            {
                "__properties_version1.0": bytes(32),
                **{f"__substg1.0_6{n:03X}0102": b"x" * 100_000 if n == 0 else b"y" * 5000 for n in range(300)},
            }
        )
    )
    entries = [at for at in range(0, len(data), 128) if data[at : at + 20] == "__substg1.".encode("utf-16-le")]
    for at in entries:
        data[at + 116 : at + 124] = data[entries[0] + 116 : entries[0] + 124]
    assert len(entries) == 300
    assert IssueCode.SUSPICIOUS in build.codes(build.read("a.msg", bytes(data)))


def test_a_mailbox_is_read_in_the_memory_of_one_message():
    message = b"From a@example.com Mon Apr 20 12:00:00 2026\nFrom: a\nTo: b\n\n" + b"word " * 20_000 + b"\n\n"
    data = message * 300

    def last(size):
        tracemalloc.start()
        count = sum(
            isinstance(item, Child)
            for item in mbox.extract(held("a.mbox", data[:size]), Locus(), Budget(Limits(), time.monotonic))
        )
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return count, peak

    few, small = last(len(message) * 60)
    many, large = last(len(data))
    assert (few, many) == (60, 300)
    assert large < 1.5 * small


# --- real files -------------------------------------------------------------------------------------------------------

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"


def test_real_mail():
    """Every message ends with a status; those of the corpus that are sound are read without complaint about them."""
    paths = (
        [path for path in sorted(CORPUS.rglob("*")) if path.suffix in (".msg", ".eml", ".mbox", ".p7m")]
        if CORPUS.exists()
        else []
    )
    if not paths:
        pytest.skip("no ../shared/corpus here")
    for path in paths:
        found = build.read(path.name, path.read_bytes(), seconds=20)
        assert IssueCode.WORKER_DIED not in build.codes(found), path
        assert build.segments(found), path
        if path.suffix == ".msg" and "fuzz" not in path.name:
            assert not [issue for issue in build.issues(found) if not issue.locus.container], path
