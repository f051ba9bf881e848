"""The AI Act as of a day: what binds, what is coming, who owes what, and what a breach costs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from catalog.engine.law.provisions import Law, LawDate, Obligation, Provision
from catalog.knowledge.index import Catalogue
from catalog.knowledge.sentences import for_translation
from catalog.presenters import words
from catalog.presenters.disagreements import DisagreementView, about_law
from catalog.presenters.guide import article
from catalog.presenters.language import Spoken, told
from catalog.presenters.language import gettext as _
from catalog.presenters.readings import Shelf
from catalog.presenters.timeline import Timeline, timeline

TAGS = Spoken({"L": "Law", "G": "Guideline", "D": "Draft guideline", "R": "Our reading"})
TAG_SAYS = Spoken(
    {
        "L": "The text of the Act, as amended in July 2026.",
        "G": "A published guideline of the Commission. It binds nobody, and the authorities follow it.",
        "D": "A guideline that was only a draft when we read it.",
        "R": "What we make of the text where nobody has said it yet. A lawyer should confirm it.",
    }
)
GROUNDS = Spoken(
    {
        "in-scope": "Any system",
        "permitted": "Any system",
        "PROHIBITED": "Prohibited practices",
        "PROHIBITED-FROM": "Prohibited practices",
        "HR-A3": "High-risk, Annex III",
        "HR-A1A": "High-risk, Annex I",
        "HR-DEROG": "Taken out of Annex III",
        "HR-GPS-REVIEW": "For general use without clear limits",
        "GP-FULL": "Models without the exemption",
        "GP-SR": "Models with systemic risk",
        "GP-EXEMPT": "Exempt open models",
    }
)
PEOPLE = for_translation(
    (
        ("everybody", "Everybody", ()),
        ("provider", "Provider of a system", ("R-PROV",)),
        ("deployer", "Deployer of a system", ("R-DEP",)),
        ("chain", "Others in the chain of a system", ("R-IMP", "R-DIST", "R-AR", "R-SUPP")),
        ("model-provider", "Provider of a general-purpose model", ("R-GPAI", "R-GPAI-MOD", "R-GPAI-EXCL")),
    )
)


@dataclass(frozen=True)
class Standing:
    """Whether something binds on the day one looks from, in words and as the shape of a verdict."""

    words: str
    short: str
    css: str


@dataclass(frozen=True)
class Stated:
    """A statement of the law's data: what it says, its article, and what kind of source that is."""

    name: str
    says: str
    article: str
    tag: str


@dataclass(frozen=True)
class DayView:
    """One day of the law, with everything that begins on it."""

    iso: str
    day: str
    standing: Standing
    begins: tuple[Stated, ...]


@dataclass(frozen=True)
class DutyView:
    """One duty, and what its breach costs at most."""

    id: str
    stated: Stated
    penalty: str


@dataclass(frozen=True)
class DutyBlock:
    """Duties that are owed in the same cases from the same days: these, and where the first of them stands."""

    grounds: tuple[str, ...]
    standing: Standing
    duties: tuple[DutyView, ...]


@dataclass(frozen=True)
class PeopleView:
    """The duties of one kind of people, with what makes one of them."""

    id: str
    title: str
    roles: tuple[Stated, ...]
    blocks: tuple[DutyBlock, ...]
    count: str


@dataclass(frozen=True)
class BanView:
    """One prohibited practice with the day of its ban."""

    stated: Stated
    standing: Standing


@dataclass(frozen=True)
class ActPage:
    """Everything the page shows for one day."""

    as_of: str
    as_of_words: str
    lede: str
    timeline: Timeline
    days: tuple[DayView, ...]
    bans: tuple[BanView, ...]
    people: tuple[PeopleView, ...]
    penalties: tuple[Stated, ...]
    compute: tuple[Stated, ...]
    tags: tuple[Stated, ...]
    disagreements: tuple[DisagreementView, ...]


def act_page(law: Law, catalogue: Catalogue, shelf: Shelf, as_of: date) -> ActPage:
    """Show the Act as of a day, beside what the guide makes of it."""
    bans = [(option, law.on(option.date or "")) for option in law.questions["P"].options.values()]
    compute = law.compute
    lines = (
        (_("Systemic risk"), compute.systemic_risk, words.flop(compute.systemic_risk.flop)),
        (_("General-purpose"), compute.general_purpose, words.flop(compute.general_purpose.flop)),
        (
            _("Modification"),
            compute.modification,
            _("more than 1/%(share)s of the original") % {"share": f"{compute.modification.share:g}"},
        ),
    )
    return ActPage(
        as_of=as_of.isoformat(),
        as_of_words=words.day(as_of),
        lede=_lede(law, as_of),
        timeline=timeline(law, as_of),
        days=tuple(_day(day, law, as_of) for day in sorted({it.day for it in law.dates.values()})),
        bans=tuple(BanView(_stated("", ban), standing(day, as_of)) for ban, day in sorted(bans, key=lambda it: it[1])),
        people=tuple(_people(name, told(title), roles, law, as_of) for name, title, roles in PEOPLE),
        penalties=tuple(_stated(name, it) for name, it in law.penalties.items()),
        compute=tuple(_stated(f"{name}: {amount}", it) for name, it, amount in lines),
        tags=tuple(Stated(TAGS[tag], says, "", tag) for tag, says in TAG_SAYS.items()),
        disagreements=about_law(catalogue, shelf),
    )


def standing(since: date, as_of: date) -> Standing:
    """Say whether something that begins on a day binds on another."""
    if since <= as_of:
        return Standing(_("Since %(since)s") % {"since": words.day(since)}, _("In force"), "clear")
    ahead = words.counted((since - as_of).days, "day", "days")
    return Standing(
        _("From %(since)s, in %(ahead)s") % {"since": words.day(since), "ahead": ahead},
        _("In %(ahead)s") % {"ahead": ahead},
        "undecided",
    )


def since(duty: Obligation, law: Law) -> dict[str, date]:
    """From when a duty is owed, by ground. A duty that follows others has their days.

    Shields for systems and models that are older than the law are not counted in.
    """
    found: dict[str, date] = {}
    for other in duty.owed.follows:
        for ground, day in since(law.obligations[other], law).items():
            found[ground] = min(day, found.get(ground, day))
    for ground in duty.owed.under:
        days = [law.on(key) for key in (duty.owed.date, _date_of(ground, law)) if key]
        if ground.startswith("PROHIBITED"):
            days = [min(law.on(option.date) for option in law.questions["P"].options.values() if option.date)]
        found[ground] = max(days)
    return found


def _date_of(ground: str, law: Law) -> str | None:
    return law.outcomes[ground].date if ground in law.outcomes else None


def _lede(law: Law, as_of: date) -> str:
    days = sorted({it.day for it in law.dates.values()})
    began = [min(since(duty, law).values()) for duty in law.obligations.values()]
    binding = sum(day <= as_of for day in began)
    ahead = next((day for day in days if day > as_of), None)
    coming = (
        _(" The next day that changes something is %(ahead)s.") % {"ahead": words.day(ahead)}
        if ahead
        else _(" No further day is set.")
    )
    return _("On %(as_of)s, %(binding)s of %(n)s duties can bind somebody.%(coming)s") % {
        "as_of": words.day(as_of),
        "binding": binding,
        "n": len(began),
        "coming": coming,
    }


def _stated(name: str, provision: Provision) -> Stated:
    return Stated(name, told(provision.says), article(provision.article), TAGS[provision.tag])


def _day(day: date, law: Law, as_of: date) -> DayView:
    begins: list[LawDate] = [it for it in law.dates.values() if it.day == day]
    return DayView(day.isoformat(), words.day(day), standing(day, as_of), tuple(_stated("", it) for it in begins))


def _people(name: str, title: str, roles: tuple[str, ...], law: Law, as_of: date) -> PeopleView:
    owed = {
        code: duty
        for code, duty in law.obligations.items()
        if (set(duty.owed.by) & set(roles) if roles else not duty.owed.by)
    }
    together: dict[tuple[tuple[str, date], ...], list[str]] = {}
    for code, duty in owed.items():
        together.setdefault(tuple(since(duty, law).items()), []).append(code)
    blocks = tuple(_block(dict(grounds), codes, law, as_of) for grounds, codes in together.items())
    return PeopleView(
        id=name,
        title=title,
        roles=tuple(_role(law.roles[role]) for role in roles),
        blocks=blocks,
        count=words.counted(len(owed), "duty", "duties"),
    )


def _role(role: Provision) -> Stated:
    name, _colon, says = told(role.says).partition(": ")
    return Stated(name, words.sentence(says), article(role.article), TAGS[role.tag])


def _block(grounds: Mapping[str, date], codes: Iterable[str], law: Law, as_of: date) -> DutyBlock:
    by_day: dict[date, list[str]] = {}
    for ground, day in grounds.items():
        by_day.setdefault(day, []).append(GROUNDS[ground])
    spoken = tuple(
        f"{words.listed(dict.fromkeys(names))}: {_begins(day, as_of)}" for day, names in sorted(by_day.items())
    )
    duties = tuple(_duty(code, law.obligations[code], law) for code in codes)
    return DutyBlock(spoken, standing(min(by_day), as_of), duties)


def _begins(day: date, as_of: date) -> str:
    """From when on something binds, as one says it on the day `as_of`."""
    if day <= as_of:
        return _("since %(day)s") % {"day": words.day(day)}
    return _("from %(day)s") % {"day": words.day(day)}


def _duty(code: str, duty: Obligation, law: Law) -> DutyView:
    """Show a duty with the first words of its penalty; the whole of it stands under Penalties."""
    if not duty.penalty:
        return DutyView(code, _stated(code, duty), _("No fine of its own"))
    penalty = re.split("[,;]", told(law.penalties[duty.penalty].says), maxsplit=1)[0].replace(" %", "\u00a0%")
    return DutyView(code, _stated(code, duty), penalty)
