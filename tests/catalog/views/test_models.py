import csv
import io
import json
import zipfile
from html import unescape

import pytest
from django.test import Client

from catalog.ambient import current_catalog
from tests.support.many_models import many_models

HTMX = {"HX-Request": "true"}
PAGES = [
    "/models/",
    "/models/?sort=compute&lineage=stripped",
    "/models/deepseek-r1-distill-llama-70b/",
    "/models/compare/?id=llama-4-maverick&id=deepseek-v3",
    "/models/compare/",
    "/models/export.csv",
    "/models/export.xlsx",
    "/models/export.json",
]


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_models_asks_the_database_nothing(client: Client, path: str) -> None:
    # Without the `db` fixture any query is an error.
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_the_browser_holds_is_not_sent_again(client: Client, path: str) -> None:
    tag = client.get(path).headers["ETag"]
    response = client.get(path, headers={"If-None-Match": tag})
    assert response.status_code == 304
    assert not response.content


ODD = """
    page=0 page=-1 page=x page=99999999999999999999 page=² sort=zzz sort=--name after=2025-13-45 vendor=%00
    compute=above-99 q=%F0%9F%98%80 id=1&id=2 images=maybe
""".split()


@pytest.mark.parametrize("query", [*ODD, f"licence={'x' * 2000}"])
def test_no_address_breaks_the_list(client: Client, query: str) -> None:
    for path in ("/models/", "/models/export.csv", "/models/compare/"):
        assert client.get(f"{path}?{query}").status_code == 200


def test_the_list_answers_by_pages_with_thousands_of_models(client: Client) -> None:
    with many_models(5000):
        page = text(client.get("/models/?sort=compute"))
        assert page.count('scope="row"') == 50
        assert 'href="?sort=compute&amp;page=2"' in page


def test_htmx_gets_the_results_and_a_step_of_the_history(client: Client) -> None:
    response = client.get("/models/?vendor=Meta&q=&sort=name", headers=HTMX)
    assert "<html" not in text(response)
    assert 'hx-swap-oob="innerHTML"' in text(response)
    assert response.headers["HX-Push-Url"] == "/models/?vendor=Meta"
    assert "HX-Request" in response.headers["Vary"]


def test_typing_a_search_makes_no_step_of_the_history(client: Client) -> None:
    here = {**HTMX, "HX-Current-URL": "http://testserver/models/?q=ll&vendor=Meta"}
    response = client.get("/models/?q=lla&vendor=Meta", headers=here)
    assert response.headers["HX-Replace-Url"] == "/models/?q=lla&vendor=Meta"
    assert "HX-Push-Url" not in response.headers


def test_going_back_gets_the_whole_page(client: Client) -> None:
    response = client.get("/models/", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in text(response)


def test_the_order_travels_with_the_filters_whatever_is_swapped(client: Client) -> None:
    for headers in ({}, HTMX):
        page = text(client.get("/models/?sort=-size", headers=headers))
        assert '<input type="hidden" name="sort" value="-size" form="filters">' in page
        assert 'aria-sort="ascending"' in page


def test_an_export_holds_every_model_that_fits_in_the_order_of_the_list(client: Client) -> None:
    query = "?vendor=Meta&sort=compute"
    response = client.get(f"/models/export.csv{query}")
    version = current_catalog().edition.version
    assert response.headers["Content-Disposition"] == f'attachment; filename="clearweights-models-{version}.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    meta = [model for model in current_catalog().models.values() if model.vendor == "Meta"]
    assert {row["Id"] for row in rows} == {model.id for model in meta}
    assert rows[0]["Id"] == "llama-4-behemoth"
    document = json.loads(client.get(f"/models/export.json{query}").content)
    assert [model["id"] for model in document["models"]] == [row["Id"] for row in rows]
    assert document["edition"]["version"] == version
    book = zipfile.ZipFile(io.BytesIO(client.get(f"/models/export.xlsx{query}").content))
    assert b"llama-4-behemoth" in book.read("xl/sharedStrings.xml")


def test_an_export_tells_what_a_label_hides(client: Client) -> None:
    rows = csv.DictReader(io.StringIO(client.get("/models/export.csv").content.decode("utf-8-sig")))
    found = {row["Id"]: row for row in rows}["deepseek-r1-distill-llama-70b"]
    assert found["Inherited licences"] == "llama-3.3-community"
    assert found["What the label hides"].startswith("Label hides a stricter licence")


def test_only_known_kinds_of_files_are_handed_out(client: Client) -> None:
    assert client.get("/models/export.pdf", follow=True).status_code == 404


def test_the_page_of_a_model_draws_its_lineage_with_a_text_twin(client: Client) -> None:
    page = unescape(text(client.get("/models/deepseek-r1-distill-llama-70b/")))
    assert '<title id="lineage-title">What DeepSeek-R1-Distill-Llama-70B was built on</title>' in page
    assert "Binds: Meta did not license the result" in page
    assert "The label says MIT, but Llama 3.3 70B Instruct" in page
    assert "Not pinned" in page


def test_the_page_of_a_model_argues_openness_to_its_end(client: Client) -> None:
    page = text(client.get("/models/llama-4-maverick/"))
    places = [page.index(f">E{number} <small>") for number in range(9)]
    assert places == sorted(places)
    assert "The exemption does not reach this model" in page


def test_only_differences_are_shown_on_demand(client: Client) -> None:
    path = "/models/compare/?id=qwen3-8b&id=qwen3-32b"
    everything, differences = text(client.get(path)), text(client.get(f"{path}&differences=on"))
    assert "Licence family" in everything
    assert "Licence family" not in differences
    assert "on which they agree" in differences


def test_a_model_is_added_to_a_comparison_by_its_name(client: Client) -> None:
    page = text(client.get("/models/compare/?id=qwen3-8b&add=deepseek-ai/DeepSeek-V3"))
    assert '<th scope="col"><a href="/models/deepseek-v3/">' in page


@pytest.mark.parametrize("path", ["/models/compare/", "/models/export.csv"])
def test_the_models_are_read_only(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
