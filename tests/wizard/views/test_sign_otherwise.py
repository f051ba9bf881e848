"""Signing with certificates from outside: one reviewer by a file of their own, the next by a tool of their own."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.support.outside import PASSPHRASE, Holder, holder, outside, signed_by_pyhanko
from tests.support.people_authority import people_authority
from tests.support.time_authority import time_authority
from tests.wizard import factories
from tests.wizard.views.cast import client_of, freshly
from wizard.actions.making import make
from wizard.models import AuditEvent, Making, Report, ReportSignature, Seat
from wizard.queries.files import report_bytes


@pytest.fixture
def authority(settings):
    """The authority outside, which tells who was revoked, and one of time."""
    with time_authority() as clock, people_authority(clock) as made:
        settings.TIMESTAMP_URL, settings.TIMESTAMP_ROOTS = f"{clock.url}/tsa", (clock.root,)
        settings.REVIEWER_ROOTS = (made.people.root.pem,)
        yield made


def uploaded(content):
    return SimpleUploadedFile("file", content)


def prepared_in(page):
    assert page.status_code == 200
    found = re.search(r'name="prepared" value="([^"]+)"', page.text)
    assert found
    return {"way": "keep", "prepared": found[1]}


def by_own_key(page, client, file, passphrase=PASSPHRASE, read=None):
    read = read or Making.objects.get().sha256
    return client.post(page, {"way": "own-key", "report": read, "own": uploaded(file), "passphrase": passphrase})


def refused_keys(people):
    """Files of which each is refused, and the words that say what to do."""
    at, private = datetime.now(UTC), people.direct
    alone = pkcs12.serialize_key_and_certificates(b"mine", None, private.certificate, None, NoEncryption())
    unknown, lonely = outside(at=at).indirect, Holder(people.indirect.key, people.indirect.certificate)
    return (
        (b"no such thing", PASSPHRASE, "This is no PKCS#12 file"),
        (private.pem, PASSPHRASE, "This is no PKCS#12 file"),
        (private.pkcs12(), "another passphrase", "The passphrase does not open this file"),
        (alone, "", "Enter the passphrase"),
        (unknown.pkcs12(), PASSPHRASE, "leads to no authority that the organisation accepts"),
        (lonely.pkcs12(), PASSPHRASE, "include the certificates between the two"),
        (people.between.pkcs12(), PASSPHRASE, "take one that is for a person"),
        (holder("Late", at=datetime(2020, 1, 1, tzinfo=UTC), by=people.root, until=datetime(2020, 5, 1, tzinfo=UTC))
         .pkcs12(), PASSPHRASE, "sign with one that is valid today"),
    )  # fmt: skip


def test_nobody_signs_so_where_no_authority_is_accepted(submitted, reviewer, as_reviewer, data_dir):
    factories.approved_by(submitted, reviewer)
    client, page = freshly(as_reviewer), f"/reviews/{submitted.reference}/sign/"
    assert "otherwise/" not in client.get(page).text
    refused = client.get(page + "otherwise/")
    assert (refused.status_code, "sign with the key that you make" in refused.text) == (403, True)


def test_two_reviewers_sign_with_certificates_from_outside(submitted, reviewer, as_reviewer, authority, data_dir):
    people, second = authority.people, factories.legal_reviewer()
    Seat.objects.create(snapshot=submitted.snapshots.get(), position=2, due=timezone.now().date())
    factories.approved_by(submitted, reviewer, second)
    Making.objects.update(state="waiting", path="", sha256="")
    make(Making.objects.get())

    page, client = f"/reviews/{submitted.reference}/sign/otherwise/", freshly(as_reviewer)
    assert f'href="{page}"' in client.get(page.replace("otherwise/", "")).text
    assert "Root of people" in client.get(page).text
    for file, passphrase, said in refused_keys(people):
        answer = by_own_key(page, client, file, passphrase)
        assert (answer.status_code, said in answer.text, PASSPHRASE in answer.text) == (422, True, False)
    assert "read it again, then sign" in by_own_key(page, client, people.direct.pkcs12(), read="0" * 64).text

    authority.revoked[people.direct.certificate.serial_number] = datetime(2026, 1, 5, tzinfo=UTC)
    revoked = by_own_key(page, client, people.direct.pkcs12())
    assert "revoked by its authority on 5 January 2026: sign with another one" in revoked.text
    authority.revoked.clear()

    shown = by_own_key(page, client, people.direct.pkcs12(old=True))
    assert "The certificate names Dr. Adaeze Okafor; your account names" in shown.text
    assert not ReportSignature.objects.exists()
    kept = prepared_in(shown)
    stranger = freshly(client_of(second))
    assert stranger.post(page, kept).status_code == 403  # not their turn
    assert "waited too long" in client.post(page, {**kept, "prepared": kept["prepared"][:-1] + "!"}).text
    for _ in range(2):  # the second click of two finds it done
        assert client.post(page, kept)["Location"].endswith("/making/")
    assert "waited too long" in stranger.post(page, kept).text  # it was made for somebody else

    file = stranger.get(f"/reviews/{submitted.reference}/sign/file/").content
    assert "not signed yet" in stranger.post(page, {"way": "elsewhere", "signed": uploaded(file)}).text
    wrong = signed_by_pyhanko(file, outside(at=datetime.now(UTC)).direct, field_name="Reviewer2")
    assert "leads to no authority" in stranger.post(page, {"way": "elsewhere", "signed": uploaded(wrong)}).text
    right = signed_by_pyhanko(file, people.indirect, field_name="Reviewer2")
    shown = stranger.post(page, {"way": "elsewhere", "signed": uploaded(right)})
    assert "The certificate names Adaeze Okafor" in shown.text
    authority.revoked[people.direct.certificate.serial_number] = datetime(2026, 1, 5, tzinfo=UTC)
    spoiled = stranger.post(page, prepared_in(shown)).text
    assert "was not issued: ask for changes" in spoiled
    assert "A signature was made with a certificate that had been revoked before." in spoiled
    authority.revoked.clear()
    assert stranger.post(page, prepared_in(shown)).status_code == 302

    report = Report.objects.get()
    assert [one.way for one in ReportSignature.objects.all()] == ["own-key", "elsewhere"]
    assert list(AuditEvent.objects.filter(action="report.signed").values_list("details__way", flat=True)) == [
        "own-key",
        "elsewhere",
    ]
    issued = report_bytes(report)
    assert issued.startswith(file)
    answer = Client().post("/verify/", {"file": uploaded(issued)}).text
    assert (report.level, answer.count("PAdES B-LTA")) == ("B-LTA", 3)
    for words in ("This report is genuine", "Adaeze Okafor (says Issuer of people)", "TOTAL-PASSED"):
        assert words in answer
    path = data_dir / "issued.pdf"
    path.write_bytes(issued)
    subprocess.run(["qpdf", "--check", str(path)], capture_output=True, timeout=60, check=True)
    done = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, timeout=60, check=False).stdout
    assert done.count("Signature Validation: Signature is Valid.") == 3
