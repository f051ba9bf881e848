"""A receiver of webhook calls on this machine, real and obstinate: it answers what a test wants and keeps each call."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Heard:
    """Where it listens, what it answers next (200 when nothing is left), and each call: headers and body."""

    port: int
    answers: list[int] = field(default_factory=list)
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    meanwhile: Callable[[], None] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?for=tests"


@contextmanager
def receiver() -> Iterator[Heard]:
    """Listen on a free port until the block ends."""

    class Call(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if heard.meanwhile:
                heard.meanwhile()
                return
            self.send_response(heard.answers.pop(0) if heard.answers else 200)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Call) as server:
        heard = Heard(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield heard
        finally:
            server.shutdown()
            thread.join()


def crash() -> None:
    """End what the main thread is doing now, as a killed process ends: no handler for faults gets to see it."""
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
