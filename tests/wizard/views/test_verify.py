from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile


def test_many_files_in_a_minute_are_put_off_until_later(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"verify": "1/m/ip"}
    first, second = (client.post("/verify/", {"file": SimpleUploadedFile("x.pdf", b"hello")}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 429)
    assert "This is not a PDF file" in first.text
    assert "Wait a minute, then choose this one again." in second.text
    assert "This is not a PDF file" not in second.text
    assert client.get("/verify/").status_code == 200


def test_the_verifier_for_use_without_us_is_offered_and_downloaded(client, db):
    page = client.get("/verify/").text
    assert 'href="/verify/offline/"' in page
    file = client.get("/verify/offline/")
    assert file["Content-Disposition"] == 'attachment; filename="verify_report.pyz"'
    assert file.content.startswith(b"PK")
