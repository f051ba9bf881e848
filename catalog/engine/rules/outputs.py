"""What may be done with outputs: training, distillation, the name of what was trained, and whose licence it bears."""

import re

from catalog.engine.case import Case, Stated, both, duty, either
from catalog.engine.finding import NOTHING, Finding, Outcome
from catalog.knowledge.sentences import for_translation, sentence
from catalog.knowledge.terms import OutputDerivative, OutputNaming, OutputTraining

FAMILY_IS_FREE = ("other-llm", "other-model", "general-model", "competing")
GREY = for_translation(
    {
        "other-llm": "other language models",
        "general-model": "general-purpose models",
        "competing": "models that compete with the licensor's",
    }
)
CHANGED_AND_PUBLISHED = ("/adaptation/fine_tunes", "/adaptation/publishes_weights")
TRAIN, DISTILS, SHARES = "/outputs/train", "/outputs/distils", "/outputs/shares_trained_model"
COMMERCIAL = "/use/commercial"


def output_training(term: Stated[OutputTraining], case: Case) -> Outcome:
    """A ban on training others with outputs, and a ban on distillation, block; a grey area is asked, not guessed.

    Source: bans on other language models stand in Llama 2 and 3 (1.b.v), Qwen 2023 (5.b), DBRX 2.3 and Hunyuan-Large
    5(b); on any other model in Hunyuan-A13B 5(b) and EXAONE 1.1 3.1; on general or competing ones in Stability IV(b),
    FLUX 2(d) and EXAONE 1.2 3.1; on commercial ones in Cohere's policy and MRL 3.2. The guide reports one for Llama 4.
    """
    return Outcome((*_training(term, case), *_distillation(term, case)))


def _training(term: Stated[OutputTraining], case: Case) -> tuple[Finding, ...]:
    forbids, train = term.value.forbids, case.facts.outputs.train
    if forbids == "none" or train == "none" or (train == "same-family" and forbids in FAMILY_IS_FREE):
        return ()
    commercial = case.facts.use.commercial
    if forbids == "commercial-model" and commercial is False:
        return ()
    if train is None:
        asks = for_translation("Training on outputs is restricted, and it is not known if you will.")
        return (term.question((TRAIN,), asks, "blocker"),)
    if train == "other-model" and forbids in GREY:
        asks = sentence(
            "Only {models} are named; whether your trained model is one is for a lawyer to settle.",
            models=GREY[forbids],
        )
        return (term.question((TRAIN,), asks, "blocker"),)
    if forbids == "commercial-model" and commercial is None:
        asks = for_translation(
            "Models meant for commerce may not be trained on outputs, and it is not known if yours is."
        )
        return (term.question((TRAIN, COMMERCIAL), asks, "blocker"),)
    remedy = for_translation(
        "Take the outputs out of the training data, or generate them with a model whose licence leaves outputs free."
    )
    return (term.finding("output-training.forbidden", "blocker", (TRAIN,), remedy),)


def _distillation(term: Stated[OutputTraining], case: Case) -> tuple[Finding, ...]:
    """Where models for business alone may not be trained on outputs, none for business may be distilled either."""
    business = case.facts.use.commercial if term.value.forbids == "commercial-model" else True
    barred = both(case.facts.outputs.distils, business)
    if term.value.distillation == "free" or barred is False:
        return ()
    if case.facts.outputs.distils is None:
        asks = for_translation("Distillation is forbidden, and it is not known if you distil.")
        return (term.question((DISTILS,), asks, "blocker"),)
    if barred is None:
        asks = for_translation(
            "Models meant for commerce may not be distilled from this one, and it is not known if yours is."
        )
        return (term.question((DISTILS, COMMERCIAL), asks, "blocker"),)
    remedy = for_translation(
        "Distil from a model under MIT or Apache-2.0, or keep the student inside the licensed family."
    )
    return (term.finding("distillation.forbidden", "blocker", (DISTILS,), remedy),)


def _trains(case: Case) -> bool | None:
    train = case.facts.outputs.train
    return either(None if train is None else train != "none", case.facts.outputs.distils)


def output_naming(term: Stated[OutputNaming], case: Case) -> Outcome:
    """A passed-on model that was made with materials or, where the text says so, outputs carries a name or a label.

    Source: Llama 3.1 to 4, 1.b.i (name prefix, outputs too); Llama 3, 1.b.i (materials alone); Qwen 2024, 5.b (label).
    """
    if term.value.duty == "none":
        return NOTHING
    adaptation, label = case.facts.adaptation, term.value.label
    applies = both(adaptation.fine_tunes, adaptation.publishes_weights)
    where: tuple[str, ...] = CHANGED_AND_PUBLISHED
    if term.value.made_with == "outputs":
        applies = either(applies, both(_trains(case), case.facts.outputs.shares_trained_model))
        where = (TRAIN, DISTILS, SHARES, *where)
    if term.value.duty == "name-prefix":
        name = adaptation.published_name
        met = None if name is None else bool(re.match(rf"\s*{re.escape(label)}(?![a-z])", name, re.IGNORECASE))
        at = "/adaptation/published_name"
        says = sentence("A model you pass on must have a name that begins with “{label}”.", label=label)
        remedy = sentence("Give the trained model a name that begins with “{label}”.", label=label)
    else:
        met = case.facts.safeguards.attribution_displayed
        at = "/safeguards/attribution_displayed"
        says = sentence("The documentation of a model you pass on must show “{label}”.", label=label)
        remedy = sentence("Show “{label}” prominently in the trained model's documentation.", label=label)
    return duty(
        term, code="output-training.named", obligation="output-naming", phase="technical", applies=applies,
        met=met, where=where, at=at, says=says, remedy=remedy,
    )  # fmt: skip


def output_derivative(term: Stated[OutputDerivative], case: Case) -> Outcome:
    """A model trained on outputs to perform similarly falls under the licence, with all its restrictions.

    Source: Gemma 1.1(e), DeepSeek 1.0 section 1, BigScience definition 5, BigCode definition i, Yi 2.1.
    """
    train = case.facts.outputs.train
    if not term.value.derivative:
        return NOTHING
    similar = either(None if train is None else train in ("other-llm", "same-family"), case.facts.outputs.distils)
    if similar is False:
        return NOTHING
    says = for_translation(
        "A model trained on the outputs to perform similarly falls under this licence and its restrictions."
    )
    if similar is True and case.facts.outputs.shares_trained_model is False:
        remedy = for_translation(
            "Record that the trained model bears this licence, and keep it inside unless its terms travel along."
        )
        return Outcome((term.finding("output-training.derivative", "caution", (TRAIN, DISTILS), remedy, says),))
    return duty(
        term, code="output-training.derivative", obligation="output-derivative", phase="technical",
        applies=both(similar, case.facts.outputs.shares_trained_model),
        met=case.facts.safeguards.restrictions_passed_on, where=(TRAIN, DISTILS, SHARES),
        at="/safeguards/restrictions_passed_on", says=says,
        remedy=for_translation("Pass this licence and its restrictions on with the trained model."),
    )  # fmt: skip
