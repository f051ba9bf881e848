"""From the approval that no longer holds to the next revision, and what an old report says then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from catalog.ambient import today
from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.actions.policy import rule_on
from wizard.actions.superseding import revise, supersede_due
from wizard.models import Assessment, AuditEvent, Ending, Notice, Report, User
from wizard.process.lifecycle import State
from wizard.process.refusal import Refused
from wizard.queries.assessments import approved_before, latest_snapshot
from wizard.queries.verification import standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def legal() -> User:
    return factories.legal_reviewer()


@pytest.fixture
def report(legal: User, data_dir: object) -> Report:
    draft = factories.draft()
    factories.answer(draft, "organisation-users", data=factories.AMERICAN)
    return factories.approved(factories.handed_over(draft), legal)


def ban(legal: User, licence: str) -> None:
    rule_on(
        actor=legal,
        licence=licence,
        ruling="banned",
        conditions="",
        reason="Not for us.",
        review_due=today() + timedelta(days=90),
        today=today(),
    )


def of(report: Report) -> Assessment:
    return Assessment.objects.get(pk=report.snapshot.assessment_id)


def test_an_approval_whose_facts_come_out_the_same_stands(report: Report) -> None:
    assert supersede_due(today=today()) == []
    assert of(report).state == State.APPROVED
    assert "in force until" in standing_of(report, today())


def test_a_ban_ends_the_approval_once_and_the_report_says_so(report: Report, legal: User) -> None:
    open_one = next(one for one in report.snapshot.data["evaluation"]["models"] if one["verdict"] != "blocked")
    ban(legal, open_one["licences"][0])
    (ending,) = supersede_due(today=today())
    assert "does not allow" in ending.reason
    assert supersede_due(today=today()) == []
    assert of(report).state == State.SUPERSEDED
    assert "nothing has taken its place yet" in standing_of(report, today())
    told = AuditEvent.objects.get(action="assessment.superseded")
    assert told.details["reason"] == ending.reason


def test_the_author_opens_the_next_revision_and_the_old_report_stays_superseded(report: Report) -> None:
    assessment = of(report)
    revise(assessment=assessment, actor=assessment.author)
    assert (assessment.state, assessment.revision) == (State.DRAFT, 2)
    assert Ending.objects.get().ended_by == assessment.author
    assert assessment.answers.exists()
    factories.handed_over(assessment)
    later = latest_snapshot(assessment)
    assert later is not None
    assert approved_before(later) == report.snapshot
    factories.approved(assessment, factories.legal_reviewer())
    assert "a later report exists" in standing_of(report, today())


def test_nobody_but_the_author_opens_it(report: Report, legal: User) -> None:
    with pytest.raises(Refused, match="Only its author opens the next revision"):
        revise(assessment=of(report), actor=legal)


def test_a_draft_has_no_next_revision() -> None:
    draft = factories.draft()
    with pytest.raises(Refused, match="cannot be revised"):
        revise(assessment=draft, actor=draft.author)


def test_a_revision_without_another_answer_says_so(report: Report) -> None:
    assessment = of(report)
    revise(assessment=assessment, actor=assessment.author)
    factories.handed_over(assessment)
    page = client_of(factories.legal_reviewer()).get(f"/reviews/{assessment.reference}/").text
    assert "No answer is other than it was." in page


def test_the_reviewer_of_the_next_revision_reads_only_what_is_other(report: Report) -> None:
    assessment = of(report)
    revise(assessment=assessment, actor=assessment.author)
    spread = {**factories.AMERICAN, "growth": 0.2}
    factories.answer(assessment, "organisation-users", seen=1, data=spread)
    factories.handed_over(assessment)
    client = client_of(factories.legal_reviewer())
    page = client.get(f"/reviews/{assessment.reference}/").text
    assert "What changed since revision 1" in page
    assert "Its author changes the answers." in page
    assert "Everything found" not in page
    whole = client.get(f"/reviews/{assessment.reference}/?whole=1").text
    assert "What changed since revision 1" in whole
    assert "Everything found" in whole
    assert len(whole) > len(page)
    assert "Revision 1 was approved before." in client.get(f"/reviews/{assessment.reference}/approve/").text


def test_those_concerned_are_told_that_an_approval_ended(report: Report, legal: User) -> None:
    assessment, owner = of(report), factories.product_manager()
    assessment.entries.update(owner=owner)
    open_one = next(one for one in report.snapshot.data["evaluation"]["models"] if one["verdict"] != "blocked")
    ban(legal, open_one["licences"][0])
    supersede_due(today=today())
    told = {notice.person: notice for notice in Notice.objects.filter(kind="approval-ended")}
    assert {assessment.author, legal} <= set(told) <= {assessment.author, legal, owner}
    assert f"The approval of {assessment.name} ({assessment.reference}) no longer stands." in told[legal].says
    assert told[legal].mail is not None
