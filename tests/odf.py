# ruff: noqa: E501 - documents and their tokens stand as they are
"""OpenDocument files written by hand (OASIS ODF 1.3), with one token in every hiding place."""

from __future__ import annotations

from tests.hwpx import packed

KINDS = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
SPACE = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("svg", "svg-compatible"),
        ("presentation", "presentation"),
        ("meta", "meta"),
        ("config", "config"),
        ("form", "form"),
        ("manifest", "manifest"),
        ("script", "script"),
    )
)
SPACE += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
META = (
    f"<office:document-meta {SPACE}><office:meta><dc:title>metatitle</dc:title><dc:subject>metasubject</dc:subject>"
    "<meta:initial-creator>metacreator</meta:initial-creator><meta:keyword>metakeyword</meta:keyword>"
    '<meta:user-defined meta:name="customname">customvalue</meta:user-defined>'
    '<meta:template xlink:href="../templatelink.ott"/></office:meta></office:document-meta>'
)
SETTINGS = (
    f'<office:document-settings {SPACE}><config:config-item config:name="PrinterName" config:type="string">printername'
    "</config:config-item></office:document-settings>"
)
COMMON = (
    "metatitle",
    "metasubject",
    "metacreator",
    "metakeyword",
    "customvalue",
    "templatelink",
    "printername",
    "embeddedtext",
    "headertext",
    "footertext",
    "chartcell",
)


def paragraph(inside: str) -> str:
    return f"<text:p>{inside}</text:p>"


def annotation(words: str, author: str = "noteauthor") -> str:
    return (
        f"<office:annotation><dc:creator>{author}</dc:creator><dc:date>2026-04-20T00:00:00</dc:date>{paragraph(words)}"
        "</office:annotation>"
    )


def styles(automatic: str = "") -> str:
    return (
        f"<office:document-styles {SPACE}><office:automatic-styles>{automatic}</office:automatic-styles><office:master-styles>"
        f'<style:master-page style:name="Default"><style:header>{paragraph("headertext")}</style:header>'
        f"<style:footer>{paragraph('footertext')}</style:footer></style:master-page></office:master-styles></office:document-styles>"
    )


def manifest(entries: str = "") -> str:
    return f"<manifest:manifest {SPACE}>{entries}</manifest:manifest>"


def document(kind: str, body: str, automatic: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    from tests.ooxml import docx

    chart = f"<office:document-content {SPACE}><table:table><table:table-row><table:table-cell>{paragraph('chartcell')}</table:table-cell></table:table-row></table:table></office:document-content>"
    return packed(
        {
            "mimetype": KINDS[kind],
            "content.xml": f"<office:document-content {SPACE}><office:automatic-styles>{automatic}</office:automatic-styles><office:body>{body}</office:body></office:document-content>",
            "styles.xml": styles(
                '<style:style style:name="InStyles" style:family="text"><style:text-properties text:display="none"/></style:style>'
            ),
            "meta.xml": META,
            "settings.xml": SETTINGS,
            "Object 1/content.xml": chart,
            "Object 2": docx([["embedded", "text"]]),
            "Configurations2/accelerator/current.xml": b"",
            "layout-cache": b"\x01\x00\x01\x00\x17\x00",
            "META-INF/manifest.xml": manifest(),
        }
        | (more or {})
    )


ODT_TOKENS = (
    *COMMON,
    *(
        "bodytext 010101-1234567 headingtext cellleft\tcellright nestedcell footnotetext annotationtext noteauthor inserted deletedtext "
        "was020202-1345678here textbox alttitle altdesc linktarget linkshown hiddenspan inlinehidden hiddenparagraph hiddensection "
        "one\ttwo three\tfour listitem fieldvalue placeholder scripttext formlabel formvalue bookmarkname indexentry"
    ).split(" "),
)


def odt() -> bytes:
    hidden = "".join(
        f'<style:style style:name="{name}" style:family="{family}"><style:text-properties text:display="none"/></style:style>'
        for name, family in (("T9", "text"), ("P9", "paragraph"))
    )
    nested = f'<table:table table:name="Inner"><table:table-row><table:table-cell>{paragraph("nestedcell")}</table:table-cell></table:table-row></table:table>'
    body = "".join(
        (
            (
                "<office:text><text:tracked-changes>"
                '<text:changed-region text:id="ct1"><text:deletion><office:change-info><dc:creator>deleter</dc:creator></office:change-info>'
                f"{paragraph('-1345678')}</text:deletion></text:changed-region>"
                '<text:changed-region text:id="ct2"><text:insertion/></text:changed-region>'
                f'<text:changed-region text:id="ct3"><text:deletion>{paragraph("deletedtext")}</text:deletion></text:changed-region></text:tracked-changes>'
            ),
            '<text:h text:outline-level="1">headingtext</text:h>',
            paragraph("bodytext<office:x/>"),
            paragraph('010101<text:span text:style-name="T1">-12345<!-- aside -->67</text:span>'),
            paragraph(
                'was020202<text:change text:change-id="ct1"/><text:change-start text:change-id="ct2"/>inserted<text:change-end text:change-id="ct2"/>here'
            ),
            (
                f'<table:table table:name="Table1"><table:table-row><table:table-cell>{paragraph("cellleft")}</table:table-cell>'
                f"<table:table-cell>{paragraph('cellright')}{nested}</table:table-cell></table:table-row></table:table>"
            ),
            paragraph(
                f'shown<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>{paragraph("footnotetext")}</text:note-body></text:note>'
            ),
            paragraph(f"commented{annotation('annotationtext')}"),
            paragraph(
                f'<draw:frame draw:name="framename"><draw:text-box>{paragraph("textbox")}</draw:text-box><svg:title>alttitle</svg:title>'
                "<svg:desc>altdesc</svg:desc></draw:frame>"
            ),
            paragraph('<text:a xlink:href="https://linktarget.example/">linkshown</text:a>'),
            paragraph(
                'x<text:span text:style-name="T9">hiddenspan</text:span><text:span text:style-name="InStyles">inlinehidden</text:span>y'
            ),
            '<text:p text:style-name="P9">hiddenparagraph</text:p>',
            f'<text:section text:display="none">{paragraph("hiddensection")}</text:section>',
            paragraph("one<text:tab/>two three<text:tab/>four<text:line-break/>five<text:s text:c='2'/>six"),
            f"<text:list><text:list-item>{paragraph('listitem')}</text:list-item></text:list>",
            paragraph(
                '<text:variable-set text:name="v" office:string-value="fieldvalue"/><text:placeholder text:description="placeholder"/>'
            ),
            paragraph('<text:script script:language="js">scripttext</text:script>'),
            paragraph('<draw:control/><form:text form:label="formlabel" form:current-value="formvalue"/>'),
            paragraph(
                '<text:bookmark text:name="bookmarkname"/><text:alphabetical-index-mark text:string-value="indexentry"/>'
            ),
            "</office:text>",
        )
    )
    return document("odt", body, hidden)


ODS_TOKENS = (
    *COMMON,
    *(
        "bodytext 9913011234567 010-0000-1234 9.91E+12 formulatext annotationtext noteauthor hiddenrow filteredrow hiddencolumn hiddensheet "
        "validationtext rangename 'sqltext' namedexpression shapetext farcell repeated datedisplay 2026-04-20 oldvalue linktarget "
        "conditiontext"
    ).split(" "),
)


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def cell(inside: str = "", attributes: str = "") -> str:
    return f"<table:table-cell{attributes}>{paragraph(inside) if inside and not inside.startswith('<') else inside}</table:table-cell>"


def ods() -> bytes:
    hidden = '<style:style style:name="ta9" style:family="table"><style:table-properties table:display="false"/></style:style>'
    number = ' office:value-type="float" office:value='
    first = "".join(
        (
            '<table:table table:name="고객" table:style-name="ta1"><table:shapes><draw:frame><draw:text-box>',
            f"{paragraph('shapetext')}</draw:text-box></draw:frame></table:shapes><table:table-column table:number-columns-repeated='3'/>",
            '<table:table-column table:visibility="collapse"/><table:table-column table:number-columns-repeated="16380"/>',
            row(cell("bodytext"), cell("second"), cell(f"{paragraph('third')}{annotation('annotationtext')}")),
            row(
                cell("9.91E+12", f'{number}"9913011234567"'),
                cell("010-0000-1234", f'{number}"1000001234"'),
                cell("datedisplay", ' office:value-type="date" office:date-value="2026-04-20"'),
            ),
            row(
                cell("x", ' table:formula="of:=[.A1]&amp;&quot;formulatext&quot;"'),
                cell(attributes=' table:number-columns-repeated="2"'),
                cell("hiddencolumn"),
            ),
            row(cell("hiddenrow"), attributes=' table:visibility="collapse"'),
            row(cell("filteredrow"), attributes=' table:visibility="filter"'),
            row(
                cell(attributes=' table:number-columns-repeated="16384"'),
                attributes=' table:number-rows-repeated="1048000"',
            ),
            row(
                cell("repeated", ' table:number-columns-repeated="16383"'),
                cell('<text:p><text:a xlink:href="mailto:linktarget">farcell</text:a></text:p>'),
            ),
            "</table:table>",
        )
    )
    body = "".join(
        (
            "<office:spreadsheet><table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell>",
            f"{paragraph('oldvalue')}</table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>",
            '<table:content-validations><table:content-validation table:name="v" table:condition="conditiontext"><table:help-message>',
            f"{paragraph('validationtext')}</table:help-message></table:content-validation></table:content-validations>",
            first,
            f'<table:table table:name="숨김" table:style-name="ta9">{row(cell("hiddensheet"))}</table:table>',
            '<table:named-expressions><table:named-expression table:name="n" table:expression="namedexpression"/></table:named-expressions>',
            '<table:database-ranges><table:database-range table:name="rangename"><table:database-source-sql table:sql-statement="select \'sqltext\'"/></table:database-range></table:database-ranges>',
            "</office:spreadsheet>",
        )
    )
    return document("ods", body, hidden)


ODP_TOKENS = (
    *COMMON,
    *(
        "bodytext 010101-1234567 cellleft\tcellright notestext hiddenslide alttitle altdesc annotationtext linktarget slidename footerfield "
        "mastertext"
    ).split(" "),
)


def odp() -> bytes:
    hidden = '<style:style style:name="dp9" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'

    def box(words: str, more: str = "") -> str:
        return f"<draw:frame><draw:text-box>{paragraph(words)}</draw:text-box>{more}</draw:frame>"

    grid = f"<draw:frame><table:table>{row(cell('cellleft'), cell('cellright'))}</table:table></draw:frame>"
    body = "".join(
        (
            "<office:presentation><presentation:footer-decl presentation:name='ftr1'>footerfield</presentation:footer-decl>",
            '<draw:page draw:name="slidename" draw:style-name="dp1">',
            box("bodytext", "<svg:title>alttitle</svg:title><svg:desc>altdesc</svg:desc>"),
            box("010101<text:span>-1234567</text:span>"),
            grid,
            '<draw:a xlink:href="https://linktarget.example/"/>',
            annotation("annotationtext"),
            f"<presentation:notes>{box('notestext')}</presentation:notes></draw:page>",
            f'<draw:page draw:name="page2" draw:style-name="dp9">{box("hiddenslide")}</draw:page></office:presentation>',
        )
    )
    master = styles().replace("</style:master-page>", f"{box('mastertext')}</style:master-page>")
    return document("odp", body, hidden, {"styles.xml": master})


TOKENS = {"odt": ODT_TOKENS, "ods": ODS_TOKENS, "odp": ODP_TOKENS}


def encrypted() -> bytes:
    """As LibreOffice writes a document with a password: the manifest says how each part is encrypted."""
    entry = (
        '<manifest:file-entry manifest:full-path="content.xml" manifest:size="900"><manifest:encryption-data manifest:checksum="AA==">'
        '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/></manifest:encryption-data>'
        "</manifest:file-entry>"
    )
    return document("odt", "", more={"content.xml": bytes(range(256)) * 3, "META-INF/manifest.xml": manifest(entry)})
