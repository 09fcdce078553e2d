"""The page on what changed in the model: it is what its generator makes, and old and new stand where they belong."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest

from docs.changed import page, parameters, results, taken
from docs.changed.numbers import became, number_blocks, reworded
from docs.changed.printed import Changed, Rewritten, Sentence, compared, sentences
from docs.changed.said import words
from docs.changed.taken import Taken
from simulation.pages.blocks import Block, Grid, flat_rows

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture
def old() -> Taken:
    return taken.frozen()


def grids(blocks: list[Block]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def row(grid: Grid, start: str) -> list[str]:
    """The one row that starts so, with plain signs for those of a printed page."""
    plain = [[cell.translate({0x2212: "-", 0x2013: "-"}) for cell in line] for line in flat_rows(grid)]
    (found,) = (line for line in plain if line[0].startswith(start))
    return found


def test_the_pages_are_what_the_reports_and_pages_of_then_and_now_make() -> None:
    stale = [
        name for name, content in page.pages().items() if (DOCS / name).read_text(encoding="utf-8") != content
    ]
    assert stale == [], "run python -m docs.changed"


def shown(page: str) -> list[list[str]]:
    """The rows of all tables of a page, as plain words."""
    lines = (DOCS / page).read_text(encoding="utf-8").replace("\\", "").splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]


def test_what_was_taken_down_last_is_what_the_reports_show() -> None:
    new = taken.now()
    claims = {row[0]: row for row in shown("claims/claims.md") if len(row) == 5}
    story = {row[0]: row for row in shown("story/story.md") if len(row) == 5}
    card = {row[1]: row for row in shown("validation.md")}
    for claim in new.claims["claims"]:
        verdict, effect, worlds = claims[claim["id"]][2:]
        cell = results.claim_cell(claim, "en")
        assert cell.startswith(verdict)
        assert f"{effect}. Borne out in {worlds} worlds." in cell
    for entry in new.story["rows"]:
        number, holds = story[entry["id"]][3:]
        number = number.replace(">99%", "100%")  # six digits were kept of 0.9999999
        assert results.story_cell(entry, "en") == f"{holds}: {number}"
    for pattern in new.card["patterns"]:
        unit = f" ({pattern['unit']})" if pattern["unit"] else ""
        median, band, verdict = card[f"{pattern['name']}{unit}"][3:]
        assert results.pattern_cell(pattern, "en") in (
            f"{median} ({band}), {verdict}",
            f"{median}, {verdict}",
        )


def test_a_report_that_was_made_anew_is_taken_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taken, "HERE", tmp_path / "docs" / "changed")
    monkeypatch.setattr(taken, "ROOT", tmp_path)
    (tmp_path / "docs" / "changed" / "today").mkdir(parents=True)
    assert taken.take(tmp_path) == []
    report = tmp_path / "docs" / "claims" / "claims.json"
    report.parent.mkdir()
    claim = {"id": "A1", "effect": 1.5, "worlds": [{}, {}], "probes": "left out"}
    report.write_text(json.dumps({"runs": 5, "seed": 7, "claims": [claim], "frontier": []}), encoding="utf-8")
    assert taken.take(tmp_path) == ["docs/changed/today/claims.json"]
    found = taken.today("claims")
    assert (found["runs"], found["claims"][0]["effect"], found["claims"][0]["worlds"]) == (5, 1.5, 2)
    assert not {"probes", "frontier"} & ({*found} | {*found["claims"][0]})
    assert taken.take(tmp_path) == []


def test_the_older_model_is_all_there(old: Taken) -> None:
    assert (len(old.story["rows"]), len(old.claims["claims"]), len(old.card["patterns"])) == (36, 16, 39)
    assert (old.story["version"], old.parameters["hawks_grievance"]["default"]) == ("0.1.0", 0.0)
    lesson = [said for _, said in old.printed["teaching/en/lesson-50.md"]["numbers"]]
    assert any(
        "tension falls from 60 to 50, mutual benefit runs down to 0.03% of GDP" in said for said in lesson
    )


def test_every_word_stands_in_every_language_of_the_page() -> None:
    for section in words().values():
        for entry in section.values():
            filled = {frozenset(re.findall(r"\{(\w*)", entry[lang])) for lang in page.FILES}
            assert len(filled) == 1, entry


# --- sentences and their numbers ------------------------------------------------------------------------------

PAGE = """---
jupytext: 1.17
---
# Lesson 10

Tension falls to **50**<!-- own.tension_end --> of 100. With `--runs 200`
there are 2 crises, W1 holds, and [page 3](other_4.md) shows it.

| turn | tension |
| --- | --- |
| 8 | \N{MINUS SIGN}1.5 |

```bash
detente run --runs 7
```
1. The seed is 7.
"""


def test_sentences_are_found_with_their_lines_and_numbers() -> None:
    assert [(one.line, one.numbers, one.masked) for one in sentences(PAGE) if one.numbers] == [
        (4, ["10"], "Lesson …"),
        (6, ["50", "100"], "Tension falls to … of …."),
        (6, ["2", "3"], "With `--runs 200` there are … crises, W1 holds, and page … shows it."),
        (11, ["8", "\N{MINUS SIGN}1.5"], "| … | … |"),
        (16, ["7"], "The seed is …."),
    ]


def test_numbers_of_the_same_sentence_are_paired_and_the_rest_is_called_rewritten() -> None:
    then = [Sentence(1, "From 60 to 50."), Sentence(2, "It had 3 of 4."), Sentence(3, "Gone 9.")]
    now = [
        Sentence(5, "From 60 to 48."),
        Sentence(6, "It took 3 of 4."),
        Sentence(7, "New 1."),
        Sentence(8, "More 2."),
    ]
    found = compared(then, now)
    assert found.same == 1
    assert found.changed == [Changed(5, "From 60 to [50 → 48].", 1)]
    assert found.rewritten == [
        Rewritten(6, "It had 3 of 4.", "It took 3 of 4."),
        Rewritten(7, "Gone 9.", "New 1."),
        Rewritten(8, "", "More 2."),
    ]


def test_a_sentence_that_moved_up_keeps_its_partner() -> None:
    then = [Sentence(line, said) for line, said in enumerate(("A 1.", "B 2.", "C 3."))]
    found = compared(then, [Sentence(0, "B 2."), Sentence(1, "C 4.")])
    assert (found.same, found.changed) == (1, [Changed(1, "C [3 → 4].", 1)])
    assert found.rewritten == [Rewritten(None, "A 1.", "")]


def test_each_language_has_its_own_pages(old: Taken) -> None:
    english, indonesian = (set(became(old, old, lang)) for lang in ("en", "id"))
    assert {"README.md", "teaching/en/lesson-10.md", "notebooks/04_common_ground.md"} <= english
    assert {"README.id.md", "teaching/id/lesson-10.md", "notebooks/answers/01_first_run_id.md"} <= indonesian
    assert not english & indonesian


def test_pages_are_told_by_what_became_of_their_sentences(old: Taken) -> None:
    new = copy.deepcopy(old)
    new.printed["teaching/en/rubric.md"]["others"].append("0000aaaa")
    new.printed["teaching/en/lesson-10.md"]["numbers"][0] = (1, "Lesson plan, 11 minutes: one hand or two?")
    new.printed["teaching/en/poster.md"] = new.printed.pop("teaching/en/debrief.md")
    assert reworded(old, new, "en") == {"teaching/en/rubric.md": 1}
    said = "\n".join(getattr(block, "words", "") for block in number_blocks(old, new, "en") if block)
    assert "numbers that came since: teaching/en/poster.md" in said
    assert "no longer there: teaching/en/debrief.md" in said
    (changed,) = grids(number_blocks(old, new, "en"))
    assert changed.rows == [("1", "Lesson plan, [10 → 11] minutes: one hand or two?")]


# --- results and parameters -----------------------------------------------------------------------------------


def test_a_claim_stands_with_its_old_and_its_new_verdict(old: Taken) -> None:
    new = copy.deepcopy(old)
    claims = {claim["id"]: claim for claim in new.claims["claims"]}
    claims["W1"].update(verdict="supported", effect=1.5, low=1.0, high=2.0, borne_out=100)
    claims["A1"].update(condition="family: grit")
    (grid,) = grids(results.claim_blocks(old, new, "en"))
    _, before, after = row(grid, "W1.")
    assert before.startswith(
        "not supported. cooperation shown by both: +0.5 COPDAB points a month (95% interval -0.4"
    )
    assert after.startswith(
        "supported. cooperation shown by both: +1.5 COPDAB points a month (95% interval +1.0"
    )
    assert "100 of 129" in after
    assert row(grid, "W2.")[2] == "as before"
    short = page.short(old, new, "en")
    assert short[:2] == [
        "Claims with another verdict: 1 of 16 (W1).",
        "Claims whose verdict stands and whose condition is another: 1 (A1).",
    ]


def test_a_condition_of_the_story_stands_with_both_numbers(old: Taken) -> None:
    new = copy.deepcopy(old)
    turned = new.story["rows"][2]
    assert turned["id"] == "credit.provoking_across"
    turned["holds"] = True
    turned["cells"][0].update(value=-0.05, low=-0.07, high=-0.03)
    gone = new.story["rows"].pop(3)
    first = grids(results.story_blocks(old, new, "id"))[0]
    _, before, after = row(first, turned["sentence"]["id"])
    assert re.match(r"tidak: -0,9 .*\(-2,5…\+0,7\)", before)
    assert re.match(r"ya: -5,0 .*\(-7,0…-3,0\)", after)
    assert row(first, gone["sentence"]["id"])[2] == "tidak ada"
    titles = [grid.caption for grid in grids(results.story_blocks(old, new, "id"))]
    assert len(titles) == len(set(titles))


def test_the_card_stands_with_both_scores_and_both_medians(old: Taken) -> None:
    new = copy.deepcopy(old)
    new.card["scores"]["holdout.yearly"]["model"]["crps"] = 2.0
    first = new.card["patterns"][0]
    first.update(median=-9.0, hit=False)
    scores, patterns = grids(results.card_blocks(old, new, "en"))
    assert row(scores, "1971-1991, by year: model") == ["1971-1991, by year: model", "2.40", "2.00"]
    assert row(scores, "1971-1991, by year: trend less model")[1:] == ["2.81 (1.11…4.50)", "as before"]
    _, record, before, after = row(patterns, first["name"])
    assert (record, before) == ("-10.70", "-11.10 (-15.63…-7.54), hit")
    assert after == "-9.00 (-15.63…-7.54), MISS"


def test_parameters_go_come_and_move(old: Taken) -> None:
    new = copy.deepcopy(old)
    about = new.parameters.pop("ties_at_stake")
    new.parameters["stakes"] = {**about, "default": 0.5}
    new.parameters["forgetting"]["default"] = 0.004
    assert parameters.moves(old, new) == (["ties_at_stake"], ["stakes"], ["forgetting"])
    gone, come, moved = grids(parameters.parameter_blocks(old, new, "en"))
    assert list(gone.rows[0][:2]) == ["ties_at_stake", "-1"]
    assert list(come.rows[0][:2]) == ["stakes", "0.5"]
    assert list(moved.rows[0][:3]) == ["forgetting", "0.0195", "0.004"]


def test_the_sentences_on_the_rules_show_what_was_switched(old: Taken) -> None:
    new = copy.deepcopy(old)
    new.parameters["hawks_grievance"]["default"] = 25.0
    del new.parameters["arms_income"]
    said = str(page.page(old, new, "en"))
    assert "hawks_grievance 0 → 25" in said
    assert "arms_income 0 → not there" in said
    assert set(words()["why"]) == set(page.SWITCHES)
