"""The form of a view: the inputs of a scenario, group by group, with what each is called and where its value comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulation.catalogue import month, number, phrase, text, words
from simulation.explorer.inputs import GROUPS, Input, Value, inputs, written
from simulation.explorer.view import View
from simulation.fields import FIRST_YEAR, LAST_YEAR
from simulation.scenario import Scenario
from simulation.scenario.translated import state_names, title

#: groups that are open when a page is new: what a lesson turns on
OPEN = ("doctrines", "leaders")
#: fields from -1, hard, to +1, conciliatory
HARD_TO_KIND = ("disposition", "leaning")
#: of these groups what each part shows at once; its other rows are folded away
FIRST_FIELD = {"leaders": "disposition", "events": "happens", "orders": "happens"}


class Row(NamedTuple):
    """An input as it is shown: `value` as the form holds it, `shown` and `was` as the reader reads it."""

    input: Input
    label: str
    value: str
    shown: str
    was: str
    changed: bool
    choices: list[tuple[str, str]]
    about: str
    ends: tuple[str, str] | None  # what the least and the most mean
    decimals: int  # of a number that lies on a step
    months: tuple[str, str] | None  # the first and the last that a month may be


class Part(NamedTuple):
    """The inputs of one part of a scenario, or of all parameters; `beside` says whose it is, or when."""

    name: str
    beside: str
    rows: list[Row]
    folded: list[Row]

    @property
    def changed(self) -> bool:
        """Whether something folded away is changed, so that it has to be seen."""
        return any(row.changed for row in self.folded)


class Group(NamedTuple):
    """A group of parts; `open` says whether it is unfolded at first."""

    name: str
    heading: str
    parts: list[Part]
    open: bool
    meanings: list[str]  # what the choices of the group mean, a line each


def groups(scenario: Scenario, view: View, lang: str) -> list[Group]:
    """The whole form; the last group is long, and a page sends it when it is asked for or something in it is changed."""
    return list(_groups(scenario, view, lang))


def _groups(scenario: Scenario, view: View, lang: str) -> Iterator[Group]:
    known = inputs(scenario)
    for name in GROUPS:
        mine = [one for one in known.values() if one.group == name]
        if not mine:
            continue
        parts: dict[tuple[str, int | None], list[Row]] = {}
        for one in mine:
            row = _row(scenario, one, view.changes.get(one.key, one.now), lang)
            parts.setdefault((one.of, one.at), []).append(row)
        shown = [_part(scenario, name, of, rows, lang) for (of, _), rows in parts.items()]
        heading = text(f"explore_group.{name}", lang)
        is_changed = any(row.changed for rows in parts.values() for row in rows)
        told = meanings(scenario, lang) if name == "doctrines" else []
        yield Group(name, heading, shown, name in OPEN or is_changed, told)


def _part(scenario: Scenario, group: str, of: str, rows: list[Row], lang: str) -> Part:
    """A part with its rows: those that a lesson turns on, and the rest; of a leader also whose it is and from when."""
    first = FIRST_FIELD.get(group)
    shown = [row for row in rows if first is None or row.input.field == first]
    folded = [row for row in rows if row not in shown]
    beside = next((row.shown for row in folded if row.input.kind == "month"), "")
    if group == "leaders":
        state = scenario.leaders[rows[0].input.at or 0].state
        beside = text("explore_page.in_office", lang, state=state_name(state, lang), month=beside)
    return Part(_part_name(group, of, lang), beside, shown, folded)


def _row(scenario: Scenario, one: Input, value: Value, lang: str) -> Row:
    hard = one.field in HARD_TO_KIND
    ends = (text("explore.hard", lang), text("explore.conciliatory", lang)) if hard else None
    return Row(
        input=one,
        label=label(one, lang),
        value=written(value),
        shown=shown_value(one, value, lang),
        was=shown_value(one, one.now, lang),
        changed=value != one.now,
        choices=[(name, doctrine_name(name, lang)) for name in one.choices],
        about=_about(one, lang),
        ends=ends,
        decimals=max(0, -_exponent(one.step)) if one.kind == "number" else 0,
        months=_months(scenario, one) if one.kind == "month" else None,
    )


def _months(scenario: Scenario, one: Input) -> tuple[str, str]:
    """A leader may have come long before; whatever else has a month is within the run."""
    if one.group == "leaders":
        return f"{FIRST_YEAR}-01", f"{LAST_YEAR}-12"
    return scenario.start, scenario.end


def label(one: Input, lang: str) -> str:
    """What an input is called within its part."""
    if one.group in ("parameters", "more"):
        meaning = text(f"parameter_meaning.{one.field}", lang)
        return meaning[0].upper() + meaning[1:]
    said = text(f"explore_input.{one.field}", lang)
    if len(one.address) > 3:  # of one side
        return text("explore.of_side", lang, what=said, state=state_name(one.address[3], lang))
    return said


def called(one: Input, lang: str) -> str:
    """An input with the part that it belongs to, as a line that stands alone has it."""
    what = label(one, lang)
    return f"{_part_name(one.group, one.of, lang)}: {what[0].lower()}{what[1:]}" if one.of else one.field


def change(one: Input, value: Value, lang: str) -> str:
    """A change, as a line that stands alone has it: an event is left out, whatever else has another value."""
    if one.kind == "happens" and not value:
        return text("explore_more.left_out", lang, event=_part_name(one.group, one.of, lang))
    return f"{called(one, lang)} {shown_value(one, value, lang)}"


def meanings(scenario: Scenario, lang: str) -> list[str]:
    """What the doctrines mean that a state of the scenario may have, a line each; of one's own nothing is known."""
    names = next(one.choices for one in inputs(scenario).values() if one.kind == "choice")
    return [
        text(
            "explore_more.meaning",
            lang,
            name=doctrine_name(name, lang),
            meaning=text(f"doctrine_meaning.{name}", lang),
        )
        for name in names
        if f"doctrine_meaning.{name}" in words()
    ]


def shown_value(one: Input, value: Value, lang: str) -> str:
    """A value as a reader reads it."""
    if one.kind == "choice":
        return doctrine_name(str(value), lang)
    if one.kind == "happens":
        return text("explore.yes" if value else "explore.no", lang)
    if one.kind == "month":
        return month(value, lang)
    decimals = max(0, -_exponent(one.step))
    return number(float(value), lang, decimals + (value != round(float(value), decimals)))


def doctrine_name(name: str, lang: str) -> str:
    """What a doctrine is called: one of a user's own by its name."""
    return text(f"doctrine.{name}", lang) if f"doctrine.{name}" in words() else name.replace("_", " ")


def state_name(name: str, lang: str) -> str:
    """What a state is called in a language."""
    return state_names(lang).get(name, name)


def _part_name(group: str, of: str, lang: str) -> str:
    if group in ("events", "orders"):
        return title(of, lang)
    if group == "rivalries":
        return " \N{EN DASH} ".join(state_name(one, lang) for one in of.split("-"))
    return state_name(of, lang)


def _about(one: Input, lang: str) -> str:
    """Range, unit and source, in one line."""
    if one.kind != "number":
        return one.source
    unit = phrase("refusal_unit", one.unit, lang)
    ends = {name: number(end, lang, _decimals(end)) for name, end in (("low", one.low), ("high", one.high))}
    # a unit that begins with a sign is none, but words for both ends
    between = ", " if unit.startswith("-") else " " if unit else ""
    said = text(
        "explore.range",
        lang,
        **ends,
        unit=between + unit.replace("-", "\N{MINUS SIGN}", unit.startswith("-")),
    )
    return f"{said} {text('explore.source', lang, source=one.source)}" if one.source else said


def _decimals(value: float) -> int:
    """How many decimals a value has, six at most."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def _exponent(step: float) -> int:
    return int(f"{step:e}".split("e")[1])
