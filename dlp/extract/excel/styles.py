"""The number format of each style that the cells of a workbook refer to."""

from __future__ import annotations

from dlp.extract.excel.formats import Format, built_in, number_format
from dlp.extract.markup import local
from dlp.extract.sweep import Sweep
from dlp.types import Locus

_MOST = 100_000  # Excel has 65,490


class Styles(Sweep):
    """Target of the styles part (ECMA-376 part 1, 18.8): `formats` by style number, with the sweep for all else."""

    def __init__(self, locus: Locus, *, since_1904: bool) -> None:
        super().__init__(locus)
        self.formats: list[Format | None] = []
        self._since_1904 = since_1904
        self._codes: dict[str, Format | None] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        name = local(tag)
        if name == "numFmt" and self._path[-2:-1] == ["numFmts"] and len(self._codes) < _MOST:
            code = attributes.get("formatCode", "")
            self._codes[attributes.get("numFmtId", "")] = number_format(code, since_1904=self._since_1904)
        elif name == "xf" and self._path[-2:-1] == ["cellXfs"] and len(self.formats) < _MOST:
            self.formats.append(self._format(attributes.get("numFmtId", "")))

    def _format(self, number: str) -> Format | None:
        if number in self._codes:
            return self._codes[number]
        return built_in(int(number), since_1904=self._since_1904) if number.isdecimal() and len(number) < 4 else None
