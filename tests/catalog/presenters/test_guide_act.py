from datetime import date

from catalog.ambient import current_law
from catalog.knowledge.index import Catalogue
from catalog.presenters.guide_act import ActPage, act_page, since
from catalog.presenters.readings import Shelf


def page(catalogue: Catalogue, shelf: Shelf, as_of: date) -> ActPage:
    return act_page(current_law(), catalogue, shelf, as_of)


def bans(shown: ActPage) -> dict[str, str]:
    return {ban.stated.article: ban.standing.words for ban in shown.bans}


def test_the_two_new_bans_arrive_on_2_december_2026(catalogue: Catalogue, shelf: Shelf) -> None:
    before = page(catalogue, shelf, date(2026, 12, 1))
    assert bans(before)["Articles 5(1)(ba), 5(1a), 5(1b)"] == "From 2 December 2026, in 1 day"
    assert bans(before)["Article 5(1)(a)"] == "Since 2 February 2025"
    on_the_day = page(catalogue, shelf, date(2026, 12, 2))
    assert bans(on_the_day)["Articles 5(1)(bb), 5(1a)"] == "Since 2 December 2026"


def test_before_the_act_nothing_binds_and_in_the_end_everything_does(catalogue: Catalogue, shelf: Shelf) -> None:
    total = len(current_law().obligations)
    assert f"0 of {total} duties" in page(catalogue, shelf, date(2024, 1, 1)).lede
    last = page(catalogue, shelf, date(2031, 1, 1))
    assert f"{total} of {total} duties" in last.lede
    assert "No further day is set." in last.lede
    assert {day.standing.short for day in last.days} == {"In force"}


def test_every_duty_is_shown_to_those_who_owe_it(catalogue: Catalogue, shelf: Shelf) -> None:
    law = current_law()
    shown = page(catalogue, shelf, date(2026, 11, 23))
    held = {people.id: {duty.id for block in people.blocks for duty in block.duties} for people in shown.people}
    assert set().union(*held.values()) == set(law.obligations)
    assert "O-LIT" in held["provider"] & held["deployer"]
    for code, duty in law.obligations.items():
        for role, people in (("R-PROV", "provider"), ("R-DEP", "deployer"), ("R-GPAI", "model-provider")):
            assert (role in duty.owed.by) == (code in held[people])


def test_high_risk_duties_begin_later_for_products_than_for_purposes() -> None:
    duty = current_law().obligations["O-HP-09"]
    assert since(duty, current_law()) == {"HR-A3": date(2027, 12, 2), "HR-A1A": date(2028, 8, 2)}


def test_a_duty_that_follows_others_begins_with_them() -> None:
    law = current_law()
    assert min(since(law.obligations["O-T6"], law).values()) == date(2026, 8, 2)


def test_each_statement_says_what_kind_of_source_it_rests_on(catalogue: Catalogue, shelf: Shelf) -> None:
    shown = page(catalogue, shelf, date(2026, 11, 23))
    assert [tag.name for tag in shown.tags] == ["Law", "Guideline", "Draft guideline", "Our reading"]
    assert {line.name: line.tag for line in shown.compute}["General-purpose: 1 × 10²³ FLOP"] == "Guideline"
    assert shown.disagreements
    assert shown.disagreements[0].severity == "Critical"
