"""From a quick check to an assessment."""

from __future__ import annotations

from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from wizard.models import Assessment
from wizard.presenters.standing import standing
from wizard.queries.assessments import answers_of

ANSWERS = {
    "model": "llama-3.1-8b",
    "seat": "DE",
    "users": "2000000",
    "commercial": "yes",
    "reach": "hosted-service",
    "outputs": "none",
    "field": "ordinary",
}
KEEP = "/check/keep/"


def text(response):
    return unescape(response.content.decode())


def keep(client, **changes):
    return client.post(KEEP, {**ANSWERS, "name": "Support desk", **changes})


def kept():
    assessment = Assessment.objects.get()
    return assessment, answers_of(assessment)


def test_each_answer_goes_to_the_item_that_asks_for_it(as_author, author):
    response = keep(as_author)
    assessment, answers = kept()
    assert response.status_code == 302
    assert response.headers["Location"] == f"/assessments/{assessment.reference}/"
    assert (assessment.name, assessment.author, assessment.candidates) == ("Support desk", author, ["llama-3.1-8b"])
    assert answers["organisation-users"].data == {
        "country": "DE",
        "group_total": 2000000,
        "users_on-2024-07-23": 2000000,
    }
    assert answers["weights-code-outputs"].data == {"uses": ["weights"], "delivery": ["hosted-service"]}
    assert answers["outputs-training"].data == {"train": "none"}
    assert answers["propagation"].data == {"publishes_weights": "no"}
    assert answers["behavioural-restrictions"].data["domains"] == ["general"]
    assert answers["behavioural-restrictions"].data["commercial"] == "yes"
    assert all(answer.note.startswith("Kept from a quick check") for answer in answers.values())


def test_the_facts_of_the_assessment_are_those_of_the_check(as_author):
    keep(as_author)
    facts = standing(*kept()).facts
    assert facts["organisation"]["country"] == "DE"
    assert facts["organisation"]["monthly_active_users_on"] == {"2024-07-23": 2000000}
    assert facts["use"]["delivery"] == ["hosted-service"]
    assert facts["use"]["automated_decisions"] is False
    assert facts["adaptation"] == {"publishes_weights": False}
    assert facts["outputs"] == {"train": "none", "distils": False, "shares_trained_model": False}
    assert facts["eu_ai_act"]["P"] == []


def test_an_answer_that_is_not_known_stays_open(as_author):
    nothing = {name: "" for name in ANSWERS if name != "model"}
    keep(as_author, **{**nothing, "seat": "US"})
    _, answers = kept()
    assert set(answers) == {"organisation-users"}
    assert answers["organisation-users"].data == {"country": "US"}


def test_a_field_of_its_own_is_kept_and_article_5_stays_open(as_author):
    keep(as_author, field="employment", reach="ship-weights")
    assessment, answers = kept()
    assert answers["behavioural-restrictions"].data == {"commercial": "yes", "domains": ["employment"]}
    assert "eu-high-risk" not in answers
    assert "propagation" not in answers
    assert "P" not in standing(assessment, answers).facts.get("eu_ai_act", {})


def test_the_vendors_interface_is_kept_as_such(as_author):
    keep(as_author, reach="vendor-api")
    _, answers = kept()
    assert answers["weights-code-outputs"].data == {"uses": ["vendor-api"]}


def test_the_page_repeats_the_answers_and_asks_for_a_name(as_author):
    page = text(as_author.get(KEEP, ANSWERS))
    assert "Keep this as an assessment" in page
    assert "Germany" in page
    assert "2,000,000" in page
    assert Assessment.objects.count() == 0


def test_without_a_name_nothing_is_kept_and_nothing_is_lost(as_author):
    response = keep(as_author, name=" ")
    assert response.status_code == 422
    assert "Enter the name of the product." in text(response)
    assert 'name="users" value="2000000"' in text(response)
    assert Assessment.objects.count() == 0


def test_the_same_form_sent_twice_keeps_one_assessment(as_author):
    keep(as_author)
    assert keep(as_author).status_code == 302
    assert Assessment.objects.count() == 1


@pytest.mark.django_db
def test_who_is_not_signed_in_signs_in_first_and_loses_nothing(client):
    response = client.get(KEEP, ANSWERS)
    assert response.status_code == 302
    after = parse_qs(urlsplit(response.headers["Location"]).query)["next"][0]
    assert after == f"{KEEP}?{urlencode(ANSWERS)}"


@pytest.mark.django_db
def test_a_post_after_the_session_ended_finds_its_name_again(client, author):
    response = client.post(KEEP, {**ANSWERS, "name": "Support desk"})
    assert response.headers["Location"].endswith(f"next={KEEP}")
    client.force_login(author)
    page = text(client.get(KEEP))
    assert 'value="Support desk"' in page
    assert 'name="model" value="llama-3.1-8b"' in page


def test_a_check_without_a_model_goes_back_to_the_question(as_author):
    response = as_author.get(KEEP, {"model": "nonsense"})
    assert response.headers["Location"] == "/check/?model=nonsense"
    assert keep(as_author, model="nonsense").headers["Location"] == "/check/?model=nonsense"
    assert Assessment.objects.count() == 0


def test_an_administrator_is_told_who_keeps_checks(as_administrator):
    response = keep(as_administrator)
    assert response.status_code == 403
    assert "An administrator does not write assessments" in text(response)
