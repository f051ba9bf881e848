"""The gate for a build that has nothing but curl."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from tests.wizard import factories
from tests.wizard.api.schema import misfits
from tests.wizard.interchange.test_bill_products import cyclonedx
from tests.wizard.interchange.test_gate import row
from wizard.actions.tokens import make_token
from wizard.interchange.yaml_values import LARGEST

pytestmark = pytest.mark.django_db
GATE = "/api/v1/lbom/check"
SOUND = "models:\n" + row()


@pytest.fixture
def send(client):
    def post(content=SOUND, asked="", **headers):
        return client.post(f"{GATE}{asked}", content, content_type="application/yaml", headers=headers)

    return post


def token():
    _kept, secret = make_token(actor=factories.product_manager(), name="CI", scopes=["evaluate"], days=30)
    return f"Bearer {secret}"


def test_the_status_tells_a_script_how_it_ended(send, client):
    passed, failed, unusable = send(), send("models:\n" + row(license="MIT")), send("models: &a [*a]")
    assert [answer.status_code for answer in (passed, failed, unusable)] == [200, 409, 422]
    assert [answer.json()["passed"] for answer in (passed, failed, unusable)] == [True, False, False]
    assert unusable.json()["problems"][0]["line"] == 1
    assert all(answer["Cache-Control"] == "no-store" for answer in (passed, failed, unusable))
    described = client.get("/api/v1/openapi.json").json()
    for answer in (passed, failed, unusable):
        assert list(misfits(answer.json(), {"$ref": "#/components/schemas/Gate"}, described)) == []


def test_users_the_worst_that_passes_and_the_form_are_parameters(send):
    llama = "models:\n" + row(id="llama-4-maverick", license="llama4", limit="700000000")
    assert send(llama, "?monthly_active_users=600000000").status_code == 200
    near = send(llama, "?monthly_active_users=600000000&fail_on=caution")
    assert (near.status_code, near.json()["fail_on"]) == (409, "caution")
    log = send(llama, "?monthly_active_users=600000000&format=sarif")
    assert log["Content-Type"] == "application/sarif+json"
    assert json.loads(log.content)["runs"][0]["results"]
    text = send(llama, "?monthly_active_users=600000000&format=text")
    assert "600,000,000 monthly users are 86% of 700,000,000." in text.text


def test_a_cyclonedx_bill_is_checked_and_called_by_its_own_name(send):
    answer = send(cyclonedx().decode(), "?format=sarif")
    assert answer.status_code == 409
    (place,) = json.loads(answer.content)["runs"][0]["results"][0]["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "models.cdx.json"
    assert send('{"bomFormat": "CycloneDX"}').json()["problems"][0]["line"] == 1


@pytest.mark.parametrize(("form", "kind"), [("text", "text/plain"), ("sarif", "application/sarif+json")])
def test_what_fails_a_build_comes_in_the_form_that_was_asked_for(send, form, kind):
    differs, unusable = (
        ("models:\n" + row(license="MIT"), 409, "is not in force"),
        ("models: &a [*a]", 422, "an anchor"),
    )
    for content, status, says in (differs, unusable):
        answer = send(content, f"?format={form}")
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (status, kind)
        assert says in answer.text


@pytest.mark.parametrize("asked", ["?users=3", "?monthly_active_users=many", "?fail_on=all", "?format=xml"])
def test_a_parameter_that_does_not_fit_is_named(send, asked):
    answer = send(asked=asked)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["at"] == asked.partition("=")[0]


def test_only_a_token_asks_what_was_approved(send):
    allowed = token()
    assert send().status_code == 200
    known = send(Authorization=allowed)
    assert known.status_code == 409
    assert known.json()["findings"][0]["code"] == "lbom.never-approved"
    factories.approved(factories.in_review(), factories.legal_reviewer())
    assert "lbom.never-approved" not in send(Authorization=allowed).text


def test_the_shape_is_published_and_is_the_shape_that_is_read(client):
    answer = client.get("/api/v1/lbom/schema.json")
    assert answer["Content-Type"] == "application/schema+json"
    schema = answer.json()
    assert schema["$id"] == "http://testserver/api/v1/lbom/schema.json"
    Draft202012Validator.check_schema(schema)
    assert client.get("/api/v1/lbom/schema.json?x=1").status_code == 422


def test_a_file_larger_than_any_bill_is_refused_unread(client, send):
    headers = {"CONTENT_LENGTH": str(LARGEST + 1)}
    answer = client.generic("POST", GATE, b"x", content_type="application/yaml", **headers)
    assert (answer.status_code, answer.json()["problems"][0]["remedy"]) == (413, "Split it by product.")
    assert send("#" * (2 * 1024 * 1024) + "\n" + SOUND).status_code == 200
