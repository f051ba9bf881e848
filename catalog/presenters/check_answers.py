"""The quick check's model and six answers, read from an address, and the facts that they state.

The six were chosen by counting. With every answer unknown, these decide the verdict of most models of the catalogue:
Article 5 and how the model reaches people (all of them), the publication of weights, the activities (a third), training
on outputs, the field, the users and the purpose. The seat comes first because it closes Llama 4 and brings the AI Act.
So each answer states several facts, and its words say all that it states. No answer and “I don't know” are the same:
nothing is stated.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.engine.problems import Problem
from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.places import COUNTRIES
from catalog.knowledge.sentences import for_translation
from catalog.presenters import words
from catalog.presenters.language import Spoken, told
from catalog.presenters.language import gettext as _

NAMES = ("model", "seat", "users", "commercial", "reach", "outputs", "field")
ORDINARY = "ordinary"
ORDINARY_ACTIVITIES = (
    "customer-service", "content-generation", "code-generation", "summarisation", "search", "translation",
)  # fmt: skip
REACH = Spoken(
    {
        "hosted-service": "As a service of ours; no weights leave us",
        "internal": "Only our staff use it; no weights leave us",
        "on-device": "It is installed on people’s devices",
        "ship-weights": "We hand the weights to others",
        "vendor-api": "We call the vendor’s interface and run nothing",
    }
)
KEEPS_WEIGHTS = frozenset({"hosted-service", "internal", "vendor-api"})
TRAINING = Spoken(
    {
        "none": "No: outputs train nothing",
        "same-family": "Yes, a model derived from the same licensed family",
        "other-llm": "Yes, another language model",
        "other-model": "Yes, a model of another kind, such as a classifier",
    }
)
COMMERCIAL = Spoken({"yes": "Yes, it serves a business", "no": "No"})
MOST_USERS = 10**15
_NUMBER = re.compile(r"^(\d{1,16}|\d{1,3}([ ,.'’\u00a0\u202f])\d{3}(\2\d{3}){0,4})$", re.ASCII)


@dataclass(frozen=True)
class Given:
    """What was asked: the model, the answers that are known, and what could not be read, by the name of its field."""

    typed: Mapping[str, str]
    model: Model | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def users(self) -> int | None:
        """The most users the group has had in a month; None if unknown."""
        return int(self.answers["users"]) if "users" in self.answers else None


def choices(catalogue: Catalogue) -> dict[str, Mapping[str, str]]:
    """Return the closed answers of each question that has them: value to label."""
    domains = {name: told(it.label) for name, it in catalogue.vocabulary.domains.items() if name != "general"}
    return {
        "seat": {code: told(name) for code, name in COUNTRIES.items()},
        "commercial": COMMERCIAL,
        "reach": REACH,
        "outputs": TRAINING,
        "field": {ORDINARY: _("Ordinary work"), **domains},
    }


def read_check(typed: Mapping[str, str], catalogue: Catalogue) -> Given:
    """Read what an address says. An answer that no question has is a problem, and counts as unknown."""
    given = {name: typed.get(name, "").strip()[:200] for name in NAMES}
    found = find_model(given["model"], catalogue)
    problems: dict[str, str] = {}
    if given["model"] and found is None:
        problem = Problem.unknown_word("", given["model"], _all_names(catalogue), for_translation("model"))
        problems["model"] = f"{told(problem.problem)} {told(problem.remedy)}"
    answers = {}
    for name, offered in choices(catalogue).items():
        if given[name] in offered:
            answers[name] = given[name]
        elif given[name]:
            problems[name] = _("“%(name)s” is none of the answers. Choose one from the list.") % {
                "name": given[name][:40]
            }
    users = _count(given["users"])
    if users is not None:
        answers["users"] = str(users)
    elif given["users"]:
        problems["users"] = _("Enter a whole number in digits, such as 4,000,000.")
    return Given(given, found, answers, problems)


def find_model(name: str, catalogue: Catalogue) -> Model | None:
    """Return the model of an id, an alias, a Hugging Face repository or its name as we print it; None if unknown."""
    wanted = name.strip().casefold()
    named = (model for model in catalogue.models.values() if model.name.casefold() == wanted)
    return catalogue.model(name) or next(named, None)


def document(given: Given, catalogue: Catalogue, candidates: tuple[str, ...]) -> dict[str, Any]:
    """Return the facts that the answers state, for these candidates."""
    answers = given.answers
    facts: dict[str, Any] = {"schema": "facts/1", "candidates": list(candidates)}
    organisation: dict[str, Any] = {"country": answers.get("seat")}
    if given.users is not None:
        past = dict.fromkeys(sorted(release_days(catalogue)), given.users)
        organisation |= {"monthly_active_users": given.users, "monthly_active_users_on": past}
    use: dict[str, Any] = {"commercial": {"yes": True, "no": False}.get(answers.get("commercial", ""))}
    if reach := answers.get("reach"):
        use["delivery"] = [reach]
        facts["adaptation"] = {"publishes_weights": False if reach in KEEPS_WEIGHTS else None}
    if (train := answers.get("outputs")) is not None:
        untrained = {"distils": False, "shares_trained_model": False} if train == "none" else {}
        facts["outputs"] = {"train": train, **untrained}
    if answers.get("field") == ORDINARY:
        use |= {"domains": ["general"], "activities": [*ORDINARY_ACTIVITIES], "automated_decisions": False}
        facts["eu_ai_act"] = {"P": []}
    elif domain := answers.get("field"):
        use["domains"] = [domain]
    return {**facts, "organisation": organisation, "use": use}


def release_days(catalogue: Catalogue) -> set[str]:
    """The days on which some limit of users was tested once, as year-month-day."""
    terms = (licence.terms.threshold for licence in catalogue.licences.values())
    readings = (reading for term in terms for reading in (term.text, term.guide) if reading)
    return {limit.on.isoformat() for reading in readings for limit in reading.value.limits if limit.on}


def in_words(given: Given, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Each question with its answer, for a page that repeats them."""
    offered = choices(catalogue)
    for name, asks in ASKS.items():
        answer = given.answers.get(name, "")
        if name == "users" and answer:
            yield asks, f"{int(answer):,}"
        else:
            yield asks, words.sentence(offered.get(name, {}).get(answer, "")) or _("I don’t know")


ASKS = Spoken(
    {
        "seat": "Where is your organisation seated?",
        "users": "How many people used your whole group’s products in its best month so far?",
        "commercial": "Is the use commercial?",
        "reach": "How does the model reach people?",
        "outputs": "Will outputs train another model?",
        "field": "What is it used for?",
    }
)
HINTS = Spoken(
    {
        "seat": "The principal place of business. Some licences give nothing to organisations seated in the EU.",
        "users": "Every product of every company in the group. Empty means: I don’t know.",
        "commercial": "Anything that serves a business counts, also what users get for free.",
        "reach": "",
        "outputs": "Synthetic data and labels count. Measuring and testing do not.",
        "field": (
            "Ordinary work is writing, search, translation, code and customers’ questions. It decides nothing about "
            "people by itself, and does nothing that Article 5 of the AI Act forbids. Otherwise choose the field."
        ),
    }
)


def _count(text: str) -> int | None:
    if not _NUMBER.match(text):
        return None
    number = int(re.sub(r"\D", "", text))
    return number if number <= MOST_USERS else None


def _all_names(catalogue: Catalogue) -> list[str]:
    return [name for model in catalogue.models.values() for name in (model.id, model.name)]
