"""The repository itself: what must never stand in it, and where two files have to agree."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")


def python_files() -> list[Path]:
    """Every Python file of ours, read from the disk, since a machine that runs the tests need not have git."""
    rooms = ("catalog", "config", "tests", "wizard")
    return [ROOT / "manage.py", *(path for room in rooms for path in (ROOT / room).rglob("*.py"))]


def pins(name: str) -> set[str]:
    """The `package==version` entries of a lock."""
    return set(re.findall(r"^([A-Za-z0-9._\[\]-]+==\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_packages_and_hashes_but_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert text.count("==") > 20
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", text) if "==" in entry)


def test_developers_run_the_versions_that_are_served() -> None:
    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_no_python_file_is_longer_than_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files()
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert not long


def commands_of(script: str) -> set[str]:
    """The words that `./dev` accepts as its first argument, read from its own list."""
    return set(re.findall(r"^  \./dev (\w+)", script, re.MULTILINE))


def test_the_script_lists_exactly_the_commands_it_has() -> None:
    script = (ROOT / "dev").read_text(encoding="utf-8")
    branches = re.findall(r"^([a-z]+)\)$", script, re.MULTILINE)
    assert commands_of(script) == set(branches)


def test_the_script_is_plain_shell() -> None:
    assert subprocess.run([shutil.which("sh") or "sh", "-n", str(ROOT / "dev")], check=False).returncode == 0


def test_the_commands_named_in_the_documents_exist() -> None:
    known = commands_of((ROOT / "dev").read_text(encoding="utf-8"))
    management = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert set(re.findall(r"\./dev ([a-z]\w*)", text)) <= known
        own = set(re.findall(r"manage\.py ([a-z]\w*)", text)) - {"migrate", "collectstatic", "createsuperuser", "check"}
        assert own <= management


def test_the_changelog_opens_with_the_version_of_the_package() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    first = re.search(r"^## \[?v?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first is not None
    assert first.group(1) == version


def test_the_pictures_of_the_readme_exist() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text())
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)
