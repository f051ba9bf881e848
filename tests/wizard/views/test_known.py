"""A decision replayed for a day: what it came to, whether it comes out the same again, and what is other now."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.ambient import today
from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.actions.knowledge import save_entry
from wizard.actions.reviews import submit, withdraw
from wizard.models import Snapshot

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAME = "down to the last word"


def page(assessment, day):
    return client_of(assessment.author).get(f"/assessments/{assessment.reference}/as-known-on/{day}/")


def frozen_with(**changes):
    """An assessment in review whose frozen evaluation was made other than its facts come to."""
    assessment, content = factories.draft(), deepcopy(factories.content())
    content["evaluation"].update(changes)
    submit(assessment=assessment, actor=assessment.author, snapshot_content=content)
    return assessment


@pytest.fixture
def handed_over():
    draft = factories.draft()
    factories.answer(draft, "organisation-users", data=factories.AMERICAN)
    return factories.handed_over(draft)


def test_an_account_comes_out_the_same_again_and_nothing_is_other_today(handed_over):
    shown = page(handed_over, today())
    assert SAME in shown.text
    assert "It waited for its review." in shown.text
    assert "Nothing: by what is known today" in shown.text
    assert "4,000,000" in shown.text


def test_what_the_organisation_learnt_since_is_told_as_other_today(handed_over):
    save_entry(actor=factories.legal_reviewer(), seen_version=0, **factories.POSITION)
    shown = page(handed_over, today())
    assert SAME in shown.text
    assert "What the organisation holds beside the catalogue is other." in shown.text


def test_a_frozen_evaluation_that_its_facts_do_not_give_is_told():
    shown = page(frozen_with(traps=[]), today())
    assert "come to something else than what was frozen" in shown.text


def test_an_account_by_an_edition_that_is_not_at_hand_cannot_be_replayed():
    shown = page(frozen_with(edition={"version": "2020.1.1", "sha256": "a" * 64}), today())
    assert shown.status_code == 200
    assert "cannot be evaluated again here" in shown.text


def test_the_account_of_the_day_counts_and_leads_to_the_next_one(handed_over):
    first = handed_over.snapshots.get()
    Snapshot.objects.create(
        assessment=handed_over,
        revision=2,
        content=first.content + " ",
        sha256="b" * 64,
        taken_by=first.taken_by,
        taken_at=timezone.now() + DAY,
    )
    shown = page(handed_over, today())
    assert "revision 1" in shown.text
    assert f"/as-known-on/{today() + DAY}/" in shown.text


def test_an_approval_is_told_as_it_stood_on_the_day(handed_over, data_dir):
    reviewer = factories.legal_reviewer()
    factories.approved(handed_over, reviewer)
    assert "the approval was in force" in page(handed_over, today()).text
    withdraw(assessment=handed_over, actor=reviewer, reason="A flaw.")
    assert "Its approval had ended on" in page(handed_over, today()).text


def test_a_day_that_cannot_be_shown_is_refused_with_one_sentence(handed_over):
    for day, says in (
        (today() + DAY, "Enter today or an earlier day."),
        (today() - DAY, "Nothing was handed over before"),
        ("2026-02-30", "a day that exists"),
        ("yesterday", "a day that exists"),
    ):
        shown = page(handed_over, day)
        assert shown.status_code == 422
        assert says in shown.text
        assert "One thing to correct" in shown.text


def test_a_draft_has_no_account_yet_and_the_form_leads_to_the_day(handed_over):
    assert "Nothing was handed over yet." in page(factories.draft(), today()).text
    client, address = client_of(handed_over.author), f"/assessments/{handed_over.reference}/as-known-on/"
    assert client.get(address).status_code == 200
    assert client.get(address, {"day": today().isoformat()})["Location"] == f"{address}{today()}/"
    assert "Enter the day that you want to look at." in client.get(address, {"day": ""}).text


def test_the_page_takes_the_same_number_of_queries_whatever_was_answered(handed_over, django_assert_max_num_queries):
    client = client_of(handed_over.author)
    with django_assert_max_num_queries(14):
        client.get(f"/assessments/{handed_over.reference}/as-known-on/{today()}/")
