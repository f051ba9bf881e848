"""The AI Act's procedure once more, slow and obvious, with every day and duty written out.

It reads no data of the catalogue and shares no code with the interpreter: where the two differ, one of them is wrong.
An answer that is missing is None. `maybe(x)` is the stricter branch for a question whose yes brings duties.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

GPAI, GENERAL, NEW_BANS = date(2025, 8, 2), date(2026, 8, 2), date(2026, 12, 2)
FIRST_CHAPTERS, ANNEX_3, ANNEX_1 = date(2025, 2, 2), date(2027, 12, 2), date(2028, 8, 2)
PUBLIC_BODIES, OLD_MODELS = date(2030, 8, 2), date(2027, 8, 2)
SYSTEMIC, GENERAL_PURPOSE = 1e25, 1e23

PROVIDER = (
    "O-HP-08 O-HP-09 O-HP-10 O-HP-11 O-HP-12 O-HP-13 O-HP-14 O-HP-15 O-HP-16 O-HP-17 O-HP-18 O-HP-19 O-HP-20 O-HP-21 "
    "O-HP-25 O-HP-43 O-HP-47 O-HP-48 O-HP-72 O-HP-73"
).split()
DEPLOYER = "O-HD-1 O-HD-2 O-HD-3 O-HD-4 O-HD-5 O-HD-6 O-HD-9 O-HD-12".split()
NATIONAL = "O-LIT O-HP-21 O-HP-72 O-HP-73 O-DG-1 O-DG-2 O-FRIA O-EXPL O-REG-PUB".split()
LATER_NO = "S3 S4 S5 S6 S7 S8 R5 R6 R7 H9 G2b designated".split()


@dataclass
class Found:
    """What the procedure comes to: duties are (day from which they apply, status, tier of fine)."""

    outcomes: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    duties: dict[str, tuple[date, str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class When:
    """One reason to owe a duty: the day, and the shield that holds it off."""

    day: date
    shield: str = ""
    endless: bool = False

    def status(self, as_of: date) -> str:
        if self.shield and (self.endless or as_of < self.day):
            return "legacy"
        return "in-force" if self.day <= as_of else "upcoming"


def maybe(answer: Any) -> bool:
    return answer is not False


class Oracle:
    """One walk through blocks S, R, P, H, T, G and B."""

    def __init__(self, facts: Mapping[str, Any], context: Mapping[str, Any], as_of: date) -> None:
        self.a = dict(facts)
        self.context = context
        self.as_of = as_of
        self.found = Found()
        self.supervised = False
        self.why: dict[str, list[When]] = {}

    def get(self, key: str) -> Any:
        return self.a.get(key)

    def walk(self) -> Found:
        self.fill_in()
        links = self.get("S2")
        outside = links is None and self.context.get("in_union") is False and self.context.get("market_union") is False
        if outside or links == []:
            self.found.outcomes |= {"OUT-NOEU"} | ({"OUT-NOTAI"} if self.get("S1") is False else set())
            return self.found
        if set(links or []) == {"N7"}:
            self.found.roles = {"R-AFF"}
            return self.found
        if "N7" in (links or []):
            self.found.roles.add("R-AFF")
        self.system()
        self.model()
        self.settle()
        return self.found

    def fill_in(self) -> None:
        """Seat and hints answer what nobody answered."""
        if self.get("G8") is None and self.context.get("in_union") is not None:
            self.a["G8"] = not self.context["in_union"]
        for key, known in (("G5", "licence_open"), ("modification_flop", "modification_flop")):
            if self.get(key) is None:
                self.a[key] = self.context.get(known)
        if self.get("design_changed") is None:
            self.a["design_changed"] = bool(self.get("R6"))
        for key in LATER_NO:
            if self.get(key) is None and key not in self.context.get("hints", ()):
                self.a[key] = False
        if self.get("R9") is None and "R9" not in self.context.get("hints", ()):
            self.a["R9"] = "none"

    # --- the system ----------------------------------------------------------------------------------------------

    def system(self) -> None:
        out = {"S3": "OUT-MIL", "S4": "OUT-COOP", "S5": "OUT-SCI", "S6": "OUT-PREMKT"}
        left = {code for question, code in out.items() if self.get(question) is True}
        left |= {"OUT-NOTAI"} if self.get("S1") is False else set()
        if left:
            self.found.outcomes |= left
            return
        before = set(self.found.roles)
        self.roles()
        banned = self.practices()
        if not banned:
            self.high_risk()
            if self.is_free_software():
                self.found.outcomes = {"OUT-FOSS"}
                self.found.roles = before
                self.why.clear()
                return
            self.transparency()
        if self.found.roles & {"R-PROV", "R-DEP"}:
            self.owe("O-LIT", When(FIRST_CHAPTERS))
        if "R-SUPP" in self.found.roles:
            self.owe("O-SU", When(ANNEX_3))

    def roles(self) -> None:
        roles = self.found.roles
        if maybe(self.get("R1")):
            roles |= {"R-PROV", "R-DOWN"}
        if maybe(self.get("R2")):
            if self.get("S7") is True:
                self.found.outcomes.add("OUT-PERSONAL")
            else:
                roles.add("R-DEP")
        links = self.get("S2")
        if self.get("R1") is not True and (links is None or "N4" in links):
            if maybe(self.get("R3")):
                roles.add("R-IMP")
            if self.get("R3") is not True and maybe(self.get("R4")):
                roles.add("R-DIST")
        if "N6" in (links or []):
            roles.add("R-AR")
        if self.get("R9") not in {"none", "open-part"}:
            roles.add("R-SUPP")

    def practices(self) -> bool:
        banned = False
        for practice in self.get("P") or []:
            day = NEW_BANS if practice in {"P-ba", "P-bb"} else FIRST_CHAPTERS
            self.owe("O-STOP", When(day))
            banned |= day <= self.as_of
            code = f"PROHIBITED:{practice}" if day <= self.as_of else f"PROHIBITED-FROM:{day.isoformat()}"
            self.found.outcomes.add(code)
        return banned

    def high_risk(self) -> None:
        product, purposes = self.product(), self.purposes()
        if product == "A" or purposes:
            self.become_provider(product)
            self.chain_duties(product, purposes)
        if "HR-DEROG" in self.found.outcomes:
            self.owe_all(["O-DG-1", "O-DG-2"] if "R-PROV" in self.found.roles else [], [When(ANNEX_3)])
        elif not product and not purposes:
            general = maybe(self.get("R1")) and maybe(self.get("H9"))
            self.found.outcomes.add("HR-GPS-REVIEW" if general else "HR-NO")
            if general:
                self.owe("O-GPS", When(ANNEX_3))

    def product(self) -> str:
        """The section of Annex I that the system falls under, or nothing."""
        if self.get("H1") is False or self.get("H2") is False:
            return ""
        section = "B" if self.get("H3") == "B" else "A"
        self.found.outcomes.add(f"HR-A1{section}")
        return section

    def purposes(self) -> list[str]:
        """The entries of Annex III that hold; “?” where the purpose is unknown."""
        entries = self.get("H5")
        if entries == []:
            return []
        narrow = self.get("H6") is False and self.get("H7") not in (None, []) and self.get("H8") is False
        if narrow:
            self.found.outcomes.add("HR-DEROG")
            return []
        entries = sorted(set(entries)) if entries else ["?"]
        for entry in entries:
            self.found.outcomes.add("HR-A3:unknown" if entry == "?" else f"HR-A3:{entry[3:]}")
        return list(entries)

    def become_provider(self, product: str) -> None:
        links = self.get("S2")
        maker = product == "A" and (links is None or "N5" in links)
        if maker:
            self.found.roles.add("R-MANUF")
        if maker or True in {self.get("R5"), self.get("R6"), self.get("R7")}:
            self.found.roles |= {"R-PROV", "R-DOWN"}

    def chain_duties(self, product: str, purposes: list[str]) -> None:
        routes = ([self.shielded(ANNEX_1)] if product == "A" else []) + ([self.shielded(ANNEX_3)] if purposes else [])
        third = [self.shielded(ANNEX_3)] if purposes else []
        if "R-PROV" in self.found.roles:
            self.owe_all(PROVIDER, routes)
            self.owe_all(["O-HP-22"] if maybe(self.get("G8")) else [], routes)
            self.owe_all(["O-HP-49"], third)
        for role, duty in (("R-IMP", "O-IM"), ("R-DIST", "O-DI"), ("R-AR", "O-AR")):
            if role in self.found.roles:
                self.owe_all([duty], routes)
        if "R-DEP" in self.found.roles:
            self.owe_all(DEPLOYER, routes)
            self.owe_all(["O-HD-7"] if maybe(self.get("H13")) else [], routes)
            self.owe_all(self.by_purpose(purposes), third)

    def by_purpose(self, purposes: list[str]) -> list[str]:
        beyond_infrastructure = [entry for entry in purposes if entry != "A3-2"]
        duties = []
        if {"A3-1a", "?"} & set(purposes):
            duties.append("O-HD-10")
        if maybe(self.get("H14")):
            duties.append("O-HD-11")
        if beyond_infrastructure:
            duties += ["O-EXPL"] if maybe(self.get("H14")) else []
            duties += ["O-HD-8", "O-REG-PUB"] if maybe(self.get("H12")) else []
            rated = {"A3-5b", "A3-5c", "?"} & set(purposes)
            duties += ["O-FRIA"] if maybe(self.get("H11")) or rated else []
        return duties

    def shielded(self, start: date) -> When:
        placed = self.get("placed_on")
        if placed is None or placed >= start or self.get("design_changed"):
            return When(start)
        return When(PUBLIC_BODIES, "LEG-PUB") if maybe(self.get("H12")) else When(start, "LEG-SYS", endless=True)

    def is_free_software(self) -> bool:
        quiet = all(self.get(question) is False for question in ("T1q", "T2q", "T3q", "T4q", "T5q"))
        harmless = self.get("P") == [] and "HR-NO" in self.found.outcomes and "R-SUPP" not in self.found.roles
        return self.get("S8") is True and quiet and harmless

    def transparency(self) -> None:
        for role, questions in (("R-PROV", ("T1q", "T2q")), ("R-DEP", ("T3q", "T4q", "T5q"))):
            for question in questions:
                if role in self.found.roles and maybe(self.get(question)):
                    when = self.marking() if question == "T2q" else When(GENERAL)
                    self.owe(f"O-{question[:2]}", when)
                    self.owe("O-T6", when)

    def marking(self) -> When:
        placed = self.get("placed_on")
        return When(NEW_BANS, "LEG-MARK") if placed is not None and placed < GENERAL else When(GENERAL)

    # --- the model -----------------------------------------------------------------------------------------------

    def model(self) -> None:
        if self.get("G0") is False:
            self.found.outcomes.add("GP-NO")
        elif self.get("G1") is False:
            self.found.outcomes.add("GP-NOTGPAI")
        else:
            origins = [self.get("G2")] if self.get("G2") else ["own", "modified", "unmodified"]
            weight = ["GP-NO", "GP-NOTGPAI", "GP-MODNO", "GP-EXEMPT", "GP-FULL", "GP-SR"]
            status, role = max((self.status_of(each) for each in origins), key=lambda it: weight.index(it[0]))
            self.found.outcomes.add(status)
            if role:
                self.found.roles.add(role)
                self.model_duties(status, role)

    def status_of(self, origin: str) -> tuple[str, str]:
        if origin == "unmodified" and self.get("G2b") is False:
            return "GP-NO", ""
        if origin != "modified":
            flop = self.get("model_flop")
            systemic = self.get("designated") or flop is None or flop > SYSTEMIC
            return self.graded(systemic), "R-GPAI" if origin == "own" else "R-GPAI-EXCL"
        risky = self.get("original_systemic_risk")
        return max(
            (self.modified_from(each) for each in ([True, False] if risky is None else [risky])),
            key=lambda it: ["GP-MODNO", "GP-EXEMPT", "GP-FULL", "GP-SR"].index(it[0]),
        )

    def modified_from(self, risky: bool) -> tuple[str, str]:
        original, change, whole = self.get("original_flop"), self.get("modification_flop"), self.get("model_flop")
        risky = risky or (original is not None and original > SYSTEMIC)
        taken = original if original is not None else SYSTEMIC if risky else GENERAL_PURPOSE
        if change is not None and change <= taken / 3:
            return "GP-MODNO", ""
        total = whole if whole is not None else None if change is None else (original or 0) + change
        above = total is None or total > SYSTEMIC
        return self.graded(risky or above or bool(self.get("designated"))), "R-GPAI-MOD"

    def graded(self, systemic: bool) -> str:
        if systemic:
            return "GP-SR"
        return "GP-EXEMPT" if self.get("G5") and self.get("G6") and self.get("G7") else "GP-FULL"

    def model_duties(self, status: str, role: str) -> None:
        placed = self.get("model_placed_on")
        since = max(GPAI, placed) if placed and role == "R-GPAI-MOD" else GPAI
        when = When(since)
        asked = When(max(since, GENERAL))
        if placed is not None and placed < GPAI:
            when = asked = When(OLD_MODELS, "GP-LEGACY")
        self.owe_all(["O-G-c", "O-G-d", "O-G-3"], [when])
        self.owe("O-G-91", asked)
        if status != "GP-EXEMPT":
            self.owe_all(["O-G-a", "O-G-b"] + (["O-G-54"] if maybe(self.get("G8")) else []), [when])
        if status == "GP-SR":
            self.owe_all(["O-G-52", "O-G-55a", "O-G-55b", "O-G-55c", "O-G-55d"], [when])
        own = self.get("G0") is True and self.get("G2") == "own" if self.get("B3") is None else False
        self.supervised = own and "R-PROV" in self.found.roles

    # --- the end -------------------------------------------------------------------------------------------------

    def owe(self, duty: str, when: When) -> None:
        self.why.setdefault(duty, []).append(when)

    def owe_all(self, duties: list[str], whens: list[When]) -> None:
        for duty in duties:
            for when in whens:
                self.owe(duty, when)

    def settle(self) -> None:
        """Of several reasons the strictest counts: without a shield, then with one that ends, then the earlier day."""
        self.supervised |= self.get("B3") is True and "R-PROV" in self.found.roles
        for duty, reasons in self.why.items():
            when = min(reasons, key=lambda it: (it.endless, bool(it.shield), it.day))
            status = when.status(self.as_of)
            self.found.duties[duty] = (when.day, status, self.tier(duty))
            if status == "legacy":
                self.found.outcomes.add(when.shield)

    def tier(self, duty: str) -> str:
        if duty in NATIONAL:
            return "PO" if self.supervised else "MS"
        if duty.startswith("O-G-"):
            return "PG"
        return {"O-STOP": "P1", "O-GPS": ""}.get(duty, "P2")
