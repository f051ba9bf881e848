"""Findings, duties and open questions of an evaluation, as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.knowledge.index import Catalogue
from catalog.presenters.language import Spoken, told
from catalog.presenters.words import READINGS, TOPICS, clause_words, day
from wizard.phases import ITEMS
from wizard.phases.places import item_for

SEVERITIES = Spoken(
    {
        "blocker": "Blocks",
        "question": "Open",
        "action": "To do",
        "caution": "Caution",
        "info": "Good to know",
    }
)
VERDICTS = ("clear", "conditions", "undecided", "blocked")


@dataclass(frozen=True)
class Link:
    """A label and where it leads; no address means that it leads nowhere."""

    label: str
    href: str = ""


@dataclass(frozen=True)
class FindingView:
    """One finding: what it says, what to do, on which clause and reading it rests, and which answers caused it."""

    severity: str
    severity_words: str
    says: str
    remedy: str
    licence: Link
    topic: str
    clause: Link
    read_on: str
    reading: str
    because: tuple[Link, ...]


@dataclass(frozen=True)
class Words:
    """What is needed to put an evaluation into words: the catalogue, and the pages of one assessment."""

    catalogue: Catalogue
    reference: str

    def model(self, model_id: str) -> str:
        """The name of a model; its id where the edition does not know it."""
        model = self.catalogue.models.get(model_id)
        return model.name if model else model_id

    def licence(self, licence_id: str) -> str:
        """The short name of a licence; its id where the edition does not know it."""
        licence = self.catalogue.licences.get(licence_id)
        return licence.short if licence else licence_id

    def licence_link(self, licence_id: str, topic: str = "") -> Link:
        """The licence’s page, at the topic if one is given."""
        if licence_id not in self.catalogue.licences:
            return Link(licence_id)
        anchor = f"#{topic}" if topic in TOPICS else ""
        return Link(self.licence(licence_id), reverse("catalog:licence", args=[licence_id]) + anchor)

    def question(self, pointer: str) -> Link:
        """The item that asks for a fact."""
        item = item_for(pointer)
        if item is None:
            return Link(_("Models"), reverse("wizard:candidates", args=[self.reference]))
        return Link(ITEMS[item].label, reverse("wizard:item", args=[self.reference, item]))


def finding_view(finding: Mapping[str, Any], words: Words) -> FindingView:
    """Put one finding of the contract into words."""
    source = finding["source"]
    return FindingView(
        severity=finding["severity"],
        severity_words=SEVERITIES[finding["severity"]],
        says=told(finding["says"]),
        remedy=told(finding["remedy"]),
        licence=words.licence_link(finding["licence"], finding["topic"]),
        topic=TOPICS.get(finding["topic"], ""),
        clause=Link(clause_words(source["clause"]), source["url"]),
        read_on=iso_day(source["read_on"]),
        reading=READINGS.get(finding["reading"], "") if finding["licence"] else "",
        because=unique(words.question(at) for at in finding["because"]),
    )


def reasons(model: Mapping[str, Any], most: int = 3) -> tuple[str, ...]:
    """The few sentences that decide a model’s verdict, each once."""
    wanted = {"blocked": ("blocker",), "undecided": ("question",), "conditions": ("action", "question")}
    deciding = wanted.get(model["verdict"], ())
    found = unique(told(f["says"]) for severity in deciding for f in model["findings"] if f["severity"] == severity)
    return found[:most] if found else (_("Nothing stands against it; every licence duty is in place."),)


def unique(values: Iterable[Any]) -> tuple[Any, ...]:
    """Each value once, in the order of its first appearance."""
    return tuple(dict.fromkeys(values))


def iso_day(text: str) -> str:
    """A day of the contract (2026-11-23) as it is written in a letter; empty for none."""
    return day(date.fromisoformat(text)) if text else ""
