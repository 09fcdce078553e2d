"""The command line: `detente list | run | validate | claims | check | schema | parameters`, and scenario scripts.

A refusal is one line on the error stream and exit code 2; results go to the output stream, so `--json` can be
piped. What is written to a folder appears whole or not at all.
"""

from __future__ import annotations

import json
import math
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
import xarray as xr
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from simulation import history, pages
from simulation.agents import DetenteModel
from simulation.catalogue import LANGUAGES, number, span, text
from simulation.claims_report import FRONTIER, claims_page, claims_tables
from simulation.doctrines import DOCTRINES
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments.claims import run_claims
from simulation.experiments.claims.running import as_json as as_plain
from simulation.experiments.holdout import yearly_agreement
from simulation.experiments.tournament import MONTHS, default_scenarios, tournament, tournament_summary
from simulation.experiments.validation import pattern_rows
from simulation.parameters import PARAMETER_TABLE
from simulation.plots import claim_figure, frontier_figure, history_figure, png, tournament_figure
from simulation.report import (
    explain_tables,
    explained,
    listing,
    pattern_table,
    summary,
    tables,
    tournament_tables,
    validation_page,
    yearly_table,
)
from simulation.scenario import Scenario, load_scenario, scenario_names

MOST_RUNS = 20_000  # every month of every run is kept in memory: more belongs into keep="summary" from Python
MOST_SEED = 2**63 - 1
MEMORY_SHARE = 0.6  # of the machine's memory that a command may ask for

Runs = Annotated[int, typer.Option("--runs", help=f"Number of runs, 1 to {MOST_RUNS}.")]
Seed = Annotated[
    int, typer.Option("--seed", help="Seed of all chance, 0 or more: the same seed gives the same runs.")
]
Lang = Annotated[str, typer.Option("--lang", help="Language of tables and figure: en or id.")]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for the results; made if it is not there.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Explain = Annotated[
    str | None,
    typer.Option(
        "--explain", metavar="YYYY-MM", help="Say why each state did what it did that month in run 0."
    ),
]
Param = Annotated[
    list[str] | None,
    typer.Option(
        "--param", metavar="NAME=VALUE", help="Set a parameter (see: detente parameters). May be repeated."
    ),
]

app = typer.Typer(
    name="detente",
    help="Détente, month by month: an instrument for thinking about rival states, not a forecast.",
    add_completion=False,
    pretty_exceptions_enable=False,
)


class CommandError(ValueError):
    """What the user asked for cannot be done; the text is one line that says what to do instead."""


class Settings(NamedTuple):
    """What was asked of one ensemble, as typed."""

    runs: int
    seed: int
    out: Path | None
    lang: str
    explain: str | None
    param: Sequence[str]
    as_json: bool


# --- commands -----------------------------------------------------------------------------------------------


@app.callback(invoke_without_command=True)
def _top(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if show_version:
        print(version())
        raise typer.Exit


@app.command("run")
def run(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario (see: detente list), or a .toml file.")],
    runs: Runs = 500,
    seed: Seed = 0,
    out: Out = None,
    lang: Lang = "en",
    explain: Explain = None,
    param: Param = None,
    as_json: Json = False,
) -> None:
    """Simulate a scenario: print what came of it, and write summary.json, result.nc and figure.png.

    Without --out the files go to output/NAME.
    """
    settings = Settings(runs, seed, out, lang, explain, param or (), as_json)
    _check_settings(settings)
    _simulate(load_scenario(scenario), settings)


@app.command("list")
def list_command(lang: Lang = "en", as_json: Json = False) -> None:
    """List the scenarios that come with the project, and the doctrines."""
    _check_lang(lang)
    found = [load_scenario(name) for name in scenario_names()]
    if as_json:
        _print_json(
            {
                "scenarios": [
                    {
                        "name": s.name,
                        "title": s.title,
                        "summary": s.summary,
                        "first": s.start,
                        "last": s.end,
                        "months": s.months,
                        "states": list(s.labels),
                    }
                    for s in found
                ],
                "doctrines": [
                    {"name": d.name, "title": d.title, "source": d.source} for d in DOCTRINES.values()
                ],
            }
        )
        return
    rows = [(s.name, s.title, span(s.start, s.end, lang), ", ".join(s.labels)) for s in found]
    scenarios = listing("command.scenarios", ("name", "title", "span", "states"), rows, lang)
    doctrines = [(d.name, d.title, d.source) for d in DOCTRINES.values()]
    _print(scenarios, Text(), listing("command.doctrines", ("name", "title", "source"), doctrines, lang))


@app.command("validate")
def validate(
    runs: Runs = 500, seed: Seed = 0, out: Out = None, lang: Lang = "en", as_json: Json = False
) -> None:
    """Hold the cold-war scenario against the patterns of the record: median, 90% band, hit or miss.

    With --out the tables are written to patterns.json and patterns.md in that folder.
    """
    settings = Settings(runs, seed, out, lang, None, (), as_json)
    _check_settings(settings)
    scenario = load_scenario("cold_war")
    _check_memory(scenario, runs)
    folder = None if out is None else _folder(out)
    result = _ensemble(scenario, settings)
    rows, yearly = pattern_rows(result), yearly_agreement(result)
    found = {
        "scenario": scenario.name,
        "runs": runs,
        "seed": seed,
        "version": version(),
        "patterns": [_finite(row._asdict()) for row in rows],
        "yearly": [_finite(row._asdict()) for row in yearly],
    }
    hits = text(
        "command.hits",
        lang,
        hits=sum(row.hit for row in rows),
        all=len(rows),
        runs=number(runs, lang, 0),
        seed=seed,
    )
    if as_json:
        _print_json(found)
    else:
        _print(pattern_table(rows, lang), Text(), Text(hits), Text(), yearly_table(yearly, lang))
    if folder is not None:
        command = f"detente validate --runs {runs} --seed {seed} --out {out}"
        with _unfinished(folder) as temporary:
            _write_json(temporary / "patterns.json", found)
            page = validation_page(rows, yearly, hits, command, lang)
            (temporary / "patterns.md").write_text(page, encoding="utf-8")
        _say_written(folder, ["patterns.json", "patterns.md"], settings)


@app.command("claims")
def claims_command(
    runs: Annotated[
        int, typer.Option("--runs", help="Number of paired runs of each main experiment, 2 or more.")
    ] = 500,
    seed: Seed = 0,
    conclusion: Annotated[
        bool, typer.Option(help="Search for the best mixtures of aims too (Z1, needs the library pymoo).")
    ] = True,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Test each claim of the article: a paired experiment, repeated in many worlds, and a verdict that is computed.

    With --out claims.json, claims.md with a figure a claim, and claims.html, which holds everything, are written there.
    """
    settings = Settings(runs, seed, out, lang, None, (), as_json)
    _check_settings(settings)
    if runs < 2:
        raise CommandError(f"--runs is {runs}; write 2 or more: one pair of runs has no interval")
    folder = None if out is None else _folder(out)
    with _bar() as bar:
        task = bar.add_task(text("command.examining", lang), total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        report = run_claims(runs, seed, progress, conclusion=conclusion)
    found = as_plain(report)
    if as_json:
        _print_json(found)
    else:
        _print(claims_tables(report, lang))
    if folder is not None:
        command = f"detente claims --runs {runs} --seed {seed} --lang {lang} --out {out}"
        command += "" if conclusion else " --no-conclusion"
        pictures = {result.claim.id: png(claim_figure(result, report, lang)) for result in report.results}
        if report.frontier is not None:
            pictures[FRONTIER] = png(frontier_figure(report.frontier, lang))
        page = claims_page(report, pictures, command, lang)
        with _unfinished(folder) as temporary:
            _write_json(temporary / "claims.json", found)
            (temporary / "claims.md").write_text(pages.markdown(page), encoding="utf-8")
            title = text("claims.title", lang)
            (temporary / "claims.html").write_text(pages.html(page, title, lang), encoding="utf-8")
            for name, drawn in pictures.items():
                (temporary / f"claim_{name}.png").write_bytes(drawn)
        _say_written(folder, ["claims.json", "claims.md", "claims.html", "claim_*.png"], settings)


@app.command("tournament")
def tournament_command(
    runs: Annotated[int, typer.Option("--runs", help="Number of runs a game, 2 to 1000.")] = 30,
    seed: Seed = 0,
    months: Annotated[int, typer.Option("--months", help="Months a game.")] = MONTHS,
    noise: Annotated[
        float | None, typer.Option("--noise", help="Error in reading an act (parameter perception_noise).")
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option("--scenario", help="A scenario, or .toml file, to play in. May be repeated."),
    ] = None,
    doctrine: Annotated[
        list[str] | None, typer.Option("--doctrine", help="A doctrine to let in (all). May be repeated.")
    ] = None,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Play every doctrine against every doctrine: rank them by own benefit, mutual benefit and war risk.

    Played in a laboratory of equals, in one where provoking wins much, and between the rivals of 1948, without leaders.
    With --out tournament.json and a heat map, tournament.png, are written to that folder.
    """
    settings = Settings(runs, seed, out, lang, None, (), as_json)
    _check_settings(settings)
    if months < 1:
        raise CommandError(f"--months is {months}; write a number, 1 or more")
    folder = None if out is None else _folder(out)
    grounds = [load_scenario(name) for name in scenario] if scenario else list(default_scenarios())
    with _bar() as bar:
        task = bar.add_task(text("command.playing", lang), total=None)
        result = tournament(
            doctrine or None,
            grounds,
            runs=runs,
            seed=seed,
            months=months,
            noise=noise,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    found = tournament_summary(result, version())
    if as_json:
        _print_json(found)
    else:
        _print(tournament_tables(found, lang))
    if folder is not None:
        with _unfinished(folder) as temporary:
            _write_json(temporary / "tournament.json", found)
            tournament_figure(found, lang).savefig(temporary / "tournament.png")
        _say_written(folder, ["tournament.json", "tournament.png"], settings)


@app.command("check")
def check(
    file: Annotated[str, typer.Argument(help="A scenario's .toml file, or a name.")],
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Say whether a scenario file is right; if not, name all that is wrong with it, with exit code 2."""
    _check_lang(lang)
    try:
        scenario = load_scenario(file)
    except ScenarioError as error:
        if not as_json:
            for problem in error.problems:
                print(_one_line(f"{error.where}: {problem}"), file=sys.stderr)
        else:
            _print_json(
                {
                    "file": file,
                    "right": False,
                    "problems": [_one_line(str(problem)) for problem in error.problems],
                }
            )
        raise typer.Exit(2) from None
    if as_json:
        _print_json(
            {"file": file, "right": True, "problems": [], "name": scenario.name, "title": scenario.title}
        )
        return
    _print(
        Text(
            text(
                "command.usable",
                lang,
                file=file,
                title=scenario.title,
                span=span(scenario.start, scenario.end, lang),
                states=", ".join(scenario.labels),
                leaders=len(scenario.leaders),
                events=len(scenario.events),
            )
        )
    )


@app.command("schema")
def schema() -> None:
    """Print the JSON schema of a scenario file, for editors that check while you type."""
    _print_json(Scenario.json_schema())


@app.command("parameters")
def parameters(lang: Lang = "en", as_json: Json = False) -> None:
    """List every parameter of the model: default, range, unit, meaning, source."""
    _check_lang(lang)
    if as_json:
        _print_json({name: about._asdict() for name, about in PARAMETER_TABLE.items()})
        return
    rows = [
        (
            name,
            f"{about.default:g}",
            f"{about.low:g} … {about.high:g}",
            about.unit,
            about.meaning,
            about.source,
        )
        for name, about in PARAMETER_TABLE.items()
    ]
    _print(
        listing("command.parameters", ("name", "default", "range", "unit", "meaning", "source"), rows, lang)
    )


def version() -> str:
    """The installed version of the package, as in the attributes of a result."""
    try:
        return metadata.version("detente")
    except metadata.PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"


# --- entry points -------------------------------------------------------------------------------------------


def main(argv: Sequence[str] | None = None) -> int:
    """The command `detente`: runs it with `argv` (the process's by default) and gives the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    return _guarded(app, arguments or ["--help"], "detente")


def run_scenario(scenario: Scenario, argv: Sequence[str] | None = None) -> None:
    """What a scenario script does: `python scenarios/NAME.py --runs 500` is `detente run NAME --runs 500`.

    Raises SystemExit with the exit code if that is not 0.
    """
    script = typer.Typer(name=scenario.name, add_completion=False, pretty_exceptions_enable=False)

    @script.command(
        help=f"Simulate {scenario.title}: print what came of it; write summary.json, result.nc, figure.png."
    )
    def command(
        runs: Runs = 500,
        seed: Seed = 0,
        out: Out = None,
        lang: Lang = "en",
        explain: Explain = None,
        param: Param = None,
        as_json: Json = False,
    ) -> None:
        settings = Settings(runs, seed, out, lang, explain, param or (), as_json)
        _check_settings(settings)
        _simulate(scenario, settings)

    code = _guarded(script, list(sys.argv[1:] if argv is None else argv), f"{scenario.name}.py")
    if code:
        raise SystemExit(code)


def _guarded(command: typer.Typer, arguments: list[str], program: str) -> int:
    """Run a command; whatever goes wrong on the user's side becomes one line and an exit code."""
    try:
        # Not standalone: usage errors come back as exceptions, so that they are worded like all others.
        code = command(args=arguments, prog_name=program, standalone_mode=False)
        sys.stdout.flush()  # here, where a reader that has gone is still ours to handle
    except (CommandError, ScenarioError) as error:
        return _refuse(program, str(error))
    except MemoryError:
        return _refuse(program, "the memory does not hold so many runs; lower --runs")
    except (KeyboardInterrupt, typer.Abort):
        code = 130
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`): that is no error. Python flushes once more on leaving.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        # Typer's and Click's own errors (unknown option, not a number) differ in class from version to
        # version.
        message = getattr(error, "format_message", None)
        if message is None:
            raise
        return _refuse(program, f"{message().rstrip('.')}; see {program} --help")
    if code == 130:
        print(f"{program}: stopped; no file is left half-written", file=sys.stderr)
    return int(code or 0)


def _refuse(program: str, message: str) -> int:
    print(f"{program}: {_one_line(message)}", file=sys.stderr)
    return 2


# --- what a run does ----------------------------------------------------------------------------------------


def _simulate(scenario: Scenario, settings: Settings) -> None:
    """Simulate, print, write: the one path behind `detente run` and every scenario script."""
    scenario = _with_parameters(scenario, settings.param)
    month = None if settings.explain is None else _month(scenario, settings.explain)
    _check_memory(scenario, settings.runs)
    folder = _folder(settings.out if settings.out is not None else Path("output") / scenario.name)

    result = _ensemble(scenario, settings)
    record = history.cooperation("quarterly")
    found = summary(result, record)
    if month is not None:
        found["explanation"] = _explained(scenario, settings, month)

    if settings.as_json:
        _print_json(found)
    else:
        _print(tables(found, settings.lang))
        if month is not None:
            _print(Text(), explain_tables(found["explanation"], settings.lang))
    with _unfinished(folder) as temporary:
        _write_json(temporary / "summary.json", found)
        save(result, temporary / "result.nc")
        history_figure(result, record, settings.lang).savefig(temporary / "figure.png")
    _say_written(folder, ["summary.json", "result.nc", "figure.png"], settings)


def _ensemble(scenario: Scenario, settings: Settings) -> xr.Dataset:
    """Simulate with a progress bar, if there is a terminal to draw it on."""
    if not sys.stderr.isatty():
        return simulate(scenario, runs=settings.runs, seed=settings.seed)
    with _bar() as bar:
        task = bar.add_task(
            escape(text("command.running", settings.lang, title=scenario.title)), total=settings.runs
        )

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return simulate(scenario, runs=settings.runs, seed=settings.seed, progress=progress)


def _bar() -> Progress:
    """A progress bar on the error stream, which shows on a terminal only."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _explained(scenario: Scenario, settings: Settings, month: int) -> dict[str, Any]:
    """Why each state did what it did in `month` of run 0; nothing if that run had ended in war before."""
    model = DetenteModel(scenario, rng=settings.seed)
    while model.running and model.months_done <= month:
        model.step()
    if model.months_done <= month:
        return {"month": scenario.month_text(month), "ended": model.date, "states": []}
    reasons = [(state.name, state.explain(lang=settings.lang)) for state in model.agents]
    states = [{"state": name, "text": why.text, "decisions": explained(why)} for name, why in reasons]
    return {"month": model.date, "ended": None, "states": states}


def save(result: xr.Dataset, path: Path) -> None:
    """Write a result as NetCDF, compressed; numbers in single precision (seven digits), which halves the
    file.
    """
    encoding: dict[str, dict[str, Any]] = {}
    for name, variable in result.data_vars.items():
        encoding[str(name)] = {"zlib": True, "complevel": 1, "shuffle": True}
        if variable.dtype.kind == "f":
            encoding[str(name)]["dtype"] = "float32"
    result.to_netcdf(path, engine="netcdf4", encoding=encoding)


# --- what is refused ----------------------------------------------------------------------------------------


def _check_settings(settings: Settings) -> None:
    _check_lang(settings.lang)
    if settings.runs < 1:
        raise CommandError(f"--runs is {settings.runs}; write a number from 1 to {MOST_RUNS}")
    if settings.runs > MOST_RUNS:
        raise CommandError(
            f"--runs is {settings.runs}, and this command keeps every month of every run in memory; write "
            f'at most {MOST_RUNS}, or use simulate(..., keep="summary") from Python'
        )
    if not 0 <= settings.seed <= MOST_SEED:
        raise CommandError(f"--seed is {settings.seed}; write a whole number from 0 to {MOST_SEED}")


def _check_lang(lang: str) -> None:
    if lang not in LANGUAGES:
        raise CommandError(f"--lang is {lang!r}; write {' or '.join(LANGUAGES)}")


def _check_memory(scenario: Scenario, runs: int) -> None:
    """Refuse what the machine cannot hold, before it starts to swap."""
    held = _machine_memory()
    one = bytes_a_run(scenario)
    if held is not None and runs * one > MEMORY_SHARE * held:
        most = max(1, int(MEMORY_SHARE * held / one))
        raise CommandError(
            f"--runs {runs} needs about {runs * one / 2**30:.1f} GiB of memory, and this machine has "
            f"{held / 2**30:.1f}; write at most {most}"
        )


def bytes_a_run(scenario: Scenario) -> int:
    """About what one run takes while it is simulated, summarised and drawn: three times its result."""
    pairs, states = len(scenario.pairs), len(scenario.labels)
    return 3 * scenario.months * (pairs * 140 + states * 112 + 30)


def _machine_memory() -> int | None:
    """The memory of this machine in bytes; None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf
        return None


def _with_parameters(scenario: Scenario, given: Sequence[str]) -> Scenario:
    values: dict[str, float] = {}
    for setting in given:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise CommandError(f"--param is {setting!r}; write name=value, for example trust_gain=0.5")
        try:
            values[name.strip()] = float(value)
        except ValueError:
            raise CommandError(
                f"--param {name.strip()} is {value.strip()!r}; write a number, for example 0.5"
            ) from None
    return scenario.changed(parameters=values) if values else scenario


def _month(scenario: Scenario, given: str) -> int:
    try:
        return scenario.month_index(given)
    except ScenarioError as error:
        raise CommandError(f"--explain: {error.problems[0]}") from None


def _folder(path: Path) -> Path:
    """The folder for results, made if need be; a CommandError if it cannot be one."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise CommandError(f"--out is '{path}', which is a file or lies below one; give a folder") from None
    except (OSError, ValueError) as error:
        raise CommandError(
            f"--out is '{path}', which cannot be made ({_reason(error)}); give another folder"
        ) from None
    if not _writable(path):
        raise CommandError(f"--out is '{path}', in which nothing can be written; give another folder")
    return path


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK | os.X_OK)


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or "not a path").lower()


# --- what is written and printed ----------------------------------------------------------------------------


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder to write into; its files move to `folder` only once all of them are complete."""
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as name:
            yield Path(name)
            for path in sorted(Path(name).iterdir()):
                os.replace(path, folder / path.name)
    except OSError as error:
        raise CommandError(
            f"the results cannot be written to '{folder}' ({_reason(error)}); "
            "free space, or give another --out"
        ) from None


def _write_json(path: Path, found: dict[str, Any]) -> None:
    path.write_text(_json(found) + "\n", encoding="utf-8")


def _json(found: object) -> str:
    return json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False)


def _print_json(found: object) -> None:
    print(_json(found))


def _print(*parts: RenderableType) -> None:
    console = Console(highlight=False)
    for part in parts:
        console.print(part)


def _say_written(folder: Path, files: Sequence[str], settings: Settings) -> None:
    said = text("command.written", settings.lang, folder=folder, files=", ".join(files))
    # With --json the output stream holds JSON and nothing else.
    print(said, file=sys.stderr if settings.as_json else sys.stdout)


def _finite(entry: dict[str, Any]) -> dict[str, Any]:
    """JSON has no NaN."""
    return {name: None if isinstance(v, float) and not math.isfinite(v) else v for name, v in entry.items()}


def _one_line(message: str) -> str:
    return re.sub(r"\s+", " ", message).strip()


if __name__ == "__main__":
    sys.exit(main())
