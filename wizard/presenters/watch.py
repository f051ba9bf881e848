"""Watched texts as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.ambient import current_catalog
from catalog.knowledge.terms import TOPICS
from catalog.presenters import words
from catalog.presenters.language import told
from catalog.presenters.words import day, listed
from wizard.models import Assessment, TextKind, WatchedAddress, WatchedVersion
from wizard.presenters.findings import Words
from wizard.presenters.lists import state_words
from wizard.presenters.moments import moment
from wizard.presenters.register import STANDINGS
from wizard.process.watching import Wanted
from wizard.queries.register import Entered
from wizard.queries.watch import Waiting, subject_name
from wizard.watch.refusals import Why

MOST_NAMES = 3


@dataclass(frozen=True)
class AddressRow:
    """One address in the list; `problem` says what to do about a question that failed."""

    name: str
    href: str
    document: str
    url: str
    state: str
    problem: str


@dataclass(frozen=True)
class WantedRow:
    """A text worth watching that nobody watches."""

    name: str
    document: str
    url: str


@dataclass(frozen=True)
class WaitingRow:
    """A changed text that waits for a decision: the sentence that says so, and what rests on it."""

    says: str
    href: str
    resting: str


@dataclass(frozen=True)
class VersionRow:
    """One version that was seen, with what was decided on it, if anything."""

    number: int
    when: str
    how: str
    href: str
    sha256: str
    what: str
    decided: str
    reason: str


@dataclass(frozen=True)
class FactLink:
    """A fact of the catalogue that rests on the text: its topic, the clause, and the page that tells it."""

    label: str
    clause: str
    href: str


@dataclass(frozen=True)
class RestingRow:
    """An assessment, or an entry of the register, that rests on the text."""

    name: str
    href: str
    state: str


def address_rows(
    addresses: Iterable[WatchedAddress], newest: Mapping[int, WatchedVersion], waiting: Iterable[Waiting]
) -> tuple[AddressRow, ...]:
    """Put the addresses into rows."""
    waits = {one.address.pk for one in waiting}
    return tuple(
        AddressRow(
            name=subject_name(one.document, one.subject),
            href=reverse("wizard:watched", args=[one.pk]),
            document=one.get_document_display(),
            url=one.url,
            state=_state(one, newest.get(one.pk), waits=one.pk in waits),
            problem=problem_of(one),
        )
        for one in addresses
    )


def problem_of(address: WatchedAddress) -> str:
    """Why the last question failed and what to do; empty where it did not, or where nobody asks any more."""
    if not address.problem or address.stopped_at:
        return ""
    says = told(Why[address.problem].value)
    if not address.status:
        return says
    return _("%(problem)s It answered %(status)d.") % {"problem": says, "status": address.status}


def next_question(address: WatchedAddress) -> str:
    """When the address is asked again."""
    return moment(address.next_at)


def wanted_rows(wanted: Iterable[Wanted]) -> tuple[WantedRow, ...]:
    """What is not watched yet."""
    return tuple(
        WantedRow(subject_name(it.document, it.subject), str(TextKind(it.document).label), it.url) for it in wanted
    )


def waiting_rows(waiting: Iterable[Waiting]) -> tuple[WaitingRow, ...]:
    """What waits for a decision, each as a sentence with a link."""
    return tuple(_waiting_row(one.changed, one.resting) for one in waiting)


def waiting_texts(changed: Iterable[WatchedVersion]) -> tuple[WaitingRow, ...]:
    """The same for one assessment, whose page needs not say what rests on the text."""
    return tuple(_waiting_row(version, ()) for version in changed)


def version_rows(versions: Sequence[WatchedVersion]) -> tuple[VersionRow, ...]:
    """The versions, the newest first, numbered from the oldest."""
    return tuple(
        _version_row(version, len(versions) - place, first=place == len(versions) - 1)
        for place, version in enumerate(versions)
    )


def fact_links(address: WatchedAddress, sources: frozenset[str]) -> tuple[FactLink, ...]:
    """The facts that were read at this address; where none names it, all that the text of the licence states."""
    catalogue = current_catalog()
    if address.document == TextKind.MODEL_CARD:
        model = catalogue.models.get(address.subject)
        if model is None:
            return ()
        page = reverse("catalog:model", args=[model.id])
        return (FactLink(_("Which licence the weights bear"), told(model.weights_licence.text.clause), page),)
    licence = catalogue.licences.get(address.subject)
    if licence is None:
        return ()
    page = reverse("catalog:licence", args=[licence.id])
    read = [(topic, licence.terms.term(topic).text) for topic in TOPICS]
    here = [(topic, reading) for topic, reading in read if reading.source in sources]
    return tuple(FactLink(words.TOPICS[topic], told(reading.clause), page) for topic, reading in here or read)


def resting_rows(resting: Iterable[Assessment]) -> tuple[RestingRow, ...]:
    """The assessments that rest on a text."""
    return tuple(
        RestingRow(one.name, reverse("wizard:assessment", args=[one.reference]), state_words(one)) for one in resting
    )


def resting_entries(resting: Iterable[Entered]) -> tuple[RestingRow, ...]:
    """The entries of the register that rest on a text."""
    catalogue = current_catalog()
    return tuple(
        RestingRow(
            name=f"{Words(catalogue, '').model(one.entry.model)}, {one.entry.assessment.name}",
            href=reverse("wizard:register_entry", args=[one.entry.pk]),
            state=STANDINGS[one.standing],
        )
        for one in resting
    )


def _state(address: WatchedAddress, newest: WatchedVersion | None, *, waits: bool) -> str:
    if waits:
        return _("Changed: waits for a decision")
    if address.stopped_at:
        return _("No longer watched since %(day)s") % {"day": day(address.stopped_at.date())}
    if newest is None:
        return _("Not read yet")
    if address.answered_at:
        last, seen = day(address.answered_at.date()), day(newest.seen_at.date())
        return _("As of %(last)s the text of %(seen)s") % {"last": last, "seen": seen}
    return _("The text of %(seen)s") % {"seen": day(newest.seen_at.date())}


def _waiting_row(version: WatchedVersion, resting: Sequence[Assessment]) -> WaitingRow:
    address = version.address
    sentences = {
        TextKind.LICENCE: _("The licence text of %(name)s was seen changed on %(day)s."),
        TextKind.USE_POLICY: _("The use policy of %(name)s was seen changed on %(day)s."),
        TextKind.MODEL_CARD: _("The model card of %(name)s was seen changed on %(day)s."),
    }
    name = subject_name(address.document, address.subject)
    return WaitingRow(
        says=sentences[TextKind(address.document)] % {"name": name, "day": day(version.seen_at.date())},
        href=reverse("wizard:watched", args=[address.pk]),
        resting=_resting(resting),
    )


def _resting(resting: Sequence[Assessment]) -> str:
    names = [assessment.name for assessment in resting]
    if not names:
        return ""
    if len(names) > MOST_NAMES:
        says = ngettext("%(count)d assessment rests on it.", "%(count)d assessments rest on it.", len(names))
        return says % {"count": len(names)}
    return _("On it rests: %(names)s.") % {"names": listed(names)}


def _version_row(version: WatchedVersion, number: int, *, first: bool) -> VersionRow:
    how = _("Uploaded by %(who)s") % {"who": version.by.full_name} if version.by else _("Fetched")
    same = _("The first version") if first else _("Other layout, the same words")
    decision = getattr(version, "decision", None)
    decided = ""
    if decision:
        parts = {"says": decision.get_says_display(), "who": decision.decided_by.full_name}
        decided = _("%(says)s: %(who)s, %(day)s") % {**parts, "day": day(decision.decided_at.date())}
    return VersionRow(
        number=number,
        when=moment(version.seen_at),
        how=how,
        href=reverse("wizard:kept_text", args=[version.kept_id]),
        sha256=version.kept.sha256,
        what=_("Words changed") if version.changed else same,
        decided=decided,
        reason=decision.reason if decision else "",
    )
