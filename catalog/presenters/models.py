"""The list of models as its address asks for it: filtered, sorted, page by page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from catalog.presenters import words
from catalog.presenters.language import Spoken, number
from catalog.presenters.language import gettext as _
from catalog.presenters.matrix import Filter
from catalog.presenters.models_index import Entry, ModelIndex, ModelRow

ON_A_PAGE = 50
FILTERS = Spoken(
    {
        "vendor": "Vendor",
        "licence": "Licence",
        "family": "Licence family",
        "lineage": "Label and lineage",
        "compute": "Training compute",
        "images": "Image input",
        "confidence": "How well the licence was read",
    }
)
# The filters that stand in the open; the others wait behind “More filters”.
FIRST = ("vendor", "licence", "family")
NAMES = ("q", *FILTERS, "after", "sort", "page")
ORDERS = Spoken(
    {
        "name": "Model",
        "vendor": "Vendor",
        "licence": "Licence of the weights",
        "size": "Parameters",
        "released": "Released",
        "compute": "Training compute",
    }
)
LARGEST_FIRST = ("size", "released", "compute")
EXPORTS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON"}


@dataclass(frozen=True)
class Order:
    """A heading that sorts: its words, its address, and the direction if the list is in this order."""

    name: str
    label: str
    href: str
    direction: str
    css: str


@dataclass(frozen=True)
class PageLink:
    """A link to another page of the list; an empty address is the page shown, or a gap."""

    id: str
    label: str
    said: str
    href: str


@dataclass(frozen=True)
class ModelList:
    """One page of the models that fit the address."""

    query: str
    after: str
    filters: tuple[Filter, ...]
    more: tuple[Filter, ...]
    more_open: bool
    orders: tuple[Order, ...]
    sort: str
    rows: tuple[ModelRow, ...]
    count: str
    filtered: bool
    pages: tuple[PageLink, ...]
    exports: tuple[PageLink, ...]


def asked(given: Mapping[str, str]) -> dict[str, str]:
    """Return the part of an address that means something, in one order: equal lists have equal keys.

    A date, an order or a page that cannot be read is left out; a filter's value that nobody offers fits nothing.
    """
    kept = {name: given[name] for name in NAMES if given.get(name)}
    if _day(kept.get("after", "")) is None:
        kept.pop("after", None)
    if kept.get("sort", "name").removeprefix("-") not in ORDERS or kept.get("sort") == "name":
        kept.pop("sort", None)
    page = kept.pop("page", "")
    if page.isascii() and page.isdigit() and int(page[:9]) > 1:
        kept["page"] = str(int(page[:9]))
    return kept


def chosen(index: ModelIndex, wanted: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return every model that fits the address, in its order: what the list shows page by page and an export whole."""
    after = _day(wanted.get("after", ""))
    search = wanted.get("q", "").casefold().split()
    keyed = [(name, wanted[name]) for name in FILTERS if wanted.get(name)]
    found: Iterable[Entry] = index.entries
    for name, value in keyed:
        found = [entry for entry in found if value in entry.keys[name]]
    for word in search:
        found = [entry for entry in found if word in entry.searched]
    if after is not None:
        found = [entry for entry in found if entry.model.released is not None and entry.model.released >= after]
    return _sorted(tuple(found), wanted.get("sort", "name"))


def model_list(index: ModelIndex, wanted: Mapping[str, str]) -> ModelList:
    """Show one page of the models that fit `wanted`, which `asked` made."""
    found = chosen(index, wanted)
    last = max(1, -(-len(found) // ON_A_PAGE))
    page = min(int(wanted.get("page", "1")), last)
    kept = {name: value for name, value in wanted.items() if name != "page"}
    filters = {name: _filter(name, index, wanted) for name in FILTERS}
    return ModelList(
        query=wanted.get("q", ""),
        after=wanted.get("after", ""),
        filters=tuple(filters[name] for name in FIRST),
        more=tuple(each for name, each in filters.items() if name not in FIRST),
        more_open=any(wanted.get(name) for name in (*FILTERS, "after") if name not in FIRST),
        orders=tuple(_order(name, kept) for name in ORDERS),
        sort=wanted.get("sort", ""),
        rows=tuple(entry.row for entry in found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]),
        count=_count(len(found), len(index.entries), page),
        filtered=any(name != "sort" for name in kept),
        pages=_pages(kept, page, last),
        exports=tuple(
            PageLink(f"export-{kind}", label, "", f"export.{kind}{address(kept)}") for kind, label in EXPORTS.items()
        ),
    )


def address(wanted: Mapping[str, str]) -> str:
    """Write the part of an address after its path; empty for the whole list."""
    return f"?{urlencode(wanted)}" if wanted else ""


def _count(found: int, everything: int, page: int) -> str:
    total = words.counted(everything, "model", "models")
    told = total if found == everything else _("%(found)s of %(total)s") % {"found": number(found), "total": total}
    if found <= ON_A_PAGE:
        return told
    first = (page - 1) * ON_A_PAGE + 1
    return _("%(told)s; %(first)s to %(min)s shown") % {
        "told": told,
        "first": number(first),
        "min": number(min(page * ON_A_PAGE, found)),
    }


def _filter(name: str, index: ModelIndex, wanted: Mapping[str, str]) -> Filter:
    offered = index.choices.get(name, ())
    picked = wanted.get(name)
    return Filter(name, FILTERS[name], tuple(replace(it, chosen=True) if it.value == picked else it for it in offered))


def _sorted(found: tuple[Entry, ...], sort: str) -> tuple[Entry, ...]:
    """Sort what is by name already. Where nothing is known a model comes last, whatever the direction."""
    if sort == "name":
        return found
    name = sort.removeprefix("-")
    backwards = sort.startswith("-") != (name in LARGEST_FIRST)
    known = [entry for entry in found if entry.orders[name] is not None]
    known.sort(key=lambda entry: entry.orders[name] or "", reverse=backwards)
    return (*known, *(entry for entry in found if entry.orders[name] is None))


def _order(name: str, kept: Mapping[str, str]) -> Order:
    """A heading. The order in force turns round when it is chosen again."""
    sort = kept.get("sort", "name")
    current = sort.removeprefix("-") == name
    turned = f"-{name}" if sort == name else name
    direction = ""
    if current:
        direction = "descending" if sort.startswith("-") != (name in LARGEST_FIRST) else "ascending"
    others = {each: value for each, value in kept.items() if each != "sort"}
    href = address({**others, "sort": turned} if turned != "name" else others) or "?"
    return Order(name, ORDERS[name], href, direction, "number" if name in ("size", "compute") else "")


def _pages(kept: Mapping[str, str], page: int, last: int) -> tuple[PageLink, ...]:
    """Links to the neighbours, to the first and the last page; none where all fits on one."""
    if last == 1:
        return ()
    near = {1, last, *range(max(1, page - 1), min(last, page + 1) + 1)}
    links = [_page_link("previous", _("Previous"), "", kept, page - 1)] if page > 1 else []
    before = 0
    for at in sorted(near):
        if at > before + 1:
            links.append(PageLink("", "…", "", ""))
        said = _("Page %(number)s of %(last)s") % {"number": number(at), "last": number(last)}
        links.append(
            PageLink("here", number(at), said, "")
            if at == page
            else _page_link(f"page-{at}", number(at), said, kept, at)
        )
        before = at
    links += [_page_link("next", _("Next"), "", kept, page + 1)] if page < last else []
    return tuple(links)


def _page_link(name: str, label: str, said: str, kept: Mapping[str, str], page: int) -> PageLink:
    parts = {**kept, "page": str(page)} if page > 1 else dict(kept)
    return PageLink(name, label, said, address(parts) or "?")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
