"""Trust: the belief that the rival would rather reciprocate than exploit, learnt from costly signals."""

from __future__ import annotations

from simulation.rules.arrays import bounded, log_odds, logistic
from simulation.state import Array


def trust(
    p: Array, hostility: Array, proof: Array, loss: Array, gain: Array, back: Array, prior: Array
) -> Array:
    """Next month's trust, `[pair, run]`, 0-1.

    logit p' = logit p - b_neg hostility + b_pos proof - d (logit p - l0).
    With Gaussian likelihoods of equal variance for the two types, the log-likelihood ratio of an act is linear in the
    act, so this is Bayes' rule with a slow return to the prior (Kydd 2000, 2005). `proof` is perceived warmth times
    what it cost the sender: cheap talk proves little. Kept within log-odds of +-6, so that belief can always turn.
    """
    l = log_odds(p)  # noqa: E741 - the literature's letter
    return logistic(bounded(l - loss * hostility + gain * proof - back * (l - prior), -6.0, 6.0))
