"""The files that go with a model: the NOTICE, the section of its model card, the list of licence copies.

Labels are filled in. Where a licence fixes a longer wording of its own, the file names the clause and the address
where it stands and leaves square brackets for it, since the words are the licensor’s.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from catalog.knowledge.sentences import for_translation
from catalog.presenters.language import gettext as _
from catalog.presenters.language import ngettext, number, told, within
from catalog.presenters.words import READINGS, TRIGGERS, clause_words, listed
from wizard.interchange.owed import Bound, Due, Papers

WIDTH = 78
FILL_IN = for_translation(
    "Whatever stands in square brackets is for you to fill in. Take away the brackets and this paragraph before you "
    "ship the file. Prepared from edition {edition} of the licence catalogue; information, not legal advice."
)
CHANGES = for_translation("What you changed, and when; if nothing was changed, say so.")
BLOCK = re.compile(r"([\\`*_\[\]<>|#])")


def notice_text(papers: Papers) -> str:
    """Return the NOTICE file as plain text, with one part for each licence in force."""
    model = papers.model
    revision = _("Revision %(revision)s") % {"revision": model.revision} if model.revision else ""
    uses = _("This work uses or contains %(model)s by %(vendor)s.") % {"model": model.name, "vendor": model.vendor}
    head = [
        "NOTICE",
        _filled(f"[{told(FILL_IN).format(edition=papers.edition)}]"),
        _filled(uses),
        "\n".join(filter(None, [_repository(papers), revision or _bracketed(_("The revision that you use."))])),
        _filled(_bracketed(told(CHANGES))),
    ]
    parts = ["\n\n".join(head), *("\n\n".join(_part(bound)) for bound in papers.bound)]
    return f"\n\n{'-' * WIDTH}\n\n".join(parts) + "\n"


def _part(bound: Bound) -> Iterator[str]:
    licence = bound.licence
    yield "\n".join([licence.name, _filled(f"{licence.steward}, {licence.version}"), str(licence.url)])
    yield _filled(_("It binds %(models)s.") % {"models": _borne(bound)})
    for due in bound.of("attribution", "notice", "output-display"):
        yield from _line(due)
    for due in bound.of("licence-copy"):
        yield _filled(_("A copy of it stands in %(file)s.") % {"file": copy_name(bound)})
        yield _filled(_bracketed(" ".join([_("Put it there as it came with the model."), told(due.says), _see(due)])))


def _line(due: Due) -> Iterator[str]:
    """A label as it is shown; whatever is conditional, or worded by the licensor, in brackets."""
    plain = due.required and not (due.above or due.commercial) and due.topic == "attribution"
    if due.label and plain:
        yield due.label
    else:
        yield _filled(_bracketed(_asks(due)))


def _asks(due: Due) -> str:
    """What is asked for, since when, and where the words stand."""
    label = f"{sentence_of(due)}: “{due.label}”." if due.label else f"{sentence_of(due)}."
    return " ".join([label, told(due.says), _see(due)])


def _see(due: Due) -> str:
    return _("See %(place)s: %(address)s") % {"place": where(due), "address": due.url}


def _bracketed(words: str) -> str:
    """Words that whoever ships the file replaces by their own."""
    return f"[{words}]"


def sentence_of(due: Due) -> str:
    """The first words of a line: what it is, and whether it is owed at all."""
    changed = _("To be shown with a changed model") if due.topic == "output-display" else _("To be shown")
    says = _("Notice") if due.topic == "notice" else changed
    if due.above:
        says = _("%(asked)s above %(size)s") % {"asked": says, "size": due.above}
    if due.commercial:
        says = _("%(asked)s for commercial use") % {"asked": says}
    return says if due.required else _("%(asked)s, recommended") % {"asked": says}


def where(due: Due) -> str:
    """The place that asks for it, as one cites it; of the guide it is said that it is the guide’s reading."""
    place = clause_words(due.clause)
    return place if due.reading == "text" else f"{within(READINGS['guide'])}, {place}"


def when(due: Due) -> str:
    """When it is owed, as the end of a sentence."""
    ways = listed((TRIGGERS[way] for way in due.triggers), "or")
    if not ways:
        return _("in any case")
    words = _("when %(ways)s and the use is commercial") if due.commercial else _("when %(ways)s")
    return words % {"ways": ways}


def model_card(papers: Papers) -> str:
    """Return the section of a model card on licences and attribution, in Markdown."""
    model = papers.model
    address = _repository(papers)
    name = f"[{escaped(model.name)}](<{address}>)" if address else escaped(model.name)
    built = _("Built on %(model)s by %(vendor)s.") % {"model": name, "vendor": escaped(model.vendor)}
    lines = [f"## {_('Licence and attribution')}", built]
    lines += [f"**{escaped(label)}**" for label in papers.labels]
    lines += [_table(papers), f"### {_('What was changed')}", f"\\[{told(CHANGES)}\\]", f"### {_('What must be kept')}"]
    nothing = _("No licence in force restricts uses or asks for its terms to be passed on.")
    lines += ["\n".join(_kept(papers)) or nothing]
    return "\n\n".join(lines) + "\n"


def _table(papers: Papers) -> str:
    rows = [
        f"| [{escaped(it.licence.name)}](<{it.licence.url}>) | {escaped(it.licence.steward)} "
        f"| {escaped(it.licence.version)} | {escaped(_borne(it))} |"
        for it in papers.bound
    ]
    heads = [_("Licence"), _("Steward"), _("Version"), _("Binds")]
    return "\n".join([f"| {' | '.join(heads)} |", "| --- | --- | --- | --- |", *rows])


def _kept(papers: Papers) -> Iterator[str]:
    """One line for each licence whose restrictions or terms stay with the model."""
    for bound in papers.bound:
        count = len(bound.licence.terms.use_restrictions.text.value.items)
        words = ngettext(
            "Its list restricts uses in %(count)s point.", "Its list restricts uses in %(count)s points.", count
        )
        says = [words % {"count": number(count)}] if count else []
        says += [f"{told(due.says)} ({where(due)})" for due in bound.of("propagation")]
        if says:
            yield f"- **{escaped(bound.licence.short)}.** {escaped(' '.join(says))}"


def licence_list(papers: Papers) -> str:
    """Return the list of licences in force, in Markdown: where each stands, and which copies have to be shipped."""
    head = _("For %(model)s. Save each text under the name given here.") % {"model": escaped(papers.model.name)}
    parts = [f"# {_('Licences in force')}", head]
    parts += ["\n\n".join(_listed(bound)) for bound in papers.bound]
    return "\n\n".join(parts) + "\n"


def _listed(bound: Bound) -> Iterator[str]:
    licence = bound.licence
    yield f"## {escaped(licence.name)}"
    facts = [
        _("SPDX id: %(id)s") % {"id": f"`{licence.spdx}`"},
        _("Steward: %(steward)s") % {"steward": escaped(licence.steward)},
        _("Version: %(version)s") % {"version": escaped(licence.version)},
        _("Text: %(address)s") % {"address": f"<{licence.url}>"},
        _("Binds: %(models)s") % {"models": escaped(_borne(bound))},
    ]
    if url := licence.terms.use_policy.text.value.url:
        facts.append(_("Use policy: %(address)s") % {"address": f"<{url}>"})
    copies = bound.of("licence-copy")
    facts += [_ship(bound, due) for due in copies]
    yield "\n".join(f"- {fact}" for fact in facts)
    if not copies:
        yield _("This licence does not ask for a copy to be shipped.")


def _ship(bound: Bound, due: Due) -> str:
    """Under which name the copy is shipped, when, and who says so."""
    parts = {"file": f"`{copy_name(bound)}`", "when": when(due), "place": escaped(where(due))}
    return _("Ship as %(file)s %(when)s (%(place)s): %(says)s") % {**parts, "says": escaped(told(due.says))}


def copy_name(bound: Bound) -> str:
    """The name under which the text of a licence is shipped."""
    return f"LICENSES/{re.sub(r'[^A-Za-z0-9.+-]', '-', bound.licence.id)}.txt"


def escaped(text: str) -> str:
    """Take their meaning from the characters that Markdown would read as marks."""
    return BLOCK.sub(r"\\\1", " ".join(text.split()))


def _borne(bound: Bound) -> str:
    """The models that a licence binds, as words."""
    return listed(model.name for model in bound.models) or _("the model")


def _repository(papers: Papers) -> str:
    return f"https://huggingface.co/{papers.model.hf_repo}" if papers.model.hf_repo else ""


def _filled(text: str) -> str:
    """Wrap a paragraph; an address stays whole."""
    return "\n".join(_wrapped(text))


def _wrapped(text: str) -> Iterable[str]:
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
