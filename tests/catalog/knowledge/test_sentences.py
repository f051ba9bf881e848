import copy
import json
import pickle
from datetime import date

import pytest

from catalog.knowledge.sentences import (
    Sentence,
    capital,
    counted,
    in_language,
    joined,
    listed,
    month,
    sentence,
    small,
    verbatim,
)

WORDS = {
    "Only {models} are named.": "Nur {models} sind genannt.",
    "{before} and {last}": "{before} und {last}",
    "{before} or {last}": "{before} oder {last}",
    "{n} licence": "{n} Lizenz",
    "{n} licences": "{n} Lizenzen",
    "On {day} it ends.": "Es endet am {day}.",
    "a limit": "eine Grenze",
    "Right.": "Richtig.",
    "A limit": "Eine Grenze",
    "{month} {year}": "{month} {year}",
    "March": "März",
}


class German:
    lowers_nouns = False

    def gettext(self, message: str) -> str:
        return WORDS.get(message, message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)

    def part(self, value: int | date) -> str:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else f"{value:%d.%m.%Y}"


def german(text: str) -> str:
    return in_language(text, German())


NAMED = sentence("Only {models} are named.", models=listed(["A", "B", "C"]))


def test_a_sentence_is_its_english_text() -> None:
    assert NAMED == "Only A, B and C are named."
    assert hash(NAMED) == hash("Only A, B and C are named.")
    assert json.dumps([NAMED]) == '["Only A, B and C are named."]'


def test_a_sentence_and_its_parts_are_told_in_another_language() -> None:
    assert german(NAMED) == "Nur A, B und C sind genannt."
    assert german(listed(["A", "B"], "or")) == "A oder B"


def test_a_label_inside_of_a_sentence_is_small_where_the_language_writes_it_so() -> None:
    inside = sentence("Near {label}.", label=small("A limit"))
    assert inside == "Near a limit."
    assert german(inside) == "Near Eine Grenze."


def test_a_month_is_named_in_the_language() -> None:
    assert month(date(2027, 3, 1)) == "March 2027"
    assert german(month(date(2027, 3, 1))) == "März 2027"


def test_a_plain_text_is_a_message_of_its_own() -> None:
    assert german("Right.") == "Richtig."
    assert german("Never translated.") == "Never translated."
    assert german("") == ""


@pytest.mark.parametrize(
    ("n", "english", "told"), [(1, "1 licence", "1 Lizenz"), (3000, "3,000 licences", "3.000 Lizenzen")]
)
def test_a_number_chooses_the_form_and_is_written_as_the_language_does(n: int, english: str, told: str) -> None:
    made = counted("{n} licence", "{n} licences", n)
    assert made == english
    assert german(made) == told


def test_a_day_is_written_as_the_language_does() -> None:
    made = sentence("On {day} it ends.", day=date(2026, 12, 2))
    assert made == "On 2 December 2026 it ends."
    assert german(made) == "Es endet am 02.12.2026."


def test_joined_texts_are_told_one_by_one() -> None:
    made = joined(" ", [NAMED, "Right."])
    assert made == "Only A, B and C are named. Right."
    assert german(made) == "Nur A, B und C sind genannt. Richtig."


def test_a_capital_is_set_after_the_translation() -> None:
    assert capital("a limit") == "A limit"
    assert german(capital("a limit")) == "Eine Grenze"


def test_what_is_verbatim_is_never_looked_up() -> None:
    assert german(verbatim("Right.")) == "Right."


@pytest.mark.parametrize("names", [[], ["A"]])
def test_a_list_of_one_or_none_needs_no_words(names: list[str]) -> None:
    assert listed(names) == "".join(names)


def test_copies_and_pickles_remember_how_a_sentence_was_made() -> None:
    for again in (copy.deepcopy(NAMED), pickle.loads(pickle.dumps(NAMED))):
        assert isinstance(again, Sentence)
        assert german(again) == "Nur A, B und C sind genannt."
    counted_again = copy.copy(counted("{n} licence", "{n} licences", 2))
    assert german(counted_again) == "2 Lizenzen"
