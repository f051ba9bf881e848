"""The worked example: one real decision, from the first answer to a report that verifies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from wizard.models import Answer
from wizard.phases import ITEMS


@dataclass(frozen=True)
class Example:
    """Where the worked example was written, and what the command says it wrote."""

    out: Path
    written: list[Path]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def example(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Example]:
    """The worked example, told once for the tests that read it, and taken back after the last of them."""
    folder = tmp_path_factory.mktemp("example")
    with django_db_blocker.unblock(), override_settings(DATA_DIR=folder / "data"), transaction.atomic():
        (folder / "data").mkdir()
        written = run("worked_example", "--out", str(folder / "out")).splitlines()
        yield Example(folder / "out", [Path(line) for line in written])
        transaction.set_rollback(True)


def test_the_worked_example_ends_in_a_report_that_verifies(example: Example) -> None:
    out, written = example.out, example.written
    assert all(path.is_file() for path in written)
    assert {path.suffix for path in written} == {".pdf", ".json", ".pem"}
    [report] = out.glob("*.pdf")
    assert "This report is genuine" in run("verify_report", str(report))
    assert "none changed, removed or moved" in run("verify_audit")
    assert "This report is genuine" in run("verify_report", str(report), "--trust", str(out / "authority.pem"))


def test_the_worked_example_is_the_situation_it_tells_of(example: Example) -> None:
    facts = json.loads((example.out / "facts.json").read_text())
    evaluation = json.loads((example.out / "evaluation.json").read_text())
    verdicts = {model["model"]: model["verdict"] for model in evaluation["models"]}
    assert facts["organisation"]["country"] == "DE"
    assert facts["outputs"]["distils"] is True
    assert verdicts == {"llama-4-maverick": "blocked", "qwen3-32b": "clear", "deepseek-r1": "clear"}
    assert [entry["model"] for entry in evaluation["avoid"]] == ["llama-4-maverick"]
    answered = set(Answer.objects.values_list("item", flat=True))
    assert set(ITEMS) == answered
