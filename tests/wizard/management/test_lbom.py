"""`manage.py lbom check`: what a build sees, and its exit status."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.wizard import factories
from tests.wizard.interchange.test_bill_products import cyclonedx
from tests.wizard.interchange.test_gate import row

pytestmark = pytest.mark.django_db


def gate(*arguments: str) -> tuple[int, str]:
    """The exit status and what was printed."""
    out = io.StringIO()
    try:
        call_command("lbom", "check", *arguments, stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    path = tmp_path / "ai-license-bom.yaml"
    path.write_text("models:\n" + row(reviewed="2026-01-01", where="[]") + row(id="deepseek-r1", license="MIT"))
    return path


def test_a_model_that_nobody_approved_fails_the_build_until_somebody_does(bill: Path) -> None:
    status, told = gate(str(bill))
    assert status == 1
    assert told.startswith("deepseek-r1\n")
    assert "line 17, column 18: DeepSeek-R1 is deployed in shop, and no approval in force allows it." in told
    assert gate(str(bill), "--fail-on", "blocker")[0] == 0
    factories.approved(factories.in_review(), factories.legal_reviewer())
    status, told = gate(str(bill))
    assert status == 0
    assert "[lbom.never-approved]" not in told


def test_programs_read_it_as_json_and_code_hosts_as_sarif(bill: Path) -> None:
    status, told = gate(str(bill), "--format", "json")
    found = json.loads(told)
    assert (status, found["schema"], found["passed"], found["problems"]) == (1, "gate/1", False, [])
    assert "lbom.never-approved" in {one["code"] for one in found["findings"]}
    status, told = gate(str(bill), "--format", "sarif")
    (run,) = json.loads(told)["runs"]
    assert (status, run["invocations"]) == (1, [{"executionSuccessful": True}])


def test_a_cyclonedx_bill_is_told_with_the_place_of_the_model(tmp_path: Path) -> None:
    path = tmp_path / "bom.json"
    path.write_bytes(cyclonedx())
    status, told = gate(str(path), "--format", "sarif")
    first = json.loads(told)["runs"][0]["results"][0]
    assert (status, first["ruleId"]) == (1, "lbom.licence-unknown")
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 195}
    path.write_bytes(cyclonedx(specVersion="1.4"))
    status, told = gate(str(path))
    assert status == 2
    assert "line 1, column 1: The file is no CycloneDX bill of version 1.6 or 1.7. Export it in one of" in told


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_a_file_that_cannot_be_used_is_told_apart_from_findings(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"models: &all [*all]"))
    monkeypatch.setattr(sys, "stdin", stream)
    status, told = gate("-", "--format", form)
    assert status == 2
    assert "The file uses an anchor or an alias." in told


def test_a_missing_file_and_a_number_that_is_none_are_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"cannot be read .* check the path") as told:
        gate(str(tmp_path / "none.yaml"))
    assert told.value.returncode == 2
    with pytest.raises(CommandError, match="write the number of users in full"):
        gate("-", "--monthly-active-users", "700M")


def test_a_file_is_brought_up_to_date_in_place(bill: Path) -> None:
    factories.approved(factories.in_review(), factories.legal_reviewer())
    bill.write_text("# ours\n" + bill.read_text().replace("MIT", "Apache-2.0"))
    out = io.StringIO()
    call_command("lbom", "update", str(bill), stdout=out)
    assert "deepseek-r1: license becomes " in out.getvalue()
    assert bill.read_text().startswith("# ours\n")
    assert "[lbom.licence-differs]" not in gate(str(bill))[1]
    printed = io.StringIO()
    call_command("lbom", "export", stdout=printed)
    assert "deepseek-r1" in printed.getvalue()
    bill.write_text("models: [")
    with pytest.raises(CommandError, match="cannot be read as YAML") as refused:
        call_command("lbom", "update", str(bill))
    assert refused.value.returncode == 2
    assert bill.read_text() == "models: ["
