"""The pages that come from the code: the model rule by rule, and the reference.

`python -m docs.handbook` writes them; the tests say when one of them no longer says what the code does. A page holds what
docstrings and tables of the code hold and nothing else, so that to correct a page is to correct the code.
"""
