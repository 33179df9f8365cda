"""Documents a second, read and judged, over a warm pool on two processors. `pytest -m bench`

Each document holds one identifier; a bench fails where one of them is missed.
"""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path
from random import Random

import pytest

from dlp import Scanner
from dlp.app import Inspector
from dlp.runtime import drive
from dlp.runtime.files import file_blob
from dlp.surfaces.cli.files import Found
from dlp.surfaces.cli.sources import Source
from dlp.types import Origin
from tests import hwp, pdfs
from tests.bench.corpus import messages
from tests.fill import MAKERS
from tests.formats import build

pytestmark = pytest.mark.bench

LINES = [line for text in messages(40) for line in text.splitlines() if line]
RRN = MAKERS["rrn"](Random("documents"))
COUNT = 60


def lines(count):
    return [*LINES[:count], f"주민등록번호 {RRN}"]


def docx():
    body = "".join(build.paragraph(line) for line in lines(60))
    parts = {"word/document.xml": f"<w:document {build.W}><w:body>{body}</w:body></w:document>"}
    return build.package("wordprocessingml.document", "word/document.xml", parts)


def workbook(sheet, more=None):
    book = f'<workbook {build.S} {build.R}><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>'
    relations = (
        f'<Relationships xmlns="{build.RELS}"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relations, "xl/worksheets/sheet1.xml": sheet}
    return build.package("spreadsheetml.sheet", "xl/workbook.xml", parts | (more or {}))


def xlsx():
    """As programs write it that keep no table of strings."""
    rng = Random("xlsx")
    rows = "".join(
        f'<row r="{n}">' + "".join(build.inline(f"{column}{n}", f"{rng.random()}") for column in "ABCDEFGH") + "</row>"
        for n in range(2, 900)
    )
    return workbook(build.sheet('<row r="1">' + build.inline("A1", f"주민등록번호 {RRN}") + "</row>" + rows))


def shared_xlsx():
    """As Excel writes it: shared strings, styles, numbers, a formula in every row."""
    rng = Random("shared xlsx")
    strings = [f"주민등록번호 {RRN}", *(f"{rng.choice(LINES)[:12]} {rng.getrandbits(24):x}" for _ in range(2500))]
    rows = "".join(
        f'<row r="{n}" spans="1:8" x14ac:dyDescent="0.3">'
        + "".join(f'<c r="{column}{n}" t="s"><v>{rng.randrange(1, len(strings))}</v></c>' for column in "ABCD")
        + f'<c r="E{n}" s="1"><v>{rng.randrange(1000, 99999)}</v></c><c r="F{n}"><v>{rng.uniform(0, 1e5):.2f}</v></c>'
        + f'<c r="G{n}" s="2"><v>{rng.randrange(40000, 46000)}</v></c><c r="H{n}"><f>E{n}*F{n}</f><v>{n}</v></c></row>'
        for n in range(2, 1300)
    )
    table = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    styles = (
        f'<styleSheet {build.S}><cellXfs><xf numFmtId="0"/><xf numFmtId="3"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    # Not at the head of a column, where its label would speak for every number below.
    last = '<row r="1300"><c r="J1300" t="s"><v>0</v></c></row>'
    more = {"xl/sharedStrings.xml": f"<sst {build.S}>{table}</sst>", "xl/styles.xml": styles}
    return workbook(build.sheet(rows + last), more)


def pdf():
    pages = [
        b"".join(
            pdfs.show(f"Page {page} line {line} of a plain document in Latin letters", 50, 800 - 14 * line)
            for line in range(50)
        )
        for page in range(9)
    ]
    return pdfs.pages(*pages, pdfs.show(f"RRN {RRN}", 50, 700))


DOCUMENTS = {  # name -> (content, units in it, units a second promised)
    "a.docx": (docx, 1, 150),
    "a.hwp": (lambda: hwp.hwp(b"".join(hwp.paragraph(line) for line in lines(60))), 1, 150),
    "a.xlsx": (xlsx, 1, 60),
    "shared.xlsx": (shared_xlsx, 1, 60),
    "a.pdf": (pdf, 10, 100),
}


@pytest.fixture(scope="module")
def scanner():
    return Scanner()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_a_second(board, scanner, name):
    make, units, promised = DOCUMENTS[name]
    data = make()

    def scan(_):
        return scanner.scan_bytes(data, name=name)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(scan, range(4)))
        speeds = []
        for _ in range(3):
            began = time.perf_counter()
            results = list(threads.map(scan, range(COUNT)))
            speeds.append(COUNT * units / (time.perf_counter() - began))
    assert all(any(found.entity == "KR_RRN" for found in result.findings) for result in results)
    board(f"{name}, {len(data) >> 10} KB, warm, 2 threads", f"{max(speeds):.0f} /s", f">= {promised} /s")
    assert max(speeds) >= promised


# Wall time of a folder, read in workers while the last document is judged, by that of reading in this process: < 1.2 is
# what was promised. One at a time nothing overlaps, and of a document of two milliseconds each way costs more.
ONE_AT_A_TIME = {"a.docx": 2.0, "a.hwp": 2.0, "a.xlsx": 1.2, "shared.xlsx": 1.2, "a.pdf": 1.2}
ROUNDS, FOLDER = 7, 12


def in_workers(inspector, paths):
    """As `dlp scan` does."""
    source = Source(inspector, None, None)
    for item in source.ahead(Found(path, path) for path in paths):
        yield from source.results(item.path)


def one_by_one(inspector, paths):
    return map(inspector.inspect_path, paths)


def here(inspector, paths):
    def read(blob, limits, _run):
        return drive.read_document(blob, limits)

    return (inspector.scanner.run(file_blob(path), Origin("bench"), read) for path in paths)


def seconds_of_workers(scanner):
    """CPU of the workers that run now, all of which were there before."""
    return sum(
        int(Path(f"/proc/{worker.process.pid}/schedstat").read_text().split()[0]) / 1e9
        for worker in scanner._parts.pool._idle
    )


def cost(inspector, way, paths):
    """Wall and CPU seconds, workers included; every document must be read whole."""
    wall, cpu, others = time.perf_counter(), time.process_time(), seconds_of_workers(inspector.scanner)
    results = list(way(inspector, paths))
    spent = seconds_of_workers(inspector.scanner) - others
    assert all(any(found.entity == "KR_RRN" for found in result.findings) for result in results)
    assert len(results) == len(paths)
    return time.perf_counter() - wall, time.process_time() - cpu + spent


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_isolation_costs(board, scanner, tmp_path, name):
    data = DOCUMENTS[name][0]()
    paths = [tmp_path / f"{number}-{name}" for number in range(FOLDER)]
    for path in paths:
        path.write_bytes(data)
    inspector = Inspector(scanner, None, "bench")
    for way in (in_workers, in_workers, one_by_one, here):
        cost(inspector, way, paths)
    rounds = [[cost(inspector, way, paths) for way in (in_workers, one_by_one, here)] for _ in range(ROUNDS)]
    folder, single, cpu = (
        statistics.median(ratios)
        for ratios in zip(
            *((ahead[0] / own[0], single[0] / own[0], ahead[1] / own[1]) for ahead, single, own in rounds), strict=True
        )
    )
    board(f"{name}, in workers / in this process, a folder", f"{folder:.2f} x", "<= 1.2 x")
    board(f"{name}, in workers / in this process, one at a time", f"{single:.2f} x", f"<= {ONE_AT_A_TIME[name]} x")
    board(f"{name}, in workers / in this process, CPU", f"{cpu:.2f} x", "")
    assert folder <= 1.2
    assert single <= ONE_AT_A_TIME[name]
