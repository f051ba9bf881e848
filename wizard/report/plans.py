"""Who sees to which duty and by when, as it was handed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.presenters.duties import act_duties, licence_duties
from catalog.presenters.words import counted, day
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
        return "Every duty was reported as done when this account was handed over."
    owned = sum(bool(key in todos and todos[key]["owner"]) for key in left)
    has = "has" if owned == 1 else "have"
    return f"Of {counted(len(left), 'open duty', 'open duties')}, those of the AI Act included, {owned} {has} an owner."


def _says(todo: Todo) -> str:
    due = f"by {_day(todo['due'])}" if todo["due"] else ""
    planned = ", ".join(filter(None, (todo["owner"], due)))
    done = f"done on {_day(todo['done_on'])}, says {todo['done_by']}" if todo["done_on"] else ""
    told = "; ".join(filter(None, (planned, done)))
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
