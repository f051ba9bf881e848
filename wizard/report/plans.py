"""Who sees to which duty and by when, as it was handed over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalog.presenters.duties import act_duties, licence_duties
from catalog.presenters.language import Spoken, ngettext
from catalog.presenters.language import gettext as _
from catalog.presenters.words import counted, day, sentence
from wizard.report.glyphs import VERBATIM
from wizard.report.inputs import Proof, Snapshot, Todo
from wizard.report.links import web_address

_KINDS = Spoken({"file": "File", "link": "Link"})


@dataclass(frozen=True)
class ProofView:
    """What shows that a duty is fulfilled; a file is named by its SHA-256."""

    kind: str
    title: str
    url: str = field(metadata=VERBATIM)
    sha256: str = field(metadata=VERBATIM)
    added: str


@dataclass(frozen=True)
class PlanView:
    """The plan for one duty: owner and day in a sentence, the note, and evidence. Empty where nobody planned it."""

    says: str = ""
    note: str = ""
    evidence: tuple[ProofView, ...] = ()


NO_PLAN = PlanView()


def plans(snapshot: Snapshot) -> Mapping[str, PlanView]:
    """The plans by the key of their duty; none in an account from before duties were planned."""
    return {
        todo["key"]: PlanView(_says(todo), todo["note"].strip(), tuple(map(_proof, todo.get("evidence", ()))))
        for todo in snapshot.get("todos", ())
    }


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


def _proof(proof: Proof) -> ProofView:
    added = ""
    if proof["on"]:
        told = {"name": proof["by"], "day": _day(proof["on"])}
        added = _("added by %(name)s on %(day)s") % told
    kind = _KINDS.get(proof["kind"], proof["kind"])
    return ProofView(kind, proof["title"], web_address(proof["url"]), proof["sha256"], added)


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
