"""Verifying a report by a program, without an account."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from wizard.api.frame import MOST_OF_A_FILE

VERIFY = "/api/v1/verify"


def sent(client, content, name="file"):
    return client.post(VERIFY, {name: SimpleUploadedFile("report.pdf", content)})


def test_a_file_of_somebody_else_is_told_from_a_report_in_the_terms_of_the_standard(client, db):
    response = sent(client, b"hello")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response.json() == {
        "genuine": False,
        "indication": "TOTAL-FAILED",
        "sub_indication": "FORMAT_FAILURE",
        "sentence": "This is not a PDF file; choose the report as it was downloaded.",
        "reasons": [],
        "standing": "",
        "signatures": [],
        "increments": [],
    }


def test_what_is_missing_or_misspelt_is_said(client, db):
    (missing,) = client.post(VERIFY).json()["problems"]
    assert missing["remedy"] == "Send the PDF as multipart/form-data, in the part “file”."
    (strange,) = sent(client, b"%PDF-", name="pdf").json()["problems"]
    assert strange["problem"] == "The part “pdf” is not known."


def test_many_files_are_put_off_as_on_the_page(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"verify": "1/m/ip"}
    assert client.post("/verify/", {"file": SimpleUploadedFile("x.pdf", b"hello")}).status_code == 200
    later = sent(client, b"hello")
    assert (later.status_code, later["Retry-After"]) == (429, "60")
    assert later.json()["problems"][0]["remedy"] == "Wait a minute, then send it again."


def test_a_file_larger_than_any_report_is_refused_unread(client, db):
    headers = {"CONTENT_LENGTH": str(MOST_OF_A_FILE + 1)}
    response = client.generic("POST", VERIFY, b"x", content_type="multipart/form-data; boundary=x", **headers)
    assert response.status_code == 413
    assert response.json()["problems"][0]["problem"] == "The file is larger than 20 MB."
    beyond = sent(client, b"%PDF-1.7" + b" " * (1024 * 1024))
    assert beyond.status_code == 200


def test_the_description_says_what_is_sent_and_answered(client, db):
    operation = client.get("/api/v1/openapi.json").json()["paths"][VERIFY]["post"]
    assert list(operation["requestBody"]["content"]) == ["multipart/form-data"]
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": "#/components/schemas/Verification"}
    assert "security" not in operation
