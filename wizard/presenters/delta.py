"""A delta review: what is other than in the snapshot that was approved before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalog.presenters.language import told
from catalog.presenters.words import VERDICTS, day
from wizard.models import Ending, Snapshot
from wizard.presenters.findings import Words
from wizard.queries.assessments import approved_before

WEIGHTY = ("blocker", "action", "question")


@dataclass(frozen=True)
class ChangedAnswer:
    """One answer that is other now: its lines before and after, both empty where only its note or evidence changed."""

    item: str
    label: str
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    also: tuple[str, ...]


@dataclass(frozen=True)
class Differences:
    """What of one account is other in a second one, the answers apart."""

    models: tuple[str, ...]
    verdicts: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    law: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is other."""
        return not (self.models or self.verdicts or self.new or self.gone or self.law or self.sources)


@dataclass(frozen=True)
class DeltaView:
    """What changed since an approval, and why that approval ended."""

    revision: int
    approved: str
    reasons: tuple[str, ...]
    answers: tuple[ChangedAnswer, ...]
    found: Differences

    @property
    def items(self) -> frozenset[str]:
        """The items whose answers are other now."""
        return frozenset(one.item for one in self.answers)

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is other."""
        return not self.answers and self.found.nothing


def delta_of(snapshot: Snapshot, words: Words) -> DeltaView | None:
    """What is other than in the snapshot of the same assessment that was approved before; None for a first one."""
    before = approved_before(snapshot)
    return delta_view(before, snapshot, Ending.objects.filter(snapshot=before).first(), words) if before else None


def delta_view(before: Snapshot, now: Snapshot, ending: Ending | None, words: Words) -> DeltaView:
    """Compare the snapshot that was approved before with the one to decide on."""
    old, new = before.data, now.data
    return DeltaView(
        revision=before.revision,
        approved=day(max(one.decided_at for one in before.approvals).date()),
        reasons=tuple(ending.reason.splitlines()) if ending else (),
        answers=tuple(_answers(old, new)),
        found=differences(old, new, words),
    )


def differences(old: Mapping[str, Any], new: Mapping[str, Any], words: Words) -> Differences:
    """Compare two accounts in the shape of a snapshot: `evaluation`, `edition`, `engine` and `own` are read."""
    held, found = dict(_findings(old, words)), dict(_findings(new, words))
    return Differences(
        models=tuple(_models(old, new, words)),
        verdicts=tuple(_verdicts(old, new, words)),
        new=tuple(says for name, says in found.items() if name not in held),
        gone=tuple(says for name, says in held.items() if name not in found),
        law=tuple(_law(old, new)),
        sources=tuple(_sources(old, new)),
    )


def _models(old: Mapping[str, Any], new: Mapping[str, Any], words: Words) -> Iterator[str]:
    before, now = ([one["model"] for one in each["evaluation"]["models"]] for each in (old, new))
    for model in now:
        if model not in before:
            yield _("%(model)s is new among the candidates.") % {"model": words.model(model)}
    for model in before:
        if model not in now:
            yield _("%(model)s is no candidate any more.") % {"model": words.model(model)}


def _verdicts(old: Mapping[str, Any], new: Mapping[str, Any], words: Words) -> Iterator[str]:
    before = {one["model"]: one["verdict"] for one in old["evaluation"]["models"]}
    for one in new["evaluation"]["models"]:
        former = before.get(one["model"], one["verdict"])
        if former != one["verdict"]:
            yield _("%(model)s: %(now)s instead of %(before)s.") % {
                "model": words.model(one["model"]),
                "now": VERDICTS[one["verdict"]],
                "before": VERDICTS[former],
            }


def _findings(data: Mapping[str, Any], words: Words) -> Iterator[tuple[tuple[str, ...], str]]:
    for model in data["evaluation"]["models"]:
        for finding in model["findings"]:
            if finding["severity"] in WEIGHTY:
                name = (model["model"], finding["code"], finding["severity"], finding["licence"], finding["topic"])
                told_of = {"model": words.model(model["model"]), "says": told(finding["says"])}
                yield name, _("%(model)s: %(says)s") % told_of


def _answers(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[ChangedAnswer]:
    before = {one["item"]: one for one in old["answers"]}
    for now in new["answers"]:
        former = before.get(now["item"])
        if former is None or any(former[key] != now[key] for key in ("lines", "note", "unknown", "evidence")):
            yield _changed(former or {"lines": [], "note": "", "unknown": False, "evidence": []}, now)


def _changed(former: Mapping[str, Any], now: Mapping[str, Any]) -> ChangedAnswer:
    also = []
    if former["note"] != now["note"]:
        also.append(_("The note is other."))
    if former["evidence"] != now["evidence"]:
        also.append(_("The evidence is other."))
    if former["unknown"] != now["unknown"]:
        also.append(_("It is left open now.") if now["unknown"] else _("It is settled now."))
    same = former["lines"] == now["lines"]
    return ChangedAnswer(
        item=now["item"],
        label=now["title"],
        before=() if same else tuple((label, value) for label, value in former["lines"]),
        after=() if same else tuple((label, value) for label, value in now["lines"]),
        also=tuple(also),
    )


def _law(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    status = {one["id"]: one["status"] for one in old["evaluation"]["eu_ai_act"]["obligations"]}
    for duty in new["evaluation"]["eu_ai_act"]["obligations"]:
        if duty["id"] not in status:
            yield _("New: %(says)s") % {"says": told(duty["says"])}
        elif duty["status"] != status[duty["id"]]:
            yield _("Its day has come: %(says)s") % {"says": told(duty["says"])}


def _sources(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if old["edition"] != new["edition"]:
        yield _("The catalogue is edition %(now)s instead of %(before)s.") % {
            "now": new["edition"]["version"],
            "before": old["edition"]["version"],
        }
    if old["engine"] != new["engine"]:
        versions = {"now": new["engine"], "before": old["engine"]}
        yield _("The rules are version %(now)s instead of %(before)s.") % versions
    if old.get("own", {}).get("key") != new.get("own", {}).get("key"):
        yield _("What the organisation holds beside the catalogue is other.")
