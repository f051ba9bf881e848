"""The filter “for my situation”: its few questions, the facts document they make, and the verdict of a row.

What is not answered stays unknown. Nothing is assumed in anybody's favour.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.engine.finding import VERDICTS, Finding
from catalog.engine.screening import Screened
from catalog.knowledge.overlay import Overlay
from catalog.knowledge.places import COUNTRIES, EU
from catalog.knowledge.sentences import for_translation
from catalog.knowledge.single import document_of
from catalog.knowledge.vocabulary import Vocabulary
from catalog.presenters import words
from catalog.presenters.language import gettext as _
from catalog.presenters.language import told, within

MOST_USERS = 10**15
NOT_A_NUMBER = for_translation("Write the users as a whole number, such as 5000000. Until then they count as unknown.")
OUTPUTS: Mapping[str, tuple[str, str, bool]] = for_translation(
    {
        "none": ("Not for training", "none", False),
        "same-family": ("To train a model of the same family", "same-family", False),
        "other-model": ("To train another kind of model", "other-model", False),
        "other-llm": ("To train another language model", "other-llm", False),
        "distil": ("To distil into another model", "other-llm", True),
    }
)
SEVERITIES = for_translation(
    {
        "blocker": ("blocked", "Not allowed"),
        "action": ("conditions", "To be done"),
        "question": ("undecided", "Open question"),
        "caution": ("", "Take care"),
        "info": ("", "Good to know"),
    }
)


@dataclass(frozen=True)
class Reason:
    """One finding for a reader: its kind by word and class, what it says, what to do, and where it stands."""

    kind: str
    css: str
    says: str
    remedy: str
    clause: str
    url: str


@dataclass(frozen=True)
class RowVerdict:
    """The verdict of a licence in the situation: its word, the gravest reason, and all of them."""

    verdict: str
    label: str
    top: str
    more: str
    reasons: tuple[Reason, ...]

    @property
    def rank(self) -> int:
        """Place from clear to blocked."""
        return VERDICTS.index(self.verdict)


def document(asked: Mapping[str, str], vocabulary: Vocabulary, overlay: Overlay) -> dict[str, Any]:
    """Make the facts document of a situation, with the positions and agreements of the organisation."""
    train, distils = OUTPUTS.get(asked.get("outputs", ""), ("", None, None))[1:]
    weights = _yes(asked, "weights")
    return {
        "organisation": {"country": _of(asked, "seat", COUNTRIES), "monthly_active_users": users(asked)},
        "use": {
            "commercial": _yes(asked, "commercial"),
            "delivery": _delivery(_yes(asked, "hosted"), weights),
            "markets": _list(_of(asked, "market", {EU, *COUNTRIES})),
            "domains": _list(_of(asked, "domain", vocabulary.domains)),
            "activities": _list(_of(asked, "activity", vocabulary.activities)),
            "automated_decisions": _yes(asked, "automated"),
            "generates_human_likeness": _yes(asked, "likeness"),
        },
        "adaptation": {"publishes_weights": weights},
        "outputs": {"train": train, "distils": distils, "shares_trained_model": False if train == "none" else None},
        "positions": [{"licence": it.licence, "topic": it.topic, "reading": it.reading} for it in overlay.positions],
        "agreements": [_agreement(it) for it in overlay.agreements],
    }


def users(asked: Mapping[str, str]) -> int | None:
    """Return the users as a number, whatever the marks between its digits; None for no number."""
    digits = "".join(sign for sign in asked.get("users", "") if sign not in " ,.'’_\u00a0\u202f")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None
    return number if number is None or number <= MOST_USERS else None


def trouble(asked: Mapping[str, str]) -> str:
    """Return what is wrong with the answers; empty for nothing."""
    return told(NOT_A_NUMBER) if asked.get("users") and users(asked) is None else ""


def row_verdict(screened: Screened) -> RowVerdict:
    """Show the verdict of a licence."""
    reasons = tuple(_reason(finding) for finding in screened.findings)
    top = reasons[0].says if reasons else _("Nothing stands against it.")
    more = words.counted(len(reasons) - 1, "more point", "more points") if len(reasons) > 1 else ""
    return RowVerdict(screened.verdict, words.VERDICTS[screened.verdict], top, more, reasons)


def tally(verdicts: Iterable[RowVerdict]) -> str:
    """Count the rows by verdict: “3 clear, 20 conditions, 7 undecided, 12 blocked”."""
    ranks = [verdict.rank for verdict in verdicts]
    return ", ".join(f"{ranks.count(rank)} {within(words.VERDICTS[name])}" for rank, name in enumerate(VERDICTS))


def _reason(finding: Finding) -> Reason:
    css, kind = SEVERITIES[finding.severity][0], told(SEVERITIES[finding.severity][1])
    clause = words.clause_words(finding.source.clause)
    return Reason(kind, css, told(finding.says), told(finding.remedy), clause, finding.source.url)


def _agreement(agreement: Any) -> dict[str, Any]:
    until = agreement.until.isoformat() if agreement.until else None
    limit = document_of(agreement.limit) if agreement.limit else None
    return {"licence": agreement.licence, "covers": list(agreement.covers), "until": until, "limit": limit}


def _delivery(hosted: bool | None, weights: bool | None) -> list[str] | None:
    """Name the ways of delivery once both are known; whoever offers neither uses the model inside."""
    if hosted is None or weights is None:
        return None
    ways = [name for name, holds in (("hosted-service", hosted), ("ship-weights", weights)) if holds]
    return ways or ["internal"]


def _yes(asked: Mapping[str, str], name: str) -> bool | None:
    return {"yes": True, "no": False}.get(asked.get(name, ""))


def _of(asked: Mapping[str, str], name: str, known: Iterable[str]) -> str | None:
    value = asked.get(name, "")
    return value if value in set(known) else None


def _list(value: str | None) -> list[str] | None:
    return None if value is None else [value]
