"""The words for what changed between two editions: kinds, parts of an entry, and codes that read as words."""

from typing import Literal

from catalog.presenters.language import Spoken

How = Literal["added", "removed", "changed"]
# In the order in which they are shown.
KINDS = Spoken(
    {
        "Licences": "Licences",
        "Models": "Models",
        "AI Act": "AI Act",
        "Guidance": "Guidance",
        "Vocabulary": "Vocabulary",
        "Sources": "Sources",
    }
)
HOW: Spoken[How] = Spoken({"added": "added", "removed": "removed", "changed": "changed"})
LAW_DOCUMENTS = Spoken(
    {
        "compute": "compute", "dates": "dates", "guide": "the guide", "obligations": "obligations",
        "outcomes": "outcomes", "penalties": "penalties", "questions": "questions", "review": "points for a lawyer",
        "roles": "roles", "shape": "shape of the documents",
    }
)  # fmt: skip
# What the parts of a provision are called.
PARTS = Spoken(
    {
        "says": "words", "article": "article", "tag": "basis", "date": "day", "day": "day", "penalty": "penalty",
        "owed": "owed", "by": "by", "under": "under", "when": "when", "asks": "question", "flop": "compute",
        "share": "share", "before": "before", "code": "outcome", "lost": "lost with", "placed": "placed",
        "until": "until", "to": "leads to", "lower_for": "lower for", "beside": "beside", "also_for": "also for",
        "not_for": "not for", "only_for": "only for", "with": "with", "number": "number", "from": "from",
        "keys": "keys", "kind": "kind", "legacy": "legacy", "notes": "notes", "options": "options",
        "review": "review", "cap_eur": "cap_eur", "percent": "percent",
    }
)  # fmt: skip
LICENCE_PARTS = Spoken(
    {
        "name": "name", "steward": "steward", "version": "version", "released": "released", "family": "family",
        "spdx": "SPDX expression", "osi_approved": "OSI approval", "osaid": "Open Source AI Definition",
        "predecessor": "predecessor", "successor": "successor", "url": "address", "hub_tags": "names on model cards",
    }
)  # fmt: skip
MODEL_PARTS = Spoken(
    {
        "revision": "revision", "hf_repo": "repository", "vendor": "vendor", "released": "released",
        "base_models": "base models", "code_licence": "licence of the code",
        "output_licence": "licence of the outputs", "image_input": "image input",
        "osaid": "Open Source AI Definition", "training_summary_public": "summary of the training data",
        "eu_notes": "notes on the AI Act", "aliases": "other names",
    }
)  # fmt: skip
# Lists of the vocabulary, and what words suggest an answer to; a question of the AI Act keeps its number.
LISTS = Spoken(
    {"domains": "domains", "activities": "activities", "delivery": "delivery", "modalities": "modalities"}
)  # fmt: skip
# Codes in the data that a reader takes for words. All other codes are the same in every language.
CODES = Spoken(
    {
        "acceptable": "acceptable", "not-acceptable": "not-acceptable", "undecided": "undecided",
        "yes": "yes", "no": "no", "unknown": "unknown", "none": "none",
        "permissive": "permissive", "copyleft": "copyleft", "community": "community",
        "responsible-ai": "responsible-ai", "custom": "custom", "noncommercial": "noncommercial",
        "sme": "sme", "small-mid-cap": "small-mid-cap",
        "choice": "choice", "choices": "choices", "date": "date", "number": "number", "yes-no": "yes-no",
        "in-scope": "in-scope", "permitted": "permitted", "fine-tuning": "fine-tuning", "high-risk": "high-risk",
        "model": "model", "open-model": "open-model", "systemic-risk": "systemic-risk",
        "own": "own", "modified": "modified", "unmodified": "unmodified", "part": "part", "open-part": "open-part",
    }
)  # fmt: skip
