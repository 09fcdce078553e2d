"""What is taken down of a model, so that a later one can be laid beside it: small tables, one file each.

The reports are read as they were generated, and nothing is computed anew: what is compared is what people were shown.
Their own data, megabytes of JSON, are not in git; what the tables here show of them is, in the folder `today`, and
`python -m docs.changed` takes it down anew where a command has written its report into `docs`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

from docs.changed.printed import sentences
from simulation.catalogue import languages, text
from simulation.parameters import PARAMETER_TABLE

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
OLD = "2026-11-30"  # the day on which the older model was taken down, version 0.1.0

#: what a teacher or a reader may have printed or copied numbers from
PRINTED = (
    "README.md",
    "README.id.md",
    "teaching/*/*.md",
    "notebooks/*.md",
    "notebooks/answers/*.md",
    "docs/tutorial.md",
    "docs/how-to/*.md",
    "docs/figures/README.md",
)


class Printed(TypedDict):
    """The sentences of a page: line and words of those with numbers, a fingerprint of all others."""

    numbers: list[tuple[int, str]]
    others: list[str]


class Taken(NamedTuple):
    """A model as it was shown: the story's conditions, the claims, the card, the parameters, and sentences with numbers.

    story, claims, card: from the JSON that the commands write, less what no table here shows; parameters: name -> default
    and meaning; printed: page -> its sentences.
    """

    story: dict[str, Any]
    claims: dict[str, Any]
    card: dict[str, Any]
    parameters: dict[str, dict[str, Any]]
    printed: dict[str, Printed]


def today(part: str) -> dict[str, Any]:
    """What was taken down last of a report: "story", "claims" or "card"."""
    found: dict[str, Any] = _read(HERE / "today" / f"{part}.json")
    return found


def take(root: Path = ROOT) -> list[str]:
    """Take down anew the reports whose JSON lies in `docs`; the files that have changed."""
    changed = []
    for part, (report, shown) in REPORTS.items():
        made, file = root / report, HERE / "today" / f"{part}.json"
        if made.exists():
            lines = _lines(shown(_read(made))) + "\n"
            if not file.exists() or file.read_text(encoding="utf-8") != lines:
                file.write_text(lines, encoding="utf-8", newline="\n")
                changed.append(file.relative_to(ROOT).as_posix())
    return changed


def now(root: Path = ROOT) -> Taken:
    """The model as its reports were taken down last, and as its parameters, sentences and pages are today."""
    return Taken(
        _with_sentences(today("story")),
        today("claims"),
        today("card"),
        {
            name: {"default": about.default, "meaning": about.meaning}
            for name, about in PARAMETER_TABLE.items()
        },
        _printed(root),
    )


def frozen(day: str = OLD) -> Taken:
    """The model as it was taken down on a day."""
    return Taken(*(_read(HERE / day / f"{name}.json") for name in Taken._fields))


def freeze(day: str) -> list[str]:
    """Take down the model as it is, in a folder of its own; the files written. A day that is there already is refused."""
    folder = HERE / day
    folder.mkdir()
    files = []
    for name, part in now()._asdict().items():
        file = folder / f"{name}.json"
        file.write_text(_lines(part) + "\n", encoding="utf-8", newline="\n")
        files.append(file.relative_to(ROOT).as_posix())
    return files


# --- the parts ------------------------------------------------------------------------------------------------


def _story(found: dict[str, Any]) -> dict[str, Any]:
    kept = ("id", "holds", "unit", "rule", "one_is_enough", "cells", "missing")
    rows = [{name: _short(row[name]) for name in kept} for row in found["rows"]]
    return {**{name: found[name] for name in ("version", "runs", "seed")}, "rows": rows}


def _with_sentences(story: dict[str, Any]) -> dict[str, Any]:
    def sentence(row: dict[str, Any]) -> dict[str, str]:
        key = f"causal_story_row.{row['id'].replace('.', '_')}"
        return {lang: text(key, lang) for lang in languages()}

    return {**story, "rows": [{**row, "sentence": sentence(row)} for row in story["rows"]]}


def _claims(found: dict[str, Any]) -> dict[str, Any]:
    kept = (
        "id",
        "verdict",
        "condition",
        "measure",
        "effect",
        "low",
        "high",
        "sd",
        "runs",
        "ratio",
        "borne_out",
        "not_applicable",
    )
    claims = [
        {**{name: claim.get(name) for name in kept}, "worlds": len(claim["worlds"])}
        for claim in found["claims"]
    ]
    return {**{name: found[name] for name in ("runs", "seed")}, "claims": claims}


def _card(found: dict[str, Any]) -> dict[str, Any]:
    scores = {
        (f"{period}.{resolution}" if period != "forecast" else f"ahead.{resolution}"): {
            who: _short({name: one.get(name) for name in ("crps", "difference")})
            for who, one in whose.items()
        }
        for period in ("holdout", "holdout_1979", "forecast")
        for resolution, whose in found[period].items()
    }
    of_record = ("record", "record_low", "record_high")
    kept = ("key", "name", "unit", "role", *of_record, "median", "low", "high", "hit")
    patterns = [_short({name: row[name] for name in kept}) for row in found["patterns"]]
    about = {name: found[name] for name in ("version", "runs", "seed", "fitted", "held_out")}
    return {**about, "patterns": patterns, "scores": scores}


#: what is taken down of a report: where its command writes it, and what of it is kept
REPORTS: dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "story": ("docs/story/story.json", _story),
    "claims": ("docs/claims/claims.json", _claims),
    "card": ("docs/validation.json", _card),
}


def _printed(root: Path) -> dict[str, Printed]:
    files = sorted({file for page in PRINTED for file in root.glob(page)})
    said = {file: sentences(file.read_text(encoding="utf-8")) for file in files}
    return {
        file.relative_to(root).as_posix(): {
            "numbers": [(one.line, one.words) for one in found if one.numbers],
            "others": [_fingerprint(one.words) for one in found if not one.numbers],
        }
        for file, found in said.items()
    }


def _fingerprint(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:8]


# --- plain data -----------------------------------------------------------------------------------------------


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _short(value: Any) -> Any:
    """Six digits, more than any interval bears."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, list):
        return [_short(one) for one in value]
    return {name: _short(one) for name, one in value.items()} if isinstance(value, dict) else value


def _lines(part: Any, depth: int = 1) -> str:
    """JSON with a line an entry, so that a difference can be read: what is short stands on one line."""
    flat = json.dumps(part, ensure_ascii=False)
    if not isinstance(part, dict | list) or len(flat) <= 110:
        return flat
    opened, closed = "{}" if isinstance(part, dict) else "[]"
    if isinstance(part, dict):
        inner = [f"{json.dumps(key)}: {_lines(value, depth + 1)}" for key, value in part.items()]
    else:
        inner = [json.dumps(value, ensure_ascii=False) for value in part]
        if all(isinstance(value, str | int | float) for value in part):
            return flat
    indent = " " * depth
    return f"{opened}\n{indent}" + f",\n{indent}".join(inner) + f"\n{' ' * (depth - 1)}{closed}"
