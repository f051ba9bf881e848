"""Training compute against the lines of the AI Act: a drawing on a logarithmic scale, and the same in sentences."""

from dataclasses import dataclass
from math import ceil, floor, log10

from catalog.engine.law import openness
from catalog.engine.law.provisions import Compute as Lines
from catalog.knowledge.entries import Compute, Model
from catalog.knowledge.index import Catalogue
from catalog.presenters import words
from catalog.presenters.language import Spoken, told
from catalog.presenters.language import gettext as _

WIDTH = 360
LEFT, RIGHT = 16, 344
FIRST, LAST = 20, 27
TOP, ROW = 44, 30
BANDS = Spoken(
    {
        "above-25": "Above 10²⁵ FLOP",
        "23-25": "10²³ to 10²⁵ FLOP",
        "below-23": "Below 10²³ FLOP",
        "unknown": "Unknown",
    }
)
PRESUMED = {"no": "blocked", "yes": "clear", "unknown": "undecided", "review": "undecided"}
CERTAINTY = Spoken({"confident": "rated confident", "likely": "rated likely", "speculative": "rated speculative"})


@dataclass(frozen=True)
class Tick:
    """One power of ten on the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class Line:
    """One amount on which a status turns: where it is drawn, its words, and on which side of it they stand."""

    x: float
    label: str
    text_x: float
    anchor: str


@dataclass(frozen=True)
class Mark:
    """One figure: its row and place, its range where there is one, and who states it."""

    name: str
    label: str
    y: int
    x: float
    low: float | None
    high: float | None
    text_x: float
    anchor: str


@dataclass(frozen=True)
class Scale:
    """The whole drawing with its words. `floor` is the height of the axis."""

    width: int
    height: int
    floor: int
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    title: str
    desc: str


@dataclass(frozen=True)
class ComputeView:
    """The training compute of one model: best figure with its basis, the guide's, and what follows."""

    flop: str
    spread: str
    basis: str
    source: str
    guide: str
    scale: Scale | None
    systemic: str
    state: str
    base: str
    general: str
    third: str


def compute_view(model: Model, catalogue: Catalogue, lines: Lines) -> ComputeView:
    """Show the training compute of a model against the lines of the law."""
    compute = model.compute
    state, systemic = systemic_risk(model, catalogue, lines)
    return ComputeView(
        flop=words.flop(compute.flop) if compute else _("Unknown"),
        spread=_spread(compute),
        basis=_basis(compute),
        source=told(compute.source) if compute else "",
        guide=words.flop_said(model.guide_flop),
        scale=_scale(model, lines),
        systemic=systemic,
        state=state,
        base=_base(model, catalogue),
        general=_general(compute, lines),
        third=_third(compute, lines),
    )


def band(compute: Compute | None) -> str:
    """Return the band of the best figure, as the list of models filters by it: a key of BANDS."""
    if compute is None:
        return "unknown"
    if compute.flop > 1e25:
        return "above-25"
    return "23-25" if compute.flop > 1e23 else "below-23"


def systemic_risk(model: Model, catalogue: Catalogue, lines: Lines) -> tuple[str, str]:
    """Say whether systemic risk is presumed: `blocked` (it is), `clear` (it is not) or `undecided`, and why."""
    step = openness.systemic_risk(model, catalogue, lines.systemic_risk.flop)
    return PRESUMED[step.met], told(step.why)


def _heaviest(model: Model, catalogue: Catalogue) -> Model | None:
    """The base with the largest known compute: where a model began as its weights, that compute counts too."""
    known = [catalogue.models[base] for base in model.base_models if catalogue.models[base].compute]
    return max(known, key=_flop, default=None)


def _flop(model: Model) -> float:
    return model.compute.flop if model.compute else 0


def _base(model: Model, catalogue: Catalogue) -> str:
    heavy = _heaviest(model, catalogue)
    if heavy is None or _flop(heavy) <= _flop(model):
        return ""
    return _(
        "%(name)s, on which it was built, took %(flop)s. Where a model starts from the weights of another, "
        "that compute counts towards systemic risk too."
    ) % {"name": heavy.name, "flop": words.flop(_flop(heavy))}


def _general(compute: Compute | None, lines: Lines) -> str:
    line = lines.general_purpose.flop
    if compute is None:
        return ""
    if compute.flop > line:
        return _("Above %(power)s FLOP, which indicates a general-purpose model if it writes, speaks or draws.") % {
            "power": _power(line)
        }
    return _("Not above %(power)s FLOP: it counts as a general-purpose model only if it is truly general.") % {
        "power": _power(line)
    }


def _third(compute: Compute | None, lines: Lines) -> str:
    """Say from how much compute on a modifier becomes a provider. Source: recitals 97 and 109, guidelines 3.2."""
    share = lines.modification.share
    if compute is not None:
        return _(
            "Whoever modifies it with more than %(flop)s, a third of this figure, is indicated to become the provider "
            "of the result, for the modification."
        ) % {"flop": words.flop(compute.flop / share)}
    general, risky = (words.flop(line.flop / share) for line in (lines.general_purpose, lines.systemic_risk))
    return _(
        "Whoever modifies it with more than %(general)s is indicated to become the provider of the result, for the "
        "modification. Were it a model with systemic risk, the amount would be %(risky)s."
    ) % {"general": general, "risky": risky}


def _spread(compute: Compute | None) -> str:
    if compute is None or compute.low is None or compute.high is None:
        return ""
    return _("90 %% range: %(low)s to %(high)s") % {
        "low": words.flop(compute.low),
        "high": words.flop(compute.high),
    }


def _basis(compute: Compute | None) -> str:
    if compute is None:
        return _("No figure was found.")
    rated = f", {CERTAINTY[compute.certainty]}" if compute.certainty else ""
    return f"{words.sentence(words.BASES[compute.basis])}{rated}."


def _power(flop: float) -> str:
    """Write a power of ten alone: “10²⁵”."""
    return words.flop(flop).removeprefix("1 × ").removesuffix(" FLOP")


def _scale(model: Model, lines: Lines) -> Scale | None:
    """Draw the figures there are; None where there is none."""
    compute = model.compute
    given = float(model.guide_flop.lstrip("~>")) if model.guide_flop else None
    figures = [it for it in (*_all(compute), given) if it is not None]
    if not figures:
        return None
    first = min(FIRST, floor(log10(min(figures))))
    last = max(LAST, ceil(log10(max(figures))))

    def at(flop: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (log10(flop) - first) / (last - first), 1)

    marks = []
    if compute is not None:
        spread = (at(compute.low), at(compute.high)) if compute.low and compute.high else None
        marks.append(_mark("best", _("Best figure"), TOP + 10, at(compute.flop), spread))
    if given is not None:
        marks.append(_mark("guide", _("The guide"), TOP + 10 + ROW * len(marks), at(given), None))
    bottom = TOP + ROW * len(marks) + 2
    general, risky = at(lines.general_purpose.flop), at(lines.systemic_risk.flop)
    return Scale(
        width=WIDTH,
        height=bottom + 26,
        floor=bottom,
        ticks=tuple(Tick(at(10.0**power), _power(10.0**power)) for power in range(first, last + 1)),
        lines=(
            Line(general, _("general-purpose"), general - 5, "end"),
            Line(risky, _("systemic risk"), risky + 5, "start"),
        ),
        marks=tuple(marks),
        title=_("Training compute of %(name)s") % {"name": model.name},
        desc=_told(compute, model.guide_flop, lines),
    )


def _mark(name: str, label: str, y: int, x: float, spread: tuple[float, float] | None) -> Mark:
    """Place a figure with its words on the side where there is room."""
    low, high = spread or (None, None)
    if x > WIDTH * 0.6:
        return Mark(name, label, y, x, low, high, min(x, low or x) - 11, "end")
    return Mark(name, label, y, x, low, high, max(x, high or x) + 11, "start")


def _all(compute: Compute | None) -> tuple[float | None, ...]:
    return (compute.low, compute.flop, compute.high) if compute else ()


def _told(compute: Compute | None, guide: str, lines: Lines) -> str:
    parts = []
    if compute is not None:
        parts.append(
            _("Best figure %(flop)s, %(basis)s")
            % {"flop": words.flop(compute.flop), "basis": words.BASES[compute.basis]}
        )
        parts += [_spread(compute)] if _spread(compute) else []
    if guide:
        parts.append(_("the guide says %(flop_said)s") % {"flop_said": words.flop_said(guide)})
    general, risky = (words.flop(line.flop) for line in (lines.general_purpose, lines.systemic_risk))
    return _("%(parts)s. The lines are %(general)s and %(risky)s.") % {
        "parts": "; ".join(parts),
        "general": general,
        "risky": risky,
    }
