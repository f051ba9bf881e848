"""The files that go with a model: the NOTICE, the section of its model card, the list of licence copies.

Labels are filled in. Where a licence fixes a longer wording of its own, the file names the clause and the address
where it stands and leaves square brackets for it, since the words are the licensor’s.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from catalog.presenters.words import READINGS, TRIGGERS, clause_words, counted, listed
from wizard.interchange.owed import Bound, Due, Papers

WIDTH = 78
FILL_IN = (
    "Whatever stands in square brackets is for you to fill in. Take away the brackets and this paragraph before you "
    "ship the file. Prepared from edition {edition} of the licence catalogue; information, not legal advice."
)
CHANGES = "What you changed, and when; if nothing was changed, say so."
BLOCK = re.compile(r"([\\`*_\[\]<>|#])")


def notice_text(papers: Papers) -> str:
    """Return the NOTICE file as plain text, with one part for each licence in force."""
    model = papers.model
    revision = f"Revision {model.revision}" if model.revision else "[The revision that you use.]"
    head = [
        "NOTICE",
        _filled(f"[{FILL_IN.format(edition=papers.edition)}]"),
        _filled(f"This work uses or contains {model.name} by {model.vendor}."),
        "\n".join(filter(None, [_repository(papers), revision])),
        _filled(f"[{CHANGES}]"),
    ]
    parts = ["\n\n".join(head), *("\n\n".join(_part(bound)) for bound in papers.bound)]
    return f"\n\n{'-' * WIDTH}\n\n".join(parts) + "\n"


def _part(bound: Bound) -> Iterator[str]:
    licence = bound.licence
    yield "\n".join([licence.name, _filled(f"{licence.steward}, {licence.version}"), str(licence.url)])
    yield _filled(f"It binds {_borne(bound)}.")
    for due in bound.of("attribution", "notice", "output-display"):
        yield from _line(due)
    for due in bound.of("licence-copy"):
        yield _filled(f"A copy of it stands in {copy_name(bound)}.")
        yield _filled(f"[Put it there as it came with the model. {due.says} See {where(due)}: {due.url}]")


def _line(due: Due) -> Iterator[str]:
    """A label as it is shown; whatever is conditional, or worded by the licensor, in brackets."""
    plain = due.required and not (due.above or due.commercial) and due.topic == "attribution"
    if due.label and plain:
        yield due.label
    else:
        yield _filled(f"[{_asks(due)}]")


def _asks(due: Due) -> str:
    """What is asked for, since when, and where the words stand."""
    label = f"{sentence_of(due)}: “{due.label}”." if due.label else f"{sentence_of(due)}."
    return f"{label} {due.says} See {where(due)}: {due.url}"


def sentence_of(due: Due) -> str:
    """The first words of a line: what it is, and whether it is owed at all."""
    kind = "Notice" if due.topic == "notice" else "To be shown"
    size = f" above {due.above}" if due.above else ""
    trained = " with a changed model" if due.topic == "output-display" else ""
    business = " for commercial use" if due.commercial else ""
    return f"{kind}{trained}{size}{business}{'' if due.required else ', recommended'}"


def where(due: Due) -> str:
    """The place that asks for it, as one cites it; of the guide it is said that it is the guide’s reading."""
    place = clause_words(due.clause)
    return place if due.reading == "text" else f"{READINGS['guide'].lower()}, {place}"


def when(due: Due) -> str:
    """When it is owed, as the end of a sentence."""
    ways = listed((TRIGGERS[way] for way in due.triggers), "or")
    business = " and the use is commercial" if due.commercial else ""
    return f"when {ways}{business}" if ways else "in any case"


def model_card(papers: Papers) -> str:
    """Return the section of a model card on licences and attribution, in Markdown."""
    model = papers.model
    address = _repository(papers)
    name = f"[{escaped(model.name)}](<{address}>)" if address else escaped(model.name)
    lines = ["## Licence and attribution", f"Built on {name} by {escaped(model.vendor)}."]
    lines += [f"**{escaped(label)}**" for label in papers.labels]
    lines += [_table(papers), "### What was changed", f"\\[{CHANGES}\\]", "### What must be kept"]
    lines += ["\n".join(_kept(papers)) or "No licence in force restricts uses or asks for its terms to be passed on."]
    return "\n\n".join(lines) + "\n"


def _table(papers: Papers) -> str:
    rows = [
        f"| [{escaped(it.licence.name)}](<{it.licence.url}>) | {escaped(it.licence.steward)} "
        f"| {escaped(it.licence.version)} | {escaped(_borne(it))} |"
        for it in papers.bound
    ]
    return "\n".join(["| Licence | Steward | Version | Binds |", "| --- | --- | --- | --- |", *rows])


def _kept(papers: Papers) -> Iterator[str]:
    """One line for each licence whose restrictions or terms stay with the model."""
    for bound in papers.bound:
        count = len(bound.licence.terms.use_restrictions.text.value.items)
        says = [f"Its list restricts uses in {counted(count, 'point', 'points')}."] if count else []
        says += [f"{due.says} ({where(due)})" for due in bound.of("propagation")]
        if says:
            yield f"- **{escaped(bound.licence.short)}.** {escaped(' '.join(says))}"


def licence_list(papers: Papers) -> str:
    """Return the list of licences in force, in Markdown: where each stands, and which copies have to be shipped."""
    parts = ["# Licences in force", f"For {escaped(papers.model.name)}. Save each text under the name given here."]
    parts += ["\n\n".join(_listed(bound)) for bound in papers.bound]
    return "\n\n".join(parts) + "\n"


def _listed(bound: Bound) -> Iterator[str]:
    licence = bound.licence
    yield f"## {escaped(licence.name)}"
    facts = [
        f"SPDX id: `{licence.spdx}`",
        f"Steward: {escaped(licence.steward)}",
        f"Version: {escaped(licence.version)}",
        f"Text: <{licence.url}>",
        f"Binds: {escaped(_borne(bound))}",
    ]
    if url := licence.terms.use_policy.text.value.url:
        facts.append(f"Use policy: <{url}>")
    copies = bound.of("licence-copy")
    ship = f"Ship as `{copy_name(bound)}`"
    facts += [f"{ship} {when(due)} ({escaped(where(due))}): {escaped(due.says)}" for due in copies]
    yield "\n".join(f"- {fact}" for fact in facts)
    if not copies:
        yield "This licence does not ask for a copy to be shipped."


def copy_name(bound: Bound) -> str:
    """The name under which the text of a licence is shipped."""
    return f"LICENSES/{re.sub(r'[^A-Za-z0-9.+-]', '-', bound.licence.id)}.txt"


def escaped(text: str) -> str:
    """Take their meaning from the characters that Markdown would read as marks."""
    return BLOCK.sub(r"\\\1", " ".join(text.split()))


def _borne(bound: Bound) -> str:
    """The models that a licence binds, as words."""
    return listed(model.name for model in bound.models) or "the model"


def _repository(papers: Papers) -> str:
    return f"https://huggingface.co/{papers.model.hf_repo}" if papers.model.hf_repo else ""


def _filled(text: str) -> str:
    """Wrap a paragraph; an address stays whole."""
    return "\n".join(_wrapped(text))


def _wrapped(text: str) -> Iterable[str]:
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
