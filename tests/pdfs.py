"""Writes PDF files for tests, byte by byte: a token in every hiding place we know of."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Mapping

Objects = dict[int, bytes]

LATIN, KOREAN = b"/F1", b"/F2"
FONTS = {
    5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    6: b"<< /Type /Font /Subtype /Type0 /BaseFont /Batang /Encoding /KSCms-UHC-H /DescendantFonts [7 0 R] >>",
    7: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Batang /CIDSystemInfo << /Registry (Adobe) /Ordering (Korea1) "
    b"/Supplement 2 >> >>",
}
RESOURCES = b"/Font << /F1 5 0 R /F2 6 0 R >>"


def body(objects: Mapping[int, bytes], start: int) -> tuple[bytes, dict[int, int]]:
    out, offsets = b"", {}
    for number, content in objects.items():
        offsets[number] = start + len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    return out, offsets


def document(objects: Objects, trailer: bytes = b"") -> bytes:
    """A file of these objects; number 1 is the catalogue."""
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    content, offsets = body(objects, len(out))
    out += content
    size = max(objects) + 1
    table = b"".join(
        b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 65535 f \n" for n in range(1, size)
    )
    end = b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def updated(data: bytes, objects: Objects, trailer: bytes = b"") -> bytes:
    """The file with these objects saved behind it, as programs do that save fast."""
    previous = int(data.rpartition(b"startxref\n")[2].split()[0])
    content, offsets = body(objects, len(data))
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, at) for number, at in offsets.items())
    end = b"trailer\n<< /Size 1000 /Root 1 0 R /Prev %d %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        previous,
        trailer,
        len(data) + len(content),
    )
    return data + content + b"xref\n" + table + end


def stream(data: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
    if packed:
        data, entries = zlib.compress(data), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


def show(words: str, x: float, y: float, size: float = 10) -> bytes:
    """Operators that show words at a place."""
    if words.isascii():
        return b"BT %b %g Tf %g %g Td (%b) Tj ET\n" % (LATIN, size, x, y, words.encode())
    return b"BT %b %g Tf %g %g Td <%b> Tj ET\n" % (KOREAN, size, x, y, words.encode("cp949").hex().encode())


def table(rows: Iterable[Iterable[str]], *, by_column: bool = False, pitch: float = 120) -> bytes:
    """Cells drawn one by one, row after row or column after column."""
    places = [(i, j, words) for i, row in enumerate(rows) for j, words in enumerate(row)]
    if by_column:
        places.sort(key=lambda place: place[1])
    return b"".join(show(words, 50 + pitch * j, 700 - 16 * i) for i, j, words in places)


def page_objects(contents: Iterable[bytes], entries: bytes = b"", resources: bytes = b"") -> Objects:
    """Catalogue, pages and fonts: page n is object 100 + n, its content 200 + n, counted from 0."""
    made = list(contents)
    kids = b" ".join(b"%d 0 R" % (100 + n) for n in range(len(made)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(made)),
    }
    objects |= FONTS
    for n, content in enumerate(made):
        objects[100 + n] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R /Resources << %b %b >> %b >>"
            % (200 + n, RESOURCES, resources, entries)
        )
        objects[200 + n] = stream(content)
    return objects


def pages(*contents: bytes, entries: bytes = b"", resources: bytes = b"", more: Objects | None = None) -> bytes:
    return document({**page_objects(contents, entries, resources), **(more or {})})


def form(content: bytes) -> bytes:
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << %b >>" % RESOURCES)


def utf16(words: str) -> bytes:
    return b"<%b>" % ("\ufeff" + words).encode("utf-16-be").hex().encode()


def image(width: int, height: int) -> bytes:
    return stream(
        bytes(range(256)) * (width * height // 256 + 1),
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
        % (width, height),
    )


# --- the golden document ----------------------------------------------------------------------------------------------

# Each token is looked for in what is read; those after the bar live in the bytes around the objects and do not survive
# being saved by another program.
TOKENS, AROUND = (
    part.split()
    for part in (
        "bodytext 몸글토큰 invisible offpage clipped hiddenlayer insideform coveredglyphs covertext secondpage "
        "cellname\tcellnumber notecontents richcontents replycontents noteauthor notesubject stampdrawn fieldname 필드값 "
        "defaultvalue tooltip exportvalue optionlabel hiddenfield valuestream attachedfile 첨부이름.txt filedescription "
        "notefile associatedfile "
        "doctitle 옛제목 customkey customvalue xmptoken outlinetitle destinationname scriptstring scriptstream xfatoken "
        "layername alternate replacement linktarget launchtarget pagelabel columnlabel itemvalue threadtitle privatedata "
        "namevalue웹 indirectstring"
        "| unusedform beforeheader afterend formertext formernote"
    ).split("|")
)  # fmt: skip


def golden() -> Objects:
    first = (
        show("bodytext", 50, 700) + show("몸글토큰", 50, 680) + b"3 Tr " + show("invisible", 50, 660) + b"0 Tr "
        + show("offpage", 50, 3000) + b"q 0 0 1 1 re W n " + show("clipped", 50, 640) + b"Q "
        + b"/OC /L1 BDC " + show("hiddenlayer", 50, 620) + b"EMC /X1 Do "
        + b"/Span << /ActualText (covertext) >> BDC " + show("coveredglyphs", 50, 600) + b"EMC "
    )  # fmt: skip
    second = show("secondpage", 50, 750) + table([["cellname", "cellnumber"], ["x", "y"], ["z", "w"]])
    resources = b"/XObject << /X1 20 0 R >> /Properties << /L1 22 0 R >>"
    notes = b"/Annots [30 0 R 31 0 R 32 0 R 33 0 R 34 0 R 35 0 R 36 0 R 37 0 R 38 0 R]"
    objects = page_objects([first, second], notes, resources)
    objects[1] = (
        b"<< /Type /Catalog /Pages 2 0 R /Metadata 40 0 R /Outlines 41 0 R /AcroForm << /Fields [34 0 R 35 0 R 36 0 R "
        b"37 0 R] /XFA [(template) 46 0 R (datasets) 47 0 R] >> /OCProperties << /OCGs [22 0 R] /D << /OFF [22 0 R] >> "
        b">> /Names << /EmbeddedFiles << /Names [(n) 50 0 R] >> /Dests << /Names [(destinationname) [100 0 R /Fit]] >> "
        b"/JavaScript << /Names [(j) 43 0 R] >> >> /AF [52 0 R] /StructTreeRoot 44 0 R /PageLabels << /Nums [0 << /P "
        b"(pagelabel) >>] >> /Collection << /Type /Collection /Schema << /a << /N (columnlabel) /Subtype /S >> >> >> "
        b"/Threads [45 0 R] /OpenAction 48 0 R /PieceInfo << /App << /Private (privatedata) >> >> >>"
    )
    objects |= {
        20: form(show("insideform", 50, 500)),
        21: form(show("unusedform", 50, 480)),
        22: b"<< /Type /OCG /Name (layername) >>",
        30: b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (notecontents) /T (noteauthor) /Subj (notesubject)"
        b" /RC (<body><p>rich<b>contents</b></p></body>) >>",
        31: b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /IRT 30 0 R /Contents (replycontents) >>",
        32: b"<< /Type /Annot /Subtype /Stamp /Rect [0 0 99 99] /AP << /N 39 0 R >> >>",
        33: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://linktarget.example) >> >>",
        34: b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (fieldname) /V %b /DV (defaultvalue) /TU (tooltip) /Rect "
        b"[0 0 9 9] >>" % utf16("필드값"),
        35: b"<< /Type /Annot /Subtype /Widget /FT /Ch /T (c) /Opt [[(exportvalue) (optionlabel)]] /Rect [0 0 9 9] >>",
        36: b"<< /Type /Annot /Subtype /Widget /FT /Tx /F 2 /T (h) /V (hiddenfield) /Rect [0 0 0 0] >>",
        37: b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (s) /V 49 0 R /Rect [0 0 9 9] >>",
        38: b"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /Type /Filespec /F (n.txt) /EF << /F 54 0 R "
        b">> >> >>",
        39: form(show("stampdrawn", 50, 460)),
        40: stream(b"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/"
        b"22-rdf-syntax-ns#'><rdf:Description xmlns:a='http://a.example/'><a:a>xmptoken</a:a></rdf:Description></rdf:RDF>"
        b"</x:xmpmeta>", b"/Type /Metadata "
        b"/Subtype /XML", packed=False),
        41: b"<< /Type /Outlines /First 42 0 R /Last 42 0 R /Count 1 >>",
        42: b"<< /Title (outlinetitle) /Parent 41 0 R /Dest [100 0 R /Fit] >>",
        43: b"<< /S /JavaScript /JS (app.alert\\('scriptstring'\\)) /Next << /S /JavaScript /JS 56 0 R >> >>",
        44: b"<< /Type /StructTreeRoot /K << /Type /StructElem /S /Figure /Alt (alternate) /ActualText (replacement) >> >>",
        45: b"<< /Type /Thread /I << /Title (threadtitle) >> /F 58 0 R >>",
        46: stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template/>"),
        47: stream(b"<data>xfatoken</data></xdp:xdp>"),
        48: b"<< /S /Launch /F (launchtarget.exe) /Alias /namevalue#ec#9b#b9 >>",
        49: stream(b"valuestream"),
        50: b"<< /Type /Filespec /F (a.txt) /UF %b /Desc (filedescription) /EF << /F 51 0 R >> /CI << /Type "
        b"/CollectionItem /a (itemvalue) >> >>" % utf16("첨부이름.txt"),
        51: stream(b"attachedfile", b"/Type /EmbeddedFile"),
        52: b"<< /Type /Filespec /F (b.csv) /AFRelationship /Data /EF << /F 53 0 R >> >>",
        53: stream(b"associatedfile,1\n", b"/Type /EmbeddedFile"),
        54: stream(b"notefile"),
        55: b"<< /Title (doctitle) /Author <%b> /customkey (customvalue) /Keywords 57 0 R >>"
        % "옛제목".encode("cp949").hex().encode(),
        56: stream(b"scriptstream"),
        57: b"(indirectstring)",
        58: b"<< /Type /Bead /R [0 0 9 9] >>",
    }  # fmt: skip
    return objects


def golden_bytes() -> bytes:
    """The document with a former revision that had other text, and bytes before and after."""
    former = golden()
    current = {100: former[100], 30: former[30], 200: former[200]}
    former[200] = stream(show("formertext", 50, 700))
    former[30] = b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (formernote) >>"
    return (
        b"beforeheader\n"
        + updated(document(former, b"/Info 55 0 R"), current, b"/Info 55 0 R")
        + b"\nafterend in plain words\n"
    )


def encrypted(data: bytes, *, user: str = "", owner: str = "owner") -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner=owner))
    return out.getvalue()
