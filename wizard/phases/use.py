"""Phase 2, first part: what the model would do, and what happens to its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.knowledge.places import COUNTRIES
from catalog.knowledge.vocabulary import Word
from wizard.phases.choices import Choice, Choices, Several, YesNo
from wizard.phases.countries import Countries
from wizard.phases.fields import Text
from wizard.phases.item import Group, Item, ItemForm, Note

PHASE = "use-case"

MARKETS = ("US", "GB", "CH", "NO", "CA", "BR", "IN", "CN", "JP", "KR", "SG", "AU")


def labelled(words: Mapping[str, Word]) -> Choices:
    """The words of a closed list as choices: label and sentence."""
    return [(key, f"{word.label}: {word.says}") for key, word in words.items()]


def labels(words: Mapping[str, Word]) -> Choices:
    """The words of a closed list that need no sentence."""
    return [(key, word.label) for key, word in words.items()]


class Uses(ItemForm):
    """The use in the closed words that licences’ restrictions are written in."""

    description = Text(
        label="What will the model do?",
        help_text="Two or three sentences, as you would tell a colleague. They open the report.",
        lines=4,
        at="/use/description",
    )
    commercial = YesNo(
        label="Is the use commercial?",
        help_text="Anything that serves a business counts, also when users pay nothing and when only staff use it.",
        at="/use/commercial",
    )
    generates_human_likeness = YesNo(
        label="Does it produce the face, voice or likeness of people?", at="/use/generates_human_likeness"
    )
    automated_decisions = YesNo(
        label="Does it decide about people without a person who looks at each case?", at="/use/automated_decisions"
    )
    safety_critical = YesNo(
        label="Could a wrong output injure someone or damage things?",
        help_text="For instance in medicine, transport, or the running of plants and networks.",
        at="/use/safety_critical",
    )

    def build(self) -> None:
        words = self.context.catalogue.vocabulary
        markets = [("EU", "European Union"), *((code, COUNTRIES[code]) for code in MARKETS)]
        self._tick("domains", "In which fields?", labels(words.domains), columns=True)
        self._tick(
            "activities",
            "Does it do any of these?",
            labelled(words.activities),
            none="None of these",
            help_text="Some are ordinary, some forbidden by one licence or another. Tick what it may be used for.",
        )
        self._tick("modalities", "What goes in and out?", labels(words.modalities), columns=True)
        self._tick("markets", "Where are its users?", markets, none="None of these", columns=True)
        hint = "Names or two-letter codes, separated by commas."
        self.ask("other_markets", Countries(label="Other countries", help_text=hint, required=False))
        self.groups = [
            Group(("description", "commercial")),
            Group(("domains", "activities"), "The use", notes=self._restricted()),
            Group(("modalities", "generates_human_likeness", "automated_decisions", "safety_critical"), "How it works"),
            Group(("markets", "other_markets"), "Where"),
        ]

    def _tick(self, name: str, label: str, choices: Choices, **options: Any) -> None:
        self.ask(name, Several(label=label, choices=choices, at=f"/use/{name}", **options))

    def _restricted(self) -> tuple[Note, ...]:
        listed = {licence.short for licence, value in self.context.values("use-restrictions") if value.items}
        return (Note("Lists of forbidden uses", ", ".join(sorted(listed))),) if listed else ()

    def facts(self) -> dict[str, object]:
        """Markets outside the short list count like those in it."""
        stated = super().facts()
        others = self.values.get("other_markets")
        if others and "markets" in stated.get("use", {}):
            stated["use"]["markets"] = sorted({*stated["use"]["markets"], *others})
        return stated


TRAINING = (
    ("none", "No: outputs train nothing"),
    ("same-family", "Yes, a model derived from the same licensed family"),
    ("other-llm", "Yes, another language model"),
    ("other-model", "Yes, a model of another kind, such as a classifier"),
)


class OutputsTraining(ItemForm):
    """Training on outputs is the dimension in which licences differ most."""

    depends = dict.fromkeys(
        ("distils", "shares_trained_model"), lambda values, _context: values.get("train") not in (None, "none")
    )
    train = Choice(
        label="Will outputs be used to train a model?",
        help_text="Synthetic data, labels and preference data count. Measuring and testing do not.",
        choices=TRAINING,
        at="/outputs/train",
    )
    distils = YesNo(
        label="Do you distil into a model outside the licensed family?",
        help_text="Distilling is training a model to behave like the larger one.",
        at="/outputs/distils",
    )
    shares_trained_model = YesNo(
        label="Will the trained model leave your house?",
        help_text="Given to others, published, or offered as a service.",
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
    "Behavioural restrictions",
    "What will the model do, and for whom?",
    "Licences forbid uses by name. The closer your words are to the plan, the fewer questions remain open.",
    Uses,
    topics=("use-restrictions", "commercial-use"),
)
TRAINING_ITEM = Item(
    "outputs-training",
    PHASE,
    "Training on outputs",
    "Do outputs train another model?",
    "Some licences forbid it, some ask for a name, most do not care. The readings differ more here than anywhere else.",
    OutputsTraining,
    topics=("output-training", "output-naming", "output-derivative"),
)
