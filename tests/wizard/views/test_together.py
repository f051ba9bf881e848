"""Several people at one assessment, as they meet it on its pages and in their mail."""

from __future__ import annotations

import email
import re
from datetime import timedelta
from email.policy import default
from html import unescape

import pytest
from django.core import mail
from django.test import Client

from catalog.ambient import today
from catalog.presenters.words import day
from tests.support.mail_server import mail_server
from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.actions.assignments import ask_for_answer
from wizard.actions.participants import add_participant, remove_participant
from wizard.models import Answer, Assignment, Participant

ITEM = "outputs-training"
TRAINING = {"train": "other-llm", "distils": "yes", "shares_trained_model": "no"}


def url(assessment, part=""):
    return f"/assessments/{assessment.reference}/{part}"


def item(assessment, part=""):
    return url(assessment, f"items/{ITEM}/{part}")


def text(response):
    return unescape(response.content.decode())


def asking(person, **changes):
    due = (today() + timedelta(days=5)).isoformat()
    return {"email": person.email, "due": due, "message": "You know the data team.", **changes}


@pytest.fixture
def asked(fresh_draft, author, colleague):
    due = today() + timedelta(days=5)
    told = {"assessment": fresh_draft, "item": ITEM, "actor": author, "due": due}
    return ask_for_answer(**told, email=colleague.email, message="You know the data team.")


def link_in(message):
    return re.findall(r"http://testserver(/asked/[^/\s]+/)", message)[0]


def test_a_colleague_is_added_works_on_it_and_is_removed(fresh_draft, as_author, as_colleague, colleague):
    assert as_colleague.get(url(fresh_draft)).status_code == 404
    assert as_author.post(url(fresh_draft, "people/"), {"email": colleague.email}).status_code == 302
    assert colleague.full_name in text(as_author.get(url(fresh_draft)))
    saved = as_colleague.post(item(fresh_draft), {**TRAINING, "seen_version": "0"})
    assert saved.status_code == 302
    assert Answer.objects.get().answered_by == colleague
    assert f"Saved by {colleague.full_name}, " in text(as_author.get(item(fresh_draft)))
    assert "Duplicate it" in text(as_colleague.get(url(fresh_draft)))
    as_author.post(url(fresh_draft, "people/"), {"remove": colleague.pk})
    assert as_colleague.get(url(fresh_draft)).status_code == 404
    history = text(as_author.get(url(fresh_draft)))
    for words in (f"let {colleague.full_name} take part", f"ended the part of {colleague.full_name}"):
        assert words in history


def test_who_takes_part_may_leave(fresh_draft, author, as_colleague, colleague):
    add_participant(assessment=fresh_draft, actor=author, email=colleague.email)
    page = text(as_colleague.get(url(fresh_draft, "people/")))
    assert ">Leave<" in page
    assert "Add a colleague" not in page
    gone = as_colleague.post(url(fresh_draft, "people/"), {"remove": colleague.pk}, follow=True)
    assert f"You no longer take part in {fresh_draft.name}." in text(gone)


@pytest.mark.parametrize("page", ["people/", f"items/{ITEM}/ask/"])
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Enter an e-mail address"),
        ("nonsense", "Enter an e-mail address"),
        ("nobody@example.com", "ask an administrator to add the person under People"),
    ],
)
def test_an_address_that_will_not_do_is_said_and_stays(fresh_draft, as_author, page, address, sentence):
    answer = as_author.post(url(fresh_draft, page), {**asking(fresh_draft.author), "email": address})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not address or f'value="{address}"' in text(answer)
    assert not Participant.objects.exists()


def test_a_second_person_at_the_same_question_is_told_and_nothing_is_lost(
    fresh_draft, author, as_author, as_colleague, colleague
):
    add_participant(assessment=fresh_draft, actor=author, email=colleague.email)
    as_author.post(item(fresh_draft), {**TRAINING, "seen_version": "0"})
    answer = as_colleague.post(item(fresh_draft), {"train": "none", "note": "By the data team.", "seen_version": "0"})
    assert answer.status_code == 409
    assert f"{author.full_name} saved this item while you were writing" in text(answer)
    assert "By the data team." in text(answer)


def test_who_is_asked_gets_a_mail_and_its_link_opens_the_question(fresh_draft, author, as_author, colleague):
    as_author.post(item(fresh_draft, "ask/"), asking(colleague))
    (message,) = mail.outbox
    assert message.to == [colleague.email]
    assert message.subject == f"{author.full_name} asks you: Training on outputs"
    assert "You know the data team." in message.body
    assert "Please answer by" in message.body
    visitor = Client()
    link = link_in(message.body)
    sign_in = visitor.get(link)["Location"]
    assert sign_in.startswith("/accounts/login/?next=/asked/")
    visitor.force_login(colleague)
    page = visitor.get(link, follow=True)
    assert page.redirect_chain[-1][0] == item(fresh_draft)
    assert "You are asked to answer this by" in text(page)
    assert "You know the data team." in text(page)


def test_without_a_mail_server_the_link_is_shown_to_be_passed_on(fresh_draft, as_author, colleague):
    page = text(as_author.post(item(fresh_draft, "ask/"), asking(colleague), follow=True))
    assert f"{colleague.full_name} can answer from now on. No mail went out; pass on this link: " in page
    assert client_of(colleague).get(link_in(page))["Location"] == item(fresh_draft)


@pytest.mark.parametrize("refuses", [False, True])
def test_the_mail_goes_through_the_server_and_a_refused_one_is_said(
    fresh_draft, as_author, colleague, settings, refuses
):
    with mail_server(refuses=refuses) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
        page = text(as_author.post(item(fresh_draft, "ask/"), asking(colleague), follow=True))
    assert Assignment.objects.get().person == colleague
    if refuses:
        assert "No mail went out; pass on this link" in page
        assert not server.letters
        return
    assert f"{colleague.full_name} was asked by mail" in page
    ((recipient, letter),) = server.letters
    assert recipient == colleague.email
    body = email.message_from_string(letter, policy=default).get_content()
    assert client_of(colleague).get(link_in(body))["Location"] == item(fresh_draft)


def test_the_link_is_for_one_person_and_no_other_token_opens_anything(fresh_draft, as_author, as_reviewer, colleague):
    as_author.post(item(fresh_draft, "ask/"), asking(colleague))
    link = link_in(mail.outbox[0].body)
    other = as_reviewer.get(link)
    assert other.status_code == 403
    assert "sign in with the address to which the mail was sent" in text(other)
    assert not Participant.objects.filter(person__role="legal-reviewer").exists()
    assert as_author.get(link[:-4] + "xyz/").status_code == 404


def test_a_request_that_was_taken_back_says_so(fresh_draft, asked, as_author, as_colleague):
    page = text(as_author.get(item(fresh_draft, "ask/")))
    assert f"{asked.person.full_name} is asked to answer by" in page
    as_author.post(item(fresh_draft, "ask/"), asking(asked.person, message="Once more."))
    link = link_in(mail.outbox[0].body)
    as_author.post(item(fresh_draft, "ask/"), {"withdraw": asked.pk})
    answer = as_colleague.get(link, follow=True)
    assert "no longer needs your answer" in text(answer)
    as_author.get(item(fresh_draft))  # the messages are read
    assert asked.person.full_name not in text(as_author.get(item(fresh_draft, "ask/")))


def test_a_request_is_done_once_the_question_is_answered_and_not_before(fresh_draft, asked, as_colleague):
    as_colleague.post(item(fresh_draft), {"train": "other-llm", "seen_version": "0"})
    assert not Assignment.objects.exclude(done_at=None).exists()
    as_colleague.post(item(fresh_draft), {**TRAINING, "seen_version": "1"}, headers={"HX-Request": "true"})
    assert Assignment.objects.exclude(done_at=None).get() == asked
    assert "You are asked" not in text(as_colleague.get(item(fresh_draft)))


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "in parts"])
def test_a_request_is_done_when_a_proposed_change_completes_the_answer_and_not_before(
    fresh_draft, asked, as_author, as_colleague, headers
):
    other = asking(asked.person)
    as_author.post(url(fresh_draft, "items/organisation-users/ask/"), other)

    def apply(*changes):
        sent = {"change": changes, "item": ITEM, "back": item(fresh_draft)}
        as_author.post(url(fresh_draft, "change/"), sent, headers=headers)
        return list(Assignment.objects.exclude(done_at=None).values_list("item", flat=True))

    assert apply("/outputs/train:other-llm", "/organisation/country:IE") == []
    assert apply("/outputs/train:none") == [ITEM]
    assert "You are asked" not in text(as_colleague.get(item(fresh_draft)))


def test_the_checklist_tells_who_is_asked_and_what_is_said(fresh_draft, asked, as_author):
    as_author.post(item(fresh_draft, "comments/"), {"comment": "Which data?"})
    page = text(as_author.get(url(fresh_draft)))
    assert f"1 open comment, asked: {asked.person.full_name}, by " in page


@pytest.mark.parametrize("days", [0, -1])
def test_a_day_that_is_over_is_refused_and_the_message_stays(fresh_draft, as_author, colleague, days):
    due = (today() + timedelta(days=days)).isoformat()
    answer = as_author.post(item(fresh_draft, "ask/"), asking(colleague, due=due))
    assert answer.status_code == 422
    assert "Enter a day after today." in text(answer)
    assert "You know the data team." in text(answer)


def test_a_question_that_does_not_apply_is_asked_of_nobody_and_its_requests_can_be_taken_back(
    fresh_draft, author, as_author, colleague
):
    page, due = url(fresh_draft, "items/fine-tuning-data/ask/"), today() + timedelta(days=5)
    asked = {"assessment": fresh_draft, "item": "fine-tuning-data", "actor": author}
    standing = ask_for_answer(**asked, email=colleague.email, due=due)
    factories.answer(fresh_draft, "systemic-risk", data={"fine_tunes": "no"})
    assert page in text(as_author.get(url(fresh_draft, "people/")))
    assert "Your earlier answers make this question needless" in text(as_author.get(page))
    assert as_author.post(page, asking(factories.legal_reviewer())).status_code == 422
    as_author.post(page, {"withdraw": standing.pk})
    assert Assignment.objects.get().withdrawn_at


def test_what_is_left_open_is_told_with_who_finds_out_wherever_the_decision_stands(fresh_draft, author, as_author):
    due = today() + timedelta(days=9)
    factories.answer(fresh_draft, ITEM, unknown=True, unknown_owner="Ada", unknown_due=due)
    for page in ("check/", "result/"):
        assert f"Ada finds out by {day(due)}." in text(as_author.get(url(fresh_draft, page)))
    assert "Left open" in text(as_author.get(url(fresh_draft)))
    refused = {"unknown": "on", "unknown_owner": "Ada", "unknown_due": "2026-01-01", "seen_version": "1"}
    answer = as_author.post(item(fresh_draft), refused)
    assert answer.status_code == 422
    assert "Enter a day after today." in text(answer)
    assert Answer.objects.get().unknown_due == due


def test_who_finds_out_can_be_chosen_from_those_who_take_part(fresh_draft, asked, as_author):
    page = text(as_author.get(item(fresh_draft)))
    assert 'list="people"' in page
    for person in (fresh_draft.author, asked.person):
        assert f'<option value="{person.full_name}">' in page


def test_the_pages_of_the_people_take_a_fixed_number_of_statements(
    fresh_draft, author, as_author, django_assert_num_queries
):
    due = today() + timedelta(days=5)
    told = {"assessment": fresh_draft, "item": ITEM, "actor": author, "due": due}
    for _ in range(2):
        ask_for_answer(**told, email=factories.product_manager().email)
        for page, number in (("people/", 6), (f"items/{ITEM}/ask/", 7), ("", 12), (f"items/{ITEM}/", 9)):
            with django_assert_num_queries(number):
                as_author.get(url(fresh_draft, page))


def test_who_is_removed_while_writing_reads_what_they_had_typed(fresh_draft, author, as_colleague, colleague):
    add_participant(assessment=fresh_draft, actor=author, email=colleague.email)
    as_colleague.get(item(fresh_draft))
    remove_participant(assessment=fresh_draft, actor=author, person=colleague)
    typed = {**TRAINING, "seen_version": "0", "note": "Three hours of <b>work</b>."}
    refused = as_colleague.post(item(fresh_draft), typed)
    assert refused.status_code == 404
    assert "Three hours of &lt;b&gt;work&lt;/b&gt;." in refused.text
    assert "seen_version" not in refused.text
    said = as_colleague.post(item(fresh_draft, "comments/"), {"comment": "One more thing.", "back": "item"})
    assert (said.status_code, "One more thing." in said.text) == (404, True)
    assert "What you had typed" not in as_colleague.get(item(fresh_draft)).text


def test_the_author_does_not_leave(fresh_draft, author, as_author):
    assert as_author.post(url(fresh_draft, "people/"), {"remove": author.pk}).status_code == 404
