"""An animated replay of one run: two states, their ties, what each does in the month, and the chart that builds up below.

Colour is felt tension, the width of a line a tie. With more than two states the two whose relation is tensest are shown.
"""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.dates import date2num
from matplotlib.patches import Circle
from matplotlib.ticker import MaxNLocator
from PIL import Image

from simulation.actions import ACTIONS
from simulation.catalogue import checked, month, number, text
from simulation.domains import DOMAINS, NAMES
from simulation.experiments import ensembles
from simulation.experiments.detente import dyads
from simulation.plots.canvas import Canvas
from simulation.plots.run_timeline import run_finding
from simulation.plots.style import BLUE, GREY, INK, RISK, VERMILLION, numbers, plain
from simulation.plots.timeline import time_axis
from simulation.state import ISSUES

SIZE, DPI = (8.0, 5.2), 88  # inches, dots an inch
FRAMES = 176  # pictures at most: a longer run skips months
EACH, LAST = 120, 4000  # milliseconds that a picture stands
STEPS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9)  # of every colour on its way to white, for smooth edges
TENSIONS = 40  # colours of tension that are told apart
CLEAR = 255  # code of what is see-through
LEFT, RIGHT, HIGH = 1.55, 6.45, 1.35  # where the states stand, inches in the upper panel
#: where the lines of the ties run, from the upper to the lower of them, and where their names stand above each
ABOVE = dict(zip(NAMES, np.linspace(0.52, -0.52, len(NAMES)), strict=True))
COLOUR = {domain.name: domain.colour for domain in DOMAINS}
#: the chart's corners: what they are shares of is the picture
SCENE, CHART = (0.0, 0.40, 1.0, 0.48), (0.085, 0.12, 0.83, 0.235)


class Scene(NamedTuple):
    """What the pictures show of one run: `[month]` or `[side, month]` arrays, and the months that have a picture."""

    dates: pd.DatetimeIndex
    names: tuple[str, str]
    tension: np.ndarray  # [side, month]
    ties: dict[str, np.ndarray]
    acts: np.ndarray  # [side, month] codes of the initiatives
    benefit: np.ndarray
    force: np.ndarray  # [issue, month] bool
    severity: np.ndarray
    war: np.ndarray
    shown: list[int]


def animation(result: xr.Dataset, run: int = 0, lang: str = "en") -> bytes:
    """Run `run` as an animated GIF that repeats; raises KeyError for a run that the result does not hold."""
    checked(lang)
    one = result.sel(run=[run])
    scene = scene_of(one)
    stage = _Stage(one, scene, run, lang)
    pictures = [stage.picture(index) for index in range(len(scene.shown))]
    palette = _palette()
    frames = [np.asarray(picture.quantize(palette=palette, dither=Image.Dither.NONE)) for picture in pictures]
    # what stays as it was is see-through, which takes little room
    changed = [np.where(now == old, CLEAR, now).astype(np.uint8) for old, now in pairwise(frames)]
    first, *others = (_indexed(frame, palette) for frame in [frames[0], *changed])
    held = BytesIO()
    first.save(
        held, format="GIF", save_all=True, append_images=others, loop=0, optimize=False, transparency=CLEAR, disposal=1,
        duration=[EACH] * len(others) + [LAST],
    )  # fmt: skip
    return held.getvalue()


def _indexed(codes: np.ndarray, palette: Image.Image) -> Image.Image:
    """A picture of codes of the palette."""
    picture = Image.fromarray(codes, "P")
    colours = palette.getpalette() or []
    picture.putpalette(colours)
    picture.info["transparency"] = CLEAR
    return picture


def scene_of(one: xr.Dataset) -> Scene:
    """The tensest relation of a result with one run."""
    tense = one["tension"].mean(["run", "month"]).to_numpy()
    sides = list(max(dyads(one), key=lambda dyad: float(tense[list(dyad)].mean())))
    ours = one.isel(run=0, pair=sides)
    war = one["war"].isel(run=0).to_numpy().astype(bool)
    months = int(np.argmax(war)) + 1 if war.any() else len(war)  # nothing happens after a war
    apart = -(-months // FRAMES)
    shown = sorted({*range(0, months, apart), months - 1})
    first = ours.isel(pair=0)
    return Scene(
        dates=ensembles.dates(one),
        names=(str(ours["actor"].to_numpy()[0]), str(ours["target"].to_numpy()[0])),
        tension=ours["tension"].transpose("pair", "month").to_numpy(),
        ties={name: first[name].to_numpy() for name in ABOVE},
        acts=ours["initiative"].transpose("pair", "month").to_numpy(),
        benefit=first["mutual_benefit"].to_numpy(),
        force=first["agreement"].transpose("issue", "month").to_numpy().astype(bool),
        severity=first["severity"].to_numpy(),
        war=war,
        shown=shown,
    )


class _Stage:
    """The figure whose parts move; each picture only sets what has changed."""

    def __init__(self, one: xr.Dataset, scene: Scene, run: int, lang: str) -> None:
        self._scene, self._lang = scene, lang
        self._figure = Canvas(figsize=SIZE, dpi=DPI, facecolor="white")
        self._canvas = cast(FigureCanvasAgg, self._figure.canvas)
        write: dict[str, Any] = {"color": INK, "va": "center"}
        sentence = self._figure.text(0.02, 0.963, run_finding(one, run, lang), fontweight="bold", **write)
        for size in np.arange(10.5, 6.0, -0.25):
            sentence.set_fontsize(float(size))
            if sentence.get_window_extent().x1 <= 0.985 * SIZE[0] * DPI:
                break
        about = text("animation.about", lang, title=one.attrs["title"], run=run, seed=one.attrs["seed"])
        self._figure.text(0.02, 0.922, about, fontsize=7.5, color=GREY, va="center")
        self._counter = self._figure.text(
            0.5, 0.848, "", fontsize=15, fontweight="bold", ha="center", **write
        )
        self._figure.text(0.02, 0.022, text("animation.note", lang), fontsize=6.6, color=GREY, va="center")
        self._upper()
        self._lower(one)

    def _upper(self) -> None:
        axis = self._figure.add_axes(SCENE)
        axis.set_xlim(0, SIZE[0])
        axis.set_ylim(0, SIZE[1] * SCENE[3])
        axis.set_axis_off()
        self._lines = {}
        for name, above in ABOVE.items():
            y = HIGH + above
            axis.plot([LEFT, RIGHT], [y, y], color="0.9", linewidth=1.0, zorder=1)
            (line,) = axis.plot([LEFT, RIGHT], [y, y], color=COLOUR[name], zorder=2, solid_capstyle="butt")
            self._lines[name] = line
            axis.text(
                4.0,
                y + 0.17,
                text(f"issue.{name}", self._lang),
                fontsize=7.8,
                color=INK,
                ha="center",
                va="center",
                zorder=3,
            )
        self._discs, self._felt, self._doing = [], [], []
        for x, name in zip((LEFT, RIGHT), self._scene.names, strict=True):
            disc = Circle((x, HIGH), 0.74, facecolor="white", edgecolor=INK, linewidth=1.2, zorder=4)
            axis.add_patch(disc)
            self._discs.append(disc)
            halo: dict[str, Any] = {
                "boxstyle": "round,pad=0.18",
                "facecolor": "white",
                "edgecolor": "none",
                "alpha": 0.85,
            }
            axis.text(
                x,
                HIGH + 0.16,
                name,
                fontsize=12,
                fontweight="bold",
                color=INK,
                ha="center",
                va="center",
                zorder=5,
                bbox=halo,
            )
            self._felt.append(
                axis.text(
                    x, HIGH - 0.25, "", fontsize=7.5, color=INK, ha="center", va="center", zorder=5, bbox=halo
                )
            )
            self._doing.append(
                axis.text(x, 0.36, "", fontsize=9.5, fontweight="bold", ha="center", va="center")
            )
        self._crisis = axis.text(
            4.0, 0.47, "", fontsize=10, fontweight="bold", color="white", ha="center", va="center", zorder=8,
            bbox={"boxstyle": "round,pad=0.3", "facecolor": VERMILLION, "edgecolor": "none"},
        )  # fmt: skip
        self._deals = axis.text(4.0, 0.1, "", fontsize=8.2, color=BLUE, ha="center", va="center")

    def _lower(self, one: xr.Dataset) -> None:
        axis = self._figure.add_axes(CHART)
        other = axis.twinx()
        plain(axis)
        other.spines[["top", "left", "bottom"]].set_visible(False)
        other.tick_params(labelsize=7.5, colors=BLUE, length=2)
        axis.tick_params(labelsize=7.5)
        axis.tick_params(axis="y", colors=VERMILLION)
        axis.set_ylim(0, 100)
        axis.set_yticks([0, 50, 100])
        scene = self._scene
        high = max(1e-6, 1.1 * float(np.nanmax(scene.benefit)))
        other.set_ylim(0, high)
        other.yaxis.set_major_locator(MaxNLocator(3))
        numbers(other, self._lang)
        time_axis([axis], one, self._lang)
        axis.set_title(
            text("animation.tension", self._lang), loc="left", fontsize=7.8, color=VERMILLION, pad=4
        )
        other.set_title(text("animation.benefit", self._lang), loc="right", fontsize=7.8, color=BLUE, pad=4)
        (self._tension,) = axis.plot([], [], color=VERMILLION, linewidth=1.5)
        (self._benefit,) = other.plot([], [], color=BLUE, linewidth=1.5, linestyle=(0, (4, 1)))
        (self._marks,) = axis.plot([], [], "D", color=INK, markersize=3.2, linestyle="none")
        self._now = axis.axvline(date2num(scene.dates[0]), color=GREY, linewidth=0.8)  # type: ignore[no-untyped-call]

    def picture(self, index: int) -> Image.Image:
        """The picture at one of the months shown, and with what happened since the one before it."""
        scene, lang = self._scene, self._lang
        at = scene.shown[index]
        since = slice(scene.shown[index - 1] + 1 if index else 0, at + 1)
        self._counter.set_text(month(scene.dates[at], lang))
        for name, line in self._lines.items():
            line.set_linewidth(18.0 * float(scene.ties[name][at]))
        for side in (0, 1):
            felt = float(scene.tension[side, at])
            self._discs[side].set_facecolor(RISK(felt / 100))
            self._felt[side].set_text(text("animation.felt", lang, tension=number(felt, lang, 0)))
            act = ACTIONS[int(scene.acts[side, at])]
            self._doing[side].set_text(text(f"act.{act.name}", lang))
            self._doing[side].set_color(
                VERMILLION if act.kind == "provoke" else GREY if act.kind == "hold" else BLUE
            )
        deals = [
            text(f"issue.{issue}", lang)
            for issue, flags in zip(ISSUES, scene.force, strict=True)
            if flags[at]
        ]
        self._deals.set_text(text("animation.deals", lang, issues=", ".join(deals)) if deals else "")
        key = (
            "animation.war"
            if scene.war[at]
            else "animation.crisis"
            if (scene.severity[since] > 0).any()
            else ""
        )
        self._crisis.set_text(text(key, lang) if key else "")
        self._crisis.set_visible(bool(key))
        self._draw_chart(at)
        self._canvas.draw()  # type: ignore[no-untyped-call]
        return Image.fromarray(np.asarray(self._canvas.buffer_rgba())).convert("RGB")  # type: ignore[no-untyped-call]

    def _draw_chart(self, at: int) -> None:
        scene = self._scene
        x = scene.dates[: at + 1]
        self._tension.set_data(x, scene.tension[:, : at + 1].mean(axis=0))
        self._benefit.set_data(x, scene.benefit[: at + 1])
        struck = scene.severity[: at + 1] > 0
        self._marks.set_data(x[struck], np.full(int(struck.sum()), 4.0))
        now = date2num(scene.dates[at])  # type: ignore[no-untyped-call]
        self._now.set_xdata([now, now])


def _palette() -> Image.Image:
    """One palette for all pictures, so that no colour flickers: what is drawn, its way to white, and every tension."""
    inks = [INK, GREY, BLUE, VERMILLION, *COLOUR.values()]
    faded = [np.array(to_rgb(ink)) + (1 - np.array(to_rgb(ink))) * share for ink in inks for share in STEPS]
    felt = [np.array(RISK(x)[:3]) for x in np.linspace(0, 1, TENSIONS)]
    colours = np.round(255 * np.array([np.ones(3), *faded, *felt])).astype(int)
    held = Image.new("P", (1, 1))
    held.putpalette([int(value) for value in colours.ravel()])
    return held
