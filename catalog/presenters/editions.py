"""The editions of the catalogue: their hashes, and what changed from one to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.knowledge.index import Catalogue
from catalog.presenters import words
from catalog.presenters.change_words import KINDS
from catalog.presenters.changes import Change, changes
from catalog.presenters.language import gettext as _


@dataclass(frozen=True)
class EditionView:
    """One edition: its version, its hash, and whether it was released or is being prepared."""

    version: str
    sha256: str
    state: str


@dataclass(frozen=True)
class ChangeGroup:
    """The changes of one kind: what came, what went, and the rest by the name of what changed."""

    title: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    entries: tuple[tuple[str, tuple[Change, ...]], ...]
    count: str


@dataclass(frozen=True)
class Comparison:
    """Two editions side by side: what matters for a verdict, and on demand what does not."""

    old: str
    new: str
    count: str
    matters: tuple[ChangeGroup, ...]
    wording: tuple[ChangeGroup, ...]
    hidden: str
    shows_wording: bool


def edition_list(current: Catalogue, published: Mapping[str, str]) -> tuple[EditionView, ...]:
    """Show every edition, the newest first. The one in use need not have been released yet."""
    here = current.edition.version
    listed = [EditionView(version, sha256, _state(version == here)) for version, sha256 in published.items()]
    if here not in published:
        listed.append(EditionView(here, current.sha256, _("In use here, not released yet")))
    return tuple(reversed(listed))


def comparison(old: Catalogue, new: Catalogue, *, wording: bool) -> Comparison:
    """Tell what changed from an edition to another; `wording` asks for changes of words and days too."""
    found = changes(old, new)
    matters, rest = [it for it in found if it.matters], [it for it in found if not it.matters]
    label = words.counted(len(matters), "change", "changes")
    hidden = words.counted(len(rest), "change", "changes")
    return Comparison(
        old=old.edition.version,
        new=new.edition.version,
        count=_("%(label)s on which a verdict may depend.") % {"label": label}
        if matters
        else _("No change on which a verdict could depend."),
        matters=_groups(matters),
        wording=_groups(rest) if wording else (),
        hidden=_("%(hidden)s of wording, sources and days of reading") % {"hidden": hidden} if rest else "",
        shows_wording=wording,
    )


def _state(here: bool) -> str:
    return _("Released, in use here") if here else _("Released")


def _groups(found: Sequence[Change]) -> tuple[ChangeGroup, ...]:
    return tuple(_group(kind, alike) for kind in KINDS if (alike := [it for it in found if it.kind == kind]))


def _group(kind: str, found: Sequence[Change]) -> ChangeGroup:
    named: dict[str, list[Change]] = {}
    whole: dict[str, list[str]] = {"added": [], "removed": []}
    for change in found:
        if not change.what and change.how in whole:
            whole[change.how].append(change.name)
        else:
            named.setdefault(change.name, []).append(change)
    return ChangeGroup(
        title=KINDS[kind],
        added=tuple(whole["added"]),
        removed=tuple(whole["removed"]),
        entries=tuple((name, tuple(parts)) for name, parts in named.items()),
        count=words.counted(len(found), "change", "changes"),
    )
