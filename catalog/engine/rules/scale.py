"""Limits of scale: whether one speaks to this use, whether it is passed, and what stands above it."""

from catalog.engine.case import Case, Stated, Tri, both, duty, overlaps
from catalog.engine.finding import NOTHING, Finding, Headroom, Outcome, total
from catalog.engine.rules.counting import Count, counted, passed
from catalog.engine.rules.growth import aggregation, crossing, monitoring, near, projected
from catalog.knowledge.sentences import Part, for_translation, joined, sentence
from catalog.knowledge.terms import Limit, Threshold

DELIVERY, COMMERCIAL = "/use/delivery", "/use/commercial"
UNITS = for_translation(
    {
        "mau": "monthly users",
        "annual-revenue-usd": "US dollars of yearly revenue",
        "monthly-revenue-usd": "US dollars of monthly revenue",
    }
)
REMEDIES = for_translation(
    {
        "request": "Ask the licensor for a licence before you use the model, or choose a model without a limit.",
        "paid": "Buy a licence from the licensor before you use the model, or choose a model without a limit.",
        "review": "Pass the licensor's review before you use the model, or choose a model without a limit.",
        "end": "Obtain another licence from the licensor before you use the model, or choose a model without a limit.",
    }
)


def threshold(term: Stated[Threshold], case: Case) -> Outcome:
    """Each limit by itself: passing any one of them brings what it says.

    Source: Llama 2 to 4 section 2 (fixed, group), Qwen section 4 (running, product), Stability part III (revenue),
    Kimi K2 and MiniMax M2 (a display above a limit), Mistral's modified MIT condition 2 (monthly revenue).
    """
    return total(_one(term.about(limit), case) for limit in term.value.limits)


def _one(term: Stated[Limit], case: Case) -> Outcome:
    """Above the limit stands what it asks; near it, or on the way to it, is said early."""
    limit = term.value
    concerned, scope = _concerned(limit, case), _scope(limit, case)
    if concerned is False:
        return NOTHING
    count = counted(limit, case.facts.organisation)
    crosses = crossing(limit, count, case)
    counted_so_far = count.known if count.complete else None
    room = Headroom(term.licence, metric_of(limit), limit.limit, counted_so_far, limit.tested, crosses)
    if limit.above == "display":
        early = near(term, count) if count.complete and not passed(limit, count.known) else ()
        return Outcome(early, headroom=(room,)) + _display(term, count, case)
    if passed(limit, count.known):
        findings: tuple[Finding, ...] = (_exceeded(term, count, concerned, scope),)
    elif not count.complete:
        findings = (term.question((*count.at, *scope), joined(" ", (_asks(limit), term.says)), "blocker"),)
    else:
        findings = (*near(term, count), *projected(term, count, crosses, case.facts.as_of))
    return Outcome((*findings, *aggregation(term, case)), (), (room,)) + monitoring(term, count, case)


def _concerned(limit: Limit, case: Case) -> Tri:
    """Whether the limit speaks to this use at all: commercial use only, or only a model offered as a service.

    A hosted product may offer the model itself or have it inside; the answers do not tell, so no known answer is a yes.
    """
    use = case.facts.use
    commercial = use.commercial if limit.commercial_only else True
    hosted = overlaps(use.delivery, ("hosted-service",)) if limit.offered_as == "model-service" else True
    return both(commercial, None if hosted and limit.offered_as == "model-service" else hosted)


def _scope(limit: Limit, case: Case) -> tuple[str, ...]:
    """Pointers of the answers that leave open whether the limit speaks to this use: missing, or not telling enough."""
    commercial = (COMMERCIAL,) if limit.commercial_only and case.facts.use.commercial is None else ()
    return (*commercial, *((DELIVERY,) if limit.offered_as == "model-service" else ()))


def _exceeded(term: Stated[Limit], count: Count, concerned: Tri, scope: tuple[str, ...]) -> Finding:
    if concerned is not None:
        return term.finding("threshold.exceeded", "blocker", count.at, REMEDIES[term.value.above])
    if DELIVERY not in scope:
        asks = for_translation(
            "The limit is passed. It concerns commercial use alone, and it is not known if yours is."
        )
        return term.question(scope, joined(" ", (asks, term.says)), "blocker")
    asks = for_translation(
        "The limit is passed. It concerns who offers the model itself as a service, not a product that has it inside."
    )
    remedy = sentence(
        "Let counsel settle if your service offers the model itself. If it does: {remedy}",
        remedy=REMEDIES[term.value.above],
    )
    says = joined(" ", (asks, term.says))
    return term.finding("open-question", "question", scope, remedy, says, could="blocker")


def _display(term: Stated[Limit], count: Count, case: Case) -> Outcome:
    """Above some limits nothing more is owed than a displayed name. Source: Kimi K2, last sentence; MiniMax M2."""
    limit = term.value
    parts: dict[str, Part] = {"label": limit.label, "limit": limit.limit, "unit": UNITS[limit.metric]}
    beyond = True if passed(limit, count.known) else False if count.complete else None
    return duty(
        term, code="attribution.missing", obligation="attribution.display", phase="technical",
        applies=both(_concerned(limit, case), beyond), met=case.facts.safeguards.attribution_displayed,
        where=(*count.at, *_scope(limit, case)), at="/safeguards/attribution_displayed",
        says=sentence(
            "Above {limit} {unit}, the product has to display “{label}”."
            if limit.label
            else "Above {limit} {unit}, the product has to display the model's name.",
            **parts,
        ),
        remedy=sentence(
            "Display “{label}” prominently in the product's interface."
            if limit.label
            else "Display the model's name prominently in the product's interface.",
            label=limit.label,
        ),
    )  # fmt: skip


def _asks(term: Limit) -> str:
    if term.metric != "mau" and term.counts == "product":
        return for_translation(
            "What the product itself earns is not known, and the group's yearly figure does not settle it."
        )
    if term.metric == "annual-revenue-usd":
        return for_translation("The group's yearly revenue is not known.")
    if term.metric == "monthly-revenue-usd":
        return for_translation("The revenue of a single month is not known, and the yearly figure does not settle it.")
    if term.tested == "at-release" and term.on:
        return sentence("The group's monthly users just before {release} are not known.", release=term.on)
    return for_translation("The monthly users are not known.")


def metric_of(term: Limit) -> str:
    """What a limit counts, as `headroom` tells it."""
    return "mau" if term.metric == "mau" else "revenue"
