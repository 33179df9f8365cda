"""Worksheets and shared strings read without the parser give what the parser gives, whatever stands in them.

Every part is read twice: as it is, and with a second blank in its XML declaration, which leaves all of it to the parser.
"""

import time
from random import Random

import pytest

from dlp.extract.base import ReadStopped
from dlp.extract.excel.formats import number_format
from dlp.extract.excel.sharedstrings import SharedStrings, StringTable
from dlp.extract.excel.worksheet import Sheet, SheetSweep
from dlp.extract.markup import parse_xml
from dlp.types import Locus

SEEDS = range(80)
PLAIN, PARSED = '<?xml version="1.0" encoding="UTF-8"?>', '<?xml  version="1.0" encoding="UTF-8"?>'
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:x="urn:x"'
SHARED = ["공유", "a\tb", "", "두 줄\n", "끝"]
STYLES = [None, number_format("000000-0000000"), number_format('0000"x"0000'), number_format("yyyy-mm-dd")]

# What programs write: all of it is read without the parser.
USUAL = [
    '<c r="{}"><v>{n}</v></c>',
    '<c r="{}" s="1"><v>{n}</v></c>',
    '<c r="{}" s="2" t="n"><v> {n} </v></c>',
    '<c r="{}" t="n" s="3"><v>45000</v></c>',
    '<c r="{}"><v>9.9130112345E+12</v></c>',
    '<c r="{}" t="s"><v>{k}</v></c>',
    '<c r="{}" s="1" t="s"><v>{k}</v></c>',
    '<c r="{}" t="str"><f>A1&amp;"가"</f><v>가 &lt;b&gt; &amp;lt;</v></c>',
    '<c r="{}"><f t="shared" ref="A1:A9" si="0"/><v>1.5</v></c>',
    '<c r="{}"><f ca="1">NOW()</f><v/></c>',
    '<c r="{}" t="inlineStr"><is><t xml:space="preserve"> 글\t줄\n바꿈 </t></is></c>',
    '<c r="{}" t="b"><v>1</v></c>',
    '<c r="{}" t="e"><v>#N/A</v></c>',
    '<c r="{}" s="4"/>',
    "<c><v>{n}</v></c>",
]
# What else may stand there.
OTHER = [
    '<c r="{}" t="inlineStr"><is><r><t>굵</t></r><r><t>게</t></r></is></c>',
    '<c r="{}" t="inlineStr"><is><t>소리</t><rPh sb="0"><t>음</t></rPh></is></c>',
    '<c r="{}"><v>99<!-- </row> -->13</v></c>',
    '<c r="{}"><v>99<?p </row>?>13</v></c>',
    '<c r="{}" t="str"><v><![CDATA[</c></row><row r="9">]]></v></c>',
    '<c r="{}"><v>&#57;9</v></c>',
    "<c r='{}'><v>{n}</v></c>",
    '<c t="s" r="{}"><v>{k}</v></c>',
    '<x:c r="{}"><x:v>{n}</x:v></x:c>',
    '<c r="{}" ><v >{n}</v ></c >',
    '<c r="{}"><v>{n}</v><v>{n}</v></c>',
    '<c r="{}"><is><t>x</t></is><v>{n}</v></c>',
    '<c r="{}" t="str"><v>두\r\n줄\r</v></c>',
    '<c r="{}"><extLst><ext>more</ext></extLst></c>',
    "stray",
    '<row r="3"><c r="{}"><v>{n}</v></c></row>',
    '<c r="{}" x:y="z"><v>{n}</v></c>',
    '<c r="{}"><v>a > b</v></c>',
]
# What is not well-formed.
WRONG = [
    '<c r="{}"><v>{n}</c>',
    '<c r="{}" s="1" s="2"><v>{n}</v></c>',
    '<c r="{}"><v>&nbsp;</v></c>',
    '<c r="{}"><v>]]></v></c>',
    '<c r="{}"><v>\x01</v></c>',
    '<c r="{}"><v>\uffff</v></c>',
    "</sheetData>",
]
ROWS = ['<row r="{}">', "<row>", '<row r="{}" spans="1:8" x:dyDescent="0.2">', '<row r="{}" hidden="1">']
OTHER_ROWS = ['<row hidden="true" r="{}">', '<row r="{}" ht="1" ht="2">', "<row r='{}'>", '<!-- <row> --><row r="{}">']


def nothing(_size):
    """What is repeated costs nothing here."""


def sheet(rng, cells, rows):
    def cell():
        place = f"{rng.choice(['A', 'B', 'C', 'D', 'Z', 'XFD'])}{rng.randint(1, 9)}"
        return (
            rng.choice(cells)
            .replace("{}", place)
            .replace("{n}", str(rng.getrandbits(44)))
            .replace("{k}", str(rng.randint(0, 5)))
        )

    def row(number):
        blank = rng.choice(["", "", "\r\n  "])
        if rng.random() < 0.1:
            return f'<row r="{number}" ht="15"/>{blank}'
        start = rng.choice(rows).replace("{}", str(number))
        return start + blank.join(cell() for _ in range(rng.randint(0, 6))) + blank + "</row>" + blank

    columns = '<cols><col min="4" max="4" hidden="1"/></cols>' if rng.random() < 0.3 else ""
    body = "".join(row(number) for number in range(1, rng.randint(2, 30)))
    return f"<worksheet {NAMESPACE}>{columns}<sheetData>{body}</sheetData><headerFooter>끝말</headerFooter></worksheet>"


def told(segments):
    """What segments say, whichever way they are cut: text with its places, by layout and whether it shows."""
    found = {}
    for segment in segments:
        at = 0
        for line in segment.data.splitlines(keepends=True):
            key = segment.layout, segment.hidden, segment.derived
            found.setdefault(key, []).append((segment.positions(at), line.decode()))
            at += len(line)
    return found


def read(target, declaration, body, size):
    """What a target is told of a part in pieces of `size` bytes, and whether it is well-formed."""
    data = declaration.encode() + (body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass"))
    segments, sound = [], True
    try:
        pieces = (data[at : at + size] for at in range(0, len(data), size))
        segments.extend(parse_xml(pieces, target))
    except (ValueError, ReadStopped):
        sound = False
    return told(segments), sound


class Watched(SheetSweep):
    """Notes what the parser is given."""

    def sift(self, pieces):
        self.parsed = []
        for piece in super().sift(pieces):
            self.parsed.append(piece)
            yield piece


def strings():
    kept = SharedStrings(1 << 20, nothing)
    kept.add(SHARED)
    return kept


def sweep():
    return Watched(Locus(), Sheet("고객", hidden=False), strings(), STYLES)


def both(body, size):
    return read(sweep(), PLAIN, body, size), read(sweep(), PARSED, body, size)


@pytest.mark.parametrize("size", [7, 200, 1 << 16])
@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (USUAL, ROWS),
        (USUAL * 4 + OTHER, ROWS * 8 + OTHER_ROWS),
        (USUAL * 9 + WRONG, ROWS),
    ],
    ids=["usual", "other", "wrong"],
)
def test_a_sheet_says_the_same_either_way(cells, rows, size):
    for seed in SEEDS if size > 7 else SEEDS[:20]:
        body = sheet(Random(f"sheet {seed}"), cells, rows)
        plain, parsed = both(body, size)
        assert plain == parsed, seed


def test_a_damaged_sheet_says_the_same_either_way():
    for seed in SEEDS:
        rng = Random(f"damage {seed}")
        body = bytearray(sheet(rng, USUAL * 4 + OTHER, ROWS).encode())
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(body))
            match rng.randrange(4):
                case 0:
                    body[at] = rng.choice(b'<>&"/ \0\x80A1')
                case 1:
                    del body[at : at + rng.randint(1, 40)]
                case 2:
                    body[at:at] = body[at - 30 : at]
                case _:
                    del body[len(body) - rng.randint(0, 99) :]
        for size in (50, 1 << 16):
            (plain, plain_sound), (parsed, parsed_sound) = both(bytes(body), size)
            assert plain_sound == parsed_sound, seed
            # The parser may notice late that a tag does not end, so that more was read by then.
            more = {key: plain.get(key, [])[: len(lines)] for key, lines in parsed.items()}
            assert (plain if plain_sound else more) == parsed, seed


def test_the_parser_sees_no_usual_row():
    target = sweep()
    body = sheet(Random("usual"), USUAL, ROWS)
    assert body.count("<row") > 5
    read(target, PLAIN, body, 1 << 16)
    assert b"<row" not in b"".join(target.parsed)


ITEMS = [
    "<si><t>가나</t></si>",
    '<si><t xml:space="preserve"> &amp; b </t></si>\n',
    "<si><t>\t</t></si>",
    "<si><t></t></si>",
]
OTHER_ITEMS = [
    "<si/>", "<si><t/></si>", "<si><r><t>굵</t></r><r><t>게</t></r></si>", "<si><t>소리</t><rPh><t>음</t></rPh></si>",
    "<si><t><![CDATA[</si><si>]]></t></si>", "<si><t>&#44032;</t></si>", "<si><t>a<!-- </si> -->b</t></si>", "<si>stray</si>",
]  # fmt: skip


@pytest.mark.parametrize("size", [7, 1 << 16])
@pytest.mark.parametrize("items", [ITEMS, ITEMS * 8 + OTHER_ITEMS], ids=["usual", "other"])
def test_shared_strings_are_the_same_either_way(items, size):
    for seed in SEEDS:
        rng = Random(f"strings {seed}")
        body = f"<sst {NAMESPACE} count='9'>{''.join(rng.choices(items, k=rng.randint(0, 90)))}</sst>"
        found = []
        for declaration in (PLAIN, PARSED):
            kept = SharedStrings(1 << 20, nothing)
            found.append((read(StringTable(Locus(), kept), declaration, body, size), list(kept.unused())))
        assert found[0] == found[1], seed


@pytest.mark.parametrize(
    "unit",
    ["<row>", '<row r="1"><c>', "</row>", '<c r="A1" s="1" ', "&amp;", '<row r="1"><c r="A1"><v>1</v><v/></c></row>',
     '<row r="1"/>', '<c r="A1"><v>1</v></c>', ' a="1"', "<row><row></row>", '<row r="1" r="2"><c/></row>', "<f>" * 9],
)  # fmt: skip
def test_hostile_rows_cost_no_more_than_their_length(unit):
    def seconds(size):  # of CPU
        body = f"<worksheet {NAMESPACE}><sheetData>" + unit * (size // len(unit))
        best = 60.0
        for _ in range(2):
            began = time.process_time()
            read(sweep(), PLAIN, body, 1 << 16)
            best = min(best, time.process_time() - began)
        return best

    assert seconds(1 << 20) < 8 * seconds(1 << 18) + 0.05  # 4 is linear, 16 quadratic


def test_what_there_is_no_room_for_is_told_where_it_stands():
    kept = SharedStrings(100, nothing)
    body = f"<sst {NAMESPACE}>" + "".join(f"<si><t>string{number}</t></si>" for number in range(50)) + "</sst>"
    found, sound = read(StringTable(Locus(), kept), PLAIN, body, 64)
    said = str(found) + str(list(kept.unused()))
    assert sound
    assert kept.full
    assert all(f"string{number}\\n" in said or f"'string{number}'" in said for number in range(50))
