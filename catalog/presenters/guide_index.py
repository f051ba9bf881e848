"""The index of the guide: every page of it with one sentence, in the order in which one would read them."""

from django.urls import reverse

from catalog.knowledge.index import Catalogue
from catalog.presenters import words
from catalog.presenters.language import gettext as _
from catalog.presenters.licence import Link

Section = tuple[str, tuple[Link, ...]]


def guide_index(catalogue: Catalogue) -> tuple[Section, ...]:
    """Return the sections with their pages; the note of a link is its sentence."""
    points = words.counted(len(catalogue.disagreements), "point", "points")
    tasks = len(catalogue.checklist)
    return (
        (
            _("Decide"),
            (
                _page(
                    "check",
                    _("Quick check"),
                    _("One model and six questions, answered in a minute, without an account."),
                ),
                _page("flowchart", _("Flowchart"), _("The way from a model to a decision, question by question.")),
                _page("situations", _("Situations"), _("Which model fits which of five common situations.")),
                _page(
                    "checklist",
                    _("Checklist"),
                    _("The %(tasks)s items to settle before production, to print and tick.") % {"tasks": tasks},
                ),
            ),
        ),
        (
            _("Understand"),
            (
                _page(
                    "families", _("Licence families"), _("What each kind of licence lets you do, and what RAIL means.")
                ),
                _page(
                    "traps", _("Traps"), _("Five ways into a breach that looked harmless, and who counts as a user.")
                ),
                _page("faq", _("Questions"), _("Five questions that everybody asks, with both answers.")),
                _page("practices", _("Best practices"), _("Five habits that keep a decision right for longer.")),
                _page(
                    "ai_act",
                    _("AI Act"),
                    _("What binds today, what comes when, who owes what, and what a breach costs."),
                ),
            ),
        ),
        (
            _("Check us"),
            (
                _page(
                    "disagreements",
                    _("Where guide and sources differ"),
                    _("%(points)s on which the founding guide and the texts say different things, the gravest first.")
                    % {"points": points},
                ),
                _page(
                    "editions",
                    _("Editions"),
                    _("Every edition with its hash, and what changed between two of them."),
                ),
                _page(
                    "cases", _("Published cases"), _("What the engine promises, case by case, for a lawyer to check.")
                ),
                _page(
                    "recognise", _("Recognise a licence"), _("Paste a licence text or a model card and see what it is.")
                ),
            ),
        ),
    )


def _page(name: str, label: str, says: str) -> Link:
    return Link(label, reverse(f"catalog:{name}"), says)
