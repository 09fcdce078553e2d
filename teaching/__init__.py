"""The teaching pack, one folder a language: lesson plans, role cards, sheets, and a version to play on paper.

The texts are Markdown in `en/`, `id/`, ...: the same files in all. They travel with the package, and `detente teaching`
makes pages of them (`simulation.reports.teaching_pack`). The modules here are for a checkout: `paper` computes the numbers
of the paper version from the model's own rules, and `python -m teaching.figures` puts all numbers where they are quoted.
"""
