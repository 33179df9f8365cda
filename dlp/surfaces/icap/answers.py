"""What the ICAP server answers: what it offers, let it pass, and the refusal that the person at the other end reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from email.utils import formatdate

from dlp.config import IcapTable
from dlp.protocols.http1 import RequestHead
from dlp.protocols.icap import LAST_CHUNK, Head, chunk, response
from dlp.render.refusal import Refusal
from dlp.types import Blob, ScanResult

SERVICE = "reqmod"
_STEP = 64 << 10

Fields = Sequence[tuple[str, str]]


def istag(*digests: str) -> str:
    """Changes with policy and rules, so that proxies forget what they kept (RFC 3507 section 4.7)."""
    return '"' + hashlib.sha256("\n".join(digests).encode()).hexdigest()[:30] + '"'


def options(table: IcapTable, tag: str) -> bytes:
    """What this service offers (RFC 3507 section 4.10)."""
    fields = (
        ("Methods", "REQMOD"),
        ("ISTag", tag),
        ("Service", "dlp"),
        ("Service-ID", "dlp"),
        ("Max-Connections", str(table.connections)),
        ("Options-TTL", "600"),
        ("Date", formatdate(usegmt=True)),
        ("Allow", "204"),
        ("Preview", str(table.preview_bytes)),
        ("Transfer-Preview", "*"),
        ("X-Include", "X-Client-IP, X-Authenticated-User"),
    )
    return response(200, fields)


def error(status: int, tag: str) -> bytes:
    """The connection is closed after this."""
    return response(status, (("ISTag", tag), ("Connection", "close")))


def passed(tag: str, incident: str) -> bytes:
    """As it is; only for a client that kept a copy or still waits with the rest."""
    return response(204, (("ISTag", tag), ("X-DLP-Incident", incident)))


def echoed(head: bytes, document: Blob | None, tag: str, incident: str) -> Iterator[bytes]:
    """As it is, byte by byte: for a client that cannot keep a copy. `document` has the body behind the head."""
    fields = (("ISTag", tag), ("X-DLP-Incident", incident))
    yield response(200, fields, (Head("req-hdr", head),), body="req-body" if document else "")
    if document:
        with document.open() as stream:
            stream.seek(len(head))
            while data := stream.read(_STEP):
                yield chunk(data)
        yield LAST_CHUNK


def refused(result: ScanResult, request: RequestHead | None, refusal: Refusal, tag: str) -> bytes:
    """A 403 instead of the request, with the reason in words and in fields that proxies log."""
    kind, body = refusal.shown(request)
    head = (
        f"HTTP/1.1 403 Forbidden\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nCache-Control: no-store\r\n"
        f"X-DLP-Incident: {refusal.incident}\r\n\r\n"
    ).encode("ascii")
    clauses = ", ".join(dict.fromkeys(clause for reason in result.verdict.reasons for clause in reason.clauses))
    fields = (
        ("ISTag", tag),
        ("X-Blocked", "1"),
        # Type 2 is a violation of policy, resolution 2 means blocked; what stands under Threat is free.
        ("X-Infection-Found", f"Type=2; Resolution=2; Threat={clauses or 'policy'};"),
        ("X-Violations-Found", _violations(result, clauses)),
        ("X-DLP-Incident", refusal.incident),
    )
    return response(200, fields, (Head("res-hdr", head),), body="res-body") + chunk(body) + LAST_CHUNK


def _violations(result: ScanResult, clauses: str) -> str:
    return f"{len(result.verdict.reasons)}; {result.verdict.action.name}; {clauses}"
