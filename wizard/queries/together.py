"""Who works on an assessment, what they were asked, and what they say to each other."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count, Q, QuerySet

from wizard.models import Answer, Assessment, Assignment, Comment, Participant, User
from wizard.process.lifecycle import State
from wizard.queries.assessments import assessments_for


def participants_of(assessment: Assessment) -> list[Participant]:
    """Those who take part beside the author, first come first, with who added them."""
    return list(assessment.participants.select_related("person", "added_by"))


def taking_part_ids(user: User) -> frozenset[int]:
    """The ids of the assessments in which this person takes part beside the author."""
    return frozenset(Participant.objects.filter(person=user).values_list("assessment_id", flat=True))


def comments_of(assessment: Assessment, item: str = "") -> dict[str, list[Comment]]:
    """The comments by item, oldest first; of one item only where one is named. An item without any gives none."""
    comments = assessment.comments.select_related("author", "settled_by")
    by_item: dict[str, list[Comment]] = defaultdict(list)
    for comment in comments.filter(item=item) if item else comments:
        by_item[comment.item].append(comment)
    return by_item


def open_comments(assessment: Assessment) -> dict[str, int]:
    """How many comments of each item are not settled; items without any are left out."""
    unsettled = assessment.comments.filter(settled_at=None).order_by("item")
    return dict(unsettled.values_list("item").annotate(Count("id")))


def open_requests(assessment: Assessment, item: str = "") -> QuerySet[Assignment]:
    """The requests for an answer that are not over, soonest first; of one item only where one is named."""
    found = assessment.assignments.select_related("person").filter(done_at=None, withdrawn_at=None)
    return found.filter(item=item) if item else found


def requests_to(user: User) -> QuerySet[Assignment]:
    """What this person was asked in drafts and has not answered, soonest first."""
    asked = Assignment.objects.select_related("assessment", "asked_by")
    return asked.filter(person=user, assessment__state=State.DRAFT, done_at=None, withdrawn_at=None)


def promised_by(user: User) -> QuerySet[Answer]:
    """Questions left open in drafts this person sees, with their name or address as who finds out, soonest first."""
    theirs = Q(unknown_owner__iexact=user.full_name) | Q(unknown_owner__iexact=user.email)
    found = Answer.objects.select_related("assessment").filter(
        theirs, assessment__in=assessments_for(user), assessment__state=State.DRAFT, unknown=True
    )
    return found.order_by("unknown_due", "id")
