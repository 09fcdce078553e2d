"""Results known before this model, and whether it reproduces them as special cases: one file and one page each."""
