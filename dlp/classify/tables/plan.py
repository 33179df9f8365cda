"""Whom the rows of a table are about: people who can be known, people under pseudonyms, or nobody, and why."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dlp.classify import terms
from dlp.classify.tables import shapes
from dlp.classify.tables.columns import SAMPLE, Column, Table, attribute_of
from dlp.classify.tables.grid import Form, Row
from dlp.classify.tables.heads import Role
from dlp.classify.terms import Limb


class Nature(enum.Enum):
    PEOPLE = "people"
    PSEUDONYMS = "pseudonyms"
    NOBODY = "nobody"


class Why(enum.Enum):
    """Why a table is what it is, or is nothing."""

    NAMED = "named"
    KEY = "key"
    DROPPED = "dropped"
    NO_ATTRIBUTE = "no-attribute"
    NO_PERSON = "no-person"
    AGGREGATE = "aggregate"
    CORPORATE = "corporate"
    STAFF = "staff"
    DEFINITION = "definition"
    ELSEWHERE = "elsewhere"
    EXAMPLE = "example"
    RATES = "rates"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look at in every row. `attributes` may also state themselves in their cells."""

    nature: Nature
    why: Why
    attributes: tuple[Column, ...] = ()
    persons: tuple[Column, ...] = ()
    numbers: tuple[Column, ...] = ()
    keys: tuple[Column, ...] = ()
    quasi: tuple[Column, ...] = ()
    columns: tuple[Column, ...] = field(default=(), repr=False)
    review: bool = False  # sole proprietors: a person's business may be the person's own finances
    headed: bool = True
    by_looks: bool = False  # the attributes' heads say little; that they are sums has to do


_FATAL = re.compile(
    r"도서|반납|제품|경품|당첨|과정|과목|교육|강의|수료|예산|법인\s?카드|계정과목|작품|등장인물|컬럼|필드|데이터\s?타입|자료형|변수|코드명|조문|과태료|커밋|"
    r"\b(?:datatype|course|exam|sku|commit|column|latency|elapsed)\b",
    re.IGNORECASE,
)
_TRUE_PSEUDONYM = re.compile(
    r"가명|결합|대체|익명|토큰|해시|hash|token|pseud|anon|surrogate|psn|\bpid|_pid|investor|subject", re.IGNORECASE
)
_MONEY = re.compile(r"(?:금액|대금|액|원|금)$|_?(?:krw|amt|amount|won|spend|bal|claim|paid)$", re.IGNORECASE)
_KEYLIKE = re.compile(r"(?:.*[_ ])?(?:key|ref|code|키|코드)|@?id", re.IGNORECASE)
_STATUS = re.compile(r"여부|결과|상태|판정|_?yn$|flag|default", re.IGNORECASE)
_SUM_OF_ONE = re.compile(
    r"[가-힣](?<!평균)(?<!총)합$|_(?:sum|tot|total)$", re.IGNORECASE
)  # 카드한도합: of one person's cards, where the rows are people
_BAND_STARTS = (20.0, 30.0, 40.0, 50.0, 60.0)
_TOTAL = re.compile(r"합\s?계|소\s?계|총\s?계|평균|전체|total|sum|계", re.IGNORECASE)


def plan_of(table: Table) -> Plan:
    """The plan of a table from its columns and a sample of its rows."""
    sample = [row for row in table.rows[:SAMPLE] if not is_total(row)]
    if not table.headed:
        return _headless(table, sample)
    labels = " ".join(column.label for column in table.columns[:64])
    attributes = [column for column in table.columns if _gives(column, sample)] or _spoken_for(table, sample)
    if _is_definition(table):
        return Plan(Nature.NOBODY, Why.DEFINITION)
    if _FATAL.search(labels):
        return Plan(Nature.NOBODY, Why.ELSEWHERE, tuple(attributes))
    plan = _people(table, attributes, sample) or _pseudonyms(table, attributes, sample)
    return replace(plan, by_looks=all(column.head.term is None for column in plan.attributes))


def is_total(row: Row) -> bool:
    return bool(row.cells) and len(row.cells[0]) <= 8 and _TOTAL.fullmatch(row.cells[0]) is not None


def _gives(column: Column, sample: Sequence[Row]) -> bool:
    """Whether the column's cells give attributes."""
    given = [attribute_of(column, row.cells[column.index]) for row in sample if column.index < len(row.cells)]
    hits = sum(term is not None for term in given)
    return hits >= 1 and (hits * 2 >= column.filled or column.role is Role.NOTHING)


def _spoken_for(table: Table, sample: Sequence[Row]) -> list[Column]:
    """Sums under heads that say little, in rows that say what they are about in another cell (evt=LIMIT_CHANGE)."""
    sums = [column for column in table.columns if column.amounts and column.role is Role.NOTHING]
    said = [column for column in table.columns if column.role in (Role.NOTHING, Role.GROUP) and not column.numbers]
    if not sums or not any(
        _names_product(row.cells[c.index]) for c in said for row in sample if c.index < len(row.cells)
    ):
        return []
    return sums


def _names_product(cell: str) -> bool:
    term = terms.in_label(cell.strip("[]")) if 2 <= len(cell) <= 24 and not shapes.is_company(cell) else None
    return term is not None and term.limb in (Limb.TRANSACTION, Limb.CREDITWORTHINESS)


def _is_definition(table: Table) -> bool:
    cells = [cell for row in table.rows[:20] for cell in row.cells]
    return sum(map(shapes.is_type, cells)) * 5 >= len([cell for cell in cells if cell]) > 0


def _usable(attributes: Sequence[Column], sample: Sequence[Row], *, owned: bool) -> bool:
    """Whether the attributes are about credit for sure: one that is clear, or weak ones that speak for each other."""
    weak = [column for column in attributes if not _clear(column)]
    if len(weak) < len(attributes):
        return True
    return len(weak) >= 2 or (owned and bool(weak)) or any(_scores(column, sample) for column in weak)


def _clear(column: Column) -> bool:
    """A head that can mean nothing else, or one of money over sums of money."""
    term = column.head.term
    return not column.head.weak or (column.amounts and term is not None and term.limb is Limb.TRANSACTION)


def _scores(column: Column, sample: Sequence[Row]) -> bool:
    term = column.head.term
    if term is None or term.text != "신용점수":
        return False
    figures = [shapes.number_of(row.cells[column.index]) for row in sample if column.index < len(row.cells)]
    return bool(figures) and all(figure is not None and 300 <= figure <= 1000 for figure in figures)


@dataclass(frozen=True, slots=True)
class _Subjects:
    """Who may be known in a table, by which columns, and which of its attributes are theirs."""

    persons: Sequence[Column]
    numbers: Sequence[Column]
    attributes: Sequence[Column]
    review: bool = False

    @property
    def owned(self) -> bool:
        """The heads say that these are customers or borrowers, not just people."""
        return any(_specific(column) for column in self.persons) or bool(self.numbers)


def _people(table: Table, attributes: list[Column], sample: Sequence[Row]) -> Plan | None:
    """The plan of a table about people who can be known, or about companies and staff; None where nobody can."""
    persons = [column for column in table.of(Role.PERSON) if _any(column, sample, shapes.is_name)]
    numbers = [column for column in table.of(Role.NUMBER) if _any(column, sample, is_number)]
    subjects: _Subjects | Why = _Subjects(persons, numbers, attributes)
    companies = table.of(Role.COMPANY)
    if companies and any(column.companies or not persons for column in companies):
        subjects = _of_companies(table, _Subjects(persons, numbers, attributes), sample)
    elif table.of(Role.POST) or (table.of(Role.STAFF) and not persons):
        subjects = _of_staff(table, _Subjects(persons, numbers, attributes), sample)
    elif table.of(Role.MANY) and persons and not _Subjects(persons, numbers, attributes).owned:
        subjects = Why.AGGREGATE
    if isinstance(subjects, Why):
        by_key = table.of(Role.KEY) and subjects is not Why.AGGREGATE
        return None if by_key else Plan(Nature.NOBODY, subjects, tuple(attributes))
    return _known(table, subjects, sample)


def _known(table: Table, subjects: _Subjects, sample: Sequence[Row]) -> Plan | None:
    attributes, persons, numbers = tuple(subjects.attributes), tuple(subjects.persons), tuple(subjects.numbers)
    lenders = tuple(column for column in table.of(Role.PERSON) if column.companies)
    if lenders and not persons and attributes and _usable(attributes, sample, owned=True):
        # Companies so far; a person may stand further down.
        return Plan(Nature.PEOPLE, Why.CORPORATE, attributes, lenders, columns=table.columns)
    reachable = any(_any(column, sample, _looks_reachable) for column in table.of(Role.CONTACT))
    if not (persons or numbers or reachable):
        return None
    if not attributes or not _usable(attributes, sample, owned=subjects.owned):
        return Plan(Nature.NOBODY, Why.NO_ATTRIBUTE, attributes) if persons or numbers else None
    keys, quasi = tuple(table.of(Role.KEY)), tuple(table.of(Role.QUASI))
    return Plan(
        Nature.PEOPLE, Why.NAMED, attributes, persons, numbers, keys, quasi, table.columns, review=subjects.review
    )


def _of_companies(table: Table, subjects: _Subjects, sample: Sequence[Row]) -> _Subjects | Why:
    """In a list of companies: guarantors and representatives with what is their own, and sole proprietors."""
    own = [column for column in subjects.attributes if column.head.own]
    guarantors = [column for column in subjects.persons if re.search(r"보증|guarantor", column.label)]
    named = [column for column in (*table.of(Role.HEADMAN), *guarantors) if _any(column, sample, shapes.is_name)]
    if own and named:
        return _Subjects(named, (), own)
    sole = not any(column.companies for column in table.of(Role.COMPANY))
    if sole and named and re.search(r"개인사업자|자영업|소상공인", " ".join(c.label for c in table.columns)):
        return replace(subjects, persons=named, review=True)
    return Why.CORPORATE


def _of_staff(table: Table, subjects: _Subjects, sample: Sequence[Row]) -> _Subjects | Why:
    """In a list of employees: their own loans, incomes and seizures, and customers where their names stand beside."""
    if subjects.owned or not (subjects.persons or table.of(Role.STAFF)):
        return subjects
    named = subjects.persons or [c for c in table.of(Role.STAFF) if _any(c, sample, shapes.is_name)]
    own = [column for column in subjects.attributes if column.head.own or _income(column)]
    if not own or not named or table.of(Role.MANY):
        return Why.STAFF
    return replace(subjects, persons=named, attributes=own)


def _any(column: Column, sample: Sequence[Row], test: object) -> bool:
    return callable(test) and any(test(row.cells[column.index]) for row in sample if column.index < len(row.cells))


def is_number(cell: str) -> bool:
    """A number under which a firm knows somebody: not starred, not hashed, not all the same digit."""
    digits = [char for char in cell if char.isdigit()]
    return (
        len(digits) >= 5
        and len(set(digits)) > 2
        and len(cell) <= 24
        and not shapes.is_hash(cell)
        and not shapes.is_masked(cell)
    )


def _looks_reachable(cell: str) -> bool:
    return ("@" in cell or sum(char.isdigit() for char in cell) >= 9 or len(cell) >= 60) and not shapes.is_masked(cell)


def _specific(column: Column) -> bool:
    """A head that names a customer, borrower, holder: not just 이름."""
    return re.search(r"성명|이름|성함|^name$|^nm$|full_?name", column.label.strip(), re.IGNORECASE) is None


def _income(column: Column) -> bool:
    return column.head.term is not None and column.head.term.text in ("소득", "도산", "압류", "채무조정", "기타대출")


def _pseudonyms(table: Table, attributes: list[Column], sample: Sequence[Row]) -> Plan:
    keys = [column for column in table.columns if _is_key(column)]
    strong = [column for column in keys if column.role is not Role.SERIAL]
    quasi = [column for column in table.columns if _is_quasi(column)]
    if strong and not attributes and any(_TRUE_PSEUDONYM.search(column.label) for column in strong):
        attributes = [
            column
            for column in table.columns
            if _MONEY.search(_bare(column.label)) and column.amounts and column.role is not Role.MANY
        ]
    if not attributes:
        return Plan(Nature.NOBODY, Why.NO_ATTRIBUTE)
    found = Plan(
        Nature.PSEUDONYMS, Why.KEY, tuple(attributes), keys=tuple(strong or keys), quasi=tuple(quasi), columns=table.columns
    )  # fmt: skip
    if strong and _usable(
        attributes, sample, owned=bool(quasi) or any(_TRUE_PSEUDONYM.search(key.label) for key in strong)
    ):
        return found
    own = [column for column in table.of(Role.MANY) if _own_figure(column, keys, quasi, sample)]
    if len(own) < len(table.of(Role.MANY)):
        return Plan(Nature.NOBODY, Why.AGGREGATE, tuple(attributes))
    groups = [column for column in table.columns[:2] if column.role is Role.GROUP]
    if groups or table.of(Role.COMPANY) or table.of(Role.ELSEWHERE):
        return Plan(Nature.NOBODY, Why.RATES if groups else Why.NO_PERSON, tuple(attributes))
    clear = [column for column in attributes if _clear(column)]
    if keys and clear and (quasi or len(attributes) >= 2):
        return found
    if _dropped(quasi, [*attributes, *own], sample):
        return Plan(
            Nature.PSEUDONYMS, Why.DROPPED, tuple(attributes), quasi=tuple(quasi), columns=table.columns
        )  # fmt: skip
    return Plan(Nature.NOBODY, Why.RATES if quasi else Why.NO_PERSON, tuple(attributes))


def _few(column: Column, sample: Sequence[Row]) -> bool:
    """A count as one person may have it (loans, cards), not one of people."""
    if re.search(r"건수|cnt|count", column.label, re.IGNORECASE) is None:
        return False
    figures = [shapes.number_of(row.cells[column.index]) for row in sample if column.index < len(row.cells)]
    return all(figure is not None and figure <= 20 for figure in figures)


def _own_figure(column: Column, keys: Sequence[Column], quasi: Sequence[Column], sample: Sequence[Row]) -> bool:
    """A count or sum as one person may have it."""
    return len(quasi) >= 2 and (_few(column, sample) or _sums_one(column, keys, quasi, sample))


def _sums_one(column: Column, keys: Sequence[Column], quasi: Sequence[Column], sample: Sequence[Row]) -> bool:
    """A sum over one person's own loans or cards: the rows have serials, or ages to the year."""
    if _SUM_OF_ONE.search(column.label) is None:
        return False
    return bool(keys) or any(
        other.ages and other.numbers and not _any(other, sample, lambda cell: shapes.number_of(cell) in _BAND_STARTS)
        for other in quasi
    )


def _bare(label: str) -> str:
    return re.sub(r"\([^)]*\)", "", label).strip()


def _is_key(column: Column) -> bool:
    """A column that tells people apart without saying who they are."""
    if not column.filled:
        return False
    if column.role is Role.KEY:
        return not column.names and (column.hashed or column.opaque or column.marked or column.masked)
    if column.role in (Role.PERSON, Role.NUMBER):
        return column.masked or column.hashed or (column.role is Role.PERSON and column.marked)
    if column.role is Role.NOTHING:
        return column.hashed and _KEYLIKE.fullmatch(column.label) is not None
    if column.role is Role.SERIAL:
        return column.numbers or column.tokens or column.marked
    return False


def _is_quasi(column: Column) -> bool:
    return bool(column.filled) and (column.role is Role.QUASI or (column.role is Role.CONTACT and column.regions))


def _dropped(quasi: Sequence[Column], attributes: Sequence[Column], sample: Sequence[Row]) -> bool:
    """Records of single people whose identifiers were left out, rather than a line for each group of people."""
    if not quasi or not any(map(_clear, attributes)):
        return False
    combinations = [tuple(row.cells[c.index] for c in quasi if c.index < len(row.cells)) for row in sample]
    repeated = len(set(combinations)) < len(combinations)
    status = any(_STATUS.search(column.label) for column in attributes)
    if len(quasi) >= 2:
        whole = 1
        for column in quasi:
            whole *= column.distinct
        crossed = whole == len(combinations) >= 4 and not repeated
        return not crossed and (len(attributes) >= 2 or repeated or status or len(quasi) >= 3 or len(combinations) == 1)
    return (repeated and len(attributes) >= 1) or (status and len(attributes) >= 2)


def _headless(table: Table, sample: Sequence[Row]) -> Plan:
    """A table without heads: only values speak."""
    columns = table.columns
    nobody = Plan(Nature.NOBODY, Why.NO_ATTRIBUTE, headed=False)
    if len(columns) < 3 or not sample or table.grid.form is Form.BLOCK:
        return nobody
    names = [column for column in columns if column.names and column.distinct * 2 > column.filled]
    keys = [column for column in columns if column.tokens and not column.names and column.distinct * 2 > column.filled]
    if not names and not keys:
        return nobody
    amounts = [column for column in columns if column.amounts and column not in keys]
    if (
        names
        and any(_product(row) for row in sample)
        and (amounts or any(shapes.stated(cell) for row in sample for cell in row.cells))
    ):
        return Plan(Nature.PEOPLE, Why.NAMED, tuple(amounts), tuple(names), columns=columns, headed=False)
    if names and any(_score_column(column, sample) for column in columns):
        return Plan(Nature.PEOPLE, Why.NAMED, (), tuple(names), columns=columns, headed=False)
    quasi = [column for column in columns if _looks_quasi(column, sample)] if keys and amounts else []
    if keys and quasi and amounts and (len(sample) >= 2 or any(key.hashed for key in keys)):
        return Plan(
            Nature.PSEUDONYMS, Why.KEY, tuple(amounts), keys=tuple(keys), quasi=tuple(quasi), columns=columns, headed=False
        )  # fmt: skip
    return nobody


def _product(row: Row) -> bool:
    """Whether a cell names what money was lent, saved or insured under, or states an attribute."""
    return any(_names_product(cell) or shapes.stated(cell) for cell in row.cells)


def _looks_quasi(column: Column, sample: Sequence[Row]) -> bool:
    if column.sexes or column.regions:
        return True
    cells = [row.cells[column.index] for row in sample if column.index < len(row.cells)]
    return bool(cells) and sum(map(shapes.is_age_band, cells)) * 2 >= len(cells)


def _score_column(column: Column, sample: Sequence[Row]) -> bool:
    """Three figures that can be a credit score in every row, beside a number that only its owner has (checked there)."""
    cells = [row.cells[column.index] for row in sample if column.index < len(row.cells)]
    figures = [shapes.number_of(cell) for cell in cells]
    return len(cells) >= 2 and all(
        f is not None and 300 <= f <= 1000 and len(c) == 3 for f, c in zip(figures, cells, strict=True)
    )
