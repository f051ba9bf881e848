"""The organisation's own entries as their pages show them: lists, histories, differences, and what a change touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.sentences import for_translation
from catalog.presenters import words
from catalog.presenters.changes import changes
from catalog.presenters.language import told, within
from catalog.presenters.words import day
from wizard.models import EntryKind, OwnEntry, Role, User
from wizard.presenters.due import left_words
from wizard.presenters.findings import unique
from wizard.presenters.lists import home_of, state_words
from wizard.presenters.moments import moment
from wizard.process.agreements import step_of
from wizard.process.canonical import canonical_json, sha256_of
from wizard.process.lifecycle import State
from wizard.process.own import Unfit, problem_words
from wizard.queries.agreements import Ending
from wizard.queries.impact import Affected


@dataclass(frozen=True)
class KindWords:
    """How a kind of entry is spoken of, and what its empty list teaches."""

    many: str
    new: str
    empty: str


KINDS: Mapping[EntryKind, KindWords] = for_translation(
    {
        EntryKind.POSITION: KindWords(
            "Legal positions",
            "Adopt a reading",
            "Where text and guide differ, a check applies the reading that allows less. Adopt one of the two with a "
            "reason, and it applies in every assessment.",
        ),
        EntryKind.AGREEMENT: KindWords(
            "Agreements",
            "Record an agreement",
            "Did you negotiate with a licensor? Record what the agreement covers, until when and up to how many users: "
            "it lifts exactly that.",
        ),
        EntryKind.MODEL: KindWords(
            "Models",
            "Add a model",
            "A model that the catalogue does not know, or that you read differently, becomes one that can be assessed.",
        ),
        EntryKind.LICENCE: KindWords(
            "Licences",
            "Add a licence",
            "A licence that the catalogue does not know, or a term that you read differently, is written down here.",
        ),
    }
)


@dataclass(frozen=True)
class EntryRow:
    """One entry in a list."""

    title: str
    says: str
    href: str
    who: str
    warning: str
    left: str


@dataclass(frozen=True)
class KindGroup:
    """A kind with its entries."""

    kind: str
    title: str
    new: str
    new_href: str
    empty: str
    rows: tuple[EntryRow, ...]


@dataclass(frozen=True)
class VersionView:
    """One version in a history."""

    version: int
    what: str
    who: str
    when: str
    reason: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class AffectedView:
    """One assessment that a change touches; a draft of somebody else is named by its author alone."""

    label: str
    href: str
    about: str
    verdicts: tuple[tuple[str, str, str], ...]


def index_view(
    entries: Iterable[OwnEntry], unfit: Iterable[Unfit], catalogue: Catalogue, today: date
) -> tuple[KindGroup, ...]:
    """The entries that hold, by kind; for an agreement that ends soon how many days are left."""
    held = [entry for entry in entries if not entry.retired]
    broken = {(it.entry.kind, it.entry.key): it for it in unfit}
    return tuple(
        KindGroup(
            kind=kind.value,
            title=told(known.many),
            new=told(known.new),
            new_href=reverse("wizard:own_new", args=[kind.value]),
            empty=told(known.empty),
            rows=tuple(
                replace(_row(it, broken.get((it.kind, it.key)), catalogue), left=_left(it, today))
                for it in held
                if it.kind == kind
            ),
        )
        for kind, known in KINDS.items()
    )


def entry_title(kind: str, key: str, document: Mapping[str, Any], catalogue: Catalogue) -> str:
    """What an entry is called."""
    match kind:
        case "position":
            topic = words.TOPICS.get(document.get("topic", ""), document.get("topic", ""))
            return f"{_licence(document, catalogue)}: {within(topic)}"
        case "agreement":
            return _("Agreement on %(licence)s") % {"licence": _licence(document, catalogue)}
        case _:
            entry = document.get("entry")
            return str(entry.get("name") or key) if isinstance(entry, Mapping) else key


def entry_lines(kind: str, document: Mapping[str, Any], catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """What an entry says, line by line; a licence and a model have pages of their own for it."""
    match kind:
        case "position":
            return (
                (_("Licence"), _licence(document, catalogue)),
                (_("Topic"), words.TOPICS.get(document["topic"], document["topic"])),
                (_("Reading adopted"), words.READINGS[document["reading"]]),
            )
        case "agreement":
            until = document.get("until")
            return (
                (_("Licence"), _licence(document, catalogue)),
                (_("Covers"), words.listed(within(words.TOPICS.get(topic, topic)) for topic in document["covers"])),
                (_("Until"), day(date.fromisoformat(until)) if until else _("without end")),
                (_("Limit"), agreed_words(document.get("limit")) or _("none")),
                (_("Kept at"), document["kept_at"]),
            )
        case _:
            return ()


def agreement_words(agreement: Mapping[str, Any]) -> str:
    """What an agreement covers, up to which size and until when; as it is stored, or as facts hold it."""
    until = agreement.get("until")
    ends = _("until %(end)s") % {"end": day(date.fromisoformat(until))} if until else _("without end")
    covers = words.listed(within(words.TOPICS.get(topic, topic)) for topic in agreement["covers"])
    return ", ".join(filter(None, (covers, agreed_words(agreement.get("limit")), ends)))


def agreed_words(limit: Mapping[str, Any] | None) -> str:
    """Up to which size an agreement covers; empty for any size."""
    return words.agreed_limit(limit["metric"], limit["at_most"], limit["counts"]) if limit else ""


def page_of_entry(kind: str, key: str, catalogue: Catalogue) -> str:
    """The public page where a licence or model can be read; empty for what has none."""
    if kind == EntryKind.LICENCE and key in catalogue.licences:
        return reverse("catalog:licence", args=[key])
    if kind == EntryKind.MODEL and key in catalogue.models:
        return reverse("catalog:model", args=[key])
    return ""


def history(versions: Sequence[OwnEntry], edition: Catalogue) -> tuple[VersionView, ...]:
    """Every version, latest first, with its difference to the one before in words."""
    before = [*versions[1:], None]
    return tuple(_version(one, earlier, edition) for one, earlier in zip(versions, before, strict=True))


def difference(
    kind: str, key: str, old: Mapping[str, Any] | None, new: Mapping[str, Any], edition: Catalogue
) -> tuple[str, ...]:
    """What changed from one document to the next. Without an old one, from the edition's entry of the same id."""
    if kind in (EntryKind.POSITION, EntryKind.AGREEMENT):
        lines = zip(entry_lines(kind, old, edition), entry_lines(kind, new, edition), strict=True) if old else ()
        return tuple(_changed(label, was, now) for (label, was), (_label, now) in lines if was != now)
    before, after = _held(kind, key, old, edition), _held(kind, key, new, edition)
    if before is None or after is None:
        return ()
    return tuple(str(change) for change in changes(before, after))


def _changed(label: str, was: str, now: str) -> str:
    return _("%(label)s: was “%(was)s”, now “%(now)s”") % {"label": label, "was": was, "now": now}


def affected_views(affected: Iterable[Affected], catalogue: Catalogue, user: User) -> tuple[AffectedView, ...]:
    """The assessments that a change touches, model by model."""
    return tuple(_affected(one, catalogue, user) for one in affected)


def problem_lines(unfit: Iterable[Unfit], kind: str, key: str) -> tuple[str, ...]:
    """Why an entry is left out, each reason once; empty for one that fits."""
    found = (problem for it in unfit if (it.entry.kind, it.entry.key) == (kind, key) for problem in it.problems)
    return tuple(unique(told(problem_words(problem)) for problem in found))


def _row(entry: OwnEntry, unfit: Unfit | None, catalogue: Catalogue) -> EntryRow:
    return EntryRow(
        title=entry_title(entry.kind, entry.key, entry.document, catalogue),
        says=_summary(entry, catalogue),
        href=reverse("wizard:own_entry", args=[entry.kind, entry.key]),
        who=f"{entry.author.full_name}, {moment(entry.created_at)}",
        warning=told(problem_words(unfit.problems[0])) if unfit else "",
        left="",
    )


def _left(entry: OwnEntry, today: date) -> str:
    """How many days an agreement has left, once that is a matter of days; empty otherwise."""
    until = entry.document.get("until") if entry.kind == EntryKind.AGREEMENT else None
    if not until or step_of(last := date.fromisoformat(until), today) is None:
        return ""
    return left_words((last - today).days)


def resting(key: str, endings: Iterable[Ending], user: User) -> tuple[tuple[str, str], ...]:
    """The approvals that rest on an agreement that ends, of those that this person may see: label and address."""
    found = [assessment for one in endings if one.agreement.id == key for assessment in one.assessments]
    own = [it for it in found if user.role != Role.PRODUCT_MANAGER or it.author_id == user.pk]
    return tuple((f"{it.name} ({it.reference})", home_of(it, user)) for it in own)


def _summary(entry: OwnEntry, catalogue: Catalogue) -> str:
    """An entry in a few words: the reading adopted, or what an agreement covers and until when."""
    said = [value for _label, value in entry_lines(entry.kind, entry.document, catalogue)]
    match entry.kind:
        case "position":
            return said[2]
        case "agreement":
            return agreement_words(entry.document)
        case _:
            return entry.key


def _licence(document: Mapping[str, Any], catalogue: Catalogue) -> str:
    name = document.get("licence", "")
    return catalogue.licences[name].short if name in catalogue.licences else name


def _version(one: OwnEntry, earlier: OwnEntry | None, edition: Catalogue) -> VersionView:
    stands = _("Added") if earlier is None else _("Brought back") if earlier.retired else _("Changed")
    before = earlier.document if earlier else None
    parts = () if one.retired else difference(one.kind, one.key, before, one.document, edition)
    what = _("Retired") if one.retired else stands
    return VersionView(one.version, what, one.author.full_name, moment(one.created_at), one.reason, parts)


def _held(kind: str, key: str, document: Mapping[str, Any] | None, edition: Catalogue) -> Catalogue | None:
    """The edition with this licence or model alone in it, for the sake of comparing two of them."""
    shape, part = (Licence, "licences") if kind == EntryKind.LICENCE else (Model, "models")
    try:
        entry = shape.model_validate(document["entry"]) if document else getattr(edition, part).get(key)
    except ValueError:
        return None
    if entry is None:
        return None
    parts: dict[str, Any] = {"licences": {}, "models": {}, part: {key: entry}}
    # `changes` takes equal hashes for equal editions, so each document needs one of its own.
    return replace(edition, **parts, sha256=sha256_of(canonical_json(entry.model_dump(mode="json"))))


def _affected(one: Affected, catalogue: Catalogue, user: User) -> AffectedView:
    assessment = one.assessment
    hidden = assessment.state == State.DRAFT and assessment.author_id != user.pk
    return AffectedView(
        label=_("A draft by %(author)s") % {"author": assessment.author.full_name}
        if hidden
        else f"{assessment.name} ({assessment.reference})",
        href="" if hidden else home_of(assessment, user),
        about=_("Not handed over yet") if hidden else state_words(assessment),
        verdicts=tuple(
            (catalogue.models[it.model].name if it.model in catalogue.models else it.model, it.before, it.after)
            for it in one.changes
        ),
    )
