"""What stands against an approval on a day: its facts evaluated anew, and the policy as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.engine.answers import Unusable
from catalog.knowledge.sentences import joined, sentence
from wizard.models import Snapshot
from wizard.process.material import contradictions, material_changes
from wizard.process.policy import Standing
from wizard.process.readings import Reading, facts_with
from wizard.queries.numbers import ended_models, readings
from wizard.queries.policy import Policy, policy_now
from wizard.queries.worlds import World, world_now


@dataclass(frozen=True)
class Measure:
    """What approvals are measured by: read once, for many of them and for many days.

    `numbers` of users and revenue are held against an approval only where they contradict it.
    """

    world: World
    policy: Policy
    numbers: Sequence[Reading] = ()

    def reasons_against(self, snapshot: Snapshot, day: date) -> tuple[str, ...]:
        """One sentence for each material change since a snapshot was taken; none while its approval can stand.

        A day ahead tells what will stand against it then.
        """
        before, reference = snapshot.data["evaluation"], snapshot.data["reference"]
        try:
            now = self.world.evaluated(snapshot.data["facts"], day)
        except Unusable as unusable:
            return (joined(" ", (sentence("Its answers no longer fit the questions."), str(unusable))),)
        if now is None:
            return (sentence("The catalogue no longer knows any of its models."),)
        # Nothing that is banned can be approved: a ban in force today came later, or its waiver has ended.
        found = self.policy.findings(before, reference, day)
        bans = [one.says for one in found if one.standing is Standing.BANNED]
        return (*material_changes(before, now), *self.by_numbers(snapshot, now, day), *dict.fromkeys(bans))

    def by_numbers(self, snapshot: Snapshot, now: Mapping[str, Any], day: date) -> tuple[str, ...]:
        """What stands against it by the numbers alone; `now` is what its facts come to on that day without them."""
        facts = snapshot.data["facts"]
        counted = facts_with(facts, self.numbers)
        if counted.get("organisation") == facts.get("organisation"):
            return ()
        try:
            with_numbers = self.world.evaluated(counted, day)
        except Unusable:  # more products than a group may have: the page of the numbers says so
            return ()
        if with_numbers is None:
            return ()
        before = snapshot.data["evaluation"]
        models = {told["model"] for told in before["models"]} - ended_models(snapshot)
        return contradictions(before, now, with_numbers, models)


def measure_now() -> Measure:
    """By what is known now, under the policy of now, with the numbers that hold."""
    return Measure(world_now(), policy_now(), readings())


def reasons_against(snapshot: Snapshot, today: date) -> tuple[str, ...]:
    """One sentence for each thing that stands against an approval by what is known now."""
    return measure_now().reasons_against(snapshot, today)


def passed_by_numbers(snapshot: Snapshot, today: date) -> tuple[str, ...]:
    """One sentence for each limit that the numbers pass, so that the next daily run ends the approval."""
    measure = measure_now()
    try:
        now = measure.world.evaluated(snapshot.data["facts"], today)
    except Unusable:
        return ()
    return measure.by_numbers(snapshot, now, today) if now else ()
