"""Certifying and signing: what is written into the file, and what is refused."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.languages import spoken
from tests.wizard.report import sample
from tests.wizard.signing.conftest import REVIEW, SERVICE, Keys
from wizard.report.document import REVIEWER_FIELD as REPORT_REVIEWER_FIELD
from wizard.report.document import SERVICE_FIELD as REPORT_SERVICE_FIELD
from wizard.report.selfcheck import problems
from wizard.signing.names import REVIEWER_FIELD, SERVICE_FIELD
from wizard.signing.problems import SigningProblem
from wizard.signing.signer import certify, sign


def test_the_report_and_the_signer_name_the_fields_alike() -> None:
    assert (SERVICE_FIELD, REVIEWER_FIELD) == (REPORT_SERVICE_FIELD, REPORT_REVIEWER_FIELD)


def test_signing_only_adds_to_the_file(rendered: bytes, certified: bytes, signed: bytes) -> None:
    assert certified.startswith(rendered)
    assert signed.startswith(certified)


def test_a_signed_report_still_conforms(certified: bytes, signed: bytes) -> None:
    assert problems(certified) == []
    assert problems(signed) == []


def test_the_certification_allows_nothing_but_signing(certified: bytes) -> None:
    assert b"/DocMDP" in certified
    assert re.search(rb"/P 2\b", certified)


def test_the_signature_time_is_the_time_that_was_given(signed: bytes) -> None:
    assert signed.count(b"D:20261123154000") >= 2


def test_a_name_that_the_stamp_font_lacks_is_shown_as_code_points(certified: bytes, keys: Keys) -> None:
    statement = replace(REVIEW, name="Li 李 100 %s")
    signed = sign(certified, identity=keys.reviewer, field="Reviewer1", statement=statement, font=sample.fonts().sans)
    assert problems(signed) == []


def test_a_stamp_is_written_in_the_language_that_is_spoken(certified: bytes, keys: Keys, tmp_path: Path) -> None:
    def stamps(file: bytes) -> str:
        (tmp_path / "report.pdf").write_bytes(file)
        command = ["pdftotext", str(tmp_path / "report.pdf"), "-"]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode()

    by: dict[str, Any] = {
        "identity": keys.reviewer,
        "field": "Reviewer1",
        "statement": REVIEW,
        "font": sample.fonts().sans,
    }
    assert "Signed by Adaeze Okafor" in stamps(sign(certified, **by))
    with spoken():
        assert "Signed by Adaeze Okafor" not in stamps(sign(certified, **by))


def test_a_report_is_certified_once(certified: bytes, keys: Keys) -> None:
    with pytest.raises(SigningProblem, match="signed already"):
        certify(certified, identity=keys.service, statement=SERVICE, font=sample.fonts().sans)


def test_a_reviewer_does_not_sign_before_the_service(rendered: bytes, keys: Keys) -> None:
    with pytest.raises(SigningProblem, match="not certified yet"):
        sign(rendered, identity=keys.reviewer, field="Reviewer1", statement=REVIEW, font=sample.fonts().sans)


@pytest.mark.parametrize("field", ["Reviewer1", "Reviewer2"], ids=["signed already", "no such field"])
def test_only_an_empty_field_of_the_report_can_be_signed(signed: bytes, keys: Keys, field: str) -> None:
    with pytest.raises(SigningProblem, match=f"The field {field} of this report cannot be signed"):
        sign(signed, identity=keys.reviewer, field=field, statement=REVIEW, font=sample.fonts().sans)


def test_another_program_finds_both_signatures_valid(signed: bytes, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(signed)
    pdfsig = shutil.which("pdfsig")
    assert pdfsig, "Install poppler-utils to run this test."
    told = subprocess.run([pdfsig, report.name], cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid.") == 2
    assert told.count("ETSI.CAdES.detached") == 2
    assert told.count("Total document signed") == 1
