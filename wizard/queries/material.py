"""What stands against an approval today: its facts evaluated anew, and the policy as it is now."""

from __future__ import annotations

from datetime import date

from catalog.ambient import current_catalog, current_law, overlay
from catalog.engine.answers import Unusable
from catalog.engine.evaluate import evaluate
from catalog.knowledge.sentences import joined, sentence
from wizard.models import Snapshot
from wizard.phases.adopted import settled
from wizard.phases.context import Context
from wizard.process.material import material_changes
from wizard.process.policy import Standing
from wizard.queries.policy import policy_findings

SETTLED = ("positions", "agreements")
"""What the facts hold of the organisation's own: taken as it is today."""


def reasons_against(snapshot: Snapshot, today: date) -> tuple[str, ...]:
    """One sentence for each material change since a snapshot was taken; none while its approval can stand."""
    before, reference = snapshot.data["evaluation"], snapshot.data["reference"]
    facts = {key: value for key, value in snapshot.data["facts"].items() if key not in SETTLED}
    catalogue = current_catalog()
    known = tuple(name for name in facts["candidates"] if catalogue.model(name))
    if not known:
        return (sentence("The catalogue no longer knows any of its models."),)
    context = Context(catalogue, current_law(), known, today, own=overlay())
    document = {**facts, "candidates": list(known), "as_of": today.isoformat(), **settled(context)}
    try:
        now = evaluate(document, catalogue, current_law(), today).as_json()
    except Unusable as unusable:
        return (joined(" ", (sentence("Its answers no longer fit the questions."), str(unusable))),)
    # Nothing that is banned can be approved: a ban in force today came later, or its waiver has ended.
    bans = [one.says for one in policy_findings(before, reference, today) if one.standing is Standing.BANNED]
    return (*material_changes(before, now), *dict.fromkeys(bans))
