"""What a seat's page says in words: figures as levels, months that are over, news, what was sent."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from simulation.actions import ACTIONS, CODE
from simulation.catalogue import month, number, percent, signed, span, text
from simulation.play.room.names import called
from simulation.play.seat_view import Met, News, Past, Rival
from simulation.play.seats import IN_KIND, Said
from simulation.scenario.translated import ours, state_names, title

#: up to where a figure bears a word; the words are ours, the model knows none of them (assumption)
_LEVELS: Mapping[str, Sequence[tuple[float, str]]] = {
    "tension": ((20, "calm"), (40, "uneasy"), (65, "tense"), (85, "very_tense"), (math.inf, "breaking")),
    "trust": ((0.1, "none"), (0.3, "little"), (0.6, "some"), (0.85, "much"), (math.inf, "firm")),
    "attention": ((0.05, "none"), (0.4, "little"), (0.65, "half"), (0.95, "much"), (math.inf, "full")),
    "benefit": ((0.1, "none"), (0.6, "little"), (1.5, "some"), (math.inf, "much")),
    "read": (
        (-4.5, "very_hostile"), (-1.5, "hostile"), (-0.3, "cold"), (0.3, "neutral"), (1.2, "warm"), (4.0, "friendly"),
        (math.inf, "very_friendly"),
    ),
    "crisis": ((0.3, "small"), (0.6, "grave"), (math.inf, "severe")),
}  # fmt: skip
GOLDSTEIN = 10  # points of the scale on which acts are read, to a unit of the model


class Words:
    """Phrases of a seat's page in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def say(self, key: str, /, **values: object) -> str:
        """An entry of the catalogue."""
        return text(key, self.lang, **values)

    # --- names and figures ------------------------------------------------------------------------------------------

    def state(self, name: str) -> str:
        """What a state is called."""
        return state_names(self.lang).get(name, name)

    def envoy(self, name: int | None) -> str:
        """What somebody is called, by the place among the names that are dealt."""
        return called(name, self.lang)

    def world(self, english: str) -> str:
        """The title of a scenario."""
        return str(ours(self.lang).get(("title", english), english))

    def level(self, kind: str, value: float) -> str:
        """The word for a figure."""
        name = next(name for until, name in _LEVELS[kind] if value < until)
        return self.say(f"play_level.{kind}_{name}")

    def number(self, value: float, decimals: int = 0) -> str:
        """A number."""
        return number(value, self.lang, decimals)

    def signed(self, value: float, decimals: int = 1) -> str:
        """A number with its sign."""
        return signed(value, self.lang, decimals)

    def percent(self, value: float) -> str:
        """A share, 0-1, as a whole number of percent."""
        return percent(value, self.lang)

    def month(self, date: str) -> str:
        """A month, "Jan 1960"."""
        return month(date, self.lang)

    def months(self, past: Sequence[Past]) -> str:
        """A span of months."""
        return span(past[0].date, past[-1].date, self.lang)

    def act(self, name: str) -> str:
        """An act, in short."""
        return self.say(f"act.{name}")

    def acts(self, names: Iterable[str]) -> str:
        """Some acts."""
        return ", ".join(map(self.act, names))

    def issues(self, names: Iterable[str]) -> str:
        """Some issues."""
        return ", ".join(self.say(f"issue.{name}") for name in names)

    def reading(self, read: float) -> dict[str, str]:
        """How something reads, in a word and as points from -10 to +10; `read` is Goldstein/10."""
        points = GOLDSTEIN * read
        return {"read": self.level("read", points), "n": self.signed(points)}

    def heading(self, english: str) -> str:
        """The title of an event."""
        return title(english, self.lang)

    # --- news -------------------------------------------------------------------------------------------------------

    def news(self, one: News) -> str:
        """Something from outside."""
        values = {
            "title": title(one.title, self.lang),
            "state": self.state(one.state or ""),
            "one": self.state(one.between[0]) if one.between else "",
            "other": self.state(one.between[1]) if one.between else "",
        }
        kind = one.kind if one.kind == "leader" or not one.title else "event"
        return self.say(f"play_news.{kind}", **values)

    # --- a turn that is over ----------------------------------------------------------------------------------------

    def short(self, past: Sequence[Past], n: int) -> str:
        """What both began with in a turn, towards the n-th rival."""
        met = [month.met[n] for month in past]
        own, theirs = (one.initiative for one in met), (one.rival_initiative for one in met)
        return self.say(
            "play_last.short",
            own=self._counted(own),
            rival=self.state(met[0].rival),
            theirs=self._counted(theirs),
        )

    def _counted(self, acts: Iterable[str]) -> str:
        runs = Counter(acts)
        return ", ".join(
            self.say("play_last.times", act=self.act(act), n=n) if n > 1 else self.act(act)
            for act, n in runs.items()
        )

    def by_month(self, past: Sequence[Past], n: int) -> list[str]:
        """What both did in each month of a turn, and how it was read."""
        return [
            self.say(
                "play_last.month",
                month=self.month(one.date),
                own=self.act(one.met[n].initiative),
                answer=self.act(one.met[n].rival_response),
                theirs=self.act(one.met[n].rival_initiative),
                back=self.act(one.met[n].response),
                **self.reading(one.met[n].read),
            )
            for one in past
        ]

    def blurred(self, met: Sequence[Met]) -> str:
        """Of the acts of some months that were carried out, that which was read furthest from what it weighs."""
        done = [one for one in met if not one.declined]
        if not done:
            return ""
        worst = max(done, key=lambda one: abs(one.read - _weight(one)))
        return self.say(
            "play_last.blurred",
            theirs=self.act(worst.rival_initiative),
            true=self.signed(GOLDSTEIN * _weight(worst)),
            n=self.signed(GOLDSTEIN * worst.read),
        )

    def happened(self, past: Sequence[Past], n: int) -> list[str]:
        """What else a turn brought between this state and a rival, each thing once."""
        found = list[str]()
        for one in past:
            met = one.met[n]
            rival = self.state(met.rival)
            for name in ("refused", "declined", "criticised", "was_criticised", "near_miss"):
                if getattr(met, name):
                    found.append(self.say(f"play_last.{name}", rival=rival))
            for name in ("signed", "left", "was_left", "lapsed"):
                if issues := getattr(met, name):
                    found.append(self.say(f"play_last.{name}", rival=rival, issue=self.issues(issues)))
            if met.crisis > 0:
                size = self.level("crisis", met.crisis)
                found.append(
                    self.say("play_last.crisis", rival=rival, size=size, n=self.number(met.crisis, 2))
                )
        return list(dict.fromkeys(found))

    def moved(self, past: Sequence[Past], n: int, before: float) -> str:
        """Why felt tension moved in a turn."""
        parts = [month.met[n].moved for month in past]
        return self.say(
            "play_last.moved",
            rival=self.state(past[-1].met[n].rival),
            before=self.number(before),
            after=self.number(past[-1].met[n].tension),
            acts=self.signed(sum(one.acts for one in parts)),
            crisis=self.signed(sum(one.crisis for one in parts)),
            quiet=self.signed(sum(one.quiet for one in parts)),
        )

    def all_news(self, past: Sequence[Past]) -> list[str]:
        """The news of a turn, by month."""
        return [
            self.say("play_news.when", month=self.month(one.date), news="; ".join(map(self.news, one.news)))
            for one in past
            if one.news
        ]

    # --- what was sent ----------------------------------------------------------------------------------------------

    def sent(self, rival: str, said: Said, answering: bool) -> list[str]:
        """What this seat sent towards a rival."""
        name = self.state(rival)
        found = [self.say("play_form.sent_act", rival=name, act=self.say(f"action.{said.act}"))]
        if said.consent is not None:
            found.insert(
                0, self.say("play_form.sent_yes" if said.consent else "play_form.sent_no", rival=name)
            )
        if not answering:
            return found
        if said.accepts:
            found.append(self.say("play_form.sent_accepts", acts=self.acts(said.accepts)))
        if said.provoked == IN_KIND:
            found.append(self.say("play_form.sent_in_kind"))
        if said.asks:
            asks = (f"{self.issues([issue])} {self.percent(share)}" for issue, share in said.asks.items())
            found.append(self.say("play_form.sent_asks", asks=", ".join(asks)))
        if said.leaves:
            found.append(self.say("play_form.sent_leaves", issues=self.issues(said.leaves)))
        if said.speaks is not None:
            found.append(self.say("play_form.sent_speaks" if said.speaks else "play_form.sent_silent"))
        return found

    def nearest(self, rival: Rival) -> str:
        """The act that what a rival did reads most like."""
        read = rival.read or 0.0
        return self.act(min(ACTIONS, key=lambda one: abs(one.goldstein / GOLDSTEIN - read)).name)


def _weight(met: Met) -> float:
    """What a rival's first act weighs, if it was carried out; Goldstein/10."""
    return ACTIONS[CODE[met.rival_initiative]].goldstein / GOLDSTEIN
