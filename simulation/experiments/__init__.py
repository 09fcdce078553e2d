"""Experiments: what is asked of the model. Each takes results of `engine.simulate`, or makes them, and measures."""
