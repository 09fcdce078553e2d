"""A commented scenario file to start from: every field with what it means, its unit and its range, in any language.

Ranges are those of the checks, and the examples fit the scenario; meanings stand in the catalogue, in English in the words
of the docstrings. What is switched off stands behind a # without a space: take the # away, and it counts.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, get_args

import tomli_w
from pydantic.fields import FieldInfo

from simulation.catalogue import checked, phrase, text
from simulation.doctrines import Doctrine
from simulation.fields import Entries, Every, Items, Month, Name, OneOf, Pattern, Range, Text, Whole, Yes
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import Event, Leader, Order, Part, Rivalry, Scenario, StateSpec
from simulation.scenario.parts import Deciding

WIDTH = 100
GROUPS: dict[str, type[Part]] = {
    "states": StateSpec,
    "rivalries": Rivalry,
    "leaders": Leader,
    "events": Event,
    "orders": Order,
}
#: what a rivalry may say that both have learnt, and the parameter that holds where nothing is said and nothing signed
LEARNT = {
    "value_confrontation": "belief_confrontation",
    "value_talking": "belief_talking",
    "fear": "fear_floor",
}
#: groups that always get an example, switched off
WITH_EXAMPLE = ("leaders", "events", "orders")


def starting_scenario(name: str, lang: str = "en") -> Scenario:
    """Two invented rivals, five years: small, working, and nobody's likeness. Raises ScenarioError for an unusable name."""
    return Scenario(
        name=name,
        title=text("starting.title", lang),
        summary=text("starting.summary", lang),
        start="1960-01",
        months=60,
        states=(
            StateSpec(name="Alfa", title="Alfa", gdp=2.0, influence=0.55, hawks=0.45, technology=0.7),
            StateSpec(name="Bravo", title="Bravo", gdp=1.5, influence=0.45, hawks=0.55, openness=0.08),
        ),
        rivalries=(
            Rivalry(
                between=("Alfa", "Bravo"),
                tension=(60, 60),
                trust=(0.3, 0.3),
                trade=0.2,
                culture=0.1,
                science=0.1,
                vulnerability=0.5,
            ),
        ),
        leaders=(
            Leader(state="Alfa", name=text("starting.leader", lang, n=1), since="1958-01", disposition=-0.25),
            Leader(state="Alfa", name=text("starting.leader", lang, n=2), since="1963-01", disposition=0.25),
        ),
        events=(
            Event(
                date="1961-06",
                kind="theatre",
                title=text("starting.war", lang),
                size=0.5,
                months=6,
                source="assumption",
            ),
        ),
        sources={"assumption": text("starting.assumption", lang)},
    )


def starting_file(scenario: Scenario, lang: str = "en") -> str:
    """The scenario as TOML with a comment for every field; `Scenario.from_toml` of it gives an equal scenario."""
    checked(lang)
    lines = [*_header(scenario, lang)]
    for name, field in Scenario.model_fields.items():
        if name not in (*GROUPS, "parameters", "sources"):
            lines += _field(Scenario, name, field, getattr(scenario, name), scenario, lang)
    for group, part in GROUPS.items():
        lines += _group(group, part, scenario, lang)
    lines += _parameters(scenario, lang)
    lines += _title("sources", lang)
    lines += _comment(_of_table("sources", lang))
    lines += ["[sources]", *(_line(key, value) for key, value in scenario.sources.items())]
    return "\n".join(lines) + "\n"


# --- what is said --------------------------------------------------------------------------------------------


def meaning(part: type[Part], name: str, lang: str = "en") -> str:
    """What a field means: in English its docstring."""
    return text(f"field.{part.noun}_{name}", lang)


def about(part: type[Part], lang: str = "en") -> str:
    """What a part of a scenario is, a line a paragraph or bullet: in English its docstring."""
    return text(f"field.{part.noun}", lang)


def allowed(field: FieldInfo, lang: str = "en") -> str:
    """What may be written into a field, read off its checks: kind of value, range, unit, names."""
    checks = sorted(
        _checks(field), key=lambda check: isinstance(check, Every)
    )  # what stands for a list, behind it
    return "; ".join(_allowed(check, lang) for check in checks).replace(":;", ":")


def _checks(field: Any) -> Iterator[object]:
    """The checks of a field, outermost first, each once: those of a list before those of what it lists."""
    found = list[object](getattr(field, "metadata", ()))
    pending = [getattr(field, "annotation", field)]
    while pending:
        for one in get_args(pending.pop(0)):
            (pending if get_args(one) or isinstance(one, type) else found).append(one)
    yield from dict.fromkeys(
        one
        for one in found
        if isinstance(
            one,
            Items | Every | Entries | Range | Whole | Month | Text | Pattern | Name | OneOf | Deciding | Yes,
        )
    )


def _allowed(check: object, lang: str) -> str:
    if isinstance(check, Range | Whole):
        said = phrase("refusal_unit", check.unit, lang)
        kind = "whole" if isinstance(check, Whole) else "range"
        shown = {"low": f"{check.low:g}", "high": f"{check.high:g}", "unit": f" ({said})" if said else ""}
        return text(f"starting.{kind}", lang, **shown)
    if isinstance(check, Text):
        return text("starting.text", lang, high=check.high)
    if isinstance(check, Pattern):
        return text("starting.name", lang, high=check.high)
    if isinstance(check, Name):
        return text("starting.label", lang, high=check.high)
    if isinstance(check, OneOf | Deciding):
        return text("starting.one_of", lang, names=", ".join(check.names))
    if isinstance(check, Items) and check.tables:
        return text("starting.tables", lang, low=check.low, high=check.high)
    if isinstance(check, Items):
        kind = "list" if check.low < check.high else "list_of"
        return text(f"starting.{kind}", lang, low=check.low, high=check.high)
    if isinstance(check, Every):
        return text("starting_order.every", lang)
    if isinstance(check, Entries):
        return text(f"starting_entries.{check.how}", lang, high=check.high)
    return text("starting.month" if isinstance(check, Month) else "starting.yes", lang)


# --- how it is laid out ---------------------------------------------------------------------------------------


def _header(scenario: Scenario, lang: str) -> Iterator[str]:
    yield f"# {'=' * (WIDTH - 2)}"
    for line in text("starting.header", lang, name=scenario.name).split("\n"):
        yield from _comment(line)
    yield f"# {'=' * (WIDTH - 2)}"
    yield ""


def _title(group: str, lang: str) -> list[str]:
    said = text(f"starting.group_{group}", lang)
    return ["", f"# {'-' * 3} {said} {'-' * (WIDTH - 7 - len(said))}", ""]


def _comment(words: str) -> list[str]:
    """Words as lines of comment; bullets hang, and lines that begin with spaces (commands to copy) stay whole."""
    if words.startswith(" "):
        return [f"# {words}"]
    hang = "  " if words.startswith("- ") else ""
    lines = textwrap.wrap(words, WIDTH - 2 - len(hang), break_on_hyphens=False, break_long_words=False)
    return [f"# {hang if place else ''}{line}" for place, line in enumerate(lines)] or ["#"]


def _field(
    part: type[Part], name: str, field: FieldInfo, value: Any, scenario: Scenario, lang: str, off: str = ""
) -> list[str]:
    """A field with its comment. `off` is put before the line: "#" switches it off; so is what has no value."""
    said = [allowed(field, lang)]
    if field.is_required():
        said.append(text("starting.required", lang))
    else:
        default = field.get_default(call_default_factory=True)
        known = default not in (None, "", ()) and not isinstance(default, Part)
        key = "default" if known else "optional"
        said.append(text(f"starting.{key}", lang, default=_written(default) if known else ""))
    words = f"{meaning(part, name, lang)} [{'; '.join(filter(None, said))}]"
    if isinstance(value, Part):
        return _comment(words)
    if value is None or value == ():
        return [*_comment(words), f"{off}#{_line(name, _example(part, name, field, scenario, lang))}"]
    return [*_comment(words), f"{off}{_line(name, value)}"]


def _group(group: str, part: type[Part], scenario: Scenario, lang: str) -> Iterator[str]:
    """A group of tables: the first with every field explained, the others as they are, and an example, switched off."""
    yield from _title(group, lang)
    for line in (
        _of_table(group, lang),
        *about(part, lang).split("\n"),
        text("starting.table", lang, group=group),
    ):
        yield from _comment(line)
    parts: Sequence[Part] = getattr(scenario, group)
    for place, one in enumerate(parts):
        yield ""
        yield from _explained(group, one, scenario, lang) if place == 0 else _bare(group, one)
    if not parts or group in WITH_EXAMPLE:
        yield ""
        yield from _comment(text("starting.example", lang))
        example = _example_of(group, scenario, lang)
        yield from (
            (f"#{line}" for line in _bare(group, example))
            if parts
            else _explained(group, example, scenario, lang, "#")
        )


def _explained(group: str, one: Part, scenario: Scenario, lang: str, off: str = "") -> Iterator[str]:
    yield f"{off}[[{group}]]"
    nested = list[str]()
    for name, field in type(one).model_fields.items():
        value = getattr(one, name)
        lines = _field(type(one), name, field, value, scenario, lang, off)
        if not isinstance(value, Part):
            yield from lines
            continue
        nested += [*lines, f"{off}[{group}.{name}]"]
        for inner, about_it in type(value).model_fields.items():
            nested += _field(type(value), inner, about_it, getattr(value, inner), scenario, lang, off)
    yield from nested  # TOML wants a table within a table after the plain lines


def _bare(group: str, one: Part) -> Iterator[str]:
    """A table without comments, and without what has no value."""
    yield f"[[{group}]]"
    nested = list[str]()
    for name in type(one).model_fields:
        value = getattr(one, name)
        if isinstance(value, Part):
            nested += [
                f"[{group}.{name}]",
                *(_line(inner, getattr(value, inner)) for inner in type(value).model_fields),
            ]
        elif value not in (None, "", ()):
            yield _line(name, value)
    yield from nested


def _of_table(group: str, lang: str) -> str:
    return f"{meaning(Scenario, group, lang)} [{allowed(Scenario.model_fields[group], lang)}]"


def _parameters(scenario: Scenario, lang: str) -> Iterator[str]:
    yield from _title("parameters", lang)
    yield from _comment(f"{_of_table('parameters', lang)} {text('starting.parameters', lang)}")
    yield "[parameters]"
    unused = next(name for name in PARAMETER_TABLE if name not in scenario.parameters)
    shown = {**{unused: None}, **scenario.parameters}
    for name, value in shown.items():
        about_it = PARAMETER_TABLE[name]
        said = text("starting.parameter", lang, low=f"{about_it.low:g}", high=f"{about_it.high:g}")
        default = text("starting.default", lang, default=f"{about_it.default:g}")
        yield from _comment(f"{about_it.meaning}, {about_it.unit} [{said}; {default}]")
        yield f"#{_line(name, about_it.default)}" if value is None else _line(name, value)


def _line(name: str, value: Any) -> str:
    return f"{_key(name)} = {_written(value)}"


def _key(name: str) -> str:
    """A key as TOML writes it, in quotes where it must be."""
    return tomli_w.dumps({name: 0}).rsplit(" = ", 1)[0]


def _written(value: Any) -> str:
    """A value as TOML writes it, lists on one line, a doctrine by its name."""
    if isinstance(value, Doctrine):
        value = value.name
    if isinstance(value, list | tuple):
        return f"[{', '.join(_written(one) for one in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(_line(name, one) for name, one in value.items())}}}"
    return tomli_w.dumps({"x": value}, multiline_strings=True).removeprefix("x = ").removesuffix("\n")


# --- examples that fit the scenario ---------------------------------------------------------------------------


def _example(part: type[Part], name: str, field: FieldInfo, scenario: Scenario, lang: str) -> Any:
    """A value for a field that has none: states of the scenario, else what the field's check gives as an example."""
    first, second = scenario.labels[:2]
    fitting = {
        "between": (first, second), "state": first, "towards": second, "act": "talk", "stakes": 0.5,
        "asks": {"trade": 0.55}, "speaks": True,
    }  # fmt: skip
    if name in LEARNT:
        return (PARAMETER_TABLE[LEARNT[name]].default,) * 2
    if name in fitting:
        return fitting[name]
    how = next(check.how for check in _checks(field) if isinstance(check, Items))
    return re.findall(r'"([^"]*)"', text(f"refusal_how.{how}", lang))


def _example_of(group: str, scenario: Scenario, lang: str) -> Part:
    """A part that this scenario could have as well."""
    first, second = scenario.labels[:2]
    middle = scenario.month_text(scenario.months // 2)
    if group == "rivalries":
        return Rivalry(between=(first, second))
    if group == "leaders":
        return Leader(state=second, name=text("starting.leader", lang, n=3), since=_free(scenario, second))
    if group == "events":
        title = text("starting.harvest", lang)
        return Event(date=middle, kind="economy", title=title, size=0.5, months=12, state=first)
    if scenario.orders:  # one that names an act could meet another at the same moment
        return Order(
            date=middle, title=text("starting.order_never", lang), state=first, never=("threaten",), months=6
        )
    return Order(
        date=middle, title=text("starting.order", lang), state=first, towards=second, act="talk", months=3
    )


def _free(scenario: Scenario, state: str) -> str:
    """The month from the middle on in which nobody takes office in a state."""
    taken = {leader.since for leader in scenario.leaders if leader.state == state}
    months = (scenario.month_text(month) for month in range(scenario.months // 2, scenario.months))
    return next((month for month in months if month not in taken), scenario.start)
