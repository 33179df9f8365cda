"""Files too large to hold in memory, written piece by piece, with identifiers planted all along."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from tests.fill import MAKERS
from tests.formats import build

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BLOCK = 5000  # rows, or strings, told apart by a number only


def csv(path: Path, size: int, planted: int) -> None:
    """A table of about `size` bytes with `planted` resident numbers in it, evenly."""
    rng = Random("csv")
    rows = "".join(
        f"{rng.getrandbits(30)},{rng.choice(['서울', '부산', '대구'])},{rng.random():.6f},{rng.getrandbits(40):x},완료\n"
        for _ in range(20_000)
    ).encode()
    with path.open("wb") as file:
        file.write("번호,지점,비율,코드,상태,주민등록번호\n".encode())
        for piece in range(planted):
            begin = file.tell()
            while file.tell() - begin < size // planted:
                file.write(rows)
            file.write(f"{piece},서울,0,0,완료,{MAKERS['rrn'](rng)}\n".encode())


def xlsx(path: Path, *, rows: int, strings: int, planted: int) -> None:
    """A workbook with that many rows and shared strings; half of `planted` resident numbers are shared strings."""
    rng = Random("xlsx")
    numbers = [MAKERS["rrn"](rng) for _ in range(planted)]
    book = f'<workbook {build.S} {build.R}><sheets><sheet name="고객" r:id="rId1"/></sheets></workbook>'
    links = (
        f'<Relationships xmlns="{build.RELS}"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links}
    path.write_bytes(build.package("spreadsheetml.sheet", "xl/workbook.xml", parts))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        _part(archive, "xl/sharedStrings.xml", f"<sst {build.S}>", _strings(rng, strings, numbers[::2]), "</sst>")
        sheet = (
            f"<worksheet {build.S}><sheetData>",
            _rows(rng, rows, strings, numbers[1::2]),
            "</sheetData></worksheet>",
        )
        _part(archive, "xl/worksheets/sheet1.xml", *sheet)


def _part(archive: zipfile.ZipFile, name: str, begin: str, pieces: Iterator[str], end: str) -> None:
    with archive.open(name, "w") as file:
        file.write((HEAD + begin).encode())
        for piece in pieces:
            file.write(piece.encode())
        file.write(end.encode())


def _evenly(count: int, extra: list[str], block: Callable[[int, int], str]) -> Iterator[str]:
    """Blocks of items with an extra one after each of as many places."""
    step = count // len(extra)
    for place, item in enumerate(extra):
        for start in range(place * step, (place + 1) * step, _BLOCK):
            yield block(start, min(_BLOCK, (place + 1) * step - start))
        yield item


def _strings(rng: Random, count: int, numbers: list[str]) -> Iterator[str]:
    words = [f"{rng.choice(['가나다', '상담 메모', '지점'])} {rng.getrandbits(64):x}" for _ in range(_BLOCK)]

    def block(start: int, size: int) -> str:
        return "".join(f"<si><t>{words[n]} {start + n:x}</t></si>" for n in range(size))

    return _evenly(count, [f"<si><t>주민등록번호 {number}</t></si>" for number in numbers], block)


def _rows(rng: Random, count: int, strings: int, numbers: list[str]) -> Iterator[str]:
    values = [f"{rng.uniform(1, 1e6):.4f}</v></c><c><v>{rng.getrandbits(30)}" for _ in range(_BLOCK)]

    def block(start: int, size: int) -> str:
        return "".join(
            f'<row r="{n}"><c r="A{n}"><v>{value}</v></c><c r="C{n}" t="s"><v>{n * 7919 % strings}</v></c>'
            f'<c r="D{n}" t="s"><v>{n % strings}</v></c></row>'
            for n, value in enumerate(values[:size], start + 1)
        )

    planted = [
        f'<row><c t="inlineStr"><is><t>주민등록번호</t></is></c><c t="str"><v>{number}</v></c></row>'
        for number in numbers
    ]
    return _evenly(count, planted, block)
