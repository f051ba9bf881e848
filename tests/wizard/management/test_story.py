"""The worked example and the demo: one real decision, from the first answer to a report that verifies."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from wizard.actions.people import DEMO_PASSWORD
from wizard.models import Answer, Assessment, User
from wizard.phases import ITEMS

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(data_dir: Path, settings: LazySettings) -> None:
    """A service in demo mode, which the test runner otherwise takes out of debugging."""
    settings.DEBUG = True


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_worked_example_ends_in_a_report_that_verifies(demo: None, tmp_path: Path) -> None:
    out = tmp_path / "example"
    written = [Path(line) for line in run("worked_example", "--out", str(out)).splitlines()]
    assert all(path.is_file() for path in written)
    assert {path.suffix for path in written} == {".pdf", ".json", ".pem"}
    [report] = out.glob("*.pdf")
    assert "This report is genuine" in run("verify_report", str(report))
    assert "none changed, removed or moved" in run("verify_audit")
    assert "This report is genuine" in run("verify_report", str(report), "--trust", str(out / "authority.pem"))


def test_the_worked_example_is_the_situation_it_tells_of(demo: None, tmp_path: Path) -> None:
    run("worked_example", "--out", str(tmp_path / "example"))
    facts = json.loads((tmp_path / "example" / "facts.json").read_text())
    evaluation = json.loads((tmp_path / "example" / "evaluation.json").read_text())
    verdicts = {model["model"]: model["verdict"] for model in evaluation["models"]}
    assert facts["organisation"]["country"] == "DE"
    assert facts["outputs"]["distils"] is True
    assert verdicts == {"llama-4-maverick": "blocked", "qwen3-32b": "clear", "deepseek-r1": "clear"}
    assert [entry["model"] for entry in evaluation["avoid"]] == ["llama-4-maverick"]
    answered = set(Answer.objects.values_list("item", flat=True))
    assert set(ITEMS) - answered == {"fine-tuning-data"}


def test_the_demo_is_made_once(demo: None) -> None:
    first, second = run("demo"), run("demo")
    assert first == second
    assert DEMO_PASSWORD in first
    assert Assessment.objects.get().state == "approved"
    assert User.objects.filter(is_demo=True).count() == 3


def test_neither_is_told_on_a_real_service(data_dir: Path, tmp_path: Path, settings: LazySettings) -> None:
    settings.DEBUG = False
    for command in (("demo",), ("worked_example", "--out", str(tmp_path))):
        with pytest.raises(CommandError, match="demo mode only"):
            run(*command)
    assert not User.objects.exists()


def test_a_folder_that_cannot_be_made_is_named(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CommandError, match="cannot be written"):
        run("worked_example", "--out", str(tmp_path / "file" / "below"))
