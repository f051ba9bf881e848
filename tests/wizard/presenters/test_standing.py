"""From stored answers to the panel and the checklist. No test here needs a database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wizard.models import Answer, Assessment, User
from wizard.phases import ITEMS
from wizard.presenters.answers import document_answers, phase_answers, snapshot_content
from wizard.presenters.item import item_view
from wizard.presenters.panel import panel
from wizard.presenters.standing import standing
from wizard.presenters.tasks import tasks

ANN = User(full_name="Ann Reed", email="ann@example.com")
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
USERS = {"country": "US", "size": "large", "group_total": 650_000_000, "growth": 0.05}


def assessment(*candidates):
    chosen = list(candidates or ("llama-4-maverick", "qwen2.5-72b", "deepseek-r1"))
    return Assessment(reference="CW-2026-0001", name="Shop", candidates=chosen, revision=1)


def given(**answers):
    made = {}
    for item, data in answers.items():
        values = data if "data" in data else {"data": data}
        name = item.replace("_", "-")
        made[name] = Answer(item=name, answered_by=ANN, answered_at=AT, **values)
    return made


@pytest.fixture
def counted():
    return standing(assessment(), given(organisation_users=USERS))


def test_each_candidate_stands_in_the_panel_with_the_reasons_that_matter_and_the_rest_counted(counted):
    shown = panel(assessment(), counted)
    assert shown.candidates[0].name == "DeepSeek-R1"
    assert all(1 <= len(one.reasons) <= 3 for one in shown.candidates)
    more = [one for one in shown.candidates if one.more_reasons]
    assert all(len(one.reasons) == 2 and one.more_reasons.startswith("and ") for one in more)
    assert more


def test_limits_show_what_is_used_and_when_they_are_crossed(counted):
    meters = panel(assessment(), counted).meters
    assert any("of 100 million users" in meter.label and meter.state == "over" for meter in meters)
    assert all(meter.percent is None or 0 <= meter.percent <= 100 for meter in meters)


def test_an_unknown_number_gives_no_percentage():
    stand = standing(assessment("qwen2.5-72b"), {})
    meter = panel(assessment("qwen2.5-72b"), stand).meters[0]
    assert meter.percent is None
    assert meter.label.endswith("yours not known")


@pytest.mark.parametrize(
    ("model", "limit"), [("kimi-k2", "20 million US dollars a month"), ("sd-3.5-large", "1 million US dollars a year")]
)
def test_a_limit_of_revenue_says_whether_it_is_that_of_a_month_or_a_year(model, limit):
    stand = standing(assessment(model), {})
    assert any(f"limit of {limit}, yours" in meter.label for meter in panel(assessment(model), stand).meters)


def test_an_open_question_leads_to_the_field_that_answers_it():
    stand = standing(assessment(), {})
    hrefs = [link.href for link in panel(assessment(), stand).questions]
    assert all(href.startswith("/assessments/CW-2026-0001/items/") for href in hrefs)
    assert any("#field-" in href for href in hrefs)


def test_at_most_three_questions_are_listed_and_the_rest_counted():
    stand = standing(assessment(), {})
    shown = panel(assessment(), stand)
    assert len(shown.questions) == 3
    assert shown.more_questions.startswith("and ")


def test_the_statuses_follow_from_the_answers():
    answers = given(
        outputs_training={"train": "none"},
        systemic_risk={"fine_tunes": "no"},
        eu_high_risk={"data": {}, "unknown": True, "unknown_owner": "Ann", "unknown_due": AT.date()},
    )
    shown = tasks(assessment(), standing(assessment(), answers), "outputs-training")
    status = {task.id: task.status for phase in shown.phases for task in phase.tasks}
    assert status["outputs-training"] == "answered"
    assert status["systemic-risk"] == "to finish"
    assert status["eu-high-risk"] == "left open"
    assert status["fine-tuning-data"] == "does not apply"
    assert status["licence-text"] == "not started"
    assert shown.next_href.endswith("/items/licence-text/")
    assert [task.id for phase in shown.phases for task in phase.tasks if task.current] == ["outputs-training"]


def test_answers_are_told_in_the_words_of_their_questions(counted):
    answers = given(organisation_users=USERS)
    told = [answer for phase in phase_answers(assessment(), counted, answers, {}) for answer in phase.answers]
    users = next(answer for answer in told if answer.item == "organisation-users")
    assert ("In which country is your organisation seated?", "United States") in users.lines
    assert ("Growth per month", "5 %") in users.lines
    assert users.answered == "Ann Reed, 23 November 2026, 10:42 UTC"
    assert next(answer for answer in told if answer.item == "licence-text").missing


def test_the_snapshot_holds_json_values_for_every_item_that_applies(counted):
    answers = given(organisation_users=USERS)
    content = snapshot_content(counted, answers, {}, {})
    assert set(content) == {"facts", "evaluation", "answers"}
    assert [entry["item"] for entry in content["answers"]] == list(ITEMS)
    users = next(entry for entry in content["answers"] if entry["item"] == "organisation-users")
    assert ["Growth per month", "5 %"] in users["lines"]
    assert users["answered_at"] == AT.isoformat()


def test_an_item_left_open_says_who_finds_out():
    answers = given(
        outputs_training={"data": {"train": "none"}, "unknown": True, "unknown_owner": "Ann", "unknown_due": AT.date()}
    )
    entries = document_answers(standing(assessment(), answers), answers, {})
    entry = next(entry for entry in entries if entry["item"] == "outputs-training")
    assert entry["unknown"] is True
    assert entry["lines"] == [["Left open", "Left open. Ann finds out by 23 November 2026."]]


def test_every_item_says_why_it_is_asked_and_where_to_go_on():
    stand = standing(assessment(), {})
    for item in ITEMS.values():
        view = item_view(assessment(), stand, item, None, ())
        assert view.clauses(), item.id
        assert view.next_href
        assert view.version == 0


def test_a_candidate_that_left_the_catalogue_is_left_out():
    stand = standing(assessment("gone", "deepseek-r1"), {})
    assert [model["model"] for model in stand.evaluation["models"]] == ["deepseek-r1"]
