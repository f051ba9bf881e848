from __future__ import annotations

from wizard.actions.assessments import change_candidates
from wizard.actions.reviews import reject
from wizard.models import Assessment, Snapshot
from wizard.phases import ITEMS

NEW = "/assessments/new/"


def test_the_start_page_says_what_it_is(client, db):
    page = client.get("/").text
    assert "May you put this open-weight model into your product?" in page
    assert "Sign in" in page


def test_an_empty_list_says_what_to_do_next(as_author):
    assert "No assessment yet." in as_author.get("/assessments/").text


def test_a_list_takes_a_fixed_number_of_statements(told, fresh_draft, as_author, django_assert_num_queries):
    with django_assert_num_queries(15):
        page = as_author.get("/assessments/").text
    assert told.reference in page
    assert fresh_draft.reference in page


def test_a_reviewer_finds_what_waits(submitted, as_reviewer):
    page = as_reviewer.get("/assessments/").text
    assert "Waiting for your decision" in page
    assert f"/reviews/{submitted.reference}/" in page


def test_an_assessment_is_started(as_author):
    values = {"name": "Shop", "description": "A test", "candidates": ["qwen3-32b"], "typed": "deepseek-ai/DeepSeek-R1"}
    answer = as_author.post(NEW, values)
    assessment = Assessment.objects.get()
    assert answer["Location"] == f"/assessments/{assessment.reference}/"
    assert assessment.candidates == ["qwen3-32b", "deepseek-r1"]


def test_a_description_of_three_megabytes_is_refused_by_its_limit_and_stays_in_the_form(as_author):
    long = "plain words " * 262_144
    page = as_author.post(NEW, {"name": "Shop", "description": long, "candidates": ["qwen3-32b"]})
    assert page.status_code == 422
    assert "Shorten this to 2,000 characters; it has 3145727." in page.text
    assert long.strip() in page.text
    assert not Assessment.objects.exists()


def test_an_unknown_model_is_named(as_author):
    page = as_author.post(NEW, {"name": "Shop", "typed": "llama-4-mavrick"})
    assert page.status_code == 422
    assert "“llama-4-mavrick” is no model that the catalogue knows. Did you mean “llama-4-maverick”?" in page.text
    page = as_author.post(NEW, {"name": "Shop", "candidates": ["gpt-9"]})
    assert "The catalogue knows no model “gpt-9”." in page.text


def test_name_and_models_are_needed_and_what_was_chosen_stays(as_author):
    assert "Choose at least one model, or tick “Help me choose” above." in as_author.post(NEW, {"name": "Shop"}).text
    page = as_author.post(NEW, {"candidates": ["qwen3-32b"]}).text
    assert "Enter the name of the product." in page
    assert 'value="qwen3-32b" checked' in page


def test_the_list_of_models_is_filtered_by_the_address_and_keeps_what_is_ticked(as_author):
    page = as_author.get(NEW, {"q": "gemma", "candidates": ["qwen3-32b"], "name": "Shop"}).text
    assert 'value="qwen3-32b" checked' in page
    assert 'value="gemma-3-27b"' in page
    assert 'value="yi-34b"' not in page
    assert 'value="Shop"' in page


def test_the_filter_works_without_script_and_starts_nothing(as_author):
    values = {"q": "gemma", "candidates": ["qwen3-32b"], "name": "Shop", "filter": "1"}
    page = as_author.post(NEW, values)
    assert page.status_code == 200
    assert 'value="Shop"' in page.text
    assert 'value="qwen3-32b" checked' in page.text
    assert 'value="yi-34b"' not in page.text
    assert not Assessment.objects.exists()


def test_htmx_gets_the_list_alone(as_author):
    part = as_author.get(NEW, {"q": "gemma"}, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div class="stack" id="models">')
    whole = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in as_author.get(NEW, {"q": "gemma"}, headers=whole).text


def test_other_models_are_chosen_for_a_draft(fresh_draft, as_author):
    page = f"/assessments/{fresh_draft.reference}/models/"
    assert 'value="llama-4-maverick" checked' in as_author.get(page).text
    as_author.post(page, {"candidates": ["yi-34b"]})
    fresh_draft.refresh_from_db()
    assert fresh_draft.candidates == ["yi-34b"]


def test_the_checklist_shows_each_items_status(fresh_draft, told, as_author):
    fresh = as_author.get(f"/assessments/{fresh_draft.reference}/").text
    assert fresh.count("Not started") == len(ITEMS)
    assert "Begin" in fresh
    done = as_author.get(f"/assessments/{told.reference}/").text
    assert "20 of 20 questions done" in done
    assert "handed it over" not in done


def test_every_answer_can_be_checked_and_changed(told, as_author, django_assert_num_queries):
    with django_assert_num_queries(7):
        page = as_author.get(f"/assessments/{told.reference}/check/").text
    assert "Nordlicht Handel GmbH, 4,000,000 users a month, contains the model" in page
    assert f"/assessments/{told.reference}/items/outputs-training/?return=check" in page
    assert "All products together" in page


def test_the_decision_is_the_heading(told, as_author, django_assert_num_queries):
    with django_assert_num_queries(8):
        page = as_author.get(f"/assessments/{told.reference}/result/").text
    assert "<h1>Use DeepSeek-R1. Not Llama 4 Maverick.</h1>" in page
    for part in ("The candidates", "What is owed", "Under the AI Act", "Everything found"):
        assert f"<h2>{part}</h2>" in page
    assert "Not on your list, but fits" in page
    assert "Send to legal review" in page


def test_without_answers_nothing_is_decided(fresh_draft, as_author):
    page = as_author.get(f"/assessments/{fresh_draft.reference}/result/").text
    assert "<h1>Not decided yet." in page
    assert "Still decides" in page


def test_an_assessment_is_handed_over_once(told, as_author):
    answer = as_author.post(f"/assessments/{told.reference}/submit/")
    assert answer["Location"] == f"/assessments/{told.reference}/"
    snapshot = Snapshot.objects.get(assessment=told)
    assert snapshot.data["facts"]["organisation"]["country"] == "DE"
    assert len(snapshot.data["answers"]) == 20
    again = as_author.post(f"/assessments/{told.reference}/submit/")
    assert again["Location"] == f"/assessments/{told.reference}/"
    assert Snapshot.objects.filter(assessment=told).count() == 1
    assert "In review" in as_author.get(f"/assessments/{told.reference}/").text


def test_what_is_decided_is_not_handed_over_again(submitted, reviewer, as_author, as_reviewer):
    reject(assessment=submitted, actor=reviewer, comment="Not with this seat.")
    assert as_author.post(f"/assessments/{submitted.reference}/submit/").status_code == 403
    assert as_reviewer.post(f"/assessments/{submitted.reference}/submit/").status_code == 403


def test_only_the_latest_events_are_told_latest_first(fresh_draft, author, as_author):
    for number in range(60):
        candidates = ["qwen3-32b"] if number % 2 else ["yi-34b"]
        change_candidates(assessment=fresh_draft, actor=author, candidates=candidates)
    page = as_author.get(f"/assessments/{fresh_draft.reference}/").text
    assert page.count("changed the models under assessment") == 50
    assert "started the assessment" not in page
