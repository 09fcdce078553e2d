"""One script a scenario: each module declares `SCENARIO` and, started as a script, runs it.

`simulation.load_scenario("NAME")` takes `scenarios.NAME.SCENARIO`; modules whose name begins with `_` are no
scenarios.
"""
