"""ICAP as clients speak it: whole transcripts, cut anywhere, and what must be refused."""

import contextlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlp.protocols.fields import ProtocolError
from dlp.protocols.icap import (
    CONTINUE,
    LAST_CHUNK,
    Connection,
    Data,
    EndOfMessage,
    EndOfPreview,
    Head,
    Limits,
    Request,
    chunk,
    response,
)

POST = b"POST http://slack.com/api/chat.postMessage HTTP/1.1\r\nHost: slack.com\r\nContent-Length: 11\r\n\r\n"
GET = b"GET http://slack.com/ HTTP/1.1\r\nHost: slack.com\r\n\r\n"
BODY = b"text=hello!"


def icap(method="REQMOD", encapsulated="", *fields, service="reqmod", version="ICAP/1.0"):
    lines = [f"{method} icap://127.0.0.1:1344/{service} {version}", "Host: 127.0.0.1:1344"]
    if encapsulated:
        lines.append(f"Encapsulated: {encapsulated}")
    return "\r\n".join([*lines, *fields, "", ""]).encode()


def reqmod(*fields, head=POST, body=True):
    return icap("REQMOD", f"req-hdr=0, {'req' if body else 'null'}-body={len(head)}", *fields) + head


OPTIONS = icap("OPTIONS")
POSTED = reqmod("Allow: 204") + chunk(BODY) + LAST_CHUNK
FETCHED = reqmod("Preview: 0", head=GET, body=False)
PREVIEWED = reqmod("Preview: 4", "Allow: 204") + chunk(BODY[:4]) + LAST_CHUNK
WHOLE_IN_PREVIEW = reqmod("Preview: 64") + chunk(BODY) + b"0; ieof\r\n\r\n"


def told(pieces, *, answer=True):
    """What a connection tells, each event in short; after a preview the rest is asked for."""
    connection, said = Connection(), []
    for piece in pieces:
        connection.feed(piece)
        while (event := connection.next_event()) is not None:
            match event:
                case Request():
                    said.append((event.method, event.service, event.preview, event.has_body))
                case Head():
                    said.append((event.part, event.data))
                case Data():
                    if said and isinstance(said[-1], bytes):
                        said[-1] += event.data
                    else:
                        said.append(event.data)
                case EndOfPreview():
                    said.append("preview")
                    assert connection.go_on() == CONTINUE
                case EndOfMessage():
                    said.append("end")
                    if answer:
                        connection.start_next()
    return said


HEADS = {"post": ("req-hdr", POST), "get": ("req-hdr", GET)}
TRANSCRIPTS = {
    "options": (OPTIONS, [("OPTIONS", "reqmod", None, False), "end"]),
    "no body": (FETCHED, [("REQMOD", "reqmod", None, False), HEADS["get"], "end"]),
    "body": (POSTED, [("REQMOD", "reqmod", None, True), HEADS["post"], BODY, "end"]),
    "preview and the rest": (
        PREVIEWED + chunk(BODY[4:]) + LAST_CHUNK,
        [("REQMOD", "reqmod", 4, True), HEADS["post"], BODY[:4], "preview", BODY[4:], "end"],
    ),
    "whole in the preview": (WHOLE_IN_PREVIEW, [("REQMOD", "reqmod", 64, True), HEADS["post"], BODY, "end"]),
    "preview of the head only": (
        reqmod("Preview: 0") + LAST_CHUNK + chunk(BODY) + LAST_CHUNK,
        [("REQMOD", "reqmod", 0, True), HEADS["post"], "preview", BODY, "end"],
    ),
    "chunk extensions and trailers": (
        reqmod() + b'B;name="a;b" ; x\r\n' + BODY + b"\r\n0;y=1\r\nX-Sum: 1\r\n\r\n",
        [("REQMOD", "reqmod", None, True), HEADS["post"], BODY, "end"],
    ),
    "many chunks": (
        reqmod() + b"".join(chunk(BODY[n : n + 1]) for n in range(len(BODY))) + LAST_CHUNK,
        [("REQMOD", "reqmod", None, True), HEADS["post"], BODY, "end"],
    ),
    "empty body": (reqmod() + LAST_CHUNK, [("REQMOD", "reqmod", None, True), HEADS["post"], "end"]),
    "answer of a server": (
        icap("RESPMOD", f"req-hdr=0, res-hdr={len(GET)}, res-body={len(GET) + 19}", service="respmod")
        + GET
        + b"HTTP/1.1 200 OK\r\n\r\n"
        + chunk(BODY)
        + LAST_CHUNK,
        [("RESPMOD", "respmod", None, True), HEADS["get"], ("res-hdr", b"HTTP/1.1 200 OK\r\n\r\n"), BODY, "end"],
    ),
    "sent ahead": (
        OPTIONS + POSTED + b"\r\n" + FETCHED,
        [
            ("OPTIONS", "reqmod", None, False), "end",
            ("REQMOD", "reqmod", None, True), HEADS["post"], BODY, "end",
            ("REQMOD", "reqmod", None, False), HEADS["get"], "end",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TRANSCRIPTS)
def test_transcripts(case):
    sent, expected = TRANSCRIPTS[case]
    assert told([sent]) == expected


@pytest.mark.parametrize("case", TRANSCRIPTS)
def test_a_byte_at_a_time(case):
    sent, expected = TRANSCRIPTS[case]
    assert told([sent[n : n + 1] for n in range(len(sent))]) == expected


@given(st.sampled_from(sorted(TRANSCRIPTS)), st.lists(st.integers(0, 400), max_size=6))
def test_cut_anywhere(case, cuts):
    sent, expected = TRANSCRIPTS[case]
    places = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
    assert told([sent[low:high] for low, high in pairwise(places)]) == expected


REFUSED = {
    "nonsense": (b"hello\r\n\r\n", 400),
    "HTTP": (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "another version": (icap(version="ICAP/2.0"), 505),
    "an unknown method": (icap("LOGMOD", "null-body=0"), 501),
    "no Encapsulated": (icap(), 400),
    "a body the method cannot carry": (icap("REQMOD", "res-body=0"), 400),
    "parts in the wrong order": (icap("RESPMOD", "res-hdr=0, req-hdr=10, res-body=20"), 400),
    "offsets that go back": (icap("RESPMOD", "req-hdr=0, res-hdr=90, res-body=10"), 400),
    "an offset that does not begin at 0": (icap("REQMOD", "req-hdr=5, req-body=90"), 400),
    "an offset that is no number": (icap("REQMOD", "req-hdr=0, req-body=+9"), 400),
    "two Encapsulated": (icap("REQMOD", "null-body=0", "Encapsulated: req-body=0"), 400),
    "two Previews": (icap("REQMOD", "null-body=0", "Preview: 1", "Preview: 2"), 400),
    "a negative preview": (icap("REQMOD", "req-body=0", "Preview: -1"), 400),
    "a huge encapsulated head": (icap("REQMOD", "req-hdr=0, null-body=999999"), 431),
    "a folded field": (icap("REQMOD", "null-body=0", "A: b\r\n c"), 400),
    "a blank before the colon": (icap("REQMOD", "null-body=0", "A : b"), 400),
    "a bare line feed": (icap("REQMOD", "null-body=0", "A: b\nC: d"), 400),
    "a bare carriage return": (icap("REQMOD", "null-body=0", "A: b\rC: d"), 400),
    "a NUL": (icap("REQMOD", "null-body=0", "A: \0"), 400),
    "too many fields": (icap("REQMOD", "null-body=0", *(f"A{n}: b" for n in range(300))), 431),
    "a head without end": (b"REQMOD icap://a/b ICAP/1.0\r\n" + b"A: b\r\n" * 20_000, 431),
    "no chunk size": (reqmod() + b"\r\n", 400),
    "a negative chunk": (reqmod() + b"-1\r\n", 400),
    "a chunk with 0x": (reqmod() + b"0x5\r\nhello\r\n", 400),
    "a chunk longer than said": (reqmod() + b"2\r\nhello\r\n0\r\n\r\n", 400),
    "a chunk's line without end": (reqmod() + b"1;" + b"a" * 5000, 400),
    "a huge chunk": (reqmod() + b"fffffffffffffff\r\n", 413),
    "a preview longer than announced": (reqmod("Preview: 4") + chunk(BODY) + LAST_CHUNK, 400),
    "endless trailers": (reqmod() + b"0\r\n" + b"a: b\r\n" * 1000, 431),
    "a line feed in a chunk's line": (reqmod() + b"5\nhello\r\n", 400),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case):
    sent, status = REFUSED[case]
    with pytest.raises(ProtocolError) as refused:
        told([sent])
    assert refused.value.status == status
    with pytest.raises(ProtocolError):
        told([sent[n : n + 1] for n in range(len(sent))])


@given(st.lists(st.binary(max_size=80), max_size=20))
def test_any_bytes_are_events_or_refused(pieces):
    with contextlib.suppress(ProtocolError):
        told(pieces)


def test_a_request_sent_ahead_waits_for_the_answer():
    connection = Connection()
    connection.feed(FETCHED + OPTIONS)
    events = [connection.next_event() for _ in range(4)]
    assert isinstance(events[2], EndOfMessage)
    assert events[3] is None
    assert connection.is_waiting
    connection.start_next()
    assert connection.next_event() == Request(
        "OPTIONS", "reqmod", events[0].fields.__class__((("host", "127.0.0.1:1344"),))
    )


def test_an_answer_after_the_preview_ends_the_request():
    connection = Connection()
    connection.feed(PREVIEWED + OPTIONS)
    while not isinstance(connection.next_event(), EndOfPreview):
        pass
    assert connection.next_event() is None
    connection.start_next()
    assert connection.next_event().method == "OPTIONS"


def test_answers_out_of_turn_are_a_bug():
    connection = Connection()
    for act in (connection.go_on, connection.start_next):
        with pytest.raises(RuntimeError):
            act()


def test_what_is_kept_is_bounded():
    connection = Connection(Limits(head=1000))
    connection.feed(reqmod())
    while connection.next_event():
        pass
    for _ in range(100):
        connection.feed(b"64\r\n" + b"x" * 100 + b"\r\n")
        while connection.next_event():
            pass
    assert len(connection._buffer) == 0


def test_what_allows_204_and_closing():
    connection = Connection()
    connection.feed(reqmod("Allow: 206, 204", "Connection: Close"))
    request = connection.next_event()
    assert request.allows_no_content
    assert request.closes


RESPONSES = {
    "no content": (response(204, [("ISTag", '"a"')]), b'ICAP/1.0 204 No Modifications\r\nISTag: "a"\r\n\r\n'),
    "not found": (
        response(404, []),
        b"ICAP/1.0 404 ICAP Service not found\r\nEncapsulated: null-body=0\r\n\r\n",
    ),
    "a block": (
        response(200, [], [Head("res-hdr", b"HTTP/1.1 403 Forbidden\r\n\r\n")], body="res-body"),
        b"ICAP/1.0 200 OK\r\nEncapsulated: res-hdr=0, res-body=26\r\n\r\nHTTP/1.1 403 Forbidden\r\n\r\n",
    ),
    "a value with a line break": (
        response(204, [("X-DLP-Incident", "a\r\nb")]),
        b"ICAP/1.0 204 No Modifications\r\nX-DLP-Incident: a b\r\n\r\n",
    ),
}


@pytest.mark.parametrize("case", RESPONSES)
def test_responses(case):
    written, expected = RESPONSES[case]
    assert written == expected


def test_no_data_is_no_chunk():
    assert chunk(b"") == b""
    assert chunk(b"0123456789abcdef") == b"10\r\n0123456789abcdef\r\n"
