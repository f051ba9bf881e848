"""A mail server on this machine, small and real: it speaks enough SMTP to take a message and keeps what it was sent."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Taken:
    """Where the server listens, and what it took: for whom, and the message as it was sent."""

    port: int
    letters: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def mail_server(*, refuses: bool = False, hangs_up: Callable[[], None] | None = None) -> Iterator[Taken]:
    """Listen on a free port until the block ends; one that refuses takes no recipient.

    One that hangs up takes a message, does what it is given, and ends the connection without a word.
    """

    class Session(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            recipient = ""
            self.say("220 ready")
            while line := self.rfile.readline().decode().strip():
                word = line[:4].upper()
                if word == "RCPT":
                    recipient = line.partition("<")[2].partition(">")[0]
                    self.say("550 nobody here" if refuses else "250 yes")
                elif word == "DATA":
                    self.say("354 go on")
                    taken.letters.append((recipient, self.letter()))
                    if hangs_up:
                        hangs_up()
                        return
                    self.say("250 taken")
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 yes")

        def letter(self) -> str:
            lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
            return "\n".join(line.removeprefix(".") for line in lines)

    with socketserver.TCPServer(("127.0.0.1", 0), Session) as server:
        taken = Taken(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield taken
        finally:
            server.shutdown()
            thread.join()
