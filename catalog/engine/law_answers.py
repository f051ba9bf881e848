"""What a team answers about the EU AI Act: the `eu_ai_act` part of the facts that an evaluation takes.

Every leaf may be absent or None, which means unknown. The lists are closed; what their words mean stands in the law's
questions, and loading the law checks that the two agree.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

Nexus = Literal["N1", "N2", "N3", "N4", "N5", "N6", "N7"]
Practice = Literal["P-a", "P-b", "P-ba", "P-bb", "P-c", "P-d", "P-e", "P-f", "P-g", "P-h"]
AnnexEntry = Literal[
    "A3-1a", "A3-1b", "A3-1c", "A3-2", "A3-3a", "A3-3b", "A3-3c", "A3-3d", "A3-4a", "A3-4b", "A3-5a", "A3-5b", "A3-5c",
    "A3-5d", "A3-6a", "A3-6b", "A3-6c", "A3-6d", "A3-6e", "A3-7a", "A3-7b", "A3-7c", "A3-7d", "A3-8a", "A3-8b",
]  # fmt: skip
Derogation = Literal["DG-a", "DG-b", "DG-c", "DG-d"]
AnnexSection = Literal["A", "B"]
ModelOrigin = Literal["own", "modified", "unmodified"]
Supplied = Literal["none", "part", "open-part"]

T = TypeVar("T", bound=str)


def _as_set(choices: tuple[T, ...]) -> tuple[T, ...]:
    """Sort the choices and drop repeats, so that the order in which boxes were ticked changes nothing."""
    return tuple(sorted(set(choices)))


Nexuses = Annotated[tuple[Nexus, ...], AfterValidator(_as_set)]
Practices = Annotated[tuple[Practice, ...], AfterValidator(_as_set)]
AnnexEntries = Annotated[tuple[AnnexEntry, ...], AfterValidator(_as_set)]
Derogations = Annotated[tuple[Derogation, ...], AfterValidator(_as_set)]
Flop = Annotated[float, Field(ge=0, allow_inf_nan=False, strict=True)]


class EuAnswers(BaseModel):
    """Answers under the ids of the questions; compute in FLOP; an empty list means that none applies.

    The keys of LATER were added to the first list; `catalog.engine.law.context` says what answers them when absent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    S1: StrictBool | None = None
    S2: Nexuses | None = None
    R1: StrictBool | None = None
    R2: StrictBool | None = None
    P: Practices | None = None
    H1: StrictBool | None = None
    H2: StrictBool | None = None
    H3: AnnexSection | None = None
    H5: AnnexEntries | None = None
    H6: StrictBool | None = None
    H7: Derogations | None = None
    H8: StrictBool | None = None
    H11: StrictBool | None = None
    H12: StrictBool | None = None
    H13: StrictBool | None = None
    H14: StrictBool | None = None
    T1q: StrictBool | None = None
    T2q: StrictBool | None = None
    T3q: StrictBool | None = None
    T4q: StrictBool | None = None
    T5q: StrictBool | None = None
    G0: StrictBool | None = None
    G1: StrictBool | None = None
    G2: ModelOrigin | None = None
    original_flop: Flop | None = None
    modification_flop: Flop | None = None
    model_flop: Flop | None = None
    original_systemic_risk: StrictBool | None = None
    G5: StrictBool | None = None
    G6: StrictBool | None = None
    G7: StrictBool | None = None
    G8: StrictBool | None = None
    placed_on: date | None = None
    model_placed_on: date | None = None
    S3: StrictBool | None = None
    S4: StrictBool | None = None
    S5: StrictBool | None = None
    S6: StrictBool | None = None
    S7: StrictBool | None = None
    S8: StrictBool | None = None
    R3: StrictBool | None = None
    R4: StrictBool | None = None
    R5: StrictBool | None = None
    R6: StrictBool | None = None
    R7: StrictBool | None = None
    R9: Supplied | None = None
    H9: StrictBool | None = None
    design_changed: StrictBool | None = None
    G2b: StrictBool | None = None
    designated: StrictBool | None = None
    B3: StrictBool | None = None


# What each later key comes to where nothing speaks of it: the answer that removes no duty and adds no role.
LATER: Mapping[str, bool | str] = {
    **dict.fromkeys(("S3", "S4", "S5", "S6", "S7", "S8"), False),
    **dict.fromkeys(("R3", "R4", "R5", "R6", "R7"), False),
    "R9": "none",
    **dict.fromkeys(("H9", "design_changed", "G2b", "designated", "B3"), False),
}
