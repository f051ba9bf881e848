"""Phase 2, first part: what the model would do, and what happens to its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.knowledge.places import COUNTRIES, MARKETS
from catalog.knowledge.vocabulary import Word
from catalog.presenters.language import told
from wizard.phases.choices import Choice, Choices, Several, YesNo
from wizard.phases.countries import Countries
from wizard.phases.fields import Text
from wizard.phases.item import Group, Item, ItemForm, Note

PHASE = "use-case"


def labelled(words: Mapping[str, Word]) -> Choices:
    """The words of a closed list as choices: label and sentence."""
    return [(key, f"{told(word.label)}: {told(word.says)}") for key, word in words.items()]


def labels(words: Mapping[str, Word]) -> Choices:
    """The words of a closed list that need no sentence."""
    return [(key, told(word.label)) for key, word in words.items()]


class Uses(ItemForm):
    """The use in the closed words that licences’ restrictions are written in."""

    description = Text(
        label=gettext_lazy("What will the model do?"),
        help_text=gettext_lazy("Two or three sentences, as you would tell a colleague. They open the report."),
        lines=4,
        at="/use/description",
    )
    commercial = YesNo(
        label=gettext_lazy("Is the use commercial?"),
        help_text=gettext_lazy(
            "Anything that serves a business counts, also when users pay nothing and when only staff use it."
        ),
        at="/use/commercial",
    )
    generates_human_likeness = YesNo(
        label=gettext_lazy("Does it produce the face, voice or likeness of people?"), at="/use/generates_human_likeness"
    )
    automated_decisions = YesNo(
        label=gettext_lazy("Does it decide about people without a person who looks at each case?"),
        at="/use/automated_decisions",
    )
    safety_critical = YesNo(
        label=gettext_lazy("Could a wrong output injure someone or damage things?"),
        help_text=gettext_lazy("For instance in medicine, transport, or the running of plants and networks."),
        at="/use/safety_critical",
    )

    def build(self) -> None:
        words = self.context.catalogue.vocabulary
        markets = [("EU", _("European Union")), *((code, told(COUNTRIES[code])) for code in MARKETS)]
        self._tick("domains", _("In which fields?"), labels(words.domains), columns=True)
        self._tick(
            "activities",
            _("Does it do any of these?"),
            labelled(words.activities),
            none=_("None of these"),
            help_text=_("Some are ordinary, some forbidden by one licence or another. Tick what it may be used for."),
        )
        self._tick("modalities", _("What goes in and out?"), labels(words.modalities), columns=True)
        self._tick("markets", _("Where are its users?"), markets, none=_("None of these"), columns=True)
        hint = _("Names or two-letter codes, separated by commas.")
        self.ask("other_markets", Countries(label=_("Other countries"), help_text=hint, required=False))
        self.groups = [
            Group(("description", "commercial")),
            Group(("domains", "activities"), _("The use"), notes=self._restricted()),
            Group(
                ("modalities", "generates_human_likeness", "automated_decisions", "safety_critical"), _("How it works")
            ),
            Group(("markets", "other_markets"), _("Where")),
        ]

    def _tick(self, name: str, label: str, choices: Choices, **options: Any) -> None:
        self.ask(name, Several(label=label, choices=choices, at=f"/use/{name}", **options))

    def _restricted(self) -> tuple[Note, ...]:
        listed = {licence.short for licence, value in self.context.values("use-restrictions") if value.items}
        return (Note(_("Lists of forbidden uses"), ", ".join(sorted(listed))),) if listed else ()

    def facts(self) -> dict[str, object]:
        """Markets outside the short list count like those in it."""
        stated = super().facts()
        others = self.values.get("other_markets")
        if others and "markets" in stated.get("use", {}):
            stated["use"]["markets"] = sorted({*stated["use"]["markets"], *others})
        return stated


TRAINING = (
    ("none", gettext_lazy("No: outputs train nothing")),
    ("same-family", gettext_lazy("Yes, a model derived from the same licensed family")),
    ("other-llm", gettext_lazy("Yes, another language model")),
    ("other-model", gettext_lazy("Yes, a model of another kind, such as a classifier")),
)


class OutputsTraining(ItemForm):
    """Training on outputs is the dimension in which licences differ most."""

    depends = dict.fromkeys(
        ("distils", "shares_trained_model"), lambda values, _context: values.get("train") not in (None, "none")
    )
    train = Choice(
        label=gettext_lazy("Will outputs be used to train a model?"),
        help_text=gettext_lazy("Synthetic data, labels and preference data count. Measuring and testing do not."),
        choices=TRAINING,
        at="/outputs/train",
    )
    distils = YesNo(
        label=gettext_lazy("Do you distil into a model outside the licensed family?"),
        help_text=gettext_lazy("Distilling is training a model to behave like the larger one."),
        at="/outputs/distils",
    )
    shares_trained_model = YesNo(
        label=gettext_lazy("Will the trained model leave your house?"),
        help_text=gettext_lazy("Given to others, published, or offered as a service."),
        at="/outputs/shares_trained_model",
    )

    def facts(self) -> dict[str, object]:
        """Who trains nothing on outputs distils nothing and has nothing to share."""
        stated = super().facts()
        if self.values.get("train") == "none":
            stated["outputs"] = {"train": "none", "distils": False, "shares_trained_model": False}
        return stated


BEHAVIOUR = Item(
    "behavioural-restrictions",
    PHASE,
    gettext_lazy("Behavioural restrictions"),
    gettext_lazy("What will the model do, and for whom?"),
    gettext_lazy(
        "Licences forbid uses by name. The closer your words are to the plan, the fewer questions remain open."
    ),
    Uses,
    topics=("use-restrictions", "commercial-use"),
)
TRAINING_ITEM = Item(
    "outputs-training",
    PHASE,
    gettext_lazy("Training on outputs"),
    gettext_lazy("Do outputs train another model?"),
    gettext_lazy(
        "Some licences forbid it, some ask for a name, most do not care. The readings differ more here than anywhere "
        "else."
    ),
    OutputsTraining,
    topics=("output-training", "output-naming", "output-derivative"),
)
