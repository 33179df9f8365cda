"""The ICAP server as a process: clean requests pass byte by byte, what must not leave is refused, trouble is contained."""

import base64
import gzip
import json
import signal
import socket
import ssl
from random import Random

import pytest

from tests import identifiers, wire
from tests.certificates import certificate
from tests.formats import build
from tests.surfaces.icap.client import Client, exchange, reqmod, serving

RRN = identifiers.rrn_of_nobody(Random(20260420))
SECRET = f"고객 주민등록번호는 {RRN} 입니다."
SLACK = "slack.com"
CLEAN = wire.request(
    "POST", "http://slack.com/api/chat.postMessage", '{"text": "점심 먹을까요"}'.encode(),
    "Content-Type: application/json", host=SLACK,
)  # fmt: skip
LARGE = wire.request("PUT", "http://slack.com/a.txt", b"plain words\n" * 30_000, "Content-Type: text/plain", host=SLACK)
FETCH = wire.request("GET", "http://slack.com/", b"", host=SLACK)


def message(text, *fields):
    body = json.dumps({"text": text}).encode()
    return wire.request(
        "POST", "http://slack.com/api/chat.postMessage", body, "Content-Type: application/json", *fields, host=SLACK
    )


def upload(body, *fields):
    return wire.request("PUT", "http://slack.com/upload", body, *fields, host="slack.com")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("icap")
    with serving(folder) as (address, _process):
        yield address, folder


@pytest.fixture
def client(server):
    with Client(server[0]) as found:
        yield found


CLEAN_REQUESTS = {"small": CLEAN, "large": LARGE, "no body": FETCH}


@pytest.mark.parametrize("case", CLEAN_REQUESTS)
@pytest.mark.parametrize("preview", [None, 0, 16, 4096])
def test_clean_requests_pass_byte_by_byte(client, case, preview):
    http = CLEAN_REQUESTS[case]
    answer = exchange(client, http, preview=preview)
    if answer.status == 200:
        assert answer.head + answer.body == http
        assert answer.part == ("req-body" if case != "no body" else "null-body")
    else:  # only while the client still holds the rest
        assert answer.status == 204
        assert preview is not None
        assert len(http) - http.index(b"\r\n\r\n") - 4 <= preview


@pytest.mark.parametrize("case", CLEAN_REQUESTS)
def test_a_client_that_allows_it_is_told_204(client, case):
    answer = exchange(client, CLEAN_REQUESTS[case], "Allow: 204", preview=16)
    assert (answer.status, answer.body) == (204, b"")


STOPPED = {
    "message": message(SECRET),
    "escaped": message(SECRET).replace(b"-", rb"\u002d"),
    "behind the preview": upload(b"x\n" * 40_000 + SECRET.encode()),
    "gzip": upload(gzip.compress(SECRET.encode()), "Content-Encoding: gzip"),
    "signed chunks": upload(wire.aws_chunked(SECRET.encode(), size=10), "Content-Encoding: aws-chunked"),
    "file in a form": wire.request(
        "POST", "http://slack.com/f",
        wire.multipart(("f", "a.zip", "application/zip", build.zipped({"a.txt": SECRET}))),
        f"Content-Type: multipart/form-data; boundary={wire.BOUNDARY}", host="slack.com",
    ),
    "base64 field": message(base64.b64encode(SECRET.encode()).decode()),
    "query": wire.request("GET", f"http://slack.com/?q={RRN}", b"", host="slack.com"),
    "header": upload(b"x", f"X-File-Name: {RRN}.txt"),
    "cannot be read": upload(gzip.compress(b"x" * 99)[:-9], "Content-Encoding: gzip"),
    "an unknown coding": upload(b"x", "Content-Encoding: own"),
    "two lengths": upload(b"x", "Content-Length: 1", "Content-Length: 2"),
    "length and chunks": upload(b"x", "Content-Length: 1", "Transfer-Encoding: chunked"),
    "an unknown service": wire.request("PUT", "http://a.example/", b"x", host="a.example"),
    "target against host": wire.request("PUT", "http://slack.com/", b"x", host="evil.example"),
}  # fmt: skip


@pytest.mark.parametrize("case", STOPPED)
@pytest.mark.parametrize("preview", [None, 0, 1024])
def test_what_must_not_leave_is_refused(client, case, preview):
    answer = exchange(client, STOPPED[case], "Allow: 204", preview=preview)
    assert answer.status == 200
    assert answer.head.startswith(b"HTTP/1.1 403 ")
    assert answer.fields["x-blocked"] == "1"
    assert answer.fields["x-dlp-incident"] in answer.body.decode()
    assert RRN.encode() not in answer.head + answer.body + str(answer.fields).encode()
    said = json.loads(answer.body)
    assert said["reasons"]
    assert {"clause", "ko", "en"} == set(said["reasons"][0])
    assert exchange(client, CLEAN, "Allow: 204").status == 204  # the connection goes on


def test_a_browser_is_shown_a_page(client):
    answer = exchange(client, message(SECRET, "Accept: text/html,*/*"))
    assert b"Content-Type: text/html" in answer.head
    assert "막았습니다" in answer.body.decode()
    assert answer.fields["x-dlp-incident"] in answer.body.decode()


def test_slacks_client_is_told_in_its_own_words(client):
    said = json.loads(exchange(client, message(SECRET)).body)
    assert (said["ok"], said["error"]) == (False, "dlp_blocked")


def test_options(client):
    first, _ = reqmod(FETCH)
    answer = client.ask(b"OPTIONS icap://127.0.0.1/reqmod ICAP/1.0\r\nHost: a\r\n\r\n")
    assert answer.status == 200
    assert answer.fields["methods"] == "REQMOD"
    assert answer.fields["allow"] == "204"
    assert answer.fields["preview"] == "4096"
    assert answer.fields["encapsulated"] == "null-body=0"
    assert len(answer.fields["istag"]) <= 34
    assert client.ask(first).fields["istag"] == answer.fields["istag"]


def test_requests_sent_ahead_are_answered_in_turn(client):
    pieces = [b"".join(reqmod(http, "Allow: 204")) for http in (CLEAN, message(SECRET), FETCH)]
    client.send(b"".join(pieces))
    assert [client.answer().status for _ in pieces] == [204, 200, 204]


REFUSED = {
    "another service": (b"".join(reqmod(FETCH, service="virus")), 404),
    "another method": (b"".join(reqmod(FETCH, method="RESPMOD")), 405),
    "an unknown method": (b"LOGMOD icap://a/reqmod ICAP/1.0\r\n\r\n", 501),
    "another version": (b"OPTIONS icap://a/reqmod ICAP/3.0\r\n\r\n", 505),
    "HTTP": (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "binary": (bytes(range(256)) * 300, 431),
    "a bad chunk": (b"".join(reqmod(CLEAN))[:-5] + b"zz\r\n", 400),
}


@pytest.mark.parametrize("case", REFUSED)
def test_broken_requests_end_the_connection_and_nothing_else(server, client, case):
    sent, status = REFUSED[case]
    answer = client.ask(sent)
    assert answer.status == status
    assert client.is_closed()
    with Client(server[0]) as other:
        assert exchange(other, CLEAN, "Allow: 204").status == 204


def test_a_client_that_goes_early_costs_nothing(server):
    for cut in (10, 150, -6):
        with Client(server[0]) as gone:
            gone.send(b"".join(reqmod(LARGE))[:cut])
    with Client(server[0]) as other:
        assert exchange(other, CLEAN, "Allow: 204").status == 204


def test_every_decision_is_in_the_journal_under_its_incident(server, client):
    stopped = exchange(client, message(SECRET), "X-Client-IP: 10.0.0.7", "X-Authenticated-User: a2ltQGV4YW1wbGU=")
    passed = exchange(client, CLEAN, "Allow: 204")
    quiet = exchange(client, FETCH, "Allow: 204")
    records = (server[1] / "journal/journal.jsonl").read_text("utf-8")
    assert stopped.fields["x-dlp-incident"] in records
    assert passed.fields["x-dlp-incident"] in records
    assert quiet.fields["x-dlp-incident"] not in records  # nothing of the user's own was in it
    assert "10.0.0.7" in records
    assert "kim@example" in records
    assert RRN not in records


def test_only_known_proxies_say_who_the_user_is(tmp_path):
    with serving(tmp_path, 'peers = ["10.0.0.0/8"]') as (address, _process), Client(address) as client:
        exchange(client, message(SECRET), "X-Client-IP: 10.0.0.7", "X-Authenticated-User: kim")
    assert "10.0.0.7" not in (tmp_path / "journal/journal.jsonl").read_text("utf-8")


def test_slow_and_late_clients(tmp_path):
    with (
        serving(tmp_path, "receive_seconds = 0.5\nidle_seconds = 0.5\nconnections = 2") as (address, _process),
        Client(address) as slow,
    ):
        slow.send(b"".join(reqmod(LARGE))[:500])
        assert slow.answer().status == 408
        assert slow.is_closed()
        with Client(address) as idle:
            assert idle.answer().status == 408
            assert idle.is_closed()


def test_more_connections_than_allowed_are_turned_away(tmp_path):
    with serving(tmp_path, "connections = 1") as (address, _process), Client(address) as first:
        assert exchange(first, CLEAN, "Allow: 204").status == 204
        with Client(address) as second:
            assert second.answer().status == 503
        assert exchange(first, CLEAN, "Allow: 204").status == 204


def test_a_verdict_that_does_not_come_in_time_holds(tmp_path):
    with serving(tmp_path, "scan_seconds = 0.001") as (address, _process), Client(address) as client:
        answer = exchange(client, LARGE, "Allow: 204")
        assert answer.head.startswith(b"HTTP/1.1 403 ")
        assert answer.fields["x-dlp-incident"] in (tmp_path / "journal/journal.jsonl").read_text("utf-8")


def test_a_body_that_is_too_large_is_refused(tmp_path):
    with serving(tmp_path, "body_bytes = 100000") as (address, _process), Client(address) as client:
        client.send(reqmod(LARGE)[0])
        assert client.answer().status == 413


def test_a_changed_configuration_holds_from_the_next_request_on(tmp_path):
    with serving(tmp_path) as (address, process), Client(address) as client:
        before = exchange(client, CLEAN, "Allow: 204")
        file = tmp_path / "dlp.toml"
        working = file.read_text("utf-8")
        for text, said in (("[icap]\nports = 1", "not changed"), (working.replace("slack", "notion"), "read again")):
            file.write_text(text, "utf-8")
            process.send_signal(signal.SIGHUP)
            assert said in process.stderr.readline()
        after = exchange(client, CLEAN, "Allow: 204")
    assert before.status == 204
    assert after.head.startswith(b"HTTP/1.1 403 ")
    assert after.fields["istag"] != before.fields["istag"]


def test_requests_under_way_are_answered_at_the_end(tmp_path):
    with serving(tmp_path) as (address, process), Client(address) as idle, Client(address) as busy:
        first, rest = reqmod(message(SECRET), preview=5)
        busy.send(first)
        assert busy.status() == 100
        process.send_signal(signal.SIGTERM)
        assert idle.is_closed()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address, timeout=2)
        assert busy.line() == ""
        busy.send(rest)
        assert busy.answer().head.startswith(b"HTTP/1.1 403 ")
        assert busy.is_closed()
        assert process.wait(20) == 0


def test_tls_with_certificates_on_both_sides(tmp_path):
    authority = certificate(tmp_path, "ca")
    for name in ("server", "proxy"):
        certificate(tmp_path, name, authority)
    lines = (f'{key} = "{tmp_path}/{file}"' for key, file in
             (("certificate", "server.pem"), ("key", "server.key"), ("client_ca", "ca.pem")))  # fmt: skip
    context = ssl.create_default_context(cafile=tmp_path / "ca.pem")
    stranger = ssl.create_default_context(cafile=tmp_path / "ca.pem")
    context.load_cert_chain(tmp_path / "proxy.pem", tmp_path / "proxy.key")
    with serving(tmp_path, "\n".join(lines)) as (address, _process):
        with Client(address, lambda sock: context.wrap_socket(sock, server_hostname="localhost")) as client:
            assert exchange(client, message(SECRET)).head.startswith(b"HTTP/1.1 403 ")
        with (
            Client(address, lambda sock: stranger.wrap_socket(sock, server_hostname="localhost")) as unknown,
            pytest.raises((ssl.SSLError, ConnectionError, AssertionError)),
        ):
            exchange(unknown, CLEAN)
