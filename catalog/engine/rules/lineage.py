"""Licences that a model inherits from base models of other vendors, and labels that hide them."""

from collections.abc import Sequence

from catalog.engine.case import Case, Stated
from catalog.engine.finding import NOTHING, Finding, Outcome
from catalog.knowledge.entries import Licence
from catalog.knowledge.sentences import for_translation, sentence

RECORD_BOTH = for_translation("Do not rely on the label alone; record both licences in your bill of materials.")


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
        says = sentence(
            "Its vendor names {licence} beside its own licence, so both bind."
            if named
            else "A base model is under {licence}, and its terms keep binding this one.",
            licence=parent.short,
        )
        remedy = sentence("Follow {licence} too: its duties and limits stand in this evaluation.", licence=parent.short)
        findings.append(label.finding("lineage.inherited", "info", ("/candidates",), remedy, says))
        if not named and (told := _conflict(case.licence, parent)):
            findings.append(label.finding("lineage.conflict", "caution", ("/candidates",), RECORD_BOTH, told))
    return Outcome(tuple(findings))


def _conflict(own: Licence, parent: Licence) -> str:
    """What is wrong with a label beside the licence of a base model; empty where the two can stand together.

    Source: the real cases of labels against lineage: MIT on a Llama base, the wrong version of one vendor's licence,
    commerce on a non-commercial base, another licence on a base whose derivatives must keep theirs.
    """
    names = {"label": own.short, "licence": parent.short}
    if own.family == "permissive" and parent.family != "permissive":
        return sentence("The label says {label}, but {licence} of the base model still binds.", **names)
    if own.steward == parent.steward and parent.family != "permissive":
        return sentence(
            "The label says {label}, but {licence} of the base model still binds: "
            "the label names another text of the same licensor.",
            **names,
        )
    if _forbids_commerce(parent) and not _forbids_commerce(own):
        return sentence(
            "The label says {label}, but {licence} of the base model still binds, and it forbids commercial use.",
            **names,
        )
    if parent.terms.propagation.text.value.relicensing == "same-licence":
        return sentence(
            "The label says {label}, but {licence} of the base model still binds, and its derivatives must keep it.",
            **names,
        )
    return ""


def _forbids_commerce(licence: Licence) -> bool:
    return licence.terms.commercial_use.text.value.level == "forbidden"
