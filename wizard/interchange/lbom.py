"""The licence bill of materials as a file: `ai-license-bom.yaml`, in the shape that the founding guide gives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

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


def licence_bill(account: Mapping[str, Any]) -> bytes:
    """Return the file for a reviewed account, UTF-8. Every candidate of the decision is listed.

    `deployed_in` names the product where the verdict lets it use the model, and is empty for any other candidate.
    `mau_threshold` is the lowest limit of monthly active users among the licences in force, None where there is none.
    The account has to hold its `bill` (`wizard.interchange.bill`).
    """
    verdicts = {result["model"]: result["verdict"] for result in account["evaluation"]["models"]}
    entries = [_entry(name, account, deployed=verdicts.get(name) in MAY_BE_USED) for name in account["bill"]["models"]]
    head = f"# {NAME}\n# {account['reference']}, revision {account['revision']}; snapshot {account['sha256']}\n"
    text = yaml.dump({"models": entries}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6)
    return (head + text).encode()


def source_of(model: Mapping[str, Any]) -> str:
    """The address of a model's weights; empty for one that stands in no public repository."""
    return f"https://huggingface.co/{model['repository']}" if model["repository"] else ""


def in_force(account: Mapping[str, Any], model: Mapping[str, Any], part: str = "concluded") -> list[dict[str, Any]]:
    """What the account holds of the licences of a model, in their order."""
    known = account["bill"]["licences"]
    return [known[name] for name in model[part] if name in known]


def _entry(name: str, account: Mapping[str, Any], *, deployed: bool) -> dict[str, Any]:
    model = account["bill"]["models"][name]
    licences = in_force(account, model)
    restrictions = list(dict.fromkeys(says for licence in licences for says in licence["restrictions"]))
    limits = [licence["mau_threshold"] for licence in licences if licence["mau_threshold"] is not None]
    return {
        "id": Quoted(name),
        "license": Quoted(" AND ".join(map(_short, licences))),
        "source": Quoted(source_of(model)),
        "commercial_use": bool(licences) and all(licence["commercial_use"] != "forbidden" for licence in licences),
        "restrictions": [Quoted(says) for says in restrictions] or NOTHING,
        "mau_threshold": min(limits, default=None),
        "last_reviewed": Quoted(account["evaluation"]["as_of"]),
        "deployed_in": Row([Quoted(account["product"])] if deployed else []),
    }


def public_name(spdx: str, name: str) -> str:
    """How a bill names a licence: by its SPDX identifier where SPDX has one of its own, otherwise by its name."""
    return spdx if spdx and spdx != "NONE" and "LicenseRef" not in spdx else name


def _short(licence: Mapping[str, Any]) -> str:
    return public_name(str(licence["spdx"]), str(licence["name"]))
