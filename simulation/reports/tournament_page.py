"""The page on a tournament of doctrines: standings, heat map, what was played, and what it does not show.

Everything is computed from `tournament_summary`, fresh or read back from tournament.json.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulation.catalogue import NOTHING, bounds, month, number, text
from simulation.experiments.tournament.standings import RANKED
from simulation.findings.plain import Found
from simulation.pages.blocks import Block, Grid, Heading, Items, Paragraph, Picture
from simulation.reports.tournament import TOURNAMENT_DECIMALS, tournament_finding, tournament_footing
from simulation.words.doctrines import titles_of

FIGURE = "tournament.png"  # the file of the heat map, beside the Markdown page
GOLDSTEIN = 10.0  # points of Goldstein's scale in a unit of the model
NOT_SHOWN = ("field", "prices", "noise", "evolution", "interval", "history")  # entries of the catalogue
TRANSLATED = ("laboratory", "high_stakes", "cold_war")  # scenarios whose titles the catalogue has


def tournament_page(found: Found, picture: bytes, command: str, lang: str = "en") -> list[Block]:
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


def ground_words(ground: Found, lang: str = "en") -> str:
    """A scenario as it was played: years, sides, noise, leaders and events."""
    leaders = "leaders_some" if ground["leaders"] else "leaders_none"
    seats = "seats_one" if ground["alike"] else "seats_two"
    return text(
        "tournament.ground",
        lang,
        name=ground["name"],
        title=_title(ground, lang),
        first=month(ground["first"], lang),
        last=month(ground["last"], lang),
        sides=ground["sides"],
        noise=number(GOLDSTEIN * ground["reading_error"], lang, 2),
        leaders=text(f"tournament.{leaders}", lang, count=ground["leaders"]),
        events=ground["events"],
        seats=text(f"tournament.{seats}", lang),
    )


def alternative(found: Found, lang: str = "en") -> str:
    """The heat map in words."""
    cells = [value for row in found["matrix"]["own"].values() for value in row.values()]
    return text(
        "tournament.alternative",
        lang,
        doctrines=len(found["standings"]),
        low=number(min(cells), lang),
        high=number(max(cells), lang),
        unit=text("tournament.unit_own", lang),
        finding=tournament_finding(found, lang),
    )


def weakest_words(found: Found, lang: str = "en") -> str:
    """Against whom the first of all is worst placed by own benefit, and who does best there."""
    own, titles = found["matrix"]["own"], titles_of(found, lang)
    first = found["standings"][0]["doctrine"]
    ranks = {name: 1 + sum(own[row][name] > own[first][name] for row in own) for name in own}
    opponent = max(ranks, key=lambda name: ranks[name])
    best = max(own, key=lambda row: own[row][opponent])
    return text(
        "tournament.everywhere" if ranks[opponent] == 1 else "tournament.worst",
        lang,
        first=titles[first],
        rank=ranks[opponent],
        doctrines=len(own),
        opponent=titles[opponent],
        best=titles[best],
    )


def _title(ground: Found, lang: str) -> str:
    """The scenario's title; translated if it is the catalogue's own, which a user's of the same name is not."""
    if ground["name"] in TRANSLATED:
        key = f"tournament.title_{ground['name']}"
        if text(key) == ground["title"]:
            return text(key, lang)
    return str(ground["title"])


def _standings(found: Found, lang: str) -> Grid:
    """The standings, best own benefit first, every estimate with its 95% interval."""

    def column(key: str, measure: str) -> str:
        name, unit = (text(f"tournament.{part}{measure}", lang) for part in ("", "unit_"))
        return text(f"tournament.{key}", lang, measure=name, unit=unit)

    columns = [
        text("tournament.rank", lang),
        text("tournament.doctrine", lang),
        column("unit_column", "own"),
        f"{text('tournament.distance', lang)} (*)",
        column("ranked_column", "mutual"),
        column("ranked_column", "war"),
    ]
    titles = titles_of(found, lang)
    rows = [_row(row, titles[row["doctrine"]], lang) for row in found["standings"]]
    return Grid(text("tournament.title", lang), columns, rows)


def _row(row: Found, title: str, lang: str) -> Sequence[str]:
    own = row["own"]
    behind = NOTHING
    if own["rank"] > 1:
        behind = _estimate(own, lang, "own", "distance") + (" *" if own["clear"] else "")
    return (
        bounds(own["rank_low"], own["rank_high"], own["rank"]),
        title,
        _estimate(own, lang, "own"),
        behind,
        *(f"{_estimate(row[key], lang, key)}, #{row[key]['rank']}" for key in ("mutual", "war")),
    )


def _estimate(score: Found, lang: str, measure: str, name: str = "mean") -> str:
    """A mean or a distance, and its 95% interval in brackets."""
    ends = ("low", "high") if name == "mean" else (f"{name}_low", f"{name}_high")
    middle, low, high = (number(score[key], lang, TOURNAMENT_DECIMALS[measure]) for key in (name, *ends))
    return bounds(low, high, middle)


def _by_scenario(found: Found, lang: str) -> list[Block]:
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
