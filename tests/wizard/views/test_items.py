from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.models import Answer, AuditEvent
from wizard.phases import ITEMS

HTMX = {"HX-Request": "true"}
TRAINING = {"train": "other-llm", "distils": "yes", "shares_trained_model": "no"}


def url(assessment, item="outputs-training"):
    return f"/assessments/{assessment.reference}/items/{item}/"


def hidden(page, name):
    return unescape(re.findall(rf'name="{name}"[^>]*value="([^"]*)"', page)[0])


def test_every_item_has_a_page_with_one_heading_and_its_question(told, as_author):
    for item in ITEMS.values():
        page = as_author.get(url(told, item.id)).text
        assert page.count("<h1") == 1
        assert item.title in unescape(page)


def test_a_page_asks_the_database_the_same_few_things_whatever_the_answers(
    fresh_draft, told, as_author, django_assert_num_queries
):
    for assessment in (fresh_draft, told):
        with django_assert_num_queries(9):
            assert as_author.get(url(assessment)).status_code == 200


def test_saving_goes_on_to_the_next_question(fresh_draft, as_author):
    answer = as_author.post(url(fresh_draft), {**TRAINING, "seen_version": "0", "note": "From the data team."})
    assert answer["Location"] == url(fresh_draft, "eu-high-risk")
    stored = Answer.objects.get(assessment=fresh_draft)
    assert stored.data == TRAINING
    assert stored.note == "From the data team."


def test_the_last_question_leads_to_the_check(fresh_draft, as_author):
    values = {"addresses": "https://example.org/", "watcher": "Ann", "seen_version": "0"}
    answer = as_author.post(url(fresh_draft, "upstream-changes"), values)
    assert answer["Location"] == f"/assessments/{fresh_draft.reference}/check/"


def test_a_change_from_the_check_leads_back_there(fresh_draft, as_author):
    answer = as_author.post(url(fresh_draft) + "?return=check", {**TRAINING, "seen_version": "0"})
    assert answer["Location"] == f"/assessments/{fresh_draft.reference}/check/#outputs-training"


def test_an_incomplete_form_is_shown_again_and_what_is_valid_is_saved(fresh_draft, as_author):
    page = as_author.post(url(fresh_draft), {"train": "other-llm", "seen_version": "0"})
    assert page.status_code == 422
    assert "Choose yes, no or “I don’t know”." in page.text
    assert "To correct:" in page.text
    assert Answer.objects.get(assessment=fresh_draft).data == {"train": "other-llm"}
    assert hidden(page.text, "seen_version") == "1"


def test_a_bad_number_keeps_what_was_typed(fresh_draft, as_author):
    page = as_author.post(url(fresh_draft, "organisation-users"), {"growth": "fast", "seen_version": "0"})
    assert page.status_code == 422
    assert 'value="fast"' in page.text
    assert "Enter a percentage, such as 8 or 8.5." in page.text


def test_a_change_is_saved_at_once_and_the_panel_follows(fresh_draft, as_author):
    page = as_author.get(url(fresh_draft)).text
    shown = hidden(page, "shown")
    part = as_author.post(url(fresh_draft), {"train": "none", "seen_version": "0", "shown": shown}, headers=HTMX)
    assert part.status_code == 200
    assert part.text.startswith("Saved ")
    assert "<html" not in part.text
    assert 'id="panel"' in part.text
    assert 'id="item-body"' not in part.text
    assert hidden(part.text, "seen_version") == "1"
    assert "HX-Request" in part["Vary"]


def test_the_form_is_drawn_anew_only_when_its_questions_change(fresh_draft, as_author):
    shown = hidden(as_author.get(url(fresh_draft)).text, "shown")
    values = {"train": "other-llm", "seen_version": "0", "shown": shown}
    part = as_author.post(url(fresh_draft), values, headers=HTMX).text
    assert 'id="item-body" hx-swap-oob="true"' in part
    assert "Do you distil" in part
    assert "Choose yes, no" not in part


def test_a_bad_value_is_marked_at_once_and_nothing_typed_is_lost(fresh_draft, as_author):
    page = url(fresh_draft, "organisation-users")
    shown = hidden(as_author.get(page).text, "shown")
    values = {"country": "DE", "growth": "fast", "seen_version": "0", "shown": shown}
    part = as_author.post(page, values, headers=HTMX).text
    assert "except as marked" in part
    assert 'value="fast"' in part
    assert Answer.objects.get(assessment=fresh_draft).data == {"country": "DE"}


def test_saving_the_same_again_leaves_no_trace(fresh_draft, as_author):
    for _ in range(2):
        as_author.post(url(fresh_draft), {**TRAINING, "seen_version": "0"})
    assert Answer.objects.get(assessment=fresh_draft).version == 1
    assert AuditEvent.objects.filter(action="answer.saved").count() == 1


def test_rows_are_added_and_removed_without_script(fresh_draft, as_author):
    page = url(fresh_draft, "organisation-users")
    row = {"products-rows": "1", "products-0-name": "Shop", "products-0-users": "4,000,000", "seen_version": "0"}
    two = as_author.post(page, {**row, "add_row": "1"})
    assert two.status_code == 200
    assert 'name="products-1-name"' in two.text
    assert 'value="4,000,000"' in two.text
    none = as_author.post(page, {**row, "remove_row": "0", "seen_version": "1"})
    assert 'name="products-0-name"' not in none.text
    assert "products" not in Answer.objects.get(assessment=fresh_draft).data


def test_the_enter_key_saves_and_never_removes_a_row(fresh_draft, as_author):
    form = as_author.get(url(fresh_draft, "organisation-users")).text.split('id="item-form"')[1]
    first = re.findall(r"<button[^>]*>", form)[0]
    assert 'name="remove_row"' not in first
    assert "hx-post" not in first


@pytest.mark.parametrize("sent", [{"remove_row": "x"}, {"remove_row": "999999999"}, {"seen_version": "-1"}])
def test_what_our_page_never_sent_breaks_nothing(fresh_draft, as_author, sent):
    answer = as_author.post(url(fresh_draft, "organisation-users"), {"products-rows": "1", **sent})
    assert answer.status_code in (200, 422)


def test_a_question_is_left_open_with_a_person_and_a_day(fresh_draft, as_author):
    values = {"unknown": "on", "unknown_owner": "Ann", "unknown_due": "2099-01-01", "seen_version": "0"}
    assert as_author.post(url(fresh_draft), values)["Location"] == url(fresh_draft, "eu-high-risk")
    stored = Answer.objects.get(assessment=fresh_draft)
    assert (stored.unknown, stored.unknown_owner) == (True, "Ann")
    assert "Ann finds out by 1 January 2099" in as_author.get(f"/assessments/{fresh_draft.reference}/check/").text


def test_leaving_a_question_open_without_a_person_is_refused(fresh_draft, as_author):
    page = as_author.post(url(fresh_draft), {"unknown": "on", "seen_version": "0"})
    assert page.status_code == 422
    assert "Enter who will find out." in page.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_second_of_two_editors_is_told_and_nothing_is_lost(fresh_draft, as_author, headers):
    as_author.post(url(fresh_draft), {**TRAINING, "seen_version": "0"})
    late = {"train": "none", "note": "My words.", "seen_version": "0"}
    page = as_author.post(url(fresh_draft), late, headers=headers)
    assert page.status_code == 409
    assert "Yes, another language model" in page.text
    assert "No: outputs train nothing" in page.text
    assert "My words." in page.text
    assert Answer.objects.get(assessment=fresh_draft).data == TRAINING
    mine = {"train": hidden(page.text, "train"), "note": "My words.", "seen_version": hidden(page.text, "seen_version")}
    as_author.post(url(fresh_draft), mine)
    assert Answer.objects.get(assessment=fresh_draft).note == "My words."


def test_the_summary_of_errors_says_for_which_licence_a_question_is(fresh_draft, as_author):
    page = unescape(as_author.post(url(fresh_draft, "licence-text"), {"seen_version": "0"}).text)
    assert re.search(r'<a href="#id_reader-[\w.-]+">Llama 4 Community: Read by</a>', page)


def test_a_question_that_does_not_apply_says_so(fresh_draft, as_author):
    factories.answer(fresh_draft, "systemic-risk", data={"fine_tunes": "no"})
    page = as_author.get(url(fresh_draft, "fine-tuning-data")).text
    assert "make this question needless" in page
    assert "<form id=" not in page


def test_a_question_for_everybody_else_leads_to_the_answers(submitted, as_author):
    answer = as_author.get(url(submitted))
    assert answer["Location"] == f"/assessments/{submitted.reference}/check/#outputs-training"


def test_what_was_typed_survives_an_expired_session(fresh_draft, author):
    visitor = Client()
    answer = visitor.post(
        url(fresh_draft), {"train": "other-model", "note": "Typed for ten minutes.", "seen_version": "0"}
    )
    assert answer["Location"] == f"/accounts/login/?next={url(fresh_draft)}"
    author.set_password("a long quiet password")
    author.save()
    signed_in = visitor.post(answer["Location"], {"login": author.email, "password": "a long quiet password"})
    assert signed_in["Location"] == url(fresh_draft)
    page = visitor.get(signed_in["Location"]).text
    assert "it is not saved yet" in page
    assert "Typed for ten minutes." in page
    assert re.search(r'value="other-model"[^>]*checked', page)
    assert not Answer.objects.exists()
    assert "Typed for ten minutes." not in visitor.get(url(fresh_draft)).text


def test_what_somebody_else_typed_is_never_shown_to_those_who_may_not_see_the_page(fresh_draft):
    visitor = Client()
    visitor.post(url(fresh_draft), {"note": "Secret plan.", "seen_version": "0"})
    from tests.wizard import factories

    visitor.force_login(factories.product_manager())
    assert "Secret plan." not in visitor.get(url(fresh_draft)).text


def test_htmx_without_a_session_changes_nothing_on_the_page(fresh_draft):
    answer = Client().post(url(fresh_draft), {"train": "none"}, headers=HTMX)
    assert answer.status_code == 403


def test_a_form_with_an_old_token_can_be_sent_once_more(fresh_draft, author):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(author)
    sent = {"note": "Typed before.", "train": "none", "seen_version": "0"}
    page = strict.post(url(fresh_draft), sent, headers={"Origin": "http://testserver"})
    assert page.status_code == 403
    assert "Typed before." in page.text
    assert f'action="{url(fresh_draft)}"' in page.text


def test_a_form_posted_from_elsewhere_is_shown_nothing(fresh_draft, author):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(author)
    page = strict.post(url(fresh_draft), {"note": "Planted."}, headers={"Origin": "https://evil.example"})
    assert page.status_code == 403
    assert "Planted." not in page.text


def test_another_persons_draft_cannot_be_written(fresh_draft, as_colleague, as_administrator):
    for client, status in ((as_colleague, 404), (as_administrator, 403)):
        assert client.post(url(fresh_draft), {**TRAINING, "seen_version": "0"}).status_code == status
    assert not Answer.objects.exists()


def test_an_oversized_text_is_refused_with_its_limit(fresh_draft, as_author):
    page = as_author.post(url(fresh_draft), {**TRAINING, "note": "word " * 2000, "seen_version": "0"})
    assert page.status_code == 422
    assert "Shorten this to 4,000 characters" in page.text


def test_markup_in_an_answer_stays_text(fresh_draft, author):
    client = client_of(author)
    values = {**TRAINING, "note": "<script>alert(1)</script>", "seen_version": "0"}
    client.post(url(fresh_draft), values)
    for page in (url(fresh_draft), f"/assessments/{fresh_draft.reference}/check/"):
        assert "<script>alert" not in client.get(page).text


def test_what_was_typed_stays_when_the_assessment_was_handed_over_on_another_tab(submitted, as_author):
    page = as_author.post(url(submitted), {**TRAINING, "note": "One more thing.", "seen_version": "1"})
    assert page.status_code == 403
    assert "can no longer be changed" in page.text
    assert "One more thing." in page.text
    assert not Answer.objects.filter(note="One more thing.").exists()
