"""What a scenario is made of: states, the relations between them, and their leaders. Frozen; each checked on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationError,
    create_model,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from simulation.doctrines import Doctrine
from simulation.doctrines.named import as_doctrine, doctrine_names
from simulation.domains import DOMAINS
from simulation.errors import Named, Problem, ScenarioError, problems_of, show
from simulation.fields import Items, Month, Name, OneOf, Range, Table, Text, Yes
from simulation.saying import say
from simulation.state import CONCERNS, ISSUES

SUM_TOLERANCE = 1e-5  # how far shares may be from adding up to 1: rounding in a text file, nothing more

Date = Annotated[str, Month()]
Label = Annotated[str, Name(24)]
Title = Annotated[str, Text(1, 120)]
Source = Annotated[str, Text(0, 500)]
Share = Annotated[float, Range(0, 1)]
MilitaryShare = Annotated[float, Range(0, 0.6, "share of GDP")]
TwoShares = Annotated[tuple[Share, Share], Items(2, 2, "numbers", "two_numbers")]
TwoTensions = Annotated[
    tuple[Annotated[float, Range(0, 100, "tension")], Annotated[float, Range(0, 100, "tension")]],
    Items(2, 2, "numbers", "two_numbers"),
]
TwoUtilities = Annotated[
    tuple[
        Annotated[float, Range(-3, 3, "utility a month")], Annotated[float, Range(-3, 3, "utility a month")]
    ],
    Items(2, 2, "numbers", "two_numbers"),
]
TwoFears = Annotated[
    tuple[Annotated[float, Range(0, 3, "index")], Annotated[float, Range(0, 3, "index")]],
    Items(2, 2, "numbers", "two_numbers"),
]
TwoStates = Annotated[tuple[Label, Label], Items(2, 2, "states", "two_states")]


class Part(BaseModel):
    """What every part of a scenario shares: frozen, no unknown keys, refusals of one line."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
    noun: ClassVar[str] = "part"

    def __init__(self, /, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise ScenarioError(problems_of(error, type(self)), self._where(values)) from None

    @classmethod
    def _where(cls, values: Mapping[str, object]) -> Named:
        name = values.get("name") or values.get("title")
        return Named(cls.noun, name if isinstance(name, str) else None)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A checked copy with some fields replaced. It is never deep: what does not change can be shared."""
        return type(self)(**{**dict(self), **(update or {})})

    def __setattr__(self, name: str, value: object) -> None:
        raise ScenarioError(say("refusal.frozen", what=say(f"refusal_a.{self.noun}"), change=f"{name}=..."))

    def __delattr__(self, name: str) -> None:
        raise ScenarioError(say("refusal.frozen", what=say(f"refusal_a.{self.noun}"), change="..."))


class Concerns(Part):
    """How much each concern weighs in a state's coalition at the start; the four weights sum to 1."""

    noun: ClassVar[str] = "concerns"

    security: Share
    """Weight of security, 0 to 1."""
    prosperity: Share
    """Weight of prosperity, 0 to 1."""
    standing: Share
    """Weight of standing (influence), 0 to 1."""
    conscience: Share
    """Weight of conscience (rights, global issues), 0 to 1."""

    @model_validator(mode="after")
    def _sum(self) -> Self:
        total = sum(self.weights)
        if abs(total - 1) > SUM_TOLERANCE:
            raise ScenarioError(say("refusal.sum", total=f"{total:.6g}", names=", ".join(CONCERNS)))
        return self

    @property
    def weights(self) -> tuple[float, ...]:
        """The weights in the order of `state.CONCERNS`."""
        return tuple(float(getattr(self, concern)) for concern in CONCERNS)


@dataclass(frozen=True)
class Deciding:
    """A doctrine, or the name of one of ours or of an installed package; written as its name."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names that may be written now."""
        return doctrine_names()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(
            str, return_schema=core_schema.str_schema()
        )
        return core_schema.no_info_plain_validator_function(as_doctrine, serialization=written)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.names)}


class StateSpec(Part):
    """A state at the start of the run."""

    noun: ClassVar[str] = "state"

    name: Label
    """A unique short label, for example US."""
    title: Title
    """The state's full name."""
    # Any, so that a type checker lets a name be given; what is there is a Doctrine
    doctrine: Annotated[Doctrine | Any, Deciding()] = Field(default="deliberate", validate_default=True)
    """How it decides: the name of a doctrine."""
    gdp: Annotated[float, Range(0.0001, 1000, "trillion 2011 USD")]
    """Output at the start, trillion 2011 USD."""
    growth: Annotated[float, Range(-10, 15, "percent a year")] = 3.0
    """Baseline growth, percent a year."""
    openness: Annotated[float, Range(0, 2, "total trade / GDP")] = 0.1
    """Total trade over GDP."""
    burden: MilitaryShare = 0.05
    """Military share of GDP at the start."""
    routine: MilitaryShare = 0.05
    """Military share of GDP that domestic routines alone would sustain."""
    influence: Share
    """Share of influence in third theatres at the start; the states' shares sum to 1."""
    hawks: Share = 0.5
    """Strength of hard-liners in the coalition at the start and in the long run, 0 to 1."""
    leaning: Annotated[float, Range(-1, 1, "-1 hard, +1 conciliatory")] = 0.0
    """What every leader of this state has in common, added to the disposition: from -1, hard, to +1, conciliatory."""
    substitutability: Share = 0.5
    """How easily trade partners are replaced, 0 to 1."""
    technology: Share = 0.5
    """Relative level of technology, 0 to 1."""
    abuses: Annotated[float, Range(0, 1, "probability a month")] = 0.02
    """Probability a month of a rights abuse."""
    receptive: Annotated[bool, Yes()] = False
    """Whether it joins in whatever it is offered, whatever its doctrine says."""
    concerns: Annotated[Concerns, Table("concerns")] = Concerns(
        security=0.4, prosperity=0.3, standing=0.2, conscience=0.1
    )
    """Weights of the four concerns, sum 1."""
    source: Source = ""
    """A key of `sources`, or free text."""


#: fields of a rivalry that hold one value a side
_BY_SIDE = (
    "between", "tension", "trust", "value_confrontation", "value_talking", "fear", "trade_share",
)  # fmt: skip


class Feeling(Part):
    """What two states feel about each other at the start."""

    noun: ClassVar[str] = "rivalry"

    between: TwoStates
    """The two states, for example ["US", "USSR"]."""
    tension: TwoTensions = (20.0, 20.0)
    """Felt by the first about the second, and by the second about the first, 0 to 100."""
    trust: TwoShares = (0.5, 0.5)
    """Probability that the other reciprocates, as each sees it, 0 to 1."""
    value_confrontation: TwoUtilities | None = None
    """What each has learnt that confronting is worth a month; without it, what this start would teach in the long run."""
    value_talking: TwoUtilities | None = None
    """What each has learnt that talking is worth a month; without it, what this start would teach in the long run."""
    fear: TwoFears | None = None
    """Nuclear salience that each has learnt from crises, 0 to 3; without it, what this start would teach in time."""


if TYPE_CHECKING:

    class Tied(Feeling):
        """For type checkers, which cannot read the table; one that is not named here runs all the same."""

        trade: Share = 0.5
        culture: Share = 0.5
        science: Share = 0.5

else:
    Tied = create_model(
        "Tied",
        __base__=Feeling,
        __module__=__name__,
        **{
            one.name: (Share, Field(one.start, description=f"Tie in {one.name}, share of its potential."))
            for one in DOMAINS
        },
    )


class Rivalry(Tied):
    """What two states feel and share at the start. A pair of states without one has these defaults."""

    trade_share: TwoShares = (0.05, 0.05)
    """Share of each side's total trade that this partner would have at full potential."""
    vulnerability: Share = 0.0
    """Mutual nuclear vulnerability at the start, 0 to 1."""
    agreements: Annotated[
        tuple[Annotated[str, OneOf(ISSUES, "issue")], ...],
        Items(0, len(ISSUES), "issues", "some_issues"),
    ] = ()
    """Issues on which an agreement is in force at the start."""
    hotline: Annotated[bool, Yes()] = False
    """Whether a hotline exists at the start."""
    source: Source = ""
    """A key of `sources`, or free text."""

    @model_validator(mode="after")
    def _sense(self) -> Self:
        problems = two_different(self.between)
        for place, issue in enumerate(self.agreements):
            if issue in self.agreements[:place]:
                problems.append(Problem(("agreements", place), say("refusal.issue_twice", found=show(issue))))
        if problems:
            raise ScenarioError(problems)
        return self

    def seen_from(self, actor: str) -> Rivalry:
        """The same rivalry with `actor` first, so that index 0 of each pair of numbers is the actor's."""
        if actor == self.between[0]:
            return self
        given = {name: value for name, value in dict(self).items() if name in _BY_SIDE and value is not None}
        return Rivalry(**{**dict(self), **{name: value[::-1] for name, value in given.items()}})


class Leader(Part):
    """Who leads a state from a month on, until the state's next leader."""

    noun: ClassVar[str] = "leader"

    state: Label
    """The state's name."""
    name: Annotated[str, Text(1, 60)]
    """The leader's name."""
    since: Date
    """First month in office, "YYYY-MM"; may lie before the start."""
    disposition: Annotated[float, Range(-1, 1, "-1 hard, +1 conciliatory")] = 0.0
    """From -1, hard, to +1, conciliatory."""
    source: Source = ""
    """A key of `sources`, or free text."""


def two_different(between: tuple[str, str]) -> list[Problem]:
    if between[0] != between[1]:
        return []
    return [Problem(("between",), say("refusal.both_sides", found=show(between[0])))]
