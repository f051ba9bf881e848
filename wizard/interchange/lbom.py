"""The licence bill of materials as a file: `ai-license-bom.yaml`, in the shape that the founding guide gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue

NAME = "ai-license-bom.yaml"
NOTHING = "none"
MAY_BE_USED = ("clear", "conditions")


class Quoted(str):
    """A text that is written in double quotes, whatever it looks like."""

    __slots__ = ()


class Row(list[Any]):
    """A list that is written on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes as the guide does: keys in their order, texts in quotes, no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_Dumper.add_representer(Quoted, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
_Dumper.add_representer(
    Row, lambda dumper, row: dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True)
)


@dataclass(frozen=True)
class Line:
    """What a bill says of one model. `last_reviewed` is a day as ISO 8601; `mau_threshold` None where no limit is."""

    id: str
    license: str
    source: str
    commercial_use: bool
    restrictions: tuple[str, ...]
    mau_threshold: int | None
    last_reviewed: str
    deployed_in: tuple[str, ...]


def licence_bill(account: Mapping[str, Any]) -> bytes:
    """Return the file for a reviewed account, UTF-8. Every candidate of the decision is listed.

    `deployed_in` names the product where the verdict lets it use the model, and is empty for any other candidate.
    `mau_threshold` is the lowest limit of monthly active users among the licences in force, None where there is none.
    The account has to hold its `bill` (`wizard.interchange.bill`).
    """
    head = f"{account['reference']}, revision {account['revision']}; snapshot {account['sha256']}"
    return written(lines_of(account), head)


def lines_of(account: Mapping[str, Any]) -> list[Line]:
    """One line for each candidate of a reviewed account, in their order."""
    verdicts = {result["model"]: result["verdict"] for result in account["evaluation"]["models"]}
    return [_line(name, account, deployed=verdicts.get(name) in MAY_BE_USED) for name in account["bill"]["models"]]


def written(lines: Iterable[Line], head: str) -> bytes:
    """Return a file of these lines, UTF-8, with its name and `head` as comments at the top."""
    text = yaml.dump(
        {"models": list(map(_entry, lines))}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6
    )
    return (f"# {NAME}\n# {head}\n" + text).encode()


def together(lines: Iterable[Line]) -> list[Line]:
    """One line for each model, whatever number of decisions it comes from: all products, and the strictest of the rest.

    The last review is the oldest of them, so that nothing looks fresher than it is.
    """
    found: dict[str, Line] = {}
    for line in lines:
        other = found.get(line.id)
        found[line.id] = _stricter(other, line) if other else line
    return list(found.values())


def _stricter(one: Line, other: Line) -> Line:
    limits = [limit for limit in (one.mau_threshold, other.mau_threshold) if limit is not None]
    licences = dict.fromkeys(part for line in (one, other) for part in line.license.split(" AND "))
    return replace(
        one,
        license=" AND ".join(licences),
        commercial_use=one.commercial_use and other.commercial_use,
        restrictions=tuple(dict.fromkeys((*one.restrictions, *other.restrictions))),
        mau_threshold=min(limits, default=None),
        last_reviewed=min(one.last_reviewed, other.last_reviewed),
        deployed_in=tuple(dict.fromkeys((*one.deployed_in, *other.deployed_in))),
    )


def source_of(model: Mapping[str, Any]) -> str:
    """The address of a model's weights; empty for one that stands in no public repository."""
    return f"https://huggingface.co/{model['repository']}" if model["repository"] else ""


def model_at(source: str, catalogue: Catalogue) -> Model | None:
    """The model whose repository on Hugging Face the address leads to; None for any other address."""
    address = source.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    host, _, path = address.partition("/")
    return catalogue.model("/".join(path.split("/")[:2])) if host in ("huggingface.co", "hf.co") else None


def in_force(account: Mapping[str, Any], model: Mapping[str, Any], part: str = "concluded") -> list[dict[str, Any]]:
    """What the account holds of the licences of a model, in their order."""
    known = account["bill"]["licences"]
    return [known[name] for name in model[part] if name in known]


def _line(name: str, account: Mapping[str, Any], *, deployed: bool) -> Line:
    model = account["bill"]["models"][name]
    licences = in_force(account, model)
    limits = [licence["mau_threshold"] for licence in licences if licence["mau_threshold"] is not None]
    return Line(
        id=name,
        license=" AND ".join(map(_short, licences)),
        source=source_of(model),
        commercial_use=bool(licences) and all(licence["commercial_use"] != "forbidden" for licence in licences),
        restrictions=tuple(dict.fromkeys(says for licence in licences for says in licence["restrictions"])),
        mau_threshold=min(limits, default=None),
        last_reviewed=account["evaluation"]["as_of"],
        deployed_in=(account["product"],) if deployed else (),
    )


def _entry(line: Line) -> dict[str, Any]:
    return {
        "id": Quoted(line.id),
        "license": Quoted(line.license),
        "source": Quoted(line.source),
        "commercial_use": line.commercial_use,
        "restrictions": list(map(Quoted, line.restrictions)) or NOTHING,
        "mau_threshold": line.mau_threshold,
        "last_reviewed": Quoted(line.last_reviewed),
        "deployed_in": Row(map(Quoted, line.deployed_in)),
    }


def public_name(spdx: str, name: str) -> str:
    """How a bill names a licence: by its SPDX identifier where SPDX has one of its own, otherwise by its name."""
    return spdx if spdx and spdx != "NONE" and "LicenseRef" not in spdx else name


def _short(licence: Mapping[str, Any]) -> str:
    return public_name(str(licence["spdx"]), str(licence["name"]))
