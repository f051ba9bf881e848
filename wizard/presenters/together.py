"""Who works on an assessment, and what they were asked to answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.presenters.words import day
from wizard.models import Answer, Assessment, Assignment, Mark, Participant, Role, User
from wizard.phases import ITEMS
from wizard.presenters.comments import open_words


@dataclass(frozen=True)
class MemberView:
    """Somebody who works on the assessment; `may_end` says whether who looks may end their part."""

    id: int
    name: str
    email: str
    role: str
    since: str
    is_self: bool
    may_end: bool


@dataclass(frozen=True)
class RequestView:
    """A request for an answer that is not over. `for_you` is for the person who was asked."""

    id: int
    item: str
    label: str
    href: str
    ask_href: str
    words: str
    message: str
    for_you: bool


def members(assessment: Assessment, participants: Iterable[Participant], viewer: User) -> tuple[MemberView, ...]:
    """The author, then those who take part, in the order in which they came."""
    author = assessment.author
    first = MemberView(
        author.pk,
        author.full_name,
        author.email,
        str(Role(author.role).label),
        _("Author"),
        author == viewer,
        may_end=False,
    )
    return (first, *(_member(assessment, one, viewer) for one in participants))


def requests(assessment: Assessment, asked: Iterable[Assignment], viewer: User) -> tuple[RequestView, ...]:
    """The requests in the order given."""
    return tuple(_request(assessment, one, viewer) for one in asked)


def notes(
    comments: Mapping[str, int],
    asked: Iterable[Assignment],
    changes: Mapping[str, Iterable[Mark]],
    answers: Mapping[str, Answer],
) -> dict[str, str]:
    """What waits at each item beside its answer, in a few words.

    Changes that a reviewer asked for come first, until the answer is given anew; then open comments, and who is asked
    to answer by when.
    """
    told: dict[str, list[str]] = {}
    for item, marks in changes.items():
        given = answers.get(item)
        for mark in marks:
            if given is None or given.answered_at <= mark.made_at:
                words = _("%(who)s asks for a change") % {"who": mark.reviewer.full_name}
                told.setdefault(item, []).append(words)
    for item, count in comments.items():
        told.setdefault(item, []).append(open_words(count))
    for one in asked:
        words = _("asked: %(who)s, by %(day)s") % {"who": one.person.full_name, "day": day(one.due)}
        told.setdefault(one.item, []).append(words)
    return {item: ", ".join(words) for item, words in told.items()}


def _member(assessment: Assessment, participant: Participant, viewer: User) -> MemberView:
    person = participant.person
    told = {"who": participant.added_by.full_name, "day": day(participant.added_at.date())}
    return MemberView(
        person.pk,
        person.full_name,
        person.email,
        str(Role(person.role).label),
        _("Added by %(who)s, %(day)s") % told,
        is_self=person == viewer,
        may_end=viewer in (assessment.author, person),
    )


def _request(assessment: Assessment, request: Assignment, viewer: User) -> RequestView:
    for_you = request.person_id == viewer.pk
    told = {"who": request.person.full_name, "day": day(request.due)}
    return RequestView(
        id=request.pk,
        item=request.item,
        label=ITEMS[request.item].label if request.item in ITEMS else request.item,
        href=reverse("wizard:item", args=[assessment.reference, request.item]),
        ask_href=reverse("wizard:ask", args=[assessment.reference, request.item]),
        words=(
            _("You are asked to answer this by %(day)s.") if for_you else _("%(who)s is asked to answer by %(day)s.")
        )
        % told,
        message=request.message,
        for_you=for_you,
    )
