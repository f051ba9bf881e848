"""The index of the guide: every page of it with one sentence, in the order in which one would read them."""

from django.urls import reverse

from catalog.knowledge.index import Catalogue
from catalog.presenters import words
from catalog.presenters.licence import Link

Section = tuple[str, tuple[Link, ...]]


def guide_index(catalogue: Catalogue) -> tuple[Section, ...]:
    """Return the sections with their pages; the note of a link is its sentence."""
    points = words.counted(len(catalogue.disagreements), "point", "points")
    tasks = len(catalogue.checklist)
    return (
        (
            "Decide",
            (
                _page("check", "Quick check", "One model and six questions, answered in a minute, without an account."),
                _page("flowchart", "Flowchart", "The way from a model to a decision, question by question."),
                _page("situations", "Situations", "Which model fits which of five common situations."),
                _page("checklist", "Checklist", f"The {tasks} items to settle before production, to print and tick."),
            ),
        ),
        (
            "Understand",
            (
                _page("families", "Licence families", "What each kind of licence lets you do, and what RAIL means."),
                _page("traps", "Traps", "Five ways into a breach that looked harmless, and who counts as a user."),
                _page("faq", "Questions", "Five questions that everybody asks, with both answers."),
                _page("practices", "Best practices", "Five habits that keep a decision right for longer."),
                _page("ai_act", "AI Act", "What binds today, what comes when, who owes what, and what a breach costs."),
            ),
        ),
        (
            "Check us",
            (
                _page(
                    "disagreements",
                    "Where guide and sources differ",
                    f"{points} on which the founding guide and the texts say different things, the gravest first.",
                ),
                _page(
                    "editions",
                    "Editions",
                    "Every edition with its hash, and what changed between two of them.",
                ),
                _page("cases", "Published cases", "What the engine promises, case by case, for a lawyer to check."),
                _page("recognise", "Recognise a licence", "Paste a licence text or a model card and see what it is."),
            ),
        ),
    )


def _page(name: str, label: str, says: str) -> Link:
    return Link(label, reverse(f"catalog:{name}"), says)
