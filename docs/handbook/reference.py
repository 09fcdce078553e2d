"""The reference: parameters, doctrines, scenarios, variables, acts and the scenario file, from the tables in the code."""

from __future__ import annotations

import importlib
from typing import Any

from docs.handbook import relations
from docs.handbook.model import parameter_table
from docs.handbook.prose import counted, docstring, number, table, unwrapped
from simulation.actions import ACTIONS, BREACH, CRITICISM, OFFER, REFUSAL, SIGNATURES
from simulation.catalogue import span, text
from simulation.doctrines import DOCTRINES, Doctrine
from simulation.doctrines.doctrine import parts
from simulation.domains import DOMAINS
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import (
    Concerns,
    Event,
    Leader,
    Order,
    Part,
    Rivalry,
    Scenario,
    StateSpec,
    load_scenario,
    scenario_names,
)
from simulation.scenario.translated import translated
from simulation.starting_file import LEARNT, allowed, meaning
from simulation.state import ISSUES
from simulation.variables import EVENTS, VARIABLES

FILE_PARTS: dict[str, type[Part]] = {
    "The scenario itself": Scenario,
    "[[states]]": StateSpec,
    "[states.concerns]": Concerns,
    "[[rivalries]]": Rivalry,
    "[[leaders]]": Leader,
    "[[events]]": Event,
    "[[orders]]": Order,
}


def pages() -> dict[str, str]:
    """Path below `docs` -> Markdown, without what is above the title."""
    made = (parameters, doctrines, scenarios, variables, actions, scenario_file)
    return {f"reference/{page.__name__}.md": page() for page in made}


def parameters() -> str:
    """Every parameter, and where it is used."""
    rows = [(f"`{name}`", *_about(name), "; ".join(_users(name))) for name in PARAMETER_TABLE]
    return "\n\n".join(
        [
            "# Parameters",
            f"All {len(PARAMETER_TABLE)}, in the order of their declaration in "
            "[`simulation/parameters.py`](../../simulation/parameters.py). `detente parameters` prints the same; "
            "`detente run NAME --param NAME=VALUE` sets one, and so does a line below `[parameters]` in a scenario file. "
            "How the calibrated ones were set: [calibration](../calibration.md).",
            table(("Parameter", "Meaning", "Default", "Unit", "Range", "Source", "Used by"), rows),
        ]
    )


def _about(name: str) -> tuple[str, ...]:
    one = PARAMETER_TABLE[name]
    return one.meaning, number(one.default), one.unit, f"{number(one.low)} to {number(one.high)}", one.source


def _users(name: str) -> list[str]:
    """Where a parameter is used: pages of rules first, then doctrines, the month itself, and the start."""
    rules = [f"[{rule}](../model/{rule}.md)" for rule in relations.RULES if name in relations.given_to(rule)]
    rules = rules or [
        f"the stage of [{rule}](../model/{rule}.md)"
        for rule in relations.RULES
        if name in relations.beside(rule)
    ]
    deciding = [doctrine for doctrine in DOCTRINES if name in relations.of_doctrine(doctrine)]
    several = f"[{len(deciding)} doctrines](doctrines.md)"
    found = rules + ([several] if len(deciding) > 3 else [f"doctrine {one}" for one in deciding])
    found += ["[the month](../model/index.md)"] if name in relations.of_the_month() else []
    return found + (["[the start](../model/index.md)"] if name in relations.at_the_start() else [])


def doctrines() -> str:
    """How states decide: a table of all, then family by family what the file says."""
    rows = [
        (
            f"`{name}`",
            text(f"doctrine.{name}"),
            text(f"doctrine.{name}", "id"),
            "yes" if one.receptive else "",
            ", ".join(f"`{parameter}`" for parameter in relations.of_doctrine(name)),
            one.source,
        )
        for name, one in DOCTRINES.items()
    ]
    families: dict[str, list[Doctrine]] = {}
    for one in DOCTRINES.values():
        families.setdefault(_family(one), []).append(one)
    used = relations.in_order(name for one in DOCTRINES for name in relations.of_doctrine(one))
    return "\n\n".join(
        [
            "# Doctrines",
            "A doctrine turns what a state could see into reasons for and against each act; the log weight of an act is "
            "the sum of its reasons, and chance draws among the acts by these weights. A scenario names one for each "
            "state. A *receptive* state joins in whatever it is offered.",
            table(("Name", "In words", "In Indonesian", "Receptive", "Parameters", "Source"), rows),
            *(part for module, members in families.items() for part in _of_family(module, members)),
            "## Parameters",
            parameter_table(used),
        ]
    )


def _family(doctrine: Doctrine) -> str:
    """The file that a doctrine is declared in."""
    home = parts(doctrine.reasons).answering.__module__
    return home.removeprefix("simulation.doctrines.")


def _of_family(module: str, members: list[Doctrine]) -> list[str]:
    path = f"simulation/doctrines/{module}.py"
    names = ", ".join(f"`{one.name}`" for one in members)
    said = docstring(importlib.import_module(f"simulation.doctrines.{module}"))
    return [f"## {module.replace('_', ' ').capitalize()}", f"{names}, in [`{path}`](../../{path}).", said]


def scenarios() -> str:
    """The gallery."""
    return "\n\n".join(
        [
            "# Scenarios",
            "`detente run NAME` runs one, and `detente run NAME --lang id` tells it in Indonesian. What is imposed is "
            "counted below and stands in the file with its sources; everything else comes out of the model. What the "
            "record says of each, beside what the model does, is in [the page of the episodes](../episodes.md).",
            *(part for name in scenario_names() for part in _scenario(name)),
        ]
    )


def _scenario(name: str) -> list[str]:
    one = load_scenario(name)
    states = ", ".join(f"{state.title} (`{state.doctrine}`)" for state in one.states)
    parts = {"leader": one.leaders, "event": one.events, "order": one.orders}
    imposed = ", ".join(counted(len(found), noun) for noun, found in parts.items())
    sources = counted(len(one.sources), "source")
    facts = [
        f"`{name}`, in Indonesian *{translated(one, 'id').title}*",
        f"{span(one.start, one.end)}, {one.months} months; {states}",
        f"Imposed: {imposed}; [`scenarios/{name}.py`](../../scenarios/{name}.py) has them with {sources}",
    ]
    return [
        f"## {one.title}",
        "\n".join(f"- {fact}" for fact in facts),
        one.summary,
        *_listed("What to look for:", one.look_for),
        *_listed("Questions:", one.questions),
    ]


def _listed(title: str, points: tuple[str, ...]) -> list[str]:
    return [title, "\n".join(f"- {point}" for point in points)] if points else []


def variable_table() -> str:
    """A table of what a month reports."""
    rows = [
        (
            f"`{name}`",
            ", ".join(one.axes) or "world",
            one.units,
            one.long_name,
            _bounds(one.low, one.high) if one.kind == "float" else one.kind,
            "yes" if name in EVENTS else "",
        )
        for name, one in VARIABLES.items()
    ]
    return table(("Variable", "Axes", "Unit", "Meaning", "Range", "Event"), rows)


def variables() -> str:
    """What a result holds."""
    return "\n\n".join(
        [
            "# Variables",
            "`simulate` returns an `xarray.Dataset` with these, and `result.nc` holds the same. Axes come after `run` and "
            "`month`. A pair is directed, from actor to target: `US to USSR`. An *event* is false in the months after a "
            "war; all else then stays at its last value, and statistics leave those months out.",
            variable_table(),
        ]
    )


def _bounds(low: float | None, high: float | None) -> str:
    return f"{'any' if low is None else number(low)} to {'any' if high is None else number(high)}"


def actions() -> str:
    """What a state can do, and what else the month's record holds."""
    rows = [
        (
            f"`{one.name}`", text(f"action.{one.name}"), text(f"action.{one.name}", "id"), one.kind, str(one.move),
            number(one.goldstein), number(one.copdab), number(one.cost), number(one.attention),
            "yes" if one.consent else "", one.agreement or "", number(one.force), number(one.cut), number(one.grip),
            number(one.sessions), number(one.tie),
        )
        for one in ACTIONS
    ]  # fmt: skip
    domains = [
        (
            f"`{one.name}`", text(f"issue.{one.name}", "id"), one.grows, f"`{one.gain}`", number(one.signature),
            number(one.cut), number(one.wanted), "yes" if one.technology else "", "yes" if one.needed else "",
            number(one.start),
        )
        for one in DOMAINS
    ]  # fmt: skip
    columns = (
        "Act", "In words", "In Indonesian", "Kind", "Move", "Goldstein", "COPDAB", "Cost", "Attention", "Consent",
        "Agreement", "Force", "Cut", "Grip", "Sessions", "Tie",
    )  # fmt: skip
    traits = (
        "Domain", "In Indonesian", "Grows as", "Pays by", "Signature", "Cut felt", "Wanted", "Technology",
        "Needed", "Start",
    )  # fmt: skip
    signed = {
        weight: [issue for issue, other in zip(ISSUES, SIGNATURES, strict=True) if other == weight]
        for weight in SIGNATURES
    }
    events = {
        "an offer that was declined": OFFER,
        "the refusal": REFUSAL,
        "criticism of an abuse": CRITICISM,
        **{f"an agreement on {' or '.join(on)} signed": weight for weight, on in signed.items()},
        "an agreement left": BREACH,
    }
    return "\n\n".join(
        [
            "# Acts",
            docstring(importlib.import_module("simulation.actions")),
            table(columns, rows),
            "*Cost* is what the act stakes as a signal, 0-1; *attention* the share of a month's that it takes; *force* its "
            "military content, which may start a crisis; *cut* the share of ties that it severs; *grip* its weight in the "
            "contest for influence; *sessions* the rounds of negotiation that it opens; *tie* how much it adds to the tie "
            "of its kind. *Move* is the class by which doctrines that know few moves judge it. What *needs an agreement* "
            "is closed until one is in force on that issue.",
            "## Other things that are seen and weighed",
            table(
                ("What", "Goldstein", "COPDAB"),
                [(what, number(one.goldstein), number(one.copdab)) for what, one in events.items()],
            ),
            "## Domains",
            docstring(importlib.import_module("simulation.domains")),
            table(traits, domains),
        ]
    )


def scenario_file() -> str:
    """Every field of a scenario file."""
    parts = [
        "# The scenario file",
        "A scenario is a text file in TOML. `detente new my_scenario` writes one in which every line is explained, "
        "`detente check my_scenario.toml` says what is wrong with it, and `detente schema` prints what follows as a JSON "
        "schema for editors. How to write one: [a how-to](../how-to/write_a_scenario.md).",
    ]
    for title, part in FILE_PARTS.items():
        parts += [
            f"## {title}",
            _as_list(unwrapped(docstring(part))),
            table(("Field", "Meaning", "Allowed", "Default"), _fields(part)),
        ]
    return "\n\n".join(parts)


def _as_list(lines: str) -> str:
    """Lines of which some are bullets, with the empty lines that Markdown wants around a list."""
    out: list[str] = []
    for line in lines.split("\n"):
        bullets = line.startswith("- "), bool(out) and out[-1].startswith("- ")
        out += [line] if all(bullets) or not out else ["", line]
    return "\n".join(out)


def _fields(part: type[Part]) -> list[tuple[str, ...]]:
    return [
        (
            f"`{name}`",
            meaning(part, name),
            allowed(field),
            "required" if field.is_required() else _default(name, field),
        )
        for name, field in part.model_fields.items()
    ]


def _default(name: str, field: Any) -> str:
    """The value that holds where none is written; for what can be learnt, by what rule it is worked out."""
    if name in LEARNT:
        parameter = LEARNT[name]
        prior = f"without agreements parameter `{parameter}` ({number(PARAMETER_TABLE[parameter].default)})"
        return f"by the rule of the [past](../model/past.md); {prior}"
    value = field.get_default(call_default_factory=True)
    return "" if value in (None, "", (), {}) or isinstance(value, Part) else f"`{value}`"
