"""A bank's way out: curl through Squid with ssl-bump, which asks `dlp icap`; and the test client of c-icap."""

import gzip
import json
import signal
import subprocess
import time
from random import Random

import pytest

from tests import identifiers
from tests.e2e.proxies import bank, curl, require
from tests.formats import build
from tests.surfaces.icap.client import serving

pytestmark = pytest.mark.e2e

RRN = identifiers.rrn_of_nobody(Random(20260420))
SECRET = f"고객 주민등록번호는 {RRN} 입니다."
WORDS = b"plain words of no weight\n"


@pytest.fixture(scope="module")
def office():
    with bank() as parts:
        yield parts


def send(office, data, *arguments, **how):
    folder, service, proxy, _process = office
    (folder / "data").write_bytes(data)
    before = len(service.received)
    status, said = curl(folder, proxy, service, "--data-binary", f"@{folder / 'data'}", *arguments, **how)
    return status, said, service.received[before:]


def logged(log, words):
    """Whether Squid's log says so, which it writes a moment after it has answered."""
    for _ in range(100):
        if words in log.read_text():
            return True
        time.sleep(0.1)
    return False


CLEAN = {
    "nothing": b"",
    "message": json.dumps({"text": "점심 먹을까요"}).encode(),
    "60 KB": WORDS * 2400,
    "a megabyte": WORDS * 40_000,
    "a picture too plain for words": build.PLAIN["zip"][1],
}


@pytest.mark.parametrize("case", CLEAN)
@pytest.mark.parametrize("framing", [(), ("-H", "Transfer-Encoding: chunked")], ids=["length", "chunked"])
def test_clean_uploads_arrive_byte_by_byte(office, case, framing):
    status, _said, arrived = send(office, CLEAN[case], *framing)
    assert status == 200
    assert [body for _path, body in arrived] == [CLEAN[case]]


STOPPED = {
    "message": (json.dumps({"text": SECRET}).encode(), ("-H", "Content-Type: application/json")),
    "behind the preview": (WORDS * 2000 + SECRET.encode(), ()),
    "at the end of a megabyte": (WORDS * 40_000 + SECRET.encode(), ("-H", "Transfer-Encoding: chunked")),
    "gzip": (gzip.compress(SECRET.encode()), ("-H", "Content-Encoding: gzip")),
    "zip": (build.zipped({"a.txt": SECRET}), ("-H", "Content-Type: application/zip")),
}


@pytest.mark.parametrize("case", STOPPED)
def test_what_must_not_leave_does_not(office, case):
    data, arguments = STOPPED[case]
    status, said, arrived = send(office, data, *arguments)
    assert status == 403
    assert not arrived
    told = json.loads(said)
    assert told["incident"]
    assert told["reasons"]
    assert RRN.encode() not in said
    assert logged(office[0] / "access.log", f"incident={told['incident']}")


def test_a_file_in_a_form_and_a_page_for_the_browser(office):
    folder, service, proxy, _process = office
    (folder / "customers.zip").write_bytes(build.zipped({"a.txt": SECRET}))
    before = len(service.received)
    form = ("-F", f"file=@{folder / 'customers.zip'}", "-H", "Accept: text/html")
    status, said = curl(folder, proxy, service, *form, path="/files.upload")
    assert status == 403
    assert len(service.received) == before
    assert "막았습니다" in said.decode()


def test_many_requests_on_one_connection(office):
    folder, service, proxy, _process = office
    before = len(service.received)
    url = f"https://slack.com:{service.port}/[1-40]"
    ran = subprocess.run(
        ["curl", "-sS", "-x", f"http://{proxy}", "--cacert", folder / "ca.pem", "-d", "text=hello", url],
        capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert len(service.received) - before == 40


def test_without_the_server_nothing_leaves():
    with bank() as office:
        assert send(office, b"text=hello")[0] == 200
        process = office[3]
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        status, _said, arrived = send(office, b"text=hello")
        assert status == 500
        assert not arrived


@pytest.mark.parametrize(
    ("text", "answer"), [("plain words", "No modification needed"), (SECRET, "403 Forbidden")], ids=["clean", "secret"]
)
def test_c_icap_client(tmp_path, text, answer):
    require("c-icap-client")
    (tmp_path / "in").write_text(text * 400, "utf-8")
    with serving(tmp_path) as ((host, port), _process):
        ran = subprocess.run(
            ["c-icap-client", "-i", host, "-p", str(port), "-s", "reqmod", "-v", "-method", "POST",
             "-f", tmp_path / "in", "-o", tmp_path / "out", "-req", "http://slack.com/api/upload"],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    said = ran.stdout + ran.stderr
    assert ran.returncode == 0, said
    assert answer in said, said
