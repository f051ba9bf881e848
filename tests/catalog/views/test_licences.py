import csv
import io
import json
import re
import zipfile
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from catalog import ambient
from catalog.ambient import current_catalog
from catalog.knowledge.overlay import NO_OVERLAY, Agreement, Overlay, Position
from tests.wizard.factories import legal_reviewer, product_manager

HTMX = {"HX-Request": "true"}
SITUATION = "seat=DE&users=5000000&commercial=yes&hosted=yes&weights=no&outputs=distil"
HERE = "http://testserver/licences/"


def text(response: Any) -> str:
    return str(response.content.decode())


def shown(page: str) -> list[str]:
    return re.findall(r'id="row-([^"]+)"', page)


def test_the_matrix_is_filtered_by_its_address(client: Client) -> None:
    page = text(client.get("/licences/?commercial-use=forbidden&family="))
    assert "CC-BY-NC-4.0" in shown(page)
    assert "MIT" not in shown(page)
    assert f"{len(shown(page))} of {len(current_catalog().licences)} licences" in page
    assert '<option value="forbidden" selected>' in page


def test_two_readings_are_visible_without_opening_anything(client: Client) -> None:
    page = unescape(text(client.get("/licences/")))
    assert "guide: Up to 700 million users of the group" in page


def test_chosen_columns_are_the_only_ones(client: Client) -> None:
    page = text(client.get("/licences/?columns=patent&columns=threshold"))
    assert 'id="cell-MIT-patent"' in page
    assert 'id="cell-MIT-gotchas"' not in page


def test_htmx_gets_the_rows_with_their_count(client: Client) -> None:
    response = client.get("/licences/?family=copyleft&q=&patent=", headers=HTMX)
    page = text(response)
    assert "<html" not in page
    assert 'hx-swap-oob="innerHTML"' in page
    assert f"{len(shown(page))} of {len(current_catalog().licences)} licences" in page
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("before", "asked", "header"),
    [
        ("", "family=copyleft&q=", "HX-Push-Url"),
        ("?family=copyleft", "family=copyleft&q=gpl", "HX-Replace-Url"),
        ("?family=copyleft&q=gpl", "family=copyleft&q=gpl&sort=name", "HX-Push-Url"),
    ],
)
def test_a_choice_is_a_step_in_the_history_and_typing_on_is_none(
    client: Client, before: str, asked: str, header: str
) -> None:
    response = client.get(f"/licences/?{asked}", headers={**HTMX, "HX-Current-URL": HERE + before})
    assert response.headers[header] == f"/licences/?{asked.removesuffix('&q=')}".replace(
        "family=copyleft&q=gpl", "q=gpl&family=copyleft"
    )
    other = {"HX-Push-Url", "HX-Replace-Url"} - {header}
    assert other.isdisjoint(response.headers)


def test_asking_for_the_same_again_is_no_step(client: Client) -> None:
    response = client.get("/licences/?family=copyleft", headers={**HTMX, "HX-Current-URL": f"{HERE}?family=copyleft"})
    assert {"HX-Push-Url", "HX-Replace-Url"}.isdisjoint(response.headers)


def test_going_back_gets_the_whole_page(client: Client) -> None:
    response = client.get("/licences/?family=copyleft", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in text(response)


def test_a_cell_opens_below_its_row_and_closes_again(client: Client) -> None:
    opened = text(client.get("/licences/llama-4-community/row/?open=threshold", headers=HTMX))
    assert opened.strip().startswith('<tbody id="row-llama-4-community">')
    assert 'aria-expanded="true"' in opened
    assert "tested once" in opened
    closed = text(client.get("/licences/llama-4-community/row/", headers=HTMX))
    assert 'aria-expanded="true"' not in closed


def test_an_opened_row_keeps_the_columns_the_situation_and_the_pick(client: Client) -> None:
    address = f"/licences/llama-4-community/row/?open=patent&columns=patent&id=llama-4-community&{SITUATION}"
    page = text(client.get(address, headers=HTMX))
    assert 'colspan="3"' in page
    assert 'class="for-you"' in page
    assert 'data-name="Llama 4 Community" checked' in page
    assert "cell-llama-4-community-threshold" not in page


def test_the_verdict_of_a_row_opens_its_reasons(client: Client) -> None:
    page = text(client.get(f"/licences/llama-4-community/row/?open=verdict&{SITUATION}", headers=HTMX))
    assert "Llama 4 Community for you: blocked" in page
    assert "Not allowed" in page


def test_the_cell_of_openness_opens_the_four_conditions(client: Client) -> None:
    page = text(client.get("/licences/MIT/row/?open=openness", headers=HTMX))
    assert all(f"{name} <small>" in page for name in ("E1", "E2", "E3", "E4"))


def test_without_htmx_a_cell_leads_to_the_licence(client: Client) -> None:
    assert client.get("/licences/MIT/row/?open=patent").headers["Location"] == "/licences/MIT/#patent"
    to = client.get("/licences/MIT/row/?open=verdict&seat=DE").headers["Location"]
    assert to == "/licences/MIT/?seat=DE#verdict"


def test_a_situation_gives_every_row_its_verdict(client: Client) -> None:
    page = text(client.get(f"/licences/?{SITUATION}"))
    verdicts = re.findall(r'<span class="verdict (\w+)">', page)
    assert len(verdicts) == len(shown(page)) == len(current_catalog().licences)
    assert {"clear", "blocked"} <= set(verdicts)
    assert "Seat of the organisation: Germany." in page
    assert "counts as unknown" in page


def test_rows_are_ordered_by_verdict(client: Client) -> None:
    ranks = ["clear", "conditions", "undecided", "blocked"]
    for sign, wanted in (("", False), ("-", True)):
        page = text(client.get(f"/licences/?{SITUATION}&sort={sign}verdict"))
        found = [ranks.index(name) for name in re.findall(r'<span class="verdict (\w+)">', page)]
        assert found == sorted(found, reverse=wanted)


def test_users_that_are_no_number_are_told_and_count_as_unknown(client: Client) -> None:
    page = text(client.get("/licences/?users=many"))
    assert "Write the users as a whole number" in page
    assert 'value="many"' in page


@pytest.mark.parametrize(
    "query",
    [
        "sort=",
        "sort=-",
        "sort=verdict",
        "sort=nothing&columns=nothing&id=nothing",
        "seat=XX&market=&users=-1&outputs=%00&domain=<script>",
        "q=" + "x" * 5000,
        "q=%F0%9F%A6%99&family=%00",
        "id=" + "&id=".join(str(number) for number in range(50)),
        "columns=patent&columns=patent&columns=",
    ],
)
def test_no_address_breaks_a_page(client: Client, query: str) -> None:
    for path in ("/licences/", "/licences/compare/", "/licences/MIT/", "/licences/export.csv", "/licences/export.xlsx"):
        response = client.get(f"{path}?{query}")
        assert response.status_code == 200, path
    assert client.get(f"/licences/MIT/row/?open=patent&{query}", headers=HTMX).status_code == 200
    assert "<script>" not in text(client.get(f"/licences/?{query}"))


def test_licences_are_compared_side_by_side(client: Client) -> None:
    page = text(client.get("/licences/compare/?id=MIT&id=llama-4-community"))
    assert "topics differ" in page
    assert '<option value="MIT" selected>' in page
    assert "Modification" in page
    only = text(client.get("/licences/compare/?id=MIT&id=llama-4-community&differences=on"))
    assert "Limit of scale" in only
    assert "Modification" not in only


def test_a_comparison_without_a_choice_asks_for_one(client: Client) -> None:
    assert "Choose at least two licences" in text(client.get("/licences/compare/"))
    assert "Choose at least two licences" in text(client.get("/licences/compare/?id=MIT"))


def test_a_licence_shows_what_stands_around_it(client: Client) -> None:
    page = text(client.get("/licences/llama-4-community/"))
    for anchor in ("facts", "openness", "versions", "disagreements", "models"):
        assert f'id="{anchor}"' in page
    assert "What changed against Llama 3.3 Community" in page
    assert 'id="verdict"' not in page


def test_a_licence_tells_the_verdict_of_a_situation(client: Client) -> None:
    page = text(client.get(f"/licences/llama-4-community/?{SITUATION}"))
    assert 'id="verdict"' in page
    assert "Not allowed" in page


def rows_of(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_the_file_holds_what_the_page_shows_in_its_order(client: Client) -> None:
    for query in ("", "family=community&sort=-name", f"columns=patent&{SITUATION}&sort=verdict"):
        page, rows = text(client.get(f"/licences/?{query}")), rows_of(client.get(f"/licences/export.csv?{query}"))
        assert [row[0] for row in rows[1:]] == shown(page)
    assert rows[0] == [
        "Id",
        "Licence",
        "Family",
        "Version",
        "For you",
        "Why",
        "Patent grant",
        "Patent grant, by the guide",
    ]


def test_the_links_of_the_page_lead_to_files_of_the_same_address(client: Client) -> None:
    page = unescape(text(client.get("/licences/?family=community&sort=-name")))
    assert 'href="/licences/export.csv?family=community&sort=-name"' in page


def test_files_are_named_by_the_edition(client: Client) -> None:
    version = current_catalog().edition.version
    for kind in ("csv", "xlsx", "json"):
        response = client.get(f"/licences/export.{kind}")
        assert f'filename="clearweights-licences-{version}.{kind}"' in response.headers["Content-Disposition"]
    assert client.get("/licences/export.pdf/").status_code == 404


def test_json_has_every_reading_and_fits_the_catalogue(client: Client) -> None:
    found = json.loads(client.get("/licences/export.json?q=llama-4").content)["licences"]
    entry = next(entry for entry in found if entry["id"] == "llama-4-community")
    licence = current_catalog().licences["llama-4-community"]
    assert type(licence).model_validate(entry) == licence


def test_chosen_columns_narrow_the_readings_of_json(client: Client) -> None:
    found = json.loads(client.get("/licences/export.json?columns=patent").content)["licences"]
    assert set(found[0]["terms"]) == {"patent", "termination"}


def test_what_was_asked_stands_above_the_rows_and_in_the_files(client: Client) -> None:
    query = "q=llama&users=5000000&seat=DE&patent=none"
    said = (
        "Search: “llama”. Monthly users of the group: “5,000,000”. "
        "Patent grant: None. Seat of the organisation: Germany."
    )
    assert said in text(client.get(f"/licences/?{query}"))
    assert json.loads(client.get(f"/licences/export.json?{query}").content)["asked"] == said
    with zipfile.ZipFile(io.BytesIO(client.get(f"/licences/export.xlsx?{query}").content)) as book:
        assert said in book.read("docProps/core.xml").decode()


def test_the_spreadsheet_opens(client: Client) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get("/licences/export.xlsx").content)) as book:
        assert "Apache 2.0" in book.read("xl/sharedStrings.xml").decode()


POSITION = Position(
    licence="llama-4-community",
    topic="output-training",
    reading="text",
    reason="The clause is not in this version.",
    adopted_by="Rita Reviewer",
    adopted_on=current_catalog().edition.state_of,
)


@pytest.mark.django_db
def test_an_adopted_position_is_told_to_all_and_its_reason_to_the_own_people_alone(client: Client) -> None:
    def seen() -> tuple[str, str, dict[str, str]]:
        cell = text(client.get("/licences/llama-4-community/row/?open=output-training", headers=HTMX))
        page = text(client.get("/licences/llama-4-community/"))
        found = json.loads(client.get("/licences/export.json?q=llama-4").content)["licences"]
        entry = next(entry for entry in found if entry["id"] == "llama-4-community")
        return cell, page, entry["terms"]["output-training"]["adopted"]

    try:
        ambient.register_overlay(lambda: Overlay(positions=(POSITION,), key="19"))
        *outside, public = seen()
        client.force_login(product_manager())
        *inside, full = seen()
    finally:
        ambient.register_overlay(lambda: NO_OVERLAY)
    assert all("Applies: adopted by the organisation" in page and POSITION.reason not in page for page in outside)
    assert all("Applies: adopted by Rita Reviewer" in page and POSITION.reason in page for page in inside)
    assert (public["reading"], "adopted_by" in public, "reason" in public) == ("text", False, False)
    assert (full["adopted_by"], full["reason"]) == ("Rita Reviewer", POSITION.reason)


AGREEMENT = Agreement(
    id="agreement-1",
    licence="llama-4-community",
    covers=("territory",),
    kept_at="Contract archive",
    reason="Negotiated in October.",
    recorded_by="Rita Reviewer",
    recorded_on=current_catalog().edition.state_of,
)


@pytest.mark.django_db
def test_what_was_negotiated_lifts_a_verdict_for_the_own_people_alone(client: Client) -> None:
    address = "/licences/export.json?q=llama-4-community&seat=DE"

    def verdict() -> str:
        found = json.loads(client.get(address).content)["licences"]
        return str(next(entry["verdict"] for entry in found if entry["id"] == "llama-4-community"))

    try:
        ambient.register_overlay(lambda: Overlay(agreements=(AGREEMENT,), key="20"))
        told = [verdict()]
        client.force_login(product_manager())
        told.append(verdict())
        client.logout()
        told.append(verdict())
    finally:
        ambient.register_overlay(lambda: NO_OVERLAY)
    assert told == ["blocked", "undecided", "blocked"]


@pytest.mark.parametrize("licence", ["llama-4-community", "openrail++-m"])
def test_a_page_is_not_sent_again_while_nothing_changed(client: Client, licence: str) -> None:
    for path in ("/licences/", f"/licences/{quote(licence)}/", "/licences/compare/?id=MIT&id=Apache-2.0"):
        etag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.django_db
def test_a_signed_in_person_costs_session_and_user_and_nothing_more(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(product_manager())
    client.get("/licences/")
    for path in ("/licences/", "/licences/llama-4-community/", "/licences/compare/?id=MIT&id=Apache-2.0"):
        with django_assert_max_num_queries(3):
            client.get(path)


@pytest.mark.django_db
def test_only_a_reviewer_is_led_to_adopting_a_reading(client: Client) -> None:
    path = "/licences/llama-4-community/row/?open=output-training"
    link = "/knowledge/position/new/"
    assert link not in text(client.get(path, headers=HTMX))
    client.force_login(product_manager())
    assert link not in text(client.get(path, headers=HTMX))
    client.force_login(legal_reviewer())
    page = text(client.get(path, headers=HTMX))
    assert f"{link}?licence=llama-4-community&amp;topic=output-training" in page
