"""The head of an HTTP/1 request (RFC 9112), as a proxy hands it on: what it is for, and whether that is beyond doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from dlp.protocols.fields import Fields, ProtocolError, number, parse_head

_LINE = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,40}) ([\x21-\x7e\x80-\xff]{1,65536}) HTTP/1\.[01]")
_MOST = 1 << 40  # bytes a Content-Length may claim


@dataclass(frozen=True, slots=True)
class RequestHead:
    """`host` in lower case without a port, from the target or the Host field; `target` is path and query."""

    method: str = field(repr=False)
    host: str = field(repr=False)
    target: str = field(repr=False)
    fields: Fields
    length: int | None


def parse_request(block: bytes, most_fields: int = 200) -> RequestHead:
    """Raises ProtocolError for what two readers could read differently: smuggling begins there."""
    if not block.endswith(b"\r\n\r\n"):
        raise ProtocolError("an HTTP head that does not end")
    line, fields = parse_head(block, most_fields)
    found = _LINE.fullmatch(line)
    if found is None:
        raise ProtocolError("not an HTTP/1 request")
    method, target = found[1].decode("ascii"), found[2].decode("latin-1")
    host, path = _split(method, target, fields.one("host"))
    return RequestHead(method, host, path, fields, _length(fields))


def _split(method: str, target: str, named: str) -> tuple[str, str]:
    """Host and path. The target's own authority decides, and the Host field must not say otherwise."""
    if method == "CONNECT":
        authority, path = target, ""
    elif target.startswith("/") or target == "*":
        authority, path = named, target
    else:
        try:
            parts = urlsplit(target)
        except ValueError:
            raise ProtocolError("a target that is none") from None
        if parts.scheme.lower() not in ("http", "https", "ws", "wss") or not parts.netloc:
            raise ProtocolError("a target that is none")
        authority, path = parts.netloc, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = _host(authority)
    if named and _host(named) != host:
        raise ProtocolError("target and Host contradict each other")
    if not host:
        raise ProtocolError("no host")
    return host, path


def _host(authority: str) -> str:
    if "@" in authority:
        raise ProtocolError("a user in the target")
    if authority.startswith("["):
        return authority.partition("]")[0].lower() + "]"
    return authority.partition(":")[0].rstrip(".").lower()


def _length(fields: Fields) -> int | None:
    coded = fields.tokens("transfer-encoding")
    if "content-length" not in fields:
        if coded - {"chunked"}:
            raise ProtocolError("a transfer coding that is not read", 501)
        return None
    if coded:
        raise ProtocolError("two ways to say how long the body is")
    return number(fields.one("content-length"), "content-length", _MOST)
