import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from catalog.management.messages import Message, NotLiteral, in_catalogue, in_code, in_template, messages


@pytest.fixture(scope="module")
def found() -> dict[str, Message]:
    return messages(Path(settings.BASE_DIR))


@pytest.fixture(scope="module")
def drawn(found: dict[str, Message]) -> dict[str, str]:
    return {text: message.many for text, message in found.items()}


@pytest.mark.parametrize(
    "text",
    [
        "Skip to the content",  # a template
        "Fully permissive",  # a table of words
        "No limit",  # a presenter
        "{before} or {last}",  # a sentence of a pure room
        "South Korea",  # a place
        "Allen Institute for AI",  # a name
    ],
)
def test_messages_are_drawn_from_every_room_and_names_are_not(drawn: dict[str, str], text: str) -> None:
    assert (text in drawn) is (text != "Allen Institute for AI")


def test_texts_that_only_an_earlier_edition_holds_are_drawn_with_their_place_there(found: dict[str, Message]) -> None:
    earlier = found["Below 1e23 FLOP, the indicative line for a general-purpose model."]
    assert earlier.where == ["catalog/data/editions/2026.11.1.json.gz"]
    assert not any(
        "editions" in place
        for place in found["Below 10²³ FLOP, the indicative line for a general-purpose model."].where
    )


def test_plurals_are_drawn_with_both_forms(drawn: dict[str, str]) -> None:
    assert drawn["One thing to correct"] == "%(count)s things to correct"
    assert drawn["prohibited use"] == "prohibited uses"


def test_the_command_writes_a_template_for_translators() -> None:
    written = io.StringIO()
    call_command("messages", stdout=written)
    assert 'msgid "Skip to the content"\nmsgstr ""' in written.getvalue()
    assert '#, python-brace-format\nmsgid "{before} or {last}"' in written.getvalue()


def test_a_message_that_is_no_literal_is_refused_by_its_place() -> None:
    code = "from django.utils.translation import gettext as _\n\ndef said(text):\n    return _(text)\n"
    with pytest.raises(NotLiteral, match=r"said\.py:4: the message is no literal"):
        list(in_code(code, "said.py"))


def test_either_branch_of_a_choice_is_drawn() -> None:
    code = "from django.utils.translation import gettext as _\nsaid = _('Yes' if True else 'No')\n"
    assert [text for _, text, _ in in_code(code, "said.py")] == ["Yes", "No"]


def test_texts_of_a_template_are_drawn_with_their_places() -> None:
    source = '{% load i18n %}{% translate "Menu" %}{% blocktranslate trimmed %}Read {{ day }}.{% endblocktranslate %}'
    assert [text for _, text, _ in in_template(source, "page.html")] == ["Menu", "Read %(day)s."]


def test_the_catalogue_gives_its_words_and_keeps_codes_and_names() -> None:
    entry = {"id": "eu-high-risk", "name": "A name of its own", "says": "Right.", "clause": "preamble", "tag": "L"}
    assert list(in_catalogue([entry])) == ["Right.", "preamble"]
