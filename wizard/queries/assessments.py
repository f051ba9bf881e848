"""Assessments as a person may see them, with their answers, evidence, snapshots and reviews."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from wizard.models import Answer, Assessment, Ending, Evidence, Participant, Report, Review, Role, Snapshot, User
from wizard.process.lifecycle import State
from wizard.queries.permissions import taking_part

DISPUTED = '"contested":[['
"""How an answer with a disputed point begins to say so in the canonical JSON of a snapshot."""


class NotFound(LookupError):
    """There is no such thing, or this person may not know of it: both look the same from outside."""


def assessments_for(user: User) -> QuerySet[Assessment]:
    """What a person sees, latest change first, authors loaded.

    Authors see their own, and others what they take part in; legal reviewers also whatever was ever submitted;
    administrators everything, to read only.
    """
    everything = Assessment.objects.select_related("author")
    if user.role == Role.ADMINISTRATOR:
        return everything
    if user.role == Role.LEGAL_REVIEWER:
        submitted = Exists(Snapshot.objects.filter(assessment=OuterRef("pk")))
        return everything.filter(Q(author=user) | taking_part(user) | submitted)
    return everything.filter(Q(author=user) | taking_part(user))


def assessment_for(user: User, reference: str) -> Assessment:
    """One assessment that this person may see; raises NotFound. Authors, who ask most often, are asked for first."""
    own = next(iter(Assessment.objects.filter(author=user, reference=reference).order_by()), None)
    if own is not None:
        own.author = user
        return own
    found = assessments_for(user).filter(reference=reference).first()
    if found is None:
        raise NotFound(reference)
    return found


def answers_of(assessment: Assessment) -> dict[str, Answer]:
    """The answers by item, with who gave them."""
    return {answer.item: answer for answer in assessment.answers.select_related("answered_by")}


def evidence_of(assessment: Assessment) -> dict[str, list[Evidence]]:
    """The evidence by item, in the order it was added; an item without any gives an empty list."""
    by_item: dict[str, list[Evidence]] = defaultdict(list)
    for evidence in assessment.evidence.select_related("added_by"):
        by_item[evidence.item].append(evidence)
    return by_item


def latest_snapshot(assessment: Assessment) -> Snapshot | None:
    """The snapshot of the latest submission, with who took it; None before the first."""
    return assessment.snapshots.select_related("taken_by").order_by("-revision").first()


def ending_of(report: Report | None) -> Ending | None:
    """Why the approval that a report states stands no longer; None while it does, and without a report."""
    return Ending.objects.filter(snapshot=report.snapshot).first() if report else None


def approved_before(snapshot: Snapshot) -> Snapshot | None:
    """The snapshot of the same assessment that was approved last before this one; None for the first."""
    earlier = Snapshot.objects.filter(assessment=snapshot.assessment_id, revision__lt=snapshot.revision)
    return earlier.filter(report__isnull=False).order_by("-revision").first()


def with_disputes(user: User) -> list[Snapshot]:
    """What this person sees of the accounts in review or approved in which the author disputes something.

    Those that wait come first, then the longest standing. The text is searched, so that only these are read as JSON.
    """
    live = Snapshot.objects.select_related("assessment__author").filter(
        assessment__in=assessments_for(user),
        assessment__state__in=(State.IN_REVIEW, State.APPROVED),
        revision=F("assessment__revision"),
        content__contains=DISPUTED,
    )
    return sorted(live.order_by("taken_at"), key=lambda one: one.assessment.state != State.IN_REVIEW)


def reviews_of(assessment: Assessment) -> list[Review]:
    """Every decision on this assessment, latest first, with its snapshot and reviewer."""
    reviews = Review.objects.filter(snapshot__assessment=assessment)
    return list(reviews.select_related("snapshot", "reviewer", "instead_of"))


def report_of(assessment: Assessment) -> Report | None:
    """The report that was issued last for this assessment, with its snapshot and who signed; None before approval."""
    reports = Report.objects.filter(snapshot__assessment=assessment)
    return (
        reports.select_related("snapshot")
        .prefetch_related("snapshot__signatures__signer", "snapshot__reviews__reviewer")
        .first()
    )


def report_by_sha256(sha256: str) -> Report | None:
    """The issued report of exactly these bytes, with its assessment; None when we issued no such file."""
    return Report.objects.select_related("snapshot__assessment").filter(sha256=sha256).first()


def found_by(query: str, assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Those whose name, reference, description, models, author or participants hold every word of a query."""
    for word in query.split():
        with_them = Participant.objects.filter(assessment=OuterRef("pk"), person__full_name__icontains=word)
        assessments = assessments.filter(
            Q(name__icontains=word)
            | Q(reference__icontains=word)
            | Q(description__icontains=word)
            | Q(candidates__icontains=word)
            | Q(author__full_name__icontains=word)
            | Exists(with_them)
        )
    return assessments


def back_with(user: User) -> QuerySet[Assessment]:
    """What is this author's again, longest first: drafts that were sent back or revised, and superseded approvals."""
    again = Q(state=State.DRAFT, revision__gt=1) | Q(state=State.SUPERSEDED)
    own = Assessment.objects.select_related("author").filter(again, author=user)
    return own.order_by("updated_at", "id")


def left_open_until(user: User, last: date) -> QuerySet[Answer]:
    """Items left open in this author's drafts that somebody promised to settle by a day, soonest first."""
    promised = Answer.objects.select_related("assessment").filter(
        assessment__author=user, assessment__state=State.DRAFT, unknown=True, unknown_due__lte=last
    )
    return promised.order_by("unknown_due", "id")


def running_out(assessments: QuerySet[Assessment], last: date) -> QuerySet[Review]:
    """The approvals among these assessments whose time is over by a day, soonest first."""
    ending = Review.objects.select_related("snapshot__assessment").filter(
        snapshot__assessment__in=assessments, snapshot__assessment__state=State.APPROVED, valid_until__lte=last
    )
    return ending.order_by("valid_until", "id")
