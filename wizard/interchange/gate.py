"""The gate: what stands against the models of a bill of materials, as far as a build can know it.

A build knows the models, the day, and perhaps how many users there are; it knows nothing of the use. So the catalogue
is judged once for a commercial product with those users, and of what it finds only that counts which follows from this.
Everything else is asked by an assessment, and the gate asks whether one was approved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from catalog.engine.evaluate import ModelResult, evaluate
from catalog.engine.finding import Finding
from catalog.engine.law import Law
from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.index import Catalogue
from wizard.interchange.cyclonedx import NAME as CYCLONEDX
from wizard.interchange.cyclonedx_file import entries_of, is_cyclonedx, read_cyclonedx
from wizard.interchange.lbom import NAME, model_at, public_name
from wizard.interchange.lbom_file import Entry, read_bill
from wizard.interchange.yaml_values import Fault, Place, Unreadable

Level = Literal["blocker", "action", "caution", "info"]
LEVELS: tuple[Level, ...] = ("blocker", "action", "caution", "info")
"""The worst first."""
USERS = "/organisation/monthly_active_users"
KNOWN = frozenset({"/candidates", "/as_of", "/use/commercial", USERS})
"""The answers that a build has; a finding that any other caused is none of the gate's."""
NEAR = 0.8
REVIEW_EVERY = timedelta(days=92)
"""A quarter: the guide audits deployed models each."""
FILLERS = frozenset(("license", "licence", "agreement", "the"))
CODES: Mapping[str, str] = {
    "lbom.model-unknown": "A model that the catalogue does not know",
    "lbom.source-differs": "The source belongs to another model",
    "lbom.licence-unknown": "A licence that the catalogue does not know",
    "lbom.licence-differs": "The licence is not the one in force",
    "lbom.commerce-differs": "Commercial use is not allowed as the file says",
    "lbom.threshold-differs": "The limit of monthly users is not the one in force",
    "lbom.threshold-near": "Monthly users come near the limit that the file names",
    "lbom.threshold-exceeded": "Monthly users are beyond the limit that the file names",
    "lbom.review-due": "The last review is more than a quarter ago",
    "lbom.reviewed-in-future": "The last review lies in the future",
    "lbom.never-approved": "Deployed, and never approved",
    "lbom.approval-changed": "Approved under other licences",
}
"""What the gate says beside the engine's own codes."""


@dataclass(frozen=True)
class Approved:
    """An approval in force that allows a model: of which assessment, and under which licences (ids)."""

    reference: str
    licences: frozenset[str]


@dataclass(frozen=True)
class Said:
    """One thing that the gate says of an entry. `code` is the engine's own, or one of CODES."""

    level: Level
    code: str
    model: str
    at: Place
    says: str
    remedy: str


@dataclass(frozen=True)
class Outcome:
    """What came of a file: findings, or the faults that make it unusable and how many more of them there are."""

    found: tuple[Said, ...]
    faults: tuple[Fault, ...] = ()
    left_out: int = 0

    def fails_on(self, level: Level) -> bool:
        """Whether something as bad as `level` was found, or worse."""
        return any(LEVELS.index(said.level) <= LEVELS.index(level) for said in self.found)


@dataclass(frozen=True)
class Surroundings:
    """What an entry is held against. `approved` is by the id of the model; None where there is no register to ask.

    `agreed` are the licences on which an agreement sets a limit of its own in place of theirs.
    """

    catalogue: Catalogue
    results: Mapping[str, ModelResult]
    licences: Mapping[str, frozenset[str]]
    users: int | None
    today: date
    approved: Mapping[str, tuple[Approved, ...]] | None
    agreed: frozenset[str]


def check(
    entries: tuple[Entry, ...],
    catalogue: Catalogue,
    law: Law,
    today: date,
    *,
    users: int | None,
    approved: Mapping[str, tuple[Approved, ...]] | None,
    agreements: Sequence[Mapping[str, Any]] = (),
) -> tuple[Said, ...]:
    """Return what stands against the entries, in their order, the worst of each first.

    `users` is the number of monthly active users of the organisation, None where it is not known; `agreements` are its
    negotiated licences, as facts hold them. The catalogue is evaluated once, however long the file is.
    """
    facts = {
        "schema": "facts/1",
        "as_of": today.isoformat(),
        "candidates": [],
        "use": {"commercial": True},
        "organisation": {"monthly_active_users": users},
        "agreements": list(agreements),
    }
    judged = {result.id: result for result in evaluate(facts, catalogue, law, today).models}
    agreed = frozenset(it["licence"] for it in agreements if "threshold" in it["covers"] and it.get("limit"))
    held = Surroundings(catalogue, judged, _licences_by_name(catalogue), users, today, approved, agreed)
    return tuple(said for entry in entries for said in sorted(_entry(entry, held), key=_worst_first))


def checked(
    content: bytes,
    catalogue: Catalogue,
    law: Law,
    today: date,
    *,
    users: int | None,
    approved: Mapping[str, tuple[Approved, ...]] | None,
    agreements: Sequence[Mapping[str, Any]] = (),
) -> Outcome:
    """Read a file, a licence bill or CycloneDX, and check its models; what makes it unusable is part of the outcome.

    Never raises.
    """
    try:
        entries = _read(content, catalogue)
    except Unreadable as unreadable:
        return Outcome((), unreadable.faults, unreadable.left_out)
    return Outcome(check(entries, catalogue, law, today, users=users, approved=approved, agreements=agreements))


def name_of(content: bytes) -> str:
    """What a file that came without a name is called where findings point into it."""
    return CYCLONEDX if is_cyclonedx(content) else NAME


def _read(content: bytes, catalogue: Catalogue) -> tuple[Entry, ...]:
    return entries_of(read_cyclonedx(content), catalogue) if is_cyclonedx(content) else read_bill(content).entries


def _worst_first(said: Said) -> tuple[int, str]:
    return LEVELS.index(said.level), said.code


def _entry(entry: Entry, held: Surroundings) -> Iterator[Said]:
    yield from _review(entry, held.today)
    model = held.catalogue.model(entry.id)
    at_source = model_at(entry.source, held.catalogue)
    if model and at_source and model is not at_source:
        says = f"“{entry.id}” is {model.name}, and the address leads to {at_source.name}."
        yield _said(entry, "action", "lbom.source-differs", "source", says=says, remedy="Correct the id or the source.")
    model = model or at_source
    if model is None:
        says = f"The catalogue does not know “{entry.id[:120]}”, so nothing is known of its licence."
        remedy = "Write its id or its Hugging Face repository, or have a legal reviewer add the model."
        yield _said(entry, "action", "lbom.model-unknown", "id", says=says, remedy=remedy)
        return
    result = held.results[model.id]
    yield from _licence(entry, model, result, held)
    yield from _commerce(entry, model, result)
    yield from _limit(entry, result, held)
    if entry.deployed_in:
        against = tuple(_register(entry, model, result, held))
        yield from against
        yield from _judged(entry, result, settled=held.approved is not None and not against)


def _review(entry: Entry, today: date) -> Iterator[Said]:
    if entry.last_reviewed is None:
        return
    if entry.last_reviewed > today:
        says = f"The last review, {entry.last_reviewed.isoformat()}, lies in the future."
        yield _said(
            entry,
            "action",
            "lbom.reviewed-in-future",
            "last_reviewed",
            says=says,
            remedy="Write the day it took place.",
        )
    elif entry.deployed_in and entry.last_reviewed + REVIEW_EVERY < today:
        says = f"The last review, {entry.last_reviewed.isoformat()}, is more than a quarter ago."
        remedy = "Review the licence against the present text, then write the day of it."
        yield _said(entry, "caution", "lbom.review-due", "last_reviewed", says=says, remedy=remedy)


def _licence(entry: Entry, model: Model, result: ModelResult, held: Surroundings) -> Iterator[Said]:
    """The licences of the entry against those in force; of several with OR between them one has to be.

    A name may stand for several versions of one family.
    """
    force = {licence.id for licence in result.judgement.licences}
    names = [name.strip() for name in entry.license.split(" AND ")]
    named = [frozenset().union(*(held.licences.get(_plain(one), ()) for one in name.split(" OR "))) for name in names]
    in_force = ", ".join(_name(held.catalogue.licences[name]) for name in sorted(force))
    if not entry.license:
        says = f"The file names no licence. In force for {model.name}: {in_force}."
        yield _said(entry, "action", "lbom.licence-unknown", "license", says=says, remedy=f"Write: {in_force}.")
        return
    for name, ids in zip(names, named, strict=True):
        if not ids:
            says = f"The catalogue does not know the licence “{name[:120]}”. In force for {model.name}: {in_force}."
            yield _said(entry, "action", "lbom.licence-unknown", "license", says=says, remedy=f"Write: {in_force}.")
        elif not ids & force:
            says = f"“{name[:120]}” is not in force for {model.name}; in force: {in_force}."
            yield _said(entry, "action", "lbom.licence-differs", "license", says=says, remedy=f"Write: {in_force}.")
    if all(ids & force for ids in named) and (left := force - frozenset().union(*named)):
        also = ", ".join(_name(held.catalogue.licences[name]) for name in sorted(left))
        says = f"{also} binds {model.name} too."
        yield _said(entry, "action", "lbom.licence-differs", "license", says=says, remedy=f"Add it with AND: {also}.")


def _limit(entry: Entry, result: ModelResult, held: Surroundings) -> Iterator[Said]:
    """The limit that the file names against the lowest in force, and today's users against the file's own.

    Where the engine itself says as much of a limit of the licence, the file's own adds nothing.
    """
    lowest = min(_limits(result, held.agreed), default=None)
    told_of = "mau_threshold" in entry.places  # a CycloneDX bill has no place for a limit
    if told_of and lowest is not None and (entry.mau_threshold is None or entry.mau_threshold > lowest):
        named = "no limit" if entry.mau_threshold is None else f"{entry.mau_threshold:,}"
        says = f"A licence in force has a limit of {lowest:,} monthly users; the file names {named}."
        yield _said(entry, "action", "lbom.threshold-differs", "mau_threshold", says=says, remedy=f"Write {lowest}.")
    if entry.mau_threshold is None or held.users is None or not entry.deployed_in:
        return
    told = {found.code for found in _known(result)}
    if held.users > entry.mau_threshold and "threshold.exceeded" not in told:
        says = f"{held.users:,} monthly users are more than the {entry.mau_threshold:,} that the file allows."
        remedy = "Ask legal whether the limit counts on this day, and negotiate or replace the model if it does."
        yield _said(entry, "action", "lbom.threshold-exceeded", "mau_threshold", says=says, remedy=remedy)
    elif held.users >= NEAR * entry.mau_threshold and told.isdisjoint(("threshold.exceeded", "threshold.near")):
        says = f"{held.users:,} monthly users are {held.users / entry.mau_threshold:.0%} of {entry.mau_threshold:,}."
        remedy = "Begin to negotiate, or choose a model without this limit."
        yield _said(entry, "caution", "lbom.threshold-near", "mau_threshold", says=says, remedy=remedy)


def _limits(result: ModelResult, agreed: frozenset[str]) -> Iterator[int]:
    """The limits of users in force; as long as the limit of an agreement is not passed, it stands for the own one."""
    rooms = [one for part in result.judgement.parts for one in part.headroom if one.metric == "mau"]
    kept = agreed & {one.licence for one in rooms if one.agreed and (one.counted or 0) <= one.limit}
    return (one.limit for one in rooms if one.agreed or one.licence not in kept)


def _commerce(entry: Entry, model: Model, result: ModelResult) -> Iterator[Said]:
    """Whether the file says that commerce is allowed where the licence says no."""
    if entry.commercial_use and any(it.code == "commercial.forbidden" for it in _known(result)):
        says = f"The file says that commercial use is allowed; the licence of {model.name} does not say so."
        yield _said(entry, "action", "lbom.commerce-differs", "commercial_use", says=says, remedy="Write false.")


def _judged(entry: Entry, result: ModelResult, *, settled: bool) -> Iterator[Said]:
    """What the engine finds from what a build knows; `settled` where an approval in force looked at the rest."""
    for finding in _known(result):
        level = _level(finding, settled=settled)
        yield _said(entry, level, finding.code, "id", says=finding.says, remedy=finding.remedy)


def _known(result: ModelResult) -> list[Finding]:
    """The findings that follow from what a build knows."""
    return [it for part in result.judgement.parts for it in part.findings if KNOWN.issuperset(it.because)]


def _level(finding: Finding, *, settled: bool) -> Level:
    """What is unknown is never taken for harmless; only who approved may have found it out, and never the users."""
    if finding.severity != "question":
        return finding.severity
    return "caution" if settled and USERS not in finding.because else "action"


def _register(entry: Entry, model: Model, result: ModelResult, held: Surroundings) -> Iterator[Said]:
    if held.approved is None:
        return
    approvals = held.approved.get(model.id, ())
    if not approvals:
        says = f"{model.name} is deployed in {', '.join(entry.deployed_in)[:200]}, and no approval in force allows it."
        remedy = "Assess it in Clearweights and have it approved, or take it out of the product."
        yield _said(entry, "action", "lbom.never-approved", "deployed_in", says=says, remedy=remedy)
        return
    force = frozenset(licence.id for licence in result.judgement.licences)
    if all(approval.licences != force for approval in approvals):
        references = ", ".join(approval.reference for approval in approvals)
        says = f"{model.name} was approved under other licences than are in force now ({references})."
        yield _said(
            entry,
            "action",
            "lbom.approval-changed",
            "license",
            says=says,
            remedy="Open the next revision and approve it.",
        )


def _licences_by_name(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """The licences by each name that a file may use for them; a name without a version stands for all of them."""
    found: dict[str, set[str]] = {}
    for licence in catalogue.licences.values():
        row = (licence.guide_row.name,) if licence.guide_row else ()
        for name in (licence.id, licence.name, licence.short, licence.spdx, *licence.hub_tags, *row):
            for plain in (_plain(name), _plain(name, version=False)):
                found.setdefault(plain, set()).add(licence.id)
    return {name: frozenset(ids) for name, ids in found.items() if name not in ("", "none", "other")}


def _plain(name: str, *, version: bool = True) -> str:
    """A name without what people write differently: case, hyphens, “licence”, and on demand the version."""
    parts = re.findall(r"[^\W\d_]+|\d+(?:\.\d+)*", name.casefold())
    return " ".join(part for part in parts if part not in FILLERS and (version or not part[0].isdecimal()))


def _name(licence: Licence) -> str:
    return public_name(licence.spdx, licence.name)


def _said(entry: Entry, level: Level, code: str, key: str, *, says: str, remedy: str) -> Said:
    return Said(level, code, entry.id, entry.places.get(key, entry.places[""]), str(says), str(remedy))
