"""Whether the use as such is granted: commercial use, registration, seat, patents."""

from catalog.engine.case import Case, Stated
from catalog.engine.finding import NOTHING, Outcome
from catalog.knowledge.facts import Grant, Patent, Registration, Territory
from catalog.knowledge.places import EU, in_union


def commercial_use(term: Stated[Grant], case: Case) -> Outcome:
    """A licence that forbids commercial use blocks one. Source: each licence's purpose or non-commercial clause."""
    at = "/use/commercial"
    if term.value.level != "forbidden" or case.facts.use.commercial is False:
        return NOTHING
    if case.facts.use.commercial is None:
        return Outcome(
            (term.question((at,), "Commercial use is forbidden, and it is not known if yours is.", "blocker"),)
        )
    remedy = "Choose a model with a commercial grant, or negotiate a licence with the licensor."
    return Outcome((term.finding("commercial.forbidden", "blocker", (at,), remedy),))


def registration(term: Stated[Registration], case: Case) -> Outcome:
    """Some licensors want to be asked before any commercial use; without their grant there is no right."""
    at = "/use/commercial"
    if term.value.needed == "never" or case.facts.use.commercial is False:
        return NOTHING
    if case.facts.use.commercial is None:
        asks = "Commercial use must be registered first, and it is not known if yours is commercial."
        return Outcome((term.question((at,), asks, "action"),))
    remedy = "Register with the licensor, keep the grant, and record it as an agreement."
    return Outcome(
        (term.finding("registration.required", "action", (at,), remedy),),
        (term.obligation("registration", "identification", None, "Register the commercial use and keep the grant."),),
    )


def territory(term: Stated[Territory], case: Case) -> Outcome:
    """Rights may be withheld by the licensee's seat; `EU` means every member state.

    Source: for Llama 3.2 and 4 the last paragraph of the use policy, limited to multimodal models.
    """
    at, seats = "/organisation/country", term.value.excluded_seats
    country = case.facts.organisation.country
    if not seats or (term.value.only_multimodal and case.image_input is False):
        return NOTHING
    if country is None:
        asks = f"No rights are granted to licensees seated in {', '.join(seats)}, and your seat is not known."
        return Outcome((term.question((at,), asks, "blocker"),))
    if not (country in seats or (EU in seats and in_union(country))):
        return NOTHING
    remedy = (
        "Choose a model that is licensed at your seat; a licensee outside the excluded area is a question for counsel."
    )
    return Outcome((term.finding("territory.excluded", "blocker", (at,), remedy),))


def patent(term: Stated[Patent], case: Case) -> Outcome:
    """Without an express patent grant the patent risk stays with the user: worth knowing, never a verdict."""
    if term.value.grant == "express":
        return NOTHING
    remedy = "Ask counsel whether patents of the licensor matter for your product."
    says = "The licence grants no patents in words; who relies on an implied grant relies on doctrine."
    return Outcome((term.finding(f"patent.{term.value.grant}", "info", ("/candidates",), remedy, says),))
