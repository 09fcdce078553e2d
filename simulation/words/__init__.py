"""Findings in sentences and cells, one file a subject. What reports and figures both say is said here, once.

The words themselves are in `data/words/LANG.toml`, one file a language; `catalogue` fills them in.
"""
