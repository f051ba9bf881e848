"""The package to ship with a changed model: notices, licences, restrictions, model card, and a list of what is left."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from catalog.presenters.words import EFFECTS
from wizard.interchange.notices import copy_name, escaped, licence_list, model_card, notice_text, when, where
from wizard.interchange.owed import Bound, Papers, name_checks

# The oldest day that a zip file can name: the bytes depend on what is inside, and on nothing else.
BEGINNING = (1980, 1, 1, 0, 0, 0)
READABLE = 0o100644 << 16
OWN_WORDS = "In our own words, to read quickly. What binds is the text of each licence, at the address given with it."


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
    parts = ["# Restrictions that stay with the model", OWN_WORDS]
    for bound in papers.bound:
        parts += [f"## {escaped(bound.licence.name)}", f"<{bound.licence.url}>", _uses(bound)]
    return "\n\n".join(parts) + "\n"


def _uses(bound: Bound) -> str:
    items = bound.licence.terms.use_restrictions.text.value.items
    lines = [f"- **{EFFECTS[item.effect]}** ({escaped(item.item)}). {escaped(item.says)}" for item in items]
    lines += [f"- **Passed on** ({escaped(where(due))}). {escaped(due.says)}" for due in bound.of("propagation")]
    return "\n".join(lines) or "No use is restricted."


def checklist(papers: Papers, name: str | None) -> str:
    """Return what is left to do before the model is shipped, as a list to tick, in Markdown."""
    title = escaped(name or papers.model.name)
    tasks = [
        "Fill in the square brackets of NOTICE.txt and MODEL-CARD.md, and name every change.",
        *dict.fromkeys(task for bound in papers.bound for task in _tasks(bound)),
        *_names(papers, name),
    ]
    lines = "\n".join(f"- [ ] {task}" for task in tasks)
    return f"# Before you ship {title}\n\n{lines}\n"


def _tasks(bound: Bound) -> Iterator[str]:
    """What one licence asks for, as things to do."""
    short = escaped(bound.licence.short)
    for due in bound.dues:
        says = _task(due.topic, short, copy_name(bound))
        if not says:
            continue
        label = f" “{escaped(due.label)}”" if due.label else ""
        size = f" above {due.above}" if due.above else ""
        moment = f", {when(due)}" if due.triggers else ""
        optional = "" if due.required else " (recommended)"
        yield f"{says}{label}{size}{optional}{moment}. {escaped(due.says)} ({short}, {escaped(where(due))})"


def _task(topic: str, short: str, copy: str) -> str:
    return {
        "attribution": "Show the attribution",
        "notice": "Ship NOTICE.txt with every copy",
        "licence-copy": f"Put the text of {short} into `{copy}`",
        "output-display": "Show in the documentation of a model that you publish",
        "propagation": "Put the restrictions into the terms that your recipients accept",
        "relicensing-same-licence": f"Publish changes under {short} itself",
        "relicensing-same-restrictions": f"Publish changes under {short} or under terms that keep its restrictions",
        "copyleft": f"Offer the source of your changes under {short}",
    }.get(topic, "")


def _names(papers: Papers, name: str | None) -> Iterator[str]:
    for check in name_checks(papers, name):
        state = {
            True: f"“{escaped(name or '')}” does.",
            False: f"“{escaped(name or '')}” does not; “{escaped(check.proposal)}” would.",
            None: f"No name is chosen yet; “{escaped(check.proposal)}” would.",
        }[check.met]
        place = escaped(where(check.due))
        yield (
            f"Give the model a name that begins with “{escaped(check.due.label)}”. {state} "
            f"({escaped(check.licence)}, {place})"
        )
