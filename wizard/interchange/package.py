"""The package to ship with a changed model: notices, licences, restrictions, model card, and a list of what is left."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from catalog.knowledge.sentences import for_translation
from catalog.presenters.language import gettext as _
from catalog.presenters.language import told
from catalog.presenters.words import EFFECTS
from wizard.interchange.notices import copy_name, escaped, licence_list, model_card, notice_text, when, where
from wizard.interchange.owed import Bound, Due, Papers, name_checks

# The oldest day that a zip file can name: the bytes depend on what is inside, and on nothing else.
BEGINNING = (1980, 1, 1, 0, 0, 0)
READABLE = 0o100644 << 16
OWN_WORDS = for_translation(
    "In our own words, to read quickly. What binds is the text of each licence, at the address given with it."
)


def package(papers: Papers, name: str | None) -> bytes:
    """Return the package as a zip file; equal papers and names give equal bytes. `name` is that of the derivative."""
    stem = f"{papers.model.id}-notices"
    buffer = io.BytesIO()
    # Stored, not compressed: the files are small, and every version of a compressor writes other bytes.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for file, text in contents(papers, name).items():
            entry = zipfile.ZipInfo(f"{stem}/{file}", BEGINNING)
            entry.create_system, entry.external_attr = 3, READABLE
            archive.writestr(entry, text.encode())
    return buffer.getvalue()


def contents(papers: Papers, name: str | None) -> dict[str, str]:
    """The files of the package, by name."""
    return {
        "CHECKLIST.md": checklist(papers, name),
        "LICENSES.md": licence_list(papers),
        "MODEL-CARD.md": model_card(papers),
        "NOTICE.txt": notice_text(papers),
        "RESTRICTIONS.md": restrictions(papers),
    }


def restrictions(papers: Papers) -> str:
    """Return what the licences in force forbid or limit, in our own words, in Markdown."""
    parts = [f"# {_('Restrictions that stay with the model')}", told(OWN_WORDS)]
    for bound in papers.bound:
        parts += [f"## {escaped(bound.licence.name)}", f"<{bound.licence.url}>", _uses(bound)]
    return "\n\n".join(parts) + "\n"


def _uses(bound: Bound) -> str:
    items = bound.licence.terms.use_restrictions.text.value.items
    lines = [f"- **{EFFECTS[item.effect]}** ({escaped(item.item)}). {escaped(told(item.says))}" for item in items]
    passed = _("Passed on")
    kept = bound.of("propagation")
    lines += [f"- **{passed}** ({escaped(where(due))}). {escaped(told(due.says))}" for due in kept]
    return "\n".join(lines) or _("No use is restricted.")


def checklist(papers: Papers, name: str | None) -> str:
    """Return what is left to do before the model is shipped, as a list to tick, in Markdown."""
    title = escaped(name or papers.model.name)
    tasks = [
        _("Fill in the square brackets of NOTICE.txt and MODEL-CARD.md, and name every change."),
        *dict.fromkeys(task for bound in papers.bound for task in _tasks(bound)),
        *_names(papers, name),
    ]
    lines = "\n".join(f"- [ ] {task}" for task in tasks)
    head = _("Before you ship %(model)s") % {"model": title}
    return f"# {head}\n\n{lines}\n"


def _tasks(bound: Bound) -> Iterator[str]:
    """What one licence asks for, as things to do."""
    short = escaped(bound.licence.short)
    for due in bound.dues:
        says = _task(due.topic, short, copy_name(bound))
        if says:
            place = f"({short}, {escaped(where(due))})"
            yield f"{_qualified(says, due)}. {escaped(told(due.says))} {place}"


def _qualified(says: str, due: Due) -> str:
    """A thing to do with what it is about: the label, from which size, whether it is owed, and when."""
    if due.label:
        says = f"{says} “{escaped(due.label)}”"
    if due.above:
        says = _("%(task)s above %(size)s") % {"task": says, "size": due.above}
    if not due.required:
        says = _("%(task)s (recommended)") % {"task": says}
    return f"{says}, {when(due)}" if due.triggers else says


def _task(topic: str, short: str, copy: str) -> str:
    words = {
        "attribution": _("Show the attribution"),
        "notice": _("Ship NOTICE.txt with every copy"),
        "licence-copy": _("Put the text of %(licence)s into %(file)s"),
        "output-display": _("Show in the documentation of a model that you publish"),
        "propagation": _("Put the restrictions into the terms that your recipients accept"),
        "relicensing-same-licence": _("Publish changes under %(licence)s itself"),
        "relicensing-same-restrictions": _(
            "Publish changes under %(licence)s or under terms that keep its restrictions"
        ),
        "copyleft": _("Offer the source of your changes under %(licence)s"),
    }
    return words.get(topic, "") % {"licence": short, "file": f"`{copy}`"}


def _names(papers: Papers, name: str | None) -> Iterator[str]:
    for check in name_checks(papers, name):
        words = _("Give the model a name that begins with “%(label)s”.") % {"label": escaped(check.due.label)}
        state = {
            True: _("“%(name)s” does."),
            False: _("“%(name)s” does not; “%(proposal)s” would."),
            None: _("No name is chosen yet; “%(proposal)s” would."),
        }[check.met] % {"name": escaped(name or ""), "proposal": escaped(check.proposal)}
        yield f"{words} {state} ({escaped(check.licence)}, {escaped(where(check.due))})"
