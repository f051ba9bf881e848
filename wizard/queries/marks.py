"""What reviewers say of the answers of a snapshot."""

from __future__ import annotations

from collections import defaultdict

from wizard.models import Assessment, Decision, Mark, Says, Snapshot, User


def marks_of(snapshot: Snapshot) -> dict[str, list[Mark]]:
    """What every reviewer said, by item, with who said it."""
    by_item: dict[str, list[Mark]] = defaultdict(list)
    for mark in snapshot.marks.select_related("reviewer"):
        by_item[mark.item].append(mark)
    return by_item


def looked_at(snapshot: Snapshot, user: User) -> set[str]:
    """The items that this person has marked, or commented on since they were handed over."""
    marked = snapshot.marks.filter(reviewer=user).values_list("item", flat=True)
    commented = snapshot.assessment.comments.filter(author=user, written_at__gte=snapshot.taken_at)
    known = {answer["item"] for answer in snapshot.data["answers"]}
    return {*marked, *commented.values_list("item", flat=True)} & known


def asked_before(assessment: Assessment, item: str = "") -> dict[str, list[Mark]]:
    """The changes asked for in the revision before this one, by item; of one item only where one is named."""
    if assessment.revision == 1:
        return defaultdict(list)
    asked = Mark.objects.select_related("reviewer", "snapshot").filter(
        snapshot__assessment=assessment,
        snapshot__revision=assessment.revision - 1,
        snapshot__reviews__decision=Decision.CHANGES_REQUESTED,
        says=Says.CHANGE_ASKED,
    )
    by_item: dict[str, list[Mark]] = defaultdict(list)
    for mark in (asked.filter(item=item) if item else asked).distinct():
        by_item[mark.item].append(mark)
    return by_item
