"""Facts documents and small catalogues as hypothesis strategies: any leaf may be missing, any term may be odd."""

import dataclasses
from datetime import date
from typing import Any

from hypothesis import strategies as st

from catalog.ambient import edition
from catalog.knowledge import terms
from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import Reading, Term
from catalog.knowledge.index import Catalogue

MODELS = [
    "llama-4-maverick", "llama-3.3-70b", "deepseek-v3", "deepseek-r1", "deepseek-r1-distill-llama-70b", "qwen3-235b",
    "qwen3-32b", "qwen2.5-72b", "qwen2.5-vl-3b", "gemma-3-27b", "bloom-176b", "starcoder2-15b", "yi-34b",
    "command-r-plus", "mistral-large-2", "sd-3.5-large",
]  # fmt: skip
LICENCES = ["llama-4-community", "qwen-license-2024", "bigscience-rail-1.0", "gemma-terms"]
TOPICS = ["threshold", "output-training", "use-restrictions", "territory", "attribution"]
DOMAINS = ["general", "retail", "healthcare", "military", "law-enforcement", "credit", "critical-infrastructure"]
ACTIVITIES = ["customer-service", "medical-advice", "surveillance", "disinformation", "malware", "summarisation"]
DELIVERY = ["hosted-service", "internal", "on-device", "ship-weights", "vendor-api"]
SAFEGUARDS = [
    "attribution_displayed",
    "notice_file",
    "licence_copy_included",
    "use_policy_reviewed",
    "restrictions_passed_on",
    "mau_monitoring",
    "own_safety_layer",
]
USERS = st.sampled_from([0, 1000, 999_999, 79_999_999, 80_000_000, 100_000_000, 100_000_001, 700_000_000, 700_000_001])


def _some(words: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), unique=True, max_size=3)


def _part(**leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=leaves)


products = st.lists(_part(monthly_active_users=USERS, uses_model=st.booleans()), max_size=3)

PARTS = {
    "organisation": _part(
        country=st.sampled_from(["DE", "US", "NO", "FR"]),
        annual_revenue_usd=st.sampled_from([0, 999_999, 1_000_001, 5_000_000]),
        products=products,
        monthly_active_users=USERS,
        monthly_active_users_on=st.fixed_dictionaries({}, optional={"2025-04-05": USERS, "2024-12-06": USERS}),
        monthly_growth=st.sampled_from([0, 0.05, 0.3]),
    ),
    "use": _part(
        commercial=st.booleans(),
        domains=_some(DOMAINS),
        activities=_some(ACTIVITIES),
        delivery=_some(DELIVERY).filter(bool),
        markets=_some(["EU", "US"]),
        generates_human_likeness=st.booleans(),
        automated_decisions=st.booleans(),
        safety_critical=st.booleans(),
    ),
    "adaptation": _part(
        fine_tunes=st.booleans(),
        publishes_weights=st.booleans(),
        published_name=st.sampled_from(["Llama-Acme", "Acme-7B"]),
        published_licence=st.sampled_from(["Apache-2.0", "bigscience-rail-1.0", "Our own terms"]),
    ),
    "outputs": _part(
        train=st.sampled_from(["none", "same-family", "other-llm", "other-model"]),
        distils=st.booleans(),
        shares_trained_model=st.booleans(),
    ),
    "safeguards": _part(**{name: st.booleans() for name in SAFEGUARDS}),
    "eu_ai_act": _part(P=_some(["P-c", "P-f"]), S2=_some(["N1", "N2"])),
}

documents = st.fixed_dictionaries(
    {
        "as_of": st.just("2026-11-23"),
        "candidates": st.lists(st.sampled_from(MODELS), unique=True, min_size=1, max_size=4),
        "reading": st.sampled_from(["strictest", "text", "guide"]),
        **PARTS,
    },
    optional={
        "positions": st.lists(
            st.fixed_dictionaries(
                {
                    "licence": st.sampled_from(LICENCES),
                    "topic": st.sampled_from(TOPICS),
                    "reading": st.sampled_from(["text", "guide"]),
                }
            ),
            max_size=2,
            unique_by=lambda position: (position["licence"], position["topic"]),
        ),
    },
)


# --- small catalogues ----------------------------------------------------------------------------------------------

SMALL_LICENCES = ["first", "second", "third"]
SMALL_MODELS = ["root", "child", "grandchild"]
TRIGGERS = st.lists(
    st.sampled_from(["hosted-service", "internal", "on-device", "ship-weights", "publishes-weights"]),
    unique=True,
    max_size=3,
)
PLACES = st.lists(st.sampled_from(["EU", "US", "NO"]), unique=True, max_size=2)
CONDITIONS = st.builds(
    terms.Condition,
    domains=_some(DOMAINS),
    activities=_some(ACTIVITIES),
    delivery=st.sampled_from([(), (), ("hosted-service",), ("on-device", "ship-weights")]),
    automated_decisions=st.sampled_from([None, True]),
    generates_human_likeness=st.sampled_from([None, None, True]),
).filter(lambda condition: condition != terms.Condition())
RESTRICTIONS = st.builds(
    terms.Restriction,
    item=st.sampled_from(["1", "2", "3"]),
    effect=st.sampled_from(["prohibited", "limited"]),
    when=st.lists(CONDITIONS, min_size=1, max_size=2).map(tuple),
    says=st.just("A use that somebody thought of."),
)
LIMITS = st.builds(
    terms.Limit,
    metric=st.sampled_from(["mau", "mau", "annual-revenue-usd", "monthly-revenue-usd"]),
    limit=st.sampled_from([1, 1_000_000, 100_000_000, 700_000_000]),
    beyond=st.sampled_from(["more-than", "at-least"]),
    counts=st.sampled_from(["group", "licensee", "product"]),
    commercial_only=st.booleans(),
    offered_as=st.sampled_from(["anything", "model-service"]),
    above=st.sampled_from(["request", "paid", "review", "display", "end"]),
)
RELEASES = LIMITS.map(
    lambda limit: limit.model_copy(
        update={"metric": "mau", "tested": "at-release", "on": date(2025, 4, 5), "counts": "group"}
    )
)
DUTIES = st.builds(
    terms.Duty,
    strength=st.sampled_from(["required", "recommended", "none"]),
    label=st.sampled_from(["", "Made with care"]),
    triggers=TRIGGERS.map(tuple),
    commercial_only=st.booleans(),
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "commercial-use": st.builds(terms.Grant, level=st.sampled_from(["allowed", "conditional", "forbidden"])),
    "modification": st.builds(terms.Grant, level=st.sampled_from(["allowed", "conditional", "forbidden"])),
    "distribution": st.builds(terms.Grant, level=st.sampled_from(["allowed", "conditional", "forbidden"])),
    "patent": st.builds(terms.Patent, grant=st.sampled_from(["express", "implicit", "none"])),
    "use-restrictions": st.builds(terms.Restrictions, items=st.lists(RESTRICTIONS, max_size=3).map(tuple)),
    "threshold": st.builds(terms.Threshold, limits=st.lists(LIMITS | RELEASES, max_size=2).map(tuple)),
    "registration": st.builds(terms.Registration, needed=st.sampled_from(["never", "any-commercial-use"])),
    "output-training": st.builds(
        terms.OutputTraining,
        forbids=st.sampled_from(
            ["none", "other-llm", "other-model", "general-model", "competing", "commercial-model", "any-model"]
        ),
        distillation=st.sampled_from(["free", "forbidden"]),
    ),
    "output-naming": st.builds(
        terms.OutputNaming, duty=st.sampled_from(["none", "name-prefix", "display"]), label=st.just("Llama")
    ),
    "output-derivative": st.builds(terms.OutputDerivative, derivative=st.booleans()),
    "territory": st.builds(
        terms.Territory,
        excluded_seats=PLACES.map(tuple),
        only_multimodal=st.booleans(),
        excluded_markets=PLACES.map(tuple),
    ),
    "field": st.builds(
        terms.FieldOfUse,
        purposes=st.sampled_from(["any", "non-commercial", "non-production", "research", "research-and-education"]),
        excludes_competitors=st.booleans(),
    ),
    "attribution": DUTIES,
    "notice": DUTIES,
    "licence-copy": DUTIES,
    "content-filter": DUTIES,
    "use-policy": st.builds(terms.UsePolicy, name=st.sampled_from(["", "A policy"])),
    "propagation": st.builds(
        terms.Propagation,
        restrictions=st.booleans(),
        triggers=TRIGGERS.map(tuple),
        relicensing=st.sampled_from(["any", "same-restrictions", "same-licence"]),
    ),
    "copyleft": st.builds(
        terms.Copyleft, kind=st.sampled_from(["none", "conveying", "network"]), unmodified_too=st.booleans()
    ),
}


LATELY, LONG_AGO = date(2026, 11, 20), date(2026, 5, 1)
HOW = [(LATELY, "read"), (LATELY, "read"), (LATELY, "excerpt"), (LATELY, "knowledge"), (LONG_AGO, "read")]


def _reading(value: Any, how: tuple[date, Any]) -> Reading[Any]:
    read_on, confidence = how
    return Reading[Any].model_construct(
        value=value,
        says="What somebody read there.",
        source="guide",
        clause="1",
        read_on=read_on,
        confidence=confidence,
    )


def _term(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Term[Any]]:
    """A term with one reading or two, mostly read in full and lately."""
    reading = st.builds(_reading, values, st.sampled_from(HOW))
    return st.builds(Term[Any].model_construct, text=reading, guide=st.none() | reading)


TERMS = {topic: _term(values) for topic, values in VALUES.items()}
# A few topics at a time: what is left out is as free as MIT, and the few that speak meet each other often.
SOME_TERMS = st.lists(st.sampled_from(sorted(TERMS)), unique=True, max_size=4).flatmap(
    lambda topics: st.fixed_dictionaries({topic: TERMS[topic] for topic in topics})
)


def _licence(name: str, changes: dict[str, Any], family: str, spdx: str) -> Licence:
    """A licence of the edition with other terms under another name."""
    base = edition().licences["MIT"]
    spelt = {topic.replace("-", "_"): term for topic, term in changes.items()}
    about = {"id": name, "short": name, "name": f"Licence {name}", "family": family, "spdx": spdx}
    return base.model_copy(update={**about, "terms": base.terms.model_copy(update=spelt)})


def _licences(name: str) -> st.SearchStrategy[Licence]:
    return st.builds(
        _licence,
        st.just(name),
        SOME_TERMS,
        st.sampled_from(["permissive", "copyleft", "community", "responsible-ai", "noncommercial"]),
        st.sampled_from([f"LicenseRef-{name}"] * 6 + ["NONE"]),
    )


def _models(name: str, before: list[str]) -> st.SearchStrategy[Model]:
    base = edition().models["qwen3-32b"]
    return st.builds(
        lambda vendor, own, bases, image_input: base.model_copy(
            update={
                "id": name, "hf_repo": None, "aliases": (), "vendor": vendor, "weights_licence": own,
                "base_models": tuple(bases), "image_input": image_input,
            }
        ),
        st.sampled_from(["One", "Other"]),
        _term(st.sampled_from(SMALL_LICENCES)),
        _some(before) if before else st.just([]),
        st.sampled_from([None, True, False]),
    )  # fmt: skip


def _catalogue(licences: list[Licence], models: list[Model]) -> Catalogue:
    """The edition with nothing but these licences and models in it."""
    return dataclasses.replace(edition(), licences={it.id: it for it in licences}, models={it.id: it for it in models})


small_catalogues = st.builds(
    _catalogue,
    st.tuples(*map(_licences, SMALL_LICENCES)),
    st.tuples(*(_models(name, SMALL_MODELS[:place]) for place, name in enumerate(SMALL_MODELS))),
)
SETTLED = st.sampled_from(["threshold", "output-training", "use-restrictions", "territory", "commercial-use"])
AGREED = st.fixed_dictionaries(
    {
        "metric": st.sampled_from(["mau", "mau", "annual-revenue-usd", "monthly-revenue-usd"]),
        "at_most": st.sampled_from([1, 1_000_000, 100_000_000, 700_000_000]),
    },
    optional={"counts": st.sampled_from(["group", "product"])},
)
small_documents = st.fixed_dictionaries(
    {
        "as_of": st.just("2026-11-23"),
        "candidates": st.just(SMALL_MODELS),
        "reading": st.sampled_from(["strictest", "strictest", "text", "guide"]),
        **PARTS,
        "adaptation": _part(
            fine_tunes=st.booleans(),
            publishes_weights=st.booleans(),
            published_name=st.sampled_from(["Llama-Acme", "Acme-7B"]),
            published_licence=st.sampled_from([*SMALL_LICENCES, "Our own terms"]),
        ),
        "safeguards": _part(**{name: st.booleans() for name in [*SAFEGUARDS, "content_filter"]}),
    },
    optional={
        "positions": st.lists(
            st.fixed_dictionaries(
                {
                    "licence": st.sampled_from(SMALL_LICENCES),
                    "topic": SETTLED,
                    "reading": st.sampled_from(["text", "guide"]),
                }
            ),
            max_size=2,
            unique_by=lambda position: (position["licence"], position["topic"]),
        ),
        "agreements": st.lists(
            st.fixed_dictionaries(
                {"licence": st.sampled_from(SMALL_LICENCES), "covers": st.lists(SETTLED, min_size=1, max_size=2)},
                optional={"until": st.sampled_from(["2026-11-22", "2026-11-23", "2028-01-01"]), "limit": AGREED},
            ),
            max_size=2,
        ),
    },
)
