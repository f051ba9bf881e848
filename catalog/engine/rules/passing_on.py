"""What must travel with the model, and under which licence a changed model may leave the house."""

from collections.abc import Iterator
from itertools import product

from catalog.engine.case import Case, Stated, Tri, both, duty, unsure_if_owed
from catalog.engine.finding import NOTHING, Finding, Outcome
from catalog.knowledge.entries import Licence
from catalog.knowledge.sentences import for_translation, sentence
from catalog.knowledge.terms import Condition, Copyleft, Propagation

PUBLISHES, AS = "/adaptation/publishes_weights", "/adaptation/published_licence"


def propagation(term: Stated[Propagation], case: Case) -> Outcome:
    """Restrictions must reach the next person as an enforceable term, and may not be dropped on the way.

    Source: BigScience section 4, DeepSeek 1.0 section 4, Gemma 3.1; hosting counts where the text says so.
    """
    relicensing = Outcome(_relicensing(term, case))
    if not term.value.restrictions:
        return relicensing
    return relicensing + duty(
        term, code="propagation.missing", obligation="propagation", phase="technical",
        applies=case.triggered(term.value.triggers), met=case.facts.safeguards.restrictions_passed_on,
        where=case.trigger_pointers(term.value.triggers), at="/safeguards/restrictions_passed_on",
        says=for_translation("Pass the use restrictions on as an enforceable term, and tell later users about them."),
        remedy=for_translation("Put the restrictions into the terms that your users or recipients accept."),
    )  # fmt: skip


def _relicensing(term: Stated[Propagation], case: Case) -> tuple[Finding, ...]:
    """A published derivative may not go out under terms that drop what the licence asks to keep; adding is allowed.

    Source: BigScience section 4, BigCode 5.1, GPL-3.0 section 5(c), Llama 1.b.i.
    """
    publishes = case.facts.adaptation.publishes_weights
    if term.value.relicensing == "any" or publishes is False:
        return ()
    if publishes is None:
        asks = for_translation(
            "A published derivative may not drop this licence's terms, and it is not known if you publish one."
        )
        return (term.question((PUBLISHES,), asks, "blocker"),)
    name = case.facts.adaptation.published_licence
    keeps = _keeps(term, case, name)
    if keeps is True:
        return ()
    if keeps is None:
        asks = for_translation("It is not known whether the licence of the published model keeps this licence's terms.")
        return (term.question((AS,), asks, "blocker"),)
    says = sentence("{licence} drops the terms that must stay with every derivative of this model.", licence=name or "")
    remedy = sentence(
        "Publish under {licence}, or under terms that contain its restrictions.", licence=case.licence.short
    )
    return (term.finding("relicensing.forbidden", "blocker", (PUBLISHES, AS), remedy, says),)


def _keeps(term: Stated[Propagation], case: Case, name: str | None) -> Tri:
    """Whether the named licence keeps the terms: the same one does, one that leaves a prohibited use free does not.

    One that prohibits the same uses, or more, may do: whether its wording is enough is for a person to compare.
    """
    if name is None:
        return None
    own = (case.licence.id, case.licence.spdx, case.licence.short, case.licence.name)
    if name.strip().casefold() in (known.casefold() for known in own):
        return True
    chosen = _named(case, name)
    if chosen is None:
        return None
    if term.value.relicensing == "same-licence":
        return None if chosen.family == "copyleft" else False
    theirs = _prohibited(chosen)
    kept = all(any(wider <= atom for wider in theirs) for atom in _prohibited(case.licence))
    return None if kept and theirs else False


def _prohibited(licence: Licence) -> frozenset[frozenset[str]]:
    """The uses that a licence's text prohibits, each as the parts that must come together."""
    items = licence.terms.use_restrictions.text.value.items
    return frozenset(
        atom for item in items if item.effect == "prohibited" for condition in item.when for atom in _atoms(condition)
    )


def _atoms(condition: Condition) -> Iterator[frozenset[str]]:
    """Spell a condition out: within its lists any one word is enough, so each word stands for itself."""
    flags = [name for name in ("automated_decisions", "generates_human_likeness") if getattr(condition, name)]
    domains = [f"domain {word}" for word in condition.domains] or [""]
    activities = [f"activity {word}" for word in condition.activities] or [""]
    ways = [f"delivery {word}" for word in condition.delivery] or [""]
    for parts in product(domains, activities, ways):
        yield frozenset(filter(None, (*parts, *flags)))


def _named(case: Case, name: str) -> Licence | None:
    """Find a licence by id, SPDX id or short name, as people write them."""
    wanted = name.strip().lower()
    for licence in case.licences.values():
        if wanted in (licence.id.lower(), licence.spdx.lower(), licence.short.lower()):
            return licence
    return None


def copyleft(term: Stated[Copyleft], case: Case) -> Outcome:
    """A changed copy that leaves the house, or with network copyleft is served, brings its source with it.

    Source: GPL-3.0 sections 5 and 6, AGPL-3.0 section 13 and Fair AI Public (modified versions only; the guide says
    any).
    """
    kind, changed = term.value.kind, case.facts.adaptation.fine_tunes
    if kind == "none":
        return NOTHING
    shipped = case.triggered(("on-device", "ship-weights", "publishes-weights"))
    where = ("/adaptation/fine_tunes", "/use/delivery", PUBLISHES)
    says = for_translation("Offer the complete source of your changed version under the same licence.")
    conveyed = _share_alike(term, "copyleft.derivative", both(changed, shipped), where, says)
    if kind != "network":
        return conveyed
    served = both(True if term.value.unmodified_too else changed, case.triggered(("hosted-service",)))
    remote = for_translation("Offer the source to everyone who uses it remotely.")
    return conveyed + _share_alike(term, "copyleft.network", served, where[:2], remote)


def _share_alike(term: Stated[Copyleft], code: str, applies: Tri, where: tuple[str, ...], says: str) -> Outcome:
    if applies is False:
        return NOTHING
    if applies is None:
        return Outcome((term.question(where, unsure_if_owed(says), "action"),))
    remedy = for_translation("Publish the source, or choose a model whose licence does not ask for it.")
    return Outcome(
        (term.finding(code, "action", where, remedy, says),), (term.obligation(code, "technical", None, says),)
    )
