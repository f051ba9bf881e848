"""The start: what the sentence suggests is confirmed one by one, and models can be suggested by the answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from catalog.ambient import today
from tests.wizard import factories
from wizard.actions.answers import save_answer
from wizard.actions.assignments import ask_for_answer
from wizard.models import Answer, Assessment, Assignment, AuditEvent
from wizard.phases import ITEMS
from wizard.presenters.standing import standing
from wizard.queries.assessments import answers_of

NEW = "/assessments/new/"
SENTENCE = "A chatbot on our website answers customers. It ranks job applicants by their CV."


def start(client, **changes):
    return client.post(NEW, {"name": "Desk", "description": SENTENCE, "candidates": ["qwen3-32b"], **changes})


def started(client, **changes):
    start(client, **changes)
    return Assessment.objects.get()


def page_of(assessment, part):
    return f"/assessments/{assessment.reference}/{part}/"


def test_a_recognised_sentence_leads_to_its_proposals_and_enters_nothing(as_author):
    response = start(as_author)
    assessment = Assessment.objects.get()
    assert response["Location"] == page_of(assessment, "proposals")
    page = as_author.get(response["Location"]).text
    assert 'value="domains:employment"' in page
    assert 'from <span translate="no">“on our website”</span>' in page
    assert "checked" not in page
    assert not Answer.objects.exists()


def test_only_what_is_ticked_becomes_an_answer_and_says_where_it_is_from(as_author):
    assessment = started(as_author)
    confirmed = ["domains:employment", "description", "domains:not-proposed", "P:P-f"]
    as_author.post(page_of(assessment, "proposals"), {"confirmed": confirmed})
    answer = Answer.objects.get()
    assert answer.item == "behavioural-restrictions"
    assert answer.data == {"domains": ["employment"], "description": SENTENCE}
    assert answer.note == "Confirmed from the description of the product."
    assert "among your answers already" in as_author.get(page_of(assessment, "proposals")).text


def test_a_confirmed_delivery_says_that_the_weights_are_used(as_author):
    assessment = started(as_author)
    as_author.post(page_of(assessment, "proposals"), {"confirmed": ["delivery:hosted-service"]})
    assert Answer.objects.get().data == {"uses": ["weights"], "delivery": ["hosted-service"]}
    assert standing(assessment, answers_of(assessment)).facts["use"]["delivery"] == ["hosted-service"]


def test_a_confirmed_country_is_a_market_of_the_product(as_author):
    assessment = started(as_author, description="A chatbot for visitors of our shops in Austria and Japan.")
    as_author.post(page_of(assessment, "proposals"), {"confirmed": ["markets:JP", "markets:EU"]})
    assert Answer.objects.get().data == {"markets": ["EU", "JP"]}
    assert standing(assessment, answers_of(assessment)).facts["use"]["markets"] == ["EU", "JP"]


def test_a_confirmed_purpose_waits_until_the_act_applies(as_author, author):
    assessment = started(as_author)
    purposes = [key for key in confirmable(as_author, assessment) if key.startswith("H5:")]
    as_author.post(page_of(assessment, "proposals"), {"confirmed": purposes})
    stored = Answer.objects.get()
    assert stored.data["H5"]
    assert "eu_ai_act" not in standing(assessment, answers_of(assessment)).facts
    data = {**stored.data, "S1": "yes", "S2": ["N1"], "R2": "yes"}
    save_answer(assessment=assessment, item="eu-high-risk", data=data, actor=author, seen_version=stored.version)
    assert standing(assessment, answers_of(assessment)).facts["eu_ai_act"]["H5"] == stored.data["H5"]


def confirmable(client, assessment):
    page = client.get(page_of(assessment, "proposals")).text
    return [part.split('"')[0] for part in page.split('name="confirmed" id="')[1:]]


def test_confirming_adds_to_the_answers_and_keeps_the_note_and_what_was_left_open(as_author, author):
    assessment = started(as_author)
    note: dict[str, Any] = {"note": "Ask the product owner.", "unknown": True}
    data = {"domains": ["retail"], "activities": ["none"], "commercial": "yes"}
    save_answer(assessment=assessment, item="behavioural-restrictions", data=data, actor=author, seen_version=0, **note)
    confirmed = ["domains:employment", "activities:ranking-applicants"]
    as_author.post(page_of(assessment, "proposals"), {"confirmed": confirmed})
    answer = Answer.objects.get()
    assert answer.data == {
        "domains": ["retail", "employment"],
        "activities": ["ranking-applicants"],
        "commercial": "yes",
    }
    assert (answer.note, answer.unknown) == ("Ask the product owner.", True)


def test_who_was_asked_need_not_answer_what_a_confirmation_completes_and_is_asked_on_for_the_rest(as_author, author):
    assessment = started(as_author)
    clear = dict.fromkeys(("generates_human_likeness", "automated_decisions", "safety_critical"), "no")
    data = {"activities": ["none"], "commercial": "yes", "modalities": ["text"], "markets": ["EU"], **clear}
    save_answer(assessment=assessment, item="behavioural-restrictions", data=data, actor=author, seen_version=0)
    due = today() + timedelta(days=5)
    for item in ("behavioural-restrictions", "weights-code-outputs"):
        person = factories.legal_reviewer()
        ask_for_answer(assessment=assessment, item=item, actor=author, email=person.email, due=due)
    confirmed = ["domains:employment", "description", "delivery:hosted-service"]
    as_author.post(page_of(assessment, "proposals"), {"confirmed": confirmed})
    assert [it.item for it in Assignment.objects.exclude(done_at=None)] == ["behavioural-restrictions"]


def test_nothing_ticked_changes_nothing(as_author):
    assessment = started(as_author)
    before = AuditEvent.objects.count()
    assert as_author.post(page_of(assessment, "proposals")).status_code == 302
    assert (AuditEvent.objects.count(), Answer.objects.count()) == (before, 0)


def test_a_practice_is_pointed_to_and_cannot_be_ticked(as_author):
    sentence = "It recognises the emotions of our employees at work."
    assessment = started(as_author, description=sentence)
    page = as_author.get(page_of(assessment, "proposals")).text
    assert "Article 5 of the AI Act prohibits some practices" in page
    assert f"/assessments/{assessment.reference}/items/eu-high-risk/#field-P" in page
    assert 'value="P:' not in page


def test_an_unrecognised_sentence_leads_on_and_is_not_called_harmless(as_author):
    response = start(as_author, description="Blue is a colour.")
    assessment = Assessment.objects.get()
    assert response["Location"] == f"/assessments/{assessment.reference}/"
    page = as_author.get(page_of(assessment, "proposals")).text
    assert "Nothing was recognised." in page
    assert "every question is still asked" in page


def test_the_suggestions_beside_the_field_keep_nothing(as_author):
    part = as_author.post(NEW, {"suggest": "1", "description": SENTENCE}).text
    assert "<html" not in part
    assert "Employment" in part
    assert "Nothing is entered by itself." in part
    assert as_author.post(NEW, {"suggest": "1", "description": "  "}).text.strip() == ""
    assert "longer than 2,000" in as_author.post(NEW, {"suggest": "1", "description": "long " * 500}).text
    assert not Assessment.objects.exists()


def test_help_is_wanted_or_models_are_named_not_both(as_author):
    page = start(as_author, help_me="on")
    assert page.status_code == 422
    assert "only one of the two can be meant" in page.text


@pytest.fixture
def helpless(as_author):
    """A draft of somebody who has no model in mind."""
    return started(as_author, description="", candidates=[], help_me="on")


def test_without_models_the_telling_questions_come_first(helpless, as_author):
    page = as_author.get(f"/assessments/{helpless.reference}/").text
    assert "No model is chosen yet." in page
    assert f"/assessments/{helpless.reference}/items/weights-code-outputs/" in page
    assert as_author.get(page_of(helpless, "result"))["Location"] == page_of(helpless, "suggestions")
    item = as_author.get(page_of(helpless, "items/behavioural-restrictions")).text
    assert "Choose from those that fit" in item
    assert item.count('class="verdict') == 0


def test_nothing_is_offered_while_too_much_is_open(helpless, as_author):
    page = as_author.get(page_of(helpless, "suggestions")).text
    assert "No model fits for certain yet. Undecided: 232 of 233. Blocked: 1." in page
    assert 'name="candidates"' not in page


SHOP: dict[str, dict[str, Any]] = {
    "weights-code-outputs": {"uses": ["weights"], "delivery": ["hosted-service"]},
    "behavioural-restrictions": {
        "commercial": "yes",
        "domains": ["retail"],
        "activities": ["customer-service"],
        "modalities": ["text"],
        "generates_human_likeness": "no",
        "automated_decisions": "no",
        "safety_critical": "no",
        "markets": ["EU"],
    },
    "organisation-users": {"country": "DE", "size": "sme", "group_total": 20000, "annual_revenue_usd": 900000},
    "outputs-training": {"train": "none"},
    "eu-high-risk": {"S1": "yes", "S2": ["N1"], "R1": "yes", "R2": "yes", "P": ["none"], "H1": "no", "H5": ["none"]},
}


def test_models_that_fit_are_taken(helpless, as_author, author):
    for item, data in SHOP.items():
        save_answer(assessment=helpless, item=item, data=data, actor=author, seen_version=0)
    page = as_author.get(page_of(helpless, "suggestions")).text
    offered = [part.split('"')[0] for part in page.split('id="take-')[1:]]
    assert len(offered) > 1
    as_author.post(page_of(helpless, "suggestions"), {"candidates": offered[:2]})
    helpless.refresh_from_db()
    assert helpless.candidates == offered[:2]
    assert "chosen already" in as_author.get(page_of(helpless, "suggestions")).text


def test_without_a_model_no_question_speaks_of_one(helpless, as_author):
    for item in ITEMS:
        page = as_author.get(page_of(helpless, f"items/{item}")).text
        assert "may be used is not decided by the answers so far" in page
        for untrue in ("Amber 7B", "no licence of your candidates asks", "answers make this question needless"):
            assert untrue not in page, item  # the whole catalogue is judged while no model is chosen; Amber comes first


def test_taking_none_or_too_many_is_refused(helpless, as_author):
    assert "Choose at least one model." in as_author.post(page_of(helpless, "suggestions")).text
    helpless.candidates = [f"model-{number}" for number in range(12)]
    helpless.save()
    page = as_author.post(page_of(helpless, "suggestions"), {"candidates": ["qwen3-32b"]})
    assert page.status_code == 422
    assert "at most 12 models" in page.text


def test_without_a_model_nothing_is_handed_over(helpless, as_author):
    page = as_author.post(page_of(helpless, "submit"))
    assert page.status_code == 403
    assert "No model is chosen yet: choose at least one that fits, then submit." in page.text
