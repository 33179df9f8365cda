"""Which service a host belongs to. Whole labels are compared, so evilslack.com and slack.com.evil.kr are not Slack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dlp.types import printable

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_PORT = re.compile(r":[0-9]{0,5}\Z")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
# Second-level domains that registries sell names under, in Korea and elsewhere.
_SECOND_LEVEL = frozenset(
    {"ac", "co", "com", "edu", "gov", "go", "kg", "ms", "es", "sc", "hs", "or", "ne", "net", "org", "re", "pe"}
)
_LONGEST = 253  # RFC 1035 section 2.3.4, written without the final dot


class BadHost(ValueError):
    """Not a host name, or a pattern that would take in strangers."""


def host_labels(text: str) -> tuple[str, ...]:
    """The labels of the host in a host name, host:port or URL, top level first, in ASCII lower case.

    () where there is no host that DNS could know; an IP address has none either. A backslash ends the host as it does
    in browsers (WHATWG URL, section 4.4), and what stands before "@" is a user name.
    """
    authority = re.split(r"[/\\?#]", _SCHEME.sub("", text, count=1), maxsplit=1)[0]
    host = _PORT.sub("", authority.rpartition("@")[2]).removesuffix(".")
    try:
        ascii_host = (host if host.isascii() else host.encode("idna").decode("ascii")).lower()
    except UnicodeError:
        return ()
    labels = tuple(reversed(ascii_host.split(".")))
    if len(ascii_host) > _LONGEST or labels[0].isdigit() or not all(_LABEL.match(label) for label in labels):
        return ()
    return labels


def pattern_labels(pattern: str) -> tuple[str, ...]:
    """The labels of a host pattern, top level first: "*" in front is every subdomain, elsewhere it is one label.

    Raises BadHost unless two plain labels stand at the end (three under a two-part suffix such as co.kr).
    """
    labels = tuple(reversed(pattern.split(".")))
    plain = tuple(label for label in labels if label != "*")
    if host_labels(".".join(reversed(plain))) != plain:
        raise BadHost(f"{printable(pattern)}: 호스트 이름이 아닙니다 / not a host name in lower-case ASCII")
    needed = 3 if len(labels[0]) == 2 and labels[1] in _SECOND_LEVEL else 2
    if "*" in labels[:needed] or len(labels) < needed:
        raise BadHost(f"{printable(pattern)}: 너무 넓습니다 / too wide: it would take in other people's hosts")
    return labels


@dataclass(slots=True)
class _Node:
    below: dict[str, _Node] = field(default_factory=dict)
    exact: str = ""
    subdomains: str = ""


@dataclass(frozen=True, slots=True)
class HostTable:
    """Host patterns in a tree of labels, top level first; answers with the id of the longest pattern that fits."""

    _root: _Node

    @classmethod
    def of(cls, patterns: Mapping[str, Iterable[str]]) -> HostTable:
        """`patterns` by service id. Raises BadHost for a bad pattern or one that two services claim."""
        root = _Node()
        for service, hosts in patterns.items():
            for pattern in hosts:
                _plant(root, pattern, service)
        return cls(root)

    def find(self, host: str) -> str:
        """The service id for a host, host:port or URL; "" where none fits."""
        found = ""
        level = [self._root]
        for label in host_labels(host):
            found = next((node.subdomains for node in level if node.subdomains), found)
            level = [node.below[key] for node in level for key in (label, "*") if key in node.below]
        return next((node.exact for node in level if node.exact), found)


def _plant(root: _Node, pattern: str, service: str) -> None:
    labels = pattern_labels(pattern)
    wide = labels[-1] == "*"
    node = root
    for label in labels[:-1] if wide else labels:
        node = node.below.setdefault(label, _Node())
    taken = node.subdomains if wide else node.exact
    if taken:
        raise BadHost(f"{pattern}: {taken}, {service} 두 서비스가 함께 쓸 수 없습니다 / claimed by two services")
    if wide:
        node.subdomains = service
    else:
        node.exact = service
