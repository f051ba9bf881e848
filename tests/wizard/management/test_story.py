"""The demo, and what the commands that tell the story refuse."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from wizard.actions.people import DEMO_PASSWORD
from wizard.models import Assessment, User

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_demo_is_made_once(data_dir: Path) -> None:
    first, second = run("demo"), run("demo")
    assert first == second
    assert DEMO_PASSWORD in first
    assert Assessment.objects.get().state == "approved"
    assert User.objects.filter(is_demo=True).count() == 3


def test_neither_is_told_on_a_real_service(data_dir: Path, tmp_path: Path, settings: LazySettings) -> None:
    settings.DEMO = False
    for command in (("demo",), ("worked_example", "--out", str(tmp_path))):
        with pytest.raises(CommandError, match="demo mode only"):
            run(*command)
    assert not User.objects.exists()


def test_a_folder_that_cannot_be_made_is_named(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CommandError, match="cannot be written"):
        run("worked_example", "--out", str(tmp_path / "file" / "below"))
