"""One-sided dependence: two invented states, one ten times as large as the other, ten years.

Ilmen has no other partner for half of its trade. Set its substitutability to 1 and compare on the same seed.
"""

from __future__ import annotations

from simulation.scenario import Concerns, Rivalry, Scenario, StateSpec

WANTS = Concerns(security=0.35, prosperity=0.35, standing=0.15, conscience=0.15)

SCENARIO = Scenario(
    name="dependence",
    title="One-sided dependence",
    summary=(
        "Two invented states, one ten times as large as the other, with trade in full flow. For Tarsia "
        "the partner is one among many. For Ilmen half of all trade goes to Tarsia, and other partners "
        "are hard to find. Nothing here comes from history. Albert Hirschman wrote in 1945 that such "
        "trade gives the larger side power even if it never says so: the smaller must ask what a break "
        "would cost. The model measures this exit cost and lets it weigh in talks, on the one that has "
        "more to lose when the other has been hostile; no rule makes trade itself dangerous. Set "
        "Ilmen's substitutability to 1, so that partners can be replaced, and compare on the same seed."
    ),
    look_for=(
        "Dependence of the two: how far apart, and whether it grows with trade.",
        "Who criticises whom when an abuse happens, and who stays silent.",
        "Whether Ilmen answers a provocation less often than Tarsia does.",
        "What trade brings each of them, in percent of its own income.",
    ),
    questions=(
        "Ilmen gains most from the trade, as a share of its income. Is it then the stronger or the "
        "weaker partner?",
        "Which would you advise Ilmen: less trade, more partners, or an agreement that binds Tarsia?",
        "Does dependence keep the peace here, or only silence?",
        "Which pairs of states today look like Tarsia and Ilmen?",
    ),
    start="2000-01",
    months=120,
    states=(
        StateSpec(
            name="Tarsia",
            title="Tarsia, the large state",
            gdp=5.0,
            openness=0.2,
            influence=0.8,
            substitutability=0.9,
            technology=0.9,
            abuses=0.08,
            concerns=WANTS,
            source="large, and with many partners [assumption]",
        ),
        StateSpec(
            name="Ilmen",
            title="Ilmen, the small state",
            gdp=0.5,
            openness=0.8,
            influence=0.2,
            substitutability=0.2,
            technology=0.6,
            abuses=0.08,
            concerns=WANTS,
            source="small, open, and with one large partner [hirschman1945]; sizes [assumption]",
        ),
    ),
    rivalries=(
        Rivalry(
            between=("Tarsia", "Ilmen"),
            tension=(40, 40),
            trust=(0.4, 0.4),
            trade=0.7,
            culture=0.2,
            science=0.2,
            trade_share=(0.05, 0.5),
            agreements=("trade",),
            source="half of Ilmen's trade is with Tarsia, a twentieth of Tarsia's with Ilmen [assumption]",
        ),
    ),
    sources={
        "assumption": "Invented for this scenario; nothing in it is taken from a country.",
        "hirschman1945": (
            "Hirschman, A. O. (1945). National Power and the Structure of Foreign Trade. University of California "
            "Press."
        ),
    },
)

if __name__ == "__main__":
    from simulation.cli import run_scenario

    run_scenario(SCENARIO)
