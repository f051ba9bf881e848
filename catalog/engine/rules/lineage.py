"""Licences that a model inherits from base models of other vendors, and labels that hide them."""

from collections.abc import Sequence

from catalog.engine.case import Case, Stated
from catalog.engine.finding import NOTHING, Finding, Outcome
from catalog.knowledge.entries import Licence


def inherited(case: Case, parents: Sequence[Licence], label: Stated[str], beside: Sequence[str] = ()) -> Outcome:
    """Say which licences come with the base models, and warn where the model's own label cannot be right.

    `beside` are ids of those that the vendor itself names beside its own. Source: flow-down clauses of the parents; the
    vendor of a base model may change its own terms, another may not.
    """
    if not parents:
        return NOTHING
    findings: list[Finding] = []
    for parent in parents:
        named = parent.id in beside
        says = f"A base model is under {parent.short}, and its terms keep binding this one."
        if named:
            says = f"Its vendor names {parent.short} beside its own licence, so both bind."
        remedy = f"Follow {parent.short} too: its duties and limits stand in this evaluation."
        findings.append(label.finding("lineage.inherited", "info", ("/candidates",), remedy, says))
        if not named and (told := _conflict(case.licence, parent)):
            remedy = "Do not rely on the label alone; record both licences in your bill of materials."
            findings.append(label.finding("lineage.conflict", "caution", ("/candidates",), remedy, told))
    return Outcome(tuple(findings))


def _conflict(own: Licence, parent: Licence) -> str:
    """What is wrong with a label beside the licence of a base model; empty where the two can stand together.

    Source: the real cases of labels against lineage: MIT on a Llama base, the wrong version of one vendor's licence,
    commerce on a non-commercial base, another licence on a base whose derivatives must keep theirs.
    """
    both = f"The label says {own.short}, but {parent.short} of the base model still binds"
    if own.family == "permissive" and parent.family != "permissive":
        return f"{both}."
    if own.steward == parent.steward and parent.family != "permissive":
        return f"{both}: the label names another text of the same licensor."
    if _forbids_commerce(parent) and not _forbids_commerce(own):
        return f"{both}, and it forbids commercial use."
    if parent.terms.propagation.text.value.relicensing == "same-licence":
        return f"{both}, and its derivatives must keep it."
    return ""


def _forbids_commerce(licence: Licence) -> bool:
    return licence.terms.commercial_use.text.value.level == "forbidden"
