"""A tournament of doctrines in sentences and cells: who comes first, by how much, and what was played."""

from __future__ import annotations

from simulation.catalogue import NOTHING, bounds, month, number, text
from simulation.experiments.tournament.summary import RANKED, GroundFound, Ranked, Standing, TournamentFound
from simulation.pages.blocks import Cell
from simulation.words.cells import estimate
from simulation.words.doctrines import doctrine_title

#: decimals with which each measure is shown
DECIMALS: dict[Ranked, int] = {"own": 2, "mutual": 2, "war": 3}
GOLDSTEIN = 10.0  # points of Goldstein's scale in a unit of the model
TRANSLATED = ("laboratory", "high_stakes", "cold_war")  # scenarios whose titles the catalogue has


def titles_of(found: TournamentFound, lang: str = "en") -> dict[str, str]:
    """What the doctrines of a tournament's summary are called, by name, the first of the standings first."""
    return {
        row["doctrine"]: doctrine_title(row["doctrine"], lang, row.get("title", ""))
        for row in found["standings"]
    }


def tournament_finding(found: TournamentFound, lang: str = "en") -> str:
    """Who comes first by each measure, in one sentence, computed from the standings."""
    rows = found["standings"]
    first = {
        measure: titles_of(found, lang)[min(rows, key=lambda row: row[measure]["rank"])["doctrine"]]
        for measure in RANKED
    }
    clear = sum(row["own"]["clear"] for row in rows)
    return text("tournament.finding", lang, clear=clear, others=len(rows) - 1, **first)


def tournament_footing(found: TournamentFound, lang: str = "en") -> str:
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


def ground_words(ground: GroundFound, lang: str = "en") -> str:
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


def alternative(found: TournamentFound, lang: str = "en") -> str:
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


def weakest_words(found: TournamentFound, lang: str = "en") -> str:
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


def _title(ground: GroundFound, lang: str) -> str:
    """The scenario's title; translated if it is the catalogue's own, which a user's of the same name is not."""
    if ground["name"] in TRANSLATED:
        key = f"tournament.title_{ground['name']}"
        if text(key) == ground["title"]:
            return text(key, lang)
    return ground["title"]


def rank_cell(row: Standing) -> Cell:
    """The rank by own benefit, and its range when any one opponent is left out."""
    own = row["own"]
    return Cell(str(own["rank"]), bounds(own["rank_low"], own["rank_high"]))


def score_cell(row: Standing, measure: Ranked, lang: str = "en") -> Cell:
    """A mean with its 95% interval; behind a measure that does not order the table, the rank by it."""
    score = row[measure]
    mean, low, high = (
        number(one, lang, DECIMALS[measure]) for one in (score["mean"], score["low"], score["high"])
    )
    return estimate(mean if measure == "own" else f"{mean} #{score['rank']}", low, high)


def distance_cell(row: Standing, lang: str = "en") -> Cell:
    """How far behind the best by own benefit, with its 95% interval; * where that is beyond chance."""
    own = row["own"]
    if own["rank"] == 1:
        return Cell(NOTHING)
    far, low, high = (
        number(one, lang, DECIMALS["own"])
        for one in (own["distance"], own["distance_low"], own["distance_high"])
    )
    return estimate(far + ("*" if own["clear"] else ""), low, high)
