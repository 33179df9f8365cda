"""Real proxies and clients: Squid with ssl-bump in front of a `dlp icap` process, and a service for them to talk to."""

import http.server
import os
import shutil
import ssl
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.certificates import certificate
from tests.surfaces.icap.client import free_port, serving


def require(*programs):
    """Skip where a program is missing; .ci/run installs them, and a skip fails there."""
    for program in programs:
        if not shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin"):
            pytest.skip(f"{program} is not installed")


class Service:
    """A web service over TLS that remembers what arrived."""

    def __init__(self, folder):
        self.received = []
        received = self.received

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                if "chunked" in self.headers.get("Transfer-Encoding", ""):
                    body = b"".join(iter(self._chunk, b""))
                else:
                    body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                received.append((self.path, body))
                self.send_response(200)
                self.send_header("Content-Length", "3")
                self.end_headers()
                self.wfile.write(b"ok\n")

            do_PUT = do_GET = do_POST  # noqa: N815 - the library's names

            def _chunk(self):
                size = int(self.rfile.readline().split(b";")[0], 16)
                data = self.rfile.read(size)
                self.rfile.readline()
                return data

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "service.pem", folder / "service.key")
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@contextmanager
def public_folder():
    """A folder that a program under another user can read."""
    folder = Path(tempfile.mkdtemp(prefix="dlp-e2e-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def squid(folder, icap, port):
    """Squid that decrypts and asks the ICAP server about every request. Yields its address as a proxy."""
    (folder / "hosts").write_text("127.0.0.1 slack.com\n")
    proxy = f"127.0.0.1:{free_port()}"
    (folder / "squid.conf").write_text(configuration(folder=folder, proxy=proxy, icap=icap, port=port), "utf-8")
    generator = ["/usr/lib/squid/security_file_certgen", "-c", "-s", str(folder / "ssldb"), "-M", "4MB"]
    subprocess.run(generator, check=True, capture_output=True)
    for place in (folder, folder / "ssldb", *(folder / "ssldb").rglob("*")):
        if os.getuid() == 0:
            shutil.chown(place, "proxy", "proxy")
    with (folder / "squid.out").open("w") as out:
        process = subprocess.Popen(["/usr/sbin/squid", "-N", "-f", str(folder / "squid.conf")], stdout=out, stderr=out)
    try:
        _wait(proxy, process, folder)
        yield proxy
    finally:
        process.terminate()
        process.wait(30)


def _wait(proxy, process, folder):
    import socket

    host, _, port = proxy.partition(":")
    for _ in range(200):
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            assert process.poll() is None, (folder / "squid.out").read_text()
            time.sleep(0.1)
        else:
            return
    raise AssertionError("squid did not start")


@contextmanager
def bank(config=""):
    """All of it: a folder, the service, the address of the proxy, the ICAP server's process."""
    require("squid", "curl")
    with public_folder() as folder:
        authority = certificate(folder, "ca")
        certificate(folder, "service", authority, "slack.com")
        (folder / "both.pem").write_bytes((folder / "ca.key").read_bytes() + (folder / "ca.pem").read_bytes())
        service = Service(folder)
        try:
            with (
                serving(folder, config) as (address, process),
                squid(folder, ":".join(map(str, address)), service.port) as proxy,
            ):
                yield folder, service, proxy, process
        finally:
            service.close()


def curl(folder, proxy, service, *arguments, path="/api/chat.postMessage"):
    """HTTP status and body of what curl was told, through the proxy."""
    out = folder / "curl.out"
    command = ["curl", "-sS", "-m", "60", "-x", f"http://{proxy}", "--cacert", str(folder / "ca.pem"), "-o", str(out)]
    url = f"https://slack.com:{service.port}{path}"
    ran = subprocess.run(
        [*command, "-w", "%{http_code}", *arguments, url],
        capture_output=True, text=True,
        env={key: value for key, value in os.environ.items() if "proxy" not in key.lower()},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return int(ran.stdout), out.read_bytes()


SAMPLE = Path(__file__).parents[2] / "samples/proxy/squid.conf"
# What this test's bank has elsewhere than the sample's.
PLACES = {
    "127.0.0.1:3128": "{proxy}",
    "/etc/squid/dlp/ca.pem": "{folder}/both.pem",
    "/var/lib/squid/ssldb": "{folder}/ssldb",
    "port 443": "port {port}",
    "127.0.0.1:1344": "{icap}",
    "/var/log/squid/access.log": "{folder}/access.log",
}
OWN = """
tls_outgoing_options cafile={folder}/ca.pem
hosts_file {folder}/hosts
pid_filename none
cache_log {folder}/cache.log
coredump_dir none
shutdown_lifetime 1 seconds
"""


def configuration(**how):
    """The sample's Squid configuration with the places of this test."""
    text = SAMPLE.read_text("utf-8")
    for place, own in PLACES.items():
        assert place in text
        text = text.replace(place, own.format(**how))
    return text + OWN.format(**how)
