"""The article's arrows walked: equations out of docstrings, switches measured, and pages that hold what was found."""

from __future__ import annotations

import inspect
import json
import re
from itertools import pairwise

import numpy as np
import pytest

from simulation.article_story import ARROWS, Arrow, chains
from simulation.catalogue import languages, text
from simulation.doctrines.deliberate import reasons
from simulation.experiments.retracing import retrace
from simulation.findings.arrows import EquationFound, arrow_found, arrow_lines, without
from simulation.mechanisms import equations as told
from simulation.mechanisms import signs
from simulation.mechanisms.equations import Equation, equation
from simulation.mechanisms.places import PLACES
from simulation.mechanisms.switches import neutral, switch
from simulation.mechanisms.worlds import P
from simulation.pages.markdown import markdown
from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.reports.arrows import arrow_blocks, arrows_blocks
from simulation.scenario import load_scenario
from simulation.state import Observation
from simulation.sweeps.varied import with_inputs

BY_PLACE = {(arrow.cause, arrow.effect): arrow for arrow in ARROWS}


# --- equations -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effect", "through", "said"),
    [
        ("trust", "trust", "l' = l - b_neg hostility + b_pos proof - d (l - l0), l = log(q / (1 - q))"),
        ("attention", "attention_left", "1 - b crisis - taken"),
        ("hawks", "hawks", "h = h0 + w B"),
        ("softness", "hawks_answer", "precision audience_cost h max(-act seen, 0) * hostility"),
    ],
)
def test_an_equation_is_the_one_of_the_docstring(effect: str, through: str, said: str) -> None:
    assert equation(effect, through).said == said


def every() -> dict[tuple[str, str], Equation]:
    """The equation of all through which anything acts, by effect and rule or reason."""
    places = {(effect, through) for (_, effect), ways in signs().items() for through in ways}
    return {place: equation(*place) for place in sorted(places)}


def test_every_rule_and_reason_has_an_equation_in_one_line(subtests: pytest.Subtests) -> None:
    for place, found in every().items():
        with subtests.test(place="-".join(place)):
            assert 3 <= len(found.said) <= 130
            assert not re.search(
                "[`\n:]|(19|20)[0-9][0-9]", found.said.replace("growth: ", "")
            )  # no year: no citation
            assert re.match(r"[a-z0-9(-]|[A-Z]'? = ", found.said)  # no sentence


def rules_of(rule: object) -> list[object]:
    """A rule, and those that its equation is made of."""
    module = inspect.getmodule(rule)
    made_of = [getattr(module, part.name) for part in told._rule(rule).made_of]  # type: ignore[arg-type]
    return [rule, *(one for part in made_of for one in rules_of(part))]


def test_a_rule_names_all_parameters_that_it_reads_and_no_others(subtests: pytest.Subtests) -> None:
    rules = dict.fromkeys(
        one for places in PLACES.values() for place in places for one in rules_of(place.rule)
    )
    for rule in rules:
        with subtests.test(rule=rule.__name__):  # type: ignore[attr-defined]
            named = {name for _, name in told._rule(rule).letters if name in PARAMETER_TABLE}  # type: ignore[arg-type]
            given = {"belief_confrontation", "belief_talking"}  # arguments of the rule of learning
            assert named - given == set(re.findall(r"\bp\.(\w+)", inspect.getsource(rule)))  # type: ignore[arg-type]


def test_a_reason_moves_with_the_parameters_that_its_equation_names_and_with_no_others(
    subtests: pytest.Subtests,
) -> None:
    view = _view()
    before = {term.name: term.coefficient for term in reasons(view, P)}
    moved: dict[str, set[str]] = {name: set() for name in before}
    for name in PARAMETER_TABLE:
        for term in reasons(view, P._replace(**{name: 0.9 * getattr(P, name) + 0.01})):
            if not np.array_equal(term.coefficient, before[term.name]):
                moved[term.name].add(name)
    for reason, names in moved.items():
        with subtests.test(reason=reason):
            other = {"trade": "exchange_growth", "culture": "trade_growth", "science": "trade_growth"}
            said = {name for _, name in told._reason(reason).letters}
            assert said - {other.get(reason)} == names


def _view() -> Observation:
    """What states see in some runs of a scenario, all of them losing influence."""
    for month in retrace(load_scenario("classroom"), 0, (0, 8)):
        if month.number == 12:
            view = month.judged["response"].view
            break
    return view._replace(loss=view.loss + 0.1)


# --- switches --------------------------------------------------------------------------------------------------------


@pytest.mark.sample(2)
@pytest.mark.parametrize("arrow", ARROWS, ids=lambda arrow: f"{arrow.cause}-{arrow.effect}")
def test_a_switch_breaks_every_chain_of_its_arrow_as_measured(arrow: Arrow) -> None:
    found = without(arrow, ("A", "B"))
    parameters, states = dict[str, float](), dict[str, float]()
    for address, value in found.items():
        group, *where = address.split(".")
        (parameters if group == "parameters" else states)[where[-1]] = value
    left = signs(Parameters(**parameters), tuple(states.items()))
    whole = [chain for chain in chains(arrow) if all(pair in left for pair in pairwise(chain))]
    assert whole == ([] if found else list(chains(arrow)))


def test_switches_are_those_that_the_literature_would_name() -> None:
    def names(*place: str) -> set[str]:
        return set(without(BY_PLACE[place], ("US", "USSR")))  # type: ignore[index]

    assert names("provocation", "tension") == {"parameters.alarm"}
    assert names("detente", "tension") == {"parameters.relief"}
    assert names("tense", "recognition") == {"parameters.learning"}  # the switch of claim B3
    assert names("detente", "dependence") == {"states.US.substitutability", "states.USSR.substitutability"}
    assert (
        names("detente", "neglect") == set()
    )  # the attention that an act takes is in its row, and no parameter


@pytest.mark.long
def test_a_switch_is_no_more_than_is_needed(subtests: pytest.Subtests) -> None:
    for arrow in ARROWS:
        names = {address.rpartition(".")[2] for address in without(arrow, ("A",))}
        for name in names if len(names) > 1 else ():
            with subtests.test(arrow=f"{arrow.cause}-{arrow.effect}", name=name):
                assert not _broken(arrow, names - {name})


def _broken(arrow: Arrow, names: set[str]) -> bool:
    """Whether no chain is whole with these at their neutral values."""
    values = {name: neutral(name) for name in names}
    left = signs(Parameters()._replace(**values))
    return not any(all(pair in left for pair in pairwise(chain)) for chain in chains(arrow))


def test_what_two_rules_carry_is_taken_away_by_both() -> None:
    assert set(switch(((("trust", "softness"),),)) or ()) == {"want_deterrence", "want_reassurance"}
    assert switch(((("dialogue", "attention"),),)) is None
    assert [neutral(name) for name in ("relief", "trade_closed", "precision", "love")] == [
        0.0,
        1.0,
        None,
        None,
    ]


def test_addresses_are_those_of_a_scenario() -> None:
    scenario = load_scenario("cold_war")
    for arrow in ARROWS:
        found = without(arrow, scenario.labels)
        states = {tuple(key.split(".")): value for key, value in found.items() if key.startswith("states.")}
        parameters = {
            key.removeprefix("parameters."): value
            for key, value in found.items()
            if key.startswith("parameters.")
        }
        changed = with_inputs(scenario, states).changed(parameters=parameters)
        assert (changed == scenario) == (not found)


# --- pages -----------------------------------------------------------------------------------------------------------


def test_what_is_found_is_json_and_says_what_the_figure_says() -> None:
    lines = arrow_lines()
    assert [line["number"] for line in lines] == list(range(1, len(ARROWS) + 1))
    for line in lines:
        found = arrow_found(line["number"])
        assert json.loads(json.dumps(found)) == found
        assert {key: found[key] for key in line} == line  # type: ignore[literal-required]
    for number in (0, len(ARROWS) + 1):
        with pytest.raises(IndexError):
            arrow_found(number)


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
def test_pages_hold_equations_claims_sources_and_switches(lang: str) -> None:
    for line in arrow_lines():
        found = arrow_found(line["number"])
        page = markdown(arrow_blocks(found, lang))
        for claim in found["claims"]:
            assert text(f"claim.{claim.lower()}", lang) in page
        for coupling in found["couplings"]:
            assert all(_in(page, way["equation"]) for way in coupling["ways"])
            assert all(source in page for source in coupling["sources"] if source != "assumption")
            assert (text("arrow.no_switch", lang) in page) or coupling["switch"]
        assert all(_plain(one["name"]) in _plain(page) for one in found["switch"])
        assert all(one["meaning"] in page for one in found["switch"])
        assert (text("arrow.stays", lang) in page) == (not found["switch"])
    short = markdown(arrows_blocks(lang))
    assert short.count(text("arrow_verdict.as_said", lang)) > 1


def _in(page: str, found: EquationFound) -> bool:
    return _plain(found["said"]) in _plain(page) and all(_in(page, part) for part in found["made_of"])


def _plain(words: str) -> str:
    """Without what marks and fills a page of Markdown."""
    return re.sub(r"[^0-9A-Za-z]", "", words)
