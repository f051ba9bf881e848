"""Who sees to which duty and by when, as it was handed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.presenters.duties import act_duties, licence_duties
from catalog.presenters.language import gettext as _
from catalog.presenters.language import ngettext
from catalog.presenters.words import counted, day, sentence
from wizard.report.inputs import Snapshot, Todo


@dataclass(frozen=True)
class PlanView:
    """The plan for one duty: owner and day in a sentence, and the note. Both empty where nobody planned it."""

    says: str = ""
    note: str = ""


NO_PLAN = PlanView()


def plans(snapshot: Snapshot) -> Mapping[str, PlanView]:
    """The plans by the key of their duty; none in an account from before duties were planned."""
    return {todo["key"]: PlanView(_says(todo), todo["note"].strip()) for todo in snapshot.get("todos", ())}


def summary(snapshot: Snapshot, evaluation: Mapping[str, Any]) -> str:
    """How many of the duties that are open have an owner; empty where nobody planned anything."""
    todos = {todo["key"]: todo for todo in snapshot.get("todos", ())}
    if not todos:
        return ""
    unmet = [owed for owed in licence_duties(evaluation) if owed.duty["met"] is not True]
    owed = [one.key for one in (*unmet, *act_duties(evaluation))]
    left = [key for key in owed if not (key in todos and todos[key]["done_on"])]
    if not left:
        return _("Every duty was reported as done when this account was handed over.")
    owned = sum(bool(key in todos and todos[key]["owner"]) for key in left)
    words = ngettext(
        "Of %(duties)s, those of the AI Act included, %(count)d has an owner.",
        "Of %(duties)s, those of the AI Act included, %(count)d have an owner.",
        owned,
    )
    return words % {"duties": counted(len(left), "open duty", "open duties"), "count": owned}


def _says(todo: Todo) -> str:
    due = _("by %(day)s") % {"day": _day(todo["due"])} if todo["due"] else ""
    planned = ", ".join(filter(None, (todo["owner"], due)))
    done = ""
    if todo["done_on"]:
        done = _("done on %(day)s, says %(name)s") % {"day": _day(todo["done_on"]), "name": todo["done_by"]}
    told = "; ".join(filter(None, (planned, done)))
    return f"{sentence(told)}." if told else ""


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
