import re
from html import unescape

import pytest
from django.test import Client
from django.urls import resolve

from catalog.ambient import current_catalog

PLACES = ["/licences/", "/models/", "/situations/"]
OWN = re.compile(r"^/(licences|models|situations)/")
# Parts of pages, files, and one page in its many orders: they have tests of their own.
NOT_FOLLOWED = re.compile(r"/row/|/export\.|\?")


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def addresses(page: str) -> set[str]:
    return {unescape(found) for found in re.findall(r'(?:href|action|hx-get)="(/[^"]*)"', page)}


@pytest.mark.parametrize(
    "path",
    [*PLACES, "/licences/openrail++-m/", "/licences/unreleased/", "/models/llama-4-maverick/", "/models/yi-34b/"],
)
def test_a_public_page_asks_the_database_nothing(client: Client, path: str) -> None:
    # Without the `db` fixture any query is an error.
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers


def test_every_licence_and_model_has_a_page(client: Client) -> None:
    catalogue = current_catalog()
    for licence in catalogue.licences.values():
        assert f"<h1>{licence.name}</h1>" in unescape(text(client.get(f"/licences/{licence.id}/")))
    for model in catalogue.models.values():
        assert f"<h1>{model.name}</h1>" in unescape(text(client.get(f"/models/{model.id}/")))


def test_every_address_on_the_catalogues_pages_leads_somewhere(client: Client) -> None:
    ahead, seen, anchors = list(PLACES), set(PLACES), set()
    pages: dict[str, str] = {}
    while ahead:
        path = ahead.pop()
        pages[path] = text(client.get(path))
        for address in addresses(pages[path]):
            target, _, anchor = address.partition("#")
            if anchor:
                anchors.add((target, anchor))
            if target and target not in seen:
                seen.add(target)
                if OWN.match(target) and not NOT_FOLLOWED.search(target):
                    ahead.append(target)
                elif not target.startswith("/static/"):
                    resolve(target.partition("?")[0])
    assert len(pages) > 80
    for target, anchor in anchors:
        assert f'id="{anchor}"' in pages[target], f"{target}#{anchor}"


def test_filters_that_nothing_fits_say_what_to_do_next(client: Client) -> None:
    for path in ("/licences/?q=zzz", "/models/?q=zzz"):
        page = text(client.get(path))
        assert "fits these filters" in page
        assert "Show all" in page


@pytest.mark.parametrize(
    ("path", "named", "back"),
    [
        ("/licences/llama-5/", "licence “llama-5”", "/licences/"),
        ("/licences/llama-5/row/", "licence “llama-5”", "/licences/"),
        ("/licences/MIT/row/?open=nothing", "licence “MIT”", "/licences/"),
        ("/models/gpt-9/", "model “gpt-9”", "/models/"),
    ],
)
def test_an_unknown_id_is_named_and_leads_back_to_the_list(client: Client, path: str, named: str, back: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert named in text(response)
    assert f'href="{back}"' in text(response)


def test_an_unknown_id_is_shown_as_text_only(client: Client) -> None:
    page = text(client.get("/models/%3Cscript%3Ealert(1)%3C%2Fscript%3E/"))
    assert "<script>alert" not in page


def test_an_alias_leads_to_its_model(client: Client) -> None:
    response = client.get("/models/llama-4-maverick-17b-128e/")
    assert response.headers["Location"] == "/models/llama-4-maverick/"


@pytest.mark.parametrize("path", [*PLACES, "/licences/MIT/", "/models/yi-34b/"])
def test_the_catalogue_is_read_only(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_the_page_says_where_it_is(client: Client) -> None:
    page = text(client.get("/licences/MIT/"))
    assert '<a href="/licences/" aria-current="true">Licences</a>' in page
    assert 'href="#main">Skip to the content' in page
    assert "edition 2026." in page
    assert "not legal advice" in page
