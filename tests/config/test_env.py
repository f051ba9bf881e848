"""The typed readers: each refusal names its variable and says what is accepted."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.env import LOOPBACK_HOSTS, Environment, WrongEnvironment, kept_secret

NAME = "CLEARWEIGHTS_THING"

REFUSED: list[tuple[str, dict[str, str], Callable[[Environment], object], str]] = [
    ("text unset", {}, lambda env: env.text(NAME, "a name"), "is not set. Accepted: a name."),
    ("text of blanks", {NAME: "  "}, lambda env: env.text(NAME, "a name"), "is not set. Accepted: a name."),
    (
        "text short",
        {NAME: "abc"},
        lambda env: env.text(NAME, "a name", minimum=4),
        "has 3 characters. Accepted: a name.",
    ),
    (
        "text of few characters",
        {NAME: "abababab"},
        lambda env: env.text(NAME, "a name", minimum=4, different=3),
        "has only 2 different characters. Accepted: a name.",
    ),
    ("choice", {NAME: "maybe"}, lambda env: env.choice(NAME, ("a", "b"), default="a"), 'is "maybe". Accepted: a or b.'),
    ("flag", {NAME: "true"}, lambda env: env.flag(NAME), 'is "true". Accepted: yes or no.'),
    ("number", {NAME: "many"}, lambda env: env.number(NAME, default=2, lowest=1, highest=9), "from 1 to 9."),
    ("number low", {NAME: "0"}, lambda env: env.number(NAME, default=2, lowest=1, highest=9), "from 1 to 9."),
    ("number high", {NAME: "10"}, lambda env: env.number(NAME, default=2, lowest=1, highest=9), "from 1 to 9."),
    ("number in other digits", {NAME: "²"}, lambda env: env.number(NAME, default=2, lowest=1, highest=9), 'is "²"'),
    ("hosts unset", {}, lambda env: env.hosts(NAME), "is not set. Accepted: the host names people type"),
    ("hosts of commas", {NAME: " , ,"}, lambda env: env.hosts(NAME), "names no host. Accepted: the host names people"),
    ("host wildcard", {NAME: "*"}, lambda env: env.hosts(NAME), 'contains "*"'),
    ("host with scheme", {NAME: "https://a.example"}, lambda env: env.hosts(NAME), 'contains "https://a.example"'),
    ("host with port", {NAME: "a.example:80"}, lambda env: env.hosts(NAME), 'contains "a.example:80"'),
    ("folder unset", {}, lambda env: env.folder(NAME), "is not set. Accepted: the absolute path"),
    ("folder relative", {NAME: "data"}, lambda env: env.folder(NAME), 'is "data", which is not absolute'),
    ("folder missing", {NAME: "/no/such"}, lambda env: env.folder(NAME), 'is "/no/such", which is not a folder'),
]


@pytest.mark.parametrize(
    ("variables", "read", "problem"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_refusal_names_the_variable_and_what_is_accepted(
    variables: dict[str, str], read: Callable[[Environment], object], problem: str
) -> None:
    env = Environment(variables)
    read(env)
    assert len(env.problems) == 1
    assert env.problems[0].startswith(f"{NAME} ")
    assert problem in env.problems[0]
    with pytest.raises(WrongEnvironment, match=NAME):
        env.refuse_if_wrong()


def test_good_values_are_read_without_their_blanks(tmp_path: Path) -> None:
    env = Environment({"A": " a name ", "B": "yes", "C": "465", "D": "a.example, [::1],", "E": str(tmp_path)})
    assert env.text("A", "a name") == "a name"
    assert env.flag("B")
    assert env.number("C", default=1, lowest=1, highest=65535) == 465
    assert env.hosts("D") == ("a.example", "[::1]")
    assert env.folder("E") == tmp_path
    env.refuse_if_wrong()


def test_defaults_stand_for_what_is_unset(tmp_path: Path) -> None:
    env = Environment({})
    assert env.hosts("D", default=LOOPBACK_HOSTS) == LOOPBACK_HOSTS
    assert env.folder("E", default=tmp_path / "new") == tmp_path / "new"
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert env.mail().host == ""
    env.refuse_if_wrong()


def test_every_problem_is_told_at_once() -> None:
    env = Environment({"B": "perhaps"})
    env.text("A", "a name")
    env.flag("B")
    with pytest.raises(WrongEnvironment) as refusal:
        env.refuse_if_wrong()
    assert "A is not set" in str(refusal.value)
    assert 'B is "perhaps"' in str(refusal.value)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever runs the tests may be root, who may write anywhere: so the system's answer is given here.
    monkeypatch.setattr(os, "access", lambda *_: False)
    env = Environment({NAME: str(tmp_path)})
    env.folder(NAME)
    assert "which the service may not write to" in env.problems[0]


def test_a_mail_server_needs_a_sender() -> None:
    env = Environment({"CLEARWEIGHTS_EMAIL_HOST": "mail.example.com"})
    env.mail()
    assert env.problems[0].startswith("CLEARWEIGHTS_EMAIL_FROM is not set")


@pytest.mark.parametrize("sender", ["Clearweights", "a@b c", "<a@b.example>"])
def test_a_sender_has_to_be_an_address(sender: str) -> None:
    env = Environment({"CLEARWEIGHTS_EMAIL_FROM": sender})
    env.mail()
    assert env.problems[0].startswith("CLEARWEIGHTS_EMAIL_FROM is")


def test_an_authority_of_time_needs_the_roots_to_trust(tmp_path: Path) -> None:
    url, roots = "CLEARWEIGHTS_TIMESTAMP_URL", "CLEARWEIGHTS_TIMESTAMP_ROOTS"
    file = tmp_path / "roots.pem"
    file.write_text("nothing")
    for variables, problem in (
        ({url: "https://time.example.com/tsa"}, f"{roots} is not set. Accepted: the path of a file"),
        ({url: "time.example.com", roots: str(file)}, f'{url} is "time.example.com". Accepted: the address of'),
        ({roots: str(file)}, f'{roots} is "{file}", which holds no certificate.'),
        ({roots: str(tmp_path / "none")}, "which cannot be read (No such file or directory)"),
    ):
        env = Environment(variables)
        env.time_authority()
        assert problem in env.problems[0]
    env, one = Environment({url: "http://127.0.0.1:1/", roots: str(file)}), "-----BEGIN CERTIFICATE-----\nMA==\n"
    file.write_text(2 * (one + "-----END CERTIFICATE-----\n"))
    assert len(env.time_authority().roots) == 2
    assert (env.problems, Environment({}).time_authority().roots) == ([], ())
    env = Environment({NAME: str(file)})
    assert (len(env.certificates(NAME, "a path")), env.problems) == (2, [])


def test_a_security_module_is_named_whole_or_not_at_all() -> None:
    module, token, pin, file = (f"CLEARWEIGHTS_PKCS11_{each}" for each in ("MODULE", "TOKEN", "PIN", "PIN_FILE"))
    whole = {module: "/usr/lib/libp11.so", token: "Report token", pin: "4711-8150"}
    for variables, problem in (
        ({pin: "4711-8150"}, f"{module} is not set. Accepted: the absolute path"),
        ({**whole, module: "libp11.so"}, f'{module} is "libp11.so", which is not absolute'),
        ({**whole, token: ""}, f"{token} is not set. Accepted: the label of the token; or set"),
        ({**whole, pin: ""}, f"{pin} is not set. Accepted: the PIN of the token's user; or set {file}"),
        ({**whole, file: "/run/pin"}, f"{pin} is set, and so is the file."),
    ):
        env = Environment(variables)
        env.security_module()
        assert problem in env.problems[0]
        assert "4711-8150" not in str(env.problems)
    assert Environment({}).security_module() is None
    env = Environment(whole)
    found = env.security_module()
    assert found
    assert (found.key, found.pin, env.problems, "4711" in repr(found)) == ("clearweights", "4711-8150", [], False)


def test_a_kept_secret_is_long_private_and_always_the_same(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    with ThreadPoolExecutor(8) as threads:
        secrets = set(threads.map(lambda _: kept_secret(path), range(32)))
    assert len(secrets) == 1
    assert len(secrets.pop()) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret"]
