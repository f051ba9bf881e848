"""A change that the panel or the decision proposes: applied in one step, told, and taken back."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.ambient import current_catalog
from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.actions.answers import save_answer
from wizard.actions.copies import copy_assessment
from wizard.models import Answer, AuditEvent

HTMX = {"HX-Request": "true"}
DISTILS = {"train": "other-llm", "distils": "yes", "shares_trained_model": "no"}


@pytest.fixture
def blocked(fresh_draft, author):
    """Llama 4 may not be distilled; nothing else stands against it."""
    values: dict[str, Any] = {"organisation-users": {"country": "US", "group_total": 3000}, "outputs-training": DISTILS}
    for item, data in values.items():
        save_answer(assessment=fresh_draft, item=item, actor=author, seen_version=0, data=data, note="As planned.")
    return fresh_draft


def address(assessment, step):
    return f"/assessments/{assessment.reference}/{step}/"


def data_of(assessment, item="outputs-training"):
    return Answer.objects.get(assessment=assessment, item=item).data


def buttons(page):
    """The changes of each form that applies some."""
    forms = re.findall(r'<form method="post" action="[^"]*/change/".*?</form>', page, re.DOTALL)
    return [[unescape(key) for key in re.findall(r'name="change" value="([^"]*)"', form)] for form in forms]


def step_of(page):
    """Which step the form beside a change takes back."""
    return re.findall(r'name="step" value="([^"]*)"', page)[0]


def undo(client, assessment):
    """Press the button on the page of the decision, which must show a step."""
    return undo_on(client, assessment, address(assessment, "result"))


def undo_on(client, assessment, page):
    """Press it on another page."""
    return client.post(address(assessment, "undo"), {"back": page, "step": step_of(client.get(page).text)})


def test_the_panel_offers_what_lifts_a_block_and_applying_it_does(blocked, as_author):
    item = address(blocked, "items/outputs-training")
    page = as_author.get(item).text
    assert "No longer blocked if you answer" in unescape(page)
    sent = {"change": buttons(page)[0], "back": item}
    answer = as_author.post(address(blocked, "change"), sent)
    assert answer["Location"] == f"{item}#step"
    assert data_of(blocked) != DISTILS
    after = unescape(as_author.get(item).text)
    assert "Undo" in after
    assert not buttons(after)


def test_what_a_change_did_is_told_and_taken_back_as_it_stood(blocked, as_author):
    back = address(blocked, "result")
    for key in ("/outputs/distils:no", "/outputs/train:none"):
        as_author.post(address(blocked, "change"), {"change": key, "back": back})
    assert "Will outputs be used to train a model? No: outputs train nothing" in as_author.get(back).text
    undo(as_author, blocked)
    assert data_of(blocked) == {**DISTILS, "distils": "no"}
    assert "Undo" not in as_author.get(back).text
    assert Answer.objects.get(assessment=blocked, item="outputs-training").note == "As planned."


def test_each_step_leaves_its_events(blocked, as_author):
    as_author.post(address(blocked, "change"), {"change": ["/outputs/distils:no", "/organisation/country:IE"]})
    undo(as_author, blocked)
    told = list(AuditEvent.objects.order_by("seq").values_list("action", flat=True))
    one = ["answer.saved", "answer.saved"]
    assert told[-6:] == [*one, "answers.changed", *one, "answers.taken-back"]


def test_a_step_is_not_taken_back_over_a_later_answer(blocked, as_author):
    as_author.post(address(blocked, "change"), {"change": "/outputs/distils:no"})
    as_author.post(address(blocked, "items/outputs-training"), {"train": "none", "seen_version": "2"})
    assert "Undo" not in as_author.get(address(blocked, "result")).text
    refused = as_author.post(address(blocked, "undo"))
    assert refused.status_code == 403
    assert "“Training on outputs” was changed since: open it and answer it there." in refused.text
    assert data_of(blocked)["train"] == "none"


def test_an_item_that_was_left_open_is_answered_by_a_change(blocked, as_author, author):
    left: dict[str, Any] = {"unknown": True, "unknown_owner": "", "unknown_due": None}
    save_answer(assessment=blocked, item="outputs-training", actor=author, seen_version=1, data=DISTILS, **left)
    as_author.post(address(blocked, "change"), {"change": "/outputs/distils:no"})
    assert not Answer.objects.get(assessment=blocked, item="outputs-training").unknown
    undo(as_author, blocked)
    assert Answer.objects.get(assessment=blocked, item="outputs-training").unknown


@pytest.mark.parametrize(
    "key",
    ["", "nonsense", "/outputs/train:perhaps", "/use/domains:-nowhere", "/use/domains:retail", "/candidates:x"],
)
def test_a_change_that_no_form_offers_is_refused_with_a_sentence(blocked, as_author, key):
    before = AuditEvent.objects.count()
    refused = as_author.post(address(blocked, "change"), {"change": key})
    assert refused.status_code == 403
    assert "answer it there" in refused.text or "choose one" in refused.text
    assert AuditEvent.objects.count() == before


def test_what_is_answered_so_already_leaves_no_trace(blocked, as_author):
    before = AuditEvent.objects.count()
    as_author.post(address(blocked, "change"), {"change": "/outputs/distils:yes"})
    assert AuditEvent.objects.count() == before


def test_a_form_leads_back_to_no_other_place(blocked, as_author):
    for back in ("https://evil.example/", "//evil.example", "/people/"):
        answer = as_author.post(address(blocked, "change"), {"change": "/outputs/distils:no", "back": back})
        assert answer["Location"] == f"{address(blocked, 'result')}#step"


def test_with_htmx_the_page_follows_in_parts_and_says_what_moved(blocked, as_author):
    item = address(blocked, "items/outputs-training")
    page = as_author.get(item).text
    sent = {"change": buttons(page)[0], "back": item, "item": "outputs-training"}
    parts = unescape(as_author.post(address(blocked, "change"), sent, headers=HTMX).text)
    assert "<html" not in parts
    for part in ("panel", "item-body", "step", "seen-version"):
        assert f'id="{part}"' in parts
    assert 'hx-swap-oob="innerHTML:#heard"' in parts
    assert "Llama 4 Maverick: now" in parts
    assert "autofocus" in parts


def test_a_save_says_which_verdict_moved_and_nothing_when_none_did(blocked, as_author):
    item = address(blocked, "items/outputs-training")
    shown = unescape(re.findall(r'name="shown" value="([^"]*)"', as_author.get(item).text)[0])
    sent = {**DISTILS, "seen_version": "1", "shown": shown}
    same = as_author.post(item, {**sent, "shares_trained_model": "yes"}, headers=HTMX).text
    assert "#heard" not in same
    moved = as_author.post(item, {**sent, "train": "none", "seen_version": "2"}, headers=HTMX).text
    assert "Llama 4 Maverick: now" in moved


def test_a_save_asks_the_database_the_same_few_things_whatever_the_answers_and_models(
    fresh_draft,
    told,
    as_author,
    django_assert_num_queries,
):
    def save(assessment, **changed):
        page = address(assessment, "items/outputs-training")
        hidden = {
            name: unescape(re.findall(rf'name="{name}"[^>]*value="([^"]*)"', as_author.get(page).text)[0])
            for name in ("shown", "sheet", "seen_version")
        }
        with CaptureQueriesContext(connection) as asked:
            assert as_author.post(page, {**DISTILS, **hidden, **changed}, headers=HTMX).status_code == 200
        return len(asked)

    few = save(fresh_draft)
    fresh_draft.candidates = list(current_catalog().models)[:12]
    fresh_draft.save()
    assert save(fresh_draft, note="Again.") == save(told, note="Again.") == few


def test_an_answer_that_changes_other_questions_names_them(fresh_draft, as_author, author):
    data = {"fine_tuning_data_recorded": "yes", "recorded_where": "Register"}
    save_answer(assessment=fresh_draft, item="fine-tuning-data", actor=author, seen_version=0, data=data)
    item = address(fresh_draft, "items/systemic-risk")
    sent = {"fine_tunes": "no", "G0": "no", "seen_version": "0"}
    part = unescape(as_author.post(item, sent, headers=HTMX).text)
    assert "This answer changed other questions" in part
    assert f'<a href="{address(fresh_draft, "items/fine-tuning-data")}">' in part
    assert "its answer is kept, but counts for nothing" in part
    page = client_of(author).get(address(fresh_draft, "")[:-1]).text
    assert "Does not apply; its answer counts for nothing" in page


def test_without_scripts_the_next_page_names_what_an_answer_changed(fresh_draft, as_author, author):
    recorded = {"recorded_where": "X"}
    save_answer(assessment=fresh_draft, item="fine-tuning-data", actor=author, seen_version=0, data=recorded)
    sent = {"fine_tunes": "no", "G0": "no", "seen_version": "0"}
    answer = as_author.post(address(fresh_draft, "items/systemic-risk"), sent, follow=True)
    assert "Your answer changed other questions" in answer.text
    assert f'<a href="{address(fresh_draft, "items/fine-tuning-data")}">' in answer.text


def test_a_step_is_taken_back_only_in_the_assessment_in_which_it_was_made(blocked, author, as_author):
    other = factories.draft(author)
    save_answer(assessment=other, item="outputs-training", actor=author, seen_version=0, data={}, note="")
    save_answer(assessment=other, item="outputs-training", actor=author, seen_version=1, data=DISTILS, note="")
    as_author.post(address(blocked, "change"), {"change": "/outputs/distils:no"})
    refused = as_author.post(address(other, "undo"))
    assert refused.status_code == 403
    assert "There is nothing to take back any more" in refused.text
    assert data_of(other) == DISTILS
    assert Answer.objects.get(assessment=other, item="outputs-training").version == 2
    undo(as_author, blocked)
    assert data_of(blocked) == DISTILS


def test_of_two_tabs_the_one_with_the_older_step_is_shown_the_newer_and_takes_nothing_back(blocked, as_author):
    item, back = address(blocked, "items/outputs-training"), address(blocked, "result")
    as_author.post(address(blocked, "change"), {"change": "/organisation/country:IE", "back": back})
    older = step_of(as_author.get(back).text)
    as_author.post(address(blocked, "change"), {"change": "/outputs/distils:no", "back": item})
    refused = as_author.post(address(blocked, "undo"), {"back": back, "step": older}, follow=True)
    assert refused.redirect_chain == [(f"{item}#step", 302)]
    page = unescape(refused.text)
    assert "only that one can be undone" in page
    assert (data_of(blocked)["distils"], data_of(blocked, "organisation-users")["country"]) == ("no", "IE")
    as_author.post(address(blocked, "undo"), {"back": item, "step": step_of(page)})
    assert (data_of(blocked), data_of(blocked, "organisation-users")["country"]) == (DISTILS, "IE")


def test_what_was_unanswered_before_a_step_is_so_again_after_it(fresh_draft, author, as_author):
    page = address(fresh_draft, "items/outputs-training")
    as_author.post(address(fresh_draft, "change"), {"change": "/outputs/train:none", "back": page})
    assert "Not answered yet" not in as_author.get(page).text
    assert undo_on(as_author, fresh_draft, page).status_code == 302
    assert not Answer.objects.filter(assessment=fresh_draft).exists()
    checked = as_author.get(address(fresh_draft, "check")).text
    assert author.full_name + "," not in checked
    assert copy_assessment(source=fresh_draft, author=author, name="Another").answers.count() == 0


def test_who_still_sees_an_answer_that_was_taken_back_is_told_and_overwrites_nobody(fresh_draft, as_author):
    page = address(fresh_draft, "items/outputs-training")
    as_author.post(address(fresh_draft, "change"), {"change": "/outputs/train:none", "back": page})
    undo_on(as_author, fresh_draft, page)
    stale = as_author.post(page, {**DISTILS, "seen_version": "1"})
    assert stale.status_code == 403
    assert "The answer that you saw was taken back since: open this item again" in unescape(stale.text)
    assert as_author.post(page, {"train": "none", "seen_version": "0"}).status_code == 302
    assert data_of(fresh_draft) == {"train": "none"}
    assert as_author.post(page, {**DISTILS, "seen_version": "1"}).status_code == 409
    assert data_of(fresh_draft) == {"train": "none"}
