"""HTTP requests as they go over the wire: the target, the header fields, and the body with its codings undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urlsplit

from dlp.extract import mime
from dlp.extract.base import Budget, Child, Item
from dlp.extract.codings import undo
from dlp.extract.gather import Gather, unquoted
from dlp.extract.signatures import HTTP
from dlp.extract.unpack import Range, packed_blob, size_of
from dlp.types import Blob, Issue, IssueCode, Layout, Locus

NAME = "http"
MEDIA_TYPES = (HTTP,)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = (
    "Cookie and Authorization fields are not searched: they carry back what the service itself has given.",
    "A transfer coding must have been undone: bodies are read up to the end of the file.",
)

# What the protocol or the service itself put there; numbers in it are nobody's.
_NOT_SEARCHED = frozenset(
    "cookie authorization proxy-authorization content-length content-md5 date if-modified-since etag host connection"
    " user-agent accept accept-encoding accept-language cache-control pragma te transfer-encoding traceparent".split()
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    with blob.open() as stream:
        head = stream.read(mime.MAX_HEADER * 2)
        size = size_of(blob, stream)
    end = re.search(rb"\r?\n\r?\n", head)
    first, _, rest = head[: end.end() if end else len(head)].partition(b"\n")
    message = mime.parse_part(rest)
    if end is None or message.oversized:
        yield Issue(IssueCode.TOO_LARGE, locus, f"a header of over {mime.MAX_HEADER} bytes")
    target = first.split(b" ")[1].decode("utf-8", "replace") if first.count(b" ") else ""
    gather = Gather(Locus(locus.container, "header"), Layout.KEY_VALUE)
    _add_target(gather, target)
    for name, value in message.fields:
        if name.lower() not in _NOT_SEARCHED:
            gather.add(f"{name}: {mime.header_text(value)}\n", unquoted(name))
    if segment := gather.take():
        yield segment
    if end is not None and size > end.end():
        body = Range(end.end(), size - end.end())
        yield from _body(packed_blob(blob, _name(target, message), body.packed, body, budget), locus, budget, message)


def _add_target(gather: Gather, target: str) -> None:
    try:
        parts = urlsplit(target)
        fields = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=1000)
        path = parts.path
    except ValueError:
        path, fields = target, []
    gather.add(f"{unquote(path)}\n", "path")
    for name, value in fields:
        gather.add(f"{name}: {value}\n", f"query {unquoted(name)}")


def _name(target: str, message: mime.Part) -> str:
    """What the body is called: by its disposition, or by the end of the path where that looks like a file's name."""
    last = PurePosixPath(unquote(target.partition("?")[0])).name
    return mime.file_name(message.content) or (last if "." in last else "body")


def _body(body: Blob, locus: Locus, budget: Budget, message: mime.Part) -> Iterator[Item]:
    fields = [(key.lower(), value.decode("latin-1")) for key, value in message.fields]
    body = replace(body, declared_type=next((value for key, value in fields if key == "content-type"), ""))
    codings = [coding for key, value in fields if key == "content-encoding" for coding in value.split(",")]
    plain, trouble = undo(body, codings, budget)
    if trouble:
        yield Issue(IssueCode.UNSUPPORTED, locus, trouble)
    yield Child(plain)
