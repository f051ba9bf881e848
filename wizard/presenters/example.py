"""The worked example as a page shows it, without a record: its answers replayed and its decision."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from catalog.ambient import current_catalog
from wizard.models import Answer, Assessment, User
from wizard.phases import story
from wizard.phases.told import told
from wizard.presenters.answers import PhaseAnswers, phase_answers
from wizard.presenters.findings import Words
from wizard.presenters.result import ResultView, result
from wizard.presenters.standing import context_for, standing

AUTHOR = "Paula Meyer"


@dataclass(frozen=True)
class ExampleView:
    """What is decided in the example, the answers that led there, and the decision."""

    name: str
    description: str
    phases: tuple[PhaseAnswers, ...]
    result: ResultView


def example_view() -> ExampleView:
    """Tell the story of today. Reads and writes no record."""
    edition = current_catalog()
    about = Assessment(name=story.NAME, description=story.DESCRIPTION, candidates=list(story.CANDIDATES))
    about.reference = "example"
    context = context_for(about)
    by = {"answered_by": User(full_name=AUTHOR), "answered_at": timezone.now()}
    answers = {item: Answer(item=item, data=dict(data), **by) for item, data in told(context).items()}
    stand = standing(about, answers)
    return ExampleView(
        name=about.name,
        description=about.description,
        phases=phase_answers(about, stand, answers, {}),
        result=result(stand.evaluation, Words(edition, about.reference)),
    )
