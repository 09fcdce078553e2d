"""Every number of the model that may be argued about: declared once, with unit, range and source.

`Parameters` is a NamedTuple; a field is a number or a `[run]` array, so that a sweep is one call. What stands in the
annotation (`About`) is what command-line help, sampling ranges and the tables of the docs are made from.

Sources: what is cited gave the form or the value; "explored" are values that an earlier, smaller version of this model was
tried with, and no evidence; "calibrated" was set by simulated moments within the range (docs/calibration.md); "assumption"
is ours, and says why where it is not plain.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

Number = Any  # a float, or an array [run]


class About(NamedTuple):
    """What a parameter means: its unit, the range within which it may be set or sampled, and where it comes from."""

    meaning: str
    unit: str
    low: float
    high: float
    source: str
    default: float = 0.0


class Parameters(NamedTuple):
    """All parameters with their defaults; see `PARAMETER_TABLE` for the same as a table."""

    # --- perception and trust -------------------------------------------------------------------------------------
    perception_noise: Annotated[
        Number,
        About(
            "sd of the error in reading an act",
            "Goldstein/10",
            0.0,
            0.5,
            "assumption, explored .05-.30; calibrated",
        ),
    ] = 0.0877
    credulity: Annotated[
        Number,
        About(
            "share of a friendly act believed at zero trust",
            "share",
            0.0,
            1.0,
            "Jervis 1976; explored .2-.9",
        ),
    ] = 0.5
    trust_loss: Annotated[
        Number,
        About(
            "log-odds of trust lost per unit of perceived hostility",
            "log-odds",
            0.0,
            2.0,
            "Kydd 2005; calibrated",
        ),
    ] = 0.55
    trust_gain: Annotated[
        Number,
        About(
            "log-odds of trust won per unit of perceived, costly warmth",
            "log-odds",
            0.0,
            4.0,
            "Kydd 2005; calibrated",
        ),
    ] = 2.1
    trust_return: Annotated[
        Number,
        About(
            "monthly return of trust to its prior",
            "1/month",
            0.0,
            0.2,
            "assumption, explored .01-.05; calibrated",
        ),
    ] = 0.0323
    trust_prior: Annotated[
        Number,
        About("prior log-odds that a rival reciprocates", "log-odds", -4.0, 4.0, "assumption; calibrated"),
    ] = -0.857
    refusal_felt: Annotated[
        Number,
        About(
            "share of Goldstein's weight at which a declined offer is felt",
            "share",
            0.0,
            1.0,
            "1: Goldstein 1992; 0, since whoever offers expects that it may be declined: assumption",
        ),
    ] = 0.0
    memory: Annotated[
        Number,
        About(
            "weight of the past in what a month leaves: the rival's conduct, one's own, a crisis",
            "share/month",
            0.0,
            0.99,
            "explored .5; crises last 76 days in the median (ICB: Brecher & Wilkenfeld 1997); calibrated",
        ),
    ] = 0.474

    # --- felt tension ---------------------------------------------------------------------------------------------
    tension_memory: Annotated[
        Number,
        About(
            "share of felt tension kept a month", "share/month", 0.5, 0.999, "assumption, explored .90-.97"
        ),
    ] = 0.93
    tension_floor: Annotated[
        Number,
        About(
            "tension felt of a rival with no hawks and no arms", "points", 0.0, 60.0, "assumption; calibrated"
        ),
    ] = 19.1
    tension_hawks: Annotated[
        Number,
        About(
            "resting tension that a wholly hawkish public adds", "points", 0.0, 80.0, "assumption; calibrated"
        ),
    ] = 24.7
    tension_arms: Annotated[
        Number,
        About(
            "resting tension per share of GDP that the rival arms beyond one's own",
            "points",
            0.0,
            500.0,
            "security dilemma, Jervis 1978; assumption",
        ),
    ] = 60.0
    alarm: Annotated[
        Number,
        About(
            "tension per unit of perceived hostility",
            "points",
            0.0,
            80.0,
            "assumption, explored 20; calibrated",
        ),
    ] = 18.2
    relief: Annotated[
        Number,
        About(
            "tension taken off per unit of trusted warmth",
            "points",
            0.0,
            80.0,
            "assumption, explored 0-50; calibrated",
        ),
    ] = 23.0
    crisis_alarm: Annotated[
        Number,
        About("tension per unit of a crisis's severity", "points", 0.0, 150.0, "assumption, explored 50"),
    ] = 40.0

    # --- nuclear fear ---------------------------------------------------------------------------------------------
    fear_floor: Annotated[
        Number,
        About("nuclear salience without recent crises", "index 0-3", 0.0, 1.0, "assumption, explored .3-.6"),
    ] = 0.4
    fear_memory: Annotated[
        Number,
        About(
            "share of learnt fear kept a month",
            "share/month",
            0.9,
            0.999,
            "assumption, explored .96-.996; calibrated",
        ),
    ] = 0.965
    fear_learning: Annotated[
        Number,
        About(
            "fear learnt per unit of severity beyond an ordinary crisis",
            "index",
            0.0,
            4.0,
            "Nye 1987; explored .4-.6, raised for the shift after Cuba; calibrated",
        ),
    ] = 2.0
    ordinary_severity: Annotated[
        Number,
        About(
            "severity up to which a crisis teaches nothing",
            "severity",
            0.0,
            1.0,
            "COPDAB 1948-78 shows no shift after the crises of ICB on average (Azar 1980; Brecher & Wilkenfeld 1997)",
        ),
    ] = 0.2

    # --- learnt values --------------------------------------------------------------------------------------------
    learning: Annotated[
        Number,
        About(
            "rate at which experience corrects learnt values",
            "share/month",
            0.0,
            0.5,
            "Roth & Erev 1995 for the form; explored .05-.2; calibrated",
        ),
    ] = 0.0767
    forgetting: Annotated[
        Number,
        About(
            "monthly return of learnt values to the initial belief",
            "1/month",
            0.0,
            0.1,
            "Roth & Erev 1995 for the form; explored .01-.05; calibrated",
        ),
    ] = 0.0193
    belief_confrontation: Annotated[
        Number,
        About(
            "value of confronting believed before any experience",
            "utility",
            -1.0,
            1.0,
            "assumption: at first confronting is believed to pay; calibrated",
        ),
    ] = 0.44
    belief_talking: Annotated[
        Number,
        About(
            "value of talking believed before any experience", "utility", -1.0, 1.0, "assumption; calibrated"
        ),
    ] = -0.363
    payoff_influence: Annotated[
        Number,
        About("payoff of a share point of influence won", "utility", 0.0, 200.0, "assumption; calibrated"),
    ] = 96.7
    payoff_ties: Annotated[
        Number,
        About("payoff of ties at their full potential", "utility/month", 0.0, 3.0, "assumption; calibrated"),
    ] = 1.63
    payoff_hostility: Annotated[
        Number,
        About(
            "price of one unit of the rival's perceived hostility",
            "utility",
            0.0,
            3.0,
            "assumption; calibrated",
        ),
    ] = 2.71
    payoff_danger: Annotated[
        Number,
        About(
            "how much dearer nuclear fear, at full vulnerability, makes the rival's hostility",
            "ratio",
            0.0,
            5.0,
            "Nye 1987; calibrated",
        ),
    ] = 0.517
    payoff_crisis: Annotated[
        Number, About("price of a crisis of severity one", "utility", 0.0, 10.0, "assumption; calibrated")
    ] = 4.22
    ties_at_stake: Annotated[
        Number,
        About(
            "share of the worth of ties that confronting puts at stake; -1: ties are credited to it",
            "share",
            -1.0,
            1.0,
            "trade expectations: Copeland 1996; size an assumption; calibrated",
        ),
    ] = 0.377
    loss_aversion: Annotated[
        Number,
        About("weight of a loss against a gain", "ratio", 1.0, 4.0, "Kahneman & Tversky 1979; Levy 1997"),
    ] = 2.0

    # --- deliberate choice ----------------------------------------------------------------------------------------
    precision: Annotated[
        Number,
        About(
            "how sharply choice follows utility (logit)",
            "1/utility",
            0.0,
            30.0,
            "McKelvey & Palfrey 1995 for the form; explored 3-7; calibrated",
        ),
    ] = 2.54
    want_reassurance: Annotated[
        Number,
        About(
            "security: a trusted rival answers in kind",
            "utility",
            0.0,
            10.0,
            "Kydd 2000; explored 3-4.5; calibrated",
        ),
    ] = 0.974
    want_deterrence: Annotated[
        Number,
        About(
            "security: firmness towards a distrusted rival that provokes",
            "utility",
            0.0,
            10.0,
            "deterrence model, Jervis 1976; calibrated",
        ),
    ] = 0.628
    want_dialogue: Annotated[
        Number,
        About(
            "security: nuclear fear speaks for talking",
            "utility",
            0.0,
            5.0,
            "Nye 1987; Weber 1990; calibrated",
        ),
    ] = 1.2
    want_restraint: Annotated[
        Number,
        About(
            "security: fear restrains a show of force",
            "utility",
            0.0,
            5.0,
            "Nye 1987; explored .2-.9; calibrated",
        ),
    ] = 0.54
    want_gain: Annotated[
        Number,
        About(
            "prosperity: what more ties would bring",
            "utility",
            0.0,
            5.0,
            "assumption, explored .5-.6; calibrated",
        ),
    ] = 2.11
    want_thrift: Annotated[
        Number,
        About("every act has a price; holding has none", "utility", 0.0, 3.0, "assumption; calibrated"),
    ] = 1.19
    want_influence: Annotated[
        Number,
        About(
            "standing: what a contest in third theatres may win",
            "utility",
            0.0,
            10.0,
            "assumption; calibrated",
        ),
    ] = 0.633
    want_attention: Annotated[
        Number,
        About(
            "conscience: price of attention taken from the global agenda",
            "utility",
            0.0,
            5.0,
            "attention budget, Jones & Baumgartner 2005",
        ),
    ] = 1.0
    audience_cost: Annotated[
        Number,
        About(
            "hawks at home punish warmth and reward an answer",
            "utility",
            0.0,
            5.0,
            "Fearon 1994; Kertzer & Brutger 2016; calibrated",
        ),
    ] = 0.369
    reciprocity: Annotated[
        Number,
        About(
            "pull towards an answer to the rival that sets out from one's own conduct",
            "utility",
            0.0,
            5.0,
            "assumption, explored .5-3; calibrated",
        ),
    ] = 0.486
    want_learnt: Annotated[
        Number, About("weight of learnt values in choice", "utility", 0.0, 5.0, "assumption; calibrated")
    ] = 2.01
    want_common_ground: Annotated[
        Number,
        About(
            "what talking is worth where agreement is thought possible",
            "utility",
            0.0,
            5.0,
            "assumption; calibrated",
        ),
    ] = 0.491
    leadership: Annotated[
        Number,
        About(
            "pull of a leader's disposition",
            "utility",
            0.0,
            5.0,
            "assumption: that leaders differ may carry the autocorrelation at twelve months; calibrated",
        ),
    ] = 0.709
    climate: Annotated[
        Number,
        About(
            "sd of the month's shock common to both sides",
            "utility",
            0.0,
            2.0,
            "assumption, explored .05-.24; calibrated",
        ),
    ] = 0.238
    courtesy: Annotated[
        Number,
        About(
            "readiness to accept what one would not have offered",
            "log-odds",
            -5.0,
            10.0,
            "assumption; calibrated",
        ),
    ] = 3.65
    minor_acts: Annotated[
        Number,
        About(
            "minor acts in a month that the record counts beside the two moves",
            "count",
            0.0,
            10.0,
            "assumption: COPDAB's monthly means are of several events; calibrated",
        ),
    ] = 0.567

    # --- negotiation ----------------------------------------------------------------------------------------------
    reservation: Annotated[
        Number,
        About(
            "reservation value on an issue between neutral states",
            "share",
            0.0,
            1.0,
            "assumption; calibrated",
        ),
    ] = 0.346
    reservation_hawks: Annotated[
        Number,
        About(
            "hawks raise the least that is acceptable", "share", 0.0, 1.0, "win-sets, Putnam 1988; calibrated"
        ),
    ] = 0.118
    reservation_tension: Annotated[
        Number, About("felt tension raises it", "share", 0.0, 1.0, "assumption; calibrated")
    ] = 0.275
    reservation_trust: Annotated[
        Number, About("trust lowers it", "share", 0.0, 1.0, "assumption; calibrated")
    ] = 0.396
    reservation_recognition: Annotated[
        Number,
        About(
            "learning that confronting pays less than talking lowers the value of no agreement",
            "share",
            0.0,
            1.0,
            "claim B3; assumption; calibrated",
        ),
    ] = 0.432
    reservation_fear: Annotated[
        Number,
        About("nuclear fear lowers it, on arms", "share", 0.0, 1.0, "Weber 1990; assumption; calibrated"),
    ] = 0.0539
    reservation_need: Annotated[
        Number,
        About(
            "economic need lowers it, on trade", "share", 0.0, 1.0, "assumption: harvest failures 1963, 1972"
        ),
    ] = 0.3
    reservation_leak: Annotated[
        Number,
        About(
            "a lead in technology raises it, on science and trade",
            "share",
            0.0,
            1.0,
            "export controls; assumption; calibrated",
        ),
    ] = 0.233
    reservation_leverage: Annotated[
        Number,
        About(
            "leverage of a rival that threatens to cut ties lowers it",
            "share",
            0.0,
            4.0,
            "Hirschman 1945; Crescenzi 2005; size: assumption",
        ),
    ] = 1.0
    reservation_spread: Annotated[
        Number,
        About("sd of the private part of a reservation value", "share", 0.0, 0.5, "Fearon 1995; assumption"),
    ] = 0.10
    concession: Annotated[
        Number,
        About(
            "part of the way that a session goes: to one's reservation value in demands, to the truth in estimates",
            "share",
            0.0,
            1.0,
            "assumption",
        ),
    ] = 0.2
    prior_reservation: Annotated[
        Number,
        About(
            "what the rival is thought to insist on before any talks",
            "share",
            0.0,
            1.0,
            "assumption; calibrated",
        ),
    ] = 0.596
    ratification: Annotated[
        Number,
        About("chance that a wholly hawkish home refuses to ratify", "probability", 0.0, 1.0, "Putnam 1988"),
    ] = 0.5
    agreement_term: Annotated[
        Number,
        About("months an agreement runs", "months", 6.0, 240.0, "SALT I interim agreement: five years"),
    ] = 60.0
    pause: Annotated[
        Number,
        About(
            "months of silence after talks fail, lapse or are walked out of",
            "months",
            0.0,
            60.0,
            "assumption",
        ),
    ] = 9.0
    breach: Annotated[
        Number,
        About(
            "monthly chance to leave per share point by which an agreement is worse than none",
            "probability",
            0.0,
            1.0,
            "assumption",
        ),
    ] = 0.15

    # --- ties and benefits ----------------------------------------------------------------------------------------
    trade_growth: Annotated[
        Number,
        About(
            "growth of trade towards what is open, a month; as much again for a sale between governments",
            "1/month",
            0.0,
            0.2,
            "US-Soviet turnover rose fourfold from 1969-71 to 1972-74 (.03); calibrated",
        ),
    ] = 0.0297
    trade_closed: Annotated[
        Number,
        About(
            "share of trade's potential that is open without an agreement",
            "share",
            0.01,
            1.0,
            "no credit and no most-favoured-nation tariff before 1972; size calibrated",
        ),
    ] = 0.228
    tie_decay: Annotated[
        Number,
        About(
            "monthly run-off of a tie that nothing keeps up",
            "1/month",
            0.0,
            0.2,
            "assumption: contracts of 2-4 years; calibrated",
        ),
    ] = 0.0217
    resentment_memory: Annotated[
        Number,
        About(
            "share of what was severed that is still held against the other after a month",
            "share/month",
            0.0,
            0.999,
            "grain embargo: Paarlberg 1985; Copeland 1996; size an assumption; calibrated",
        ),
    ] = 0.959
    exchange_growth: Annotated[
        Number,
        About(
            "what a month of joint culture or science adds",
            "share of potential",
            0.0,
            0.2,
            "assumption, explored .02",
        ),
    ] = 0.04
    trade_elasticity: Annotated[
        Number,
        About("income per unit of trade, elasticity", "ratio", 0.0, 1.0, "Feyrer 2019: about one half"),
    ] = 0.5
    culture_gain: Annotated[
        Number,
        About("income from culture at full potential", "% of GDP a year", 0.0, 0.2, "assumption: tourism"),
    ] = 0.02
    science_gain: Annotated[
        Number, About("income from science at full potential", "% of GDP a year", 0.0, 1.0, "assumption")
    ] = 0.10
    science_leak: Annotated[
        Number,
        About(
            "monthly closing of a gap in technology at full science or trade ties",
            "1/month",
            0.0,
            0.05,
            "technology transfer; assumption",
        ),
    ] = 0.002
    jobs_per_billion: Annotated[
        Number,
        About(
            "jobs that a billion dollars of exports supports",
            "jobs per $bn (2013)",
            0.0,
            30000.0,
            "US ITA: 5,590 in 2013",
        ),
    ] = 5590.0

    # --- arms and the economy -------------------------------------------------------------------------------------
    arms_reaction: Annotated[
        Number,
        About(
            "yearly reaction to the rival's arms, at full tension",
            "1/year",
            0.0,
            0.2,
            "Richardson 1960; least squares on real spending 1959-88 (COW-NMC): 0-.10",
        ),
    ] = 0.04
    arms_fatigue: Annotated[
        Number,
        About(
            "yearly fatigue",
            "1/year",
            0.01,
            0.5,
            "least squares on real spending 1959-88 (COW-NMC): .05-.10; fitted to the burden 1954-70; calibrated",
        ),
    ] = 0.145
    arms_limit: Annotated[
        Number, About("part of the reaction that an arms agreement stops", "share", 0.0, 1.0, "assumption")
    ] = 0.5
    burden_drag: Annotated[
        Number,
        About("growth lost per percent of GDP armed beyond routine", "% a year", 0.0, 1.0, "assumption"),
    ] = 0.1
    bad_harvest: Annotated[
        Number,
        About(
            "chance of an unscripted economic shock to a state", "probability/month", 0.0, 0.2, "assumption"
        ),
    ] = 0.01

    # --- third theatres -------------------------------------------------------------------------------------------
    theatre_rate: Annotated[
        Number,
        About(
            "unscripted third-theatre shocks", "probability/month", 0.0, 0.2, "assumption: one in four years"
        ),
    ] = 0.02
    shock_memory: Annotated[
        Number,
        About(
            "share of a contest, or of a bad harvest's need, that is left after a month",
            "share/month",
            0.0,
            0.99,
            "assumption: about a year and a half",
        ),
    ] = 0.9
    theatre_floor: Annotated[
        Number, About("contest that is always open", "index 0-1", 0.0, 1.0, "assumption")
    ] = 0.15
    influence_prize: Annotated[
        Number,
        About(
            "influence at stake in an open contest: what an unanswered show of force wins, or an upheaval moves",
            "share",
            0.0,
            0.2,
            "assumption",
        ),
    ] = 0.02
    reference_return: Annotated[
        Number,
        About(
            "monthly adjustment of the status quo to what is",
            "1/month",
            0.0,
            0.5,
            "reference point, Levy 1992; assumption",
        ),
    ] = 0.03

    # --- crises and war -------------------------------------------------------------------------------------------
    crisis_base: Annotated[
        Number,
        About(
            "log-hazard of a crisis in a month without force",
            "log 1/month",
            -8.0,
            0.0,
            "assumption, explored -3.6; calibrated",
        ),
    ] = -3.17
    crisis_force: Annotated[
        Number,
        About(
            "log-hazard per show of force, and of a wholly open contest",
            "log",
            0.0,
            4.0,
            "assumption, explored .8",
        ),
    ] = 0.8
    crisis_incident: Annotated[
        Number, About("log-hazard of an incident of full size", "log", 0.0, 6.0, "assumption")
    ] = 2.5
    incident_rate: Annotated[
        Number,
        About("unscripted incidents of a dyad", "probability/month", 0.0, 0.2, "assumption: U-2, RB-47, KAL"),
    ] = 0.02
    crisis_dependence: Annotated[
        Number,
        About(
            "log-hazard taken off by trade at full potential",
            "log",
            0.0,
            2.0,
            "Oneal & Russett 1999 (0-.8); disputed, 0 is the null",
        ),
    ] = 0.4
    severity_scale: Annotated[
        Number, About("smallest severity", "severity", 0.01, 0.5, "assumption, explored .1")
    ] = 0.1
    severity_tail: Annotated[
        Number,
        About(
            "Pareto exponent of severity",
            "exponent",
            1.0,
            4.0,
            "Richardson 1948; Cederman 2003; explored 1.6",
        ),
    ] = 1.6
    hotline_calm: Annotated[
        Number, About("part of the escalation that a hotline takes away", "share", 0.0, 1.0, "assumption")
    ] = 0.3
    war_risk: Annotated[
        Number,
        About(
            "chance that a near miss between fully vulnerable states ends in nuclear war",
            "probability",
            0.0,
            0.5,
            "Barrett, Baum & Hostetler 2013 for how wide the range is; explored .1-10 %: an index and not a forecast",
        ),
    ] = 0.02

    # --- coalition, audience, attention, rights -------------------------------------------------------------------
    hawks_culture: Annotated[
        Number,
        About(
            "grievance that full cultural ties make up for",
            "Goldstein/10",
            0.0,
            0.1,
            "contact hypothesis, Pettigrew & Tropp 2006; size: assumption; calibrated",
        ),
    ] = 0.00326
    public_memory: Annotated[
        Number,
        About(
            "share of a public's grievance kept a month, and of what a government privately holds an issue to be worth",
            "share/month",
            0.9,
            0.999,
            "assumption: half in three years; calibrated",
        ),
    ] = 0.975
    hawks_grievance: Annotated[
        Number,
        About(
            "share of hawks per unit of grievance",
            "share",
            0.0,
            50.0,
            "reference points: Levy 1992; assumption; calibrated",
        ),
    ] = 15.7
    succession_pull: Annotated[
        Number,
        About(
            "how much harder the next leader is per unit of hawks above the usual",
            "disposition",
            0.0,
            10.0,
            "assumption: selectorate chooses after its own mind; calibrated",
        ),
    ] = 3.84
    concern_memory: Annotated[
        Number,
        About(
            "share of a shift in the coalition's weights kept a month",
            "share/month",
            0.5,
            0.999,
            "assumption",
        ),
    ] = 0.95
    concern_shift: Annotated[
        Number,
        About(
            "how far lasting news shifts the coalition's weights",
            "log weight",
            0.0,
            4.0,
            "assumption; calibrated",
        ),
    ] = 1.69
    leader_tenure: Annotated[
        Number,
        About(
            "mean tenure of leaders that the scenario does not name",
            "months",
            6.0,
            600.0,
            "assumption, explored 60-80",
        ),
    ] = 70.0
    leader_spread: Annotated[
        Number,
        About(
            "sd of dispositions around what the scenario says",
            "index",
            0.0,
            1.5,
            "assumption, explored .5; calibrated",
        ),
    ] = 0.411
    crisis_attention: Annotated[
        Number, About("attention that a crisis of full severity takes", "share", 0.0, 1.0, "assumption")
    ] = 0.6
    backlog_inflow: Annotated[
        Number,
        About("global problems that arise in a month", "months of full attention", 0.0, 2.0, "assumption"),
    ] = 0.7
    backlog_fade: Annotated[
        Number, About("share of the backlog that lapses a month", "1/month", 0.0, 0.2, "assumption")
    ] = 0.01
    rights_base: Annotated[
        Number,
        About("log-odds of criticising an abuse, all else absent", "log-odds", -6.0, 4.0, "assumption"),
    ] = -1.0
    rights_conscience: Annotated[Number, About("conscience speaks", "log-odds", 0.0, 10.0, "assumption")] = (
        4.0
    )
    rights_tension: Annotated[
        Number, About("tension makes criticism cheap", "log-odds", 0.0, 10.0, "assumption")
    ] = 1.5
    rights_ties: Annotated[
        Number,
        About("a valuable relation makes it dear", "log-odds", 0.0, 10.0, "issue trade-offs; assumption"),
    ] = 3.0
    rights_lever: Annotated[
        Number,
        About(
            "an agreement on culture gives critics a text to invoke",
            "log-odds",
            0.0,
            10.0,
            "Helsinki Final Act 1975, Basket III",
        ),
    ] = 0.8

    # --- other doctrines ------------------------------------------------------------------------------------------
    sharpness: Annotated[
        Number,
        About("how strictly a fixed doctrine keeps to its rule", "1/utility", 1.0, 100.0, "assumption"),
    ] = 12.0
    grit_patience: Annotated[
        Number,
        About("exploited initiatives after which GRIT stops", "count", 1.0, 12.0, "Osgood 1962; explored 2"),
    ] = 2.0
    generosity: Annotated[
        Number,
        About(
            "share of a hostile act that is let pass: generous tit for tat as a chance, graduated reciprocity as a part",
            "probability",
            0.0,
            1.0,
            "Nowak & Sigmund 1992: 1/3 at payoffs 5, 3, 1, 0",
        ),
    ] = 1.0 / 3.0
    partial_reciprocity: Annotated[
        Number,
        About(
            "share of the distance from one's own conduct to the rival's that an answer covers; the rest is routine",
            "share",
            0.0,
            1.0,
            "Goldstein & Freeman 1990; least squares on COPDAB 1948-78: .40-.43; calibrated",
        ),
    ] = 0.424
    firm_trust: Annotated[
        Number,
        About("trust from which a firm deterrer talks", "probability", 0.0, 1.0, "Jervis 1976; assumption"),
    ] = 0.3
    experimentation: Annotated[
        Number,
        About(
            "share of what a class of acts has earned that goes to its neighbours",
            "share",
            0.0,
            1.0,
            "Roth & Erev 1995 (.05-.2)",
        ),
    ] = 0.1
    win_set: Annotated[
        Number,
        About(
            "warmest act that a home without hawks ratifies, and by mirror the hardest that one of hawks does",
            "Goldstein/10",
            0.0,
            2.0,
            "Putnam 1988; assumption",
        ),
    ] = 0.8


def _table() -> dict[str, About]:
    hints = get_type_hints(Parameters, include_extras=True)
    defaults = Parameters._field_defaults
    return {name: get_args(hints[name])[1]._replace(default=defaults[name]) for name in Parameters._fields}


#: name -> About, in the order of declaration
PARAMETER_TABLE: dict[str, About] = _table()
