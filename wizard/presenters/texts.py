"""Kept licence texts as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.knowledge.index import Catalogue
from wizard.models import KeptText
from wizard.presenters.moments import moment


@dataclass(frozen=True)
class TextRow:
    """One kept text in a list."""

    licence: str
    href: str
    document: str
    variant: str
    who: str


@dataclass(frozen=True)
class TextPage:
    """One kept text."""

    title: str
    licence_href: str
    document: str
    variant: str
    who: str
    sha256: str
    url: str
    text: str


@dataclass(frozen=True)
class EarlierLink:
    """An earlier text of the same licence; the one that is compared has no address."""

    label: str
    href: str


def text_rows(texts: Iterable[KeptText], catalogue: Catalogue) -> tuple[TextRow, ...]:
    """Put kept texts into rows."""
    return tuple(
        TextRow(
            licence=_name(text, catalogue),
            href=reverse("wizard:kept_text", args=[text.pk]),
            document=text.get_document_display(),
            variant=text.variant,
            who=who_kept(text),
        )
        for text in texts
    )


def text_page(text: KeptText, catalogue: Catalogue) -> TextPage:
    """One kept text with everything that is known about it."""
    known = text.licence in catalogue.licences
    return TextPage(
        title=_name(text, catalogue),
        licence_href=reverse("catalog:licence", args=[text.licence]) if known else "",
        document=text.get_document_display(),
        variant=text.variant,
        who=who_kept(text),
        sha256=text.sha256,
        url=text.url,
        text=text.text,
    )


def earlier_links(text: KeptText, earlier: Iterable[KeptText], chosen: KeptText | None) -> tuple[EarlierLink, ...]:
    """The earlier texts with which this one can be compared."""
    page = reverse("wizard:kept_text", args=[text.pk])
    links = []
    for one in earlier:
        named = "" if one.licence == text.licence else f"{one.licence}, "
        label = f"{named}{one.variant or one.sha256[:16]}, {moment(one.added_at)}"
        links.append(EarlierLink(label, "" if one == chosen else f"{page}?against={one.pk}"))
    return tuple(links)


def _name(text: KeptText, catalogue: Catalogue) -> str:
    return catalogue.licences[text.licence].short if text.licence in catalogue.licences else text.licence


def who_kept(text: KeptText) -> str:
    """Who kept the text, and when."""
    by = text.added_by.full_name if text.added_by else _("Fetched by the service")
    return f"{by}, {moment(text.added_at)}"
