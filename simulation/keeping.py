"""What is kept of the months: a recorder for each kind of keeping.

Arrays stand as the rules write them, `[time, (issue or concern), (pair or state), run]`, where time is the months, the
years or the whole run. Histograms have bins in place of runs: every block of runs counts for itself, and counts are added
up, so that what is kept grows with the years and not with the runs.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from simulation import histograms
from simulation.scenario import Scenario
from simulation.state import CONCERNS, ISSUES, Array, Record
from simulation.variables import COUNTED, EVENTS, VARIABLES, reported

KEEPS = ("all", "yearly", "summary", "histogram")
ADDED_UP = ("histogram",)  # of which every block finds its own, without a run axis
_TYPES: dict[str, type] = {"float": np.float64, "code": np.int8, "bool": np.bool_}


class Recorder(Protocol):
    """Takes the months of some runs, one after the other."""

    def month(self, month: int, record: Record) -> None:
        """Keep one month."""

    def stretch(self, first: int, record: Record) -> None:
        """Keep the months from `first` on, of which `record` has `[month, ..., run]`: as `month` does, all at once."""

    def finish(self) -> dict[str, Array]:
        """After the last month: what is to be added to what is kept; nothing where it was written there."""


def recorder(kept: dict[str, Array], scenario: Scenario, keep: str, runs: tuple[int, int]) -> Recorder:
    """For the runs `runs[0]`..`runs[1] - 1`, of which `kept`, arrays of the `layout`, has a part."""
    first, last = runs
    if keep == "histogram":
        return Histograms(scenario, last - first)
    part = {name: values[..., first:last] for name, values in kept.items()}
    return EveryMonth(part) if keep == "all" else Means(part, _times(scenario, keep))


def layout(scenario: Scenario, runs: int, keep: str) -> dict[str, tuple[tuple[int, ...], type]]:
    """Shape and type of everything that is kept."""
    n = len(scenario.states)
    sizes = {"state": n, "pair": n * (n - 1), "issue": len(ISSUES), "concern": len(CONCERNS)}
    length = int(_times(scenario, keep)[-1]) + 1
    last = histograms.BINS if keep in ADDED_UP else runs
    own = np.int32 if keep in ADDED_UP else np.float64
    return {
        name: (
            (length, *(sizes[axis] for axis in reversed(about.axes)), last),
            _TYPES[about.kind] if keep == "all" else own,
        )
        for name, about in VARIABLES.items()
        if keep == "all" or about.kind != "code"  # a mean of codes means nothing
    }


def years(scenario: Scenario) -> Array:
    """The calendar year of every month, `[month]`."""
    return scenario.dates().astype("datetime64[Y]").astype(int) + 1970


def _times(scenario: Scenario, keep: str) -> Array:
    """Where each month is kept on the time axis, `[month]`."""
    if keep == "all":
        return np.arange(scenario.months)
    found = years(scenario)
    return 0 * found if keep == "summary" else found - found[0]


class EveryMonth:
    """Writes every month into `kept`, `[month, ..., run]`."""

    def __init__(self, kept: dict[str, Array]) -> None:
        self._kept = kept

    def month(self, month: int, record: Record) -> None:
        """Keep one month."""
        found = reported(record)
        for name, values in self._kept.items():
            values[month] = found[name]

    def stretch(self, first: int, record: Record) -> None:
        """Keep some months at once."""
        found = reported(_by_name(record))
        for name, values in self._kept.items():
            values[first : first + len(record.war)] = found[name]

    def finish(self) -> dict[str, Array]:
        """A run that ended in war stands still from there: nothing happens any more."""
        war = self._kept["war"]
        for run in np.flatnonzero(war[-1]):
            end = int(np.argmax(war[:, run]))
            for name, values in self._kept.items():
                values[end + 1 :, ..., run] = 0 if name in EVENTS else values[end, ..., run]
        return {}


class Means:
    """Adds months up in `kept`, `[time, ..., run]`, and makes means of the sums; months after a war are left out.

    Sums are added month by month, so that they are the same to the bit for a run alone and among many. `times`, `[month]`,
    says where each month belongs. `lived`, `[time, run]`, are the months before the end of the run.
    """

    def __init__(self, kept: dict[str, Array], times: Array) -> None:
        self._kept, self._times = kept, times
        war = kept["war"]
        self._alive: Array = np.ones(war.shape[-1], dtype=bool)  # no war before this month
        self.lived = np.zeros(war.shape)
        self.begin()

    def begin(self) -> None:
        """Empty the sums: a block that was broken off may have left something, and so does the year before."""
        self.lived[...] = 0
        for values in self._kept.values():
            values[...] = 0

    def month(self, month: int, record: Record) -> None:
        """Keep one month."""
        time = self._times[month]
        found = reported(record)
        for name, values in self._kept.items():
            if name == "war":
                values[time] = found[name]
            else:
                values[time] += found[name] * self._alive
        self.lived[time] += self._alive
        self._alive = ~record.war  # the month of the war itself still counts

    def stretch(self, first: int, record: Record) -> None:
        """Keep some months at once."""
        length = len(record.war)
        times = self._times[first : first + length]
        found = reported(_by_name(record))
        begins = np.flatnonzero(np.diff(times, prepend=-1))  # where each year begins, or the whole
        ends = np.append(begins[1:], length) - 1
        alive = np.concatenate([self._alive[None], ~record.war[:-1]])
        all_live = bool(alive.all())  # as most do, and then there is nothing to leave out
        for name, values in self._kept.items():
            if name == "war":
                values[times[ends]] = found[name][ends]
            else:
                lived = alive.reshape(length, *(1,) * (values.ndim - 2), -1)
                counted = found[name] if all_live else found[name] * lived
                values[times[begins]] += np.add.reduceat(counted, begins, dtype=float)
        self.lived[times[begins]] += np.add.reduceat(alive, begins, dtype=float)
        self._alive = ~record.war[-1]

    def finish(self) -> dict[str, Array]:
        """Sums become means, or stay counts."""
        with np.errstate(invalid="ignore"):  # no month lived, no mean
            for name, values in self._kept.items():
                if name != "war" and name not in COUNTED:
                    values /= self.lived.reshape(len(values), *(1,) * (values.ndim - 2), -1)
        return {}


class Histograms:
    """Counts, year after year, in which bin the year's mean (of what happened: the year's count) lies in each run.

    A run that ended in war is left out of the years after that; `war` alone, the flag at the end of the year, counts all.
    Sums are held of one year at a time.
    """

    def __init__(self, scenario: Scenario, runs: int) -> None:
        self._years = _times(scenario, "histogram")
        self._found: dict[str, Array] = {
            name: np.zeros(*about) for name, about in layout(scenario, runs, "histogram").items()
        }
        shapes = layout(scenario, runs, "summary")
        self._sums: dict[str, Array] = {name: np.zeros(*about) for name, about in shapes.items()}
        self._means = Means(self._sums, 0 * self._years)

    def month(self, month: int, record: Record) -> None:
        """Keep one month; after the last of a year, count."""
        self._means.month(month, record)
        self._count_after(month)

    def stretch(self, first: int, record: Record) -> None:
        """Keep some months at once, the years among them one after the other."""
        length = len(record.war)
        starts = np.flatnonzero(np.diff(self._years[first : first + length], prepend=-1))
        for start, end in zip(starts, [*starts[1:], length], strict=True):
            self._means.stretch(first + int(start), Record(*(values[start:end] for values in record)))
            self._count_after(first + end - 1)

    def _count_after(self, month: int) -> None:
        """If this month is the last of its year, or of all, count where the runs' means lie, and begin again."""
        year = self._years[month]
        if month + 1 < len(self._years) and self._years[month + 1] == year:
            return
        self._means.finish()
        lived = self._means.lived[0] > 0
        for name, counts in self._found.items():
            of_runs = self._sums[name][0]
            counts[year] = histograms.counts(name, of_runs if name == "war" else of_runs[..., lived])
        self._means.begin()

    def finish(self) -> dict[str, Array]:
        """The counts, `[year, ..., bin]`, to be added to those of other runs."""
        return self._found


def _by_name(record: Record) -> Record:
    """A record with a month axis in front, with the domains before it: a variable each."""
    moved = {name: np.moveaxis(getattr(record, name), 1, 0) for name in ("ties", "benefits")}
    return record._replace(**moved)
