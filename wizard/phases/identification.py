"""Phase 1: which licences are in play, what they say, and what is used of them."""

from __future__ import annotations

from typing import Any

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import Term
from catalog.knowledge.terms import Territory
from catalog.presenters.words import MET, OPENNESS
from wizard.phases.choices import UNKNOWN, Choice, Several, YesNo
from wizard.phases.context import Context
from wizard.phases.fields import Address, Day, Text
from wizard.phases.item import Group, Item, ItemForm, Note, Rule, Values
from wizard.phases.legal import legal_question

PHASE = "identification"

FAMILIES = (
    ("permissive", "Permissive: free use, keep the notices"),
    ("copyleft", "Copyleft: what is derived stays under the same licence"),
    ("community", "Community: a vendor’s own terms, often with a limit of scale"),
    ("responsible-ai", "Responsible AI: open, with a list of forbidden uses that travels along"),
    ("custom", "Custom: a text of its own kind"),
    ("noncommercial", "Non-commercial: research or private use only"),
)


class LicenceText(ItemForm):
    """Who read which text, where and when: one group for each licence that may bind a candidate."""

    def build(self) -> None:
        for licence in self.context.texts:
            address = Address(label="Address of the text", initial=str(licence.url))
            names = (
                self.ask(f"address-{licence.id}", address),
                self.ask(f"read_on-{licence.id}", Day(label="Read on", past_only=True)),
                self.ask(f"reader-{licence.id}", Text(label="Read by")),
            )
            notes = (Note("Carried by", _carried_by(licence, self.context)),)
            self.groups.append(Group(names, licence.name, notes=notes, about=licence.short))


class LicenceFamily(ItemForm):
    """The family of each licence: proposed by the catalogue, decided by a person."""

    def build(self) -> None:
        for licence in self.context.texts:
            names = (
                self.ask(
                    f"family-{licence.id}",
                    Choice(label="Family", choices=FAMILIES, initial=licence.family),
                ),
                self.ask(
                    f"why-{licence.id}",
                    Text(label="Why you see it differently", help_text="The reviewer reads this.", lines=2),
                    when=_differs(licence),
                ),
            )
            notes = (Note("The catalogue says", dict(FAMILIES)[licence.family]),)
            self.groups.append(Group(names, licence.name, notes=notes, about=licence.short))


def _differs(licence: Licence) -> Rule:
    def rule(values: Values, _context: Context) -> bool:
        return values.get(f"family-{licence.id}") not in (None, UNKNOWN, licence.family)

    return rule


class RestrictionList(ItemForm):
    """The list of restrictions, limits and duties that the tool drew up; a person confirms or disputes it."""

    def build(self) -> None:
        for licence in self.context.texts:
            agreed = f"agreed-{licence.id}"
            choices = [("yes", "Yes, this list is complete and right"), ("no", "No, I dispute it")]
            names = (
                self.ask(agreed, Choice(label="Is the list right?", choices=choices)),
                self.ask(
                    f"reason-{licence.id}",
                    Text(label="What is wrong or missing", help_text="Name the clause if you can.", lines=3),
                    when=_disputed(agreed),
                ),
            )
            self.groups.append(Group(names, licence.name, notes=tuple(listed_terms(licence)), about=licence.short))
        if policies := use_policies(self.context):
            question = YesNo(
                label="Has somebody read the use policies?",
                help_text="They are part of the deal, and some may change without a new licence.",
                at="/safeguards/use_policy_reviewed",
            )
            self.groups.append(Group((self.ask("use_policy_reviewed", question),), "Use policies", notes=policies))


def _disputed(agreed: str) -> Rule:
    return lambda values, _context: values.get(agreed) == "no"


def listed_terms(licence: Licence) -> list[Note]:
    """What the text of a licence restricts, limits or asks for, as far as the catalogue read it."""
    terms = licence.terms
    notes = [Note(f"Use, {item.item}", item.says) for item in terms.use_restrictions.text.value.items]
    telling: dict[str, tuple[Term[Any], bool]] = {
        "Limit of scale": (terms.threshold, bool(terms.threshold.text.value.limits)),
        "Registration": (terms.registration, terms.registration.text.value.needed != "never"),
        "Training on outputs": (terms.output_training, terms.output_training.text.value.forbids != "none"),
        "Naming": (terms.output_naming, terms.output_naming.text.value.duty != "none"),
        "Territory": (terms.territory, terms.territory.text.value != Territory()),
        "Field of use": (terms.field, terms.field.text.value.purposes != "any"),
        "Attribution": (terms.attribution, terms.attribution.text.value.strength == "required"),
        "Notices": (terms.notice, terms.notice.text.value.strength == "required"),
        "Copy of the licence": (terms.licence_copy, terms.licence_copy.text.value.strength == "required"),
        "Passing on": (terms.propagation, terms.propagation.text.value.restrictions),
        "Copyleft": (terms.copyleft, terms.copyleft.text.value.kind != "none"),
    }
    notes += [Note(name, f"{term.text.says} ({term.text.clause})") for name, (term, tells) in telling.items() if tells]
    return notes or [Note("Nothing", "The text was searched and restricts nothing beyond keeping its notices.")]


def use_policies(context: Context) -> tuple[Note, ...]:
    """The use policies that come with the candidates’ licences."""
    found = {value.name: str(value.url or "") for _, value in context.values("use-policy") if value.name}
    return tuple(Note(name, "Read it in full.", href) for name, href in found.items())


class OsiStatus(ItemForm):
    """What is relied on: OSI approval is shown, the AI Act’s own test decides."""

    depends = dict.fromkeys(("G5", "G6", "G7"), lambda values, _context: values.get("relies_on") == "exemption")
    relies_on = Choice(
        label="Do you rely on the licence being open source?",
        choices=[
            ("nothing", "No, nothing depends on it"),
            ("exemption", "Yes: we publish a model and rely on the AI Act’s open-source exemption"),
        ],
    )

    def build(self) -> None:
        for licence in self.context.texts:
            osi = "approved by the OSI" if licence.osi_approved else "not approved by the OSI"
            tests = ((name, getattr(licence.openness, key)) for key, name in OPENNESS.items())
            notes = (
                Note("OSI", f"The licence is {osi}. The AI Act does not ask for this."),
                *(Note(f"{name}: {MET[test.met].lower()}", test.why) for name, test in tests),
            )
            self.groups.append(Group((), licence.name, notes=notes))
        for name in ("G5", "G6", "G7"):
            self.ask(name, legal_question(self.context, name))
        self.groups.append(Group(("relies_on", "G5", "G6", "G7")))


class Parts(ItemForm):
    """Weights, code and outputs carry their own terms; what is used decides which of them count."""

    depends = {"delivery": lambda values, _context: _uses_weights(values)}
    uses = Several(
        label="What do you use?",
        help_text="A licence on weights says nothing about the vendor’s code, and an API has terms of its own.",
        choices=[
            ("weights", "The weights"),
            ("code", "The vendor’s code for running or training the model"),
            ("vendor-api", "Outputs only, through the vendor’s API"),
        ],
    )

    def build(self) -> None:
        words = self.context.catalogue.vocabulary.delivery
        choices = [(key, f"{word.label}: {word.says}") for key, word in words.items() if key != "vendor-api"]
        self.ask("delivery", Several(label="How does the model reach its users?", choices=choices))
        notes = tuple(Note(model.name, _parts(model, self.context)) for model in self.context.models)
        self.groups = [Group(("uses", "delivery"), notes=notes)]

    def facts(self) -> dict[str, object]:
        """State how the model is delivered: by our own means, by the vendor’s API, or both."""
        uses = self.values.get("uses", [])
        ways = self.values.get("delivery", [])
        if UNKNOWN in uses or UNKNOWN in ways or not uses or (_uses_weights(self.values) and not ways):
            return {}
        return {"use": {"delivery": [*ways, *(["vendor-api"] if "vendor-api" in uses else [])]}}


def _uses_weights(values: Values) -> bool:
    return bool({"weights", "code", UNKNOWN} & set(values.get("uses", ())))


def _carried_by(licence: Licence, context: Context) -> str:
    return ", ".join(model.name for model in context.models_under(licence.id))


def _parts(model: Model, context: Context) -> str:
    licences = context.catalogue.licences
    weights = licences[model.weights_licence.text.value].short
    code = licences[model.code_licence].short if model.code_licence else "not known"
    return f"Weights: {weights}. Code: {code}."


ITEMS = (
    Item(
        "licence-text",
        PHASE,
        "Licence text",
        "Who read the licence texts, and where?",
        "A summary, or the label on a model hub, is not the licence. Open the full text, read it, and say when.",
        LicenceText,
        topics=("gotchas",),
    ),
    Item(
        "licence-family",
        PHASE,
        "Licence family",
        "Which family does each licence belong to?",
        "The family says what kind of duties to expect. The catalogue proposes; disagree where you must.",
        LicenceFamily,
        topics=("commercial-use",),
    ),
    Item(
        "restrictions",
        PHASE,
        "Restrictions",
        "Is this list of restrictions complete and right?",
        "We drew it up from the texts. Confirm it, or dispute it with a reason; a reviewer will look at both.",
        RestrictionList,
        topics=("use-restrictions", "use-policy"),
    ),
    Item(
        "osi-status",
        PHASE,
        "OSI and openness",
        "Do you rely on the licence being open source?",
        "The AI Act has its own four conditions for a licence. Approval by the OSI is not among them.",
        OsiStatus,
        articles=("53(2)", "54(6)"),
    ),
    Item(
        "weights-code-outputs",
        PHASE,
        "Weights, code, outputs",
        "What do you use, and how does it reach people?",
        "Weights, code and outputs may stand under three different terms. Passing them on brings duties.",
        Parts,
        topics=("distribution", "propagation"),
    ),
)
