"""Request heads: what they are for, and what two readers could read differently."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlp.protocols.fields import ProtocolError
from dlp.protocols.http1 import parse_request


def head(line, *fields):
    return "\r\n".join([line, *fields, "", ""]).encode("latin-1")


READ = {
    "absolute": (head("POST http://Slack.com:443/api?x=1 HTTP/1.1", "Host: slack.com"), "slack.com", "/api?x=1", None),
    "origin": (head("GET /a/b HTTP/1.1", "Host: A.example:8080"), "a.example", "/a/b", None),
    "no path": (head("GET https://a.example HTTP/1.1", "Host: a.example"), "a.example", "/", None),
    "a tunnel": (head("CONNECT a.example:443 HTTP/1.1", "Host: a.example:443"), "a.example", "", None),
    "a trailing dot": (head("GET http://a.example./ HTTP/1.1", "Host: a.example"), "a.example", "/", None),
    "an address": (head("GET http://[::1]:80/ HTTP/1.1", "Host: [::1]:80"), "[::1]", "/", None),
    "a length": (head("PUT http://a.example/ HTTP/1.1", "Host: a.example", "Content-Length: 12"), "a.example", "/", 12),
    "one length twice": (
        head("PUT / HTTP/1.1", "Host: a.example", "Content-Length: 12", "Content-Length: 12"), "a.example", "/", 12,
    ),
    "chunked": (head("PUT / HTTP/1.1", "Host: a.example", "Transfer-Encoding: chunked"), "a.example", "/", None),
    "HTTP/1.0": (head("GET http://a.example/ HTTP/1.0"), "a.example", "/", None),
    "a web socket": (head("GET wss://a.example/s HTTP/1.1", "Host: a.example"), "a.example", "/s", None),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_read(case):
    block, host, target, length = READ[case]
    request = parse_request(block)
    assert (request.host, request.target, request.length) == (host, target, length)


REFUSED = {
    "two lengths": head("PUT / HTTP/1.1", "Host: a", "Content-Length: 1", "Content-Length: 2"),
    "a list of lengths": head("PUT / HTTP/1.1", "Host: a", "Content-Length: 1, 1"),
    "length and coding": head("PUT / HTTP/1.1", "Host: a", "Content-Length: 1", "Transfer-Encoding: chunked"),
    "a strange coding": head("PUT / HTTP/1.1", "Host: a", "Transfer-Encoding: xchunked"),
    "two hosts": head("GET / HTTP/1.1", "Host: a", "Host: b"),
    "target against host": head("GET http://a/ HTTP/1.1", "Host: b"),
    "no host": head("GET / HTTP/1.1"),
    "a user": head("GET http://slack.com@evil.example/ HTTP/1.1"),
    "another scheme": head("GET ftp://a/ HTTP/1.1", "Host: a"),
    "HTTP/2": head("GET / HTTP/2.0", "Host: a"),
    "a blank in the target": head("GET /a b HTTP/1.1", "Host: a"),
    "a field without a colon": head("GET / HTTP/1.1", "Host: a", "hidden"),
    "a field begun with a blank": head("GET / HTTP/1.1", " Host: a"),
    "no end": b"GET / HTTP/1.1\r\nHost: a\r\n",
    "nothing": b"\r\n\r\n",
    "bad brackets": head("GET http://[::1/ HTTP/1.1", "Host: a"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case):
    with pytest.raises(ProtocolError):
        parse_request(REFUSED[case])


@given(st.binary(max_size=300))
def test_any_bytes(block):
    with contextlib.suppress(ProtocolError):
        parse_request(block + b"\r\n\r\n")
