"""Tells a story to the product: the same forms, the same actions and the same order as in the browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.http import QueryDict

from catalog.ambient import current_catalog, today
from wizard.actions.answers import save_answer
from wizard.actions.assessments import start_assessment
from wizard.actions.issue import approve_and_issue
from wizard.actions.keys import enrol_signing_key
from wizard.actions.reviews import submit
from wizard.management import story
from wizard.models import Assessment, Report, SigningKey, Snapshot, User
from wizard.phases import ITEMS
from wizard.phases.context import Context
from wizard.presenters.answers import snapshot_content
from wizard.presenters.standing import standing
from wizard.queries.assessments import answers_of, evidence_of

DEMO_PASSPHRASE = "a signature for the demo"  # noqa: S105 - opens the demo reviewer's key only


ROWS_OF_PRODUCTS = "products-"


class DoesNotFit(Exception):
    """The story no longer fits the checklist; the message names the item and the field."""


def tell(author: User) -> Assessment:
    """Start the assessment of the story and answer every item that applies."""
    edition = current_catalog()
    assessment = start_assessment(
        author=author,
        name=story.NAME,
        description=story.DESCRIPTION,
        candidates=story.CANDIDATES,
        edition_version=edition.edition.version,
        edition_sha256=edition.sha256,
    )
    for item in ITEMS:
        _answer(assessment, item, author)
    return assessment


def hand_over(assessment: Assessment, author: User) -> Snapshot:
    """Freeze the answers and give them to the reviewer."""
    answers = answers_of(assessment)
    content = snapshot_content(standing(assessment, answers), answers, evidence_of(assessment))
    return submit(assessment=assessment, actor=author, snapshot_content=content)


def approve(assessment: Assessment, handed_over: Snapshot, reviewer: User) -> Report:
    """Approve and sign as the reviewer of the story; makes the reviewer's key when there is none."""
    if not SigningKey.objects.filter(user=reviewer).exists():
        enrol_signing_key(actor=reviewer, passphrase=DEMO_PASSPHRASE)
    return approve_and_issue(
        assessment=assessment,
        actor=reviewer,
        read=handed_over.sha256,
        conditions=story.CONDITIONS,
        comment=story.COMMENT,
        valid_until=today() + timedelta(days=90),
        passphrase=DEMO_PASSPHRASE,
    )


def _answer(assessment: Assessment, item: str, author: User) -> None:
    """Type the story's words into the form of one item and save what the form makes of them."""
    asked = standing(assessment, answers_of(assessment)).walk.asked[item]
    if not asked.applies:
        return
    told: Mapping[str, Callable[[Context], story.Typed]] = story.STORY
    typed = told[item](asked.form.context)
    form = ITEMS[item].form(_typed(typed), context=asked.form.context, stored=asked.form.kept)
    if not form.is_valid():
        raise DoesNotFit(f"{item}: {form.errors.as_json()}")
    if needless := [name for name in typed if name not in form.fields and not name.startswith(ROWS_OF_PRODUCTS)]:
        raise DoesNotFit(f"{item}: nobody asks for {', '.join(needless)}")
    save_answer(assessment=assessment, item=item, data=form.collected(), actor=author, seen_version=0)


def _typed(values: story.Typed) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data
