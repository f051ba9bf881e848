"""A company in Germany, three candidates, one reviewed account: the report that the tests render and sign."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from wizard.report.document import Document, build
from wizard.report.export import OUTSIDE_THE_HASH, attachments, canonical, sha256
from wizard.report.fonts import Fonts, find
from wizard.report.inputs import Dispute, Event, Labels, Reading, Reviewer, SignOff, Trail
from wizard.report.pdf import RenderRequest

ROOT = Path(__file__).resolve().parents[3]
FONT_FOLDERS = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts-droid-fallback"))
ISSUED = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)

LABELS = Labels(
    models={"llama-4-maverick": "Llama 4 Maverick", "qwen3-32b": "Qwen3-32B", "deepseek-r1": "DeepSeek-R1"},
    licences={"llama-4-community": "Llama 4 Community"},
    sources={
        "llama-4-licence": "Llama 4 Community Licence",
        "llama-4-use-policy": "Llama 4 Acceptable Use Policy",
        "apache-2.0-text": "Apache License 2.0",
        "mit-text": "MIT License",
    },
    topics={
        "territory": "Territory",
        "patent": "Patent grant",
        "licence-copy": "Copy of the licence",
        "output-naming": "Naming after outputs",
        "output-training": "Training on outputs",
        "threshold": "Limit of scale",
    },
    phases={"technical": "Technical controls"},
    situations={"distillation": "Distilling into a model of your own"},
    traps={"synthetic-data": "Synthetic data"},
    facts={
        "/organisation/country": "Country of the principal place of business",
        "/outputs/train": "What outputs train",
        "/adaptation/published_name": "Name of the published model",
        "/organisation/monthly_active_users_on": "Users at the release date",
        "/safeguards/licence_copy_included": "Licence copy included",
        "/use/delivery": "How it is delivered",
        "/use/commercial": "Commercial use",
    },
    values={"DE": "Germany", "US": "United States"},
    roles={
        "R-PROV": "Provider: you put the system to use under your own name.",
        "R-DOWN": "Downstream provider: you built somebody else’s model into it.",
        "R-DEP": "Deployer: you use the system in the course of your work.",
    },
    outcomes={"HR-NO": "Not high-risk.", "TR-CHAT": "Talks with people, so transparency duties apply."},
    questions={"H10": "Was the system placed on the market before the high-risk duties apply?"},
    penalties={
        "MS": "Set by national law.",
        "P2": "Up to EUR 15 million or 3 % of worldwide turnover, whichever is higher.",
    },
)

DISPUTED = (
    Dispute(
        licence="Llama 4 Community",
        topic="Territory",
        text=Reading(
            "Companies seated in the Union get no rights in the multimodal models.",
            "Llama 4 Acceptable Use Policy",
            "last paragraph",
            "https://www.llama.com/llama4/use-policy/",
            date(2026, 11, 20),
        ),
        guide=Reading("The guide names no limit of territory.", "The founding guide", "Llama", "", date(2026, 11, 23)),
        applied="text",
        why="The stricter reading applies, since no legal position was adopted on this term.",
    ),
)

SIGN_OFF = SignOff(
    reviewers=(Reviewer("Adaeze Okafor", "Legal review by", datetime(2026, 11, 23, 15, 30, tzinfo=UTC), "be" * 32),),
    decided_on=date(2026, 11, 23),
    valid_until=date(2027, 2, 23),
    conditions="Include the licence copy before DeepSeek-R1 is shipped.",
)

TRAIL = Trail(
    head="c4" * 32,
    events=(
        Event(datetime(2026, 11, 16, 8, 12, tzinfo=UTC), "Paula Meyer", "started the assessment"),
        Event(datetime(2026, 11, 19, 10, 42, tzinfo=UTC), "Paula Meyer", "answered “Who read the licence texts?”"),
        Event(datetime(2026, 11, 23, 9, 5, tzinfo=UTC), "Paula Meyer", "handed it over for review"),
    ),
    authority="a1" * 32,
)


def fonts() -> Fonts:
    """The fonts of this machine."""
    return find(FONT_FOLDERS)


def evaluation() -> dict[str, Any]:
    """A fresh copy of the sample evaluation."""
    loaded: dict[str, Any] = json.loads((Path(__file__).parent / "evaluation.json").read_text(encoding="utf-8"))
    return loaded


def answer(item: str, phase: str, title: str, *lines: tuple[str, str], **more: Any) -> dict[str, Any]:
    """One answered item of the checklist."""
    base = {
        "item": item,
        "phase": phase,
        "title": title,
        "lines": [list(line) for line in lines],
        "note": "",
        "unknown": False,
        "answered_by": "Paula Meyer",
        "answered_at": "2026-11-19T10:42:00+00:00",
        "evidence": [],
    }
    return {**base, **more}


def snapshot(**changes: Any) -> dict[str, Any]:
    """The reviewed account with its true hash; `changes` replace top-level keys before it is hashed."""
    content = {
        "schema": "snapshot/1",
        "reference": "CW-2026-0042",
        "revision": 2,
        "product": "Shop assistant",
        "organisation": "Acme GmbH",
        "author": {"name": "Paula Meyer"},
        "facts": {
            "schema": "facts/1",
            "as_of": "2026-11-23",
            "candidates": ["llama-4-maverick", "qwen3-32b", "deepseek-r1"],
            "organisation": {"country": "DE", "monthly_active_users": 5000000},
        },
        "answers": _answers(),
        "edition": {"version": "2026.11.1", "sha256": evaluation()["edition"]["sha256"]},
        "engine": "1.0.0",
        "taken_at": "2026-11-23T09:05:00+00:00",
        **changes,
    }
    hashed = {key: value for key, value in content.items() if key not in OUTSIDE_THE_HASH}
    return {**content, "sha256": sha256(canonical(hashed))}


def _answers() -> list[dict[str, Any]]:
    file = {"kind": "file", "title": "Use policy as printed on 20 November 2026.pdf", "sha256": "9f" * 32}
    link = {"kind": "link", "title": "Decision on the seat", "sha256": "", "url": "https://intranet.example/seat"}
    return [
        answer(
            "licence-text",
            "Identification",
            "Which licence text did you read for each candidate?",
            ("Llama 4 Maverick", "https://www.llama.com/llama4/license/, read on 20 November 2026 by Paula Meyer"),
            ("Qwen3-32B", "Apache-2.0 text in the repository, read on 6 November 2026 by Paula Meyer"),
            evidence=[file],
        ),
        answer("licence-family", "Identification", "Which family does each licence belong to?", ("All", "As proposed")),
        answer(
            "organisation-users",
            "Use case",
            "Where is the company seated, and how many people use its products?",
            ("Country of the principal place of business", "Germany"),
            ("Monthly active users of the whole group", "5,000,000"),
            ("Growth a month", "8 %"),
            note="Counted by the group controller.\nThe figure includes the outlet shop.",
            evidence=[link],
        ),
        answer(
            "outputs-training", "Use case", "Will outputs train another model?", ("What they train", "A smaller model")
        ),
        answer(
            "attribution",
            "Technical controls",
            "Is “Built with Llama” displayed where users see it?",
            ("Left open", "Jonas Weber finds out by 1 December 2026."),
            unknown=True,
        ),
        answer("upstream-changes", "Monitoring", "Who watches for changes upstream?", answered_by="", answered_at=""),
    ]


def document(**changes: Any) -> Document:
    """The sample document; `changes` replace arguments of `build`."""
    arguments: dict[str, Any] = {
        "snapshot": snapshot(),
        "evaluation": evaluation(),
        "sign_off": SIGN_OFF,
        "trail": TRAIL,
        "labels": LABELS,
        "coverage": fonts().coverage(),
        "disputed": DISPUTED,
    }
    return build(**{**arguments, **changes})


def html(shown: Document) -> str:
    """The report's real templates, filled by Django's real engine."""
    libraries = {"i18n": "django.templatetags.i18n", "words": "catalog.templatetags.words"}
    engine = Engine(dirs=[str(ROOT / "templates")], libraries=libraries)
    return engine.get_template("report/report.html").render(Context({"document": shown}))


def request(**changes: Any) -> RenderRequest:
    """A request to render the sample; `changes` replace its parts."""
    arguments: dict[str, Any] = {
        "html": html(document()),
        "css": (ROOT / "static/css/report.css").read_text(encoding="utf-8"),
        "fonts": fonts(),
        "attachments": attachments(snapshot(), evaluation()),
        "identifier": bytes.fromhex(snapshot()["sha256"])[:16],
        "created": ISSUED,
    }
    return RenderRequest(**{**arguments, **changes})
