"""The documentation: pages in Markdown, `conf.py` for Sphinx, and `handbook`, which writes what comes from the code."""
