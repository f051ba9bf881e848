"""What is owed as a list to do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from catalog.ambient import current_catalog, current_law
from catalog.engine.evaluate import evaluate
from tests.catalog.engine import published
from tests.wizard import factories
from wizard.actions.todos import Plan, keep_todo
from wizard.presenters.findings import Words
from wizard.presenters.todos import (
    LABELS,
    Planned,
    TodosView,
    document_todos,
    duty_words,
    handed_over,
    stored,
    todos_view,
)
from wizard.queries.todos import todos_of

WORDS = Words(current_catalog(), "CW-2026-0001")
TODAY = date(2026, 11, 23)
LITERACY = "ai-act:O-LIT"
LABEL = "attribution.display:llama-3.1-community"


def evaluation(*candidates: str, **safeguards: bool) -> dict[str, Any]:
    """A chat assistant in the United States that is offered in the Union, with these safeguards."""
    facts = published.harmless()
    facts["eu_ai_act"] = {"S1": True, "S2": ["N2"], "R1": True, "R2": True, "P": [], "H1": False, "H5": [], "T1q": True}
    facts["safeguards"] = {**facts["safeguards"], **safeguards}
    document = {"schema": "facts/1", "as_of": "2026-11-23", "candidates": list(candidates), **facts}
    return evaluate(document, current_catalog(), current_law(), TODAY).as_json()


def view(document: dict[str, Any], **planned: Planned) -> TodosView:
    keys = {"literacy": LITERACY, "label": LABEL}
    return todos_view(document, {keys[name]: plan for name, plan in planned.items()}, WORDS, TODAY)


def test_licence_duties_come_first_then_those_of_the_act_by_their_day() -> None:
    titles = [group.title for group in view(evaluation("llama-3.1-70b", attribution_displayed=False)).groups]
    assert titles[0] == "Under the licences"
    assert titles[1] == "Under the AI Act: In force since 2 February 2025"
    assert titles[1:] == sorted(titles[1:], key=lambda title: title[-4:])


def test_what_the_answers_say_is_in_place_is_no_work() -> None:
    todos = view(evaluation("llama-3.1-70b", attribution_displayed=True))
    label = todos.todo(LABEL)
    assert label is not None
    assert (label.met, label.over, label.status) == (True, True, "in place")
    assert "without an owner" in todos.counts[-1]


def test_a_duty_that_is_missing_leads_to_its_question() -> None:
    label = view(evaluation("llama-3.1-70b", attribution_displayed=False)).todo(LABEL)
    assert label is not None
    assert (label.status, label.answer.href) == ("not in place", "/assessments/CW-2026-0001/items/attribution/")


def test_the_numbers_at_the_head_tell_what_is_left_done_late_and_nobodys() -> None:
    document = evaluation("qwen3-32b")
    number = len(view(document).todos)
    yesterday = TODAY - timedelta(days=1)
    assert view(document).counts == (f"{number} to do", f"{number} without an owner")
    late = view(document, literacy=Planned(owner="Paula Meyer", due=yesterday))
    assert late.counts == (f"{number} to do", "1 late", f"{number - 1} without an owner")
    done = view(document, literacy=Planned(owner="Paula Meyer", due=yesterday, done_by="Paula Meyer", done_on=TODAY))
    assert done.counts == (f"{number - 1} to do", "1 done or in place", f"{number - 1} without an owner")


def test_a_blocked_model_owes_nothing_and_a_duty_of_some_names_them() -> None:
    blocked = evaluation("llama-4-maverick", "qwen3-32b")
    blocked["models"][0]["verdict"] = "blocked"
    assert all("llama" not in todo.key for todo in view(blocked).todos)
    label = view(evaluation("llama-3.1-70b", "qwen3-32b", attribution_displayed=False)).todo(LABEL)
    assert label is not None
    assert label.models == "Llama 3.1 70B"


def test_a_plan_for_what_is_no_longer_owed_stands_in_no_list_and_is_not_handed_over(db: None) -> None:
    draft = factories.draft()
    for key in (LITERACY, "ai-act:O-RISK-OF-YESTERDAY"):
        keep_todo(assessment=draft, key=key, actor=draft.author, today=TODAY, plan=Plan("Paula Meyer", TODAY))
    document = evaluation("qwen3-32b")
    assert view(document).todo("ai-act:O-RISK-OF-YESTERDAY") is None
    assert [entry["key"] for entry in document_todos(document, todos_of(draft))] == [LITERACY]


def test_what_is_handed_over_reads_as_what_was_stored(db: None) -> None:
    draft = factories.draft()
    keep_todo(
        assessment=draft,
        key=LITERACY,
        actor=draft.author,
        today=TODAY,
        plan=Plan("Paula Meyer", TODAY, "A note."),
        done=True,
    )
    handed = document_todos(evaluation("qwen3-32b"), todos_of(draft))
    assert handed_over({"todos": handed}) == stored(todos_of(draft))
    assert handed_over({}) == {}


def test_every_duty_of_the_published_cases_has_a_key_of_its_own_and_a_name() -> None:
    for case in published.cases():
        document = published.judged(case)
        todos = view(document).todos
        assert len({todo.key for todo in todos}) == len(todos)
        assert all(len(todo.key) <= 200 and "/" not in todo.key for todo in todos)
        codes = {todo.key.partition(":")[0] for todo in todos} - {"ai-act"}
        assert codes <= set(LABELS), codes


def test_a_duty_has_a_name_where_no_evaluation_is_at_hand() -> None:
    assert duty_words(LABEL, WORDS, current_law()) == "Show the label, Llama 3.1 Community"
    assert duty_words(LITERACY, WORDS, current_law()) == current_law().obligations["O-LIT"].says
    assert duty_words("ai-act:O-GONE", WORDS, current_law()) == "O-GONE"


def test_a_long_day_that_nobody_began_with_folds() -> None:
    document = evaluation("qwen3-32b")
    duty = document["eu_ai_act"]["obligations"][0]
    document["eu_ai_act"]["obligations"] = [{**duty, "id": "O-LIT"}, *({**duty, "id": f"O-{n}"} for n in range(9))]
    assert [group.folded for group in view(document).groups if group.anchor == "owed-act-1"] == [True]
    begun = view(document, literacy=Planned(owner="Paula Meyer"))
    assert not any(group.folded for group in begun.groups)
