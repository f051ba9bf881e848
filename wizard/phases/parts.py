"""Phase 1, last item: weights, code and outputs of each candidate, and which of them are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.index import Catalogue
from catalog.presenters.language import told
from catalog.presenters.words import CONFIDENCE, clause_words, listed
from wizard.phases.choices import UNKNOWN, Choice, Several
from wizard.phases.context import Context
from wizard.phases.item import Group, Item, Values
from wizard.phases.marks import CORRECTED, HOW, Line, MarkedForm, Marks
from wizard.phases.restrictions import VERIFIED

ON_OUTPUTS = ("output-training", "output-naming", "output-derivative")
RIGHT = [("yes", gettext_lazy("Yes, apart from what I correct above"))]


class Parts(MarkedForm):
    """Weights, code and outputs carry their own terms; what is used decides which of them count."""

    depends = {"delivery": lambda values, _context: _uses_weights(values)}
    uses = Several(
        label=gettext_lazy("What do you use?"),
        help_text=gettext_lazy(
            "A licence on weights says nothing about the vendor’s code, and an API has terms of its own."
        ),
        choices=[
            ("weights", gettext_lazy("The weights")),
            ("code", gettext_lazy("The vendor’s code for running or training the model")),
            ("vendor-api", gettext_lazy("Outputs only, through the vendor’s API")),
        ],
    )

    def build(self) -> None:
        words = self.context.catalogue.vocabulary.delivery
        choices = [
            (key, f"{told(word.label)}: {told(word.says)}") for key, word in words.items() if key != "vendor-api"
        ]
        self.ask("delivery", Several(label=_("How does the model reach its users?"), choices=choices))
        self.groups = [Group(("uses", "delivery"))]
        for place, model in enumerate(self.context.models):
            draw = partial(parts_of, model, self.context)
            names = (
                self.ask(f"parts-{model.id}", Marks(label=_("Its licences"), draw=draw, kinds=CORRECTED)),
                self.ask(f"right-{model.id}", Choice(label=_("Are these three right?"), choices=RIGHT)),
            )
            hint = "" if place or self.unhidden else str(HOW)
            self.groups.append(Group(names, model.name, hint=hint, about=model.name, of_model=True))

    def facts(self) -> dict[str, object]:
        """State how the model is delivered: by our own means, by the vendor’s API, or both."""
        uses = self.values.get("uses", [])
        ways = self.values.get("delivery", [])
        if UNKNOWN in uses or UNKNOWN in ways or not uses or (_uses_weights(self.values) and not ways):
            return {}
        return {"use": {"delivery": [*ways, *(["vendor-api"] if "vendor-api" in uses else [])]}}


def _uses_weights(values: Values) -> bool:
    return bool({"weights", "code", UNKNOWN} & set(values.get("uses", ())))


def parts_of(model: Model, context: Context) -> Iterator[Line]:
    """The three answers for one candidate as the catalogue has them: weights, code, outputs."""
    yield _weights(model, context)
    yield _code(model, context.catalogue)
    yield _outputs(model, context.catalogue)


def _weights(model: Model, context: Context) -> Line:
    catalogue = context.catalogue
    text, guide = model.weights_licence.text, model.weights_licence.guide
    own = [catalogue.licences[name].short for name in (text.value, *model.also_under)]
    inherited = [name for name in catalogue.in_force(model) if name not in (text.value, *model.also_under)]
    says = told(text.says)
    if inherited:
        named = listed(dict.fromkeys(catalogue.licences[name].short for name in inherited))
        says = _("%(says)s Inherited from its base, and binding as well: %(names)s.") % {"says": says, "names": named}
    return Line(
        key="weights",
        called=_("Weights"),
        effect=listed(own),
        says=says,
        place=clause_words(text.clause),
        href=str(catalogue.sources[text.source].url),
        also=told(guide.says) if guide and not _same_text(guide.value, text.value, catalogue) else "",
        doubt="" if text.confidence in VERIFIED else CONFIDENCE[text.confidence],
    )


def _same_text(one: str, other: str, catalogue: Catalogue) -> bool:
    """Whether two entries stand for the same text."""
    return catalogue.licences[one].spdx == catalogue.licences[other].spdx


def _code(model: Model, catalogue: Catalogue) -> Line:
    href = f"https://huggingface.co/{model.hf_repo}" if model.hf_repo else ""
    place = _("The model’s repository") if href else ""
    if model.code_licence:
        return Line(
            "code",
            _("Code"),
            _("What is shipped to run or train it stands under this licence."),
            place,
            href,
            catalogue.licences[model.code_licence].short,
        )
    says = _("Nobody recorded it. If you use the vendor’s code, look for the licence file in its repository.")
    return Line("code", _("Code"), says, place, href, _("Not known"))


def _outputs(model: Model, catalogue: Catalogue) -> Line:
    own = catalogue.licences[model.output_licence] if model.output_licence else None
    bound = [own] if own else [catalogue.licences[name] for name in catalogue.in_force(model)]
    said = [f"{it.short}: {words}" for it in bound if (words := " ".join(_on_outputs(it)))]
    first = bound[0].terms.output_training.text
    return Line(
        key="outputs",
        called=_("Outputs"),
        effect=own.short if own else _("No licence of their own"),
        says=" ".join(said) or _("No licence in force says anything of outputs, so it leaves them free."),
        place=clause_words(first.clause),
        href=str(catalogue.sources[first.source].url),
        also=" ".join(_by_the_guide(bound)),
        doubt="" if first.confidence in VERIFIED else CONFIDENCE[first.confidence],
    )


def _on_outputs(licence: Licence) -> Iterator[str]:
    """What a licence says of outputs; a topic on which its whole text is silent adds nothing."""
    for topic in ON_OUTPUTS:
        text = licence.terms.term(topic).text
        if text.clause != "whole text":
            yield told(text.says)


def _by_the_guide(licences: Iterable[Licence]) -> Iterator[str]:
    """What the guide says of outputs where it reads a licence otherwise than its text."""
    for licence in licences:
        for topic in ON_OUTPUTS:
            term = licence.terms.term(topic)
            if term.guide and term.disputed:
                yield f"{licence.short}: {told(term.guide.says)}"


PARTS = Item(
    "weights-code-outputs",
    "identification",
    gettext_lazy("Weights, code, outputs"),
    gettext_lazy("What do you use, and how does it reach people?"),
    gettext_lazy("Weights, code and outputs may stand under three different terms. Passing them on brings duties."),
    Parts,
    topics=("distribution", "propagation"),
)
