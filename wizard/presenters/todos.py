"""What is owed as a list of things to do: each duty with who sees to it, by when, and whether it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.engine.law import Law
from catalog.presenters import language
from catalog.presenters.duties import Owed, act_duties, licence_duties
from catalog.presenters.words import clause_words, day, listed
from wizard.models import Todo
from wizard.presenters.act import FOLDED, duty_place, when_words
from wizard.presenters.findings import Link, Words
from wizard.presenters.proofs import Piece, PieceView, piece_view, pieces

MOST_MODELS = 3
MET = {
    True: gettext_lazy("in place"),
    False: gettext_lazy("not in place"),
    None: gettext_lazy("not known whether it is in place"),
}
LABELS = {
    "attribution.display": gettext_lazy("Show the label"),
    "notice": gettext_lazy("Ship the NOTICE file"),
    "licence-copy": gettext_lazy("Ship a copy of the licence"),
    "use-policy": gettext_lazy("Read the use policy"),
    "content-filter": gettext_lazy("Filter contents"),
    "user-monitoring": gettext_lazy("Watch the numbers against the limit"),
    "propagation": gettext_lazy("Pass the restrictions on"),
    "copyleft.derivative": gettext_lazy("Offer the source of your changed version"),
    "copyleft.network": gettext_lazy("Offer the source to remote users"),
    "output-naming": gettext_lazy("Name what outputs trained"),
    "output-derivative": gettext_lazy("Keep the terms for what outputs trained"),
    "registration": gettext_lazy("Register, or ask for a licence"),
    "safety-layer": gettext_lazy("Build a safety layer"),
}
"""What a licence duty is called where no evaluation is at hand."""


@dataclass(frozen=True)
class Planned:
    """What is known of a duty beside the duty itself, as it is stored or as it was handed over."""

    owner: str = ""
    due: date | None = None
    note: str = ""
    done_by: str = ""
    done_on: date | None = None
    evidence: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class TodoView:
    """One duty of the list. `met`: by the answers it is in place, so that nobody has to see to it.

    `evidence` is what shows that it is fulfilled.

    `done_href` and `href` tick it off and change its plan; `answer` leads to the question that says whether it is met.
    """

    key: str
    says: str
    origin: Link
    place: str
    models: str
    status: str
    met: bool
    done: bool
    done_words: str
    owner: str
    due: str
    late: bool
    note: str
    evidence: tuple[PieceView, ...]
    href: str
    done_href: str
    answer: Link

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return self.met or self.done


@dataclass(frozen=True)
class TodoGroup:
    """The duties of one origin: the licences, or the AI Act from one day on."""

    anchor: str
    title: str
    todos: tuple[TodoView, ...]

    @property
    def folded(self) -> bool:
        """Whether it is so long that it opens only when asked for: nobody has begun with it either."""
        return len(self.todos) > FOLDED and not any(todo.owner or todo.due or todo.over for todo in self.todos)


@dataclass(frozen=True)
class TodosView:
    """The whole list. `counts` are the few numbers at its head."""

    groups: tuple[TodoGroup, ...]
    counts: tuple[str, ...]

    @property
    def todos(self) -> tuple[TodoView, ...]:
        """Every duty, in the order of the groups."""
        return tuple(todo for group in self.groups for todo in group.todos)

    def todo(self, key: str) -> TodoView | None:
        """The duty of a key; None for what is not owed."""
        return next((todo for todo in self.todos if todo.key == key), None)


def todos_view(
    evaluation: Mapping[str, Any], planned: Mapping[str, Planned], words: Words, today: date, *, files: bool = True
) -> TodosView:
    """Every duty of the evaluation with its plan. A plan for what is no longer owed stands in no list.

    `files`: whether the reader may open the files that show duties fulfilled; they are named in any case.
    """
    row = _rows(planned, words, today, files=files)
    own = [row(owed, **_under_licence(owed, evaluation, words)) for owed in licence_duties(evaluation)]
    groups = [TodoGroup("owed-licences", _("Under the licences"), tuple(own))] if own else []
    by_day: dict[str, list[TodoView]] = {}
    for owed in act_duties(evaluation):
        under_act = {"origin": Link(_("AI Act")), "place": duty_place(owed.duty)}
        by_day.setdefault(when_words(owed.duty), []).append(row(owed, **under_act))
    for number, (when, found) in enumerate(by_day.items(), start=1):
        title = _("Under the AI Act: %(when)s") % {"when": when}
        groups.append(TodoGroup(f"owed-act-{number}", title, tuple(found)))
    return TodosView(tuple(groups), _counts([todo for group in groups for todo in group.todos]))


def stored(todos: Mapping[str, Todo]) -> dict[str, Planned]:
    """The plans as they are stored, by key."""
    return {
        key: Planned(
            owner=todo.owner,
            due=todo.due,
            note=todo.note,
            evidence=tuple(pieces(todo)),
            done_by=todo.done_by.full_name if todo.done_by else "",
            done_on=localdate(todo.done_at) if todo.done_at else None,
        )
        for key, todo in todos.items()
    }


def handed_over(snapshot: Mapping[str, Any]) -> dict[str, Planned]:
    """The plans as they were handed over, by key; none in a snapshot from before there were any."""
    return {
        entry["key"]: Planned(
            owner=entry["owner"],
            due=date.fromisoformat(entry["due"]) if entry["due"] else None,
            note=entry["note"],
            done_by=entry["done_by"],
            done_on=date.fromisoformat(entry["done_on"]) if entry["done_on"] else None,
            evidence=tuple(Piece(**one) for one in entry.get("evidence", ())),
        )
        for entry in snapshot.get("todos", ())
    }


def document_todos(evaluation: Mapping[str, Any], todos: Mapping[str, Todo]) -> list[dict[str, Any]]:
    """The plans as a snapshot keeps them: JSON values only, and only for what is owed; evidence where there is any."""
    plans = stored(todos)
    return [
        {
            "key": key,
            "owner": plan.owner,
            "due": plan.due.isoformat() if plan.due else "",
            "note": plan.note,
            "done_by": plan.done_by,
            "done_on": plan.done_on.isoformat() if plan.done_on else "",
            **({"evidence": [asdict(piece) for piece in plan.evidence]} if plan.evidence else {}),
        }
        for key in owed_keys(evaluation)
        if (plan := plans.get(key)) and plan != Planned()
    ]


def owed_keys(evaluation: Mapping[str, Any]) -> list[str]:
    """The keys of every duty that an evaluation finds owed."""
    return [one.key for one in (*licence_duties(evaluation), *act_duties(evaluation))]


def duty_words(key: str, words: Words, law: Law) -> str:
    """What a duty is called where no evaluation is at hand, as in a list of what is due soon."""
    code, _colon, rest = key.partition(":")
    if code == "ai-act":
        return language.told(law.obligations[rest].says) if rest in law.obligations else rest
    return f"{LABELS.get(code, code)}, {words.licence(rest.partition(':')[0])}"


def _rows(planned: Mapping[str, Planned], words: Words, today: date, *, files: bool) -> Callable[..., TodoView]:
    """How one duty becomes a row of the list: with its plan, and the addresses that change it."""
    opened_at = words.reference if files else ""

    def row(owed: Owed, **told: Any) -> TodoView:
        plan = planned.get(owed.key, Planned())
        view = {"models": "", "status": "", "met": False, "answer": Link(""), **told}
        over = view["met"] or plan.done_on is not None
        place = [words.reference, owed.key]
        return TodoView(
            **view,
            key=owed.key,
            says=language.told(owed.duty["says"]),
            done=plan.done_on is not None,
            done_words=_done_words(plan),
            owner=plan.owner,
            due=day(plan.due) if plan.due else "",
            late=plan.due is not None and plan.due < today and not over,
            note=plan.note,
            evidence=tuple(piece_view(piece, opened_at) for piece in plan.evidence),
            href=reverse("wizard:todo", args=place),
            done_href=reverse("wizard:todo_done", args=place),
        )

    return row


def _under_licence(owed: Owed, evaluation: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """What only a duty under a licence has: its clause, whether it is met, and for which of several models."""
    usable = [model["model"] for model in evaluation["models"] if model["verdict"] != "blocked"]
    for_some = len(owed.models) < len(usable) and len(owed.models) <= MOST_MODELS
    return {
        "origin": words.licence_link(owed.duty.get("licence", "")),
        "place": clause_words(owed.duty["source"].get("clause", "")),
        "models": listed(words.model(model) for model in owed.models) if for_some else "",
        "status": str(MET[owed.duty["met"]]),
        "met": owed.duty["met"] is True,
        "answer": _answer(owed, evaluation, words),
    }


def _answer(owed: Owed, evaluation: Mapping[str, Any], words: Words) -> Link:
    """The question that says whether a duty is in place: the answer that the finding about it looked at."""
    found = (finding for model in evaluation["models"] for finding in model["findings"])
    same = [it for it in found if it["says"] == owed.duty["says"] and it["licence"] == owed.duty.get("licence")]
    looked_at = [at for finding in same for at in finding["because"] if at.startswith("/safeguards/")]
    return words.question(looked_at[0]) if looked_at else Link("")


def _done_words(plan: Planned) -> str:
    if plan.done_on is None:
        return ""
    return _("Done, says %(name)s, %(day)s") % {"name": plan.done_by, "day": day(plan.done_on)}


def _counts(todos: Iterable[TodoView]) -> tuple[str, ...]:
    """How much is left, how much is done, and what of the rest is late or has nobody to see to it."""
    todos = list(todos)
    left = [todo for todo in todos if not todo.over]
    late, nobodys = sum(todo.late for todo in left), sum(not todo.owner for todo in left)
    told = [ngettext("%(count)d to do", "%(count)d to do", len(left)) % {"count": len(left)}] if left else []
    if over := len(todos) - len(left):
        told.append(ngettext("%(count)d done or in place", "%(count)d done or in place", over) % {"count": over})
    if late:
        told.append(ngettext("%(count)d late", "%(count)d late", late) % {"count": late})
    if nobodys:
        told.append(ngettext("%(count)d without an owner", "%(count)d without an owner", nobodys) % {"count": nobodys})
    return tuple(told)
