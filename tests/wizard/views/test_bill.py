"""The licence bill of materials as a page: handed out, brought up to date, assessed from."""

from __future__ import annotations

import io
import subprocess
import zipfile

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from config.env import SecurityModule
from tests.wizard import factories
from tests.wizard.interchange.test_bill_products import cyclonedx
from wizard.interchange.lbom import NAME
from wizard.models import Assessment
from wizard.views.bill import LARGEST

pytestmark = pytest.mark.django_db
PAGE = "/register/bill/"
OWN = """\
models:
  # ours since May
  - id: deepseek-r1
    license: Apache-2.0
    source: ""
    commercial_use: true
    restrictions: none
    mau_threshold: null
    last_reviewed: 2026-01-01
    deployed_in: [shop, kiosk]
  - id: in-house-7b
    license: Proprietary
    source: ""
    commercial_use: true
    restrictions: none
    mau_threshold: null
    last_reviewed: 2026-10-01
    deployed_in: [lobby]
"""


@pytest.fixture
def author(client: Client):
    person = factories.product_manager()
    client.force_login(person)
    return person


def test_what_is_approved_is_handed_out_and_brought_into_ones_own_file(client: Client, author) -> None:
    factories.approved(factories.in_review(), factories.legal_reviewer())
    handed_out = client.get(PAGE + NAME)
    assert handed_out["Content-Disposition"] == f'attachment; filename="{NAME}"'
    (line,) = [one for one in yaml.safe_load(handed_out.content)["models"] if one["id"] == "deepseek-r1"]
    shown = client.post(PAGE, {"text": OWN}).content.decode()
    assert "<code>license</code>" in shown
    assert "their entries are left alone: in-house-7b." in shown
    brought = client.post(PAGE, {"text": OWN, "update": "1"})
    assert brought["Content-Disposition"] == f'attachment; filename="{NAME}"'
    assert b"  # ours since May\n" in brought.content
    models = {one["id"]: one for one in yaml.safe_load(brought.content)["models"]}
    assert models["deepseek-r1"]["license"] == line["license"]
    assert models["deepseek-r1"]["deployed_in"] == ["shop", "kiosk", *line["deployed_in"]]
    assert models["in-house-7b"]["deployed_in"] == ["lobby"]


def test_products_of_a_file_become_drafts(client: Client, author) -> None:
    shown = client.post(PAGE, {"file": SimpleUploadedFile("x.yaml", OWN.encode())}).content.decode()
    assert "The catalogue knows none of its models" in shown
    assert OWN.splitlines()[1] in shown  # the text stays, so the next press needs no file
    sent = client.post(PAGE, {"text": OWN, "start": "1", "product": ["kiosk", "lobby"]}, follow=True)
    assert "1 draft was started." in sent.content.decode()
    (draft,) = Assessment.objects.all()
    assert (draft.name, draft.candidates, draft.author) == ("kiosk", ["deepseek-r1"], author)
    again = client.post(PAGE, {"text": OWN}).content.decode()
    assert draft.reference in again


def test_a_cyclonedx_bill_becomes_a_draft_with_what_its_model_cards_say(client: Client, author) -> None:
    client.post(PAGE, {"text": cyclonedx().decode(), "start": "1", "product": ["Search"]})
    (draft,) = Assessment.objects.all()
    assert (draft.name, draft.candidates) == ("Search", ["qwen3-32b"])
    assert draft.description == "Finds documents.\nAnswers about them."


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose the file, or paste its text."),
        ({"text": "models:\n  - id: 7\n"}, "“id” is no text."),
        ({"text": "models: &a [*a]"}, "The file uses an anchor or an alias."),
        ({"text": "x" * (LARGEST + 1)}, "The file is larger than 1 MB"),
        ({"file": SimpleUploadedFile("x.yaml", b"\xff\xfe")}, "The file is not UTF-8 text."),
        ({"text": OWN, "start": "1"}, "Tick at least one product to assess."),
        ({"text": OWN, "start": "1", "product": ["lobby", "nowhere"]}, "Tick at least one product to assess."),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_lost(client: Client, author, sent, says) -> None:
    answer = client.post(PAGE, sent)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert says in shown
    assert not Assessment.objects.exists()
    if sent.get("text") == OWN:
        assert "ours since May" in shown


def test_the_page_asks_the_database_as_often_for_many_products(client: Client, author, django_assert_max_num_queries):
    many = OWN.replace("[shop, kiosk]", str([f"product-{number}" for number in range(40)]))
    with django_assert_max_num_queries(8):
        client.post(PAGE, {"text": many})


def test_the_bill_is_signed_by_the_key_of_the_reports(client: Client, author, data_dir, tmp_path) -> None:
    handed_out = client.post(PAGE, {"signed": "1"})
    assert handed_out["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(handed_out.content)) as folder:
        folder.extractall(tmp_path)
    verify = "cms -verify -binary -purpose any -inform DER -CAfile authority.pem -out checked -content".split()
    sides = [NAME, "-in", f"{NAME}.p7s"]
    subprocess.run(["openssl", *verify, *sides], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "checked").read_bytes() == (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes((tmp_path / NAME).read_bytes() + b"# changed\n")
    assert subprocess.run(["openssl", *verify, *sides], cwd=tmp_path, check=False, capture_output=True).returncode


def test_a_bill_that_cannot_be_signed_says_why(client: Client, author, data_dir, settings) -> None:
    settings.SECURITY_MODULE_TOKEN = SecurityModule("/nowhere/libp11.so", "Report token", "", "clearweights", "1", "")
    refused = client.post(PAGE, {"signed": "1"})
    assert refused.status_code == 403
    assert "is not in the security module yet" in refused.content.decode()
    assert "What you had typed" not in refused.content.decode()
