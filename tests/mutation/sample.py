"""A sample of the mutants of many files, and what it says of all of them."""

import math
from collections.abc import Iterable, Mapping
from hashlib import sha256

FEWEST = 3
OF_A_NORMAL = 1.96


def drawn(names: Mapping[str, Iterable[str]], size: int) -> set[str]:
    """About `size` of the names: of each file in proportion to how many it has, and of none fewer than three.

    The draw is the same each time, and a name keeps its place in it whatever becomes of the other names.
    """
    lots = {path: sorted(found, key=lambda name: sha256(name.encode()).digest()) for path, found in names.items()}
    whole = sum(len(lot) for lot in lots.values())
    return {name for lot in lots.values() for name in lot[: max(FEWEST, round(size * len(lot) / whole))]}


def estimated(files: Iterable[tuple[int, int, int]]) -> tuple[float, float, float]:
    """The share of mutants that are noticed, with the bounds of its 95 % interval (Wilson), each between 0 and 1.

    A file is its number of mutants, how many of them were tried, and how many of those were noticed. Each file weighs
    as much as it has mutants.
    """
    tried = [(whole, seen, noticed) for whole, seen, noticed in files if seen]
    weight = sum(whole for whole, _, _ in tried)
    share = sum(whole * noticed / seen for whole, seen, noticed in tried) / weight
    number, spread = sum(seen for _, seen, _ in tried), OF_A_NORMAL**2
    middle = share + spread / (2 * number)
    half = OF_A_NORMAL * math.sqrt(share * (1 - share) / number + spread / (4 * number**2))
    return share, (middle - half) / (1 + spread / number), (middle + half) / (1 + spread / number)
