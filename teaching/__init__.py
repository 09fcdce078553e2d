"""The teaching pack, one folder a language: lesson plans, role cards, sheets, and a version to play on paper.

The texts are Markdown in `en/`, `id/`, ...: the same files in all. `printing` makes pages of them that can be printed,
`paper` computes the numbers of the paper version from the model's own rules, and `figures` puts all numbers where the texts
quote them. `detente teaching --lang id --out DIR` or
`python -m teaching --lang id --out DIR` writes everything to a folder.
"""
