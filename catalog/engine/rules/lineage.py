"""Licences that a model inherits from base models of other vendors, and labels that hide them."""

from collections.abc import Sequence

from catalog.engine.case import Case, Stated
from catalog.engine.finding import NOTHING, Finding, Outcome
from catalog.knowledge.entries import Licence


def inherited(case: Case, parents: Sequence[Licence], label: Stated[str]) -> Outcome:
    """Say which licences come with the base models, and warn where the model's own label promises more than they do.

    Source: flow-down clauses of the parents; the vendor of a base model may change its own terms, another may not.
    """
    if not parents:
        return NOTHING
    findings: list[Finding] = []
    for parent in parents:
        says = f"A base model is under {parent.short}, and its terms keep binding this one."
        remedy = f"Follow {parent.short} too: its duties and limits stand in this evaluation."
        findings.append(label.finding("lineage.inherited", "info", ("/candidates",), remedy, says))
        if case.licence.family == "permissive" and parent.family != "permissive":
            says = f"The label says {case.licence.short}, but {parent.short} of the base model still binds."
            remedy = "Do not rely on the label alone; record both licences in your bill of materials."
            findings.append(label.finding("lineage.conflict", "caution", ("/candidates",), remedy, says))
    return Outcome(tuple(findings))
