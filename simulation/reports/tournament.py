"""The report on a tournament of doctrines: standings, heat map, what was played, and what it does not show.

Everything is computed from a `tournament_summary`, fresh or read back from tournament.json.
"""

from __future__ import annotations

from simulation.catalogue import number, text
from simulation.experiments.tournament.summary import RANKED, TournamentFound
from simulation.pages.blocks import Block, Cell, Grid, Heading, Items, Paragraph, Picture
from simulation.words.tournament import (
    alternative,
    distance_cell,
    ground_words,
    rank_cell,
    score_cell,
    titles_of,
    tournament_finding,
    tournament_footing,
    weakest_words,
)

FIGURE = "tournament.png"  # the file of the heat map, beside the Markdown page
NOT_SHOWN = ("field", "prices", "noise", "evolution", "interval", "history")  # entries of the catalogue


def tournament_in_short(found: TournamentFound, lang: str = "en") -> list[Block]:
    """For the terminal: finding, standings, how to read them, and what was played."""
    return [
        Paragraph(tournament_finding(found, lang)),
        _standings(found, lang),
        Paragraph(f"{text('tournament.reading', lang)} {text('tournament.measures', lang)}", quiet=True),
        Paragraph(tournament_footing(found, lang), quiet=True),
    ]


def tournament_page(found: TournamentFound, picture: bytes, command: str, lang: str = "en") -> list[Block]:
    """The whole report as blocks. `picture` is the PNG of the heat map, `command` what made the page."""
    rows = found["standings"]
    return [
        Heading(text("tournament.title", lang), 1),
        Paragraph(tournament_finding(found, lang)),
        Paragraph(
            text(
                "tournament.intro",
                lang,
                doctrines=len(rows),
                games=number(sum(ground["games"] for ground in found["grounds"]), lang, 0),
                months=found["months"],
                runs=number(found["runs"], lang, 0),
            )
        ),
        Picture(FIGURE, picture, alternative(found, lang)),
        Heading(text("tournament.standings", lang)),
        _standings(found, lang),
        Paragraph(weakest_words(found, lang)),
        Heading(text("tournament.how_to_read", lang)),
        Paragraph(text("tournament.reading_page", lang)),
        Paragraph(text("tournament.measures", lang)),
        Heading(text("tournament.played", lang)),
        Items([ground_words(ground, lang) for ground in found["grounds"]]),
        Paragraph(text("tournament.noise_is", lang)),
        *_by_scenario(found, lang),
        Heading(text("tournament.not_shown", lang)),
        Items([text(f"tournament.not_{name}", lang, pairs=len(rows) - 1) for name in NOT_SHOWN]),
        Paragraph(tournament_footing(found, lang)),
        Paragraph(text("tournament.made", lang, command=command)),
    ]


def _standings(found: TournamentFound, lang: str) -> Grid:
    """Best own benefit first, with ranks by mutual benefit and war risk, every estimate with its 95% interval."""
    titles = titles_of(found, lang)
    own, mutual, war = (
        f"{text(f'tournament.{name}', lang)}, {text(f'tournament.unit_{name}', lang)}" for name in RANKED
    )
    doctrine, behind = (text(f"tournament.{name}", lang) for name in ("doctrine", "distance"))
    columns = ["#", doctrine, own, behind, mutual, war]
    rows: list[list[str | Cell]] = [
        [
            rank_cell(row),
            titles[row["doctrine"]],
            score_cell(row, "own", lang),
            distance_cell(row, lang),
            *(score_cell(row, measure, lang) for measure in RANKED[1:]),
        ]
        for row in found["standings"]
    ]
    return Grid(text("tournament.title", lang), columns, rows)


def _by_scenario(found: TournamentFound, lang: str) -> list[Block]:
    """Ranks in each scenario, and how alike the rankings are; nothing where only one was played."""
    names, titles = found["scenarios"], titles_of(found, lang)
    if len(names) < 2:
        return []
    measures = {measure: text(f"tournament.{measure}", lang) for measure in RANKED}
    columns = [
        text("tournament.by_scenario_column", lang, measure=word, scenario=name)
        for word in measures.values()
        for name in names
    ]
    rows = [
        (
            titles[row["doctrine"]],
            *(str(found["ranks_by_scenario"][m][name][row["doctrine"]]) for m in RANKED for name in names),
        )
        for row in found["standings"]
    ]
    pairs = [
        text(
            "tournament.agreement_pair",
            lang,
            measure=word.lower(),
            one=pair["scenarios"][0],
            other=pair["scenarios"][1],
            value=number(pair["spearman"], lang, 2),
        )
        for measure, word in measures.items()
        for pair in found["rank_correlations"][measure]
    ]
    caption = text("tournament.by_scenario", lang)
    return [
        Heading(caption),
        Grid(caption, [text("tournament.doctrine", lang), *columns], rows),
        Paragraph(text("tournament.agreement", lang, pairs="; ".join(pairs))),
    ]
