"""What stands against an approval on a day: its facts evaluated anew, and the policy as it is."""

from __future__ import annotations

from datetime import date

from catalog.engine.answers import Unusable
from catalog.knowledge.sentences import joined, sentence
from wizard.models import Snapshot
from wizard.process.material import material_changes
from wizard.process.policy import Standing
from wizard.queries.policy import policy_findings
from wizard.queries.worlds import World, world_now


def reasons_against(snapshot: Snapshot, today: date, world: World | None = None) -> tuple[str, ...]:
    """One sentence for each material change since a snapshot was taken; none while its approval can stand.

    `world` is what is known: without it what is known now. A day ahead tells what stands against it then.
    """
    before, reference = snapshot.data["evaluation"], snapshot.data["reference"]
    try:
        now = (world or world_now()).evaluated(snapshot.data["facts"], today)
    except Unusable as unusable:
        return (joined(" ", (sentence("Its answers no longer fit the questions."), str(unusable))),)
    if now is None:
        return (sentence("The catalogue no longer knows any of its models."),)
    # Nothing that is banned can be approved: a ban in force today came later, or its waiver has ended.
    bans = [one.says for one in policy_findings(before, reference, today) if one.standing is Standing.BANNED]
    return (*material_changes(before, now), *dict.fromkeys(bans))
