"""Checking the answers: what is missing first, and every change leads back to its row."""

from __future__ import annotations

from datetime import timedelta

from catalog.ambient import today
from wizard.actions.answers import save_answer
from wizard.queries.assessments import answers_of

ITEM = "outputs-training"


def change(assessment, item=ITEM):
    return f"/assessments/{assessment.reference}/items/{item}/?return=check"


def back(assessment, item=ITEM):
    return f"/assessments/{assessment.reference}/check/#{item}"


def test_what_is_missing_stands_before_the_answers(fresh_draft, author, as_author):
    save_answer(
        assessment=fresh_draft, item="outputs-training", data={"train": "other-llm"}, actor=author, seen_version=0
    )
    due = today() + timedelta(days=9)
    save_answer(
        assessment=fresh_draft, item="licence-text", data={}, actor=author, seen_version=0,
        unknown=True, unknown_owner="Adaeze Okafor", unknown_due=due,
    )  # fmt: skip
    page = as_author.get(f"/assessments/{fresh_draft.reference}/check/").text
    missing = page[page.index('id="missing"') : page.index("</dl>")]
    assert "Left open. Adaeze Okafor finds out by" in missing
    begun, untouched, left_open = (missing.index(w) for w in ("Still to answer:", "Not answered yet", "Left open."))
    assert begun < untouched < left_open
    assert f"{change(fresh_draft)}" in missing


def test_nothing_is_said_to_be_missing_when_nothing_is(told, as_author):
    assert 'id="missing"' not in as_author.get(f"/assessments/{told.reference}/check/").text


def test_a_change_leads_back_to_its_row_also_after_an_error(told, as_author):
    page = as_author.get(change(told)).text
    assert "Save and return" in page
    assert f'action="{change(told)}"' in page
    stored = answers_of(told)[ITEM]
    typed = {"train": "nonsense", "distils": "no", "shares_trained_model": "no", "seen_version": stored.version}
    refused = as_author.post(change(told), typed)
    assert refused.status_code == 422
    assert f'action="{change(told)}"' in refused.text
    now = answers_of(told)[ITEM].version
    answer = as_author.post(change(told), {**typed, "train": "none", "seen_version": now})
    assert answer["Location"] == back(told)


def test_a_conflict_on_the_way_leads_back_as_well(told, as_author):
    typed = {"train": "none", "distils": "no", "shares_trained_model": "no"}
    both = as_author.post(change(told), {**typed, "seen_version": 0})
    assert both.status_code == 409
    assert f'action="{change(told)}"' in both.text
    answer = as_author.post(change(told), {**typed, "seen_version": answers_of(told)[ITEM].version})
    assert answer["Location"] == back(told)


def test_new_evidence_keeps_the_way_back(told, as_author):
    place = f"/assessments/{told.reference}/items/{ITEM}/evidence/?return=check"
    assert place in as_author.get(change(told)).text
    answer = as_author.post(place, {"url": "https://example.org/", "title": "A page"})
    assert answer["Location"] == f"{change(told)}#evidence"
    refused = as_author.post(place, {})
    assert refused.status_code == 422
    assert f'action="{change(told)}"' in refused.text


def test_who_signs_in_again_on_the_way_still_comes_back(told, author, as_author):
    as_author.logout()
    answer = as_author.post(change(told), {"train": "none"})
    assert "return%3Dcheck" in answer["Location"]
    as_author.force_login(author)
    assert "Save and return" in as_author.get(change(told)).text
