"""A page: one list of blocks (`blocks`), set for a terminal, as Markdown, as one HTML file, or as a PDF.

Nothing here knows what a report is about. A report makes blocks of findings and words; who reads it where is decided last.
"""
