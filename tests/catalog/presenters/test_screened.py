from datetime import date

import pytest

from catalog.ambient import current_law
from catalog.engine import answers
from catalog.engine.evaluate import known
from catalog.engine.screening import screen
from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import NO_OVERLAY, Agreement, Overlay, Position
from catalog.presenters.screened import NOT_A_NUMBER, document, row_verdict, tally, trouble, users
from catalog.presenters.situation_form import questions

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("5000000", 5_000_000),
        ("5,000,000", 5_000_000),
        ("5 000 000", 5_000_000),
        ("5.000.000", 5_000_000),
        ("5’000’000", 5_000_000),
        ("0", 0),
        ("", None),
        ("many", None),
        ("-5", None),
        ("1e6", None),
        ("٥", None),
        ("²", None),
        ("9" * 400, None),
    ],
)
def test_users_are_read_whatever_stands_between_the_digits(typed: str, number: int | None) -> None:
    asked = {"users": typed}
    assert users(asked) == number
    assert trouble(asked) == (NOT_A_NUMBER if typed and number is None else "")


def test_what_is_not_answered_stays_unknown(catalogue: Catalogue) -> None:
    facts = document({}, catalogue.vocabulary, NO_OVERLAY)
    leaves = [value for part in facts.values() if isinstance(part, dict) for value in part.values()]
    assert set(leaves) == {None}


def test_every_choice_of_the_form_makes_a_document_that_fits(catalogue: Catalogue) -> None:
    for question in questions({}, catalogue.vocabulary):
        for choice in question.choices:
            facts = document({question.name: choice.value}, catalogue.vocabulary, NO_OVERLAY)
            answers.read(facts, known(catalogue), DAY)


def test_an_answer_that_no_list_offers_stays_unknown(catalogue: Catalogue) -> None:
    asked = {"seat": "XX", "market": "ZZ", "commercial": "perhaps", "outputs": "?", "domain": "space", "activity": "-"}
    assert document(asked, catalogue.vocabulary, NO_OVERLAY) == document({}, catalogue.vocabulary, NO_OVERLAY)


@pytest.mark.parametrize(
    ("hosted", "weights", "delivery"),
    [
        ("yes", "no", ["hosted-service"]),
        ("no", "no", ["internal"]),
        ("yes", "yes", ["hosted-service", "ship-weights"]),
        ("yes", "", None),
        ("", "no", None),
    ],
)
def test_delivery_is_known_once_both_questions_are_answered(
    catalogue: Catalogue, hosted: str, weights: str, delivery: list[str] | None
) -> None:
    asked = {"hosted": hosted, "weights": weights}
    assert document(asked, catalogue.vocabulary, NO_OVERLAY)["use"]["delivery"] == delivery


def test_positions_and_agreements_of_the_organisation_count(catalogue: Catalogue) -> None:
    position = Position(
        licence="llama-4-community",
        topic="output-training",
        reading="text",
        reason="Not in this version.",
        adopted_by="Rita",
        adopted_on=DAY,
    )
    agreement = Agreement(
        id="meta-2026",
        licence="llama-4-community",
        covers=("territory",),
        until=date(2027, 12, 31),
        kept_at="Contracts",
        reason="Negotiated in May.",
        recorded_by="Rita",
        recorded_on=DAY,
    )
    own = Overlay(positions=(position,), agreements=(agreement,), key="1")
    asked = {"seat": "DE", "outputs": "distil"}
    before = screen(document(asked, catalogue.vocabulary, NO_OVERLAY), catalogue, current_law(), DAY)
    after = screen(document(asked, catalogue.vocabulary, own), catalogue, current_law(), DAY)
    assert before["llama-4-community"].verdict == "blocked"
    assert after["llama-4-community"].verdict != "blocked"


def test_a_row_says_the_gravest_reason_first(catalogue: Catalogue) -> None:
    facts = document({"commercial": "yes"}, catalogue.vocabulary, NO_OVERLAY)
    found = row_verdict(screen(facts, catalogue, current_law(), DAY)["CC-BY-NC-4.0"])
    assert (found.verdict, found.label) == ("blocked", "Blocked")
    assert found.reasons[0].kind == "Not allowed"
    assert found.top == found.reasons[0].says
    assert found.more.endswith(("more point", "more points"))


def test_rows_are_counted_by_verdict(catalogue: Catalogue) -> None:
    facts = document({"commercial": "yes"}, catalogue.vocabulary, NO_OVERLAY)
    verdicts = [row_verdict(each) for each in screen(facts, catalogue, current_law(), DAY).values()]
    counts = [int(part.split()[0]) for part in tally(verdicts).split(", ")]
    assert sum(counts) == len(verdicts)
