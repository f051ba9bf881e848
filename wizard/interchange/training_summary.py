"""The public summary of training content (AI Act, Article 53(1)(d)), laid out as the AI Office's template asks.

The template's parts and their order are kept, the words are ours. What is not known stands in square brackets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.knowledge.sentences import for_translation
from catalog.presenters.language import gettext as _
from catalog.presenters.language import number, told
from wizard.interchange.notices import escaped

# Of each part of the template: its title, and what to say of each source.
PARTS = for_translation(
    {
        ("public-dataset",): ("2.1 Public datasets", "Name each large one with its address; sum up the small ones."),
        ("licensed", "private"): (
            "2.2 Data from others, under licence or in private",
            "Say from whom, and by what right.",
        ),
        ("crawled",): (
            "2.3 Data crawled from the web",
            (
                "Name the crawlers and when they ran, and list the domains that gave most, as the template’s notice "
                "asks: the top tenth by volume; for a small or medium company the top twentieth or a thousand of them."
            ),
        ),
        ("user-data",): ("2.4 Data from users", "Say from which services, and on what legal basis."),
        ("synthetic",): ("2.5 Data made by models", "Name the models that made it, and what they were asked for."),
        ("own", ""): ("2.6 Other sources", "Say how it was obtained."),
    }
)


@dataclass(frozen=True)
class DataSource:
    """One source of training data; None is what nobody said. `share` is a fraction of the whole."""

    name: str
    kind: str
    origin: str
    permission: str
    personal_data: bool | None
    opt_outs: bool | None
    share: float | None


@dataclass(frozen=True)
class TrainingContent:
    """What the summary is about. `modified` where another's model was changed: it then covers the change alone.

    `kinds` are kinds of data in words; `placed_on` is the day in words, empty where it is not known.
    """

    provider: str
    model: str
    vendor: str
    base: str
    kinds: tuple[str, ...]
    placed_on: str
    recorded_where: str
    modified: bool
    sources: tuple[DataSource, ...]


def training_summary(content: TrainingContent) -> str:
    """Return the summary in Markdown, ready for what is missing to be filled in."""
    parts = [
        f"# {_('Summary of training content: %(model)s') % {'model': escaped(content.model)}}",
        f"*{' '.join(_about(content))}*",
        f"## {_('1. General information')}",
        "\n".join(f"- **{name}:** {said}" for name, said in _general(content)),
        f"## {_('2. Sources of the data')}",
    ]
    for kinds, (title, ask) in PARTS.items():
        found = [source for source in content.sources if source.kind in kinds]
        listed = "\n".join(_source(source) for source in found) or _("None.")
        parts += [f"### {told(title)}", listed, *_asked(found, ask)]
    parts += [f"## {_('3. How the data was handled')}", "\n\n".join(_handled(content))]
    return "\n\n".join(parts) + "\n"


def _about(content: TrainingContent) -> Iterator[str]:
    yield _("AI Act, Article 53(1)(d).")
    if content.modified:
        words = _("It covers the changes made to %(model)s and not the data of the original model.")
        yield words % {"model": escaped(content.base)}
    else:
        yield _("It covers the whole training.")
    yield _("Whatever stands in square brackets is for you to fill in.")


def _general(content: TrainingContent) -> Iterator[tuple[str, str]]:
    base = {"model": escaped(content.base), "vendor": escaped(content.vendor)}
    yield _("Provider"), escaped(content.provider) or _blank(_("Name and contact of the provider."))
    yield _("Authorised representative"), _blank(_("Name and contact, for a provider outside the Union."))
    yield _("Model"), escaped(content.model)
    yield _("Based on"), _("%(model)s by %(vendor)s") % base
    yield _("Placed on the market"), content.placed_on or _blank(_("The day."))
    kinds = ", ".join(map(escaped, content.kinds))
    yield _("Kinds of data"), kinds or _blank(_("Text, images, sound, video, other."))
    yield _("Size of each kind"), _blank(_("In the bands of the template, such as fewer than a billion tokens."))
    yield _("Latest data"), _blank(_("Month and year in which the newest data was obtained."))


def _blank(words: str) -> str:
    """What is left to fill in, in brackets that Markdown leaves alone."""
    return f"\\[{words}\\]"


def _source(source: DataSource) -> str:
    said = [f"**{escaped(source.name) or _('Without a name')}**"]
    said += [escaped(text) for text in (source.origin, source.permission) if text]
    if source.share is not None:
        share = number(Decimal(f"{round(source.share * 100, 2):g}"))
        said.append(_("about %(share)s %% of the data") % {"share": share})
    if source.personal_data is not None:
        said.append(_("with personal data") if source.personal_data else _("without personal data"))
    return f"- {'; '.join(said)}."


def _asked(found: Sequence[DataSource], ask: str) -> Iterator[str]:
    if found:
        yield _blank(told(ask))


def _handled(content: TrainingContent) -> Iterator[str]:
    yield f"**{_('Opt-outs from text and data mining.')}** {' '.join(_opt_outs(content.sources))}"
    yield f"**{_('Illegal content.')}** {_blank(_('What was done to keep it out, or to remove it.'))}"
    place = escaped(content.recorded_where)
    record = (
        _("The sources are recorded in: %(place)s.") % {"place": place} if place else _blank(_("Where it is kept."))
    )
    yield f"**{_('Record.')}** {record}"


def _opt_outs(sources: Iterable[DataSource]) -> Iterator[str]:
    """Which sources respect reservations, which do not, and of which nobody said."""
    by_answer: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    for source in sources:
        by_answer[source.opt_outs].append(escaped(source.name) or _("a source without a name"))
    if by_answer[True]:
        respected = _("Respected in: %(sources)s.") % {"sources": ", ".join(by_answer[True])}
        yield f"{respected} {_blank(_('By which means.'))}"
    if by_answer[False]:
        yield _("Not respected in: %(sources)s.") % {"sources": ", ".join(by_answer[False])}
    if by_answer[None] or not any(by_answer.values()):
        open_ = ", ".join(by_answer[None]) or _("every source")
        yield _blank(_("Say it of: %(sources)s.") % {"sources": open_})
