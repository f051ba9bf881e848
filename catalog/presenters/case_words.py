"""The words of the published cases: findings, duties, answers and what they are called."""

from catalog.knowledge.sentences import for_translation
from catalog.presenters.language import Spoken

FINDINGS = Spoken(
    {
        "commercial.forbidden": "Commercial use is forbidden",
        "threshold.exceeded": "A limit of scale is exceeded",
        "threshold.near": "A limit of scale is near",
        "threshold.projected": "A limit of scale will be crossed",
        "threshold.aggregation": "The whole group counts towards a limit",
        "registration.required": "Registration is required",
        "output-training.forbidden": "Training on outputs is forbidden",
        "output-training.named": "A model trained on outputs needs a name or an attribution",
        "output-training.derivative": "A model trained on outputs falls under the licence",
        "distillation.forbidden": "Distilling is forbidden",
        "use.prohibited": "The use is prohibited",
        "use.limited": "The use is limited",
        "territory.excluded": "The place is excluded",
        "field.excluded": "The field of use is excluded",
        "attribution.missing": "An attribution is missing",
        "notice.missing": "A notice is missing",
        "licence-copy.missing": "A copy of the licence is missing",
        "use-policy.unreviewed": "The use policy was not reviewed",
        "propagation.missing": "Restrictions are not passed on",
        "relicensing.forbidden": "Another licence for the derivative is forbidden",
        "copyleft.derivative": "Copyleft reaches the derivative",
        "copyleft.network": "Copyleft reaches use over a network",
        "patent.none": "No patents are granted",
        "patent.implicit": "Patents are granted by implication at most",
        "lineage.inherited": "The licence of a base model binds too",
        "lineage.conflict": "The label says less than the lineage",
        "licence.unknown": "The licence is missing or unknown",
        "licence.unclear": "The licence is unclear",
        "vendor-api.terms": "The vendor’s terms of service apply",
        "safety-layer.missing": "A safety layer is missing",
        "content-filter.missing": "A content filter is missing",
        "monitoring.missing": "Users are not monitored",
        "fact.stale": "A fact has grown old",
        "open-question": "A question is open",
        "eu.prohibited": "The AI Act prohibits the practice",
        "eu.high-risk": "The AI Act makes it high-risk",
        "eu.transparency": "The AI Act asks for transparency",
        "eu.gpai": "The AI Act makes you a model provider",
        "eu.systemic-risk": "The model carries systemic risk",
        "eu.exemption-unavailable": "The open-source exemption is not available",
    }
)
DUTIES = Spoken(
    {
        "attribution.display": "Display the attribution",
        "content-filter": "Filter the contents",
        "copyleft.derivative": "Offer the source of the derivative",
        "copyleft.network": "Offer the source to everyone who uses it remotely",
        "licence-copy": "Ship a copy of the licence",
        "notice": "Ship the notice",
        "output-derivative": "Pass the licence on with the trained model",
        "output-naming": "Name the model after the one that taught it",
        "propagation": "Pass the restrictions on",
        "registration": "Register",
        "safety-layer": "Have a safety layer of one’s own",
        "use-policy": "Read the use policy against the product",
        "user-monitoring": "Measure monthly users",
    }
)
SUBJECTS = for_translation(
    {
        "engine": {
            "duties": ("Duties", "What has to be shown, shipped, read, filtered, passed on or published."),
            "guide": ("The guide’s own examples", "The worked examples of the founding guide, by its reading."),
            "lineage": ("Lineage", "Labels against lineage: what the licence of a base model still asks."),
            "outputs": ("Outputs", "What may be done with what a model says."),
            "places": ("Places", "Where a model may be used, and from where."),
            "questions": ("Open questions", "Which missing answers still decide, and which do not."),
            "recommend": ("Recommendation", "Which model is recommended, and why not the others."),
            "repair": ("Repair", "The smallest changes of plans that lift a blocker."),
            "rights": ("Rights", "Whether the use as such is granted: commerce, registration, field of use, patents."),
            "scale": ("Limits of scale", "What is counted, when, and what stands above."),
            "settled": ("What was settled", "Agreements with licensors, and readings that an organisation adopted."),
            "text": (
                "Text and guide",
                "What the licence texts say, and what the stricter of two readings makes of it.",
            ),
            "traps": ("Traps", "The guide’s five traps, found from the answers."),
            "union": ("The AI Act beside a licence", "What the Act adds to a model, whatever its licence."),
            "unread": ("Missing and unread licences", "Licences that are missing, unread or out of date."),
            "uses": ("Uses", "Behavioural restrictions follow each text item by item."),
        },
        "law": {
            "chain": ("The chain of roles", "Importers, distributors, representatives, suppliers and who takes over."),
            "exclusions": ("Exclusions", "What the Act leaves out, and what brings it back."),
            "high_risk": ("High risk", "Annexes I and III, the ways out, and what providers and users then owe."),
            "models": ("Models", "General-purpose models: who provides one, modification, exemption, systemic risk."),
            "penalties": ("Fines", "What a breach costs, by tier, size and revenue."),
            "prohibited": ("Prohibited practices", "What Article 5 forbids, and from when."),
            "purposes": ("Purposes of Annex III", "The purposes that no other case is about."),
            "scope_and_roles": ("Scope and roles", "Whether the Act applies, and to whom."),
            "transparency": ("Transparency", "What people have to be told, and what has to be marked."),
        },
    }
)
ROOM_TITLES = Spoken({"engine": "Licences", "law": "AI Act"})
FACTS = Spoken(
    {
        "/as_of": "Day",
        "/reading": "Reading",
        "/candidates": "Candidates",
        "/organisation/country": "Seat",
        "/organisation/size": "Size of the company",
        "/organisation/annual_revenue_usd": "Revenue of the group last year, in US dollars",
        "/organisation/products": "Products of the group",
        "/organisation/monthly_active_users": "Monthly users of the group",
        "/organisation/monthly_active_users_on": "Users at past releases",
        "/organisation/monthly_growth": "Growth a month",
        "/use/description": "Described as",
        "/use/commercial": "Commercial use",
        "/use/domains": "Domains",
        "/use/activities": "Activities",
        "/use/delivery": "Delivery",
        "/use/markets": "Markets",
        "/use/modalities": "Modalities",
        "/use/generates_human_likeness": "Likenesses of people",
        "/use/automated_decisions": "Decides about people alone",
        "/use/safety_critical": "A failure can endanger people",
        "/adaptation/fine_tunes": "Changes the weights",
        "/adaptation/modification_flop": "Compute of the change, in FLOP",
        "/adaptation/publishes_weights": "Publishes changed weights",
        "/adaptation/published_name": "Name of the published model",
        "/adaptation/published_licence": "Licence of the published model",
        "/outputs/train": "Outputs train",
        "/outputs/distils": "Distils into another family",
        "/outputs/shares_trained_model": "Hands the trained model on",
        "/safeguards/attribution_displayed": "Attribution is displayed",
        "/safeguards/notice_file": "Notice goes with copies",
        "/safeguards/licence_copy_included": "Licence goes with copies",
        "/safeguards/use_policy_reviewed": "Use policy was reviewed",
        "/safeguards/restrictions_passed_on": "Restrictions are passed on",
        "/safeguards/mau_monitoring": "Users are monitored",
        "/safeguards/content_filter": "Contents are filtered",
        "/safeguards/own_safety_layer": "Own safety layer",
        "/safeguards/human_oversight": "A person watches over it",
        "/safeguards/fine_tuning_data_recorded": "Training data is recorded",
    }
)
# Answers on the AI Act that are not called by the id of a question.
LAW_FACTS = Spoken(
    {
        "original_flop": "Compute of the original model, in FLOP",
        "modification_flop": "Compute of the modification, in FLOP",
        "model_flop": "Compute of the model, in FLOP",
        "original_systemic_risk": "The original carries systemic risk",
        "designated": "The Commission has designated it as of systemic risk",
        "placed_on": "First placed on the Union market or put into service",
        "design_changed": "Its design has changed significantly since",
        "model_placed_on": "Model first placed on the Union market",
    }
)
LAW_CONTEXT = Spoken(
    {
        "size": "Size of the company",
        "revenue_usd": "Revenue of the group last year, in US dollars",
        "in_union": "Seat in the Union",
        "market_union": "Sold in the Union",
        "licence_open": "The licence of the published model is open",
        "modification_flop": "Compute of the change, in FLOP",
        "imagery": "Makes images, video or voices",
        "hints": "Another answer points to",
    }
)
READINGS = Spoken({"strictest": "The stricter of text and guide", "text": "The licence text", "guide": "The guide"})
VALUES = Spoken(
    {
        "sme": "Small or medium-sized",
        "small-mid-cap": "Small mid-cap",
        "large": "Large",
        "none": "Nothing",
        "same-family": "A model of the same family",
        "other-llm": "Another language model",
        "other-model": "A model of another kind",
    }
)
STATUSES = Spoken({"in-force": "binds", "upcoming": "still to come", "legacy": "held off by a transitional rule"})
FLAGS = Spoken(
    {
        "in_scope": "The Act applies to the system",
        "prohibited": "Forbidden",
        "prohibited_from": "Forbidden from a later day",
        "high_risk": "High-risk",
        "transparency": "Transparency is owed",
        "gpai": "Provider of a general-purpose model",
        "systemic_risk": "Systemic risk",
        "exemption_unavailable": "Openness relieves of nothing here",
    }
)
SAFE = Spoken(
    {
        "engine": (
            "All else is harmless: a small shop in the United States that answers its customers,"
            " with every safeguard in place."
        ),
        "law": (
            "All else is harmless: an AI system in the Union, provided and used by one company, there since"
            " 15 September 2026, every other answer no or none."
        ),
    }
)
UNKNOWN = for_translation("All else is unknown.")
