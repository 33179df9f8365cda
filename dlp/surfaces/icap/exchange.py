"""One request of a proxy from its first byte to the answer: collected, inspected off the loop, passed or refused."""

from __future__ import annotations

import base64
import binascii
import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dlp.app import Inspector, new_incident
from dlp.config import IcapTable
from dlp.protocols.fields import Fields, ProtocolError
from dlp.protocols.http1 import parse_request
from dlp.protocols.icap import Request
from dlp.render.refusal import Refusal
from dlp.runtime import drive
from dlp.runtime.files import memory_blob
from dlp.runtime.spool import Spool
from dlp.surfaces.icap import answers
from dlp.types import Action, Blob, Issue, IssueCode, Origin

CHANNEL = "icap"
_IN_MEMORY = 1 << 20
# Methods that carry nothing of the user's own unless there is a body.
_ASKING = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))


@dataclass(slots=True)
class Exchange:
    """A request being collected: the HTTP head and body one behind the other, as one document. `close` frees it."""

    request: Request
    peer: str = field(repr=False)
    received: float
    incident: str = field(default_factory=new_incident, repr=False)
    head: bytes = field(default=b"", repr=False)
    continued: bool = False  # the client was asked for the rest, so it holds back nothing any more
    _spool: Spool = field(default_factory=lambda: Spool(_IN_MEMORY), repr=False)

    def begin(self, head: bytes) -> None:
        self.head = head
        self._spool.add(head)

    def add(self, data: bytes) -> None:
        self._spool.add(data)

    def close(self) -> None:
        self._spool.close()

    def document(self) -> Blob:
        return self._spool.take("")

    def origin(self, host: str, peers: Sequence[str]) -> Origin:
        """Who sends what where; what the proxy says of user and client counts only if it is one of ours."""
        trusted = _is_one_of(self.peer, peers)
        fields = self.request.fields if trusted else Fields()
        return Origin(
            channel=CHANNEL,
            received=self.received,
            actor=user_of(fields),
            device=fields.one("x-client-ip"),
            destination=host,
        )


def decide(exchange: Exchange, inspector: Inspector, table: IcapTable, tag: str) -> Iterable[bytes]:
    """The answer, in pieces. Blocks: called off the loop."""
    document = exchange.document()
    try:
        head = parse_request(exchange.head)
        origin = exchange.origin(head.host, table.peers)
    except ProtocolError as error:  # what two readers could read differently goes to nobody
        return [unread(exchange, inspector, table, tag, Issue(IssueCode.SUSPICIOUS, detail=str(error)))]
    if head.method == "CONNECT":  # a tunnel: what goes through it is handed over request by request
        return _pass(exchange, document, tag)
    quiet = not exchange.request.has_body and head.method in _ASKING
    result = inspector.inspect(document, origin, exchange.incident, quiet=quiet)
    if result.verdict.effective >= Action.HOLD:
        return [answers.refused(result, head, Refusal.of(result, exchange.incident, table.contact), tag)]
    return _pass(exchange, document, tag)


def unread(exchange: Exchange, inspector: Inspector, table: IcapTable, tag: str, issue: Issue) -> bytes:
    """The refusal of what could not be inspected at all, on record as such. Blocks as well."""
    origin = Origin(CHANNEL, exchange.received)
    result = inspector.inspect(memory_blob(b""), origin, exchange.incident, drive.unreadable(issue))
    return answers.refused(result, None, Refusal.of(result, exchange.incident, table.contact), tag)


def _pass(exchange: Exchange, document: Blob, tag: str) -> Iterable[bytes]:
    request = exchange.request
    if request.allows_no_content or (request.preview is not None and not exchange.continued):
        return [answers.passed(tag, exchange.incident)]
    return answers.echoed(exchange.head, document if request.has_body else None, tag, exchange.incident)


def _is_one_of(peer: str, peers: Sequence[str]) -> bool:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(network) for network in peers)


def user_of(fields: Fields) -> str:
    """The user the proxy has authenticated: plain or base64, with or without the directory's own prefix."""
    said = fields.one("x-authenticated-user") or fields.one("x-client-username")
    if not said:
        return ""
    try:
        plain = base64.b64decode(said, validate=True).decode("utf-8")
        said = plain if plain.isprintable() and plain else said
    except (binascii.Error, UnicodeDecodeError, ValueError):
        pass
    _scheme, mark, rest = said.partition("://")
    return (rest if mark else said)[:256]
