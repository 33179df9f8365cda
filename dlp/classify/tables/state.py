"""The tables of one document, segment by segment, in bounded memory."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dlp.classify import credit
from dlp.classify.tables import bulk, find, listed, shapes, split
from dlp.classify.tables.anonymity import Anonymity
from dlp.classify.tables.columns import Column, Table, attribute_of
from dlp.classify.tables.grid import Form, Grid, Row
from dlp.classify.tables.heads import Role
from dlp.classify.tables.lines import Line, lines_of
from dlp.classify.tables.plan import Nature, Plan, Why, is_number, is_total
from dlp.classify.tables.reading import NearMiss, TableReading
from dlp.classify.terms import Limb, Term
from dlp.match.matcher import Matches
from dlp.match.resolve import Match
from dlp.types import CreditFact, DataClass, Layout, Locus, PseudonymisedTable, Segment

_MOST_FACTS = 1000  # of one document; beyond, people are only counted
_MOST_PEOPLE = 1_000_000
_MOST_MISSES = 20
_MOST_TABLES = 50
_AROUND = 400  # bytes before and behind a table where it may be called an example
_CHECK = 40  # lines of a later block that tell whether the table goes on
_EXAMPLE = re.compile(
    r"테스트\s?(?:용|데이터|계정|고객|케이스|전용)|더미|dummy|가상의?\s?(?:데이터|인물|고객|값|정보|사례)|"
    r"실존\s?(?:인물|고객|하지|정보)|(?:작성|화면|입력|기재|서식)\s?(?:예시|예)\b|\[[^\]]{0,12}예시\]|"
    r"예시\s?(?:데이터|화면|값|입니다)|(?:sample|test|mock|fake)\s?(?:data|only|record|account)|"
    r"실(?:제)?\s?고객\s?(?:정보\s?)?(?:아님|아니)|QA\s?전용|fixture|지어낸|임의로 (?:만든|작성)",
    re.IGNORECASE,
)

Fingerprint = Callable[[str, str], str]  # of (entity, plain value)


@dataclass(slots=True)
class _Open:
    """A table that may go on in the next segment."""

    plan: Plan
    delimiter: bytes = field(repr=False)
    width: int
    anonymity: Anonymity
    known: set[int] = field(default_factory=set, repr=False)  # hashes of cells already counted
    settled: bool = False


class Tables:
    """Reads the tables of one document. Give it every segment in order."""

    def __init__(self, fingerprint: Fingerprint) -> None:
        self._fingerprint = fingerprint
        self._facts = 0
        self._misses = 0
        self._open: dict[tuple[tuple[str, ...], str], _Open] = {}
        self._pseudonymised: list[tuple[Plan, Anonymity, Locus]] = []
        self._listings: list[PseudonymisedTable] = []

    def read(self, segment: Segment, matches: Matches) -> TableReading:
        """The facts of a segment's tables, and where they are."""
        reading = TableReading()
        if segment.derived:
            return reading
        place = (segment.locus.container, segment.locus.part)
        going_on = self._open.get(place)
        if (
            going_on is not None
            and segment.first_char
            and segment.layout is Layout.TABLE
            and _goes_on(segment, going_on)
        ):
            own = segment.before, len(segment.data) - segment.after
            self._rest(segment, matches, going_on, own, reading)
            reading.regions.append((0, len(segment.data)))
            return reading
        for table, plan in find.tables(segment):
            example = plan.nature is not Nature.NOBODY and _is_example(segment, table.grid)
            settled = Plan(Nature.NOBODY, Why.EXAMPLE, plan.attributes) if example else plan
            opened = self._table(segment, matches, table, settled, reading)
            if segment.layout is Layout.TABLE and table.grid.form is Form.LINES and len(self._open) < _MOST_TABLES:
                self._open[place] = opened
        if segment.layout is not Layout.TABLE:
            self._listed(segment, reading)
        return reading

    def expects(self, segment: Segment) -> bool:
        """Whether a table of the segment before may go on in this one."""
        return (segment.locus.container, segment.locus.part) in self._open

    def _listed(self, segment: Segment, reading: TableReading) -> None:
        """Lines that tell of people left unnamed, outside the tables."""
        lines = [
            line
            for line in listed.find(segment.data, segment.before, len(segment.data) - segment.after)
            if not any(begin <= line.start < stop for begin, stop in reading.regions)
        ]
        if not lines:
            return
        quasi = [
            place for place, values in enumerate(zip(*(line.combination for line in lines), strict=True)) if any(values)
        ]
        anonymity = Anonymity()
        anonymity.add([[line.combination[place] for line in lines] for place in quasi], None, len(lines))
        terms = {term for line in lines for term in line.terms}
        reading.pseudonymised = True
        reading.regions.extend((line.start, line.end) for line in lines)
        if len(self._listings) < _MOST_TABLES:
            self._listings.append(
                PseudonymisedTable(
                    records=len(lines),
                    key="dropped",
                    terms=tuple(sorted({term.text for term in terms})),
                    limbs=tuple(sorted({term.limb.value for term in terms})),
                    quasi=tuple(("지역", "연령", "성별")[place] for place in quasi),
                    k=anonymity.k,
                    locus=segment.locate(lines[0].start),
                )
            )

    def pseudonymised(self) -> tuple[PseudonymisedTable, ...]:
        """Evidence of the tables under pseudonyms, once everything was read."""
        return (*(_evidence(*each) for each in self._pseudonymised), *self._listings)

    def _table(self, segment: Segment, matches: Matches, table: Table, plan: Plan, reading: TableReading) -> _Open:
        grid = table.grid
        if _claimed(segment, table, plan):
            reading.regions.append(_with_context(segment, grid))
            if _untold(grid, plan):
                reading.open.append(reading.regions[-1])
        opened = _Open(plan, grid.delimiter, len(table.columns), Anonymity())
        match plan.nature:
            case Nature.NOBODY:
                self._missed(segment, grid, plan, reading)
            case Nature.PEOPLE if grid.form is Form.BLOCK:
                pass  # forms are read as text, with what stands around them
            case Nature.PEOPLE | Nature.PSEUDONYMS:
                before = len(reading.facts)
                self._rows(segment, matches, table.rows, opened, reading)
                found = len(reading.facts) - before
                if not found and plan.why is Why.CORPORATE:
                    self._missed(segment, grid, plan, reading)
                if plan.nature is Nature.PSEUDONYMS or (not found and plan.keys):
                    self._under_pseudonyms(segment, table.rows, opened, grid, reading, found)
                if grid.delimiter and table.rows and table.rows[-1].end < grid.end:
                    self._rest(segment, matches, opened, (table.rows[-1].end + 1, grid.end), reading)
        return opened

    def _under_pseudonyms(
        self, segment: Segment, rows: Sequence[Row], opened: _Open, grid: Grid, reading: TableReading, found: int
    ) -> None:
        plan = opened.plan
        if found:
            return
        counted = [row.cells for row in rows if not is_total(row)]
        key = _key_of(plan)
        opened.anonymity.add(
            [_cells(counted, column) for column in plan.quasi], _cells(counted, key) if key else None, len(counted)
        )
        if len(self._pseudonymised) < _MOST_TABLES:
            self._pseudonymised.append((plan, opened.anonymity, segment.locate(grid.start)))
        reading.pseudonymised = True

    def _missed(self, segment: Segment, grid: Grid, plan: Plan, reading: TableReading) -> None:
        if plan.attributes and self._misses < _MOST_MISSES:
            self._misses += 1
            reading.near_misses.append(NearMiss(segment.locate(grid.start), plan.why))

    def _rows(
        self, segment: Segment, matches: Matches, rows: Sequence[Row], opened: _Open, reading: TableReading
    ) -> None:
        """Facts row by row, each person's own."""
        plan = opened.plan
        for row in rows:
            if self._facts >= _MOST_FACTS and opened.settled and plan.nature is Nature.PSEUDONYMS:
                return
            terms = _terms(row, plan)
            owner = self._owner(segment, matches, row, plan, reading)
            if owner is None or not terms or self._facts >= _MOST_FACTS:
                continue
            self._facts += 1
            opened.settled = True
            subject, who, at = owner
            reading.facts.append(
                CreditFact(
                    subject,
                    tuple(sorted({term.text for term in terms})),
                    tuple(sorted({term.limb.value for term in terms})),
                    segment.locate(at),
                    who,
                    plan.review,
                )
            )

    def _owner(
        self, segment: Segment, matches: Matches, row: Row, plan: Plan, reading: TableReading
    ) -> tuple[str, str, int] | None:
        """Who the row is about: fingerprint, mask in words, and where the name stands."""
        match = _identifying(segment, matches, row, plan)
        if plan.nature is Nature.PSEUDONYMS:
            return (self._fingerprint(match.entity, match.digits), _who_match(match), match.start) if match else None
        if not plan.headed and not plan.attributes and (match is None or not _own(match)):
            return None  # a score without a head counts beside a number that only its owner has
        cells = row.cells
        for column in plan.persons:
            cell = cells[column.index] if column.index < len(cells) else ""
            if shapes.is_example(cell):
                return None
            if shapes.is_company(cell):
                match = None
                if not plan.review:
                    return None
            if shapes.is_name(cell):
                label = column.label if plan.headed else ""
                entity, digits = (match.entity, match.digits) if match else ("PERSON", cell)
                subject = self._fingerprint(entity, digits)
                if match is None:
                    reading.people.add(subject)
                return subject, f"{label} {shapes.masked_name(cell)}".strip(), _place(segment, row, cell)
        if match is not None:
            return self._fingerprint(match.entity, match.digits), _who_match(match), match.start
        for column in plan.numbers:
            cell = cells[column.index] if column.index < len(cells) else ""
            if is_number(cell):
                subject = self._fingerprint("KR_CUSTOMER_NO", cell)
                reading.people.add(subject)
                return subject, f"{column.label} {cell[:2]}{'*' * (len(cell) - 2)}", _place(segment, row, cell)
        return None

    def _rest(
        self, segment: Segment, matches: Matches, opened: _Open, place: tuple[int, int], reading: TableReading
    ) -> None:
        """The rows behind those looked at singly: counted by column, and read singly only while nothing is settled."""
        start, end = place
        if opened.plan.nature is Nature.NOBODY or start >= end:
            return
        if opened.plan.nature is Nature.PSEUDONYMS:
            self._left_beside(segment, matches, opened, place, reading)
            self._combine(segment.data, opened, place)
        elif opened.settled:
            self._count(segment.data, matches, opened, place, reading)
        elif not opened.plan.persons or _some_name(segment.data, opened, place):
            rows = [_row(line, opened.delimiter) for line in lines_of(segment.data, start, end)]
            self._rows(segment, matches, rows, opened, reading)

    def _left_beside(
        self, segment: Segment, matches: Matches, opened: _Open, place: tuple[int, int], reading: TableReading
    ) -> None:
        """Rows of a table under pseudonyms in which an identifier was left."""
        data, (start, end) = segment.data, place
        low = bisect_left(matches.found, start, key=lambda match: match.start)
        for match in matches.found[low:]:
            if match.start >= end or self._facts >= _MOST_FACTS:
                break
            if match.start >= start and credit.identifies(match):
                begin = data.rfind(b"\n", start, match.start) + 1 or start
                start = stop if (stop := data.find(b"\n", match.end, end)) >= 0 else end
                row = _row(Line(begin, start, data[begin:start]), opened.delimiter)
                self._rows(segment, matches, [row], opened, reading)

    def _combine(self, data: bytes, opened: _Open, place: tuple[int, int]) -> None:
        plan = opened.plan
        key = _key_of(plan)
        wanted = [column.index for column in (*((key,) if key else ()), *plan.quasi)]
        columns = bulk.columns(data, *place, opened.delimiter, wanted)
        records = len(columns[0]) if columns else data.count(b"\n", *place)
        opened.anonymity.add(columns[1:] if key else columns, columns[0] if key else None, records)

    def _count(
        self, data: bytes, matches: Matches, opened: _Open, place: tuple[int, int], reading: TableReading
    ) -> None:
        """People by the column of their names or numbers, where the matcher has found nothing to know them by."""
        plan = opened.plan
        column = next(iter((*plan.persons, *plan.numbers)), None)
        if column is None or len(opened.known) >= _MOST_PEOPLE:
            return
        entity, test = ("PERSON", shapes.is_name) if plan.persons else ("KR_CUSTOMER_NO", is_number)
        low = bisect_left(matches.found, place[0], key=lambda match: match.start)
        high = bisect_left(matches.found, place[1], key=lambda match: match.start)
        known = bulk.line_numbers(
            data, *place, [match.start for match in matches.found[low:high] if credit.identifies(match)]
        )
        cells = bulk.columns(data, *place, opened.delimiter, [column.index])[0]
        left = {cell for number, cell in enumerate(cells) if number not in known} if known else set(cells)
        for cell in map(bulk.bare, left):
            if hash(cell) not in opened.known:
                opened.known.add(hash(cell))
                if test(cell) and not shapes.is_example(cell):
                    reading.people.add(self._fingerprint(entity, cell))


def _key_of(plan: Plan) -> Column | None:
    """The column of the pseudonyms under which one person's records belong together."""
    return next((column for column in plan.keys if column.role is not Role.SERIAL and not column.masked), None)


def _some_name(data: bytes, opened: _Open, place: tuple[int, int]) -> bool:
    """Whether a person's name stands in a column that has given none so far, by its different cells alone."""
    columns = bulk.columns(data, *place, opened.delimiter, [column.index for column in opened.plan.persons])
    return any(shapes.is_name(cell) for column in columns for cell in map(bulk.bare, set(column)))


def _row(line: Line, delimiter: bytes) -> Row:
    return Row(line.start, line.end, split.cells(line.text, delimiter))


def _goes_on(segment: Segment, opened: _Open) -> bool:
    """Whether a later block still looks like rows of the table."""
    if not opened.delimiter:
        return False
    end = len(segment.data) - segment.after
    seen = fit = 0
    for line in lines_of(segment.data, segment.before, min(end, segment.before + (16 << 10))):
        if seen >= _CHECK:
            break
        if line.text.strip():
            seen += 1
            fit += split.count(line.text, opened.delimiter) + 1 == opened.width or opened.delimiter == b"\t"
    return fit * 4 >= seen * 3


def _terms(row: Row, plan: Plan) -> list[Term]:
    cells = row.cells
    found = [
        term
        for column in plan.attributes
        if column.index < len(cells) and (term := attribute_of(column, cells[column.index])) is not None
    ]
    if not plan.headed or (not found and plan.by_looks and _has_sum(cells, plan)):
        found = [_BY_LOOKS]
    return found


def _has_sum(cells: Sequence[str], plan: Plan) -> bool:
    return any(shapes.is_amount(cells[column.index]) for column in plan.attributes if column.index < len(cells))


_BY_LOOKS = Term("금액", Limb.TRANSACTION, frozenset())  # an amount that no head names


def _identifying(segment: Segment, matches: Matches, row: Row, plan: Plan) -> Match | None:
    """What the matcher found in the row to know the person by, best first; not inside keys and figures."""
    low = bisect_left(matches.found, row.start, key=lambda match: match.start)
    best: Match | None = None
    for match in matches.found[low:]:
        if match.start >= row.end:
            break
        if (
            (best is None or _own(match) > _own(best))
            and credit.identifies(match)
            and not _inside(segment, match, row, plan)
        ):
            best = match
    return best


def _own(match: Match) -> int:
    """How surely a number is one that only its owner has."""
    if (match.judgement.data_class or match.rule.data_class) is DataClass.UNIQUE_ID or match.entity in (
        "KR_CI",
        "KR_DI",
    ):
        return 2
    return int(match.entity in ("KR_CUSTOMER_NO", "PHONE_NUMBER", "EMAIL_ADDRESS"))


_FIGURES = (Role.ATTRIBUTE, Role.KEY, Role.MANY, Role.SERIAL, Role.STAFF, Role.COMPANY)


def _inside(segment: Segment, match: Match, row: Row, plan: Plan) -> bool:
    text = segment.data[match.start : match.end].decode("utf-8", "replace")
    for column in (*plan.keys, *(column for column in plan.columns if column.role in _FIGURES)):
        if column.index < len(row.cells) and text in row.cells[column.index]:
            return True
    return False


def _who_match(match: Match) -> str:
    return match.rule.mask(match.digits)


def _place(segment: Segment, row: Row, cell: str) -> int:
    at = segment.data.find(cell.encode(), row.start, row.end)
    return at if at >= 0 else row.start


def _with_context(segment: Segment, grid: Grid) -> tuple[int, int]:
    """The bounds of a table, with the rows of its neighbours where it reaches to the end of the segment's own bytes."""
    size = len(segment.data)
    start = 0 if segment.before and grid.start <= segment.before else grid.start
    return start, size if grid.end + 2 >= size - segment.after else grid.end


def _claimed(segment: Segment, table: Table, plan: Plan) -> bool:
    """Whether the place is a table for sure, so that nobody else needs to read it as text.

    Records about nobody inside a longer text may be part of what it says about somebody (products in a customer's YAML).
    """
    grid = table.grid
    if grid.form is Form.BLOCK:
        return False
    if plan.nature is not Nature.NOBODY:
        return True
    if grid.form is Form.RECORDS and plan.why in (Why.NO_PERSON, Why.RATES, Why.NO_ATTRIBUTE):
        return (grid.end - grid.start) * 10 >= len(segment.data.strip()) * 7
    return table.headed


def _untold(grid: Grid, plan: Plan) -> bool:
    """Whether the heads left open whom the table is about, so that what its rows say may still tell."""
    if plan.nature is not Nature.NOBODY:
        return False
    return plan.why in (Why.NO_PERSON, Why.NO_ATTRIBUTE) or (plan.why is Why.RATES and grid.form is Form.RECORDS)


def _is_example(segment: Segment, grid: Grid) -> bool:
    data = segment.data
    near = (
        data[max(0, grid.start - _AROUND) : grid.start],
        data[grid.start : grid.start + 2000],
        data[grid.end : grid.end + _AROUND],
    )
    return any(_EXAMPLE.search(part.decode("utf-8", "replace")) for part in near)


def _cells(rows: Sequence[tuple[str, ...]], column: Column) -> list[str]:
    return [cells[column.index] if column.index < len(cells) else "" for cells in rows]


def _evidence(plan: Plan, anonymity: Anonymity, locus: Locus) -> PseudonymisedTable:
    terms = {column.head.term for column in plan.attributes if column.head.term is not None} or {_BY_LOOKS}
    return PseudonymisedTable(
        records=anonymity.records,
        key="masked" if any(column.masked for column in plan.keys) else "key" if plan.keys else "dropped",
        terms=tuple(sorted({term.text for term in terms})),
        limbs=tuple(sorted({term.limb.value for term in terms})),
        quasi=tuple(dict.fromkeys(_meaning(column) for column in plan.quasi)),
        k=anonymity.k if plan.quasi else 0,
        exact=anonymity.exact,
        locus=locus,
    )


def _meaning(column: Column) -> str:
    if column.head.meaning:
        return column.head.meaning
    return "성별" if column.sexes else "지역" if column.regions else "연령"
