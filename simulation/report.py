"""What an ensemble says, in numbers a teacher can read: a JSON-ready summary and the tables printed from it.

Every figure is a median over the runs with the band that holds 90% of them; inside a run, months are averaged
first and months after a war are left out (`experiments.ensembles`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
import xarray as xr
from rich import box
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from simulation.catalogue import NOTHING, month, number, percent, span, text
from simulation.doctrines import DOCTRINES
from simulation.experiments import ensembles
from simulation.experiments.detente import detente_share, detente_spells, dyads, lasting
from simulation.experiments.ensembles import Period
from simulation.experiments.recognition import AT_LEAST, recognition_dates
from simulation.state import ISSUES

if TYPE_CHECKING:
    from simulation.experiments.holdout import Agreement
    from simulation.experiments.validation import PatternRow
    from simulation.explaining import Explanation

Found = dict[str, Any]

#: what is followed for each state, and how its numbers are printed (decimals, or None for a share in percent)
STATE_LINES: dict[str, int | None] = {
    "growth": 2,
    "jobs": 1,
    "softness": None,
    "dependence": 3,
    "rights_criticism": None,
    "global_attention": None,
}

#: how many pairs the printed table has room for; the summary holds all of them
PAIRS_SHOWN = 3

#: how many of the likeliest acts a table of reasons has room for
ACTS_SHOWN = 4


# --- the summary --------------------------------------------------------------------------------------------


def summary(result: xr.Dataset, record: xr.DataArray | None = None) -> Found:
    """Everything the tables show, as numbers, strings, lists and dicts ready for JSON (NaN becomes None).

    `record` is observed cooperation `[time, pair]` (`history.cooperation`), used for the pairs and dates that
    both have. Shares come with Wilson's 95% interval, everything else with median and 90% band.
    """
    cut = ensembles.periods(result)
    spells = detente_spells(result)
    observed = aligned(record, result)
    return {
        **headline(result),
        "interval": "median and 90% band over runs (5% to 95%); shares with 95% interval (Wilson); "
        "months after a war left out",
        "units": {str(name): str(result[name].attrs.get("units", "")) for name in result.data_vars},
        "periods": [_period(result, spells, observed, one) for one in cut],
        "agreements": _agreements(result),
        "crises": _crises(result),
        "recognition": _recognition(result),
        "states": _states(result, spells),
        "world": _world(result),
    }


def headline(result: xr.Dataset) -> Found:
    """The part of the summary that a title and a footing need: what was run, and how often détente and war
    came.
    """
    months = ensembles.dates(result)
    return {
        "scenario": result.attrs["scenario_name"],
        "title": result.attrs["title"],
        "first": f"{months[0]:%Y-%m}",
        "last": f"{months[-1]:%Y-%m}",
        "months": len(months),
        "runs": int(result.attrs["runs"]),
        "seed": int(result.attrs["seed"]),
        "version": str(result.attrs["version"]),
        "detente": _plain(dict(detente_share(result))),
        "war": _share(result["war"].any("month")),
    }


def aligned(record: xr.DataArray | None, result: xr.Dataset) -> pd.DataFrame | None:
    """The record at the months of the result, a column a pair that both have; None where they have nothing in
    common.

    A quarterly or yearly figure (attribute `frequency`) stands for each month of its quarter or year.
    """
    if record is None:
        return None
    pairs = [str(pair) for pair in result["pair"].to_numpy() if pair in record["pair"].to_numpy()]
    if not pairs:
        return None
    reach = pd.Timedelta(days=340 if record.attrs.get("frequency") == "yearly" else 65)
    table = record.sel(pair=pairs).transpose("time", "pair").to_pandas()
    monthly = pd.DataFrame(table).reindex(ensembles.dates(result), method="ffill", tolerance=reach)
    return None if monthly.isna().all(axis=None) else monthly


def _period(result: xr.Dataset, spells: xr.DataArray, observed: pd.DataFrame | None, one: Period) -> Found:
    part = result.isel(month=slice(one.start, one.stop))
    alive = ensembles.alive(result).isel(month=slice(one.start, one.stop))

    def mean(name: str) -> xr.DataArray:
        # Cut first: the mask of war travels with the months.
        return ensembles.at_peace(part, name).mean("month")

    def events(values: xr.DataArray) -> xr.DataArray:
        return values.astype(float).where(alive).mean("month") * 12

    cooperation = by_pair(mean("cooperation"))
    for pair, entry in cooperation.items():
        entry["record"] = _recorded(observed, pair, one)
    once = [first for first, _ in dyads(result)]
    crises = part["crisis"].isel(pair=once).sum("pair")
    signed = part["signed"].isel(pair=once).sum(["pair", "issue"])
    peaceful = spells.isel(month=slice(one.start, one.stop)).astype(float).where(~part["war"].astype(bool))
    return {
        "first": f"{one.first:%Y-%m}",
        "last": f"{one.last:%Y-%m}",
        "runs_left": int(alive.isel(month=0).sum()),
        "cooperation": cooperation,
        "tension": by_pair(mean("tension")),
        "mutual_benefit": by_pair(mean("mutual_benefit")),
        "common_ground": by_pair(mean("common_ground")),
        "crises_a_year": _band(events(crises)),
        "signed_a_year": _band(events(signed)),
        "detente": _number(peaceful.mean()),
    }


def by_pair(values: xr.DataArray) -> dict[str, Found]:
    """Median and 90% band over runs of `[run, pair]`, by the label of the pair."""
    return {str(pair): _band(values.sel(pair=pair)) for pair in values["pair"].to_numpy()}


def _agreements(result: xr.Dataset) -> Found:
    once = [a for a, _ in dyads(result)]
    signed = result["signed"].isel(pair=once).astype(float)
    force = ensembles.at_peace(result, "agreement").isel(pair=once)
    # Either side may be the one that leaves, so a breach is looked for in all directions.
    broken = result["broken"].astype(float)
    return {
        issue: {
            "signed": _band(signed.sel(issue=issue).sum(["month", "pair"])),
            "ever": _share(signed.sel(issue=issue).sum(["month", "pair"]) > 0),
            "broken": _band(broken.sel(issue=issue).sum(["month", "pair"])),
            "in_force": _band(force.sel(issue=issue).mean(["month", "pair"])),
        }
        for issue in ISSUES
    }


def _crises(result: xr.Dataset) -> Found:
    once = [a for a, _ in dyads(result)]
    crisis = ensembles.counted(result, "crisis").isel(pair=once)
    near = ensembles.counted(result, "near_miss").isel(pair=once)
    return {
        "a_year": _band(crisis.sum("pair", skipna=False).mean("month") * 12),
        "a_run": _band(crisis.sum(["pair", "month"])),
        "near_misses_a_run": _band(near.sum(["pair", "month"])),
        "near_miss": _share(near.sum(["pair", "month"]) > 0),
    }


def _recognition(result: xr.Dataset) -> Found:
    """When each came to hold, for a year, that confronting pays less than talking; and when both did (B3)."""
    known = result["recognition"].astype(bool) & ~result["war"].astype(bool)
    lasts = lasting(known.transpose("pair", "run", "month").to_numpy(), AT_LEAST)
    months = result["month"].to_numpy()
    never = np.datetime64("NaT", "ns")
    found: Found = {
        str(pair): _dated(np.where(flags.any(axis=1), months[flags.argmax(axis=1)], never))
        for pair, flags in zip(result["pair"].to_numpy(), lasts, strict=True)
    }
    return {"by_state": found, "mutual": _dated(recognition_dates(result).to_numpy())}


def _dated(when: np.ndarray) -> Found:
    """Share of runs that have a date, and the median and 90% band of the dates among those."""
    there = np.sort(when[~np.isnat(when)])
    place = [round(level * (len(there) - 1)) for level in (0.5, 0.05, 0.95)] if len(there) else []
    middle, low, high = (f"{pd.Timestamp(there[k]):%Y-%m}" for k in place) if place else (None, None, None)
    return {"ever": _share(~np.isnat(when)), "median": middle, "low": low, "high": high}


def _states(result: xr.Dataset, spells: xr.DataArray) -> Found:
    """For each state: the mean over all months, over months of détente, and over the others."""
    found: Found = {}
    for state in result["state"].to_numpy():
        lines: Found = {}
        for name in STATE_LINES:
            values = ensembles.at_peace(result, name).sel(state=state)
            lines[name] = {
                "all": _band(values.mean("month")),
                "detente": _band(values.where(spells).mean("month")),
                "otherwise": _band(values.where(~spells).mean("month")),
            }
        found[str(state)] = lines
    return found


def _world(result: xr.Dataset) -> Found:
    return {
        name: _band(ensembles.at_peace(result, name).mean("month"))
        for name in ("global_backlog", "instability")
    }


def _recorded(observed: pd.DataFrame | None, pair: str, one: Period) -> float | None:
    if observed is None or pair not in observed:
        return None
    return _number(observed[pair].iloc[one.start : one.stop].mean())


def _band(values: xr.DataArray) -> Found:
    low, middle, high = ensembles.quantiles(values, (0.05, 0.5, 0.95)).to_numpy()
    return {
        "median": _number(middle),
        "low": _number(low),
        "high": _number(high),
        "mean": _number(values.mean()),
    }


def _share(hits: Any) -> Found:
    """Share of runs from one true or false a run."""
    flags = np.asarray(hits)
    return _plain(ensembles.share(int(flags.sum()), flags.size)._asdict())


def _number(value: Any) -> float | None:
    """Six significant digits, and None for NaN: what JSON can hold and a reader can use."""
    value = float(value)
    return float(f"{value:.6g}") if math.isfinite(value) else None


def _plain(entry: dict[str, Any]) -> Found:
    return {name: int(v) if isinstance(v, int | np.integer) else _number(v) for name, v in entry.items()}


# --- the tables ---------------------------------------------------------------------------------------------


def table(result: xr.Dataset, lang: str = "en", record: xr.DataArray | None = None) -> Group:
    """The tables of an ensemble for a terminal or a notebook, in the language `lang`."""
    return tables(summary(result, record), lang)


def tables(found: Found, lang: str = "en") -> Group:
    """The same from a `summary`, fresh or read back from `summary.json`."""
    parts: list[RenderableType] = [
        Text(found["title"], style="bold"),
        Text(finding(found, lang)),
        Text(),
        period_table(found, lang),
        Text(),
        outcome_table(found, lang),
        Text(),
        state_table(found, lang),
        Text(),
        Text(text("report.intervals", lang), style="dim"),
        Text(footing(found, lang), style="dim"),
    ]
    return Group(*parts)


def finding(found: Found, lang: str = "en") -> str:
    """What came out, in one sentence, computed from the summary's shares."""
    detente, runs = found["detente"], found["runs"]
    happened, faded = detente["happened"] or 0.0, detente["faded"] or 0.0
    if happened == 0:
        key = "none"
    elif runs == 1:
        key = "one_faded" if faded else "one_lasted"
    else:
        key = "some"
    sentence = text(
        f"finding.{key}",
        lang,
        runs=number(runs, lang, 0),
        share=percent(happened, lang),
        faded=percent(faded, lang),
    )
    if found["war"]["share"]:
        war = text(
            "finding.war_one" if runs == 1 else "finding.war",
            lang,
            share=percent(found["war"]["share"], lang),
        )
        sentence = f"{sentence} {war}"
    return sentence


def footing(found: Found, lang: str = "en") -> str:
    """Number of runs, kind of interval, seed, scenario, and what was imposed: the line under every table and
    figure.
    """
    return text(
        "report.footing",
        lang,
        runs=number(found["runs"], lang, 0),
        seed=found["seed"],
        scenario=found["scenario"],
        version=found["version"],
    )


def period_table(found: Found, lang: str = "en") -> Table:
    """By period: cooperation beside the record, tension, crises, agreements signed, share of months in
    détente.
    """
    columns = _columns(found)
    recorded = any(
        one["cooperation"][pair]["record"] is not None for one in found["periods"] for pair in columns
    )
    view = _table(text("report.periods", lang))
    view.add_column(text("report.period", lang), no_wrap=True)
    for pair in columns:
        view.add_column(text("report.cooperation", lang, pair=arrow(pair)), justify="right", no_wrap=True)
        if recorded:
            view.add_column(text("report.record", lang), justify="right", style="yellow")
    for key in ("tension", "crises", "signed", "detente"):
        view.add_column(text(f"report.{key}", lang), justify="right")
    for one in found["periods"]:
        cells: list[RenderableType] = [span(one["first"], one["last"], lang)]
        for pair in columns:
            cells.append(interval(one["cooperation"][pair], lang))
            if recorded:
                cells.append(number(one["cooperation"][pair]["record"], lang))
        tension = [entry["median"] for entry in one["tension"].values() if entry["median"] is not None]
        cells.append(number(sum(tension) / len(tension), lang, 0) if tension else NOTHING)
        # Rare events: the mean over runs says more than a median of 0.
        cells += [number(one[key]["mean"], lang, 2) for key in ("crises_a_year", "signed_a_year")]
        cells.append(percent(one["detente"], lang))
        view.add_row(*cells)
    return view


def outcome_table(found: Found, lang: str = "en") -> Table:
    """What came of it: agreements, crises, near misses, war, and when each saw that confrontation does not
    pay.
    """
    view = _table(text("report.outcomes", lang))
    view.add_column(text("report.outcome", lang))
    view.add_column(text("report.runs_share", lang), justify="right")
    view.add_column(text("report.median", lang), justify="right")
    detente, crises = found["detente"], found["crises"]
    view.add_row(text("outcome.detente", lang), _shared(detente, lang, "happened"), "")
    for end in ("faded", "lasted"):
        view.add_row(
            text(f"outcome.{end}", lang), percent(detente[end] if detente["happened"] else None, lang), ""
        )
    view.add_row(text("outcome.war", lang), _shared(found["war"], lang), "")
    view.add_row(
        text("outcome.near_miss", lang),
        _shared(crises["near_miss"], lang),
        interval(crises["near_misses_a_run"], lang, 0),
    )
    view.add_row(text("outcome.crises", lang), "", interval(crises["a_year"], lang))
    for issue, entry in found["agreements"].items():
        label = text("outcome.signed", lang, issue=text(f"issue.{issue}", lang))
        view.add_row(label, _shared(entry["ever"], lang), interval(entry["signed"], lang, 0))
    view.add_row(text("outcome.both", lang), *_dates(found["recognition"]["mutual"], lang))
    directions = found["recognition"]["by_state"]
    for pair in (
        directions if len(directions) <= 2 else ()
    ):  # with more states the summary has every direction
        view.add_row(text("outcome.recognised", lang, who=arrow(pair)), *_dates(directions[pair], lang))
    return view


def state_table(found: Found, lang: str = "en") -> Table:
    """Benefit and criticism (G4, K1-K4) for each state, in months of détente and in the others of the same
    runs.
    """
    view = _table(text("report.states", lang))
    view.add_column(text("report.measure", lang))
    for heading in ("report.all_months", "report.detente_months", "report.other_months"):
        view.add_column(text(heading, lang), justify="right")
    for state, lines in found["states"].items():
        for name, decimals in STATE_LINES.items():
            label = text("report.of_state", lang, state=state, measure=text(f"measure.{name}", lang))
            cells = [interval(lines[name][part], lang, decimals) for part in ("all", "detente", "otherwise")]
            view.add_row(label, *cells)
    for name, entry in found["world"].items():
        view.add_row(text(f"measure.{name}", lang), interval(entry, lang, 2), "", "")
    return view


ROLES = ("calibrate", "check", "discriminating", "hold-out")
PATTERN_HEADINGS = ("pattern", "name", "role", "record", "median", "band", "verdict")
YEARLY_HEADINGS = ("years", "correlation", "baseline", "error", "covered")


def _pattern_cells(rows: Iterable[PatternRow], lang: str) -> list[list[str]]:
    """What stands in the pattern table, row by row."""
    return [
        [
            row.pattern,
            f"{row.name} ({row.unit})" if row.unit else row.name,
            text(f"role.{role}", lang),
            _target(row, lang),
            _plain_year(row.median, row, lang),
            f"{_plain_year(row.low, row, lang)}…{_plain_year(row.high, row, lang)}",
            text("patterns.hit" if row.hit else "patterns.miss", lang),
        ]
        for row, role in ((row, row.role.replace("-", "_")) for row in rows)
    ]


def _plain_year(value: float, row: PatternRow, lang: str) -> str:
    """A figure of the pattern; a year is written as a year."""
    return f"{value:.0f}" if row.unit == "year" and math.isfinite(value) else number(value, lang, 2)


def _yearly_cells(rows: Iterable[Agreement], lang: str) -> list[list[str]]:
    """What stands in the table of years, row by row."""
    return [
        [
            text("yearly.period", lang, period=text(f"yearly.{period}", lang),
                 first=row.first, last=row.last),
            f"{number(row.correlation, lang, 2)} "
            f"({number(row.correlation_low, lang, 2)}…{number(row.correlation_high, lang, 2)})",
            number(row.baseline, lang, 2),
            number(row.error, lang, 1),
            percent(row.covered, lang),
        ]
        for row, period in ((row, row.period.replace(" ", "_")) for row in rows)
    ]  # fmt: skip


def pattern_table(rows: Iterable[PatternRow], lang: str = "en") -> Table:
    """The calibration table, role by role: pattern, record, model median, 90% band, hit or miss. Misses stay visible."""
    view = _table(text("patterns.title", lang))
    for heading in ("pattern", "name", "record", "median", "band", "verdict"):
        figure = heading in ("record", "median", "band")
        justify: Literal["left", "right"] = "right" if figure else "left"
        view.add_column(text(f"patterns.{heading}", lang), justify=justify, no_wrap=heading != "name")
    role = ""
    for row in sorted(rows, key=lambda row: ROLES.index(row.role)):
        (code, name, its_role, *figures, verdict) = _pattern_cells([row], lang)[0]
        if its_role != role:
            role = its_role
            view.add_row("", Text(role, style="italic"))
        style = "green" if row.hit else "bold red"
        view.add_row(code, escape(name), *figures, Text(verdict, style=style))
    return view


def yearly_table(rows: Iterable[Agreement], lang: str = "en") -> Table:
    """Model against record, year by year, fitted and held out, beside what the leaders alone would give."""
    view = _table(text("yearly.title", lang))
    for heading in YEARLY_HEADINGS:
        view.add_column(text(f"yearly.{heading}", lang), justify="left" if heading == "years" else "right")
    for cells in _yearly_cells(rows, lang):
        view.add_row(*(escape(cell) for cell in cells))
    return view


def validation_page(
    rows: Iterable[PatternRow], yearly: Iterable[Agreement], about: str, command: str, lang: str = "en"
) -> str:
    """The same two tables as a page of Markdown, with the command that makes it."""
    parts = [
        f"# {text('patterns.title', lang)}",
        text("patterns.made", lang, command=f"`{command}`"),
        _markdown([text(f"patterns.{key}", lang) for key in PATTERN_HEADINGS], _pattern_cells(rows, lang)),
        about,
        text("patterns.reading", lang),
        f"## {text('yearly.title', lang)}",
        _markdown([text(f"yearly.{key}", lang) for key in YEARLY_HEADINGS], _yearly_cells(yearly, lang)),
        text("yearly.reading", lang),
    ]
    return "\n\n".join(parts) + "\n"


def _markdown(headings: list[str], rows: list[list[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def explained(explanation: Explanation) -> list[Found]:
    """An agent's explanation as plain data: for each rival and stage the act, reasons and chances."""
    drawn = explanation.table.attrs["chosen"]
    found = []
    for (rival, stage), part in explanation.table.groupby(level=["rival", "stage"], sort=False):
        rows = [(str(reason), row) for (_, _, _, reason), row in part.iterrows()]
        found.append(
            {
                "rival": str(rival),
                "stage": str(stage),
                "chosen": str(drawn[rival, stage]),
                "reasons": {name: _plain(row.to_dict()) for name, row in rows[:-2]},
                "probability": _plain(rows[-1][1].to_dict()),
            }
        )
    return found


def explain_tables(found: Found, lang: str = "en") -> Group:
    """Why each state did what it did; `found` is the part `explanation` of the command's summary."""
    parts: list[RenderableType] = [
        Text(text("explain.month", lang, month=month(found["month"], lang)), style="bold")
    ]
    if found["ended"] is not None:
        parts.append(Text(text("explain.ended", lang, month=month(found["ended"], lang))))
    for state in found["states"]:
        parts += [Text(), Text(state["text"])]
        for decision in state["decisions"]:
            parts += [Text(), _reasons_table(state["state"], decision, lang)]
    if found["states"]:
        parts += [Text(), Text(text("explain.note", lang), style="dim")]
    return Group(*parts)


def _reasons_table(state: str, decision: Found, lang: str) -> Table:
    chances, chosen = decision["probability"], decision["chosen"]
    likeliest = sorted(chances, key=lambda act: chances[act], reverse=True)[:ACTS_SHOWN]
    acts = [
        act for act in chances if act in {*likeliest, chosen}
    ]  # in the order of the scale, hostile to friendly
    title = text(f"explain.table_{decision['stage']}", lang, state=state, rival=decision["rival"])
    view = _table(title)
    view.add_column(text("explain.reason", lang))
    for act in acts:
        view.add_column(
            text(f"action.{act}", lang) + (" *" if act == chosen else ""), justify="right", max_width=13
        )
    for reason, added in decision["reasons"].items():
        if any(abs(added[act]) >= 0.005 for act in acts):
            cells = [number(added[act], lang, 2) for act in acts]
            view.add_row(text(f"reason.{reason}", lang), *cells)
    view.add_section()
    view.add_row(text("explain.chance", lang), *(percent(chances[act], lang) for act in acts), style="bold")
    return view


def _target(row: PatternRow, lang: str) -> str:
    """The record's figure, or the range that it gives instead."""
    if row.record is not None:
        return _plain_year(row.record, row, lang)
    if row.record_high is None:
        return f"≥ {number(row.record_low, lang, 2)}"
    if row.record_low is None:
        return f"≤ {number(row.record_high, lang, 2)}"
    return f"{number(row.record_low, lang, 2)}…{number(row.record_high, lang, 2)}"


def listing(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], lang: str = "en") -> Table:
    """A plain list; `title` is a key of the catalogue and `columns` are names in its section `command`."""
    view = _table(text(title, lang))
    for k, column in enumerate(columns):
        view.add_column(text(f"command.{column}", lang), no_wrap=k == 0, overflow="fold")
    for row in rows:
        view.add_row(*(escape(cell) for cell in row))
    return view


# --- the tournament -----------------------------------------------------------------------------------------

#: decimals with which each measure of a tournament is shown
TOURNAMENT_DECIMALS = {"own": 2, "mutual": 2, "war": 3}


def tournament_finding(found: Found, lang: str = "en") -> str:
    """Who comes first by each measure, in one sentence, computed from the standings."""
    rows = found["standings"]
    first = {
        measure: DOCTRINES[min(rows, key=lambda row: row[measure]["rank"])["doctrine"]].title
        for measure in ("own", "mutual", "war")
    }
    clear = sum(row["own"]["clear"] for row in rows)
    return text("tournament.finding", lang, clear=clear, others=len(rows) - 1, **first)


def tournament_footing(found: Found, lang: str = "en") -> str:
    """What was played: the line under the tournament's table and figure."""
    noise = found["noise"]
    return text(
        "tournament.footing",
        lang,
        runs=number(found["runs"], lang, 0),
        months=found["months"],
        seed=found["seed"],
        scenarios=", ".join(found["scenarios"]),
        noise=text("tournament.as_set", lang) if isinstance(noise, str) else number(noise, lang, 3),
        version=found["version"],
    )


def tournament_table(found: Found, lang: str = "en") -> Table:
    """The standings, best own benefit first; ranks by mutual benefit and war risk beside."""
    view = _table(text("tournament.title", lang))
    view.add_column("#", justify="right")
    view.add_column(text("tournament.doctrine", lang), min_width=18)
    for key in ("own", "distance", "mutual", "war"):
        view.add_column(text(f"tournament.{key}", lang), justify="right", min_width=11)
    for row in found["standings"]:
        own = row["own"]
        # Rank and, below, the range of ranks when any one opponent is left out.
        place = Text(f"{own['rank']}", style="bold", justify="right")
        place.append(f"\n{own['rank_low']}…{own['rank_high']}", style="dim not bold")
        behind = Text(number(own["distance"], lang, 2), justify="right")
        behind.append("*" if own["clear"] else " ")
        behind.append(
            f"\n{number(own['distance_low'], lang, 2)}…{number(own['distance_high'], lang, 2)} ", style="dim"
        )
        view.add_row(
            place,
            escape(DOCTRINES[row["doctrine"]].title),
            _estimated(own, lang, "own"),
            behind if own["rank"] > 1 else NOTHING,
            *(_estimated(row[key], lang, key, ranked=True) for key in ("mutual", "war")),
        )
    return view


def tournament_tables(found: Found, lang: str = "en") -> Group:
    """Finding, standings, how to read them, and what was played."""
    return Group(
        Text(tournament_finding(found, lang)),
        Text(),
        tournament_table(found, lang),
        Text(),
        Text(f"{text('tournament.reading', lang)} {text('tournament.measures', lang)}", style="dim"),
        Text(tournament_footing(found, lang), style="dim"),
    )


def _estimated(score: Found, lang: str, measure: str, ranked: bool = False) -> Text:
    """A mean above its 95% interval; `ranked` puts the rank by this measure behind it."""
    mean, low, high = (number(score[k], lang, TOURNAMENT_DECIMALS[measure]) for k in ("mean", "low", "high"))
    cell = Text(mean, justify="right")
    if ranked:
        cell.append(f" #{score['rank']}")
    return cell.append(f"\n{low}…{high}", style="dim")


# --- cells --------------------------------------------------------------------------------------------------


def interval(entry: Found, lang: str = "en", decimals: int | None = 1) -> Text:
    """A cell of two lines, the median above its 90% band; `decimals=None` prints a share as a percentage."""

    def show(value: float | None) -> str:
        return percent(value, lang) if decimals is None else number(value, lang, decimals)

    cell = Text(show(entry["median"]), justify="right")
    if entry["median"] is not None:
        cell.append(f"\n{show(entry['low'])}…{show(entry['high'])}", style="dim")
    return cell


def arrow(pair: str) -> str:
    """The label of a pair as it is printed: `US to USSR` becomes `US → USSR`."""
    return pair.replace(" to ", " → ")


def _shared(entry: Found, lang: str, name: str = "share") -> Text:
    cell = Text(percent(entry[name], lang), justify="right")
    if entry["low"] is not None:
        cell.append(f"\n{percent(entry['low'], lang)}…{percent(entry['high'], lang)}", style="dim")
    return cell


def _dates(entry: Found, lang: str) -> tuple[Text, Text]:
    when = Text(NOTHING if entry["median"] is None else month(entry["median"], lang), justify="right")
    if entry["low"] is not None:
        when.append(f"\n{month(entry['low'], lang)}…{month(entry['high'], lang)}", style="dim")
    return _shared(entry["ever"], lang), when


def _columns(found: Found) -> Sequence[str]:
    """The pairs that the table shows: both directions of two states, otherwise the tensest pairs."""
    pairs = list(found["periods"][0]["tension"])
    if len(pairs) <= PAIRS_SHOWN:
        return pairs

    def felt(pair: str) -> float:
        values = [one["tension"][pair]["median"] for one in found["periods"]]
        return -float(sum(value for value in values if value is not None))

    return sorted(pairs, key=felt)[:PAIRS_SHOWN]


def _table(title: str) -> Table:
    """A table that fits into 80 columns: one blank between columns, no frame."""
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
