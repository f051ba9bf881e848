"""Mutation testing of the engine: change one thing, and see whether a test notices.

`./dev mutate [FILE...] [--sample N]`. Sentences are left alone: their wording is judged by readers, and that each
finding has its sentences is a test of its own. A word without a space is a code, a key or a place, and is changed once.

Of all tests that reach a mutant, those on its own subject come first: they notice most, and the first notice is enough.

Paths among the arguments narrow everything to these files, `--sample` to about so many of their mutants, the same each
time. `score` counts what became of those that were tried, and sets those that survive apart from those of which
`equivalent.yaml` says why nobody could see them.
"""

import sys
from collections import Counter
from pathlib import Path

import click
import yaml
from mutmut.__main__ import cli
from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

from tests.mutation.adapted import adapt
from tests.mutation.sample import drawn, estimated

JUDGED = Path(__file__).with_name("equivalent.yaml")
NOTICED = ("killed", "timeout")


def changed_line(mutant: str, path: Path) -> str:
    """What a mutant says instead: its new lines, in one."""
    lines = get_diff_for_mutant(mutant, path=path).splitlines()[2:]
    return " ".join(line[1:].strip() for line in lines if line.startswith("+"))


def judged() -> set[tuple[str, str]]:
    """The file and the new line of every mutant that was judged to change nothing that anybody can see."""
    reasons = yaml.safe_load(JUDGED.read_text(encoding="utf-8"))
    return {(path, line) for path, entries in reasons.items() for entry in entries for line in entry["lines"]}


@cli.command()
def score() -> None:
    """Count what became of the mutants, and show those that survived without a reason."""
    equivalent, whole, shares = judged(), Counter[str](), []
    files = [SourceFileMutationData(path=path) for path in sorted(walk_mutatable_files())]
    for data in files:
        data.load()
    chosen = drawn({str(data.path): data.exit_code_by_key for data in files}, SAMPLE) if SAMPLE else None
    for data in files:
        tried = {name: code for name, code in data.exit_code_by_key.items() if code is not None}
        if chosen is not None:
            tried = {name: code for name, code in tried.items() if name in chosen}
        found = Counter(status_by_exit_code[code] for code in tried.values())
        for mutant in [name for name, code in tried.items() if status_by_exit_code[code] not in NOTICED]:
            line = changed_line(mutant, Path(data.path))
            if (str(data.path), line) in equivalent:
                found["survived"] -= 1
                found["judged equivalent"] += 1
            else:
                click.echo(f"  {mutant}: {status_by_exit_code[tried[mutant]]}\n    {line}")
        whole += found
        seen = sum(found.values()) - found["judged equivalent"]
        shares.append((len(data.exit_code_by_key), seen, sum(found[it] for it in NOTICED)))
        click.echo(f"{data.path}: {dict(found)} of {len(data.exit_code_by_key)}")
    share, low, high = estimated(shares)
    click.echo(f"In all {sum(each for each, _, _ in shares)} mutants, of which {sum(whole.values())}: {dict(whole)}")
    click.echo(f"Noticed: {share:.1%} (95 % interval {low:.1%} to {high:.1%})")


SAMPLE: int | None = None
if "--sample" in sys.argv:
    at = sys.argv.index("--sample")
    SAMPLE = int(sys.argv[at + 1])
    del sys.argv[at : at + 2]
adapt(SAMPLE)
if files := [each for each in sys.argv[1:] if each.endswith(".py")]:
    config().only_mutate = files
    sys.argv = [each for each in sys.argv if each not in files]
cli()
