"""The texts that are watched, what waits for a decision, and what rests on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from catalog.ambient import current_catalog
from catalog.knowledge.index import Catalogue
from wizard.interchange.lbom import MAY_BE_USED
from wizard.models import Assessment, Role, Snapshot, TextDecision, TextKind, User, WatchedAddress, WatchedVersion
from wizard.process.lifecycle import State
from wizard.process.watching import Wanted, file_address, texts_of_licence, texts_of_model
from wizard.queries.approvals import in_force
from wizard.queries.assessments import NotFound, assessments_for
from wizard.queries.impact import LIVE
from wizard.queries.register import Entered, register


@dataclass(frozen=True)
class Basis:
    """The licences and models on which an assessment rests, by their ids."""

    licences: frozenset[str]
    models: frozenset[str]

    def holds(self, address: WatchedAddress) -> bool:
        """Whether the text at this address is one of them."""
        names = self.models if address.document == TextKind.MODEL_CARD else self.licences
        return address.subject in names


@dataclass(frozen=True)
class Waiting:
    """A changed text on which nobody has decided, and the assessments that rest on it."""

    address: WatchedAddress
    changed: WatchedVersion
    resting: tuple[Assessment, ...]


def watched_addresses() -> list[WatchedAddress]:
    """Every address, those that are watched first."""
    return list(WatchedAddress.objects.order_by(F("stopped_at").asc(nulls_first=True), "subject", "document", "pk"))


def newest_versions() -> dict[int, WatchedVersion]:
    """The newest version of each address, by the id of the address; the words are left in the store."""
    newest = WatchedVersion.objects.values("address").annotate(newest=Max("pk")).values("newest")
    return {version.address_id: version for version in WatchedVersion.objects.filter(pk__in=newest)}


def watched_address(address_id: int) -> WatchedAddress:
    """One address with who added it; raises NotFound."""
    found = WatchedAddress.objects.select_related("added_by").filter(pk=address_id).first()
    if found is None:
        raise NotFound(str(address_id))
    return found


def versions_of(address: WatchedAddress) -> list[WatchedVersion]:
    """Every version that was seen, the newest first, with what was decided on it; the words are left in the store."""
    found = address.versions.select_related("kept", "by", "decision__decided_by")
    return list(found.defer("kept__text"))


def undecided(versions: Iterable[WatchedVersion]) -> WatchedVersion | None:
    """The newest change on which nobody has decided, of versions in the order of `versions_of`."""
    for version in versions:
        if hasattr(version, "decision"):
            return None
        if version.changed:
            return version
    return None


def settled_before(versions: Iterable[WatchedVersion]) -> WatchedVersion | None:
    """The version that was decided on last, or the first that was seen: what a change is compared with."""
    last = None
    for version in versions:
        if hasattr(version, "decision"):
            return version
        last = version
    return last


def waiting() -> tuple[Waiting, ...]:
    """Every changed text on which nobody has decided; one query while there is none."""
    changed = _waiting_versions()
    if not changed:
        return ()
    live = _live()
    return tuple(
        Waiting(version.address, version, tuple(one for one, basis in live if basis.holds(version.address)))
        for version in changed
    )


def waiting_for(assessment: Assessment) -> tuple[WatchedVersion, ...]:
    """The changed texts on which this assessment rests and nobody has decided; one query while there is none."""
    changed = _waiting_versions() if assessment.state in LIVE else []
    if not changed:
        return ()
    snapshot = assessment.snapshots.filter(revision=assessment.revision).first()
    basis = _basis(assessment, snapshot, current_catalog())
    return tuple(version for version in changed if basis.holds(version.address))


def waiting_on(user: User) -> tuple[Waiting, ...]:
    """What of `waiting` concerns this person: everything for who decides or watches, else what their work rests on."""
    found = waiting()
    if not found:
        return ()
    open_to = set(assessments_for(user).filter(state__in=LIVE).values_list("pk", flat=True))
    seen = (Waiting(one.address, one.changed, tuple(it for it in one.resting if it.pk in open_to)) for one in found)
    return tuple(one for one in seen if one.resting or user.role != Role.PRODUCT_MANAGER)


def resting_on(address: WatchedAddress) -> list[Assessment]:
    """The drafts and the assessments in review or approved that rest on the text at this address."""
    return [assessment for assessment, basis in _live() if basis.holds(address)]


def entries_on(address: WatchedAddress, today: date) -> list[Entered]:
    """The entries of the register that have not ended and whose model rests on the text, approved today or not."""
    catalogue = current_catalog()
    standing = (one for one in register(today) if not one.standing.over)
    return [one for one in standing if _of_results([one.found], catalogue).holds(address)]


def not_watched(today: date) -> list[Wanted]:
    """The texts on which approvals in force rest and which nobody watches or has stopped watching."""
    catalogue = current_catalog()
    bases = [_of_snapshot(snapshot, catalogue) for snapshot in in_force(today)]
    licences = {name for basis in bases for name in basis.licences if name in catalogue.licences}
    models = {name for basis in bases for name in basis.models if name in catalogue.models}
    wanted = [it for name in sorted(licences) for it in texts_of_licence(catalogue.licences[name], catalogue.sources)]
    wanted += [it for name in sorted(models) for it in texts_of_model(catalogue.models[name])]
    known = set(WatchedAddress.objects.values_list("document", "subject", "url"))
    return [it for it in dict.fromkeys(wanted) if (it.document, it.subject, it.url) not in known]


def cited_at(address: WatchedAddress) -> frozenset[str]:
    """The ids of the catalogue's sources that stand at this address."""
    sources = current_catalog().sources.items()
    return frozenset(name for name, source in sources if file_address(str(source.url)) == address.url)


def subject_name(document: str, subject: str) -> str:
    """The name of the licence or model as pages show it; its id where the catalogue no longer knows it."""
    catalogue = current_catalog()
    if document == TextKind.MODEL_CARD:
        return catalogue.models[subject].name if subject in catalogue.models else subject
    return catalogue.licences[subject].short if subject in catalogue.licences else subject


def _waiting_versions() -> list[WatchedVersion]:
    decided = TextDecision.objects.filter(version__address=OuterRef("address")).order_by("-version")
    later = WatchedVersion.objects.filter(changed=True).annotate(
        decided=Coalesce(Subquery(decided.values("version")[:1]), 0)
    )
    newest = later.filter(pk__gt=F("decided")).values("address").annotate(newest=Max("pk")).values("newest")
    found = WatchedVersion.objects.filter(pk__in=newest).select_related("address", "kept")
    return list(found.defer("kept__text").order_by("pk"))


def _live() -> list[tuple[Assessment, Basis]]:
    """Every live assessment with what it rests on. Two queries."""
    catalogue = current_catalog()
    live = Assessment.objects.select_related("author").filter(state__in=LIVE).order_by("id")
    frozen = Snapshot.objects.filter(assessment__state__in=LIVE, revision=F("assessment__revision"))
    snapshots = {snapshot.assessment_id: snapshot for snapshot in frozen}
    return [(one, _basis(one, snapshots.get(one.pk), catalogue)) for one in live]


def _basis(assessment: Assessment, snapshot: Snapshot | None, catalogue: Catalogue) -> Basis:
    """What was frozen counts where something was handed over; a draft rests on what its models bring today."""
    if snapshot is not None and assessment.state != State.DRAFT:
        return _of_snapshot(snapshot, catalogue)
    models = [model for name in assessment.candidates if (model := catalogue.model(name))]
    licences = frozenset(name for model in models for name in catalogue.in_force(model))
    return Basis(licences, _with_bases((model.id for model in models), catalogue))


def _of_snapshot(snapshot: Snapshot, catalogue: Catalogue) -> Basis:
    """The candidates that may be used, or may be once a question is answered; what was blocked rests on nothing."""
    models = snapshot.data["evaluation"]["models"]
    return _of_results([it for it in models if it["verdict"] in (*MAY_BE_USED, "undecided")], catalogue)


def _of_results(results: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> Basis:
    """What models rest on by what was found of them."""
    found = tuple(results)
    licences = frozenset(name for it in found for name in it["licences"])
    return Basis(licences, _with_bases((it["model"] for it in found), catalogue))


def _with_bases(models: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    named = tuple(models)
    known = [catalogue.models[name] for name in named if name in catalogue.models]
    bases = (base.id for model in known for base in catalogue.binding_ancestors(model))
    return frozenset((*named, *bases))
