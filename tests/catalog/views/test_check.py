import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.support.clock import worked

HTMX = {"HX-Request": "true"}
ANSWERS = {
    "model": "llama-4-maverick",
    "seat": "DE",
    "users": "2000000",
    "commercial": "yes",
    "reach": "hosted-service",
    "outputs": "none",
    "field": "ordinary",
}


def text(response: Any) -> str:
    return unescape(response.content.decode())


def test_the_check_needs_neither_account_nor_database_nor_script(client: Client) -> None:
    # Without the `db` fixture any query is an error.
    response = client.get("/check/", ANSWERS)
    page = text(response)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert '<span class="verdict blocked">Blocked</span>' in page
    assert "/licences/llama-4-community/#territory" in page
    assert 'value="Llama 4 Maverick"' in page
    assert '<option value="DE" selected>Germany</option>' in page


def test_htmx_gets_the_answer_and_the_address_that_leads_back_to_it(client: Client) -> None:
    part = client.get("/check/", ANSWERS, headers=HTMX)
    assert "<form" not in text(part)
    address = part.headers["HX-Replace-Url"]
    assert address.startswith("/check/?model=llama-4-maverick&seat=DE")
    assert text(part).strip() in text(client.get(address))


def test_the_empty_check_asks_for_a_model(client: Client) -> None:
    page = text(client.get("/check/"))
    assert "Name a model." in page
    assert page.count(">I don’t know</option>") == 5
    assert 'placeholder="I don’t know"' in page


def test_what_cannot_be_read_is_told_beside_the_answer(client: Client) -> None:
    page = text(client.get("/check/", {"model": "qwen3-32b", "users": "many", "seat": "Atlantis"}))
    assert "Enter a whole number in digits, such as 4,000,000. Until then it counts as not known." in page
    assert "“Atlantis” is none of the answers." in page
    assert 'aria-invalid="true"' in page
    assert "Undecided" in page


def test_an_unknown_model_is_refused_and_may_not_write_into_the_page(client: Client) -> None:
    response = client.get("/check/", {"model": "<script>alert(1)</script>"})
    assert "is no model that the catalogue knows" in text(response)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("unused", ["utm_source", "page", "csrfmiddlewaretoken"])
def test_what_is_no_question_is_ignored(client: Client, unused: str) -> None:
    page = text(client.get("/check/", {**ANSWERS, unused: "x"}))
    assert "/check/keep/?model=llama-4-maverick&seat=DE" in page
    assert unused not in page


def test_the_start_page_has_the_check(client: Client) -> None:
    page = text(client.get("/"))
    assert page.count("<select") == 5
    assert re.search(r'<form[^>]+action="/check/#results"', page)


def test_a_new_question_is_answered_in_a_tenth_of_a_second(client: Client) -> None:
    client.get("/check/", ANSWERS)
    times = []
    for number in range(5):
        begun = worked()
        client.get("/check/", {**ANSWERS, "users": str(3_000_000 + number)}, headers=HTMX)
        times.append(worked() - begun)
    assert min(times) < 0.1
