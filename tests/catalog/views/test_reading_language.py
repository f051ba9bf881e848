"""What is kept of a page is kept for each language, and told apart by the browser."""

from django.test import Client

from tests.support.languages import ASKING, CODE, offered


def test_a_page_that_was_rendered_once_is_not_shown_in_another_language(client: Client) -> None:
    with offered():
        english = client.get("/faq/")
        other = client.get("/faq/", headers=ASKING)
        again = client.get("/faq/")
    assert "⟦" not in english.text
    assert "⟦" in other.text
    assert again.text == english.text
    assert english["ETag"] == again["ETag"] != other["ETag"]
    assert "Accept-Language" in english["Vary"]


def test_a_page_names_its_language(client: Client) -> None:
    with offered():
        assert '<html lang="en-gb">' in client.get("/faq/").text
        assert f'<html lang="{CODE}">' in client.get("/faq/", headers=ASKING).text


def test_a_language_that_is_not_offered_is_answered_in_english(client: Client) -> None:
    page = client.get("/faq/", headers={"accept-language": "eo,de;q=0.9,en-US;q=0.5"})
    assert '<html lang="en-gb">' in page.text
    assert page["Content-Language"] == "en-gb"
