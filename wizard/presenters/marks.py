"""What reviewers say of each answer, why some come first, and what was asked for in the revision before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wizard.models import Mark, Says, Snapshot, User
from wizard.phases.concerns import Concern, concerns
from wizard.presenters.moments import moment

CONCERNS = {
    Concern.CONTESTED: gettext_lazy("disputed by the author"),
    Concern.OPEN: gettext_lazy("left open"),
    Concern.ASSUMED: gettext_lazy("assumed in part"),
    Concern.DISPUTED: gettext_lazy("two readings"),
    Concern.STALE: gettext_lazy("facts not read for long"),
}


@dataclass(frozen=True)
class AskedView:
    """A change that somebody asked for; `since` says whether the answer was given anew."""

    who: str
    words: str
    since: str = ""


@dataclass(frozen=True)
class MarkView:
    """One answer to be marked: what this reviewer says of it, what others ask for, and why to look at it first."""

    item: str
    href: str
    may: bool
    says: str
    words: str
    others: tuple[AskedView, ...]
    before: tuple[AskedView, ...]
    concerns: str
    typed: str = ""
    error: str = ""


@dataclass(frozen=True)
class Progress:
    """How many answers this reviewer has looked at, and how many raise no concern and are not marked yet."""

    looked: int
    all: int
    plain: int

    @property
    def left(self) -> int:
        """How many nobody of this name has looked at."""
        return self.all - self.looked


def progress(snapshot: Snapshot, looked: set[str], marks: Mapping[str, Iterable[Mark]], user: User) -> Progress:
    """Count; `looked` holds the items that this person has marked or commented on."""
    items, about = [answer["item"] for answer in snapshot.data["answers"]], concerns(snapshot.data)
    mine = {item for item, said in marks.items() if any(one.reviewer_id == user.pk for one in said)}
    return Progress(len(looked), len(items), sum(item not in mine and item not in about for item in items))


def mark_views(
    snapshot: Snapshot,
    marks: Mapping[str, Iterable[Mark]],
    before: Mapping[str, Iterable[Mark]],
    user: User,
    *,
    may: bool,
) -> dict[str, MarkView]:
    """Every answer of a snapshot by item. `before` holds what was asked for in the revision before."""
    about, reference = concerns(snapshot.data), snapshot.assessment.reference
    views = {}
    for answer in snapshot.data["answers"]:
        item = answer["item"]
        mine = next((one for one in marks.get(item, ()) if one.reviewer_id == user.pk), None)
        views[item] = MarkView(
            item=item,
            href=reverse("wizard:mark", args=[reference, item]),
            may=may,
            says=str(Says(mine.says)) if mine else "",
            words=mine.words if mine else "",
            others=tuple(
                AskedView(one.reviewer.full_name, one.words)
                for one in marks.get(item, ())
                if one.reviewer_id != user.pk and one.says == Says.CHANGE_ASKED
            ),
            before=asked(before.get(item, ()), answer["answered_at"]),
            concerns=", ".join(str(words) for one, words in CONCERNS.items() if one in about.get(item, ())),
        )
    return views


def asked(marks: Iterable[Mark], answered_at: str) -> tuple[AskedView, ...]:
    """What was asked for in the revision before, and whether the answer was given anew since (ISO 8601, or empty)."""
    return tuple(AskedView(one.reviewer.full_name, one.words, _since(one, answered_at)) for one in marks)


def _since(mark: Mark, answered_at: str) -> str:
    at = datetime.fromisoformat(answered_at) if answered_at else None
    if at is None or at <= mark.made_at:
        return _("Not answered anew since.")
    return _("Answered anew, %(when)s.") % {"when": moment(at)}
