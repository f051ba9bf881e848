from __future__ import annotations

import json
import re

import pytest

from catalog.ambient import current_catalog
from tests.wizard.api.documents import SOUND, UNFIT
from tests.wizard.api.schema import misfits

pytestmark = pytest.mark.django_db
ONLY_WITH_A_TOKEN = {"/api/v1/user-numbers"}


@pytest.fixture
def description(client):
    return client.get("/api/v1/openapi.json").json()


def operations(description):
    return [(path, method, told) for path, methods in description["paths"].items() for method, told in methods.items()]


def fits(value, name, description):
    assert list(misfits(value, {"$ref": f"#/components/schemas/{name}"}, description)) == []


def shape_of(description, path, status="200", method="get"):
    content = description["paths"][path][method]["responses"][status]["content"]
    return content["application/json"]["schema"]["$ref"].rpartition("/")[2]


def test_it_is_openapi_3_1_with_everything_it_refers_to(description):
    assert description["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(description["info"])
    referred = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(description)))
    assert referred <= set(description["components"]["schemas"])
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in description["components"]["schemas"])
    names = [told["operationId"] for _, _, told in operations(description)]
    assert len(names) == len(set(names))


def test_every_operation_says_what_it_takes_and_gives(description):
    schemes = set(description["components"]["securitySchemes"])
    for path, method, told in operations(description):
        given = {it["name"] for it in told["parameters"] if it["in"] == "path"}
        assert given == set(re.findall(r"{(\w+)}", path))
        assert told["summary"]
        assert told["description"]
        assert {"422", "429"} <= set(told["responses"])
        assert all(answer["description"] for answer in told["responses"].values())
        takes_tokens = "security" in told
        assert takes_tokens == ({"401", "403"} <= set(told["responses"]))
        assert not takes_tokens or set().union(*told["security"]) <= schemes
        assert not takes_tokens or ({} in told["security"]) == (path not in ONLY_WITH_A_TOKEN)
        assert ("requestBody" in told) == (method == "post")


@pytest.mark.parametrize("name", SOUND)
def test_documents_and_their_evaluations_are_as_described(evaluate, description, name):
    fits(SOUND[name], "Facts", description)
    fits(evaluate(SOUND[name]).json(), shape_of(description, "/api/v1/evaluate", method="post"), description)


@pytest.mark.parametrize("name", UNFIT)
def test_what_does_not_fit_does_not_fit_the_description_either(evaluate, description, name):
    assert list(misfits(UNFIT[name], {"$ref": "#/components/schemas/Facts"}, description))
    fits(evaluate(UNFIT[name]).json(), shape_of(description, "/api/v1/evaluate", "422", "post"), description)


def test_everything_in_the_catalogue_is_as_described(description):
    held = current_catalog()
    for entry in (*held.licences.values(), *held.models.values()):
        fits(entry.model_dump(mode="json", by_alias=True), type(entry).__name__, description)


@pytest.mark.parametrize("path", ["licences", "models", "situations", "law", "editions"])
def test_what_is_read_is_as_described(client, description, path):
    fits(client.get(f"/api/v1/{path}").json(), shape_of(description, f"/api/v1/{path}"), description)


@pytest.mark.parametrize("path", ["licences/zzz", "models?limit=0", "nothing", "law?x=1"])
def test_refusals_are_as_described(client, description, path):
    fits(client.get(f"/api/v1/{path}").json(), "Problems", description)


def test_the_closed_lists_of_the_vocabulary_are_in_it(description):
    fits({"use": {"domains": ["retail"]}}, "Facts", description)
    wrong = list(misfits({"use": {"domains": ["shops"]}}, {"$ref": "#/components/schemas/Facts"}, description))
    assert wrong


def test_the_page_shows_every_operation_and_every_shape(client, description):
    page = client.get("/api/").text
    for path, method, _ in operations(description):
        assert f"<code>{method.upper()} {path}</code>" in page
    for name in description["components"]["schemas"]:
        assert page.count(f'id="shape-{name.replace(".", "-")}"') == 1
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    assert all(f'id="{anchor}"' in page for anchor in anchors)
    assert "`" not in re.sub(r"<pre>.*?</pre>", "", page, flags=re.DOTALL)


def test_the_page_needs_nothing_from_elsewhere(client):
    page = client.get("/api/").text
    assert not re.findall(r'(?:src|rel="stylesheet" href)="(?!/)', page)
