"""What breaking a duty can cost: the tiers of Articles 99 to 101, held against the organisation's size and revenue.

The Act names amounts in euros, the revenue is stated in US dollars, and no exchange rate is invented: which of the two
amounts is the higher one is said only where it holds at every rate that is at all plausible.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from catalog.engine.law.provisions import Law, Tier
from catalog.knowledge.sentences import Part, for_translation, joined, sentence

WIDEST = 1.3
"""One unit of either currency is taken to buy between 1/1.3 and 1.3 units of the other."""

Higher = Literal["share", "cap", "unclear"]


@dataclass(frozen=True)
class Fine:
    """One tier. `cap_eur` in euros; `percent` of worldwide turnover; `of_revenue_usd` is that share in US dollars.

    All three are None where national law sets the amount, and the last one where the revenue is not known.
    """

    tier: str
    says: str
    cap_eur: int | None
    percent: float | None
    of_revenue_usd: float | None

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the evaluation."""
        return {
            "tier": self.tier,
            "says": self.says,
            "cap_eur": self.cap_eur,
            "percent": self.percent,
            "of_revenue_usd": self.of_revenue_usd,
        }


def fines(owed: Iterable[str], law: Law, size: str | None, revenue_usd: float | None) -> tuple[Fine, ...]:
    """Return the tiers of the duties owed, and those that come beside them, in the order of the law."""
    tiers = set(owed)
    return tuple(
        _fine(code, tier, size, revenue_usd)
        for code, tier in law.penalties.items()
        if code in tiers or tiers & set(tier.beside)
    )


def _fine(code: str, tier: Tier, size: str | None, revenue_usd: float | None) -> Fine:
    if tier.cap_eur is None or tier.percent is None:
        return Fine(code, tier.says, None, None, None)
    share = None if revenue_usd is None else round(revenue_usd * tier.percent / 100, 2)
    words = [tier.says, _told(tier.cap_eur, tier.percent, share, lower=size in tier.lower_for)]
    if size is None and tier.lower_for:
        words.append(
            for_translation(
                "The size of the company is not stated; a size that has relief would bear the lower amount."
            )
        )
    return Fine(code, joined(" ", words), tier.cap_eur, tier.percent, share)


def higher_of(cap_eur: int, share_usd: float) -> Higher:
    """Say which amount is the higher one at every plausible rate."""
    if share_usd > cap_eur * WIDEST:
        return "share"
    return "cap" if share_usd < cap_eur / WIDEST else "unclear"


def _told(cap_eur: int, percent: float, share: float | None, *, lower: bool) -> str:
    """Say in one sentence which of the two amounts counts here."""
    if share is None:
        return for_translation("The revenue is not stated, so which of the two counts here is open.")
    parts: dict[str, Part] = {"percent": f"{percent:g}", "share": round(share), "cap": cap_eur}
    higher = higher_of(cap_eur, share)
    if higher == "unclear":
        return sentence(
            "{percent} % of the stated revenue is USD {share}, close to EUR {cap}: "
            "both apply, and the lower of the two at the day’s rate counts."
            if lower
            else "{percent} % of the stated revenue is USD {share}, close to EUR {cap}: "
            "both apply, and the higher of the two at the day’s rate counts.",
            **parts,
        )
    if (higher == "cap") != lower:
        return sentence(
            "{percent} % of the stated revenue is USD {share}, and here the lower of the two, EUR {cap}, counts."
            if lower
            else "{percent} % of the stated revenue is USD {share}, and here the higher of the two, EUR {cap}, counts.",
            **parts,
        )
    return sentence(
        "{percent} % of the stated revenue is USD {share}, and here the lower of the two, that share, counts."
        if lower
        else "{percent} % of the stated revenue is USD {share}, and here the higher of the two, that share, counts.",
        **parts,
    )
