"""User numbers from a program."""

from __future__ import annotations

import json

import pytest

from tests.wizard import factories
from tests.wizard.api.schema import misfits
from wizard.models import UserNumber

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/user-numbers"
SHOP = {"product": "Shop", "counted_on": "2026-10-31", "value": 60_000_000}


@pytest.fixture
def send(client, token):
    _, headers = token("numbers")

    def post(*numbers, body=None, headers=headers):
        content = json.dumps({"numbers": numbers}) if body is None else body
        return client.post(ADDRESS, content, content_type="application/json", headers=headers)

    return post


def told(answer):
    return [(it["at"], it["problem"]) for it in answer.json()["problems"]]


def test_numbers_are_entered_once_and_the_steps_they_reach_are_told_once(client, send, data_dir):
    factories.approved(factories.handed_over(factories.limited()), factories.legal_reviewer())
    first, again = send(SHOP), send(SHOP)
    assert [it.status_code for it in (first, again)] == [200, 200]
    assert [it["step"] for it in first.json()["alerts"]] == ["50", "crossing"]
    assert again.json() == {"added": 0, "unchanged": 1, "alerts": []}
    assert (UserNumber.objects.get().source, first["Cache-Control"]) == ("api", "no-store")
    described = client.get("/api/v1/openapi.json").json()
    assert list(misfits(first.json(), {"$ref": "#/components/schemas/Entered"}, described)) == []
    assert list(misfits({"numbers": [SHOP]}, {"$ref": "#/components/schemas/UserNumbers"}, described)) == []


def test_only_a_token_of_this_scope_enters_numbers(send, token):
    without, other = send(SHOP, headers={}), send(SHOP, headers=token("read", "evaluate")[1])
    assert [it.status_code for it in (without, other)] == [401, 403]
    assert "scope “numbers”" in without.json()["problems"][0]["remedy"]
    assert not UserNumber.objects.exists()


@pytest.mark.parametrize(
    ("number", "at", "words"),
    [
        ({**SHOP, "counted_on": "2999-01-01"}, "/numbers/1", "The day lies in the future."),
        ({**SHOP, "entity": "Acme", "product": ""}, "/numbers/1", "The product is missing."),
        ({**SHOP, "value": -1}, "/numbers/1/value", "“-1” is negative."),
        ({**SHOP, "value": "many"}, "/numbers/1/value", "“many” is not a number that fits here."),
        ({**SHOP, "counted_on": "31.10.2026"}, "/numbers/1/counted_on", "“31.10.2026” is not a date."),
        ({**SHOP, "users": 5}, "/numbers/1/users", "This key is not known."),
    ],
)
def test_one_number_that_does_not_fit_keeps_all_of_them_out(send, number, at, words):
    answer = send(SHOP, number)
    assert (answer.status_code, told(answer)) == (422, [(at, words)])
    assert not UserNumber.objects.exists()


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"[]", 422), (b'{"numbers": []}', 422), (b"\xff", 400)])
def test_what_is_no_list_of_numbers_is_refused(send, body, status):
    assert send(body=body).status_code == status
