"""How the default parameters were searched for, so that it can be done again.

    python -m studies.calibration --minutes 25 --out best.json     (needs the extra "calibrate")

Candidates are judged by the patterns that the record's table marks *fitted*, by a few plain facts about what states did,
and by the conditions of the story (`detente story`), all on the same chance. What the table holds out is neither measured
nor read. Several quite different vectors fit about equally well, so that the one that was found is no evidence that its
mechanisms are the true ones: what the record leaves open, `studies.posterior` asks.
"""
