"""The settings as a whole: what production demands, what the demo allows, what the browser is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = {
    "CLEARWEIGHTS_SECRET_KEY": "wXf0cQ8vZ3mN6sJ1yTq9uKpE4rB7hLdGa2oVn5iCxUeRtYwS",
    "CLEARWEIGHTS_HOSTS": "clearweights.example.com",
    "CLEARWEIGHTS_KEY_PASSPHRASE": "four words and some more",
    "CLEARWEIGHTS_ORGANISATION": "Example Organisation",
}


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """A complete production environment."""
    return {
        **REQUIRED,
        "CLEARWEIGHTS_SECRET_KEY": REQUIRED["CLEARWEIGHTS_SECRET_KEY"] + "Zk",
        "CLEARWEIGHTS_DATA_DIR": str(tmp_path),
    }


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in an environment that holds only these variables of ours.

    The mode is named, since a checkout that was set up for trying out is otherwise taken for one.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLEARWEIGHTS_")}
    return subprocess.run(
        [sys.executable, "-W", "error", str(ROOT / "manage.py"), *arguments],
        env={**environment, "CLEARWEIGHTS_MODE": "production", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_production_without_variables_lists_all_of_them_without_a_traceback() -> None:
    result = manage("check")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    for name in [*REQUIRED, "CLEARWEIGHTS_DATA_DIR"]:
        assert f"{name} is not set. Accepted: " in result.stderr


def test_production_passes_the_deployment_checks(production: dict[str, str]) -> None:
    result = manage("check", "--deploy", "--fail-level", "WARNING", **production)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize("name", [*REQUIRED, "CLEARWEIGHTS_DATA_DIR"])
def test_each_variable_is_required_by_itself(name: str, production: dict[str, str]) -> None:
    del production[name]
    result = manage("check", **production)
    assert result.returncode == 1
    assert result.stderr.count("Accepted: ") == 1
    assert f"{name} is not set" in result.stderr


def test_short_secrets_are_refused(production: dict[str, str]) -> None:
    production["CLEARWEIGHTS_SECRET_KEY"] = "x" * 49
    production["CLEARWEIGHTS_KEY_PASSPHRASE"] = "x" * 19
    result = manage("check", **production)
    assert "CLEARWEIGHTS_SECRET_KEY has 49 characters" in result.stderr
    assert "CLEARWEIGHTS_KEY_PASSPHRASE has 19 characters" in result.stderr


def test_a_secret_of_few_different_characters_is_refused(production: dict[str, str]) -> None:
    production["CLEARWEIGHTS_SECRET_KEY"] = "abcd" * 20
    result = manage("check", **production)
    assert "CLEARWEIGHTS_SECRET_KEY has only 4 different characters" in result.stderr


@pytest.mark.parametrize("command", [["verify_audit"], ["demo"], ["verify_report", str(ROOT / "manage.py")]])
def test_a_database_without_tables_is_told_in_one_sentence(command: list[str], tmp_path: Path) -> None:
    result = manage(*command, CLEARWEIGHTS_MODE="demo", CLEARWEIGHTS_DATA_DIR=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr == "The database has no tables yet: run manage.py migrate.\n"


def test_an_unknown_mode_is_refused(production: dict[str, str]) -> None:
    result = manage("check", CLEARWEIGHTS_MODE="debug", **production)
    assert 'CLEARWEIGHTS_MODE is "debug". Accepted: production or demo.' in result.stderr


def test_the_demo_refuses_foreign_hosts(tmp_path: Path) -> None:
    result = manage(
        "check",
        CLEARWEIGHTS_MODE="demo",
        CLEARWEIGHTS_DATA_DIR=str(tmp_path),
        CLEARWEIGHTS_HOSTS="localhost,clearweights.example.com",
    )
    assert result.returncode == 1
    assert 'CLEARWEIGHTS_HOSTS contains "clearweights.example.com"' in result.stderr


def test_production_is_never_in_debug_and_serves_by_https_only(production: dict[str, str]) -> None:
    names = ["DEBUG", "DEMO", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    show = f"from django.conf import settings; print([getattr(settings, name) for name in {names}])"
    result = manage("shell", "--no-imports", "-c", show, **production)
    assert result.stdout.strip() == "[False, False, True, True, True]"


def test_forwarded_addresses_are_believed_only_behind_a_named_proxy(production: dict[str, str]) -> None:
    show = "from django.conf import settings as s; print(s.SECURE_PROXY_SSL_HEADER)"
    assert manage("shell", "--no-imports", "-c", show, **production).stdout.strip() == "None"
    behind = manage("shell", "--no-imports", "-c", show, CLEARWEIGHTS_BEHIND_PROXY="yes", **production)
    assert behind.stdout.strip() == "('HTTP_X_FORWARDED_PROTO', 'https')"


@pytest.mark.django_db
def test_the_database_queues_writers_and_survives_a_power_cut() -> None:
    read = {}
    with connection.cursor() as cursor:
        for name in ("journal_mode", "synchronous", "foreign_keys"):
            cursor.execute(f"PRAGMA {name}")
            read[name] = cursor.fetchone()[0]
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_processes_share_the_cache_that_counts_sign_ins() -> None:
    cache.set("counted", 3)
    show = "from django.core.cache import cache; print(cache.get('counted'))"
    result = manage(
        "shell", "--no-imports", "-c", show, CLEARWEIGHTS_MODE="demo", CLEARWEIGHTS_DATA_DIR=str(settings.DATA_DIR)
    )
    assert result.stdout.strip() == "3", (cache.get("counted"), [*(settings.DATA_DIR / "cache").iterdir()])


@pytest.mark.django_db
def test_every_answer_tells_the_browser_to_run_only_our_own_files(client: Client) -> None:
    answer = client.get("/accounts/login/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_nobody_can_sign_up(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404


@pytest.mark.django_db
def test_guessing_a_password_is_slowed_down(client: Client) -> None:
    guess = {"login": "nobody@example.com", "password": "wrong wrong wrong"}
    pages = [client.post("/accounts/login/", guess).content.decode() for _ in range(7)]
    assert ["Too many failed login attempts" in page for page in pages] == [False] * 5 + [True] * 2


@pytest.mark.django_db
def test_a_request_that_says_it_is_huge_is_answered_before_it_is_read(client: Client) -> None:
    answer = client.generic("POST", "/accounts/login/", b"", CONTENT_LENGTH=str(settings.REQUEST_MAX_SIZE + 1))
    assert answer.status_code == 413


@pytest.mark.django_db
def test_a_form_without_files_has_a_narrower_bound_and_no_traceback(client: Client) -> None:
    size = str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    form = "application/x-www-form-urlencoded"
    answer = client.generic("POST", "/accounts/login/", b"x", content_type=form, CONTENT_LENGTH=size)
    assert answer.status_code == 413
    assert "That was too large to take" in answer.content.decode()


def _copied(tmp_path: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command beside a copy of manage.py, in an environment without any variable of ours but the data folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLEARWEIGHTS_")}
    shutil.copy(ROOT / "manage.py", tmp_path)
    return subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT), "CLEARWEIGHTS_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_checkout_that_was_set_up_for_trying_out_needs_no_environment(tmp_path: Path) -> None:
    assert _copied(tmp_path, ["manage.py", "check"]).returncode == 1
    (tmp_path / ".data").mkdir()
    (tmp_path / ".data" / "trying-out").touch()
    assert _copied(tmp_path, ["manage.py", "check"]).returncode == 0


def test_a_server_never_takes_a_checkout_for_one_that_is_tried_out(tmp_path: Path) -> None:
    (tmp_path / ".data").mkdir()
    (tmp_path / ".data" / "trying-out").touch()
    started = _copied(tmp_path, ["-c", "import config.wsgi"])
    assert started.returncode == 1
    assert "CLEARWEIGHTS_SECRET_KEY is not set" in started.stderr


def test_an_address_that_does_not_exist_is_a_page_of_ours_in_the_demo_too(client: Client) -> None:
    answer = client.get("/no-such-address/")
    assert answer.status_code == 404
    assert "URLconf" not in answer.content.decode()
    assert not settings.DEBUG
