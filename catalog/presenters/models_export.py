"""The list of models as a table to hand out: one column for each fact; what nobody knows stays empty."""

from collections.abc import Iterable, Iterator
from typing import Any

from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.labels import label_warnings
from catalog.knowledge.sentences import for_translation
from catalog.presenters.export import Sheet, Value
from catalog.presenters.language import gettext as _
from catalog.presenters.language import told
from catalog.presenters.models_index import LINEAGE, Entry

COLUMNS = for_translation(
    (
        "Id",
        "Model",
        "Vendor",
        "Country",
        "Hugging Face repository",
        "Revision",
        "Licence of the weights (text)",
        "Licence of the weights (guide)",
        "Inherited licences",
        "What the label hides",
        "Licence of the code",
        "Licence of the outputs",
        "Base models",
        "Parameters (billion)",
        "Active parameters (billion)",
        "Image input",
        "Released",
        "Training compute (FLOP)",
        "Basis of the compute",
        "Source of the compute",
        "Licence read on",
        "How well the licence was read",
    )
)


def sheet(entries: Iterable[Entry], catalogue: Catalogue) -> Sheet:
    """Return the models of a list, in its order, as a table."""
    rows = tuple(_row(entry.model, catalogue) for entry in entries)
    return Sheet("models", _("Models"), tuple(map(told, COLUMNS)), rows, catalogue.edition)


def documents(entries: Iterable[Entry], catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """Return each model of a list with everything that the catalogue holds on it, for programs."""
    for entry in entries:
        model = entry.model
        yield {
            **model.model_dump(mode="json"),
            "inherited_licences": _inherited(model, catalogue),
            "label_hides": [warning.kind for warning in label_warnings(model, catalogue)],
        }


def _row(model: Model, catalogue: Catalogue) -> tuple[Value, ...]:
    term, compute = model.weights_licence, model.compute
    kinds = dict.fromkeys(warning.kind for warning in label_warnings(model, catalogue))
    return (
        model.id,
        model.name,
        model.vendor,
        model.vendor_country,
        model.hf_repo,
        model.revision,
        term.text.value,
        term.guide.value if term.guide else None,
        "; ".join(_inherited(model, catalogue)),
        "; ".join(LINEAGE[kind] for kind in kinds),
        model.code_licence,
        model.output_licence,
        "; ".join(model.base_models),
        model.params_total_b,
        model.params_active_b,
        {True: "yes", False: "no", None: None}[model.image_input],
        model.released.isoformat() if model.released else None,
        compute.flop if compute else None,
        compute.basis if compute else None,
        compute.source if compute else None,
        term.text.read_on.isoformat(),
        term.text.confidence,
    )


def _inherited(model: Model, catalogue: Catalogue) -> list[str]:
    own = model.weights_licence.text.value
    return [licence for licence in catalogue.in_force(model) if licence != own]
