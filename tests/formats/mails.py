# ruff: noqa: E501 - documents and their tokens stand as they are
"""Mail with a unique token in every hiding place we know of. Tokens are words, so that no rule finds them."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from binascii import b2a_uu

from tests import mail


def zipped(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def encoded(text: str, charset: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


# --- Outlook ----------------------------------------------------------------------------------------------------------

MSG_TOKENS = (
    "msgsubject msgsender cn=msgexchange 제목머리말 customheader 한글본문 htmlbody htmlalt richbody 010101-1234567 가나richhangul "
    "recipientname recipient@smtp bccname ccname 긴첨부이름.txt attachtext zippedtoken embeddedsubject embeddedbody embeddedattached "
    "deepestbody customname customvalue 4242424242 keywordone keywordtwo meetingplace attendeelist contactemail 02-1234-contact "
    "oneoff@entry datatoken recipientbody nameend attachedbody straystream hiddenzip linkedpath entryidhangul번호 signedinside"
).split(" ")


def msg_message() -> mail.Message:
    deepest = mail.Message({mail.SUBJECT: "deepest", mail.BODY: "deepestbody"})
    embedded = mail.Message(
        {mail.SUBJECT: "embeddedsubject", mail.BODY: "embeddedbody", mail.MESSAGE_CLASS: "IPM.Note"},
        attached=[
            mail.Attached({mail.LONG_NAME: "inner.txt", mail.DATA: b"embeddedattached", mail.METHOD: 1}),
            mail.Attached({mail.NAME: "deepest", mail.METHOD: 5}, deepest),
        ],
    )
    rich = rb"{\rtf1\ansi\ansicpg949\fromhtml1{\fonttbl}{\*\htmltag64 <p>}rich{\b body} 010101-{\i 1234567} \'b0\'a1\u45208?richhangul\par}"
    return mail.Message(
        {
            mail.MESSAGE_CLASS: "IPM.Note",
            mail.SUBJECT: "msgsubject",
            mail.SENDER: "msgsender",
            mail.SENDER_EMAIL: "/O=FIRM/OU=EXCHANGE/cn=msgexchange",
            mail.HEADERS: f"Received: by a\r\nX-Custom: customheader\r\nSubject: {encoded('제목', 'euc-kr')}\r\n {encoded('머리말', 'euc-kr')}\r\n",
            mail.BODY: "한글본문 입니다",
            mail.HTML: '<html><meta charset="euc-kr"><p>html<b>body</b> 한글</p><img alt="htmlalt">'.encode("cp949"),
            mail.RTF: mail.compressed_rtf(rich),
            mail.PAGE: 949,
            0x0E02: "bccname",
            0x0E03: "ccname",
            0x3A08: "02-1234-contact",
            0x0041: b"\0\0\0\0" + bytes.fromhex("812b1fa4bea310199d6e00dd010f5402") + "o\0SMTP\0oneoff@entry\0".encode("utf-16-le"),
            0x6001: zipped("a.txt", "hiddenzip"),
        },
        recipients=[
            {mail.NAME: "recipientname", mail.EMAIL: "recipient@smtp", 0x0C15: 1},
            {mail.NAME: "second", 0x5FF7: "entryidhangul번호".encode("utf-16-le"), mail.BODY: "recipientbody"},
        ],
        attached=[
            mail.Attached({mail.LONG_NAME: "긴첨부이름.txt", mail.DATA: b"attachtext", mail.METHOD: 1, mail.BODY: "attachedbody"}),
            mail.Attached({mail.LONG_NAME: "x.zip", mail.DATA: zipped("a.txt", "zippedtoken"), mail.METHOD: 1}),
            mail.Attached({mail.NAME: "전달", mail.METHOD: 5}, embedded),
            mail.Attached({mail.LONG_NAME: "linked.doc", mail.PATH: r"\\server\linkedpath", mail.METHOD: 2}),
            mail.Attached(
                {mail.LONG_NAME: "smime.p7m", mail.METHOD: 1, mail.MIME_TYPE: "application/pkcs7-mime",
                 mail.DATA: mail.signed(b"Content-Type: text/plain\r\n\r\nsignedinside", "signer")}
            ),
        ],
        named=[
            ("customname", "customvalue"), ("customnumber", 4242424242.0), ("Keywords", ["keywordone", "keywordtwo"]),
            (0x8208, "meetingplace"), (0x8238, "attendeelist"), (0x8083, "contactemail"), ("longname " * 70 + "nameend", ""),
        ],
        page="cp949",
        more={
            "Unknown": b"straystream",
            "__substg1.0_37010102": b"datatoken of no attachment",
        },
    )  # fmt: skip


def msg() -> bytes:
    return msg_message().file()


def nested_msg(depth: int) -> bytes:
    inner = mail.Message({mail.SUBJECT: "innermost"})
    for _ in range(depth):
        inner = mail.Message({mail.SUBJECT: "x"}, attached=[mail.Attached({mail.NAME: "x", mail.METHOD: 5}, inner)])
    return inner.file()


# --- winmail.dat ------------------------------------------------------------------------------------------------------

TNEF_TOKENS = (
    "tnefsubject tnefbody tnefsender tnefrecipient tnefnamed namedtnefvalue 첨부이름.txt tnefattached tnefzipped nestedtnef richtnef tnefmeeting"
).split(" ")


def tnef() -> bytes:
    nested = mail.tnef([(1, 0x69003, mail.row({mail.SUBJECT: "n", mail.BODY: "nestedtnef"}))])
    return mail.tnef(
        [
            (1, 0x89006, b"\0\0\1\0"),
            (1, 0x69007, struct.pack("<II", 949, 0)),
            (1, 0x78008, b"IPM.Microsoft Mail.Note\0"),
            (1, 0x18004, b"tnefsubject\0"),
            (1, 0x2800C, b"tnefbody\0"),
            (1, 0x69004, struct.pack("<I", 1) + mail.row({mail.NAME: "tnefrecipient", mail.EMAIL: "r@example.com"})),
            (1, 0x69003, mail.row({mail.SENDER: "tnefsender", mail.RTF: mail.compressed_rtf(rb"{\rtf1 rich{\b tnef}}")},
                                  [("tnefnamed", "namedtnefvalue"), (0x8208, "tnefmeeting")])),
            (2, 0x69002, bytes(14)),
            (2, 0x18010, "첨부이름.txt\0".encode("cp949")),
            (2, 0x6800F, b"tnefattached"),
            (2, 0x69002, bytes(14)),
            (2, 0x69005, mail.row({mail.LONG_NAME: "b.zip", mail.DATA: zipped("a.txt", "tnefzipped")})),
            (2, 0x69002, bytes(14)),
            (2, 0x69005, mail.row({mail.NAME: "nested"}, objects={mail.DATA: nested})),
        ]
    )  # fmt: skip


def nested_tnef(depth: int) -> bytes:
    data = mail.tnef([(1, 0x18004, b"innermost\0")])
    for _ in range(depth):
        data = mail.tnef([(2, 0x69002, bytes(14)), (2, 0x69005, mail.row({}, objects={mail.DATA: data}))])
    return data


# --- Internet mail ----------------------------------------------------------------------------------------------------

EML_TOKENS = (
    "나뉜제목글자 fromcomment headercomment foldedheader 매개변수값 preambletoken innerpreamble plainalternative htmlalternative richalternative "
    "innerepilogue epiloguetoken forwardedsubject forwardedbody forwardedattached twicequoted 이름이일육.txt wrongtype "
    "tnefattached uutoken posixtoken yenctoken summarytoken cardperson flowed 010101-1234567 charsetlie sevenbit정보 ebcdictoken ebcdichtml "
    "signedtext opaquetoken commentedtype macintosh reportfield externaltoken descriptiontoken gzipname"
).split(" ")


def yencoded(data: bytes, name: str) -> bytes:
    body = b"".join(
        b"=" + bytes([(byte + 106) % 256]) if (byte + 42) % 256 in (0, 10, 13, 61) else bytes([(byte + 42) % 256])
        for byte in data
    )
    return b"=ybegin line=128 size=%d name=%s\r\n%s\r\n=yend size=%d" % (len(data), name.encode(), body, len(data))


def uuencoded(data: bytes, name: str) -> bytes:
    return b"begin 644 %s\n%s`\nend" % (
        name.encode(),
        b"".join(b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45)),
    )


def part(head: str, body: bytes | str) -> bytes:
    return f"{head}\r\n\r\n".encode() + (body.encode() if isinstance(body, str) else body) + b"\r\n"


def multipart(kind: str, boundary: str, parts: list[bytes], preamble: str = "", epilogue: str = "") -> bytes:
    lines = b"".join(b"--%s\r\n%s" % (boundary.encode(), each) for each in parts)
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n{preamble}\r\n'.encode()
    return head + lines + f"--{boundary}--\r\n{epilogue}\r\n".encode()


def eml() -> bytes:
    b64 = base64.encodebytes
    title = "나뉜제목글자".encode("cp949")
    # A character of two bytes lies across the two words.
    subject = " ".join(f"=?ks_c_5601-1987?B?{base64.b64encode(piece).decode()}?=" for piece in (title[:5], title[5:]))
    percent = "".join(f"%{byte:02X}" for byte in "매개변수값".encode())
    name = "".join(f"%{byte:02X}" for byte in "이름이일육".encode("cp949"))
    transfer = "Content-Transfer-Encoding: base64"
    forwarded = part(
        "From: a@example.com\r\nSubject: forwardedsubject\r\nContent-Type: multipart/mixed; boundary=f",
        b"--f\r\n" + part("Content-Type: text/plain", "forwardedbody")
        + b"--f\r\n" + part("Content-Type: application/octet-stream; name=a.zip\r\n" + transfer, b64(zipped("a", "forwardedattached")))
        + b"--f--",
    )  # fmt: skip
    alternative = multipart(
        "alternative",
        "alt",
        [
            part(
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: Quoted-Printable (comment)",
                "plainalter=\r\nnative",
            ),
            part("Content-Type: text/html; charset=euc-kr", "<p>html<b>alternative</b>"),
            part("Content-Type: text/enriched", "<bold>richalternative</bold>"),
        ],
        "innerpreamble",
        "innerepilogue",
    )
    parts = [
        alternative,
        part("Content-Type: message/rfc822", forwarded),
        part("Content-Type: message/rfc822\r\n" + transfer, b64(b"From: b@example.com\r\nTo: c\r\n\r\ntwicequoted")),
        part(f"Content-Type: text/plain\r\nContent-Disposition: attachment; filename*0*=ks_c_5601-1987''{name[:9]};\r\n filename*1*={name[9:]}.txt", "x"),
        part("Content-Type: text/plain\r\n" + transfer, b64(zipped("a.txt", "wrongtype"))),
        part("Content-Type: application/ms-tnef; name=winmail.dat\r\n" + transfer, b64(tnef())),
        part("Content-Type: text/plain", b"before\n" + uuencoded(zipped("u.txt", "uutoken"), "u.zip") + b"\nafter"),
        part("Content-Type: text/plain", b"before\nbegin-base64 644 m.zip\n" + b64(zipped("m.txt", "posixtoken")) + b"====\nafter"),
        part("Content-Type: text/plain", b"before\r\n" + yencoded(zipped("y.txt", "yenctoken"), "y.zip") + b"\r\nafter"),
        part("Content-Type: text/calendar; method=REQUEST\r\n" + transfer, b64(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:summary\r\n token\r\nEND:VEVENT\r\nEND:VCALENDAR")),
        part("Content-Type: text/x-vcard", "BEGIN:VCARD\r\nFN:cardperson\r\nEND:VCARD"),
        part("Content-Type: text/plain; format=flowed; delsp=yes", "flo \r\nwed 010101- \r\n1234567"),
        part("Content-Type: text/plain; charset=utf-8", "charsetlie 한글".encode("cp949")),
        part("Content-Type: text/plain; charset=iso-2022-kr", "sevenbit정보".encode("iso2022_kr")),
        part("Content-Type: text/plain; charset=cp037\r\n" + transfer, b64("ebcdictoken".encode("cp037"))),
        multipart("signed", "sig", [part("Content-Type: text/plain", "signedtext"),
                                    part("Content-Type: application/pkcs7-signature; name=smime.p7s\r\n" + transfer, b64(mail.signed(b"", "signer")))]),
        part("Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n" + transfer,
             b64(mail.signed(b"Content-Type: text/plain\r\n\r\nopaquetoken", "signer", indefinite=True))),
        b"Content-Type: text/plain\r\n\r\nold\rmacintosh\r\n",
        multipart("(c (d))mixed", "com", [part("Content-Type: application/zip; name=c.zip\r\n" + transfer, b64(zipped("a", "commentedtype")))]).replace(b"multipart/(", b"(x) multipart / ("),
        part("Content-Type: text/html; charset=cp037\r\n" + transfer, b64("<html><p>ebcdichtml".encode("cp037"))),
        part("Content-Type: message/delivery-status", "Reporting-MTA: dns; reportfield\r\nArrival-Date: x"),
        part('Content-Type: message/external-body; access-type=local-file; name="externaltoken"', "Content-Type: text/plain\r\nSubject: a"),
        part("Content-Type: text/plain\r\nContent-Description: descriptiontoken", "x"),
        part("Content-Type: text/plain; name=gzipname.txt", "x"),
    ]  # fmt: skip
    head = (
        f"Received: from a (headercomment) by b\r\nFrom: a@example.com (fromcomment)\r\nTo: b@example.com\r\nSubject: {subject}\r\n"
        f"X-Folded: folded\r\n\theader\r\nX-Folded: foldedheader\r\nContent-Disposition: inline; note*0*=utf-8''{percent[:9]};\r\n note*1*={percent[9:]}\r\n"
    )
    return head.encode() + multipart("mixed", "out", parts, "preambletoken", "epiloguetoken")


# --- mailboxes, calendars, cards --------------------------------------------------------------------------------------

MBOX_TOKENS = "envelope@sender 첫째편지 secondletter mboxattached afterquote lastletter".split(" ")


def mbox() -> bytes:
    attached = base64.encodebytes(zipped("a.txt", "mboxattached"))
    first = (
        b"From: a@example.com\nSubject: 1\nContent-Type: text/plain; charset=euc-kr\n\n"
        + "첫째편지".encode("cp949")
        + b"\n>From here on afterquote 2026\n"
    )
    second = (
        b"From: b@example.com\nSubject: secondletter\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n"
        + attached
    )
    third = b"From: c@example.com\nSubject: 3\n\nlastletter\n"
    separators = (
        b"From envelope@sender Mon Apr 20 12:00:00 2026\n",
        b"From b@example.com Mon Apr 20 12:00:01 2026 +0900\n",
        b"From - Mon Apr 20 12:00:02 2026\n",
    )
    return b"\n".join(
        separator + message for separator, message in zip(separators, (first, second, third), strict=True)
    )


ICS_TOKENS = (
    "summarytoken foldedlocation organizername organizer@example attendee@example commenttoken alarmtext xprop attachtoken dataurltoken "
    "linkedfile newline;escaped 010101-1234567"
).split(" ")


def ics() -> bytes:
    attached = base64.b64encode(zipped("a.txt", "attachtoken")).decode()
    url = base64.b64encode(zipped("a.txt", "dataurltoken")).decode()
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "SUMMARY:summarytoken", "LOCATION:folded", " loca", "\ttion",
        'ORGANIZER;CN="organizername: x":mailto:organizer@example', "ATTENDEE:mailto:attendee@example", "COMMENT:commenttoken",
        "DESCRIPTION:a\\nnewline\\;escaped 010101-", " 1234567", "X-ALT-DESC;FMTTYPE=text/html:<p>xprop</p>",
        f"ATTACH;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=a.zip:{attached[:60]}", *(" " + attached[at : at + 74] for at in range(60, len(attached), 74)),
        f"ATTACH:data:application/zip;base64,{url}", "ATTACH:file://server/linkedfile",
        "BEGIN:VALARM", "DESCRIPTION:alarmtext", "END:VALARM", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


VCARD_TOKENS = (
    "홍길동 한글회사 02-1234-5678 photozip keyzip quotedlonger groupednote 010-1234-4321 이천카드 lowercase".split(" ")
)


def vcard() -> bytes:
    photo = base64.encodebytes(zipped("a.txt", "photozip")).decode().splitlines()
    key = base64.b64encode(zipped("a.txt", "keyzip")).decode()
    korean = "".join(f"={byte:02X}" for byte in "한글회사".encode("cp949"))
    lines = [
        "BEGIN:VCARD", "VERSION:2.1", "FN:홍길동", f"ORG;CHARSET=EUC-KR;ENCODING=QUOTED-PRINTABLE:{korean}",
        "NOTE;QUOTED-PRINTABLE:quoted=", "longer", "TEL;WORK;VOICE:02-1234-5678", "PHOTO;BASE64;TYPE=ZIP:", *("  " + line for line in photo), "", "END:VCARD",
        "BEGIN:VCARD", "VERSION:4.0", f"KEY:data:application/zip;base64,{key}", "item1.NOTE:groupednote", "TEL:010-1234-", " 4321",
        "N:이천카드;;;;", "END:VCARD", "begin:vcard", "fn:lowercase", "end:vcard",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def p7m() -> bytes:
    return mail.signed(
        b"From: a@example.com\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "홍길동".encode(), "signer"
    )
