"""The texts to be read: where each stands, which copy our facts rest on, what was kept, and how that one differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.knowledge.recognition import Passage, Recognition
from catalog.knowledge.sketches import Sketch
from catalog.presenters.intake import percent
from catalog.presenters.language import number
from catalog.presenters.words import CONFIDENCE, day, listed
from catalog.texts import known_texts, recognised
from wizard.models import Assessment, KeptText, TextKind
from wizard.phases.context import Context
from wizard.phases.copies import CopyForm, copy_of, entries_of, says, wanted
from wizard.presenters.standing import Standing
from wizard.presenters.texts import who_kept
from wizard.queries.texts import latest_texts

SHAPES = {"known": "clear", "contains": "conditions", "changed": "blocked", "other": "blocked", "unknown": "undecided"}
VERIFIED = ("read", "excerpt")
MOST_PASSAGES = 8


@dataclass(frozen=True)
class Kept:
    """The copy that was kept last: who, when, its hash, and how it stands to the text on file.

    `differs` are sentences: how much is missing or added. `passages` are the places. `earlier` compares it word by word
    with a copy that was kept before.
    """

    who: str
    sha256: str
    href: str
    says: str
    css: str
    differs: tuple[str, ...]
    passages: tuple[Passage, ...]
    earlier: str


@dataclass(frozen=True)
class TextRow:
    """One text to be read. `ours` says which copy our facts were read from, and how well."""

    name: str
    href: str
    models: str
    ours: str
    doubt: str
    kept: Kept | None


@dataclass(frozen=True)
class Texts:
    """Every text to be read, and the form to keep one."""

    rows: tuple[TextRow, ...]
    form: CopyForm
    action: str


def texts(assessment: Assessment, stand: Standing) -> Texts:
    """List the texts with what was kept of each. One query, however many there are."""
    context = stand.context
    kept = latest_texts({name for licence in context.texts for name in entries_of(licence.id, context)})
    rows = tuple(_row(which, name, context, kept) for which, name in wanted(context))
    return Texts(rows, CopyForm(context=context), reverse("wizard:text_read", args=[assessment.reference]))


def _row(which: str, name: str, context: Context, kept: Mapping[tuple[str, str], Sequence[KeptText]]) -> TextRow:
    document, licence_id = which.split(" ", 1)
    licence, entries = context.licences[licence_id], entries_of(licence_id, context)
    policy = licence.terms.use_policy.text
    address = licence.url if document == TextKind.LICENCE else policy.value.url
    copies = sorted((it for key in entries for it in kept.get((key, document), ())), key=lambda it: -it.pk)
    on_file = [it for it in known_texts().sketches if it.licence in entries and it.document == document]
    confidence = (licence.terms.commercial_use if document == TextKind.LICENCE else licence.terms.use_policy).text
    return TextRow(
        name=name,
        href=str(address or ""),
        models=", ".join(model.name for model in context.models_under(licence_id)),
        ours=_ours(on_file),
        doubt="" if confidence.confidence in VERIFIED else CONFIDENCE[confidence.confidence],
        kept=_kept(copies, entries, document) if copies else None,
    )


def _ours(on_file: Sequence[Sketch]) -> str:
    """Which copies are on file, as hashes of their words."""
    if not on_file:
        return _("No copy is on file, so a text can be kept but not compared.")
    latest = max(it.read_on for it in on_file)
    words = listed(sorted({number(it.words) for it in on_file}), "or")
    told = ngettext("%(count)s copy on file", "%(count)s copies on file", len(on_file)) % {"count": len(on_file)}
    return _("%(copies)s, of %(words)s words, read on %(day)s.") % {"copies": told, "words": words, "day": day(latest)}


def _kept(copies: Sequence[KeptText], entries: frozenset[str], document: str) -> Kept:
    latest = copies[0]
    found = recognised(latest.text)
    copy = copy_of(latest.sha256, found, entries)
    page = reverse("wizard:kept_text", args=[latest.pk])
    return Kept(
        who=who_kept(latest),
        sha256=latest.sha256,
        href=page,
        says=says(copy),
        css=SHAPES[copy.kind],
        differs=tuple(_differs(found, entries, document)) if copy.kind == "changed" else _rest(found),
        passages=found.passages[:MOST_PASSAGES] if copy.kind == "changed" else (),
        earlier=f"{page}?against={copies[1].pk}#changes" if len(copies) > 1 else "",
    )


def _differs(found: Recognition, entries: frozenset[str], document: str) -> Iterator[str]:
    """How much of the text on file is missing, how much is added, and at how many places."""
    match = next((it for it in found.matches if it.sketch.licence in entries and it.sketch.document == document), None)
    if match is None:
        return
    if match.missing:
        yield _("%(share)s of the text on file is missing.") % {"share": percent(match.missing)}
    if match.added:
        yield _("%(share)s of your text is not in it.") % {"share": percent(match.added)}
    added = sum(bool(passage.words) for passage in found.passages)
    cut = len(found.passages) - added
    if added:
        yield ngettext(
            "Words were added or changed at %(n)s place.", "Words were added or changed at %(n)s places.", added
        ) % {"n": added}
    if cut:
        yield ngettext("Words are missing at %(n)s place.", "Words are missing at %(n)s places.", cut) % {"n": cut}


def _rest(found: Recognition) -> tuple[str, ...]:
    """What stands around an unchanged text: how many words, before and after."""
    if found.kind != "contains":
        return ()
    words = sum(len(part.split()) for part in found.rest)
    return (ngettext("%(n)s other word stands around it.", "%(n)s other words stand around it.", words) % {"n": words},)
