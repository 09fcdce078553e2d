"""The explorer, a page on this machine's own address, for whoever would rather look than type.

inputs.py    what can be changed in a scenario, with range, unit and source; form.py the same as a form
view.py      what one looks at, as a value and as a short text
futures.py   what comes of it: the finding, the figure and the tables of both futures
month.py     a month of one run: what was done, what came of it, and why
why.py       the causal figure and the article's sentences, to be walked and tried
notebook.py  the same as widgets in a notebook
atlas*.py    worlds worked out beforehand, in one file that needs nothing installed
worlds.py    scenarios, for a server that draws and simulates nothing
work.py      what its processes can be asked for; beginning.py where they begin
server.py    addresses; pages.py, templates/ and static/ are what a browser gets
"""
