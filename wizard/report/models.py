"""The models of an evaluation as display values: verdict, reasons, findings, duties, limits and repairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalog.presenters.duties import licence_duties
from catalog.presenters.evaluation import merged
from catalog.presenters.words import clause_words, day, listed
from wizard.report.glyphs import VERBATIM
from wizard.report.inputs import Labels
from wizard.report.plans import NO_PLAN, PlanView

VERDICTS = {"clear": "Clear", "conditions": "Conditions", "undecided": "Undecided", "blocked": "Blocked"}
SEVERITIES = {
    "blocker": "Blocks",
    "question": "Open question",
    "action": "To do",
    "caution": "Caution",
    "info": "Good to know",
}
READINGS = {"text": "the licence text", "guide": "the founding guide"}
_DECIDES = {"blocked": ("blocker",), "undecided": ("question",), "conditions": ("action", "question")}
_MET = {True: ("met", "in place"), False: ("open", "not in place"), None: ("unknown", "not known")}
_METRICS = {"mau": "monthly active users", "annual-revenue-usd": "US dollars of annual revenue"}
_TESTED = {"at-release": "counted once, at the release", "running": "counted all the time"}
_NOTHING_AGAINST = "Nothing stands against it, and every licence duty is in place."


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
            says=duty["says"],
            licence=labels.licences.get(licence, licence),
            clause=_clause(duty),
            models=listed(names),
            kind=kind[0],
            status=kind[1],
            plan=planned.get(owed.key, NO_PLAN),
        )
        groups.setdefault(labels.phases.get(duty["phase"], duty["phase"]), []).append(view)
    return tuple(DutyGroup(phase, tuple(views)) for phase, views in groups.items())


def advice(entry: Mapping[str, Any], labels: Labels) -> AdviceView:
    """A recommended model with its reasons."""
    return AdviceView(labels.models.get(entry["model"], entry["model"]), tuple(entry["because"]))


def avoided(entry: Mapping[str, Any], evaluation: Mapping[str, Any], labels: Labels) -> AdviceView:
    """A model to avoid; reasons that are codes of findings are told by the findings' own sentences."""
    own = [model for model in evaluation["models"] if model["model"] == entry["model"]]
    said = {finding["code"]: finding["says"] for model in own for finding in model["findings"]}
    reasons = dict.fromkeys(said.get(reason, reason) for reason in entry["because"])
    return AdviceView(labels.models.get(entry["model"], entry["model"]), tuple(reasons))


def web_address(url: str) -> str:
    """Return the address if it leads to a web page, or nothing: no other scheme becomes a link in a report."""
    return url if url.startswith(("https://", "http://")) else ""


def _model(model: Mapping[str, Any], labels: Labels) -> ModelView:
    findings = tuple(_finding(finding, labels) for finding in _ordered(merged(model["findings"])))
    wanted = _DECIDES.get(model["verdict"], ())
    deciding = [finding for finding in findings if finding.kind in wanted]
    return ModelView(
        name=labels.models.get(model["model"], model["model"]),
        licences=listed([labels.licences.get(name, name) for name in model["licences"]]),
        verdict=VerdictView(model["verdict"], VERDICTS[model["verdict"]]),
        risk=model["risk"],
        reason=deciding[0].says if deciding else _NOTHING_AGAINST,
        clause=deciding[0].source.clause if deciding else "",
        contested=model["contested"],
        open_duties=sum(1 for finding in findings if finding.kind in ("action", "question")),
        findings=findings,
        headroom=tuple(_headroom(room, labels) for room in model["headroom"]),
        repairs=tuple(_repair(changes, labels) for changes in model["repairs"]),
        anchor=f"model-{model['model']}",
    )


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
    return f"{licence}, {topic.lower()}" if licence and topic else licence or topic


def _clause(duty: Mapping[str, Any]) -> str:
    return clause_words((duty.get("source") or {}).get("clause", ""))


def _headroom(room: Mapping[str, Any], labels: Labels) -> HeadroomView:
    metric = _METRICS.get(room["metric"], room["metric"])
    crosses = day(date.fromisoformat(room["crosses_on"])) if room["crosses_on"] else ""
    return HeadroomView(
        licence=labels.licences.get(room.get("licence", ""), room.get("licence", "")),
        limit=f"{room['limit']:,} {metric}",
        counted="not known" if room["counted"] is None else f"{room['counted']:,}",
        used="" if room["used"] is None else f"{room['used']:.1%}".replace("%", " %"),
        note=_TESTED.get(room["type"], room["type"]) + (f"; reached on {crosses} if growth goes on" if crosses else ""),
    )


def _repair(changes: Iterable[Mapping[str, Any]], labels: Labels) -> str:
    told = [
        f"“{labels.facts.get(change['at'], change['at'])}” answered with {_value(change['to'], labels)}"
        f" instead of {_value(change['from'], labels)}"
        for change in changes
    ]
    return listed(told)


def _value(value: Any, labels: Labels) -> str:
    """Write an answer as a person would: yes, no, unknown, words for codes, lists joined."""
    if isinstance(value, list):
        return listed([_value(item, labels) for item in value]) if value else "none"
    if value is None or isinstance(value, bool):
        return {True: "yes", False: "no", None: "unknown"}[value]
    if isinstance(value, int):
        return f"{value:,}"
    return f"“{labels.values.get(str(value), value)}”"
