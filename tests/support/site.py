"""A real web site on loopback whose documents change, move, swell and dawdle."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Site(ThreadingHTTPServer):
    """Documents by path: status, headers, body. It remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.documents: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str], int]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class Answers(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        if self.path == "/drips":
            self.drip()
            return
        status, headers, body = self.server.documents[self.path]
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.server.asked.append((self.path, dict(self.headers), status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        with suppress(OSError):
            for letter in b"HTTP/1.0 200 OK\r\nX-Slow: " + b"a" * 60:
                self.wfile.write(bytes([letter]))
                time.sleep(0.05)

    def handle(self) -> None:
        with suppress(OSError):  # the other side hung up, which is what the tests of limits look for
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@contextmanager
def running() -> Iterator[Site]:
    with Site() as site:
        thread = Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()
