"""Phase 1: which licences are in play, what they say, and what is used of them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.knowledge.entries import Licence
from catalog.presenters.language import within
from catalog.presenters.words import TOPICS, sentence
from wizard.phases.choices import UNKNOWN, Choice
from wizard.phases.context import Context
from wizard.phases.copies import UNLIKE_OURS, Copy, KeptCopy, read_copy, says
from wizard.phases.fields import Address, Day, Text
from wizard.phases.item import Group, Item, ItemForm, Lines, Note, Rule, Values
from wizard.phases.legal import legal_question
from wizard.phases.parts import PARTS
from wizard.phases.restrictions import RESTRICTIONS, TELLING

PHASE = "identification"

FAMILIES = (
    ("permissive", gettext_lazy("Permissive: free use, keep the notices")),
    ("copyleft", gettext_lazy("Copyleft: what is derived stays under the same licence")),
    ("community", gettext_lazy("Community: a vendor’s own terms, often with a limit of scale")),
    ("responsible-ai", gettext_lazy("Responsible AI: open, with a list of forbidden uses that travels along")),
    ("custom", gettext_lazy("Custom: a text of its own kind")),
    ("noncommercial", gettext_lazy("Non-commercial: research or private use only")),
)


class LicenceText(ItemForm):
    """Who read which text, where and when: one group for each licence that may bind a candidate."""

    def build(self) -> None:
        for licence in self.context.texts:
            address = Address(label=_("Address of the text"), initial=str(licence.url))
            names = [
                self.ask(f"address-{licence.id}", address),
                self.ask(f"read_on-{licence.id}", Day(label=_("Read on"), past_only=True)),
                self.ask(f"reader-{licence.id}", Text(label=_("Read by"))),
            ]
            if not self.unhidden:  # a copy is kept here, so it is neither asked on paper nor taken from a file
                names.append(self.ask(f"copy-{licence.id}", KeptCopy(label=_("Kept copy"))))
                if licence.terms.use_policy.text.value.name:
                    names.append(self.ask(f"policy-{licence.id}", KeptCopy(label=_("Kept copy of the use policy"))))
            notes = (Note(_("Carried by"), carried_by(licence, self.context)),)
            self.groups.append(Group(tuple(names), licence.name, notes=notes, about=licence.short))

    def contested(self) -> Lines:
        """Texts that were read and kept, and are not those on which our facts rest."""
        named = {"copy": _("%(licence)s: the text that was read"), "policy": _("%(licence)s: the use policy as read")}
        return [
            (point % {"licence": licence.short}, _follows(copy))
            for licence in self.context.texts
            for name, point in named.items()
            if (kept := self.values.get(f"{name}-{licence.id}")) and (copy := read_copy(kept)).kind in UNLIKE_OURS
        ]


def _follows(copy: Copy) -> str:
    return _("%(how)s The verdict follows the text on file, not this one.") % {"how": says(copy)}


class LicenceFamily(ItemForm):
    """The family of each licence: proposed by the catalogue, decided by a person."""

    def build(self) -> None:
        for licence in self.context.texts:
            names = (
                self.ask(
                    f"family-{licence.id}",
                    Choice(label=_("Family"), choices=FAMILIES, initial=licence.family),
                ),
                self.ask(
                    f"why-{licence.id}",
                    Text(label=_("Why you see it differently"), help_text=_("The reviewer reads this."), lines=2),
                    when=_differs(licence),
                ),
            )
            notes = (
                Note(_("Carried by"), carried_by(licence, self.context)),
                Note(_("We propose"), str(dict(FAMILIES)[licence.family])),
                Note(_("What its text has"), _signs(licence)),
            )
            self.groups.append(Group(names, licence.name, notes=notes, about=licence.short))

    def contested(self) -> Lines:
        """Families that a person sees differently."""
        return [
            (_("%(licence)s: family") % {"licence": licence.short}, f"{self.question(name).words(said)}. {why}")
            for licence in self.context.texts
            if (why := self.values.get(f"why-{licence.id}")) and (said := self.values.get(name := _family(licence)))
        ]


def _family(licence: Licence) -> str:
    return f"family-{licence.id}"


def _differs(licence: Licence) -> Rule:
    def rule(values: Values, _context: Context) -> bool:
        return values.get(f"family-{licence.id}") not in (None, UNKNOWN, licence.family)

    return rule


def _signs(licence: Licence) -> str:
    """What in the text points to a family: the topics on which it restricts, limits or obliges."""
    uses = len(licence.terms.use_restrictions.text.value.items)
    found = [_("a list of %(count)s uses") % {"count": uses}] if uses else []
    found += [within(TOPICS[topic]) for topic, tells in TELLING.items() if tells(licence.terms.term(topic).text.value)]
    return sentence(", ".join(found)) or _("Nothing beyond free use.")


class OsiStatus(ItemForm):
    """What is relied on: OSI approval is shown, the AI Act’s own test decides."""

    depends = dict.fromkeys(("G5", "G6", "G7"), lambda values, _context: values.get("relies_on") == "exemption")
    relies_on = Choice(
        label=gettext_lazy("Do you rely on the licence being open source?"),
        choices=[
            ("nothing", gettext_lazy("No, nothing depends on it")),
            ("exemption", gettext_lazy("Yes: we publish a model and rely on the AI Act’s open-source exemption")),
        ],
    )

    def build(self) -> None:
        for name in ("G5", "G6", "G7"):
            self.ask(name, legal_question(self.context, name))
        self.groups.append(Group(("relies_on", "G5", "G6", "G7")))


def carried_by(licence: Licence, context: Context) -> str:
    """The candidates that a licence text may bind."""
    return ", ".join(model.name for model in context.models_under(licence.id))


ITEMS = (
    Item(
        "licence-text",
        PHASE,
        gettext_lazy("Licence text"),
        gettext_lazy("Who read the licence texts, and where?"),
        gettext_lazy(
            "A summary, or the label on a model hub, is not the licence. Open the full text, read it, and say when."
        ),
        LicenceText,
        topics=("gotchas",),
    ),
    Item(
        "licence-family",
        PHASE,
        gettext_lazy("Licence family"),
        gettext_lazy("Which family does each licence belong to?"),
        gettext_lazy("The family says what kind of duties to expect. The catalogue proposes; disagree where you must."),
        LicenceFamily,
        topics=("commercial-use",),
    ),
    RESTRICTIONS,
    Item(
        "osi-status",
        PHASE,
        gettext_lazy("OSI and openness"),
        gettext_lazy("Do you rely on the licence being open source?"),
        gettext_lazy("The AI Act has its own four conditions for a licence. Approval by the OSI is not among them."),
        OsiStatus,
        articles=("53(2)", "54(6)"),
    ),
    PARTS,
)
