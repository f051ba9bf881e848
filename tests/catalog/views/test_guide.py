import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

HTMX = {"HX-Request": "true"}
PAGES = [
    "/guide/",
    "/situations/",
    "/flowchart/",
    "/checklist/",
    "/families/",
    "/traps/",
    "/faq/",
    "/practices/",
    "/ai-act/",
    "/disagreements/",
    "/editions/",
    "/cases/",
]


def text(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("path", PAGES)
def test_a_guide_page_asks_the_database_nothing_and_is_held_by_the_browser(client: Client, path: str) -> None:
    # Without the `db` fixture any query is an error.
    first = client.get(path)
    assert first.status_code == 200
    assert "Set-Cookie" not in first.headers
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", PAGES)
def test_every_link_on_a_guide_page_leads_somewhere(client: Client, path: str) -> None:
    page = text(client.get(path))
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    assert len(ids) == len(re.findall(r'\sid="([^"]+)"', page))
    for target in set(re.findall(r'href="#([^"]+)"', page)):
        assert target in ids, target
    for address in {it.split("#")[0].split("?")[0] for it in re.findall(r'href="(/[^"]*)"', page)}:
        if not address.startswith(("/static/", "/assessments/", "/accounts/")):
            resolve(address)


def test_the_index_leads_to_every_guide_page_and_the_navigation_to_the_index(client: Client) -> None:
    page = text(client.get("/guide/"))
    for path in PAGES:
        assert f'href="{path}"' in page
    assert 'href="/check/"' in page
    assert '<a href="/guide/" aria-current="page">Guide</a>' in page
    assert '<a href="/guide/" aria-current="true">Guide</a>' in text(client.get("/traps/"))


def test_a_link_to_a_licence_of_a_disagreement_leads_to_the_very_topic(client: Client) -> None:
    page = text(client.get("/disagreements/?kind=licence"))
    for href in sorted(set(re.findall(r'href="(/licences/[^"/]+/#[^"]+)"', page)))[:12]:
        address, _, anchor = href.partition("#")
        assert f'id="{anchor}"' in client.get(address).content.decode(), href


def test_disagreements_are_filtered_by_the_address_and_by_htmx_alike(client: Client) -> None:
    path = "/disagreements/?severity=critical&kind=law"
    whole = text(client.get(path))
    assert "<h2>Critical</h2>" in whole
    assert "<h2>High</h2>" not in whole
    part = client.get(path, headers=HTMX)
    assert part.headers["HX-Replace-Url"] == path
    assert "<html" not in text(part)
    assert text(part).strip() in whole


def test_cases_are_filtered_by_the_address_and_by_htmx_alike(client: Client) -> None:
    path = "/cases/?q=hunyuan&subject=engine-places"
    whole = text(client.get(path))
    assert "may not be offered in the European Union" in whole
    assert 'href="/models/hunyuan-large/"' in whole
    part = client.get(path, headers=HTMX)
    assert part.headers["HX-Replace-Url"] == path
    assert "<html" not in text(part)
    assert text(part).strip() in whole
    assert "No case fits these filters." in text(client.get("/cases/?licence=nothing"))


def test_a_sentence_in_the_list_of_cases_leads_to_the_case_itself(client: Client) -> None:
    page = text(client.get("/cases/"))
    for address, anchor in re.findall(r'href="(/cases/\?subject=engine-p[^"#]+)#([^"]+)"', page):
        assert f'id="{anchor}"' in text(client.get(address))


def test_filters_that_nothing_fits_say_what_to_do(client: Client) -> None:
    page = text(client.get("/disagreements/?severity=low&direction=overstates&kind=model"))
    assert "Nothing fits all filters." in page
    assert 'href="/disagreements/">Show all' in page


def test_the_act_is_shown_as_of_the_day_in_the_address(client: Client) -> None:
    before = text(client.get("/ai-act/?as-of=2026-12-01"))
    after = text(client.get("/ai-act/?as-of=2026-12-02"))
    assert "As of 1 December 2026" in before
    assert "From 2 December 2026, in 1 day" in before
    assert "From 2 December 2026" not in after
    assert 'value="2026-12-02"' in after


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "1066-10-14", "2026-11-23T10:00", "<b>"])
def test_what_is_no_day_is_refused_in_a_sentence_and_today_is_shown(client: Client, day: str) -> None:
    response = client.get("/ai-act/", {"as-of": day})
    assert response.status_code == 200
    assert f"“{day}” is no day between 2020-01-01 and 2040-12-31." in text(response)


def test_htmx_gets_the_days_alone(client: Client) -> None:
    part = text(client.get("/ai-act/?as-of=2027-12-02", headers=HTMX))
    assert "As of 2 December 2027" in part
    assert "<html" not in part
    assert 'id="penalties"' not in part


def test_the_last_released_edition_is_compared_with_the_one_in_use(client: Client) -> None:
    page = text(client.get("/editions/"))
    assert "SHA-256 of its content" in page
    assert "<strong>From 2026.11.1 to " in page


def test_two_editions_are_compared_by_the_address_with_their_wording_on_demand(client: Client) -> None:
    same = text(client.get("/editions/?from=2026.11.1&to=2026.11.1"))
    assert "No change on which a verdict could depend." in same
    plain, full = (client.get("/editions/", {"from": "2026.11.1", **more}) for more in ({}, {"wording": "1"}))
    assert len(full.content) > len(plain.content)


@pytest.mark.parametrize("version", ["1999.1.1", "../secret", "x" * 300])
def test_an_edition_that_nobody_released_is_refused(client: Client, version: str) -> None:
    page = text(client.get("/editions/", {"from": version}))
    assert f"There is no edition “{version[:20]}”. Choose two from the list." in page


def test_the_flowchart_is_drawn_and_told_in_words(client: Client) -> None:
    page = text(client.get("/flowchart/"))
    assert page.count('<g class="node') == page.count('id="step-')
    assert "<title id=" in page
    assert "<desc id=" in page
    assert "<script" not in page.partition("<svg")[2]
