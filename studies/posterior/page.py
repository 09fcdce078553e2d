"""What is found as a page of Markdown, and what its figure shows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulation.pages.markdown import markdown_grid
from simulation.parameters import PARAMETER_TABLE
from simulation.plots.intervals import Interval, Words
from studies.posterior.bank import PRIOR, SCENARIO, from_unit, of_one_run, to_unit
from studies.posterior.coverage import GROUPS, NOMINAL, Share
from studies.posterior.found import FIRST, NEAR, OPEN, TOGETHER, Found, Known

KINDS = ("narrowed", "perhaps narrowed", "left open")
COUNTS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "all",
)  # fmt: skip
MINUS = "\N{MINUS SIGN}"


def finding(found: Found) -> str:
    """The finding in one sentence, computed."""
    narrowed, _, left = _by_kind(found)
    names = [one.name for one in narrowed]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) or "no parameter"
    return f"The record narrows {listed}; {COUNTS[len(left)]} of {len(found.parameters)} parameters it leaves open"


def shown(found: Found) -> tuple[list[Interval], float, Words]:
    """What the figure shows (`interval_figure`): intervals within the prior, and the coverage beside them."""
    rows = [
        Interval(
            one.name,
            (_value(one.name, 0.0), _value(one.name, 1.0)),
            (one.low, one.median, one.high),
            _default(one.name),
            f"{one.width.share:.0%}",
            one.kind,
            one.everywhere,
        )
        for one in found.parameters
    ]
    words = Words(
        finding(found),
        "Grey: prior; bar: 90% interval given the fitted rows of the record; number: its width over the prior's",
        "Where each parameter may lie",
        "Does the interval hold the truth?",
        "median",
        "default",
        f"share of {found.records:,} synthetic records, 95% interval; dashed: {NOMINAL:.0%}",
        KINDS,
        (_made_of(found),),
    )
    return rows, NOMINAL, words


def page(found: Found, picture: str, how: str) -> str:
    """The study as a page of Markdown."""
    parts = [
        "# What the record leaves open",
        how,
        f"**{finding(found)}.**",
        f"![{finding(found)}]({picture})",
        *_question(found),
        "## Parameter by parameter",
        _table(found),
        *_reading(found),
        "## Can it be believed?",
        *_belief(found),
        "## What this does not show",
        _not_shown(),
        "## Method",
        _method(found),
    ]
    return "\n\n".join(parts) + "\n"


def _question(found: Found) -> Sequence[str]:
    asked = found.asked
    return [
        "What happened, happened once. So the question is not with which values the model's middle run looks like the "
        "record, but with which values one run of it could have been the record. "
        f"{asked.vectors:,} vectors of the dozen parameters that carry most ([how they were found](sensitivity.md)) were "
        "drawn from the ranges below, all other parameters at their defaults, and simulated "
        f"{asked.runs} times each. Of these histories {found.histories:,} had no war by 1978 and every figure of the "
        f"{len(of_one_run())} fitted rows that say something of one run. The {asked.accepted:,} most like the record "
        "were taken, and a regression says where their parameters would stand if they were the record itself."
    ]


def _table(found: Found) -> str:
    headings = (
        "Parameter", "Prior", "Median", "90% interval", "Default", "Width, % of the prior's", "Typical", "Finding",
        "Meaning",
    )  # fmt: skip
    rows = []
    for one in found.parameters:
        about, default = PARAMETER_TABLE[one.name], _default(one.name)
        low, median, high = (_value(one.name, place) for place in (one.low, one.median, one.high))
        row = [
            f"`{one.name}`",
            f"{_value(one.name, 0.0)} to {_value(one.name, 1.0)}",
            median,
            f"{low} to {high}",
            _value(one.name, default) + ("" if one.low <= default <= one.high else ", beyond it"),
            _percent(one.width),
            f"{100 * one.typical:.0f}",
            KINDS[one.kind],
            f"{about.meaning} ({about.unit})",
        ]
        rows.append(row)
    return markdown_grid(headings, rows)


def _reading(found: Found) -> Sequence[str]:
    reading = (
        f"*Width*: of the 90% interval, over that of the prior; beyond {OPEN:.0%} the record leaves a parameter open. In "
        f"brackets the 95% interval of a jackknife over {GROUPS} groups of vectors: how far the bank is luck; where it "
        f"reaches beyond {OPEN:.0%} a parameter is only perhaps narrowed. *Typical*: the median of the same over synthetic "
        "records, what one history of 31 years tells, whichever it is. The ranges are those of the search "
        "([calibration](calibration.md)) and, of three parameters that it leaves alone, assumptions "
        "(`studies/calibration/ranges.py`)."
    )
    if not found.together:
        return [reading]
    pairs = "; ".join(f"`{a}` and `{b}` {f'{r:+.2f}'.replace('-', MINUS)}" for a, b, r in found.together)
    return [
        reading,
        "Some can stand in for each other: given the record, these go together (Pearson's r, where it is "
        f"{TOGETHER} or more): {pairs}. Of such a pair more is known than of either.",
    ]


def _belief(found: Found) -> Sequence[str]:
    rows = [[f"`{one.name}`", _percent(one.everywhere), _percent(one.near)] for one in found.parameters]
    rows.append(["all", _percent(found.everywhere), _percent(found.near)])
    headings = ("Held, %", f"of {found.records:,} synthetic records", f"of the {NEAR} most like the record")
    tried = [[f"{accepted:,}", _percent(held), f"{100 * width:.0f}"] for accepted, held, width in found.tried]
    return [
        f"The same inference was made for {found.records:,} synthetic records: one run each, of vectors drawn from the "
        "same ranges, in worlds that the bank has not met. Their 90% intervals hold the parameters that made them in "
        f"{_share(found.everywhere)} of all cases; of the {NEAR} synthetic records most like the record in "
        f"{_share(found.near)}.",
        markdown_grid(headings, rows),
        "Of single parameters Wilson's interval; of all together Student's over records, since the parameters of one "
        "record are not independent. How many histories are taken was chosen by synthetic records, without the record: "
        "few make the regression noisy, many reach far.",
        markdown_grid(
            ("Histories taken", f"Held, %, first {FIRST} synthetic records", "Mean width, % of the prior's"), tried
        ),
        f"Is the record a stranger among the model's histories? {_share(found.farther)} of the synthetic records lie "
        "farther from their nearest histories than it does from its own; of a record that no run is like, next to none "
        "would.",
    ]  # fmt: skip


def _not_shown() -> str:
    others = len(PARAMETER_TABLE) - len(PRIOR)
    return (
        "- That a parameter is known because its interval is narrow. It is known if the rules are right, the other "
        f"{others} parameters stand where they do, and the truth lies in the ranges.\n"
        "- That what is left open does not matter. These are the parameters that carry most, so what hangs on them and "
        "stands in no fitted row is open too. What the claims say where they differ: [the verdicts under a hundred "
        "vectors](claims/vectors.md).\n"
        "- Anything new about the record. It was seen when the defaults and the ranges of the search were set, so the "
        "prior is narrower than one by somebody who never saw it.\n"
        "- Anything about the rows held out: none was looked at."
    )


def _method(found: Found) -> str:
    return (
        "Rejection with local-linear regression (Beaumont, Zhang & Balding 2002): Epanechnikov's weights, Euclid's "
        "distance of the figures in median absolute deviations. The spread of what the regression leaves may hang on the "
        "figures too (Blum & François 2010). Log odds within the ranges keep samples inside (Hamilton et al. 2005). That "
        "coverage is looked at near the record is after Prangle et al. (2014). Of a row that asks for a range, its middle "
        "is the record's figure; rows about the spread over runs are left out, since of one run they say nothing new. "
        + _made_of(found)
    )


def _made_of(found: Found) -> str:
    asked = found.asked
    return (
        f"{asked.vectors * asked.runs:,} runs of {SCENARIO} ({asked.vectors:,} vectors, {asked.runs} runs each) and "
        f"{found.records:,} synthetic records; seed {asked.seed}; {asked.accepted:,} histories a posterior; only fitted "
        "rows of the record, 1948-78."
    )


def _by_kind(found: Found) -> list[list[Known]]:
    return [[one for one in found.parameters if one.kind == kind] for kind in range(len(KINDS))]


def _default(name: str) -> float:
    """Where the default stands in the prior, 0 to 1."""
    values = [PARAMETER_TABLE[one].default for one in PRIOR]
    return float(to_unit(np.array(values))[list(PRIOR).index(name)])


def _value(name: str, place: float) -> str:
    found = from_unit(np.full(len(PRIOR), place))[list(PRIOR).index(name)]
    return f"{found:.3g}".replace("-", MINUS)


def _percent(share: Share) -> str:
    return f"{100 * share.share:.0f} ({100 * share.low:.0f} to {100 * share.high:.0f})"


def _share(share: Share) -> str:
    return f"{share.share:.0%} ({share.low:.0%} to {share.high:.0%})"
