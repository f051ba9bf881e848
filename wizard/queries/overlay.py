"""What the organisation has added, read from its records: now, and at any earlier state."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from threading import local
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import connection
from django.db.utils import OperationalError, ProgrammingError

from catalog.ambient import edition, edition_of, register_overlay
from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import NO_OVERLAY, Overlay, with_overlay
from wizard.models import Assessment, KeptText, OwnEntry
from wizard.process.own import Entry, Unfit, fitting, latest
from wizard.queries.assessments import NotFound

OWN_ENTRIES = "wizard_ownentry"
_asked = local()


def register() -> None:
    """Tell the catalogue who knows the overlay, and ask the database once a request."""
    register_overlay(current_overlay)
    request_started.connect(_request_began, dispatch_uid="overlay")
    request_finished.connect(_request_ended, dispatch_uid="overlay")


def current_overlay() -> Overlay:
    """The overlay of the latest state, without the entries that do not fit the edition."""
    return _current()[0]


def unfit_entries() -> tuple[Unfit, ...]:
    """The entries that hold and are left out, because they do not fit the edition that is in force."""
    return _current()[1]


def overlay_at(key: str, version: str = "") -> Overlay:
    """The overlay of an earlier state, beside a released edition or the one in force.

    Raises NotFound for a state or a version that never was.
    """
    if not key:
        return NO_OVERLAY
    return _made(key, version or edition().edition.version)[0]


def overlay_beside(other: Catalogue) -> tuple[Overlay, tuple[Unfit, ...]]:
    """The latest state beside an edition that is not in force, and what of it does not fit there."""
    key = _latest_key()
    return fitting(latest(map(plain, OwnEntry.objects.order_by("id"))), other, key) if key else (NO_OVERLAY, ())


def pinned_catalogue(assessment: Assessment) -> Catalogue | None:
    """The catalogue by which a submitted assessment was evaluated; None where its edition is no longer at hand."""
    found = edition_of(assessment.edition_version)
    if found is None:
        return None
    catalogue = with_overlay(found, overlay_at(assessment.overlay_key, found.edition.version))
    return catalogue if catalogue.sha256 == assessment.edition_sha256 else None


def entries_now() -> dict[tuple[str, str], OwnEntry]:
    """The latest version of every entry, retired ones too, with its author, by kind and key."""
    rows = OwnEntry.objects.select_related("author").order_by("kind", "key", "version")
    return {(row.kind, row.key): row for row in rows}


def versions_of(kind: str, key: str) -> list[OwnEntry]:
    """Every version of one entry, latest first, with who wrote it; raises NotFound."""
    rows = list(OwnEntry.objects.select_related("author").filter(kind=kind, key=key).order_by("-version"))
    if not rows:
        raise NotFound(key)
    return rows


def plain(row: OwnEntry) -> Entry:
    """The row as the rules see one."""
    return Entry(row.kind, row.key, row.version, row.document, row.retired)


def held_entries() -> tuple[Entry, ...]:
    """The entries that hold and fit, as the rules see them."""
    unfit = {(it.entry.kind, it.entry.key) for it in unfit_entries()}
    rows = latest(map(plain, OwnEntry.objects.order_by("id")))
    return tuple(entry for entry in rows if (entry.kind, entry.key) not in unfit)


def kept_texts() -> list[KeptText]:
    """Every text that the organisation keeps, without its characters, with who added it."""
    return list(KeptText.objects.select_related("added_by").defer("text"))


def kept_text(text_id: int) -> KeptText:
    """One kept text; raises NotFound."""
    found = KeptText.objects.select_related("added_by").filter(pk=text_id).first()
    if found is None:
        raise NotFound(str(text_id))
    return found


def earlier_texts(text: KeptText, resembling: Iterable[str]) -> list[KeptText]:
    """The texts of the same kind that were kept before, of this licence or of one it resembles; latest first."""
    licences = {text.licence, *resembling}
    same = KeptText.objects.filter(licence__in=licences, document=text.document, pk__lt=text.pk)
    return list(same.order_by("-pk"))


def forget() -> None:
    """Ask the database again, after an entry was saved."""
    _asked.key = None


def _current() -> tuple[Overlay, tuple[Unfit, ...]]:
    key = _latest_key()
    return _made(key, edition().edition.version) if key else (NO_OVERLAY, ())


def _latest_key() -> str:
    """The name of the latest state. Within a request the database is asked once; outside, every time."""
    known: str | None = getattr(_asked, "key", None)
    if known is None:
        known = _ask()
        if getattr(_asked, "in_request", False):
            _asked.key = known
    return known


def _ask() -> str:
    try:
        return OwnEntry.objects.order_by("-id").values_list("state", flat=True).first() or ""
    except (OperationalError, ProgrammingError):
        # A database that was never set up holds nothing of the organisation's; any other fault is one.
        if OWN_ENTRIES in connection.introspection.table_names():
            raise
        return ""


@lru_cache(maxsize=4)
def _made(key: str, version: str) -> tuple[Overlay, tuple[Unfit, ...]]:
    """The overlay of a state beside a released edition. Neither ever changes, so what was made of them stays right."""
    beside = edition_of(version)
    if beside is None:
        raise NotFound(version)
    last = OwnEntry.objects.filter(state=key).values_list("id", flat=True).first()
    if last is None:
        raise NotFound(key)
    return fitting(latest(map(plain, OwnEntry.objects.filter(id__lte=last).order_by("id"))), beside, key)


def _request_began(**_: Any) -> None:
    _asked.in_request, _asked.key = True, None


def _request_ended(**_: Any) -> None:
    _asked.in_request, _asked.key = False, None
