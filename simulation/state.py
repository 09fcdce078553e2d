"""What the model holds: NamedTuples of arrays, with their axes, units and ranges.

Axes: state or pair first, run last. A *pair* is directed (actor, target); there are n(n-1) of them, ordered by actor and
then by target, so that `[pair, run]` folds into `[state, rival, run]` without copying. Some arrays have an issue, an
action, a domain or a concern in front. What two states share (ties, agreements, crises) stands equal in both directions.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from simulation import domains

Array = Any  # an array of any library that follows the array API; float unless said otherwise

ISSUES = domains.ISSUES
CONCERNS = ("security", "prosperity", "standing", "conscience")

#: room for what a doctrine remembers about a rival, besides what the world holds: GRIT's stage, a grudge, a count
MEMORY_SLOTS = 4


class Setting(NamedTuple):
    """What never changes in a run: who there is, and what each is like.

    Indices are integer arrays, or slices that do the same (of two states, where what they give is then a view).
    """

    states: tuple[str, ...]
    doctrines: tuple[Any, ...]  # [state] how each decides, a `doctrines.Doctrine`
    actor: Array  # [pair] index of the acting state
    target: Array  # [pair] index of the state acted upon
    reverse: Array  # [pair] index of the opposite pair
    growth: Array  # [state, 1] baseline growth, % a year
    openness: Array  # [state, 1] total trade over GDP
    routine: Array  # [state, 1] arms that domestic routine alone sustains at the start, share of GDP
    gdp: Array  # [state, 1] at the start, trillion 2011 dollars
    abuses: Array  # [state, 1] probability of a rights abuse in a month
    hawks: Array  # [state, 1] resting share of hawks, 0-1
    concerns: Array  # [concern, state, 1] resting log weights of the coalition
    trade_share: Array  # [pair, 1] share of the actor's total trade at full potential, 0-1
    exit_cost: Array  # [pair, 1] what the end of all trade with the target would cost, share of GDP
    receptive: Array  # [pair, 1] true where the target joins in whatever it is offered
    named_leaders: Array  # [state, 1] true where the scenario names the leaders


class World(NamedTuple):
    """Everything that a month hands on to the next."""

    # felt and believed by the actor about the target [pair, run]
    tension: Array  # points, 0-100
    trust: Array  # probability that the target reciprocates, 0-1
    fear: Array  # nuclear salience, index 0-3
    value_confrontation: Array  # learnt value of confronting, utility a month
    value_talking: Array  # learnt value of talking and cooperating, utility a month
    remembered: Array  # the target's perceived conduct, smoothed, Goldstein/10
    conduct: Array  # the actor's own conduct, smoothed, Goldstein/10
    notes: Array  # [slot, pair, run] what the actor's doctrine remembers
    # shared by both directions [pair, run]
    ties: Array  # [domain, pair, run] share of potential, 0-1
    severed: Array  # [domain, pair, run] ties that were severed and are remembered, share of potential
    crisis_load: Array  # severity of crises, fading, 0-1
    hotline: Array  # 0 or 1
    vulnerability: Array  # mutual nuclear vulnerability, 0-1
    # negotiation [issue, pair, run]
    demand: Array  # share that the actor asks for, 0-1
    private: Array  # private part of the actor's reservation value
    estimate: Array  # what the actor thinks the target insists on, 0-1
    term: Array  # months that the agreement still runs; 0 is none; equal in both directions
    share: Array  # the actor's share in the agreement, 0-1
    silence: Array  # months until the issue may be taken up again; equal in both directions
    # each state [state, run]
    arms: Array  # military share of GDP, 0-1
    gdp: Array  # trillion 2011 dollars
    influence: Array  # share in third theatres, 0-1
    status_quo: Array  # the influence that it regards as its own, 0-1
    hawks: Array  # share of hawks at home, 0-1
    grievance: Array  # what the public holds against rivals, index; below 0 is goodwill
    concerns: Array  # [concern, state, run] log weights of the coalition
    leader: Array  # disposition, -1 hard to +1 conciliatory, may exceed it a little
    need: Array  # economic need (bad harvest, oil shock), 0-1
    technology: Array  # relative level, 0-1
    # the world [run]
    theatre: Array  # how open the contest in third theatres is, 0-1
    backlog: Array  # global problems left unattended, months of full attention
    over: Array  # bool: ended in war


FREE = -1  # nothing is ordered: the state decides
NO, YES = 0, 1  # what is said to an offer, and whether a state speaks up


class Imposed(NamedTuple):
    """What the scenario imposes in one month (or, with a month axis in front, in all)."""

    theatre: Array  # [1] size of third-theatre shocks that begin or go on
    favours: Array  # [state, 1] signed push of influence by the shock
    need: Array  # [state, 1] size of economic shocks
    vulnerability: Array  # [pair, 1] level set by technology; below 0: as it was
    abuse: Array  # [state, 1] size of rights abuses
    incident: Array  # [pair, 1] size of incidents
    stakes: Array  # [pair, 1] least severity of a crisis that begins now, 0-1
    new_leader: Array  # [state, 1] bool: a leader takes office
    disposition: Array  # [state, 1] that leader's mean disposition
    initiative: Array  # [pair, 1] code of the act that is ordered, or FREE
    response: Array
    consent: (
        Array  # [action, pair, 1] YES or NO of the actor to what its target offers as its initiative, or FREE
    )
    consent_response: Array  # the same, to what it offers as its response
    asks: Array  # [issue, pair, 1] share that the actor demands where talks are open, 0-1, or FREE
    leaves: Array  # [issue, pair, 1] bool: the actor leaves the agreement, if there is one
    speaks: Array  # [pair, 1] YES or NO of the actor to speaking up on the target's abuse, if there is one, or FREE
    barred: Array  # [action, pair, 1] bool: what the actor will neither do nor join in


class Draws(NamedTuple):
    """The chance of one month (or, with a month axis in front, of all). `u_`: uniform on [0, 1); `n_`: standard normal."""

    u_initiative: Array  # [pair, run]
    u_response: Array
    u_consent: Array
    u_consent_response: Array
    u_criticise: Array
    u_walkout: Array
    n_initiative: Array
    n_response: Array
    u_breach: Array
    u_ratify: Array
    n_reveal: Array
    n_private: Array  # [issue, pair, run]
    u_crisis: Array  # [pair, run], the same in both directions
    u_severity: Array
    u_war: Array
    u_incident: Array
    n_climate: Array
    u_leader: Array  # [state, run]
    n_leader: Array
    u_abuse: Array
    u_shock: Array
    u_theatre: Array  # [run]
    u_size: Array
    u_favour: Array


class Observation(NamedTuple):
    """What a state could see when it decides: its own side, and the rival's acts through its own eyes. `[pair, run]`."""

    seen: Array  # what is being answered: the rival's perceived act now, or its remembered conduct; Goldstein/10
    answering: Array  # bool: the rival has just moved, and this is the answer
    offered: (
        Array  # code of the act that the rival has offered, and which needs consent; FREE where there is none
    )
    abuse: Array  # size of the month's rights abuses by the rival, 0 where there is none
    remembered: Array
    conduct: Array  # own conduct, smoothed
    tension: Array
    trust: Array
    fear: Array  # nuclear salience times mutual vulnerability
    value_confrontation: Array
    value_talking: Array
    common_ground: Array  # expected surplus over issues still open, 0-1
    ties: Array  # [domain, pair, run] share of potential, 0-1
    room: Array  # [domain, pair, run] how far each tie can still grow, 0-1
    theatre: Array
    loss: Array  # influence lost against the status quo, share
    hawks: Array
    leader: Array
    need: Array
    attention: Array  # attention left this month, 0-1
    backlog: Array
    climate: Array  # the month's shock common to both sides, utility
    concerns: Array  # [concern, pair, run] weights that sum to 1
    available: Array  # [action, pair, run] bool: what may be chosen
    notes: Array  # [slot, pair, run]


class Record(NamedTuple):
    """What is reported of a month; `variables.VARIABLES` has the names, dimensions and units of what is in it."""

    initiative: Array
    response: Array
    cooperation: Array
    tension: Array
    trust: Array
    fear: Array
    value_confrontation: Array
    value_talking: Array
    recognition: Array
    common_ground: Array
    reservation: Array
    ties: Array  # [domain, pair, run]
    mutual_benefit: Array
    benefits: Array  # [domain, pair, run] the parts of mutual benefit
    refused: Array
    criticised: Array
    crisis: Array
    severity: Array
    near_miss: Array
    agreement: Array  # [issue, pair, run]
    signed: Array
    broken: Array
    arms: Array
    growth: Array
    gdp: Array
    jobs: Array
    influence: Array
    hawks: Array
    softness: Array
    dependence: Array
    rights_criticism: Array
    global_attention: Array
    concerns: Array  # [concern, state, run]
    theatre: Array
    global_backlog: Array
    instability: Array
    war: Array
