"""What a seat's page says in words: figures as levels, months that are over, news, what was sent."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from simulation.actions import ACTIONS, CODE
from simulation.catalogue import month, number, percent, signed, span, text
from simulation.play.room.names import called
from simulation.play.seat_view import Met, News, Past, Rival, Stirred
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
HAWKS_TOLD = 0.08  # change of their share in a turn from which on it is told (assumption)
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
            "title": self._event(one.title),
            "state": self.state(one.state or ""),
            "one": self.state(one.between[0]) if one.between else "",
            "other": self.state(one.between[1]) if one.between else "",
        }
        kind = one.kind if one.kind == "leader" or not one.title else "event"
        return self.say(f"play_news.{kind}", **values)

    def _event(self, english: str) -> str:
        """What an event is called, without the word that says in a scenario that nobody in it has caused it."""
        found = title(english, self.lang)
        told = found.removeprefix(self.say("play_news.premise"))
        return found if told == found else told[:1].upper() + told[1:]

    # --- a turn that is over ----------------------------------------------------------------------------------------

    def short(self, past: Sequence[Past], n: int) -> str:
        """What both began with in a turn, towards the n-th rival, and how they provoked in their answers."""
        met = [month.met[n] for month in past]
        own = self._counted(one.initiative for one in met), [one.response for one in met]
        theirs = self._counted(one.rival_initiative for one in met), [one.rival_response for one in met]
        return self.say(
            "play_last.short",
            own=self._with_answers(*own),
            rival=self.state(met[0].rival),
            theirs=self._with_answers(*theirs),
        )

    def _with_answers(self, begun: str, answers: Sequence[str]) -> str:
        hostile = [act for act in answers if ACTIONS[CODE[act]].kind == "provoke"]
        return self.say("play_last.answered", begun=begun, act=self._counted(hostile)) if hostile else begun

    def _counted(self, acts: Iterable[str]) -> str:
        runs = Counter(acts)
        return ", ".join(
            self.say("play_last.times", act=self.act(act), n=n) if n > 1 else self.act(act)
            for act, n in runs.items()
        )

    def by_month(self, past: Sequence[Past], n: int) -> list[str]:
        """What both did in each month of a turn, whether offers were taken, and how it was read."""
        return [
            self.say(
                "play_last.month",
                month=self.month(one.date),
                own=self._offer(one.met[n].initiative, one.met[n].refused),
                answer=self._offer(one.met[n].rival_response, one.met[n].declined),
                theirs=self._offer(one.met[n].rival_initiative, one.met[n].declined),
                back=self._offer(one.met[n].response, one.met[n].refused),
                **self.reading(one.met[n].read),
            )
            for one in past
        ]

    def _offer(self, act: str, declined: Sequence[str]) -> str:
        """An act, and of an offer whether it was taken up; nothing of two offers of which one was not."""
        if not ACTIONS[CODE[act]].consent or (len(declined) > 1 and act in declined):
            return self.act(act)
        said = "turned_down" if act in declined else "taken_up"
        return self.say(f"play_last.{said}", act=self.act(act))

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
        found = [*self._declined(past, n), *self._talks(past, n)]
        for one in past:
            met = one.met[n]
            rival = self.state(met.rival)
            for name in ("criticised", "was_criticised", "near_miss"):
                if getattr(met, name):
                    found.append(self.say(f"play_last.{name}", rival=rival))
            new = [talk.issue for talk in met.talks if talk.came == "signed"]
            for name, issues in (
                ("renewed", [issue for issue in met.signed if issue not in new]),
                ("left", met.left),
                ("was_left", met.was_left),
                ("lapsed", met.lapsed),
            ):
                if issues:
                    found.append(self.say(f"play_last.{name}", rival=rival, issue=self.issues(issues)))
            if met.crisis > 0:
                size = self.level("crisis", met.crisis)
                found.append(
                    self.say("play_last.crisis", rival=rival, size=size, n=self.number(met.crisis, 2))
                )
        return list(dict.fromkeys(found))

    def _declined(self, past: Sequence[Past], n: int) -> list[str]:
        """Which offers were turned down, and when."""
        found = list[str]()
        for name in ("refused", "declined"):
            offers = [(one.date, getattr(one.met[n], name)) for one in past if getattr(one.met[n], name)]
            runs = Counter(acts for _, acts in offers)
            said = [
                self.say(
                    "play_last.when",
                    act=self.say("play_last.either").join(
                        map(self.act, acts) if times == 1 else [self._times(acts, times)]
                    ),
                    month=self.month(next(date for date, made in offers if made == acts)),
                )
                for acts, times in runs.items()
            ]
            if said:
                rival = self.state(past[-1].met[n].rival)
                found.append(self.say(f"play_last.{name}", rival=rival, acts=", ".join(said)))
        return found

    def _times(self, acts: Sequence[str], times: int) -> str:
        return self.say(
            "play_last.times", act=self.say("play_last.either").join(map(self.act, acts)), n=times
        )

    def _talks(self, past: Sequence[Past], n: int) -> list[str]:
        """What came of the talks of a turn: a line for each issue that was signed or broken off, and one for the rest."""
        last = {talk.issue: (one.date, talk) for one in past for talk in one.met[n].talks}
        found, under_way = list[str](), list[str]()
        for date, talk in last.values():
            both = {"asked": self.percent(talk.asked), "theirs": self.percent(talk.rival_asked)}
            told = {"issue": self.issues([talk.issue]), "month": self.month(date)} | both
            gap = round(100 * (talk.asked + talk.rival_asked - 1))
            if talk.came == "signed":
                found.append(self.say("play_last.talk_signed", **told, share=self.percent(talk.share)))
            elif talk.came == "open":
                fits = "fits" if gap <= 1 else "short"
                under_way.append(self.say(f"play_last.talk_{fits}", **told, gap=self.number(gap)))
            else:
                why, silence = self.say(f"play_last.talk_{talk.came}"), self.number(talk.silence)
                found.append(self.say("play_last.talk_failed", **told, why=why, n=silence))
        if under_way:
            found.append(self.say("play_last.talk_open", issues="; ".join(under_way)))
        return found

    def hawks(self, past: Sequence[Past]) -> list[str]:
        """That hard-liners at home have become many more or fewer in a turn, and what for; nothing where they have not."""
        before, after = past[0].hawks_before, past[-1].hawks
        if abs(after - before) < HAWKS_TOLD:
            return []
        parts = zip(*(one.stirred for one in past), strict=True)
        causes = dict(zip(Stirred._fields, map(sum, parts), strict=True))
        largest = max(causes, key=lambda name: causes[name])
        values = {"before": self.percent(before), "after": self.percent(after)}
        if after > before and causes[largest] <= 0:
            return [self.say("play_last.hawks", **values)]
        why = self.say(f"play_last.hawks_{largest if after > before else 'fewer'}")
        return [self.say("play_last.hawks_why", **values, why=why)]

    def moved(self, past: Sequence[Past], n: int, before: float) -> str:
        """Why felt tension moved in a turn; with a decimal where whole points would hide that it did."""
        parts, after = [month.met[n].moved for month in past], past[-1].met[n].tension
        decimals = int(round(before) == round(after))
        return self.say(
            "play_last.moved",
            rival=self.state(past[-1].met[n].rival),
            before=self.number(before, decimals),
            after=self.number(after, decimals),
            acts=self.signed(sum(one.acts for one in parts)),
            crisis=self.signed(sum(one.crisis for one in parts)),
            quiet=self.signed(sum(one.quiet for one in parts)),
        )

    def trusted(self, past: Sequence[Past], n: int, before: float) -> str:
        """Why trust moved in a turn, in points of a hundred."""
        met = [month.met[n] for month in past]
        change, quiet = met[-1].trust - before, sum(one.trust_by_itself for one in met)
        return self.say(
            "play_last.trusted",
            rival=self.state(met[-1].rival),
            before=self.percent(before),
            after=self.percent(met[-1].trust),
            acts=self.signed(100 * (change - quiet)),
            quiet=self.signed(100 * quiet),
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
        """The act that what a rival did reads most like, of those that are no offer: it has offered nothing."""
        read = rival.read or 0.0
        acts = (one for one in ACTIONS if not one.consent)
        return self.act(min(acts, key=lambda one: abs(one.goldstein / GOLDSTEIN - read)).name)


def _weight(met: Met) -> float:
    """What a rival's first act weighs, if it was carried out; Goldstein/10."""
    return ACTIONS[CODE[met.rival_initiative]].goldstein / GOLDSTEIN
