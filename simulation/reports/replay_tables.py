"""The table for the class: its turns beside what the states would have done, and the comparison at the end."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from simulation.catalogue import number, percent, signed, span, text
from simulation.domains import NAMES
from simulation.reports.plain import Found
from simulation.reports.replay import MEASURES
from simulation.reports.tables import above, new_table


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
    ties = " ".join(number(100 * moved[tie], lang, 0) for tie in NAMES)
    near = "!" * moved["near_misses"]
    return [both("tension", 0), both("mutual_benefit", 2), ties, both("crises", 0) + near]


def _end_table(found: Found, lang: str) -> Table:
    view = new_table(text("replay.end", lang))
    view.add_column(text("report.measure", lang))
    for key in ("class", "own", "here", "everywhere"):
        view.add_column(text(f"replay.{key}", lang), justify="right")
    for name, (_, decimals) in MEASURES.items():
        entry = found["end"][name]
        anywhere = above(*(_moved(entry[end], decimals, lang) for end in ("mean", "low", "high")))
        state = found["dyads"][0]["states"][0]
        label = text(f"replay.{name}", lang, state=state) + (
            text("replay.points", lang) if decimals is None else ""
        )
        cells = [_shown(entry[key], decimals, lang) for key in ("moved", "own")]
        view.add_row(label, *cells, _moved(entry["here"], decimals, lang), anywhere)
    return view


def _shown(value: float | None, decimals: int | None, lang: str) -> str:
    return percent(value, lang) if decimals is None else number(value, lang, decimals)


def _moved(value: float | None, decimals: int | None, lang: str) -> str:
    """A difference with its sign; of shares in percentage points."""
    if decimals is None:
        value, decimals = None if value is None else 100 * value, 1
    return signed(value, lang, decimals)
