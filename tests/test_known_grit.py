"""GRIT against tit for tat; and the pages on known results."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studies.known import axelrod, grit, noise, richardson
from studies.known.__main__ import PAGES, contents, main
from studies.known.page import Page, Statement, Table, estimate, markdown, shown

PAGES_FOLDER = Path(__file__).parents[1] / "docs" / "known"


@pytest.fixture(scope="module")
def found() -> grit.Replies:
    return grit.replies(runs=48)


@pytest.mark.long
def test_grit_is_answered_and_better_than_tit_for_tat_but_not_it_alone(found: grit.Replies) -> None:
    says = {statement.says: statement.reproduces for statement in grit.statements(found)}
    assert says["A competitor answers GRIT cooperatively"]
    assert says["A cooperator answers GRIT cooperatively"]
    assert says["A competitor answers GRIT better than tit for tat"]
    assert not says["Only to GRIT: a competitor does not answer tit for tat cooperatively"]
    assert says["GRIT keeps its guard: it is not exploited"]
    assert len(says) == 9


@pytest.mark.long
def test_hold_against_hold_is_no_difference(found: grit.Replies) -> None:
    for measure in grit.Reply._fields:
        nothing = grit.gain(found, "exploiting", "hold", "hold", measure)
        assert (nothing.mean, nothing.low, nothing.high) == (0.0, 0.0, 0.0)


@pytest.mark.long
def test_with_the_labels_swapped_grit_is_answered_no_longer(found: grit.Replies) -> None:
    swapped = {
        character: {
            **by_policy,
            "grit": by_policy["hold"],
            "hold": by_policy["grit"],
            "dove": by_policy["grit"],
        }
        for character, by_policy in found.items()
    }
    here, there = ([s.reproduces for s in grit.statements(one)] for one in (found, swapped))
    assert [a for a, b in zip(here, there, strict=True) if a and b] == []


def test_the_subject_who_has_standing_to_win_takes_more_from_those_who_do_not_answer(
    found: grit.Replies,
) -> None:
    taken = {name: by_policy["dove"].influence.mean() for name, by_policy in found.items()}
    assert taken["exploiting"] > taken["security-seeking"] > grit.EVEN


# --- pages --------------------------------------------------------------------------------------------------

PAGE = Page(
    "plain", "A plain thing", "Somebody 1900", "Something.", [Table("Numbers", ("a", "b"), [["1", "x | y"]])],
    [Statement("It is so", True, "1.0"), Statement("It is not", False, "0.0")], "Few.",
)  # fmt: skip


def test_a_page_has_its_command_source_verdicts_and_numbers() -> None:
    words = markdown(PAGE, "make it")
    for part in (
        "# A plain thing",
        f"Made by `make it` on {datetime.now(UTC).date()}; do not edit.",
        "1 of 2 statements",
        "Somebody 1900",
        "**does not**",
    ):
        assert part in words
    assert r"x \| y" in words


def test_the_list_names_what_does_not_reproduce() -> None:
    line = next(line for line in contents([PAGE], "make it").splitlines() if "plain.md" in line)
    assert "1 of 2" in line
    assert "It is not" in line
    assert "It is so" not in line


def test_estimates_are_shown_with_interval_and_true_minus() -> None:
    assert shown(estimate([-1.0, -1.0])) == "\N{MINUS SIGN}1.00"
    assert re.fullmatch(r"0\.50 \(0\.\d\d to \d\.\d\d\)", shown(estimate([0.0, 1.0] * 20)))
    assert shown(estimate([-0.001, -0.001])) == "0.00"


def test_the_command_writes_every_page_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "studies.known.__main__.PAGES",
        {"plain": lambda seed: PAGE._replace(done=f"Seed {seed}.")},
    )
    main(out=tmp_path / "new", seed=3)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["README.md", "plain.md"]
    assert "Seed 3." in (tmp_path / "new" / "plain.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_in_docs_are_generated(name: str) -> None:
    words = (PAGES_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert "Made by `python -m studies.known --seed 0 --out docs/known`" in words
    for part in ("**Verdict: ", "**Source.**", "**What was done.**", "**Limits.**"):
        assert part in words


@pytest.mark.long
@pytest.mark.parametrize("module", [axelrod, noise, richardson])
def test_the_pages_in_docs_say_what_the_code_finds(module) -> None:
    page = module.page()
    words = (PAGES_FOLDER / f"{page.name}.md").read_text(encoding="utf-8")
    for statement in page.statements:
        verdict = "reproduces" if statement.reproduces else "**does not**"
        assert f"| {statement.says} | {verdict} |" in words
