"""The catalogue: complete in every language, used in full, and nothing asked of it that it does not have."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from simulation import catalogue as cat
from simulation.agents import DetenteModel
from simulation.doctrines import DOCTRINES
from simulation.findings.explanation import explained
from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.rules.coalition import disposition
from simulation.scenario import Scenario, StateSpec
from simulation.state import ISSUES

#: asked for by what a table of the code, the system or a library calls it, not by its key (`catalogue.phrase`, `how_to`)
BY_NAME = ("refusal_unit.", "refusal_noun.", "refusal_reason.", "refusal_script.")
#: asked for by what a command and what it takes are called in the code; tests/test_help.py holds them together
OF_HELP = ("help_", "term_")
ENTRIES = cat.words()
ENGLISH = "simulation/data/words/en.toml"


def sources() -> str:
    folder = Path(cat.__file__).parent
    files = [*sorted(folder.rglob("*.py")), *sorted(folder.rglob("templates/*.html"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def asked() -> set[str]:
    """Keys and, where a part is filled in at run time, patterns of keys that the code names."""
    quoted = re.findall(r"""["']([a-z_]+\.[a-z_{}\[\]()'".]+)["']""", sources())
    quoted = [
        key
        for key in quoted
        if not key.endswith((".json", ".png", ".nc", ".md", ".html", ".csv", ".js", ".css", ".svg", ".toml"))
    ]
    return {key for key in quoted if key.split(".")[0] in {name.split(".")[0] for name in ENTRIES}}


def matches(key: str) -> set[str]:
    form = re.escape(re.sub(r"\{.*?\}", "\0", key)).replace("\0", "[a-z0-9_]+")
    return {name for name in ENTRIES if re.fullmatch(form, name)}


def test_no_entry_of_any_language_is_empty() -> None:
    empty = [
        (lang, key) for lang in cat.languages() for key, said in cat.words(lang).items() if not said.strip()
    ]
    assert empty == []


def test_languages_are_the_files_that_there_are(put_words: Callable[[str, dict[str, str]], None]) -> None:
    there = set(cat.languages())
    put_words("de", ENTRIES | {"issue.arms": "Rüstung"})
    assert cat.languages()[0] == "en"
    assert set(cat.languages()) == there | {"de"}
    assert cat.text("issue.arms", "de") == "Rüstung"
    assert cat.number(-1234.5, "de") == "\N{MINUS SIGN}1.234,5"
    assert cat.span("1962-05", "1962-10", "de") == "Mai\N{EN DASH}Okt. 1962"


@pytest.mark.parametrize(
    ("lang", "without", "more", "message"),
    [
        ("de", {"issue.arms", "finding.war"}, {}, "de.toml lacks [finding] war, [issue] arms; translate it from "),
        ("de", set(), {"issue.love": "Liebe"}, f"de.toml has [issue] love; {ENGLISH} does not; take it out"),
        ("de", set(), {"finding.war": "{n} Krieg"}, "de.toml fills in other {names} in [finding] war; take those of "),
        ("xx", set(), {}, "xx.toml is no locale; name it by one, for example pt_BR.toml"),
        ("en", {"act.talk", "action.talk"}, {}, "en.toml lacks [act] talk, [action] talk; an act has words in both"),
    ],
)  # fmt: skip
def test_a_language_that_is_not_whole_is_refused_in_one_line(
    put_words: Callable[[str, dict[str, str]], None],
    lang: str,
    without: set[str],
    more: dict[str, str],
    message: str,
) -> None:
    put_words(lang, {key: said for key, said in ENTRIES.items() if key not in without} | more)
    with pytest.raises(ValueError, match=re.escape(f"simulation/data/words/{message}")) as refused:
        cat.words(lang)
    assert "\n" not in str(refused.value)


def test_the_scale_of_a_disposition_is_that_which_leaders_have() -> None:
    """A drawn leader may lie beyond what a file can say: the sentence names the ends that the rule keeps."""
    p = Parameters()
    for lang in cat.languages():
        for far, there in ((-99.0, "\N{MINUS SIGN}"), (99.0, "+")):
            drawn = disposition(np.zeros(1), np.ones(1, dtype=bool), np.zeros(1), np.full(1, far), p)
            assert f"{there}{cat.number(abs(float(drawn[0])), lang, 1)}" in cat.words(lang)["why.situation"]


def test_the_code_asks_for_no_unknown_key() -> None:
    assert len(asked()) > 50
    assert {key for key in asked() if not matches(key)} == set()


def test_the_catalogue_holds_no_key_that_nobody_asks_for() -> None:
    used = set().union(*(matches(key) for key in asked()))
    listed = {f"command.{name}" for name in re.findall(r'"([a-z_]+)"', sources())}
    listed |= {key for key in ENTRIES if key.startswith(("gone_parameter.", *BY_NAME, *OF_HELP))}
    listed |= {f"report.{name}" for name in re.findall(r'"([a-z_]+)"', sources())}
    assert set(ENTRIES) - used - listed == set()


def test_words_that_are_missing_are_named_in_one_line() -> None:
    with pytest.raises(
        KeyError, match=r"'act\.nothing' has no words; write them in simulation/data/words/en\.toml"
    ):
        cat.text("act.nothing", "id")


def test_parameters_and_sources_are_said_as_their_tables_say_them_and_in_every_language() -> None:
    meant = {name: cat.text(f"parameter_meaning.{name}") for name in PARAMETER_TABLE}
    assert meant == {name: about.meaning for name, about in PARAMETER_TABLE.items()}
    assert {key for key in ENTRIES if key.startswith("parameter_meaning.")} == {
        f"parameter_meaning.{name}" for name in PARAMETER_TABLE
    }
    sources = {
        key.partition(".")[2]: said for key, said in ENTRIES.items() if key.startswith("doctrine_source.")
    }
    assert sources == {name: DOCTRINES[name].source for name in sources}
    other = cat.words("id")
    worded = [key for key in ENTRIES if key.startswith(("parameter_meaning.", "doctrine_source."))]
    same = [key for key in worded if other[key] == ENTRIES[key]]
    assert same == []


def test_every_issue_has_a_name() -> None:
    assert {f"issue.{issue}" for issue in ISSUES} <= set(ENTRIES)


def test_every_reason_of_every_doctrine_has_its_words(subtests: pytest.Subtests) -> None:
    for doctrine in DOCTRINES:
        with subtests.test(doctrine=doctrine):
            states = tuple(
                StateSpec(name=name, title=name, gdp=1.0, influence=0.5, doctrine=doctrine)
                for name in ("A", "B")
            )
            model = DetenteModel(
                Scenario(name="two", title="Two", start="1960-01", months=3, states=states), rng=1
            )
            while model.running:
                model.step()
                for state, lang in product(model.agents, cat.languages()):
                    why = state.explain(lang=lang)
                    decisions = explained(why)
                    assert [decision["stage"] for decision in decisions] == ["initiative", "response"]
                    for decision in decisions:
                        assert all(cat.text(f"reason.{reason}", lang) for reason in decision["reasons"])
                        assert cat.text(f"action.{decision['chosen']}", lang) in why.text


def test_the_terms_of_the_article_are_kept() -> None:
    indonesian = " ".join(said.lower() for said in cat.words("id").values())
    for term in (
        "ketegangan",
        "titik temu",
        "kerja sama",
        "saling menguntungkan",
        "ilmu pengetahuan",
        "lapangan kerja",
    ):
        assert term in indonesian
    assert "kerjasama" not in indonesian


@pytest.mark.parametrize(
    ("value", "decimals", "english", "indonesian"),
    [
        (1234.56, 1, "1,234.6", "1.234,6"),
        (-0.04, 1, "0.0", "0,0"),
        (-2.5, 1, "\N{MINUS SIGN}2.5", "\N{MINUS SIGN}2,5"),
        (math.nan, 1, "\N{EN DASH}", "\N{EN DASH}"),
        (None, 1, "\N{EN DASH}", "\N{EN DASH}"),
        (12.0, 0, "12", "12"),
    ],
)
def test_numbers_are_written_as_the_language_does(
    value: float | None, decimals: int, english: str, indonesian: str
) -> None:
    assert cat.number(value, "en", decimals) == english
    assert cat.number(value, "id", decimals) == indonesian


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0%"),
        (0.001, "<1%"),
        (0.005, "<1%"),
        (0.995, ">99%"),
        (0.5, "50%"),
        (0.999, ">99%"),
        (1.0, "100%"),
        (None, "\N{EN DASH}"),
    ],
)
def test_a_share_is_never_rounded_to_never_or_always(value: float | None, shown: str) -> None:
    assert cat.percent(value) == shown


@pytest.mark.parametrize(
    ("first", "last", "english", "indonesian"),
    [
        ("1948-01", "1952-12", "1948\N{EN DASH}52", "1948\N{EN DASH}52"),
        ("1998-01", "2002-12", "1998\N{EN DASH}2002", "1998\N{EN DASH}2002"),
        ("1962-01", "1962-12", "1962", "1962"),
        ("1962-05", "1962-10", "May\N{EN DASH}Oct 1962", "Mei\N{EN DASH}Okt 1962"),
        ("1962-12", "1963-02", "Dec 1962\N{EN DASH}Feb 1963", "Des 1962\N{EN DASH}Feb 1963"),
        ("1962-08", "1962-08", "Aug 1962", "Agu 1962"),
    ],
)
def test_spans_of_months(first: str, last: str, english: str, indonesian: str) -> None:
    assert cat.span(first, last, "en") == english
    assert cat.span(first, last, "id") == indonesian


def test_a_language_or_a_key_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'; write one of en, "):
        cat.text("issue.arms", "fr")
    with pytest.raises(KeyError, match=r"issue\.love"):
        cat.text("issue.love")


# --- the language in use ----------------------------------------------------------------------------------------


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(cat, "_everywhere", [])
    for name in ("DETENTE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_the_block_comes_before_what_was_set_and_that_before_the_environment(
    nothing_set: pytest.MonkeyPatch,
) -> None:
    nothing_set.setenv("LANG", "id_ID.UTF-8")
    assert cat.language() == "en"  # the machine's language is for commands alone
    nothing_set.setenv("DETENTE_LANG", "id")
    assert cat.language() == "id"
    cat.use("en")
    assert cat.language() == "en"
    with cat.in_language("id"):
        assert cat.say("issue.trade") == "perdagangan"
    assert cat.say("issue.trade") == "trade"


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id-ID"}, "id"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "id_ID.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "id_ID@latin", "LANG": "en_US"}, "id"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_language_of_the_machine(
    nothing_set: pytest.MonkeyPatch, environment: dict[str, str], lang: str
) -> None:
    for name, value in environment.items():
        nothing_set.setenv(name, value)
    assert cat.of_the_machine() == lang


def test_a_language_that_is_not_there_is_not_used(nothing_set: pytest.MonkeyPatch) -> None:
    for refused in (cat.use, lambda lang: cat.in_language(lang).__enter__()):
        with pytest.raises(ValueError, match="'xx'; write one of en, "):
            refused("xx")
    nothing_set.setenv("DETENTE_LANG", "xx")
    assert cat.language() == "en"


def test_a_number_takes_the_form_that_the_language_gives_it() -> None:
    said = cat.text("compare.figure_about", n=1, seed=7, scenarios="x", version="1")
    assert said.startswith("1 pair of runs,")
    assert cat.text(
        "report.footing", runs="1,000", seed=1, scenario="x", version="1", imposed="x"
    ).startswith("1,000 runs,")
    assert cat.text("run_timeline.finding_none", run=0, crisis="1", near_miss="0", signed="1") == (
        "Run 0: 1 crisis (0 near misses), 1 agreement signed or renewed, no détente"
    )
    polish = ["bieg", "biegi", "biegów", "biegu"]  # one, few, many, other
    shown = [cat._form(n, polish, "pl") for n in (1, 2, "5", "1,5")]
    assert shown == polish


def test_every_counted_noun_has_its_forms() -> None:
    """Where one of it can be counted: nothing says "1 runs"."""
    nouns = "runs|pairs of runs|events|leaders|worlds|months|crises|games|near misses"
    left = [key for key, said in ENTRIES.items() if re.search(rf"\{{(?!share)\w+\}} ({nouns})\b", said)]
    assert left == []


def test_a_quotation_within_another_has_single_marks() -> None:
    said = cat.text("compare.only_events", future="without \u201cmissile sites\u201d", name="x", what="y")
    assert said == "event only in \u201cwithout \u2018missile sites\u2019\u201d: x (y)"
    apart = cat.text("compare.title", a="\u201ca\u201d", b="\u201cb\u201d")
    assert "\u2018" not in apart
