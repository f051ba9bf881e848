"""A decision as it was known on a day, for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.presenters.language import Spoken
from catalog.presenters.words import day as day_words
from wizard.models import Decision
from wizard.presenters.delta import Differences, differences
from wizard.presenters.findings import Words
from wizard.presenters.moments import moment
from wizard.queries.known import Known, Replay

REPLAYED = Spoken(
    {
        Replay.SAME: "Evaluated again by the edition and the own entries of that time, the same facts come to the "
        "same, down to the last word.",
        Replay.OTHER: "Evaluated again, the same facts come to something else than what was frozen. What was frozen is "
        "what was decided on; the rules of today’s software differ.",
        Replay.IMPOSSIBLE: "It cannot be evaluated again here: the edition by which it was judged is not at hand, or "
        "not as it was.",
    }
)


@dataclass(frozen=True)
class FrozenAnswer:
    """One answer in words, as it was handed over."""

    title: str
    lines: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True)
class AsKnown:
    """An account on a day. `since` is what the law changed between its handing over and that day, `today` what is
    other now; None where one of the two cannot be evaluated.
    """

    revision: int
    taken: str
    by: str
    edition: str
    sha256: str
    stood: str
    candidates: tuple[tuple[str, str], ...]
    replay: str
    replayed: str
    since: Differences | None
    today: Differences | None
    answers: tuple[FrozenAnswer, ...]
    later: str
    later_href: str


def as_known(known: Known, on: date, words: Words) -> AsKnown:
    """Put an account that was replayed for a day into words."""
    snapshot, then, now, later = known.snapshot, known.then, known.now, known.later
    data = snapshot.data
    told_then = then.data if then else data
    return AsKnown(
        revision=snapshot.revision,
        taken=moment(snapshot.taken_at),
        by=snapshot.taken_by.full_name,
        edition=data["edition"]["version"],
        sha256=snapshot.sha256,
        stood=_stood(known, on),
        candidates=tuple((words.model(one["model"]), one["verdict"]) for one in told_then["evaluation"]["models"]),
        replay=known.replay,
        replayed=REPLAYED[known.replay],
        since=differences(data, then.data, words) if then else None,
        today=differences(told_then, now.data, words) if now else None,
        answers=tuple(_answer(one) for one in data["answers"]),
        later=day_words(later.taken_at.astimezone(UTC).date()) if later else "",
        later_href=_page(words.reference, later.taken_at.astimezone(UTC).date()) if later else "",
    )


def _page(reference: str, day: date) -> str:
    return reverse("wizard:as_known_on", args=[reference, day.isoformat()])


def _stood(known: Known, on: date) -> str:
    """How the decision stood at the end of that day."""
    snapshot, report, ending = known.snapshot, known.report, known.ending
    if report and report.issued_at.astimezone(UTC).date() <= on:
        if ending and ending.ended_at.astimezone(UTC).date() <= on:
            ended = day_words(ending.ended_at.astimezone(UTC).date())
            return _("Its approval had ended on %(day)s.") % {"day": ended}
        if snapshot.valid_until and snapshot.valid_until < on:
            return _("Its approval had ended on %(day)s.") % {"day": day_words(snapshot.valid_until)}
        return _("It was approved, and the approval was in force.")
    decisions = [one.decision for one in snapshot.reviews.all() if one.decided_at.astimezone(UTC).date() <= on]
    if Decision.REJECTED in decisions:
        return _("It was rejected.")
    if Decision.CHANGES_REQUESTED in decisions:
        return _("Its reviewer had asked for changes.")
    return _("It waited for its review.")


def _answer(frozen: Mapping[str, Any]) -> FrozenAnswer:
    return FrozenAnswer(frozen["title"], tuple((label, value) for label, value in frozen["lines"]), frozen["note"])
