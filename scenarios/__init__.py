"""One script a scenario: each module declares `SCENARIO` and, started as a script, runs it.

`simulation.load_scenario("NAME")` takes `SCENARIO` of `scenarios/NAME.py`. None imports another, so that each runs by
itself: what it changes of another it loads by name, and what several share about history is `simulation.scenario.episode`.
"""
