from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from catalog.knowledge.places import COUNTRIES
from tests.support.languages import spoken
from wizard.phases.choices import Several, YesNo
from wizard.phases.countries import Countries
from wizard.phases.fields import Address, Day, Text
from wizard.phases.numbers import Count, Flop, Percent


def refusal(field, typed):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("4000000", 4_000_000),
        ("4,000,000", 4_000_000),
        ("4 000 000", 4_000_000),
        ("4.000.000", 4_000_000),
        ("4’000’000", 4_000_000),
        ("4\u202f000\u202f000", 4_000_000),
        (" 0 ", 0),
    ],
)
def test_a_count_is_read_however_its_thousands_are_set_apart(typed, number):
    assert Count().clean(typed) == number


@pytest.mark.parametrize("typed", ["4.5", "4,00", "1,000.000", "four", "4e6", "٤", "1" * 30, "1,000,00"])
def test_a_count_refuses_what_is_no_whole_number_and_shows_one(typed):
    assert refusal(Count(), typed) == "Enter a whole number in digits, such as 4,000,000."


@pytest.mark.parametrize("field", [Count(), Percent(), Flop()])
@pytest.mark.parametrize("typed", ["-1", "−1"])
def test_negative_numbers_are_refused_with_a_remedy(field, typed):
    assert refusal(field, typed).startswith("Enter zero or a positive")


def test_a_count_names_its_largest_number():
    assert refusal(Count(most=100), "101") == "Enter a number up to 100."


@pytest.mark.parametrize(("typed", "fraction"), [("8", 0.08), ("8 %", 0.08), ("8.5%", 0.085), ("8,5", 0.085)])
def test_a_percentage_is_kept_as_a_fraction_and_shown_as_typed(typed, fraction):
    field = Percent()
    assert field.clean(typed) == pytest.approx(fraction)
    assert field.clean(field.prepare_value(fraction)) == pytest.approx(fraction)


@pytest.mark.parametrize("typed", ["5e21", "5E21", "5 × 10^21", "5*10^21", "5x10^21"])
def test_computation_is_read_in_the_usual_notations(typed):
    assert Flop().clean(typed) == 5e21


def test_computation_shows_how_to_write_it():
    assert "5e21" in refusal(Flop(), "a lot")


def test_a_run_without_spaces_is_refused_because_no_page_can_break_it():
    assert Text(lines=4).clean("word " * 100)
    assert "Put a space into the text" in refusal(Text(lines=4), "x" * 201)


def test_a_text_says_by_how_much_it_is_too_long():
    assert refusal(Text(lines=4), "word " * 1000) == "Shorten this to 4,000 characters; it has 4999."


def test_characters_that_cannot_be_printed_are_dropped():
    assert Text().clean("a\x00b\u2028c") == "abc"


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "ftp://example.org/x", "nonsense", "https://"])
def test_an_address_is_a_page_of_the_web(typed):
    assert refusal(Address(), typed) == "Enter a web address, such as https://example.org/licence."


def test_an_address_without_a_scheme_is_taken_as_https():
    assert Address().clean("example.org/licence") == "https://example.org/licence"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (Day(), "2026-02-30", "Enter a day that exists"),
        (Day(), "1026-01-01", "Enter a year from 1990 on."),
        (Day(past_only=True), "2026-11-24", "Enter today or an earlier day."),
        (Day(future_only=True), "2026-11-23", "Enter a day after today."),
    ],
)
def test_a_day_on_the_wrong_side_of_today_is_refused(field, typed, words):
    field.today = date(2026, 11, 23)
    assert refusal(field, typed).startswith(words)


def test_yes_no_and_unknown_are_three_answers():
    assert [YesNo().fact(answer) for answer in ("yes", "no", "unknown")] == [True, False, None]


def test_none_of_these_is_a_known_answer_and_stands_alone():
    field = Several(choices=[("a", "A"), ("b", "B")], none="None of these")
    assert field.fact(["none"]) == []
    assert field.fact(["unknown"]) is None
    assert field.stored(["b", "a"]) == ["a", "b"]
    assert refusal(field, ["a", "none"]) == "“None of these” cannot stand beside another answer. Untick one."


def test_countries_are_typed_by_name_or_code():
    field = Countries()
    assert field.stored(field.clean("nz, Iceland; Mexico")) == ["IS", "MX", "NZ"]
    assert refusal(field, "Iceland, Atlantis").startswith("“Atlantis” is no country.")
    assert len(COUNTRIES) == 249


def test_countries_are_read_back_in_the_language_in_which_they_are_shown():
    field = Countries()
    with spoken():
        shown = field.words(["AT", "DE"])
        assert shown == "⟦Austria⟧, ⟦Germany⟧"
        assert field.stored(field.clean(shown)) == ["AT", "DE"]
        assert field.stored(field.clean("Austria, de")) == ["AT", "DE"]


def test_a_question_that_is_declared_once_speaks_to_each_reader_in_their_language():
    field = YesNo(label="Is the use commercial?")
    with spoken():
        assert field.words("yes") == "⟦Yes⟧"
        assert refusal(field, "") == "⟦Choose yes, no or “I don’t know”.⟧"
    assert field.words("yes") == "Yes"
    assert refusal(field, "") == "Choose yes, no or “I don’t know”."
