"""Typed readers of the environment.

A reader never stops at the first mistake: it notes the problem and goes on, so that the administrator sees
every missing or wrong variable in one text (`Environment.refuse_if_wrong`).
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

DEMO = "demo"
PRODUCTION = "production"
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")

_HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]")
_URL = re.compile(r"https?://[^\s/@]+(/\S*)?")
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----")
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+|[^<>]+ <[^@\s<>]+@[^@\s<>]+>")

_MODULE = "CLEARWEIGHTS_PKCS11"
_ABOUT_MODULE = ("MODULE", "TOKEN", "SERIAL", "KEY", "PIN", "PIN_FILE")


class WrongEnvironment(Exception):
    """The service cannot start; the message lists every variable that has to change."""


@dataclass(frozen=True)
class Mail:
    """Where e-mail goes; `host` is empty when no mail server is configured."""

    host: str
    port: int
    user: str
    password: str
    sender: str


@dataclass(frozen=True)
class TimeAuthority:
    """Who confirms the time of signatures: the address to ask, and the certificates (PEM) that its answers lead to.

    Empty where none is configured. Roots without an address still verify what was stamped before.
    """

    url: str
    roots: tuple[bytes, ...]


@dataclass(frozen=True)
class SecurityModule:
    """Where the key that certifies reports stays: the library that speaks PKCS#11, the token by its label or serial
    number or both, the label of the key, and the PIN, given or in a file that is read when it is needed.
    """

    library: str
    token: str
    serial: str
    key: str
    pin: str = field(repr=False)
    pin_file: str


@dataclass
class Environment:
    """Reads variables called `CLEARWEIGHTS_...` and collects what is wrong with them."""

    variables: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def text(self, name: str, accepts: str, *, default: str | None = None, minimum: int = 1, different: int = 1) -> str:
        """A text of at least `minimum` characters, `different` of them distinct; `accepts` says what to enter."""
        value = self.variables.get(name, "").strip()
        if not value and default is not None:
            return default
        if not value:
            return self._refuse(name, "is not set", accepts, "")
        if len(value) < minimum:
            return self._refuse(name, f"has {len(value)} characters", accepts, "")
        if len(set(value)) < different:
            return self._refuse(name, f"has only {len(set(value))} different characters", accepts, "")
        return value

    def choice(self, name: str, choices: tuple[str, ...], *, default: str) -> str:
        """One of a closed list of words."""
        value = self.variables.get(name, "").strip() or default
        if value not in choices:
            return self._refuse(name, f'is "{value}"', " or ".join(choices), default)
        return value

    def flag(self, name: str) -> bool:
        """yes or no; no when unset."""
        return self.choice(name, ("yes", "no"), default="no") == "yes"

    def number(self, name: str, *, default: int, lowest: int, highest: int) -> int:
        """A whole number between two bounds, both included."""
        value = self.variables.get(name, "").strip() or str(default)
        if not value.isascii() or not value.isdecimal() or not lowest <= int(value) <= highest:
            self._refuse(name, f'is "{value}"', f"a whole number from {lowest} to {highest}", "")
            return default
        return int(value)

    def hosts(self, name: str, *, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Host names separated by commas, without scheme, port or path; never the wildcard."""
        accepts = "the host names people type, separated by commas, such as clearweights.example.com"
        written = self.text(name, accepts, default="" if default is not None else None)
        hosts = tuple(part for part in (piece.strip() for piece in written.split(",")) if part)
        if written and not hosts and default is None:
            self._refuse(name, "names no host", accepts, "")
        if not hosts:
            return default or ()
        wrong = [host for host in hosts if not _HOST.fullmatch(host)]
        if wrong:
            self._refuse(name, f'contains "{wrong[0]}"', accepts, "")
        return hosts

    def folder(self, name: str, *, default: Path | None = None) -> Path:
        """An absolute path to a writable folder. The default is created, a named folder has to exist."""
        accepts = "the absolute path of an existing folder that the service may write to"
        written = self.text(name, accepts, default="" if default is not None else None)
        if not written:
            if default is not None:
                default.mkdir(mode=0o700, parents=True, exist_ok=True)
            return default or Path()
        path = Path(written)
        if not path.is_absolute():
            self._refuse(name, f'is "{written}", which is not absolute', accepts, "")
        elif not path.is_dir():
            self._refuse(name, f'is "{written}", which is not a folder', accepts, "")
        elif not os.access(path, os.W_OK | os.X_OK):
            self._refuse(name, f'is "{written}", which the service may not write to', accepts, "")
        return path

    def mail(self) -> Mail:
        """The mail server; every variable about it is optional until a host is named."""
        host = self.text("CLEARWEIGHTS_EMAIL_HOST", "the name of a mail server", default="")
        accepts = "the address mail comes from, such as Clearweights <clearweights@example.com>"
        sender = self.text("CLEARWEIGHTS_EMAIL_FROM", accepts, default=None if host else "clearweights@localhost")
        if sender and not _ADDRESS.fullmatch(sender):
            self._refuse("CLEARWEIGHTS_EMAIL_FROM", f'is "{sender}"', accepts, "")
        return Mail(
            host=host,
            port=self.number("CLEARWEIGHTS_EMAIL_PORT", default=587, lowest=1, highest=65535),
            user=self.text("CLEARWEIGHTS_EMAIL_USER", "a user name", default=""),
            password=self.text("CLEARWEIGHTS_EMAIL_PASSWORD", "a password", default=""),
            sender=sender,
        )

    def certificates(self, name: str, accepts: str, *, needed: bool = False) -> tuple[bytes, ...]:
        """The certificates (PEM) in the file at a path; empty where none is named, unless one is `needed`."""
        path = self.text(name, accepts, default=None if needed else "")
        if not path:
            return ()
        try:
            found = tuple(_CERTIFICATE.findall(Path(path).read_bytes()))
        except OSError as problem:
            self._refuse(name, f'is "{path}", which cannot be read ({problem.strerror})', accepts, "")
            return ()
        if not found:
            self._refuse(name, f'is "{path}", which holds no certificate', accepts, "")
        return found

    def time_authority(self) -> TimeAuthority:
        """The time-stamp authority; its address means nothing without the roots to trust."""
        name, roots = "CLEARWEIGHTS_TIMESTAMP_URL", "CLEARWEIGHTS_TIMESTAMP_ROOTS"
        accepts = "the address of an RFC 3161 time-stamp authority, such as https://time.example.com/tsa"
        url = self.text(name, accepts, default="")
        if url and not _URL.fullmatch(url):
            url = self._refuse(name, f'is "{url}"', accepts, "")
        accepts = "the path of a file with the certificates (PEM) of the time-stamp authority's roots"
        return TimeAuthority(url, self.certificates(roots, accepts, needed=bool(url)))

    def security_module(self) -> SecurityModule | None:
        """The security module; None where nothing names one, so that a forgotten variable never means a key on disk.

        Whether it answers is seen when it is needed: a token that is out stops no reader.
        """
        if not any(self.variables.get(f"{_MODULE}_{each}", "").strip() for each in _ABOUT_MODULE):
            return None
        found = SecurityModule(
            library=self._path(f"{_MODULE}_MODULE", "the absolute path of the module's library, a .so file"),
            token=self.text(f"{_MODULE}_TOKEN", "the label of the token", default=""),
            serial=self.text(f"{_MODULE}_SERIAL", "the serial number of the token", default=""),
            key=self.text(f"{_MODULE}_KEY", "the label of the key", default="clearweights"),
            pin=self.text(f"{_MODULE}_PIN", "the PIN of the token's user", default=""),
            pin_file=self._path(f"{_MODULE}_PIN_FILE", "the absolute path of a file with the PIN", default=""),
        )
        if not (found.token or found.serial):
            accepts = f"the label of the token; or set {_MODULE}_SERIAL to its serial number"
            self._refuse(f"{_MODULE}_TOKEN", "is not set", accepts, "")
        if bool(found.pin) == bool(found.pin_file):
            problem = "is set, and so is the file" if found.pin else "is not set"
            accepts = f"the PIN of the token's user; or set {_MODULE}_PIN_FILE instead, to the path of a file with it"
            self._refuse(f"{_MODULE}_PIN", problem, accepts, "")
        return found

    def _path(self, name: str, accepts: str, *, default: str | None = None) -> str:
        written = self.text(name, accepts, default=default)
        if written and not Path(written).is_absolute():
            return self._refuse(name, f'is "{written}", which is not absolute', accepts, "")
        return written

    def refuse_foreign_hosts(self, name: str, hosts: tuple[str, ...]) -> None:
        """The demo has known passwords, so it answers to this machine's own names only."""
        foreign = [host for host in hosts if host not in LOOPBACK_HOSTS]
        if foreign:
            accepts = f"{', '.join(LOOPBACK_HOSTS)} in demo mode; set CLEARWEIGHTS_MODE=production to serve other names"
            self._refuse(name, f'contains "{foreign[0]}"', accepts, "")

    def refuse_if_wrong(self) -> None:
        """Stop the start when anything was wrong.

        Raises:
            WrongEnvironment: with one line for each variable.
        """
        if self.problems:
            lines = "\n".join(f"  {problem}" for problem in self.problems)
            raise WrongEnvironment(
                f"Clearweights cannot start. Set these environment variables and start again:\n{lines}\n"
                "To try it on this machine without any of them: CLEARWEIGHTS_MODE=demo, or ./dev run."
            )

    def _refuse(self, name: str, problem: str, accepts: str, fallback: str) -> str:
        self.problems.append(f"{name} {problem}. Accepted: {accepts}.")
        return fallback


def kept_secret(path: Path) -> str:
    """A random secret of 64 characters that is made once, kept at `path` and readable by its owner only."""
    with suppress(FileNotFoundError):
        return path.read_text(encoding="ascii")
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        # A link fails when the name is taken, so two processes that start together end with the same secret.
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()
    return path.read_text(encoding="ascii")
