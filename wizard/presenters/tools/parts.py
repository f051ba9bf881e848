"""Where the guide reads what the candidates' licences say of outputs differently from their texts."""

from __future__ import annotations

from catalog.presenters.disagreements import DisagreementView, on_topics
from catalog.presenters.readings import Shelf
from wizard.models import Assessment
from wizard.phases.parts import ON_OUTPUTS
from wizard.presenters.standing import Standing


def read_differently(_assessment: Assessment, stand: Standing) -> tuple[DisagreementView, ...]:
    """The points on which guide and text differ about outputs under the licences in force, the gravest first."""
    context = stand.context
    licences = {licence.id for licence in context.texts}
    return on_topics(ON_OUTPUTS, licences, context.catalogue, Shelf(context.catalogue.sources, context.today))
