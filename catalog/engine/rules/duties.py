"""What has to be shown, shipped, read or filtered: attribution, notices, the licence, the use policy, contents."""

from catalog.engine.case import Case, Stated, Tri, both, duty
from catalog.engine.finding import NOTHING, Outcome
from catalog.knowledge.sentences import for_translation, sentence
from catalog.knowledge.terms import Duty, UsePolicy


def attribution(term: Stated[Duty], case: Case) -> Outcome:
    """A label that must be displayed. A mere recommendation is a caution and never changes the verdict.

    Source: Llama 3.1 to 4, 1.b.i.B; the guide calls the same display recommended.
    """
    met, at = case.facts.safeguards.attribution_displayed, "/safeguards/attribution_displayed"
    label = term.value.label
    if term.value.strength == "recommended":
        if met is True or _concerned(term.value, case) is False:
            return NOTHING
        consider = for_translation("Consider displaying an attribution.")
        remedy = sentence("Consider displaying “{label}”.", label=label) if label else consider
        return Outcome((term.finding("attribution.missing", "caution", (at,), remedy),))
    says = for_translation("Display the attribution that the licence asks for.")
    if label:
        says = sentence("Display “{label}” where your users see it.", label=label)
    remedy = for_translation("Add it to the interface, the about page or the product documentation.")
    return _owed(term, case, "attribution.missing", "attribution.display", at, met, says, remedy)


def notice(term: Stated[Duty], case: Case) -> Outcome:
    """A NOTICE file, or a notice line, that must go with copies. Source: Llama 1.b.iii, Apache 4(d), Gemma 3.1."""
    says = for_translation("Ship a NOTICE file with every copy.")
    if label := term.value.label:
        says = sentence("Ship a NOTICE file with the line “{label}” with every copy.", label=label)
    remedy = for_translation("Create the NOTICE file and include it wherever the model is shipped.")
    met = case.facts.safeguards.notice_file
    return _owed(term, case, "notice.missing", "notice", "/safeguards/notice_file", met, says, remedy)


def licence_copy(term: Stated[Duty], case: Case) -> Outcome:
    """A copy of the licence, or its copyright notice, that must go with copies. Source: MIT, Apache 4(a), RAIL 4."""
    says = for_translation("Ship a copy of the licence, with its copyright notice, with every copy.")
    remedy = for_translation("Put the licence text beside the weights and into the product's third-party notices.")
    at, met = "/safeguards/licence_copy_included", case.facts.safeguards.licence_copy_included
    return _owed(term, case, "licence-copy.missing", "licence-copy", at, met, says, remedy)


def use_policy(term: Stated[UsePolicy], case: Case) -> Outcome:
    """A use policy that is part of the deal has to be read against the product. Source: Llama 1.b.iv, Gemma 3.2."""
    if not term.value.name:
        return NOTHING
    return duty(
        term, code="use-policy.unreviewed", obligation="use-policy", phase="identification", applies=True,
        met=case.facts.safeguards.use_policy_reviewed, where=(), at="/safeguards/use_policy_reviewed",
        says=sentence("Read the {policy} against your product.", policy=term.value.name),
        remedy=for_translation("Review the policy, note the result, and repeat it when the policy changes."),
    )  # fmt: skip


def content_filter(term: Stated[Duty], case: Case) -> Outcome:
    """Contents that have to be filtered or reviewed wherever the model is used. Source: FLUX 1.1.1 and 2.0, 2(e)(i)."""
    says = for_translation("Filter contents, or review outputs, wherever the model is used.")
    remedy = for_translation(
        "Put a filter before and behind the model, test it, and record who reviews what it lets through."
    )
    at, met = "/safeguards/content_filter", case.facts.safeguards.content_filter
    return _owed(term, case, "content-filter.missing", "content-filter", at, met, says, remedy)


def _owed(  # noqa: PLR0917 (one duty, told in the order of its parts)
    term: Stated[Duty], case: Case, code: str, obligation: str, at: str, met: Tri, says: str, remedy: str
) -> Outcome:
    """A duty of display or shipping, owed when one of its triggers applies."""
    if term.value.strength != "required":
        return NOTHING
    commercial = ("/use/commercial",) if term.value.commercial_only else ()
    return duty(
        term, code=code, obligation=obligation, phase="technical", applies=_concerned(term.value, case), met=met,
        where=(*case.trigger_pointers(term.value.triggers), *commercial), at=at, says=says, remedy=remedy,
    )  # fmt: skip


def _concerned(owed: Duty, case: Case) -> Tri:
    """Whether one of the triggers applies and, where business alone owes the duty, the use is commercial."""
    return both(case.triggered(owed.triggers), case.facts.use.commercial if owed.commercial_only else True)
