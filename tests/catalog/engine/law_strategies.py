"""Answers about the AI Act as hypothesis strategies: any leaf may be missing, as in life."""

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from catalog.ambient import current_law
from catalog.engine.law import LawContext
from catalog.engine.law_answers import AnnexEntry, Derogation, Nexus, Practice, Supplied

YES_NO = [*sorted(current_law().of_kind("yes-no")), "original_systemic_risk"]
FLOP = st.sampled_from([0.0, 1e21, 3.3e22, 3.4e22, 5e22, 1.2e23, 1e24, 3.4e24, 9e24, 1e25, 1.1e25, 3.8e25])
DAYS = st.sampled_from(
    [date(2025, 4, 5), date(2026, 7, 1), date(2026, 9, 15), date(2026, 12, 10), date(2028, 3, 1), date(2028, 9, 1)]
)
AS_OF = st.dates(date(2024, 8, 1), date(2031, 12, 31))
HINTED = ["S3", "S4", "S5", "S7", "S8", "R9", "H9", "G2b"]
MAYBE = st.none() | st.booleans()


def _some(words: Any) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(get_args(words)), max_size=3)


LEAVES: dict[str, st.SearchStrategy[Any]] = {
    **{name: st.booleans() for name in YES_NO},
    "S2": _some(Nexus),
    "R9": st.sampled_from(get_args(Supplied)),
    "P": _some(Practice),
    "H3": st.sampled_from(["A", "B"]),
    "H5": _some(AnnexEntry),
    "H7": _some(Derogation),
    "G2": st.sampled_from(["own", "modified", "unmodified"]),
    "original_flop": FLOP,
    "modification_flop": FLOP,
    "model_flop": FLOP,
    "designated": st.booleans(),
    "design_changed": st.booleans(),
    "placed_on": DAYS,
    "model_placed_on": DAYS,
}
# Most answers that lead out of the Act are rare, so that what lies behind them is reached.
RARE = {"S1": True, "S3": False, "S4": False, "S5": False, "S6": False, "P": []}
ANSWERS = st.fixed_dictionaries({}, optional=LEAVES)
FACTS = st.tuples(ANSWERS, st.booleans()).map(lambda drawn: {**drawn[0], **(RARE if drawn[1] else {})})
CONTEXTS = st.builds(
    LawContext,
    in_union=MAYBE,
    market_union=MAYBE,
    size=st.sampled_from([None, "sme", "small-mid-cap", "large"]),
    hints=st.frozensets(st.sampled_from(HINTED), max_size=3),
)
