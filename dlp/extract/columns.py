"""Tables that are kept by column, read row by row in batches. Needs pa."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dlp.extract import charset
from dlp.extract.base import Budget, Child, Item, ReadStopped, held
from dlp.extract.gather import Gather
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

_ROWS = 1000
_TAKE = 256 << 10
_SMALL = 64  # bytes that are no file


def read_columns(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    """Raises ImportError where pyarrow is not installed."""
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())  # the others reserve more addresses than a worker has
    if blob.size > budget.limits.part_bytes:
        raise ReadStopped(IssueCode.TOO_LARGE, f"over {budget.limits.part_bytes} bytes")
    with blob.open() as stream:
        data = stream.read()
    try:
        yield from _tables(data, locus, budget)
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        yield Issue(IssueCode.CORRUPT, locus, f"a table that cannot be read to its end: {type(error).__name__}")


def _tables(data: bytes, locus: Locus, budget: Budget) -> Iterator[Item]:
    import pyarrow as pa
    import pyarrow.ipc
    import pyarrow.parquet

    source = pa.BufferReader(data)
    if data.startswith(b"ARROW1"):
        reader = pyarrow.ipc.open_file(source)
        schema = reader.schema
        batches: Iterator[Any] = (reader.get_batch(number) for number in range(reader.num_record_batches))
    else:
        file = pyarrow.parquet.ParquetFile(source)
        schema = file.schema_arrow
        groups = file.metadata
        # What a row group says that it comes to is charged before it is decoded.
        for group in range(groups.num_row_groups):
            budget.unpack(max(0, groups.row_group(group).total_byte_size))
        batches = file.iter_batches(batch_size=_ROWS, use_threads=False)
    notes = Gather(Locus(locus.container, "metadata"), Layout.KEY_VALUE, hidden=True)
    for key, value in (schema.metadata or {}).items():
        notes.add(f"{_text(key)}: {_text(value)}\n")
    if segment := notes.take():
        yield segment
    yield from _rows(schema.names, batches, locus, budget)


def _rows(names: list[str], batches: Iterator[Any], locus: Locus, budget: Budget) -> Iterator[Item]:
    gather = Gather(locus, Layout.TABLE)
    header = _line(names)
    gather.add(header, "columns")
    number, children = 0, list[Item]()
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS):
            budget.check_time()
            columns = [column.to_pylist() for column in batch.slice(start, _ROWS).columns]
            for row in zip(*columns, strict=True):
                number += 1
                gather.add(_line([_cell(value, number, children) for value in row]), f"row {number}")
                if gather.size > _TAKE or children:
                    yield from _taken(gather, header, budget)
                    yield from children
                    children.clear()
    yield from _taken(gather, header, budget)


def _taken(gather: Gather, header: str, budget: Budget) -> Iterator[Segment]:
    first = not gather.characters
    budget.unpack(gather.size)
    if segment := gather.take(header=b"" if first else header.encode("utf-8", "replace")):
        yield segment


def _cell(value: object, row: int, children: list[Item]) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        if charset.detect(value).name and not charset.has_controls(value):
            return _text(value)
        if len(value) >= _SMALL:
            children.append(Child(held(f"row-{row}", value)))
            return ""
        return value.decode("utf-8", "replace")
    if isinstance(value, float):
        return str(int(value)) if abs(value) < 1e18 and value == int(value) else repr(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _text(raw: bytes) -> str:
    return charset.to_utf8(raw).data.decode("utf-8", "replace")


def _line(cells: list[str]) -> str:
    return "\t".join(" ".join(cell.split()) for cell in cells) + "\n"
