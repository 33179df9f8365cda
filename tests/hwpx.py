# ruff: noqa: E501 - documents and their tokens stand as they are
"""HWPX and HWPML documents written by hand (KS X 6101), with one token in every hiding place."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping

from tests.zips import Member, archive

NAMESPACES = " ".join(
    f'xmlns:{prefix}="http://www.hancom.co.kr/hwpml/2011/{name}"'
    for prefix, name in (
        ("ha", "app"),
        ("hp", "paragraph"),
        ("hs", "section"),
        ("hc", "core"),
        ("hh", "head"),
        ("hm", "master-page"),
        ("hhs", "history"),
    )
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
MIMETYPE = "application/hwp+zip"
MANIFEST_SPACE = 'xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'


def paragraph(*runs: str) -> str:
    """A paragraph; what is no element is text of a run."""
    inside = "".join(
        f'<hp:run charPrIDRef="0">{run if run.startswith("<") else f"<hp:t>{run}</hp:t>"}</hp:run>' for run in runs
    )
    line = '<hp:linesegarray><hp:lineseg textpos="0" vertpos="0" vertsize="1000" flags="393216"/></hp:linesegarray>'
    return f'<hp:p id="2764991984" paraPrIDRef="3" styleIDRef="0" pageBreak="0">{inside}{line}</hp:p>'


def listed(*paragraphs: str) -> str:
    return f'<hp:subList id="" textDirection="HORIZONTAL" vertAlign="TOP">{"".join(paragraphs)}</hp:subList>'


def cell(column: int, row: int, words: str, name: str = "") -> str:
    text = words if words.startswith("<") else paragraph(words)
    return (
        f'<hp:tc name="{name}" header="0" borderFillIDRef="3">{listed(text)}<hp:cellAddr colAddr="{column}" rowAddr="{row}"/>'
        '<hp:cellSpan colSpan="1" rowSpan="1"/><hp:cellSz width="8504" height="282"/></hp:tc>'
    )


def table(rows: list[list[str]], more: str = "") -> str:
    body = "".join(f"<hp:tr>{''.join(cells)}</hp:tr>" for cells in rows)
    return f'<hp:tbl id="1137126797" rowCnt="{len(rows)}" colCnt="2">{more}<hp:sz width="41954"/>{body}</hp:tbl>'


def field(kind: str, name: str, command: str, inside: str = "") -> str:
    return (
        f'<hp:ctrl><hp:fieldBegin id="1080328314" type="{kind}" name="{name}" fieldid="627272811"><hp:parameters cnt="1" name="">'
        f'<hp:stringParam name="Command" xml:space="preserve">{command}</hp:stringParam></hp:parameters>{inside}</hp:fieldBegin></hp:ctrl>'
    )


NESTED = table([[cell(0, 0, "nestedcell")]])
SECTION = "".join(
    (
        paragraph("bodytext"),
        paragraph("010101", "<hp:ctrl><hp:bookmark name='bookmarkname'/></hp:ctrl>", "-1234567"),
        paragraph(
            table(
                [
                    [cell(0, 0, "cellleft"), cell(1, 0, "cellright", "cellfield")],
                    [cell(1, 1, paragraph("secondrow") + paragraph(NESTED))],
                ],
                more=f'<hp:caption side="BOTTOM">{listed(paragraph("tablecaption"))}</hp:caption>',
            )
        ),
        paragraph(
            f'<hp:ctrl><hp:header id="1" applyPageType="BOTH">{listed(paragraph("headertext"))}</hp:header></hp:ctrl>'
        ),
        paragraph(
            f'<hp:ctrl><hp:footer id="1" applyPageType="BOTH">{listed(paragraph("footertext"))}</hp:footer></hp:ctrl>'
        ),
        paragraph(f'<hp:ctrl><hp:footNote number="1">{listed(paragraph("footnotetext"))}</hp:footNote></hp:ctrl>'),
        paragraph(f'<hp:ctrl><hp:endNote number="1">{listed(paragraph("endnotetext"))}</hp:endNote></hp:ctrl>'),
        paragraph(f"<hp:ctrl><hp:hiddenComment>{listed(paragraph('hiddencomment'))}</hp:hiddenComment></hp:ctrl>"),
        paragraph(field("MEMO", "", "memocommand", listed(paragraph("memotext")))),
        paragraph(field("HYPERLINK", "linkname", "https\\://linktarget.example;1;0;0;"), "linkshown"),
        paragraph(field("CLICK_HERE", "fieldname", "Clickhere:set:45:Direction:wstring:3:fieldhelp ")),
        paragraph(
            '<hp:rect id="1" href="shapelink"><hp:drawText lastWidth="20800" name="boxname">'
            f"{listed(paragraph('textbox'))}</hp:drawText><hp:shapeComment>alttext</hp:shapeComment></hp:rect>"
        ),
        paragraph('<hp:equation id="1" font="HYhwpEQ"><hp:script>equationscript over 2</hp:script></hp:equation>'),
        paragraph('<hp:textart id="1" text="textartwords"/>'),
        paragraph(
            "<hp:dutmal posType='TOP'><hp:mainText>rubymain</hp:mainText><hp:subText>rubysub</hp:subText></hp:dutmal>"
        ),
        paragraph('<hp:compose circleType="CHAR" composeText="composed1"/>'),
        paragraph('<hp:btn caption="buttoncaption" name="buttonname" command="buttoncommand"/>'),
        paragraph(
            '<hp:comboBox selectedValue="comboselected"><hp:listItem displayText="combodisplay" value="combovalue"/></hp:comboBox>'
        ),
        paragraph('<hp:edit name="editname"><hp:text>edittext</hp:text></hp:edit>'),
        paragraph(
            "<hp:t>kept<hp:insertBegin Id='1' TcId='1'/>inserted<hp:insertEnd Id='1' TcId='1'/>"
            "<hp:deleteBegin Id='2' TcId='2'/>deleted<hp:deleteEnd Id='2' TcId='2'/>end</hp:t>"
        ),
        paragraph(
            "<hp:t>one<hp:tab width='3112'/>two<hp:lineBreak/>three<hp:nbSpace/>four<hp:markpenBegin/>five</hp:t>"
        ),
        paragraph("<hp:ctrl><hp:indexmark><hp:firstKey>indexfirst</hp:firstKey></hp:indexmark></hp:ctrl>"),
    )
)
HEADER = (
    '<hh:refList><hh:styles><hh:style id="0" name="stylename" engName="Normal"/></hh:styles>'
    '<hh:trackChangeAuthors><hh:trackChangeAuthor name="changeauthor" mark="1" id="0"/></hh:trackChangeAuthors></hh:refList>'
    "<hh:docOption><hh:linkinfo path='linkedfile'/></hh:docOption>"
)
PACKAGE = (
    '<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:metadata><opf:title>metatitle</opf:title>'
    '<opf:meta name="creator" content="text">metacreator</opf:meta><opf:meta name="lastsaveby" content="text">lastsaved</opf:meta>'
    '<opf:meta name="keyword" content="text">metakeyword</opf:meta></opf:metadata></opf:package>'
)
TOKENS = (
    "bodytext 010101-1234567 bookmarkname cellleft\tcellright cellfield secondrow nestedcell tablecaption headertext footertext "
    "footnotetext endnotetext hiddencomment memotext memocommand linkname linktarget linkshown fieldname fieldhelp shapelink "
    "boxname textbox alttext equationscript textartwords rubymain rubysub composed1 buttoncaption buttonname buttoncommand "
    "comboselected combodisplay combovalue editname edittext keptinsertedend keptdeletedend one\ttwo indexfirst mastertext "
    "stylename changeauthor linkedfile metatitle metacreator lastsaved metakeyword scripttext previewtext historytext "
    "charttitle embeddedtext settingvalue bibliography"
).split(" ")
HIDDEN_TOKENS = ("hiddencomment", "memotext", "keptdeletedend", "previewtext", "scripttext")


def parts(section: str = SECTION) -> dict[str, str | bytes]:
    from tests.ooxml import docx

    return {
        "mimetype": MIMETYPE,
        "version.xml": '<hv:HCFVersion xmlns:hv="v" application="Hancom Office Hangul"/>',
        "Contents/header.xml": f"{HEAD}<hh:head {NAMESPACES}>{HEADER}</hh:head>",
        "Contents/section0.xml": f"{HEAD}<hs:sec {NAMESPACES}>{section}</hs:sec>",
        "Contents/masterpage0.xml": f"{HEAD}<hm:masterPage {NAMESPACES}>{listed(paragraph('mastertext'))}</hm:masterPage>",
        "Contents/content.hpf": PACKAGE,
        "Contents/history.xml": f"<hhs:history {NAMESPACES}><hhs:historyEntry revisionDesc='historytext'/></hhs:history>",
        "Chart/chart1.xml": '<c:chart xmlns:c="c" xmlns:a="a"><a:p><a:r><a:t>charttitle</a:t></a:r></a:p></c:chart>',
        "Custom/bibliography.xml": "<b:Sources xmlns:b='b'><b:Title>bibliography</b:Title></b:Sources>",
        "settings.xml": f'<ha:HWPApplicationSetting {NAMESPACES}><c:config-item xmlns:c="c" c:name="x">settingvalue</c:config-item></ha:HWPApplicationSetting>',
        "Preview/PrvText.txt": "previewtext",
        "Scripts/headerScripts.js": "var secret = 'scripttext';".encode("utf-16-le"),
        "BinData/ole1.docx": docx([["embedded", "text"]]),
        "META-INF/container.xml": '<ocf:container xmlns:ocf="c"/>',
        "META-INF/manifest.xml": f"<odf:manifest {MANIFEST_SPACE}/>",
    }


def packed(members: Mapping[str, str | bytes]) -> bytes:
    return archive([Member(name, data.encode() if isinstance(data, str) else data) for name, data in members.items()])


def golden() -> bytes:
    return packed(parts())


def encrypted() -> bytes:
    """As Hancom writes a document with a password: the manifest says which parts are encrypted, and how."""
    entry = (
        '<odf:file-entry odf:full-path="Contents/section0.xml" odf:media-type="application/xml" odf:size="3000"><odf:encryption-data '
        'odf:checksum-type="SHA256" odf:checksum="AA=="><odf:algorithm odf:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>'
        "</odf:encryption-data></odf:file-entry>"
    )
    return packed(
        parts()
        | {
            "Contents/section0.xml": zlib.compress(b"no text here") * 3,
            "META-INF/manifest.xml": f"<odf:manifest {MANIFEST_SPACE}>{entry}</odf:manifest>",
        }
    )


# --- HWPML: the same in one XML file, its names in capitals -----------------------------------------------------------


def chars(words: str) -> str:
    return f'<P ParaShape="0" Style="0"><TEXT CharShape="0"><CHAR>{words}</CHAR></TEXT></P>'


def control(inside: str) -> str:
    return f'<P ParaShape="0"><TEXT CharShape="0">{inside}</TEXT></P>'


def para_list(words: str) -> str:
    return f'<PARALIST LineWrap="Break">{chars(words)}</PARALIST>'


HWPML_TOKENS = (
    "bodytext 010101-1234567 cellleft\tcellright headertext footertext footnotetext endnotetext hiddencomment memotext linktarget "
    "fieldname textbox alttext equationscript doctitle docauthor dockeyword doccomment scriptsource embeddedtext stylename "
    "buttoncaption ooxmltext"
).split(" ")


def hwpml(attached: bytes = b"") -> bytes:
    """`attached` stands beside the documents that are in there anyway."""
    from tests.ooxml import docx

    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = docx([["embedded", "text"]])
    compressed = base64.b64encode(deflate.compress(content) + deflate.flush()).decode()
    plain = base64.b64encode(docx([["ooxml", "text"]])).decode()
    more = f'<BINDATA Encoding="Base64" Id="3">{base64.b64encode(attached).decode()}</BINDATA>' if attached else ""
    cells = "".join(
        f'<CELL ColAddr="{column}" RowAddr="0" ColSpan="1" RowSpan="1">{para_list(words)}</CELL>'
        for column, words in enumerate(("cellleft", "cellright"))
    )
    body = "".join(
        (
            chars("bodytext"),
            '<P><TEXT CharShape="0"><CHAR>010101</CHAR></TEXT><TEXT CharShape="1"><CHAR>-1234567</CHAR></TEXT></P>',
            control(f'<TABLE ColCount="2" RowCount="1"><SHAPEOBJECT InstId="1"/><ROW>{cells}</ROW></TABLE>'),
            control(f'<HEADER ApplyPageType="Both">{para_list("headertext")}</HEADER>'),
            control(f'<FOOTER ApplyPageType="Both">{para_list("footertext")}</FOOTER>'),
            control(f"<FOOTNOTE>{para_list('footnotetext')}</FOOTNOTE>"),
            control(f"<ENDNOTE>{para_list('endnotetext')}</ENDNOTE>"),
            control(f"<HIDDENCOMMENT>{para_list('hiddencomment')}</HIDDENCOMMENT>"),
            control(f'<FIELDBEGIN Type="Memo" Command="m">{para_list("memotext")}</FIELDBEGIN><FIELDEND Type="Memo"/>'),
            control('<FIELDBEGIN Type="Hyperlink" Name="fieldname" Command="http\\://linktarget.example;1;0;0;"/>'),
            control(
                "<RECTANGLE><SHAPEOBJECT><SHAPECOMMENT>alttext</SHAPECOMMENT></SHAPEOBJECT><DRAWINGOBJECT><DRAWTEXT>"
                f"{para_list('textbox')}</DRAWTEXT></DRAWINGOBJECT></RECTANGLE>"
            ),
            control("<EQUATION><SCRIPT>equationscript</SCRIPT></EQUATION>"),
            control('<BUTTON><FORMOBJECT Name="b"><BUTTONSET Caption="buttoncaption"/></FORMOBJECT></BUTTON>'),
        )
    )
    summary = (
        "<DOCSUMMARY><TITLE>doctitle</TITLE><AUTHOR>docauthor</AUTHOR><KEYWORDS>dockeyword</KEYWORDS>"
        "<COMMENTS>doccomment</COMMENTS></DOCSUMMARY>"
    )
    tail = (
        f'<BINDATASTORAGE><BINDATA Compress="true" Encoding="Base64" Id="1" Size="{len(content)}">{compressed}</BINDATA>'
        f'<BINDATA Compress="false" Encoding="Base64" Id="2">{plain}</BINDATA>{more}</BINDATASTORAGE>'
        '<SCRIPTCODE Type="JScript" Version="1.0"><SCRIPTSOURCE>scriptsource</SCRIPTSOURCE></SCRIPTCODE>'
    )
    head = f'<HEAD SecCnt="1">{summary}<MAPPINGTABLE><STYLELIST><STYLE Name="stylename"/></STYLELIST></MAPPINGTABLE></HEAD>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?><HWPML Style="embed" SubVersion="8.0.0.0" Version="2.8">'
        f'{head}<BODY><SECTION Id="0">{body}</SECTION></BODY><TAIL>{tail}</TAIL></HWPML>'
    ).encode()
