"""Whether the use as such is granted: commerce, changes, copies, registration, seat and markets, field, patents."""

from collections.abc import Iterable

from catalog.engine.case import Case, Stated, Tri, both, overlaps
from catalog.engine.finding import NOTHING, Finding, Outcome
from catalog.knowledge.places import EU, in_union, named
from catalog.knowledge.sentences import for_translation, joined, sentence
from catalog.knowledge.terms import FieldOfUse, Grant, Patent, Registration, Territory


def commercial_use(term: Stated[Grant], case: Case) -> Outcome:
    """A licence that forbids commercial use blocks one. Source: each licence's purpose or non-commercial clause."""
    at = "/use/commercial"
    if term.value.level != "forbidden" or case.facts.use.commercial is False:
        return NOTHING
    if case.facts.use.commercial is None:
        asks = for_translation("Commercial use is forbidden, and it is not known if yours is.")
        return Outcome((term.question((at,), asks, "blocker"),))
    remedy = for_translation("Choose a model with a commercial grant, or negotiate a licence with the licensor.")
    return Outcome((term.finding("commercial.forbidden", "blocker", (at,), remedy),))


def modification(term: Stated[Grant], case: Case) -> Outcome:
    """Where changes are not granted at all, nobody may tune the weights. Source: texts without derivatives; no text."""
    at, tunes = "/adaptation/fine_tunes", case.facts.adaptation.fine_tunes
    asks = for_translation("The weights may not be changed, and it is not known if you will.")
    remedy = for_translation("Use the weights as they are, or choose a model whose licence grants changes.")
    return _withheld(term, tunes, (at,), asks, remedy)


def distribution(term: Stated[Grant], case: Case) -> Outcome:
    """Where copies are not granted at all, the weights stay in the house. Source: NVIDIA's internal research terms."""
    ways = ("on-device", "ship-weights", "publishes-weights")
    asks = for_translation("The weights may not be passed on, and it is not known if you will.")
    remedy = for_translation("Keep the weights on your own machines, or choose a model whose licence grants copies.")
    return _withheld(term, case.triggered(ways), case.trigger_pointers(ways), asks, remedy)


def _withheld(term: Stated[Grant], wanted: Tri, because: Iterable[str], asks: str, remedy: str) -> Outcome:
    """A right that is not granted and is needed blocks; conditions on it stand with the topics that state them."""
    if term.value.level != "forbidden" or wanted is False:
        return NOTHING
    if wanted is None:
        return Outcome((term.question(because, asks, "blocker"),))
    return Outcome((term.finding("use.prohibited", "blocker", because, remedy),))


def registration(term: Stated[Registration], case: Case) -> Outcome:
    """Some licensors want to be asked before any commercial use; without their grant there is no right.

    Source: Yi 2.1 section 2, Stability part III, GLM-4-9B section 2.
    """
    at = "/use/commercial"
    if term.value.needed == "never" or case.facts.use.commercial is False:
        return NOTHING
    if case.facts.use.commercial is None:
        asks = for_translation("Commercial use must be registered first, and it is not known if yours is commercial.")
        return Outcome((term.question((at,), asks, "action"),))
    remedy = for_translation("Register with the licensor, keep the grant, and record it as an agreement.")
    says = for_translation("Register the commercial use and keep the grant.")
    return Outcome(
        (term.finding("registration.required", "action", (at,), remedy),),
        (term.obligation("registration", "identification", None, says),),
    )


def territory(term: Stated[Territory], case: Case) -> Outcome:
    """Rights may be withheld by the licensee's seat, or by where the model is used; `EU` means every member state.

    Source: for Llama 3.2 and 4 the last paragraph of the use policy, limited to multimodal models; for Hunyuan the
    definition of the territory with 5(c), outputs included.
    """
    return Outcome((*_seat(term, case), *_markets(term, case), *_at_home(term, case)))


def _seat(term: Stated[Territory], case: Case) -> tuple[Finding, ...]:
    at, seats = "/organisation/country", term.value.excluded_seats
    country = case.facts.organisation.country
    if not seats or (term.value.only_multimodal and case.image_input is False):
        return ()
    if country is None:
        asks = sentence(
            "No rights are granted to licensees seated in {places}, and your seat is not known.", places=named(seats)
        )
        return (term.question((at,), asks, "blocker"),)
    if not _lies_in(country, seats):
        return ()
    remedy = for_translation(
        "Choose a model that is licensed at your seat; a licensee outside the excluded area is a question for counsel."
    )
    return (term.finding("territory.excluded", "blocker", (at,), remedy),)


def _markets(term: Stated[Territory], case: Case) -> tuple[Finding, ...]:
    at, places = "/use/markets", term.value.excluded_markets
    if not places:
        return ()
    if case.facts.use.markets is None:
        asks = sentence("The model may not be used in {places}, and your markets are not known.", places=named(places))
        return (term.question((at,), asks, "blocker"),)
    # A market called EU holds all its members; a member called by name lies in it.
    if not any(_lies_in(market, places) for market in case.facts.use.markets):
        return ()
    remedy = for_translation(
        "Keep the product and its outputs out of these markets, or choose a model that is licensed there."
    )
    return (term.finding("territory.excluded", "blocker", (at,), remedy),)


def _at_home(term: Stated[Territory], case: Case) -> tuple[Finding, ...]:
    """What is used inside the organisation is used at its seat, whatever markets it serves."""
    places, country = term.value.excluded_markets, case.facts.organisation.country
    inside = overlaps(case.facts.use.delivery, ("internal",))
    answer = both(None if country is None else _lies_in(country, places), inside) if places else False
    if answer is False:
        return ()
    because = ("/organisation/country", "/use/delivery")
    if answer is None:
        asks = sentence(
            "The model may not be used in {places}, and it is not known if you would use it there.",
            places=named(places),
        )
        return (term.question(because, asks, "blocker"),)
    remedy = for_translation(
        "Keep the model out of the offices in these places, or choose a model that is licensed there."
    )
    says = joined(" ", (for_translation("Use inside the organisation takes place at its seat."), term.says))
    return (term.finding("territory.excluded", "blocker", because, remedy, says),)


def _lies_in(place: str, excluded: Iterable[str]) -> bool:
    return place in excluded or (EU in excluded and in_union(place))


def field(term: Stated[FieldOfUse], case: Case) -> Outcome:
    """Some rights exist for research or testing alone, and some not for competitors of the licensor.

    A purpose that is merely non-commercial is judged by commercial use. Source: MRL 0.1 section 9, MNPL 3.2, FLUX
    1(c), EXAONE 2.1(a); HyperCLOVA X section 4 for competitors, and the guide for Gemma.
    """
    return Outcome((*_purpose(term, case), *_rivals(term)))


def _purpose(term: Stated[FieldOfUse], case: Case) -> tuple[Finding, ...]:
    at, domains = "/use/domains", case.facts.use.domains
    if term.value.purposes in ("any", "non-commercial"):
        return ()
    schools = term.value.purposes == "research-and-education"
    if domains is None:
        asks = for_translation(
            "Rights exist for research and education alone, and it is not known if that is your field."
            if schools
            else "Rights exist for research alone, and it is not known if that is your field."
        )
        return (term.question((at,), asks, "blocker"),)
    if domains and set(domains) <= ({"research", "education"} if schools else {"research"}):
        return ()
    remedy = for_translation(
        "Keep the model to research and education, or choose one that is licensed for products."
        if schools
        else "Keep the model to research, or choose one that is licensed for products."
    )
    return (term.finding("field.excluded", "blocker", (at,), remedy),)


def _rivals(term: Stated[FieldOfUse]) -> tuple[Finding, ...]:
    if not term.value.excludes_competitors:
        return ()
    says = for_translation("Competitors of the licensor get no rights; what competes is the licensor's to argue.")
    remedy = for_translation("Let counsel confirm that no product of the group competes with the licensor's.")
    return (term.finding("field.excluded", "caution", ("/candidates",), remedy, says),)


def patent(term: Stated[Patent], case: Case) -> Outcome:
    """Without an express patent grant the patent risk stays with the user: worth knowing, never a verdict.

    Source: Apache-2.0 section 3, GPL-3.0 section 11 and RAIL section 3 grant patents; MIT and the Llama texts do not.
    """
    if term.value.grant == "express":
        return NOTHING
    remedy = for_translation("Ask counsel whether patents of the licensor matter for your product.")
    says = for_translation("The licence grants no patents in words; who relies on an implied grant relies on doctrine.")
    return Outcome((term.finding(f"patent.{term.value.grant}", "info", ("/candidates",), remedy, says),))
