"""The questions of “for my situation” as a form: every one may stay open."""

from collections.abc import Mapping

from catalog.knowledge.places import COUNTRIES, EU
from catalog.knowledge.vocabulary import Vocabulary
from catalog.presenters.address import Address
from catalog.presenters.language import Spoken, number, told
from catalog.presenters.language import gettext as _
from catalog.presenters.matrix import Choice, Filter, filters
from catalog.presenters.matrix import told as told_choices
from catalog.presenters.screened import OUTPUTS, users

YES_NO = Spoken({"yes": "Yes", "no": "No"})


def asked_for(address: Address, vocabulary: Vocabulary) -> str:
    """Say what an address narrows and judges by, for paper, for files and for whoever cannot see the form."""
    situation = dict(address.situation)
    counted = users(situation)
    people = situation.get("users", "") if counted is None else number(counted)
    typed = ((_("Search: “%(words)s”."), address.query), (_("Monthly users of the group: “%(words)s”."), people))
    said = told_choices((*filters(address), *questions(situation, vocabulary)))
    return " ".join(filter(None, (*(pattern % {"words": words} for pattern, words in typed if words), said)))


def questions(asked: Mapping[str, str], vocabulary: Vocabulary) -> tuple[Filter, ...]:
    """Return the questions that are answered by a choice; the users are typed."""
    lists: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        ("seat", _("Seat of the organisation"), {code: told(name) for code, name in COUNTRIES.items()}),
        (
            "market",
            _("Offered in"),
            {EU: _("The European Union"), **{code: told(name) for code, name in COUNTRIES.items()}},
        ),
        ("commercial", _("Commercial use"), YES_NO),
        ("hosted", _("Hosted service"), YES_NO),
        ("weights", _("Passes weights on"), YES_NO),
        ("outputs", _("Uses outputs"), {key: told(label) for key, (label, *_rest) in OUTPUTS.items()}),
        ("domain", _("Field"), {key: told(word.label) for key, word in vocabulary.domains.items()}),
        ("activity", _("Main task"), {key: told(word.label) for key, word in vocabulary.activities.items()}),
        ("automated", _("Decides on people automatically"), YES_NO),
        ("likeness", _("Imitates real people"), YES_NO),
    )
    return tuple(
        Filter(name, label, tuple(Choice(value, spoken, asked.get(name) == value) for value, spoken in choices.items()))
        for name, label, choices in lists
    )
