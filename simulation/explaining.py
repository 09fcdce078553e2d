"""Why a state did what it did: its reasons, as a table of what each added to each act, and as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from simulation.actions import ACTIONS, CODE
from simulation.catalogue import month, number, percent, text, words
from simulation.doctrines import Term
from simulation.pages.blocks import Grid, Paragraph
from simulation.pages.html import fragment
from simulation.rules.choice import cumulative
from simulation.state import CONCERNS, FREE, Array, Observation

STRONGEST = 3  # reasons named on each side in the text
SHOWN = 0.05  # what a reason must add to be named: less is written as 0.0


@dataclass(frozen=True)
class Decision:
    """One judgement of a state: at which stage, on what it saw, for which reasons; rows are its rivals."""

    stage: str
    observation: Observation
    terms: list[Term]
    preference: Array  # [action, rival, 1] log weights


class Moves(NamedTuple):
    """What a state did in a month, by stage, `[rival]`; rows are its rivals."""

    done: Mapping[str, Array]  # codes of acts
    ordered: Mapping[
        str, Array
    ]  # codes of what it was ordered to do, by the scenario or by a person; FREE where nothing
    chosen: Mapping[str, Array]  # bool: a person chose what is ordered


@dataclass(frozen=True)
class Explanation:
    """`text` to read; `table` with one row a reason and one column an act (what the reason added to its log weight).

    The table's index is (rival, stage, concern, reason); the last rows of each stage hold the sum and the probability;
    acts out of reach (no agreement in force, no attention left, barred by an order) have probability 0.
    `table.attrs["chosen"]` maps (rival, stage) to the act that was done.
    """

    text: str
    table: pd.DataFrame
    lang: str = "en"

    def _repr_html_(self) -> str:
        """What a notebook shows: the words, and a table of reasons for each choice."""
        choices = self.table.groupby(level=["rival", "stage"], sort=False)
        tables = [self._reasons(rival, stage, rows) for (rival, stage), rows in choices]
        return fragment([*map(Paragraph, self.text.splitlines()), *tables])

    def _reasons(self, rival: str, stage: str, rows: pd.DataFrame) -> Grid:
        """What each reason added to each act, and the chance of each; the act that was done is in the caption."""
        act = self.table.attrs["chosen"][rival, stage]
        done = text(f"action.{act}", self.lang)
        *reasons, _, chances = rows.to_numpy()
        names = rows.index.get_level_values("reason")
        shown = [
            [reason_words(name, self.lang), *(number(added, self.lang, 2) for added in row)]
            for name, row in zip(names, reasons, strict=False)
        ]
        shown.append([text("explain.chance", self.lang), *(percent(chance, self.lang) for chance in chances)])
        heads = [text("explain.reason", self.lang), *(text(f"act.{act}", self.lang) for act in rows)]
        return Grid(f"{rival}, {text(f'why.stage_{stage}', self.lang)}: {done}", heads, shown)


def explanation(
    state: str,
    rivals: Mapping[str, int],
    date: str,
    decisions: Sequence[Decision],
    moves: Moves,
    games: Mapping[str, str],
    lang: str = "en",
) -> Explanation:
    """Explain a state's decisions of one month towards some of its rivals, which `rivals` gives with their rows.

    What a person chose is a free act, told with the reasons that the state's doctrine saw for and against it; what the
    scenario orders is told as that. `games` names the game with each rival.
    """
    names = [action.name for action in ACTIONS]
    lines, frames, drawn = [], [], {}
    for rival, row in rivals.items():
        lines.append(text("why.heading", lang, state=state, rival=rival, date=month(date, lang)))
        lines.append(_situation(decisions[0].observation, row, games[rival], lang))
        for decision in decisions:
            act = names[int(moves.done[decision.stage][row])]
            drawn[rival, decision.stage] = act
            parts = _parts(decision, row)
            chance = _chances(decision, row)
            order, by_person = (
                int(moves.ordered[decision.stage][row]),
                bool(moves.chosen[decision.stage][row]),
            )
            if order == FREE or (by_person and names[order] == act):
                key = f"why_chosen.{decision.stage}" if by_person else f"why.{decision.stage}"
                lines.append(_reading(key, decision, row, act, parts, lang))
            else:
                in_vain = "why_chosen.in_vain" if by_person else "why.ordered_in_vain"
                key = "why.ordered" if act == names[order] else in_vain
                lines.append(_order(key, decision.stage, names[order], act, float(chance[order]), lang))
            table = pd.DataFrame(
                [*parts.values(), sum(parts.values()), chance],
                columns=names,
                index=pd.MultiIndex.from_tuples(
                    [(rival, decision.stage, concern, reason) for concern, reason in parts]
                    + [(rival, decision.stage, "", "sum"), (rival, decision.stage, "", "probability")],
                    names=["rival", "stage", "concern", "reason"],
                ),
            )
            frames.append(table)
    table = pd.concat(frames)
    table.attrs["chosen"] = drawn
    return Explanation("\n".join(lines), table, lang)


def reason_words(name: str, lang: str = "en") -> str:
    """What a reason is called; one of a doctrine of one's own, which the catalogue does not know, by its name."""
    return text(f"reason.{name}", lang) if f"reason.{name}" in words() else name.replace("_", " ")


def _parts(decision: Decision, row: int) -> dict[tuple[str, str], np.ndarray]:
    """What each reason added to the log weight of every act, by (concern, reason)."""
    parts: dict[tuple[str, str], np.ndarray] = {}
    for term in decision.terms:
        added = np.asarray(term.column) * float(term.coefficient[row, 0])
        key = (term.concern, term.name)
        parts[key] = parts[key] + added if key in parts else added
    return parts


def _chances(decision: Decision, row: int) -> np.ndarray:
    """The probability of every act, as it was drawn from."""
    running = cumulative(decision.preference, decision.observation.available)[:, row, 0]
    return np.asarray(np.diff(running, prepend=0.0) / running[-1])


def _situation(o: Observation, row: int, game: str, lang: str) -> str:
    """What it felt, believed and remembered, and whom it listened to at home."""
    weights = ", ".join(
        f"{text(f'concern.{name}', lang)} {number(100 * float(weight), lang, 0)}%"
        for name, weight in zip(CONCERNS, o.concerns[:, row, 0], strict=True)
    )
    slug = game.lower().replace("'", "").replace(" ", "_")
    return text(
        "why.situation",
        lang,
        tension=number(float(o.tension[row, 0]), lang, 0),
        trust=number(100 * float(o.trust[row, 0]), lang, 0),
        remembered=number(10 * float(o.remembered[row, 0]), lang, 1),
        hawks=number(100 * float(o.hawks[row, 0]), lang, 0),
        leader=number(float(o.leader[row, 0]), lang, 1),
        weights=weights,
        game=text(f"payoffs.{slug}", lang),
    )


def _order(key: str, stage: str, order: str, act: str, chance: float, lang: str) -> str:
    """One sentence: what it was ordered to do, and how likely it was to do that by itself; or that it could not."""
    return text(
        key,
        lang,
        stage=text(f"why.stage_{stage}", lang),
        act=text(f"action.{act}", lang),
        order=text(f"action.{order}", lang),
        chance=number(100 * chance, lang, 0),
    )


def _reading(
    key: str,
    decision: Decision,
    row: int,
    act: str,
    parts: dict[tuple[str, str], np.ndarray],
    lang: str,
) -> str:
    """One sentence: what it did, how likely that was, and what spoke most for and against it."""
    chance = _chances(decision, row)
    code, hold = CODE[act], CODE["hold"]
    # a reason speaks for an act by how much more it adds to it than to doing nothing; for doing nothing, by how much
    # more it adds to that than to the likeliest of all other acts
    other = hold if code != hold else int(np.argmax(np.where(np.arange(len(chance)) == hold, -1.0, chance)))
    pull = {reason: float(added[code] - added[other]) for (_, reason), added in parts.items()}
    order = sorted(pull, key=lambda reason: pull[reason], reverse=True)

    def named(reasons: list[str]) -> str:
        shown = [f"{reason_words(reason, lang)} ({number(pull[reason], lang, 1)})" for reason in reasons]
        return "; ".join(shown) or text("why.nothing", lang)

    return text(
        key,
        lang,
        act=text(f"action.{act}", lang),
        other=text("why.doing_nothing" if other == hold else f"action.{ACTIONS[other].name}", lang),
        seen=number(10 * float(decision.observation.seen[row, 0]), lang, 1),
        chance=number(100 * float(chance[code]), lang, 0),
        reasons=named([reason for reason in order if pull[reason] > SHOWN][:STRONGEST]),
        against=named([reason for reason in reversed(order) if pull[reason] < -SHOWN][:STRONGEST]),
    )
