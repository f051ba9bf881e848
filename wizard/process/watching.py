"""Watching the texts of others: who may, what is worth watching, and when a site is asked again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import Source
from catalog.knowledge.sentences import sentence
from wizard.process.refusal import Refused
from wizard.process.review import ADMINISTRATOR, LEGAL_REVIEWER, Person, twin_of

LICENCE, USE_POLICY, MODEL_CARD = "licence", "use-policy", "model-card"

AGAIN = timedelta(days=7)
"""A text that was answered for is asked for again after a week."""
_WAITS = tuple(map(timedelta, (1, 2, 4, 7)))
_LONGEST = timedelta(days=30)
_GITHUB = re.compile(r"https://github\.com/([^/]+/[^/]+)/blob/(.+)")
_HUGGING_FACE = re.compile(r"(https://huggingface\.co/[^/]+/[^/]+)/blob/(.+)")


@dataclass(frozen=True)
class Wanted:
    """A text worth watching: which document, of which licence or model, and where it stands."""

    document: str
    subject: str
    url: str


def check_may_watch(person: Person) -> None:
    """Legal reviewers and administrators say which texts are watched."""
    if person.role not in (LEGAL_REVIEWER, ADMINISTRATOR):
        raise Refused(sentence("Only legal reviewers and administrators say which texts are watched: ask one of them."))


def check_may_weigh(person: Person) -> None:
    """What a changed text means is decided by legal reviewers."""
    if person.role != LEGAL_REVIEWER:
        raise Refused(sentence("Only a legal reviewer decides what a changed text means: ask one to look at it."))


may_watch = twin_of(check_may_watch)
may_weigh = twin_of(check_may_weigh)


def next_after_failure(now: datetime, failures: int, wait: int | None) -> datetime:
    """When to ask again after so many failures in a row: later each time, and never before the site wants it.

    `wait` is what the site asked for, in seconds; more than a month is taken for a month.
    """
    ours = _WAITS[min(failures, len(_WAITS)) - 1]
    theirs = timedelta(seconds=min(wait or 0, int(_LONGEST.total_seconds())))
    return now + max(ours, theirs)


def file_address(url: str) -> str:
    """Where the text itself stands, for pages of GitHub and Hugging Face that show a file among other things.

    Such pages change whenever somebody stars the repository; the file changes with its words.
    """
    if found := _GITHUB.fullmatch(url):
        return f"https://raw.githubusercontent.com/{found[1]}/{found[2]}"
    if found := _HUGGING_FACE.fullmatch(url):
        return f"{found[1]}/raw/{found[2]}"
    return url


def texts_of_licence(licence: Licence, sources: Mapping[str, Source]) -> Iterator[Wanted]:
    """The licence's own text, and the use policies on which its facts rest."""
    yield Wanted(LICENCE, licence.id, file_address(str(licence.url)))
    cited = (term.text.source for _, term in licence.terms)
    for name in dict.fromkeys(cited):
        source = sources.get(name)
        if source and source.kind == "licence-text" and "policy" in source.title.casefold():
            yield Wanted(USE_POLICY, licence.id, file_address(str(source.url)))


def texts_of_model(model: Model) -> Iterator[Wanted]:
    """The model's card, where its repository is known."""
    if model.hf_repo:
        yield Wanted(MODEL_CARD, model.id, f"https://huggingface.co/{model.hf_repo}/raw/main/README.md")
