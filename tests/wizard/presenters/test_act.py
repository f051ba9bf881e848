"""The argument under the AI Act, as a page tells it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from catalog.ambient import current_catalog, current_law
from catalog.engine.evaluate import evaluate
from wizard.presenters.act import ActView, act, duty_place
from wizard.presenters.findings import Words
from wizard.presenters.todos import todos_view

WORDS = Words(current_catalog(), "CW-2026-0001")
AS_OF = "2026-11-23"
DUTY = {
    "id": "O-LIT",
    "article": "4",
    "applies_from": "2025-02-02",
    "status": "in-force",
    "penalty": "MS",
    "tag": "L",
    "says": "Help your staff to understand AI.",
}


def told(**part: Any) -> ActView:
    """The view of a small part of an evaluation."""
    whole = {"outcomes": [], "roles": [], "obligations": [], "assumed": [], "review": [], **part}
    return act({"as_of": AS_OF, "eu_ai_act": whole}, current_law(), WORDS)


def asked(view: ActView) -> dict[str, str]:
    """What each step says, by its question."""
    return {step.asks: " ".join(said.says for said in step.says) for step in view.steps}


def test_the_argument_goes_from_scope_to_model() -> None:
    view = told(outcomes=["HR-NO", "GP-NO"], roles=["R-DEP"], obligations=[DUTY])
    assert list(asked(view)) == [
        "Does the Act reach you?",
        "Who are you under it?",
        "Is it a prohibited practice?",
        "What class is the system?",
        "Do people have to be told?",
        "Do you provide a model?",
    ]
    assert asked(view)["What class is the system?"] == "Not high-risk."
    assert view.steps[3].says[0].place == "Article 6"


def test_outside_the_scope_the_argument_ends_there() -> None:
    view = told(outcomes=["OUT-NOEU"])
    assert [step.asks for step in view.steps] == ["Does the Act reach you?", "Who are you under it?"]
    assert view.steps[0].says[0].says == "No link to the Union is known, so the Act does not apply."
    assert view.line is None


def test_an_outcome_names_its_entry_and_one_that_the_law_no_longer_knows_keeps_its_code() -> None:
    classes = asked(told(outcomes=["HR-A3:A3-4a", "NEW-CODE"]))["What class is the system?"]
    assert "Recruiting or selecting people" in classes
    assert "NEW-CODE" in classes


def test_what_was_assumed_stands_in_its_step_and_leads_to_its_question() -> None:
    view = told(outcomes=["HR-NO"], assumed=["S1", "H10", "G1"])
    found = {step.asks: [link.href.split("/")[-2] for link in step.assumed] for step in view.steps if step.assumed}
    assert found == {
        "Does the Act reach you?": ["eu-high-risk"],
        "What class is the system?": ["eu-high-risk"],
        "Do you provide a model?": ["systemic-risk"],
    }


def test_days_stand_in_order_with_what_binds_from_them_and_lead_to_the_list() -> None:
    later = {**DUTY, "id": "D", "article": "9", "applies_from": "2027-12-02", "status": "upcoming"}
    first, second = told(obligations=[later, {**later, "id": "E"}, DUTY]).days
    assert (first.when, first.count, first.arrived) == ("In force since 2 February 2025", "1 duty", True)
    assert (second.when, second.count, second.arrived) == ("From 2 December 2027", "2 duties", False)
    assert [day.anchor for day in (first, second)] == ["owed-act-1", "owed-act-2"]


def test_a_place_outside_the_law_says_so() -> None:
    assert duty_place(DUTY) == "Article 4"
    assert duty_place({**DUTY, "article": "9", "tag": "D"}) == "Article 9, by a draft guideline"


def test_the_line_marks_the_day_one_looks_from_even_when_nothing_begins_that_year() -> None:
    line = told(obligations=[DUTY]).line
    assert line is not None
    assert line.now_label == "23 Nov 2026, as seen here"
    assert [year.label for year in line.years] == ["2025", "2026", "2027"]
    assert line.days[0].x < line.now
    assert "1 of 1 duties binds on 23 November 2026." in line.desc


@pytest.mark.parametrize("stated", [{"S2": ["N2"], "T1q": True}, {"S2": []}, {}])
def test_each_day_leads_to_the_duties_that_begin_on_it(stated: dict[str, Any]) -> None:
    facts = {"schema": "facts/1", "candidates": ["qwen3-32b"], "eu_ai_act": stated}
    document = evaluate(facts, current_catalog(), current_law(), date.fromisoformat(AS_OF)).as_json()
    view = act(document, current_law(), WORDS)
    groups = {group.anchor: group for group in todos_view(document, {}, WORDS, date.fromisoformat(AS_OF)).groups}
    for day in view.days:
        assert day.when in groups[day.anchor].title
        assert int(day.count.split()[0]) == len(groups[day.anchor].todos)
    assert {anchor for anchor in groups if anchor.startswith("owed-act")} == {day.anchor for day in view.days}
