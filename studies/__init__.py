"""Studies of the model, run by hand from a checkout: how it was fitted, what carries it, how it does against what is known.

Each is a command that makes a dated page or table: see `studies/README.md`. Nothing in `simulation` imports a study.
"""
