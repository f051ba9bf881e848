from __future__ import annotations

from pathlib import Path

import pytest
from ninja.throttling import SimpleRateThrottle

from wizard.api.callers import RATES
from wizard.models import Scope

pytestmark = pytest.mark.django_db
FREELY, WITH_TOKEN = (int(rate.partition("/")[0]) for rate in RATES[Scope.EVALUATE])
BODY = b"[]"  # refused by its content, which costs little and counts like any other call


def call(client, headers=None, address="198.51.100.7"):
    return client.post(
        "/api/v1/evaluate", BODY, content_type="application/json", headers=headers or {}, REMOTE_ADDR=address
    )


@pytest.fixture
def worn_out(client):
    """An address that has had its calls for this minute."""
    assert [call(client).status_code for _ in range(FREELY)] == [422] * FREELY


def test_too_many_calls_are_told_how_long_to_wait(client, worn_out):
    answer = call(client)
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer.json()["problems"][0]["problem"] == "Too many calls in a minute."


def test_after_a_minute_calls_are_answered_again(client, worn_out, monkeypatch):
    now = SimpleRateThrottle.timer()
    monkeypatch.setattr(SimpleRateThrottle, "timer", staticmethod(lambda: now + 61))
    assert call(client).status_code == 422


def test_other_addresses_and_reading_are_not_held_up(client, worn_out):
    assert call(client, address="203.0.113.9").status_code == 422
    assert client.get("/api/v1/law", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_an_address_cannot_be_made_up(client, worn_out):
    assert call(client, {"X-Forwarded-For": "203.0.113.50"}).status_code == 429


def test_behind_a_proxy_the_address_that_the_proxy_saw_counts(client, worn_out, settings):
    settings.NINJA_NUM_PROXIES = 1
    proxied = {"X-Forwarded-For": "10.9.8.7, 203.0.113.50"}
    assert call(client, proxied).status_code == 422
    for _ in range(FREELY):
        answer = call(client, {"X-Forwarded-For": "10.1.1.1, 203.0.113.50"})
    assert answer.status_code == 429


def test_a_token_has_calls_of_its_own_and_more_of_them(client, token, worn_out):
    _, headers = token("evaluate")
    assert WITH_TOKEN > FREELY
    assert [call(client, headers).status_code for _ in range(WITH_TOKEN)] == [422] * WITH_TOKEN
    assert call(client, headers, address="203.0.113.9").status_code == 429
    _, other = token("evaluate")
    assert call(client, other).status_code == 422


def test_reading_is_limited_too(client):
    most = int(RATES[Scope.READ][0].partition("/")[0])
    found = [client.get("/api/v1/editions").status_code for _ in range(most + 1)]
    assert found == [200] * most + [429]


def test_the_readme_names_the_limits_that_hold():
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    for scope, rates in RATES.items():
        freely, with_token = (rate.partition("/")[0] for rate in rates)
        assert f"| `{scope}` | {freely} | {with_token} |" in readme
