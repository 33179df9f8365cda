# ruff: noqa: E501 - documents and their tokens stand as they are
"""More hiding places of Office packages than build.py has, part by part: part -> (content, tokens in it)."""

from __future__ import annotations

from tests.ooxml import docx as plain_docx
from tests.ooxml import xlsx as plain_xlsx

W = 'xmlns:w="w" xmlns:m="m" xmlns:v="v" xmlns:r="r" xmlns:w15="w15" xmlns:o="o"'
S = 'xmlns="s" xmlns:r="r"'
A = 'xmlns:a="a" xmlns:p="p" xmlns:c="c" xmlns:xdr="xdr" xmlns:dgm="dgm" xmlns:r="r" xmlns:p14="p14"'
Places = dict[str, tuple[str | bytes, str]]


def p(inside: str) -> str:
    return f"<w:p><w:r>{inside}</w:r></w:p>"


def chart(words: str) -> str:
    """A chart with its caches: titles, categories, values and where they come from."""
    return (
        f"<c:chartSpace {A}><c:chart><c:title><a:p><a:r><a:t>{words}title</a:t></a:r></a:p></c:title><c:ser><c:tx><c:strRef><c:f>{words}formula</c:f>"
        f"<c:strCache><c:pt><c:v>{words}series</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache><c:pt><c:v>{words}category</c:v>"
        "</c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:pt><c:v>9.013011234567E12</c:v></c:pt></c:numCache></c:numRef></c:val>"
        f"</c:ser></c:chart><c:userShapes><a:p><a:r><a:t>{words}usershape</a:t></a:r></a:p></c:userShapes></c:chartSpace>"
    )


def chart_tokens(words: str) -> str:
    return f"{words}title {words}formula {words}series {words}category 9013011234567 {words}usershape"


def link(kind: str, target: str) -> str:
    return f'<Relationships xmlns="x"><Relationship Id="rId1" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'


DIAGRAM = f"<dgm:dataModel {A}><dgm:pt><dgm:t><a:p><a:r><a:t>diagram</a:t></a:r><a:r><a:t>text</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>"

DOCX: Places = {
    "word/document.xml": (
        (f"<w:document {W}><w:body>{p('<w:t>bodytext</w:t>')}"
        f"<w:p><w:moveFrom w:author='moveauthor'><w:r><w:t>movedaway</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>movedhere</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:hyperlink w:tooltip='linktooltip' w:anchor='linkanchor'><w:r><w:t>linkshown</w:t></w:r></w:hyperlink></w:p>"
        "<w:p><w:bookmarkStart w:name='bookmarkname'/><w:fldSimple w:instr='AUTHOR fieldsimple'><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>"
        "<w:sdt><w:sdtPr><w:tag w:val='sdttag'/><w:dropDownList><w:listItem w:displayText='listshown' w:value='listvalue'/></w:dropDownList></w:sdtPr></w:sdt>"
        "<w:p><w:r><w:fldChar><w:ffData><w:name w:val='formname'/><w:helpText w:val='formhelp'/><w:textInput><w:default w:val='formdefault'/></w:textInput></w:ffData></w:fldChar></w:r></w:p>"
        f"{p('<m:oMath><m:r><m:t>mathtext</m:t></m:r></m:oMath>')}"
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>rubyover</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>rubybase</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
        "<w:p><w:r><w:pict><v:shape alt='vmlalt' title='vmltitle' href='vmllink'><v:textpath string='wordart'/></v:shape></w:pict></w:r></w:p>"
        "<w:p><w:r><w:t>010101</w:t></w:r><!-- aside --><w:proofErr/><w:r><w:noBreakHyphen/><w:t>1234567</w:t></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:rPrChange w:author='formatauthor'/></w:rPr><w:t>x</w:t></w:r></w:p></w:body></w:document>"),
        ("bodytext movedaway movedhere moveauthor linktooltip linkanchor linkshown bookmarkname fieldsimple sdttag listshown listvalue formname "
        "formhelp formdefault mathtext rubyover rubybase vmlalt vmltitle vmllink wordart 010101-1234567 formatauthor"),
    ),
    "word/endnotes.xml": (f"<w:endnotes {W}><w:endnote>{p('<w:t>endnotetext</w:t>')}</w:endnote></w:endnotes>", "endnotetext"),
    "word/people.xml": (f"<w15:people {W}><w15:person w15:author='personname'><w15:presenceInfo w15:userId='person@example.com'/></w15:person></w15:people>", "personname person@example.com"),
    "word/glossary/document.xml": (f"<w:glossaryDocument {W}><w:docPart><w:docPartBody>{p('<w:t>glossarytext</w:t>')}</w:docPartBody></w:docPart></w:glossaryDocument>", "glossarytext"),
    "word/settings.xml": (f"<w:settings {W}><w:mailMerge><w:query w:val='SELECT mergequery'/><w:connectString w:val='Data Source=mergesource'/></w:mailMerge></w:settings>", "mergequery mergesource"),
    "word/afchunk.html": ("<html><p>chunktext</p></html>", "chunktext"),
    "word/embeddings/sheet.xlsx": (plain_xlsx({"s": [["embeddedcell"]]}), "embeddedcell"),
    "word/diagrams/data1.xml": (DIAGRAM, "diagramtext"),
    "word/charts/chart1.xml": (chart("chart"), chart_tokens("chart")),
    "word/_rels/settings.xml.rels": (link("attachedTemplate", "file:///c:/templatepath.dotm"), "templatepath"),
    "customXml/item1.xml": ("<data note='customattribute'><name>customtext</name></data>", "customattribute customtext"),
    "docProps/app.xml": ("<Properties><Manager>appmanager</Manager><TitlesOfParts><lpstr>parttitle</lpstr></TitlesOfParts><HyperlinkBase>linkbase</HyperlinkBase></Properties>", "appmanager parttitle linkbase"),
    "docProps/core.xml": ("<cp:coreProperties xmlns:cp='x' xmlns:dc='y'><dc:description>coredescription</dc:description><cp:lastModifiedBy>coremodifier</cp:lastModifiedBy><cp:keywords>corekeyword</cp:keywords></cp:coreProperties>", "coredescription coremodifier corekeyword"),
}  # fmt: skip

XLSX: Places = {
    "xl/workbook.xml": (
        f"<workbook {S}><fileSharing userName='sharinguser'/><sheets><sheet name='sheetname' r:id='rId1'/></sheets><definedNames><definedName name='definedname' comment='definedcomment'>definedvalue</definedName></definedNames></workbook>",
        "sharinguser sheetname definedname definedcomment definedvalue",
    ),
    "xl/worksheets/sheet1.xml": (
        (f"<worksheet {S}><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>bodytext</t></is></c></row></sheetData>"
        "<scenarios><scenario name='scenarioname' user='scenariouser' comment='scenariocomment'><inputCells r='A1' val='scenariovalue'/></scenario></scenarios>"
        '<conditionalFormatting><cfRule><formula>"conditiontext"</formula></cfRule></conditionalFormatting>'
        "<dataValidations><dataValidation promptTitle='validationtitle' prompt='validationprompt' errorTitle='errortitle' error='errortext'><formula1>\"listone,listtwo\"</formula1></dataValidation></dataValidations>"
        "<hyperlinks><hyperlink display='linkdisplay' location='linklocation' tooltip='linktooltip'/></hyperlinks>"
        "<headerFooter><firstHeader>firstheader</firstHeader><evenFooter>evenfooter</evenFooter></headerFooter><controls><control name='controlname'/></controls></worksheet>"),
        "bodytext scenarioname scenariouser scenariocomment scenariovalue conditiontext validationtitle validationprompt errortitle errortext listone,listtwo linkdisplay linklocation linktooltip firstheader evenfooter controlname",
    ),
    "xl/drawings/drawing1.xml": (f"<xdr:wsDr {A}><xdr:sp><xdr:cNvPr id='2' name='shapename' descr='shapealt' title='shapetitle'/><xdr:txBody><a:p><a:r><a:t>text</a:t></a:r><a:r><a:t>box</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>", "shapename shapealt shapetitle textbox"),
    "xl/drawings/vmlDrawing1.vml": ("<xml xmlns:v='v'><v:textbox><div>vmlcomment</div></v:textbox></xml>", "vmlcomment"),
    "xl/tables/table1.xml": (f"<table {S} name='tablename' displayName='tabledisplay'><tableColumns><tableColumn name='columnname' totalsRowLabel='totalslabel'><calculatedColumnFormula>columnformula</calculatedColumnFormula></tableColumn></tableColumns></table>", "tablename tabledisplay columnname totalslabel columnformula"),
    "xl/pivotCache/pivotCacheDefinition1.xml": (f"<pivotCacheDefinition {S} refreshedBy='refresher'><cacheFields><cacheField name='cachefield'><sharedItems><s v='cacheitem'/><n v='9013011234567'/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>", "refresher cachefield cacheitem 9013011234567"),
    "xl/pivotCache/pivotCacheRecords1.xml": (f"<pivotCacheRecords {S}><r><s v='recordtext'/><n v='9023011234567'/></r></pivotCacheRecords>", "recordtext 9023011234567"),
    "xl/externalLinks/externalLink1.xml": (f"<externalLink {S}><externalBook><sheetNames><sheetName val='externalsheet'/></sheetNames><sheetDataSet><sheetData><row r='1'><cell r='A1' t='str'><v>externalcache</v></cell></row></sheetData></sheetDataSet></externalBook><ddeLink ddeService='cmd' ddeTopic='ddetopic'/></externalLink>", "externalsheet externalcache ddetopic"),
    "xl/externalLinks/_rels/externalLink1.xml.rels": (link("externalLinkPath", "file:///c:/externalbook.xlsx"), "externalbook"),
    "xl/connections.xml": (f"<connections {S}><connection name='connectionname' description='connectiondescription'><dbPr connection='Provider=x;User ID=connectionuser' command='select connectioncommand'/></connection></connections>", "connectionname connectiondescription connectionuser connectioncommand"),
    "xl/persons/person.xml": ("<personList><person displayName='personname' userId='person@example.com'/></personList>", "personname person@example.com"),
    "xl/revisions/revisionLog1.xml": (f"<revisions {S}><rcc><oc r='A1' t='inlineStr'><is><t>oldvalue</t></is></oc><nc r='A1' t='inlineStr'><is><t>newvalue</t></is></nc></rcc></revisions>", "oldvalue newvalue"),
    "xl/revisions/userNames.xml": (f"<users {S}><userInfo name='revisionuser'/></users>", "revisionuser"),
    "xl/styles.xml": (f"<styleSheet {S}><numFmts><numFmt numFmtId='164' formatCode='\"formattext\"0'/></numFmts><cellStyles><cellStyle name='stylename'/></cellStyles></styleSheet>", "formattext stylename"),
    "xl/chartsheets/sheet1.xml": (f"<chartsheet {S}><headerFooter><oddFooter>chartfooter</oddFooter></headerFooter></chartsheet>", "chartfooter"),
    "xl/charts/chart1.xml": (chart("chart"), chart_tokens("chart")),
    "xl/ctrlProps/ctrlProp1.xml": ("<formControlPr fmlaMacro='controlmacro'><itemLst><item val='controlitem'/></itemLst></formControlPr>", "controlmacro controlitem"),
    "xl/customProperty1.bin": (plain_docx([["propertytext"]]), "propertytext"),
    "xl/embeddings/doc.docx": (plain_docx([["embedded", "text"]]), "embeddedtext"),
    "customXml/item1.xml": ("<data>customtext</data>", "customtext"),
}  # fmt: skip

PPTX: Places = {
    "ppt/presentation.xml": (f"<p:presentation {A}><p:custShow name='showname'/><p14:section name='sectionname'/></p:presentation>", "showname sectionname"),
    "ppt/slides/slide1.xml": (
        f"<p:sld {A}><p:sp><p:cNvPr id='2' name='shapename' descr='shapealt' title='shapetitle'><a:hlinkClick tooltip='linktooltip'/></p:cNvPr><p:txBody><a:p><a:r><a:t>bodytext</a:t></a:r><a:fld type='slidenum'><a:t>fieldtext</a:t></a:fld></a:p></p:txBody></p:sp></p:sld>",
        "shapename shapealt shapetitle linktooltip bodytext fieldtext",
    ),
    "ppt/slideLayouts/slideLayout1.xml": (f"<p:sldLayout {A}><p:cSld name='layoutname'/><a:p><a:r><a:t>layouttext</a:t></a:r></a:p></p:sldLayout>", "layoutname layouttext"),
    "ppt/notesMasters/notesMaster1.xml": (f"<p:notesMaster {A}><a:p><a:r><a:t>notesmaster</a:t></a:r></a:p></p:notesMaster>", "notesmaster"),
    "ppt/handoutMasters/handoutMaster1.xml": (f"<p:handoutMaster {A}><a:p><a:r><a:t>handouttext</a:t></a:r></a:p></p:handoutMaster>", "handouttext"),
    "ppt/commentAuthors.xml": (f"<p:cmAuthorLst {A}><p:cmAuthor name='authorname' initials='authorinitials'/></p:cmAuthorLst>", "authorname authorinitials"),
    "ppt/authors.xml": ("<p188:authorLst xmlns:p188='p'><p188:author name='modernauthor' userId='modern@example.com'/></p188:authorLst>", "modernauthor modern@example.com"),
    "ppt/comments/modernComment1.xml": (f"<p:cmLst {A}><p:cm><p:reply><p:txBody><a:p><a:r><a:t>replytext</a:t></a:r></a:p></p:txBody></p:reply></p:cm></p:cmLst>", "replytext"),
    "ppt/tags/tag1.xml": (f"<p:tagLst {A}><p:tag name='TAGNAME' val='tagvalue'/></p:tagLst>", "TAGNAME tagvalue"),
    "ppt/diagrams/data1.xml": (DIAGRAM, "diagramtext"),
    "ppt/charts/chart1.xml": (chart("chart"), chart_tokens("chart")),
    "ppt/embeddings/sheet.xlsx": (plain_xlsx({"s": [["embeddedcell"]]}), "embeddedcell"),
    "ppt/slides/_rels/slide1.xml.rels": (link("hyperlink", "https://linktarget.example/"), "linktarget"),
    "docProps/app.xml": ("<Properties><TitlesOfParts><lpstr>slidetitle</lpstr></TitlesOfParts></Properties>", "slidetitle"),
    "docProps/custom.xml": ("<Properties><property name='customname'><lpwstr>customvalue</lpwstr></property></Properties>", "customname customvalue"),
    "customXml/item1.xml": ("<data>customtext</data>", "customtext"),
}  # fmt: skip

PLACES = {"docx": DOCX, "xlsx": XLSX, "pptx": PPTX}
MAIN = {
    "docx": ("wordprocessingml", "word/document.xml"),
    "xlsx": ("spreadsheetml", "xl/workbook.xml"),
    "pptx": ("presentationml", "ppt/presentation.xml"),
}
# What macro and template variants call their main part: content types without "application/" and "+xml".
VARIANTS = {
    "docm": ("docx", "vnd.ms-word.document.macroEnabled.main"),
    "dotx": ("docx", "vnd.openxmlformats-officedocument.wordprocessingml.template.main"),
    "dotm": ("docx", "vnd.ms-word.template.macroEnabledTemplate.main"),
    "xlsm": ("xlsx", "vnd.ms-excel.sheet.macroEnabled.main"),
    "xltx": ("xlsx", "vnd.openxmlformats-officedocument.spreadsheetml.template.main"),
    "xltm": ("xlsx", "vnd.ms-excel.template.macroEnabled.main"),
    "xlam": ("xlsx", "vnd.ms-excel.addin.macroEnabled.main"),
    "pptm": ("pptx", "vnd.ms-powerpoint.presentation.macroEnabled.main"),
    "ppsx": ("pptx", "vnd.openxmlformats-officedocument.presentationml.slideshow.main"),
    "ppsm": ("pptx", "vnd.ms-powerpoint.slideshow.macroEnabled.main"),
    "potx": ("pptx", "vnd.openxmlformats-officedocument.presentationml.template.main"),
    "potm": ("pptx", "vnd.ms-powerpoint.template.macroEnabled.main"),
    "ppam": ("pptx", "vnd.ms-powerpoint.addin.macroEnabled.main"),
}


def content_types(main: str, kind: str) -> str:
    return f'<Types xmlns="x"><Override PartName="/{main}" ContentType="application/{kind}+xml"/></Types>'
