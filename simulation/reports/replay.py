"""What a class did, turn by turn, beside what the states would have done by themselves in the same world.

One run of the seed is the world that the class sees; the other runs of both ensembles say how much of the difference at
the end would be there in any world. Run k of both meets the same chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import xarray as xr
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from simulation.actions import ACTIONS
from simulation.catalogue import NOTHING, number, percent, span, text
from simulation.experiments import ensembles
from simulation.experiments.detente import dyads
from simulation.reports.plain import Found, six_digits
from simulation.reports.tables import new_table
from simulation.scenario import Scenario
from simulation.state import ISSUES

TIES = ("trade", "culture", "science")


def _at_end(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """The mean over pairs or states of a variable in the last month, `[run]`; NaN after a war."""
    return lambda result: _over_all(ensembles.at_peace(result, name).isel(month=-1))


def _average(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """The mean of a variable over the months, and over pairs or states, `[run]`; NaN if the run had war."""

    def of(result: xr.Dataset) -> xr.DataArray:
        return _over_all(ensembles.at_peace(result, name).mean("month", skipna=False))

    return of


def _of_first(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """A variable of the first state in the last month, `[run]`; NaN after a war."""
    return lambda result: ensembles.at_peace(result, name).isel(month=-1, state=0)


def _count(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """How often something happened in a run, each dyad once, `[run]`."""

    def of(result: xr.Dataset) -> xr.DataArray:
        once = [first for first, _ in dyads(result)]
        return ensembles.counted(result, name).isel(pair=once).sum(["pair", "month"])

    return of


def _over_all(values: xr.DataArray) -> xr.DataArray:
    return values.mean([dim for dim in values.dims if dim != "run"], skipna=False)


#: what is compared at the end: how it is counted, and its decimals (None: a share, in percent)
MEASURES: dict[str, tuple[Callable[[xr.Dataset], xr.DataArray], int | None]] = {
    "tension_end": (_at_end("tension"), 1),
    "tension_mean": (_average("tension"), 1),
    "trust_end": (_at_end("trust"), None),
    "benefit_end": (_at_end("mutual_benefit"), 2),
    "ground_end": (_at_end("common_ground"), None),
    "crises_all": (_count("crisis"), 2),
    "near_misses": (_count("near_miss"), 2),
    "influence_end": (_of_first("influence"), None),
    "softness": (_average("softness"), None),
    "dependence": (_at_end("dependence"), 3),
    "rights": (_average("rights_criticism"), None),
    "attention": (_average("global_attention"), None),
}


# --- counting -------------------------------------------------------------------------------------------------


def replay_summary(
    scenario: Scenario, turns: Sequence[tuple[int, int]], moved: xr.Dataset, own: xr.Dataset
) -> Found:
    """Everything that the tables show, ready for JSON.

    `scenario` is the one with the moves in it; `moved` is its result and `own` that of the same scenario and seed without
    them. Raises ScenarioError if the two are no twins.
    """
    ensembles.paired(own, moved, "tension")  # refuses what cannot be compared
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "seed": int(moved.attrs["seed"]),
        "runs": int(moved.attrs["runs"]),
        "version": str(moved.attrs["version"]),
        "dyads": [
            {
                "states": [str(moved.actor.values[there]), str(moved.target.values[there])],
                "turns": [_turn(scenario, moved, own, (there, back), turn) for turn in turns],
            }
            for there, back in dyads(moved)
        ],
        "end": {name: _compared(count, moved, own) for name, (count, _) in MEASURES.items()},
    }


def _turn(
    scenario: Scenario, moved: xr.Dataset, own: xr.Dataset, ways: tuple[int, int], turn: tuple[int, int]
) -> Found:
    first, last = turn
    when = slice(first, last + 1)
    states = [str(moved.actor.values[way]) for way in ways]
    during = [
        {"kind": event.kind, "title": event.title}
        for event in scenario.events
        if scenario.month_index(event.date) <= last
        and scenario.month_index(event.date) + event.months > first
    ]
    signed = moved.signed.isel(run=0, pair=ways[0], month=when).any("month").to_numpy()
    return {
        "first": scenario.month_text(first),
        "last": scenario.month_text(last),
        "events": during,
        "moves": {state: _moves(scenario, moved, way, turn) for state, way in zip(states, ways, strict=True)},
        "signed": [issue for issue, new in zip(ISSUES, signed, strict=True) if new],
        "moved": _seen(moved, ways, turn),
        "own": _seen(own, ways, turn),
    }


def _seen(result: xr.Dataset, ways: tuple[int, int], turn: tuple[int, int]) -> Found:
    """One dyad at the end of a turn in run 0, and the crises and near misses of the turn."""
    first, last = turn
    end = result.isel(run=0, month=last)
    during = result.isel(run=0, pair=ways[0], month=slice(first, last + 1))
    if bool(end.war):
        return {"war": True}
    return {
        "war": False,
        "tension": six_digits(end.tension.isel(pair=list(ways)).mean()),
        "trust": six_digits(end.trust.isel(pair=list(ways)).mean()),
        "mutual_benefit": six_digits(end.mutual_benefit.isel(pair=ways[0])),
        **{tie: six_digits(end[tie].isel(pair=ways[0])) for tie in TIES},
        "crises": int(during.crisis.sum()),
        "near_misses": int(during.near_miss.sum()),
    }


def _moves(scenario: Scenario, result: xr.Dataset, way: int, turn: tuple[int, int]) -> Found:
    """What a state did to a rival in a turn of run 0, each different act once, and how often the rival declined.

    `unable` names acts that were ordered and not done, for lack of an agreement or of attention.
    """
    first, last = turn
    part = result.isel(run=0, pair=way, month=slice(first, last + 1))
    actor, target = str(result.actor.values[way]), str(result.target.values[way])
    found: Found = {"declined": int(part.refused.sum()), "unable": []}
    for stage in ("initiative", "response"):
        done = [ACTIONS[int(code)].name for code in part[stage].to_numpy()]
        found[stage] = list(dict.fromkeys(done))
        for order in scenario.orders:
            if order.act is None or order.state != actor or order.towards not in (None, target):
                continue
            if order.stage not in (stage, "both"):
                continue
            begin = scenario.month_index(order.date)
            months = range(max(begin, first), min(begin + order.months, last + 1))
            if any(done[month - first] != order.act for month in months):
                found["unable"] = list(dict.fromkeys([*found["unable"], order.act]))
    return found


def _compared(count: Callable[[xr.Dataset], xr.DataArray], moved: xr.Dataset, own: xr.Dataset) -> Found:
    now, was = count(moved), count(own)
    gap = ensembles.mean_difference(now - was)
    return {
        "moved": six_digits(now[0]),
        "own": six_digits(was[0]),
        "here": six_digits(now[0] - was[0]),
        "mean": six_digits(gap.mean),
        "low": six_digits(gap.low),
        "high": six_digits(gap.high),
        "pairs": gap.n,
    }


# --- printing -------------------------------------------------------------------------------------------------


def replay_tables(found: Found, lang: str = "en") -> Group:
    """Title, what came of it in a sentence, the turns of each dyad, and the comparison at the end."""
    parts: list[RenderableType] = [
        Text(found["title"], style="bold"),
        Text(replay_finding(found, lang)),
        Text(),
    ]
    for dyad in found["dyads"]:
        parts += [_turn_table(dyad, lang), Text(), *_news(dyad, lang), Text()]
    parts += [
        Text(text("replay.reading", lang), style="dim"),
        Text(),
        _end_table(found, lang),
        Text(),
        Text(text("replay.ending", lang, runs=number(found["runs"], lang, 0)), style="dim"),
        Text(
            text(
                "replay.footing",
                lang,
                runs=number(found["runs"], lang, 0),
                seed=found["seed"],
                scenario=found["scenario"],
                version=found["version"],
            ),
            style="dim",
        ),
    ]
    return Group(*parts)


def replay_finding(found: Found, lang: str = "en") -> str:
    """Tension and mutual benefit at the end, with the moves and without, in one sentence."""
    tension, benefit = found["end"]["tension_end"], found["end"]["benefit_end"]
    if tension["moved"] is None:
        return text("replay.finding_war", lang)
    return text(
        "replay.finding",
        lang,
        tension=number(tension["moved"], lang, 0),
        tension_own=number(tension["own"], lang, 0),
        benefit=number(benefit["moved"], lang, 2),
        benefit_own=number(benefit["own"], lang, 2),
    )


def _turn_table(dyad: Found, lang: str) -> Table:
    first, second = dyad["states"]
    view = new_table(text("replay.turns", lang, first=first, second=second))
    view.add_column(text("replay.turn", lang), max_width=12)
    for state in (first, second):
        view.add_column(escape(state))
    for key in ("tension", "benefit", "ties", "crises"):
        view.add_column(text(f"replay.{key}", lang), justify="right", no_wrap=True)
    for place, turn in enumerate(dyad["turns"], start=1):
        view.add_row(
            f"{place}. {span(turn['first'], turn['last'], lang)}",
            *(_acts(turn["moves"][state], lang) for state in (first, second)),
            *_figures(turn["moved"], turn["own"], lang),
        )
    return view


def _news(dyad: Found, lang: str) -> list[Text]:
    """What came from outside and what was signed, a line a turn in which there was something."""
    lines = []
    for place, turn in enumerate(dyad["turns"], start=1):
        signed = [text("replay.signed", lang, issue=text(f"issue.{issue}", lang)) for issue in turn["signed"]]
        events = [text(f"event.{one['kind']}", lang) + ": " + one["title"] for one in turn["events"]]
        if events or signed:
            when = span(turn["first"], turn["last"], lang)
            lines.append(Text(f"{place}. {when}: {'; '.join([*events, *signed])}"))
    return lines


def _acts(moves: Found, lang: str) -> Text:
    def said(stage: str) -> str:
        # in a turn of several acts those say something in which it did not just hold
        acts = [act for act in moves[stage] if act != "hold"] or ["hold"]
        return ", ".join(text(f"act.{act}", lang) for act in acts)

    cell = Text(said("initiative"))
    cell.append(f"\n↩ {said('response')}", style="dim")
    if moves["declined"]:
        cell.append(f"\n\N{MULTIPLICATION SIGN} {text('replay.declined', lang)}", style="yellow")
    if moves["unable"]:
        acts = ", ".join(text(f"act.{act}", lang) for act in moves["unable"])
        cell.append(f"\n! {text('replay.unable', lang, acts=acts)}", style="red")
    return cell


def _figures(moved: Found, own: Found, lang: str) -> list[str]:
    """Tension, benefit, ties and crises with the moves; in brackets what they would have been without."""

    def both(name: str, decimals: int) -> str:
        shown = [number(part.get(name), lang, decimals) for part in (moved, own)]
        return f"{shown[0]} ({shown[1]})"

    if moved["war"]:
        return [text("replay.war", lang), "", "", ""]
    ties = " ".join(number(100 * moved[tie], lang, 0) for tie in TIES)
    near = "!" * moved["near_misses"]
    return [both("tension", 0), both("mutual_benefit", 2), ties, both("crises", 0) + near]


def _end_table(found: Found, lang: str) -> Table:
    view = new_table(text("replay.end", lang))
    view.add_column(text("report.measure", lang))
    for key in ("class", "own", "here", "everywhere"):
        view.add_column(text(f"replay.{key}", lang), justify="right")
    for name, (_, decimals) in MEASURES.items():
        entry = found["end"][name]
        anywhere = Text(_signed(entry["mean"], decimals, lang), justify="right")
        if entry["low"] is not None:
            low, high = (_signed(entry[end], decimals, lang) for end in ("low", "high"))
            anywhere.append(f"\n{low}…{high}", style="dim")
        state = found["dyads"][0]["states"][0]
        label = text(f"replay.{name}", lang, state=state) + (
            text("replay.points", lang) if decimals is None else ""
        )
        cells = [_shown(entry[key], decimals, lang) for key in ("moved", "own")]
        view.add_row(label, *cells, _signed(entry["here"], decimals, lang), anywhere)
    return view


def _shown(value: float | None, decimals: int | None, lang: str) -> str:
    return percent(value, lang) if decimals is None else number(value, lang, decimals)


def _signed(value: float | None, decimals: int | None, lang: str) -> str:
    """A difference with its sign; of shares in percentage points."""
    if value is None:
        return NOTHING
    value, decimals = (100 * value, 1) if decimals is None else (value, decimals)
    return ("+" if round(value, decimals) > 0 else "") + number(value, lang, decimals)
