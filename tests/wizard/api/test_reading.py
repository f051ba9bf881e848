from __future__ import annotations

import pytest

from catalog.ambient import current_catalog, current_law
from tests.wizard import factories
from wizard.actions.knowledge import save_entry

pytestmark = pytest.mark.django_db
READ = ["licences", "licences/MIT", "models", "models/qwen3-32b", "situations", "law", "editions", "openapi.json"]


def read(client, path, **headers):
    return client.get(f"/api/v1/{path}", headers=headers)


def whole(client, path):
    """Every item of a list, by following `next` to its end."""
    items, address = [], f"/api/v1/{path}"
    while address:
        page = client.get(address).json()
        items += page["items"]
        address = page["next"]
    assert len(items) == page["count"]
    return items


def test_the_parts_of_a_list_are_the_whole_list(client):
    assert [item["id"] for item in whole(client, "models?limit=70")] == list(current_catalog().models)
    assert [item["id"] for item in whole(client, "licences?limit=50")] == list(current_catalog().licences)


def test_models_are_narrowed_by_words_licence_and_vendor(client):
    meta = whole(client, "models?vendor=meta")
    assert {item["vendor"] for item in meta} == {"Meta"}
    assert "llama-4-maverick" in {item["id"] for item in meta}
    found = read(client, "models?q=MAVERICK+llama&vendor=Meta").json()
    assert [item["id"] for item in found["items"]] == ["llama-4-maverick"]
    assert read(client, "models?q=no-such-word").json()["items"] == []


def test_a_model_is_found_under_the_licence_that_binds_it_whatever_its_label(client):
    distilled = {item["id"] for item in whole(client, "models?licence=llama-3.3-community&limit=200")}
    assert "deepseek-r1-distill-llama-70b" in distilled


def test_licences_are_narrowed_by_words_and_family(client):
    found = whole(client, "licences?family=community&q=llama")
    assert "llama-4-community" in {item["id"] for item in found}
    assert {item["family"] for item in found} == {"community"}


def test_an_entry_is_what_the_catalogue_holds(client):
    held = current_catalog()
    licence = read(client, "licences/llama-4-community").json()
    assert licence == held.licences["llama-4-community"].model_dump(mode="json", by_alias=True)
    assert licence["terms"]["output-training"]["guide"]["value"]["forbids"] == "other-llm"
    assert read(client, "law").json() == current_law().model_dump(mode="json", by_alias=True)
    titles = [item["id"] for item in read(client, "situations").json()["items"]]
    assert titles == ["startup", "enterprise", "distillation", "eu-high-risk", "safety-critical"]


@pytest.mark.parametrize(
    "name", ["llama-4-maverick-17b-128e", "meta-llama/Llama-4-Maverick-17B-128E", "LLAMA-4-Maverick"]
)
def test_a_model_is_found_by_its_other_names(client, name):
    assert read(client, f"models/{name}").json()["id"] == "llama-4-maverick"


def test_editions_name_the_one_in_force(client):
    editions = read(client, "editions").json()["items"]
    assert [item["version"] for item in editions if item["in_force"]] == [current_catalog().edition.version]
    assert "2026.11.1" in {item["version"] for item in editions}


@pytest.mark.parametrize("path", READ)
def test_what_is_held_already_is_not_sent_again(client, path):
    first = read(client, path)
    again = read(client, path, if_none_match=f'"other", {first["ETag"]}')
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert read(client, path, if_none_match=f"W/{first['ETag']}").status_code == 304
    assert first["ETag"] == again["ETag"]
    assert first["Cache-Control"] == "no-cache"


def test_a_star_stands_for_whatever_is_held(client):
    assert read(client, "licences", if_none_match="*").status_code == 304


@pytest.mark.parametrize("held", ['"other"', 'W/"other"', "no tag at all", '"', "x" * 10_000, ""])
def test_a_tag_of_another_state_or_none_saves_nothing(client, held):
    assert read(client, "licences", if_none_match=held).status_code == 200


@pytest.mark.parametrize("held", ["*", None])
def test_what_does_not_exist_is_not_held_by_anybody(client, held):
    tag = held or read(client, "licences")["ETag"]
    assert read(client, "licences/zzz", if_none_match=tag).status_code == 404
    assert read(client, "licences?limit=0", if_none_match=tag).status_code == 422


def test_words_of_a_filter_may_be_in_any_case(client):
    assert read(client, "licences?family=Community").json() == read(client, "licences?family=community").json()
    assert read(client, "models?licence=mit").json()["count"] == read(client, "models?licence=MIT").json()["count"] > 0


def test_an_entry_of_the_organisation_s_own_changes_what_is_held(client):
    before = read(client, "models/llama-4-maverick")["ETag"]
    save_entry(actor=factories.legal_reviewer(), seen_version=0, **factories.POSITION)
    after = read(client, "models/llama-4-maverick", if_none_match=before)
    assert after.status_code == 200
    assert after["ETag"] != before


@pytest.mark.parametrize("path", READ)
def test_head_is_answered_wherever_get_is(client, path):
    answer = client.head(f"/api/v1/{path}")
    assert (answer.status_code, answer.content) == (200, b"")
    full = read(client, path)
    assert (answer["ETag"], answer["Content-Length"]) == (full["ETag"], str(len(full.content)))


@pytest.mark.parametrize(
    ("path", "status", "at", "words"),
    [
        ("models/qwen3-32", 404, "", ("knows no model “qwen3-32”", "Did you mean “qwen3-32b”?")),
        ("licences/zzz", 404, "", ("knows no licence “zzz”", "/api/v1/licences lists them.")),
        ("nothing", 404, "", ("nothing at this address", "See /api/")),
        ("", 404, "", ("nothing at this address", "See /api/")),
        ("models?licens=MIT", 422, "?licens", ("not known", "licence, limit, offset, q, vendor")),
        ("law?r=1", 422, "?r", ("not known", "Leave it out.")),
        ("models?limit=0", 422, "?limit", ("too small", "at least 1")),
        ("models?limit=201", 422, "?limit", ("more than there can be", "at most 200")),
        ("models?limit=5&limit=7", 422, "?limit", ("stands twice", "Send it once")),
        ("licences?family=comunity", 422, "?family", ("knows no family “comunity”", "Did you mean “community”?")),
        ("models?licence=gemma-term", 422, "?licence", ("knows no licence", "Did you mean “gemma-terms”?")),
        ("models?vendor=nobody+at+all", 422, "?vendor", ("knows no vendor", "a list without ?vendor")),
        ("models?offset=-1", 422, "?offset", ("negative", "zero or a positive")),
        ("models?limit=ten", 422, "?limit", ("“ten” is not a number", "plain number")),
    ],
)
def test_what_cannot_be_read_says_what_to_do(client, path, status, at, words):
    answer = read(client, path)
    [told] = answer.json()["problems"]
    assert (answer.status_code, told["at"]) == (status, at)
    assert words[0] in told["problem"]
    assert words[1] in told["remedy"]


@pytest.mark.parametrize("path", [*READ, "evaluate"])
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_told_which_one_there_is(client, method, path):
    answer = getattr(client, method)(f"/api/v1/{path}")
    assert answer.status_code == 405
    assert answer["Allow"] == ("POST" if path == "evaluate" else "GET, HEAD")
    assert answer.json()["problems"][0]["problem"] == "This address does not take this method."


@pytest.mark.parametrize("path", READ)
def test_no_other_site_is_let_in_and_no_session_is_begun(client, path):
    answer = read(client, path, origin="https://elsewhere.example")
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
    assert not answer.cookies


def test_a_fault_of_ours_is_told_without_its_trace(client, monkeypatch, settings):
    import catalog.ambient

    settings.DEBUG = True
    client.raise_request_exception = False

    def break_down():
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(catalog.ambient, "_provide", break_down)
    answer = read(client, "licences")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["problems"][0]["problem"].startswith("Something broke on our side")
