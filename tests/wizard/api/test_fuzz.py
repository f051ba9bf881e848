"""Whatever is sent to the evaluation is answered, in the shape of the contract and never by a fault of ours."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalog.engine.strategies import documents

pytestmark = pytest.mark.django_db
KEYS = st.sampled_from(
    "schema as_of reading candidates organisation use adaptation outputs safeguards eu_ai_act positions agreements "
    "country products monthly_active_users monthly_active_users_on description domains delivery markets S2 H5 G2 "
    "original_flop licence topic covers until __proto__ ~/".split()
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just("2026-13-45"), st.just(10**400)
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=4)
)
quietly = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def answered(body: bytes, address: str = "/api/v1/evaluate") -> int:
    cache.clear()  # nobody is throttled here
    answer = Client().post(address, body, content_type="application/json")
    found = json.loads(answer.content)
    if answer.status_code == 200:
        assert found["schema"] == "evaluation/1"
    else:
        assert answer.status_code in (400, 413, 422)
        assert all(set(problem) == {"at", "problem", "remedy"} for problem in found["problems"])
        assert found["problems"]
    return answer.status_code


@quietly
@given(st.dictionaries(KEYS, VALUES, max_size=5) | VALUES)
def test_any_json_is_answered(document):
    answered(json.dumps(document).encode())


@quietly
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(body):
    assert answered(body) != 200 or body.strip()


@quietly
@given(documents, KEYS, VALUES)
def test_a_sound_document_with_one_part_spoilt_is_answered(document, key, value):
    assert answered(json.dumps(document).encode()) == 200
    answered(json.dumps({**document, key: value}).encode())


@quietly
@given(st.text(max_size=20), st.text(max_size=20))
def test_any_parameter_is_answered(name, value):
    from urllib.parse import urlencode

    assert answered(b"[]", f"/api/v1/evaluate?{urlencode({name or 'x': value}, errors='surrogatepass')}") == 422
