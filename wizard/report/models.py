"""The models of an evaluation as display values: verdict, reasons, findings, duties, limits and repairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from catalog.presenters.duties import licence_duties
from catalog.presenters.evaluation import merged
from catalog.presenters.language import Spoken, number, within
from catalog.presenters.language import gettext as _
from catalog.presenters.words import VERDICTS, clause_words, day, listed
from wizard.report.glyphs import VERBATIM
from wizard.report.inputs import Labels
from wizard.report.links import web_address
from wizard.report.plans import NO_PLAN, PlanView

SEVERITIES = Spoken(
    {
        "blocker": "Blocks",
        "question": "Open question",
        "action": "To do",
        "caution": "Caution",
        "info": "Good to know",
    }
)
READINGS = Spoken({"text": "the licence text", "guide": "the founding guide"})
_RISKS = Spoken({"minimal": "minimal", "low": "low", "moderate": "moderate", "high": "high"})
_DECIDES = {"blocked": ("blocker",), "undecided": ("question",), "conditions": ("action", "question")}
_MET = {True: "met", False: "open", None: "unknown"}
_MET_WORDS = Spoken({"met": "in place", "open": "not in place", "unknown": "not known"})
_LIMITS = Spoken(
    {
        "mau": "{number} monthly active users",
        "revenue": "{number} US dollars of revenue",
    }
)
_COUNTED = Spoken({"group": "for the whole group", "product": "for each product that contains the model"})
_TESTED = Spoken({"at-release": "counted once, at the release", "running": "counted all the time"})


@dataclass(frozen=True)
class VerdictView:
    """A verdict by word and by kind; the kind gives its shape and colour."""

    kind: str
    word: str


@dataclass(frozen=True)
class SourceView:
    """Where a statement stands, and when and in which reading it was read. `url` is empty unless it is a web page."""

    title: str
    clause: str
    url: str = field(metadata=VERBATIM)
    read_on: str
    reading: str


@dataclass(frozen=True)
class FindingView:
    """One finding: what it is, what to do, which answers caused it, and where it stands."""

    kind: str
    severity: str
    says: str
    remedy: str
    origin: str
    because: str
    source: SourceView


@dataclass(frozen=True)
class HeadroomView:
    """A limit of scale, what was counted, and how much of the limit that is."""

    licence: str
    limit: str
    counted: str
    used: str
    note: str


@dataclass(frozen=True)
class ModelView:
    """One candidate with everything that was found about it. `reason` is the sentence that decides."""

    name: str
    licences: str
    verdict: VerdictView
    risk: str
    reason: str
    clause: str
    contested: bool
    open_duties: int
    findings: tuple[FindingView, ...]
    headroom: tuple[HeadroomView, ...]
    repairs: tuple[str, ...]
    anchor: str = field(metadata=VERBATIM)


@dataclass(frozen=True)
class DutyView:
    """One duty, for which models it is owed, whether it is in place, and who sees to it."""

    says: str
    licence: str
    clause: str
    models: str
    kind: str
    status: str
    plan: PlanView


@dataclass(frozen=True)
class DutyGroup:
    """The duties of one phase of the work."""

    phase: str
    duties: tuple[DutyView, ...]


@dataclass(frozen=True)
class AdviceView:
    """A model with the reasons to use it or to avoid it."""

    name: str
    reasons: tuple[str, ...]


def models(evaluation: Mapping[str, Any], labels: Labels) -> tuple[ModelView, ...]:
    """Return the candidates, the most usable first."""
    shown = [_model(model, labels) for model in evaluation["models"]]
    order = list(VERDICTS)
    return tuple(sorted(shown, key=lambda model: (order.index(model.verdict.kind), model.name)))


def duties(evaluation: Mapping[str, Any], labels: Labels, planned: Mapping[str, PlanView]) -> tuple[DutyGroup, ...]:
    """Return every duty once, with all the models for which it is owed; blocked models owe nothing."""
    groups: dict[str, list[DutyView]] = {}
    for owed in licence_duties(evaluation):
        duty, kind = owed.duty, _MET[owed.duty["met"]]
        licence = duty.get("licence", "")
        names = sorted(labels.models.get(model, model) for model in owed.models)
        view = DutyView(
            says=labels.say(duty["says"]),
            licence=labels.licences.get(licence, licence),
            clause=_clause(duty),
            models=listed(names),
            kind=kind,
            status=_MET_WORDS[kind],
            plan=planned.get(owed.key, NO_PLAN),
        )
        groups.setdefault(labels.phases.get(duty["phase"], duty["phase"]), []).append(view)
    return tuple(DutyGroup(phase, tuple(views)) for phase, views in groups.items())


def advice(entry: Mapping[str, Any], labels: Labels) -> AdviceView:
    """A recommended model with its reasons."""
    return AdviceView(labels.models.get(entry["model"], entry["model"]), tuple(map(labels.say, entry["because"])))


def avoided(entry: Mapping[str, Any], evaluation: Mapping[str, Any], labels: Labels) -> AdviceView:
    """A model to avoid; reasons that are codes of findings are told by the findings' own sentences."""
    own = [model for model in evaluation["models"] if model["model"] == entry["model"]]
    said = {finding["code"]: finding["says"] for model in own for finding in model["findings"]}
    reasons = dict.fromkeys(labels.say(said.get(reason, reason)) for reason in entry["because"])
    return AdviceView(labels.models.get(entry["model"], entry["model"]), tuple(reasons))


def _model(model: Mapping[str, Any], labels: Labels) -> ModelView:
    findings = tuple(_finding(finding, labels) for finding in _ordered(merged(_said(model, labels))))
    wanted = _DECIDES.get(model["verdict"], ())
    deciding = [finding for finding in findings if finding.kind in wanted]
    return ModelView(
        name=labels.models.get(model["model"], model["model"]),
        licences=listed([labels.licences.get(name, name) for name in model["licences"]]),
        verdict=VerdictView(model["verdict"], VERDICTS[model["verdict"]]),
        risk=_RISKS.get(model["risk"], model["risk"]),
        reason=deciding[0].says if deciding else _nothing_against(),
        clause=deciding[0].source.clause if deciding else "",
        contested=model["contested"],
        open_duties=sum(1 for finding in findings if finding.kind in ("action", "question")),
        findings=findings,
        headroom=tuple(_headroom(room, labels) for room in model["headroom"]),
        repairs=tuple(_repair(changes, labels) for changes in model["repairs"]),
        anchor=f"model-{model['model']}",
    )


def _nothing_against() -> str:
    return _("Nothing stands against it, and every licence duty is in place.")


def _said(model: Mapping[str, Any], labels: Labels) -> list[Mapping[str, Any]]:
    """The findings in the report's language."""
    return [
        {**finding, "says": labels.say(finding["says"]), "remedy": labels.say(finding["remedy"])}
        for finding in model["findings"]
    ]


def _ordered(findings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    order = list(SEVERITIES)
    return sorted(findings, key=lambda finding: order.index(finding["severity"]))


def _finding(finding: Mapping[str, Any], labels: Labels) -> FindingView:
    source = finding["source"]
    causes = dict.fromkeys(f"“{labels.facts.get(at, at)}”" for at in finding["because"])
    return FindingView(
        kind=finding["severity"],
        severity=SEVERITIES[finding["severity"]],
        says=finding["says"],
        remedy=finding["remedy"],
        origin=_origin(finding, labels),
        because=listed(causes),
        source=SourceView(
            title=labels.sources.get(source["id"], source["id"]),
            clause=clause_words(source["clause"]),
            url=web_address(source["url"]),
            read_on=day(date.fromisoformat(source["read_on"])) if source["read_on"] else "",
            reading=READINGS.get(finding["reading"], "") if finding["licence"] else "",
        ),
    )


def _origin(finding: Mapping[str, Any], labels: Labels) -> str:
    licence = labels.licences.get(finding["licence"], finding["licence"])
    topic = labels.topics.get(finding["topic"], finding["topic"])
    return f"{licence}, {within(topic)}" if licence and topic else licence or topic


def _clause(duty: Mapping[str, Any]) -> str:
    return clause_words((duty.get("source") or {}).get("clause", ""))


def _headroom(room: Mapping[str, Any], labels: Labels) -> HeadroomView:
    note = _TESTED.get(room["type"], room["type"])
    if room["crosses_on"]:
        crosses = {"tested": note, "day": day(date.fromisoformat(room["crosses_on"]))}
        note = _("%(tested)s; reached on %(day)s if growth goes on") % crosses
    name = labels.licences.get(room.get("licence", ""), room.get("licence", ""))
    if agreement := room.get("agreement"):
        name = _("%(licence)s, by agreement") % {"licence": name}
        note = _agreed(note, agreement)
    return HeadroomView(
        licence=name,
        limit=_LIMITS[room["metric"]].format(number=number(room["limit"])),
        counted=_("not known") if room["counted"] is None else number(room["counted"]),
        used="" if room["used"] is None else _percent(room["used"]),
        note=note,
    )


def _agreed(note: str, agreement: Mapping[str, Any]) -> str:
    """How the limit of an agreement is tested: whose numbers it counts, and until when it runs."""
    counts = _COUNTED[agreement["counts"]]
    if not agreement["until"]:
        return f"{note}; {counts}"
    ends = _("the agreement ends on %(day)s") % {"day": day(date.fromisoformat(agreement["until"]))}
    return f"{note}; {counts}; {ends}"


def _percent(share: float) -> str:
    return f"{number(Decimal(f'{share:.1%}'.rstrip('%')))} %"


def _repair(changes: Iterable[Mapping[str, Any]], labels: Labels) -> str:
    words = _("“%(question)s” answered with %(answer)s instead of %(former)s")
    return listed(
        words
        % {
            "question": labels.facts.get(change["at"], change["at"]),
            "answer": _value(change["to"], labels),
            "former": _value(change["from"], labels),
        }
        for change in changes
    )


def _value(value: Any, labels: Labels) -> str:
    """Write an answer as a person would: yes, no, unknown, words for codes, lists joined."""
    if isinstance(value, list):
        return listed([_value(item, labels) for item in value]) if value else _("none")
    if value is None or isinstance(value, bool):
        return {True: _("yes"), False: _("no"), None: _("unknown")}[value]
    if isinstance(value, int):
        return number(value)
    return f"“{labels.values.get(str(value), value)}”"
