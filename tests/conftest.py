"""The ground that every test stands on: a data folder of its own, and no network beyond this machine.

The environment is set when this file is imported, before Django reads its settings.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from hypothesis import settings as hypothesis_settings

from tests.support.once import made_once

ROOT = Path(__file__).resolve().parent.parent
_DATA_DIR = Path(tempfile.mkdtemp(prefix="clearweights-tests-"))

for _name in [name for name in os.environ if name.startswith("CLEARWEIGHTS_")]:
    del os.environ[_name]
os.environ["CLEARWEIGHTS_MODE"] = "demo"
os.environ["CLEARWEIGHTS_DATA_DIR"] = str(_DATA_DIR)
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

# The tests start some hundred programs, each of which would compile all of ours anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Searching for counter-examples is for people who are there to look at one: CI repeats the same search every time.
hypothesis_settings.register_profile("steady", derandomize=True)
hypothesis_settings.register_profile("searching", print_blob=True)
hypothesis_settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """Set Django up here: pytest-django looks for settings before this file has named them.

    A test without a database has nothing of an organisation's own, so nobody asks one; see `own_entries`.
    """
    django.setup()
    if config.getoption("numprocesses", None):
        # Its workers inherit the environment. One that names the settings has them read before this file gives the
        # worker a folder: all would share this process's, and each test would empty the cache of its neighbours.
        del os.environ["DJANGO_SETTINGS_MODULE"]
    from catalog.ambient import register_overlay
    from catalog.knowledge.overlay import NO_OVERLAY

    register_overlay(lambda: NO_OVERLAY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with a long file that needs no database: one process has work while another makes the demo for all."""
    items.sort(key=lambda item: item.path.name != "test_any_catalogue.py")


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(_DATA_DIR, ignore_errors=True)


def _is_this_machine(address: Any) -> bool:
    """Whether a socket address stays here: a path, localhost or a loopback number."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def only_this_machine() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            original = getattr(socket.socket, name)

            def guarded(self: socket.socket, address: Any, *, _original: Any = original) -> Any:
                if not _is_this_machine(address):
                    raise OSError(f"A test tried to reach {address[0]}. Tests talk to this machine only.")
                return _original(self, address)

            patch.setattr(socket.socket, name, guarded)
        yield


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty database, migrated by the command for it. To be copied, not used."""

    def migrate(data: Path) -> None:
        environment = {**os.environ, "CLEARWEIGHTS_DATA_DIR": str(data)}
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)

    return made_once(tmp_path_factory, "migrated", migrate)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Django shall take the database that is there, and find nothing to migrate."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, migrated: Path) -> None:
    """Put the migrated database where Django looks for that of the tests."""
    from django.db import connection

    shutil.copy(migrated / "clearweights.sqlite3", connection.settings_dict["TEST"]["NAME"])


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Hash the passwords of test accounts cheaply: the strength of the hash is Django's own subject."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def full_rounds() -> Iterator[int]:
    """Protect the signing keys of tests with few rounds; the value is how many there are otherwise."""
    from wizard.signing import identity

    with pytest.MonkeyPatch.context() as patch:
        rounds = identity.ROUNDS
        patch.setattr(identity, "ROUNDS", 1000)
        yield rounds


@pytest.fixture(autouse=True, scope="session")
def flush_past_guards() -> Iterator[None]:
    """Let tests with real transactions empty the tables whose rows the database refuses to delete.

    Only the flush between two tests sets the triggers aside; within a test they always stand.
    """
    from django.db.backends.sqlite3.operations import DatabaseOperations

    original = DatabaseOperations.execute_sql_flush

    def flush(self: Any, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            original(self, sql_list)
            for _, sql in triggers:
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture(autouse=True)
def own_entries(request: pytest.FixtureRequest) -> Iterator[None]:
    """Read the organisation's own entries in tests that have a database."""
    from catalog.ambient import register_overlay
    from catalog.knowledge.overlay import NO_OVERLAY
    from wizard.queries.overlay import current_overlay

    databases = {"db", "transactional_db"} & set(request.fixturenames)
    has_database = databases or request.node.get_closest_marker("django_db")
    register_overlay(current_overlay if has_database else lambda: NO_OVERLAY)
    yield
    register_overlay(lambda: NO_OVERLAY)


@pytest.fixture(autouse=True)
def nobody_is_throttled() -> Iterator[None]:
    """Forget the sign-ins counted by an earlier test."""
    from django.core.cache import cache

    yield
    cache.clear()


@pytest.fixture
def data_dir(tmp_path: Path, settings: Any) -> Path:
    """A data folder of this test's own, for keys, evidence and reports."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium to drive."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.fail("No Chromium is installed. Run ./dev test, which installs it.")
