"""What a reviewer decides on: one frozen, hashed account of an assessment at one revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.knowledge.sentences import for_translation, joined, sentence
from wizard.process.canonical import canonical_json, sha256_of
from wizard.process.refusal import Refused

CALLERS_PART = for_translation(("facts", "evaluation", "answers"))


@dataclass(frozen=True)
class Frozen:
    """A snapshot's canonical text and the SHA-256 of its UTF-8 bytes."""

    text: str
    sha256: str


@dataclass(frozen=True)
class Heading:
    """What the assessment itself contributes to its snapshot."""

    reference: str
    revision: int
    product: str
    description: str
    organisation: str
    author: str


def freeze(heading: Heading, content: Mapping[str, object]) -> Frozen:
    """Bind heading, facts (with the positions adopted), evaluation, answers, edition and engine into one hash.

    `content` holds `facts` (facts/1), `evaluation` (evaluation/1) and `answers`, and may hold more for display;
    edition and engine are those the evaluation names. When and by whom the snapshot was taken stays outside,
    so that the same content has the same hash. Raises Refused when a part is missing.
    """
    missing = [key for key in CALLERS_PART if not content.get(key)]
    evaluation = content.get("evaluation")
    if missing or not isinstance(evaluation, Mapping):
        raise Refused(
            sentence(
                "This assessment cannot be submitted without {missing}: "
                "answer at least one item and name a candidate first.",
                missing=joined(", ", missing or ["evaluation"]),
            )
        )
    text = canonical_json(
        {
            **content,
            "schema": "snapshot/1",
            "reference": heading.reference,
            "revision": heading.revision,
            "product": heading.product,
            "description": heading.description,
            "organisation": heading.organisation,
            "author": {"name": heading.author},
            "edition": evaluation["edition"],
            "engine": evaluation["engine"],
        }
    )
    return Frozen(text=text, sha256=sha256_of(text))
