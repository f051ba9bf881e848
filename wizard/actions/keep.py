"""Keeping a quick check: an assessment whose items hold the answers that were given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.ambient import current_catalog, current_law, overlay, today
from catalog.presenters.check_answers import KEEPS_WEIGHTS, ORDINARY, ORDINARY_ACTIVITIES, Given, release_days
from wizard.actions.answers import save_answer
from wizard.actions.assessments import DOUBLE_CLICK, start_assessment
from wizard.models import Assessment, User
from wizard.phases import ITEMS
from wizard.phases.choices import NONE, UNKNOWN
from wizard.phases.context import Context
from wizard.phases.item import Words
from wizard.phases.organisation import PAST
from wizard.process.lifecycle import State
from wizard.process.refusal import Refused

Typed = dict[str, list[str]]
FROM_CHECK = gettext_lazy("Kept from a quick check.")
BEST_MONTH = gettext_lazy(
    "Kept from a quick check: the number of the best month so far, stated for every month that is asked for."
)


@transaction.atomic
def keep_check(*, author: User, name: str, given: Given) -> Assessment:
    """Open a draft with the model of the check, and place each answer in the item that asks for it.

    What was not answered stays open. The same check sent twice, as by a double click, opens one draft. Raises Refused
    for a check that names no model.
    """
    if given.model is None:
        raise Refused(_("The check names no model that the catalogue knows: choose one first."))
    about: dict[str, Any] = {"author": author, "name": " ".join(name.split()), "candidates": [given.model.id]}
    just_now = timezone.now() - DOUBLE_CLICK
    if (kept := Assessment.objects.filter(**about, state=State.DRAFT, created_at__gt=just_now).first()) is not None:
        return kept
    edition = current_catalog()
    assessment = start_assessment(
        **about,
        description="",
        edition_version=edition.edition.version,
        edition_sha256=edition.sha256,
    )
    context = Context(edition, current_law(), (given.model.id,), today(), own=overlay())
    for item, typed, note in _placed(given):
        form = ITEMS[item].form(_data(typed), context=context)
        form.is_valid()
        if data := form.collected():
            save_answer(assessment=assessment, item=item, data=data, actor=author, seen_version=0, note=str(note))
    return assessment


def _placed(given: Given) -> Iterator[tuple[str, Typed, Words]]:
    """Each item that an answer belongs to, with what would be typed there, and the note that says where it is from."""
    answers = given.answers
    if reach := answers.get("reach"):
        yield "weights-code-outputs", _reach(reach), FROM_CHECK
    if uses := _uses(given):
        yield "behavioural-restrictions", uses, FROM_CHECK
    if users := _organisation(given):
        yield "organisation-users", users, BEST_MONTH if given.users is not None else FROM_CHECK
    if "outputs" in answers:
        yield "outputs-training", {"train": [answers["outputs"]]}, FROM_CHECK
    if answers.get("field") == ORDINARY:
        # Whether the Act applies was not asked. “I don't know” keeps the question on its practices in sight.
        yield "eu-high-risk", {"S1": [UNKNOWN], "S2": [UNKNOWN], "P": [NONE]}, FROM_CHECK
    if reach in KEEPS_WEIGHTS:
        yield "propagation", {"publishes_weights": ["no"]}, FROM_CHECK


def _reach(reach: str) -> Typed:
    return {"uses": ["vendor-api"]} if reach == "vendor-api" else {"uses": ["weights"], "delivery": [reach]}


def _uses(given: Given) -> Typed:
    typed: Typed = {}
    if "commercial" in given.answers:
        typed["commercial"] = [given.answers["commercial"]]
    if given.answers.get("field") == ORDINARY:
        typed |= {"domains": ["general"], "activities": [*ORDINARY_ACTIVITIES], "automated_decisions": ["no"]}
    elif "field" in given.answers:
        typed["domains"] = [given.answers["field"]]
    return typed


def _organisation(given: Given) -> Typed:
    typed: Typed = {"country": [given.answers["seat"]]} if "seat" in given.answers else {}
    if given.users is not None:
        number = str(given.users)
        typed["group_total"] = [number]
        typed |= {f"{PAST}{day}": [number] for day in release_days(current_catalog())}
    return typed


def _data(typed: Typed) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data
