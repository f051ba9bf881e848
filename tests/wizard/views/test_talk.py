"""Comments on a question, with scripts and without, while it is written and while it is reviewed."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from tests.wizard import factories
from wizard.models import Comment

ITEM = "outputs-training"
HTMX = {"HX-Request": "true"}


def url(assessment, part="comments/", item=ITEM):
    return f"/assessments/{assessment.reference}/items/{item}/{part}"


def text(response):
    return unescape(response.content.decode())


def say(client, assessment, words="Which data?", **more):
    return client.post(url(assessment), {"comment": words, **more})


@pytest.mark.parametrize("back", ["item", "check", "comments", "", "https://elsewhere.example/"])
def test_a_comment_leads_back_to_the_page_on_which_it_was_written(fresh_draft, as_author, back):
    page = {"item": url(fresh_draft, ""), "check": f"/assessments/{fresh_draft.reference}/check/"}
    answer = say(as_author, fresh_draft, back=back)
    assert answer["Location"] == page.get(back, url(fresh_draft)) + f"#thread-{ITEM}"


def test_comments_stand_newest_last_with_who_and_when(fresh_draft, author, as_author):
    for words in ("Which data?", "The tickets of last year."):
        say(as_author, fresh_draft, words)
    page = text(as_author.get(url(fresh_draft, "")))
    assert page.index("Which data?") < page.index("The tickets of last year.")
    assert f"<strong>{author.full_name}</strong>, " in page


def test_a_settled_comment_is_folded_says_by_whom_and_can_be_opened_again(fresh_draft, author, as_author):
    say(as_author, fresh_draft)
    comment = Comment.objects.get()
    assert "Comment settled." in text(as_author.post(url(fresh_draft), {"settle": comment.pk}, follow=True))
    page = text(as_author.get(url(fresh_draft)))
    assert "1 settled comment" in page
    assert f"Settled by {author.full_name}, " in page
    as_author.post(url(fresh_draft), {"reopen": comment.pk})
    assert "settled comment" not in text(as_author.get(url(fresh_draft)))


def test_htmx_gets_the_thread_alone_and_hears_what_happened(fresh_draft, as_author):
    answer = as_author.post(url(fresh_draft), {"comment": "Which data?", "back": "item"}, headers=HTMX)
    page = text(answer)
    assert "<html" not in page
    assert f'id="thread-{ITEM}"' in page
    assert '<p id="said" hx-swap-oob="innerHTML">Comment added.</p>' in page
    alone = text(as_author.get(url(fresh_draft) + "?back=check", headers=HTMX))
    assert "autofocus" in alone
    assert 'name="back" value="check"' in alone


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("words", "sentence"), [("  ", "Write at least one sentence."), ("word " * 900, "Shorten this to 4,000 characters")]
)
def test_a_comment_that_will_not_do_is_said_and_stays(fresh_draft, as_author, headers, words, sentence):
    answer = as_author.post(url(fresh_draft), {"comment": words}, headers=headers)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert words.strip() in text(answer)
    assert not Comment.objects.exists()


def test_what_was_typed_when_the_session_ended_comes_back(fresh_draft, author):
    visitor = Client()
    assert say(visitor, fresh_draft)["Location"] == f"/accounts/login/?next={url(fresh_draft)}"
    visitor.force_login(author)
    assert "Which data?" in text(visitor.get(url(fresh_draft)))
    assert not Comment.objects.exists()


def test_what_was_typed_as_the_assessment_was_decided_is_shown_with_the_reason(submitted, reviewer, as_author):
    factories.approved(submitted, reviewer)
    answer = say(as_author, submitted)
    assert answer.status_code == 422
    assert "the comments on it are closed" in text(answer)
    assert "Which data?" in text(answer)


def test_a_reviewer_comments_on_the_review_and_the_author_answers_on_the_check(submitted, as_reviewer, as_author):
    review, check = f"/reviews/{submitted.reference}/", f"/assessments/{submitted.reference}/check/"
    answer = say(as_reviewer, submitted, back="review")
    assert answer["Location"] == f"{review}#thread-{ITEM}"
    assert "Which data?" in text(as_reviewer.get(review))
    assert "1 open comment" in text(as_author.get(check))
    say(as_author, submitted, "The tickets of last year.", back="check")
    assert "2 open comments" in text(as_reviewer.get(review))


def test_the_check_offers_a_comment_where_nobody_has_said_anything(told, as_author):
    page = text(as_author.get(f"/assessments/{told.reference}/check/"))
    assert f'href="{url(told)}?back=check"' in page


def test_an_administrator_reads_comments_and_writes_none(fresh_draft, as_author, as_administrator):
    say(as_author, fresh_draft)
    page = text(as_administrator.get(url(fresh_draft)))
    assert "Which data?" in page
    assert "<textarea" not in page
    assert "Only those who write or review this assessment comment on it" in text(say(as_administrator, fresh_draft))


@pytest.mark.parametrize("sent", ["", "x", "999"])
def test_settling_what_is_not_there_is_not_found(fresh_draft, as_author, sent):
    assert as_author.post(url(fresh_draft), {"settle": sent}).status_code == 404


def test_a_comment_of_another_assessment_stays_as_it_is(fresh_draft, author, as_author, as_reviewer, reviewer):
    other = factories.draft(reviewer)
    say(as_reviewer, other)
    comment = Comment.objects.get()
    assert as_author.post(url(fresh_draft), {"settle": comment.pk}).status_code == 404
    assert as_author.post(url(other), {"settle": comment.pk}).status_code == 404
    comment.refresh_from_db()
    assert comment.settled_at is None


def test_no_such_question_has_no_comments(fresh_draft, as_author):
    assert as_author.get(url(fresh_draft, item="nonsense")).status_code == 404


def test_the_check_takes_the_same_statements_however_much_is_said(fresh_draft, as_author, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(7):
            as_author.get(f"/assessments/{fresh_draft.reference}/check/")
        for words in ("One.", "Two."):
            say(as_author, fresh_draft, words)
