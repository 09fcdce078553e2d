"""The part of the claims page that tells of the probes: gesture or firmness, which cooperation, the four criticisms."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.catalogue import percent, text
from simulation.experiments.claims.frontier import MOTIVES
from simulation.experiments.claims.measures import KEPT
from simulation.experiments.claims.probes import Row
from simulation.experiments.claims.running import Report
from simulation.experiments.claims.weighing import Weighing
from simulation.pages.blocks import Block, Grid, Heading, Paragraph
from simulation.words.effects import effect_words, key, window_words

#: sections of the page and the probes that each tells of, in the order of reading
SECTIONS: dict[str, tuple[str, ...]] = {
    "gesture": ("firmness", "gesture"),
    "channels": ("together", "alone", "left out", "by definition"),
    "k1": ("K1",),
    "k2": ("K2",),
    "k3": ("K3", "lever"),
    "k4": ("K4",),
}


def case_words(row: Row, lang: str = "en") -> str:
    """What was done in a probe, in words."""
    name, case = row.probe.name, row.probe.case
    if name in ("firmness", "gesture"):
        return text(f"probe.{name}", lang, claim=case)
    if name in SECTIONS["channels"]:
        channel = text("probe.all_channels", lang) if name == "together" else text(f"issue.{case}", lang)
        return text(f"probe.{key(name)}", lang, channel=channel)
    if name in ("K1", "K3"):
        return window_words(case, lang)
    if name == "lever":
        return text("probe.lever", lang, lever=case)
    return text(f"probe.{key(name)}_{key(case)}", lang)


def probe_grid(report: Report, section: str, lang: str = "en") -> Grid:
    """One section: what was done, what was measured, the effect."""
    ordered = [row for name in SECTIONS[section] for row in report.probes if row.probe.name == name]
    if section in ("gesture", "channels"):  # what belongs together stands together
        ordered.sort(key=lambda row: row.probe.case if section == "gesture" else row.probe.measure)
    rows = [
        (
            case_words(row, lang),
            text(f"claim_measure.{KEPT[row.probe.measure][0]}", lang),
            effect_words(row.effect, row.probe.measure, lang),
        )
        for row in ordered
    ]
    columns = [text(f"probe.{name}", lang) for name in ("done", "measured", "effect")]
    return Grid(text(f"probe.{section}_title", lang), columns, rows)


def probe_blocks(report: Report, lang: str = "en") -> Sequence[Block]:
    """All probes, section by section."""
    blocks: list[Block] = [Heading(text("probe.title", lang)), Paragraph(text("probe.intro", lang))]
    for section in SECTIONS:
        grid = probe_grid(report, section, lang)
        blocks += [Heading(grid.caption, 3), Paragraph(text(f"probe.{section}_intro", lang)), grid]
    return blocks


def weighing_blocks(weighings: Sequence[Weighing], lang: str = "en") -> Sequence[Block]:
    """Z1 by other notions of what is best: the difference, the best single aim, and what the best mixture minds most."""
    title = text("weighing.title", lang)
    rows = [
        (
            text(f"weighing.{one.name}", lang),
            effect_words(one.effect, "score", lang),
            text(f"motive.{one.single}", lang),
            ", ".join(
                f"{text(f'motive.{MOTIVES[k]}', lang)} {percent(2.0 * float(one.mixture[k]), lang)}"
                for k in sorted(range(len(MOTIVES)), key=lambda k: -one.mixture[k])[:3]
            ),
        )
        for one in weighings
    ]
    columns = [text(f"weighing.{name}", lang) for name in ("column", "effect", "single", "mixture")]
    return [Heading(title, 3), Paragraph(text("weighing.intro", lang)), Grid(title, columns, rows)]
