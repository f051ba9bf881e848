"""A real service in a process of its own, seeded by its own commands, and Debian's chromium to use it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.support.once import made_once
from tests.support.outside import Outside, outside

ROOT = Path(__file__).parents[2]
PASSWORD = "clearweights-demo"
ROOTS = "people.pem"
"""The file of the authority outside whose certificates reviewers may sign with."""

# What a page still has to do may wait behind other tests on a busy machine.
expect.set_options(timeout=15_000)


@dataclass(frozen=True)
class Service:
    """Where it listens, where it keeps its files, and the people outside with whose certificates reviewers may sign."""

    address: str
    data: Path
    people: Outside

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a management command on the data of this service."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=_environment(self.data),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def drafts(self, program: str) -> list[str]:
        """The references of the drafts that a program makes, which prints each on a line `draft REFERENCE`."""
        done = self.manage("shell", "--no-imports", "-c", program)
        assert done.returncode == 0, done.stderr
        return [line.split()[1] for line in done.stdout.splitlines() if line.startswith("draft ")]


def _environment(data: Path) -> dict[str, str]:
    roots = str(data / ROOTS)
    ours = {"MODE": "demo", "DATA_DIR": str(data), "REVIEWER_ROOTS": roots}
    return {**os.environ, **{f"CLEARWEIGHTS_{name}": value for name, value in ours.items()}}


def _free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    """Until the service answers; fails at once when it has died."""
    for _ in range(150):
        if server.poll() is not None:
            raise RuntimeError("The service ended before it answered.")
        try:
            with urllib.request.urlopen(f"{address}/licences/"):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The service did not answer within 30 seconds.")


@pytest.fixture(scope="session")
def people() -> Outside:
    """The people outside with whose certificates reviewers may sign."""
    return outside(at=datetime.now(UTC))


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory, migrated: Path, people: Outside) -> Path:
    """A data folder seeded like the demo: its people and its worked example. To be copied, not used."""

    def seed(data: Path) -> None:
        shutil.copytree(migrated, data, dirs_exist_ok=True)
        (data / ROOTS).write_bytes(people.root.pem)
        done = Service("", data, people).manage("demo")
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "seeded", seed)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, seeded: Path, people: Outside) -> Iterator[Service]:
    """Two sync workers on a data folder of their own, which begins as the demo."""
    data = tmp_path_factory.mktemp("service")
    shutil.copytree(seeded, data, dirs_exist_ok=True)
    (data / ROOTS).write_bytes(people.root.pem)
    service = Service(f"http://127.0.0.1:{_free_port()}", data, people)
    log = (data / "server.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", "2", "--bind", service.address[7:]],
        cwd=ROOT,
        env=_environment(data),
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait(service.address, server)
        yield service
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for the tests of a file; each takes fresh contexts.

    Not for the whole session: playwright keeps an event loop running, beside which pyHanko cannot start its own.
    """
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


Opener = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, service: Service) -> Iterator[Opener]:
    """Open a page in a fresh context. At the end no page may have logged an error to its console."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # A refused form answers 4xx on purpose; the browser and htmx write that down too.
        refused = (
            "the server responded with a status of 4",
            "Response Status Error Code 4",
            # what a network that a test has cut leaves behind
            "net::ERR_INTERNET_DISCONNECTED",
            "htmx:sendError, [object",
            "htmx:afterRequest, [object",
        )
        if message.type == "error" and not any(words in message.text for words in refused):
            complaints.append(message.text)

    def open_(*, scripts: bool = True, width: int = 1280, height: int = 900, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=service.address,
            java_script_enabled=scripts,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, email: str) -> None:
    """Sign in as one of the demo's people, by the form."""
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/assessments/**")


_SESSIONS: dict[str, str] = {}
"""The session of each person in this process, which has one service."""


def signed_in(page: Page, email: str) -> None:
    """Be signed in as one of the demo's people since an earlier test, which costs no page and no password.

    It may be too long ago for what asks for the password again; `sign_in` is for that.
    """
    if email in _SESSIONS:
        page.context.add_cookies([{"name": "sessionid", "value": _SESSIONS[email], "domain": "127.0.0.1", "path": "/"}])
        return
    sign_in(page, email)
    _SESSIONS[email] = next(one["value"] for one in page.context.cookies() if one["name"] == "sessionid")
