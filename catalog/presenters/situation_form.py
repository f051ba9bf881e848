"""The questions of “for my situation” as a form: every one may stay open."""

from collections.abc import Mapping

from catalog.knowledge.places import COUNTRIES, EU
from catalog.knowledge.vocabulary import Vocabulary
from catalog.presenters.matrix import Choice, Filter
from catalog.presenters.screened import OUTPUTS

YES_NO = {"yes": "Yes", "no": "No"}


def questions(asked: Mapping[str, str], vocabulary: Vocabulary) -> tuple[Filter, ...]:
    """Return the questions that are answered by a choice; the users are typed."""
    lists: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        ("seat", "Seat of the organisation", COUNTRIES),
        ("market", "Offered in", {EU: "The European Union", **COUNTRIES}),
        ("commercial", "Commercial use", YES_NO),
        ("hosted", "Hosted service", YES_NO),
        ("weights", "Passes weights on", YES_NO),
        ("outputs", "Uses outputs", {key: label for key, (label, _, _) in OUTPUTS.items()}),
        ("domain", "Field", {key: word.label for key, word in vocabulary.domains.items()}),
        ("activity", "Main task", {key: word.label for key, word in vocabulary.activities.items()}),
        ("automated", "Decides on people automatically", YES_NO),
        ("likeness", "Imitates real people", YES_NO),
    )
    return tuple(
        Filter(name, label, tuple(Choice(value, told, asked.get(name) == value) for value, told in choices.items()))
        for name, label, choices in lists
    )
