"""What a class did and what came of it, in sentences and cells."""

from __future__ import annotations

from simulation.catalogue import number, signed, text
from simulation.domains import NAMES
from simulation.findings.turns import DyadSeen, Ending, Moves, Turn, TurnsFound
from simulation.pages.blocks import Cell
from simulation.words.cells import estimate, quantity


def turns_finding(found: TurnsFound, lang: str = "en") -> str:
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


def moves_words(moves: Moves, lang: str = "en") -> str:
    """What a state did in a turn, a line each: how it began, how it answered, what was declined, what was not possible."""

    def named(acts: list[str]) -> str:
        # in a turn of several acts those say something in which it did not just hold
        told = [act for act in acts if act != "hold"] or ["hold"]
        return ", ".join(text(f"act.{act}", lang) for act in told)

    lines = [named(moves["initiative"]), f"\N{LEFTWARDS ARROW WITH HOOK} {named(moves['response'])}"]
    if moves["declined"]:
        lines.append(f"\N{MULTIPLICATION SIGN} {text('replay.declined', lang)}")
    if moves["unable"]:
        acts = ", ".join(text(f"act.{act}", lang) for act in moves["unable"])
        lines.append(f"! {text('replay.unable', lang, acts=acts)}")
    if moves["left"]:
        issues = ", ".join(text(f"issue.{issue}", lang) for issue in moves["left"])
        lines.append(f"\N{MULTIPLICATION SIGN} {text('replay_more.leaves', lang, issues=issues)}")
    return "\n".join(lines)


def seen_cells(moved: DyadSeen, own: DyadSeen, lang: str = "en") -> list[str]:
    """Tension, benefit, ties and crises with the moves; in brackets what they would have been without."""

    def both(name: str, decimals: int) -> str:
        return f"{number(moved[name], lang, decimals)} ({number(own.get(name), lang, decimals)})"

    if moved["war"]:
        return [text("replay.war", lang), "", "", ""]
    ties = " ".join(number(100 * (moved[tie] or 0.0), lang, 0) for tie in NAMES)
    near = "!" * int(moved["near_misses"] or 0)
    return [both("tension", 0), both("mutual_benefit", 2), ties, both("crises", 0) + near]


def news(turn: Turn, lang: str = "en") -> str:
    """What came from outside in a turn, and what was signed."""
    events = [text(f"event.{one['kind']}", lang) + ": " + one["title"] for one in turn["events"]]
    issues = [text(f"issue.{issue}", lang) for issue in turn["signed"]]
    return "; ".join([*events, *(text("replay.signed", lang, issue=issue) for issue in issues)])


def ending_cells(entry: Ending, decimals: int | None, lang: str = "en") -> list[Cell]:
    """A measure of the class and without its moves, the difference here, and the mean of all worlds with its interval."""

    def gap(value: float | None) -> str:
        """With its sign; a difference of shares in percentage points."""
        points = value if value is None or decimals is not None else 100 * value
        return signed(points, lang, 1 if decimals is None else decimals)

    both = [Cell(quantity(value, lang, decimals)) for value in (entry["moved"], entry["own"])]
    mean = estimate(gap(entry["mean"]), gap(entry["low"]), gap(entry["high"]))
    return [*both, Cell(gap(entry["here"])), mean]
