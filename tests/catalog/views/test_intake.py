from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

PATH = "/licences/recognise/"
CARD = "---\nlicense: apache-2.0\nbase_model: meta-llama/Llama-3.1-8B-GGUF\n---\n# Example-8B\n"
OWN_TEXT = "Everybody may sail these boats on every lake, and the harbour answers for nothing that happens. " * 5


def ask(client: Client, **given: object) -> tuple[int, str]:
    response = client.post(PATH, given)
    return response.status_code, unescape(response.content.decode())


def test_the_form_is_public(client: Client) -> None:
    response = client.get(PATH)
    assert response.status_code == 200
    assert "Which licence is this?" in response.content.decode()


def test_a_text_that_nobody_knows_is_called_unknown_and_stays_in_the_form(client: Client) -> None:
    status, page = ask(client, licence=OWN_TEXT)
    assert status == 200
    assert "No known licence" in page
    assert "treat it as none" in page
    assert page.count("Everybody may sail") == 5


def test_a_card_shows_its_contradictions_before_the_draft(client: Client) -> None:
    status, page = ask(client, card=CARD)
    assert status == 200
    told = page.index("The card says Apache 2.0; its base Llama 3.1 8B is under Llama 3.1 Community.")
    assert told < page.index("what the card says")
    assert "Edition of Llama 3.1 8B, under Llama 3.1 Community" in page
    assert 'href="/licences/llama-3.1-community/"' in page


def test_text_and_card_are_held_against_each_other(client: Client) -> None:
    _, page = ask(client, card="---\nlicense: mit\n---\n", licence=OWN_TEXT)
    assert "The card says MIT; the LICENSE text is none that is known." in page
    assert "Left open until it is clear which text applies" in page


def test_files_are_read_like_typed_text(client: Client) -> None:
    status, page = ask(
        client,
        licence_file=SimpleUploadedFile("LICENSE", OWN_TEXT.encode()),
        card_file=SimpleUploadedFile("README.md", CARD.replace("\n", "\r\n").encode()),
    )
    assert status == 200
    assert "No known licence" in page
    assert "Example-8B: what the card says" in page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Nothing was given."),
        ({"licence": " \n"}, "Nothing was given."),
        ({"card": "# No front matter, but kept"}, "The card has no front matter"),
        ({"licence": "a " * 300_000}, "longer than any licence"),
        ({"licence_file": SimpleUploadedFile("LICENSE", b"\xff\xfe\x00")}, "not text in UTF-8"),
        ({"card_file": SimpleUploadedFile("README.md", b"x" * 300_000)}, "larger than 262,144 bytes"),
        ({"licence": "typed and kept", "licence_file": SimpleUploadedFile("LICENSE", b"x")}, "a text above and a file"),
    ],
)
def test_what_cannot_be_read_is_refused_and_typed_text_is_kept(
    client: Client, given: dict[str, object], told: str
) -> None:
    status, page = ask(client, **given)
    assert status == 422
    assert told in page
    assert "to correct" in page
    for typed in given.values():
        if isinstance(typed, str) and typed.strip():
            assert typed in page


def test_what_was_given_is_shown_as_text_and_never_as_markup(client: Client) -> None:
    response = client.post(PATH, {"card": "---\nlicense: <script>alert(1)</script>\n---\n# <b>bold</b>\n"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert" not in page
    assert "<b>bold" not in page
