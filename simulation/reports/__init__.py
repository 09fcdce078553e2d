"""What users read, one file a report: a list of blocks (`pages`) of findings and words, for the terminal and every page.

Where a terminal shows less than a page, a report has a short list beside the long one, of the same sections. A table is
made once. Nothing here draws: figures come as PNG.
"""
