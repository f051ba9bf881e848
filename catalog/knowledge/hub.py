"""The names by which licences and models go on the model hub, and which entries of the catalogue they mean.

A name that several texts share, such as “modified-mit”, leads to all of them: it decides nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from catalog.knowledge.index import Catalogue

# Tags and licence names that are not simply an id, an SPDX id or a name of the catalogue.
_CALLED: Mapping[str, tuple[str, ...]] = {
    "agpl3.0": ("AGPL-3.0-only",),
    "apache2": ("Apache-2.0",),
    "bigcodeopenrailm": ("bigcode-openrail-m-v1",),
    "bigsciencebloomrail1.0": ("bigscience-rail-1.0",),
    "databricks": ("dbrx-open-model",),
    "deepseek": ("deepseek-license-1.0",),
    "exaone": ("exaone-1.1-nc", "exaone-1.2-nc"),
    "flux1devnoncommercial": ("flux-1-dev-nc",),
    "gemma": ("gemma-terms",),
    "gpl3.0": ("GPL-3.0-only",),
    "grok2": ("xai-community",),
    "hyperclovaxseed": ("hyperclova-x-seed-2025",),
    "jamba": ("jamba-open-model",),
    "kimik3": ("kimi-k3",),
    "lfm1.0": ("lfm-open-1.0",),
    "llama2": ("llama-2-community",),
    "llama3": ("llama-3-community",),
    "llama3.1": ("llama-3.1-community",),
    "llama3.2": ("llama-3.2-community",),
    "llama3.3": ("llama-3.3-community",),
    "llama4": ("llama-4-community",),
    "minimax": ("minimax-model-license",),
    "mnpl": ("mnpl-0.1",),
    "modifiedmit": (
        "kimi-k2-modified-mit",
        "minimax-m2-modified-mit",
        "minimax-m2.1-modified-mit",
        "mistral-modified-mit",
    ),
    "mrl": ("mrl-0.1",),
    "nvidiaopen": ("nvidia-open-model",),
    "openrail": ("bigscience-openrail-m", "creativeml-openrail-m", "openrail++-m", "bigcode-openrail-m-v1"),
    "openrail++": ("openrail++-m",),
    "qwen": ("qwen-license-2024",),
    "sainc": ("stability-nc-research",),
    "stabilityai": ("stability-ai-community-2024",),
    "stabilityaiai": ("stability-ai-community-2024",),
    "tongyiqianwen": ("tongyi-qianwen-2023",),
    "tongyiqianwenresearch": ("tongyi-qianwen-research-2023",),
    "yi": ("yi-community-2.1",),
}
_FILLERS = re.compile(r"\b(?:the|an?|licen[cs]e|agreement|community|model|terms|of|use|version|v(?=\d))\b")
_NOT_NAMED = ("", "other", "unknown")

# What release names add to a model's own name without changing its licence.
_EDITION = re.compile(
    r"-(?:it|pt|instruct|chat|base|hf|gguf|awq|gptq|mlx|bnb|int[48]|fp8|fp16|bf16|[48]-?bit|q\d(?:_[\w]+)?)$"
)


def licences_called(name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the licences that a tag or licence name can mean.

    One is an id of the catalogue. Of several, some may be missing there: a shared name does not become clear by that.
    """
    wanted = _key(name)
    if wanted in _NOT_NAMED:
        return ()
    if wanted in _CALLED:
        meant = _CALLED[wanted]
        return meant if len(meant) > 1 or meant[0] in catalogue.licences else ()
    entries = catalogue.licences.values()
    for names in (lambda it: (it.id,), lambda it: (it.spdx,), lambda it: (it.name, it.short)):
        if found := tuple(entry.id for entry in entries if wanted in map(_key, names(entry))):
            return found
    return ()


def is_named(name: str) -> bool:
    """False for `other`, `unknown` and nothing, which name no licence."""
    return _key(name) not in _NOT_NAMED


def licences_in(phrase: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what the longest licence name within a phrase means; empty where none is found."""
    words = re.findall(r"[\w.+-]*[\w+]", phrase)[:14]
    for length in range(min(6, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            if found := licences_called(" ".join(words[start : start + length]), catalogue):
                return found
    return ()


def model_called(repository: str, catalogue: Catalogue) -> tuple[str | None, bool]:
    """Return the id of the model of a repository, and whether the name is exactly its name.

    `Llama-3.1-8B-Instruct` and `Llama-3.1-8B` are editions of one model; a name that differs otherwise is unknown.
    """
    if model := catalogue.model(repository):
        return model.id, True
    wanted = _stem(repository)
    repositories = ((model.hf_repo, model.id) for model in catalogue.models.values() if model.hf_repo)
    return next((model_id for name, model_id in repositories if _stem(name) == wanted), None), False


def distinct(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return each id once, in order of first appearance."""
    return tuple(dict.fromkeys(_flat(groups)))


def _flat(groups: Iterable[Iterable[str]]) -> Iterator[str]:
    for group in groups:
        yield from group


def _key(name: str) -> str:
    """Reduce a name to what tells licences apart: `Llama 3.1 Community License` and `llama3.1` are one name."""
    plain = re.sub(r"[\s_/()-]+", " ", name.casefold())
    return re.sub(r"[^\w.+]", "", _FILLERS.sub("", plain)).strip(".")


def _stem(repository: str) -> str:
    stem, before = repository.strip().casefold(), ""
    while stem != before:
        stem, before = _EDITION.sub("", stem), stem
    return stem
