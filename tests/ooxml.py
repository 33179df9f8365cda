"""The smallest Word, Excel and PowerPoint files that Office opens (ECMA-376), for samples and tests."""

from collections.abc import Mapping, Sequence
from html import escape

from tests.zips import Member, archive

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
TYPES = "application/vnd.openxmlformats-officedocument"
RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# part -> (content type without its prefix, body)
Parts = Mapping[str, tuple[str, str]]


def _package(parts: Parts, relations: Mapping[str, Sequence[tuple[str, str]]]) -> bytes:
    """`relations` names, for each part ("" for the package), what it points to: (kind, target)."""
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{TYPES}.{kind}+xml"/>' for part, (kind, _) in parts.items()
    )
    default = f'<Default Extension="rels" ContentType="{RELATIONS}"/>'
    types = f'<Types xmlns="{PACKAGE}/content-types">{default}{overrides}</Types>'
    members = [Member("[Content_Types].xml", (HEAD + types).encode())]
    for part, targets in relations.items():
        folder, _, name = part.rpartition("/")
        links = "".join(
            f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(targets, 1)
        )
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        members.append(
            Member(path, f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'.encode())
        )
    members += [Member(part, (HEAD + body).encode()) for part, (_, body) in parts.items()]
    return archive(members)


def docx(paragraphs: Sequence[Sequence[str]]) -> bytes:
    """A document; each paragraph is a sequence of runs, for text that stands split in the file."""
    runs = ["".join(f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in runs) for runs in paragraphs]
    body = "".join(f"<w:p>{paragraph}</w:p>" for paragraph in runs)
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return _package(
        {"word/document.xml": ("wordprocessingml.document.main", document)},
        {"": [("officeDocument", "word/document.xml")]},
    )


def _sheet(rows: Sequence[Sequence[str]]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for column, cell in enumerate(row)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{SHEET}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def xlsx(sheets: Mapping[str, Sequence[Sequence[str]]], *, hidden: frozenset[str] = frozenset()) -> bytes:
    """A workbook of text cells; sheets named in `hidden` do not show."""
    states = {name: "hidden" if name in hidden else "visible" for name in sheets}
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" state="{states[name]}" r:id="rId{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    workbook = f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'
    parts = {"xl/workbook.xml": ("spreadsheetml.sheet.main", workbook)}
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = ("spreadsheetml.worksheet", _sheet(rows))
    links = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    return _package(parts, {"": [("officeDocument", "xl/workbook.xml")], "xl/workbook.xml": links})


def _shape(text: str) -> str:
    paragraphs = "".join(f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in text.splitlines())
    return (
        '<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="text"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp></p:spTree></p:cSld>"
    )


def pptx(slides: Sequence[tuple[str, str]]) -> bytes:
    """A presentation; each slide is its text and its speaker's notes."""
    space = f'xmlns:p="{SLIDE}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"'
    ids = "".join(f'<p:sldId id="{255 + number}" r:id="rId{number}"/>' for number in range(1, len(slides) + 1))
    presentation = (
        f'<p:presentation {space}><p:sldIdLst>{ids}</p:sldIdLst><p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )
    parts = {"ppt/presentation.xml": ("presentationml.presentation.main", presentation)}
    links = [("slide", f"slides/slide{number}.xml") for number in range(1, len(slides) + 1)]
    relations = {"": [("officeDocument", "ppt/presentation.xml")], "ppt/presentation.xml": links}
    for number, (text, notes) in enumerate(slides, 1):
        slide, note = f"ppt/slides/slide{number}.xml", f"ppt/notesSlides/notesSlide{number}.xml"
        parts[slide] = ("presentationml.slide", f"<p:sld {space}>{_shape(text)}</p:sld>")
        parts[note] = ("presentationml.notesSlide", f"<p:notes {space}>{_shape(notes)}</p:notes>")
        relations[slide] = [("notesSlide", f"../notesSlides/notesSlide{number}.xml")]
        relations[note] = [("slide", f"../slides/slide{number}.xml")]
    return _package(parts, relations)
