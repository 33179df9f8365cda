# ruff: noqa: E501 - documents and their tokens stand as they are
"""Builds documents for the tests with nothing but zipfile: a canary token in every hiding place we know of."""

from __future__ import annotations

import base64
import bz2
import gzip
import importlib.util
import io
import lzma
import sqlite3
import struct
import sys
import time
import zipfile
from collections.abc import Mapping
from contextlib import closing

from PIL import Image, PngImagePlugin

from dlp.extract.base import Budget, held
from dlp.extract.walk import Node, walk
from dlp.types import Issue, IssueCode, Limits, Pictures, Segment
from tests import archives, cfb, hwp, hwp3, hwpx, mail, odf, pdfs, wire
from tests.office import excel, slides, word
from tests.reading import whole

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Walked = list[Node | Segment | Issue]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def read(name: str, data: bytes, pictures: Pictures | None = None, **limits: float) -> Walked:
    return whole(walk(held(name, data), Budget(Limits(**limits), time.monotonic, pictures or Pictures())))


def segments(found: Walked) -> list[Segment]:
    return [item for item in found if isinstance(item, Segment)]


def issues(found: Walked) -> list[Issue]:
    return [item for item in found if isinstance(item, Issue)]


def codes(found: Walked) -> set[IssueCode]:
    return {issue.code for issue in issues(found)}


def text(found: Walked) -> str:
    return "\n".join(segment.data.decode() for segment in segments(found))


def zipped(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def encrypted_flag(data: bytes) -> bytes:
    """The same archive with the encryption bit of every header set."""
    changed = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(signature)
        while start >= 0:
            changed[start + at] |= 1
            start = changed.find(signature, start + 4)
    return bytes(changed)


def package(kind: str, main: str, parts: Mapping[str, str | bytes]) -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/{main}" ContentType="application/'
        f'vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
    )
    return zipped({"[Content_Types].xml": types, **parts})


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


CORE = (
    '<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:title>coretitle</dc:title><dc:creator>corecreator</dc:creator>'
    "</cp:coreProperties>"
)
CUSTOM = '<Properties xmlns="x"><property name="customname"><lpwstr>customvalue</lpwstr></property></Properties>'
APP = '<Properties xmlns="x"><Company>appcompany</Company></Properties>'
CHART = (
    f"<c:chartSpace {C} {A}><c:title><a:p><a:r><a:t>charttitle</a:t></a:r></a:p></c:title><c:cat><c:strCache><c:pt>"
    "<c:v>chartcategory</c:v></c:pt></c:strCache></c:cat></c:chartSpace>"
)


def external(target: str) -> str:
    return f'<Relationships xmlns="{RELS}"><Relationship Id="rId9" Target="{target}" TargetMode="External"/></Relationships>'


DOCX_BODY = f"""<w:document {W} {MC} {WP} {A}><w:body>{paragraph("bodytext")}
<w:p><w:r><w:t>010101</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>-1234567</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc>{paragraph("tableleft")}</w:tc><w:tc>{paragraph("tableright")}<w:tbl><w:tr><w:tc>{paragraph("nestedtable")}
</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>
<w:p><w:ins w:author="insauthor"><w:r><w:t>inserted</w:t></w:r></w:ins><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>
<w:sdt><w:sdtPr><w:alias w:val="sdtalias"/></w:sdtPr><w:sdtContent>{paragraph("sdtcontent")}</w:sdtContent></w:sdt>
<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{paragraph("textbox")}</w:txbxContent></mc:Choice><mc:Fallback>
<w:txbxContent>{paragraph("fallbackbox")}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>
<w:p><w:r><wp:docPr id="1" name="Picture 1" descr="alttext"/><w:instrText>HYPERLINK fieldcode</w:instrText></w:r></w:p>
<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>vanished</w:t></w:r></w:p></w:body></w:document>"""

DOCX_TOKENS = (
    "bodytext 010101-1234567 tableleft\ttableright nestedtable inserted deleted insauthor sdtalias sdtcontent textbox fallbackbox "
    "alttext fieldcode vanished headertext footertext footnotetext commenttext commentauthor coretitle corecreator customname "
    "customvalue appcompany linktarget charttitle chartcategory customxmltext docvarvalue"
).split(" ")


def docx() -> bytes:
    return package(
        "wordprocessingml.document",
        "word/document.xml",
        {
            "word/document.xml": DOCX_BODY,
            "word/header1.xml": f"<w:hdr {W}>{paragraph('headertext')}</w:hdr>",
            "word/footer1.xml": f"<w:ftr {W}>{paragraph('footertext')}</w:ftr>",
            "word/footnotes.xml": f"<w:footnotes {W}><w:footnote>{paragraph('footnotetext')}</w:footnote></w:footnotes>",
            "word/comments.xml": f'<w:comments {W}><w:comment w:author="commentauthor">{paragraph("commenttext")}</w:comment></w:comments>',
            "word/settings.xml": f'<w:settings {W}><w:docVar w:name="v" w:val="docvarvalue"/></w:settings>',
            "word/_rels/document.xml.rels": external("mailto:linktarget"),
            "word/charts/chart1.xml": CHART,
            "customXml/item1.xml": "<data><x>customxmltext</x></data>",
            "docProps/core.xml": CORE,
            "docProps/custom.xml": CUSTOM,
            "docProps/app.xml": APP,
        },
    )


XLSX_TOKENS = (
    "sharedcell inlinecell 9913011234567 9913012234567 formulatext hiddenrow hiddencolumn hiddensheet veryhidden commentcell commentauthor "
    "threaded definedname oddheader validationtext unusedstring tooltiptext linktarget coretitle corecreator customvalue charttitle "
    "chartcategory 010101-2234567 0101-3345-6789 0101012234568 2023-03-15 1234번5678 12345678"
).split(" ")
# Number formats of cells: 1, 2, ... ; the last is known by its number.
STYLES = (r"000000\-0000000", r"[&lt;=99999999]###\-####;0###\-####\-####", "0000000000000", "0000&quot;번&quot;0000")


def styles() -> str:
    codes = "".join(f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in enumerate(STYLES, 164))
    used = "".join(f'<xf numFmtId="{n}"/>' for n in (0, *range(164, 164 + len(STYLES)), 14))
    named = '<cellStyleXfs><xf numFmtId="164"/></cellStyleXfs>'
    return f"<styleSheet {S}><numFmts>{codes}</numFmts>{named}<cellXfs>{used}</cellXfs></styleSheet>"


def sheet(rows: str, before: str = "", after: str = "") -> str:
    return f"<worksheet {S}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def inline(reference: str, words: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{words}</t></is></c>'


def xlsx() -> bytes:
    first = sheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c>' + inline("B1", "inlinecell") + inline("D1", "hiddencolumn") + "</row>"
        '<row r="2"><c r="A2"><v>9.913011234567E12</v></c><c r="B2"><v>9913012234567.0</v></c></row>'
        '<row r="3" hidden="1">' + inline("B3", "hiddenrow") + "</row>"
        '<row r="4"><c r="B4" t="str"><f>"x"&amp;"formulatext"</f><v>x</v></c></row>'
        '<row r="5"><c r="A5" s="1"><v>101012234567</v></c><c r="B5" s="2"><v>10133456789</v></c><c r="C5" s="3"><v>101012234568</v></c></row>'
        '<row r="6"><c r="A6" s="4"><v>12345678</v></c><c r="B6" s="5"><v>45000</v></c><c r="C6" s="1"><f>A1</f><v>1.5</v></c></row>',
        before='<cols><col min="4" max="4" hidden="1"/></cols>',
        after="<dataValidations><dataValidation><formula1>validationtext</formula1></dataValidation></dataValidations>"
        '<hyperlinks><hyperlink ref="A1" tooltip="tooltiptext"/></hyperlinks>'
        "<headerFooter><oddHeader>&amp;Loddheader</oddHeader></headerFooter>",
    )
    book = (
        f'<workbook {S} {R}><sheets><sheet name="고객" r:id="rId1"/><sheet name="숨김" state="hidden" r:id="rId2"/>'
        '<sheet name="더숨김" state="veryHidden" r:id="rId3"/></sheets>'
        '<definedNames><definedName name="secret">"definedname"</definedName></definedNames></workbook>'
    )
    links = "".join(f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in (1, 2, 3))
    return package(
        "spreadsheetml.sheet",
        "xl/workbook.xml",
        {
            "xl/worksheets/sheet1.xml": first,
            "xl/worksheets/sheet2.xml": sheet(f'<row r="1">{inline("A1", "hiddensheet")}</row>'),
            "xl/worksheets/sheet3.xml": sheet(f'<row r="1">{inline("A1", "veryhidden")}</row>'),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}">{links}</Relationships>',
            "xl/styles.xml": styles(),
            "xl/sharedStrings.xml": f"<sst {S}><si><r><t>shared</t></r><r><t>cell</t></r></si><si><t>unusedstring</t></si></sst>",
            "xl/comments1.xml": f"<comments {S}><authors><author>commentauthor</author></authors><commentList><comment ref='A1'>"
            "<text><r><t>comment</t></r><r><t>cell</t></r></text></comment></commentList></comments>",
            "xl/threadedComments/threadedComment1.xml": '<ThreadedComments><threadedComment ref="A1"><text>threaded</text></threadedComment></ThreadedComments>',
            "xl/worksheets/_rels/sheet1.xml.rels": external("http://linktarget.example"),
            "xl/charts/chart1.xml": CHART,
            "docProps/core.xml": CORE,
            "docProps/custom.xml": CUSTOM,
        },
    )


PPTX_TOKENS = (
    "slidetext 010101-1234567 cellleft\tcellright alttext notestext mastertext hiddenslide commenttext charttitle chartcategory "
    "coretitle linktarget"
).split(" ")


def slide(words: str, root: str = "sld", attributes: str = "", more: str = "") -> str:
    return f"<p:{root} {P} {A}{attributes}><p:sp><p:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>{more}</p:{root}>"


def pptx() -> bytes:
    cells = "".join(
        f"<a:tc><a:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></a:txBody></a:tc>"
        for words in ("cellleft", "cellright")
    )
    more = (
        "<a:p><a:r><a:t>010101</a:t></a:r><a:r><a:rPr b='1'/><a:t>-1234567</a:t></a:r></a:p>"
        f"<a:tbl><a:tr>{cells}</a:tr></a:tbl><p:cNvPr id='4' name='Picture 3' descr='alttext'/>"
    )
    return package(
        "presentationml.presentation",
        "ppt/presentation.xml",
        {
            "ppt/presentation.xml": f"<p:presentation {P}/>",
            "ppt/slides/slide1.xml": slide("slidetext", more=more),
            "ppt/slides/slide2.xml": slide("hiddenslide", attributes=' show="0"'),
            "ppt/notesSlides/notesSlide1.xml": slide("notestext", "notes"),
            "ppt/slideMasters/slideMaster1.xml": slide("mastertext", "sldMaster"),
            "ppt/comments/comment1.xml": f"<p:cmLst {P}><p:cm><p:text>commenttext</p:text></p:cm></p:cmLst>",
            "ppt/charts/chart1.xml": CHART,
            "ppt/slides/_rels/slide1.xml.rels": external("http://linktarget.example"),
            "docProps/core.xml": CORE,
        },
    )


EML_TOKENS = (
    "제목토큰 fromtoken totoken customheader plainbody htmlbody htmlalt preambletoken epiloguetoken 첨부토큰 zippedtoken cellleft "
    "forwardedbody qptoken attachtext"
).split(" ")


def eml() -> bytes:
    from email.quoprimime import body_encode

    subject = base64.b64encode("제목토큰".encode("cp949")).decode()
    nested = base64.encodebytes(zipped({"a.txt": "zippedtoken"})).decode()
    deck = base64.encodebytes(pptx()).decode()
    name = base64.b64encode("첨부토큰.txt".encode("cp949")).decode()
    return f"""From: fromtoken@example.com
To: totoken@example.com
X-Custom: customheader
Subject: =?ks_c_5601-1987?B?{subject}?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

preambletoken
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

plainbody {body_encode("한글")} qpto=
ken
--inner
Content-Type: text/html; charset=euc-kr

<p>html<b>body</b></p><img alt="htmlalt">
--inner--
--outer
Content-Type: text/plain; name="=?euc-kr?B?{name}?="
Content-Disposition: attachment

attachtext
--outer
Content-Type: application/zip; name=x.zip
Content-Transfer-Encoding: base64

{nested}
--outer
Content-Type: application/octet-stream; name=x.pptx
Content-Transfer-Encoding: base64

{deck}
--outer
Content-Type: message/rfc822

From: a@example.com
Subject: fwd

forwardedbody
--outer--
epiloguetoken
""".encode()


_HONG = archives.Entry("a.txt", "홍길동".encode())


def xlsb(more: Mapping[str, bytes] | None = None) -> bytes:
    parts = {
        **excel.xlsb_parts(),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{RELS}">'
        + "".join(f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.bin"/>' for n in (1, 2, 3))
        + "</Relationships>",
        "xl/worksheets/_rels/sheet1.bin.rels": external("http://linktarget.example"),
        "docProps/core.xml": CORE,
        **(more or {}),
    }
    return package("ms-excel", "xl/workbook.bin", parts)


def ole() -> bytes:
    """An object on its own: a file of another kind put into a document."""
    return cfb.compound(
        {"\x01Ole10Native": cfb.packaged("a.txt", "홍길동".encode()), "\x01CompObj": bytes(28) + b"Package\0"}
    )


def calendar(attached: bytes) -> bytes:
    lines = (
        "BEGIN:VCALENDAR",
        "SUMMARY:홍길동",
        f"ATTACH;ENCODING=BASE64:{base64.b64encode(attached).decode()}",
        "END:VCALENDAR",
    )
    return "\r\n".join(lines).encode()


def card(photo: bytes) -> bytes:
    lines = ("BEGIN:VCARD", "FN:홍길동", f"PHOTO;ENCODING=b:{base64.b64encode(photo).decode()}", "END:VCARD")
    return "\r\n".join(lines).encode()


def mailbox(*messages: bytes) -> bytes:
    return b"\n".join(b"From a@example.com Mon Apr 20 12:00:00 2026\n" + message for message in messages)


def _blank_picture(words: str) -> bytes:
    out = io.BytesIO()
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("Comment", words)
    Image.new("RGB", (200, 100), "white").save(out, "PNG", pnginfo=notes)
    return out.getvalue()


def _database(words: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE t (a)")
        made.execute("INSERT INTO t VALUES (?)", (words,))
        made.commit()
        return made.serialize()


def metafile(words: str) -> bytes:
    """An EMF drawing with one text in it ([MS-EMF] 2.3.5.8)."""
    raw = words.encode("utf-16-le") + bytes(-2 * len(words) % 4)
    text = bytes(28) + struct.pack("<iiIII", 0, 0, len(words), 76, 0) + bytes(20) + raw
    header = struct.pack("<II", 1, 88) + bytes(32) + b" EMF" + struct.pack("<I", 0x10000) + bytes(40)
    return header + struct.pack("<II", 84, 8 + len(text)) + text + struct.pack("<IIIII", 14, 20, 0, 16, 20)


PLAIN = {
    "metafile": ("a.emf", metafile("홍길동")),
    "msg": ("a.msg", mail.Message({mail.SUBJECT: "x", mail.BODY: "홍길동"}).file()),
    "tnef": ("winmail.dat", mail.tnef([(1, 0x2800C, "홍길동".encode("cp949"))])),
    "pkcs7": ("a.p7m", mail.signed(b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "홍길동".encode(), "signer")),
    "mbox": ("a.mbox", mailbox("From: a\nTo: b\n\n홍길동\n".encode())),
    "ics": ("a.ics", calendar(b"text")),
    "vcard": ("a.vcf", card(b"text")),
    "7z": ("a.7z", archives.sevenz([_HONG])),
    "alz": ("a.alz", archives.alz([_HONG])),
    "bz2": ("a.txt.bz2", bz2.compress(_HONG.data)),
    "egg": ("a.egg", archives.egg([_HONG])),
    "form": ("request", wire.post("name=%ED%99%8D%EA%B8%B8%EB%8F%99&x=a+b", wire.FORM)),
    "gz": ("a.txt.gz", gzip.compress(_HONG.data)),
    "http": ("request", wire.post(gzip.compress(_HONG.data), "text/plain", "Content-Encoding: gzip")),
    "iso": ("a.iso", archives.iso([_HONG])),
    "multipart": ("body", wire.multipart(("a", "", "", "홍길동"))),
    "rar": ("a.rar", archives.rar5([_HONG])),
    "tar": ("a.tar", archives.tar([_HONG])),
    "xz": ("a.txt.xz", lzma.compress(_HONG.data)),
    "zst": ("a.txt.zst", zstd.compress(_HONG.data)),
    "text": ("a.txt", "이름: 홍길동\n".encode("cp949")),
    "json": ("a.json", '{"이름": "홍길동"}'.encode()),
    "xml": ("a.xml", '<?xml version="1.0"?><r>홍<b>길</b>동</r>'.encode()),
    "html": ("a.html", "<html><p>홍<b>길동</b></p>".encode()),
    "eml": ("a.eml", eml()),
    "zip": ("a.zip", zipped({"홍길동.txt": "홍길동"})),
    "docx": ("a.docx", docx()),
    "xlsx": ("a.xlsx", xlsx()),
    "pptx": ("a.pptx", pptx()),
    "hwp": ("a.hwp", hwp.hwp(hwp.paragraph("홍길동"))),
    "hwpx": ("a.hwpx", hwpx.golden()),
    "hwpml": ("a.hml", hwpx.hwpml()),
    "odf": ("a.odt", odf.odt()),
    "hwp3": ("a.hwp", hwp3.document()),
    "xls": ("a.xls", excel.xls(pptx())),
    "xlsb": ("a.xlsb", xlsb()),
    "doc": ("a.doc", word.doc(pptx())),
    "ppt": ("a.ppt", slides.ppt(pptx())),
    "rtf": ("a.rtf", word.rtf(pptx())),
    "ole": ("a.bin", ole()),
    "pdf": ("a.pdf", pdfs.pages(pdfs.show("홍길동", 50, 700))),
    "sqlite": ("a.db", _database("홍길동")),
    "image": ("a.png", _blank_picture("홍길동")),
    "svg": (
        "a.svg",
        '<?xml version="1.0"?><svg><text>홍<tspan x="9" fill="red">길</tspan>동</text></svg>'.encode(),
    ),
    "sql": ("a.sql", "CREATE TABLE t (a int, 이름 text);\nINSERT INTO t VALUES (1, '홍길동');\n".encode()),
    "ipynb": ("a.ipynb", '{"cells": [{"cell_type": "raw", "source": ["이름\\n", "홍길동"]}]}'.encode()),
    "strings": ("a.bin", b"\0\1\2\3" * 99 + "이름: 홍길동".encode("cp949") + b"\0\1\2\3"),
}
# Without pyarrow (the extra `parquet`) nothing of a Parquet file is read.
NO_TABLE = IssueCode.UNSUPPORTED
if importlib.util.find_spec("pyarrow"):
    import pyarrow as pa
    import pyarrow.parquet

    NO_TABLE = IssueCode.CORRUPT
    _sink = io.BytesIO()
    pyarrow.parquet.write_table(pa.table({"이름": ["홍길동"]}), _sink)
    PLAIN["parquet"] = ("a.parquet", _sink.getvalue())
# What even a sound document gives rise to.
PARTLY = {"image": {IssueCode.PICTURE_PASSED}, "strings": {IssueCode.UNSUPPORTED}}
