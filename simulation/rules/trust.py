"""Trust: the belief that the rival would rather reciprocate than exploit, learnt from costly signals."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import bounded, log_odds, logistic
from simulation.state import Array


def trust(belief: Array, hostility: Array, proof: Array, p: Parameters) -> Array:
    """Next month's trust, `[pair, run]`, 0-1.

    l' = l - b_neg hostility + b_pos proof - d (l - l0), l = log(q / (1 - q)).
    With Gaussian likelihoods of equal variance for the two types, the log-likelihood ratio of an act is linear in the
    act, so this is Bayes' rule with a slow return to the prior (Kydd 2000, 2005). `proof` is perceived warmth times
    what it cost the sender: cheap talk proves little. Kept within log-odds of +-6, so that belief can always turn.
    q is `belief`; b_neg `trust_loss`, b_pos `trust_gain`, d `trust_return`, l0 `trust_prior`.
    """
    l = log_odds(belief)  # noqa: E741 - the literature's letter
    told = l - p.trust_loss * hostility + p.trust_gain * proof
    return logistic(bounded(told - p.trust_return * (l - p.trust_prior), -6.0, 6.0))
