"""What users read: the tables of the terminal, the pages of Markdown and HTML, and the words in both.

`pages` sets a page, `tables` a table of the terminal, `plain` what goes into JSON. Each report has its own files: the
ensemble of `detente run` (`run_summary` counts, `run_words` says, `run_tables` prints), `explaining`, `validation`,
`tournament`, and the claims of the article (`claims_words` says one claim, `claims_overview` all of them,
`claims_tables` prints, `claims_page` and `claims_frontier` make the page). Nothing here draws: figures come as PNG.
"""
