"""A finding as tidy tables for other programs: a row a thing, a column a quantity, with one name in every language.

Each function takes what a command found and gives its tables by name, `{name: DataFrame}`. The first, `about`, says what
was run: seed, runs and version, without which no number of the others can be had again. What does not apply is left
blank.
"""
