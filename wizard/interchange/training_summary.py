"""The public summary of training content (AI Act, Article 53(1)(d)), laid out as the AI Office's template asks.

The template's parts and their order are kept, the words are ours. What is not known stands in square brackets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wizard.interchange.notices import escaped

PLACE = "AI Act, Article 53(1)(d)"
PARTS = (
    ("2.1 Public datasets", ("public-dataset",), "Name each large one with its address; sum up the small ones."),
    ("2.2 Data from others, under licence or in private", ("licensed", "private"), "Say from whom, and by what right."),
    (
        "2.3 Data crawled from the web",
        ("crawled",),
        (
            "Name the crawlers and when they ran, and list the domains that gave most, as the template’s notice asks: "
            "the top tenth by volume; for a small or medium company the top twentieth or a thousand of them."
        ),
    ),
    ("2.4 Data from users", ("user-data",), "Say from which services, and on what legal basis."),
    ("2.5 Data made by models", ("synthetic",), "Name the models that made it, and what they were asked for."),
    ("2.6 Other sources", ("own", ""), "Say how it was obtained."),
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
        f"# Summary of training content: {escaped(content.model)}",
        f"*{PLACE}. {_reach(content)} Whatever stands in square brackets is for you to fill in.*",
        "## 1. General information",
        "\n".join(f"- **{name}:** {said}" for name, said in _general(content)),
        "## 2. Sources of the data",
    ]
    for title, kinds, ask in PARTS:
        found = [source for source in content.sources if source.kind in kinds]
        parts += [f"### {title}", "\n".join(_source(source) for source in found) or "None.", *_asked(found, ask)]
    parts += ["## 3. How the data was handled", "\n\n".join(_handled(content))]
    return "\n\n".join(parts) + "\n"


def _reach(content: TrainingContent) -> str:
    if content.modified:
        return f"It covers the changes made to {escaped(content.base)} and not the data of the original model."
    return "It covers the whole training."


def _general(content: TrainingContent) -> Iterator[tuple[str, str]]:
    yield "Provider", escaped(content.provider) if content.provider else "\\[Name and contact of the provider.\\]"
    yield "Authorised representative", "\\[Name and contact, for a provider outside the Union.\\]"
    yield "Model", escaped(content.model)
    yield "Based on", f"{escaped(content.base)} by {escaped(content.vendor)}"
    yield "Placed on the market", content.placed_on or "\\[The day.\\]"
    yield "Kinds of data", ", ".join(map(escaped, content.kinds)) or "\\[Text, images, sound, video, other.\\]"
    yield "Size of each kind", "\\[In the bands of the template, such as fewer than a billion tokens.\\]"
    yield "Latest data", "\\[Month and year in which the newest data was obtained.\\]"


def _source(source: DataSource) -> str:
    said = [f"**{escaped(source.name) or 'Without a name'}**"]
    said += [escaped(text) for text in (source.origin, source.permission) if text]
    if source.share is not None:
        said.append(f"about {round(source.share * 100, 2):g} % of the data")
    if source.personal_data is not None:
        said.append("with personal data" if source.personal_data else "without personal data")
    return f"- {'; '.join(said)}."


def _asked(found: Sequence[DataSource], ask: str) -> Iterator[str]:
    if found:
        yield f"\\[{ask}\\]"


def _handled(content: TrainingContent) -> Iterator[str]:
    yield f"**Opt-outs from text and data mining.** {' '.join(_opt_outs(content.sources))}"
    yield "**Illegal content.** \\[What was done to keep it out, or to remove it.\\]"
    record = escaped(content.recorded_where)
    yield f"**Record.** The sources are recorded in: {record}." if record else "**Record.** \\[Where it is kept.\\]"


def _opt_outs(sources: Iterable[DataSource]) -> Iterator[str]:
    """Which sources respect reservations, which do not, and of which nobody said."""
    by_answer: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    for source in sources:
        by_answer[source.opt_outs].append(escaped(source.name) or "a source without a name")
    if by_answer[True]:
        yield f"Respected in: {', '.join(by_answer[True])}. \\[By which means.\\]"
    if by_answer[False]:
        yield f"Not respected in: {', '.join(by_answer[False])}."
    if by_answer[None] or not any(by_answer.values()):
        yield f"\\[Say it of: {', '.join(by_answer[None]) or 'every source'}.\\]"
