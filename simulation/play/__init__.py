"""The explorer, a page on this machine's own address, for whoever would rather look than type; and matches, to be played.

inputs.py    what can be changed in a scenario, with range, unit and source
view.py      what one looks at, as a value and as a short text
futures.py   what comes of it: the finding, the figure and the tables of both futures
month.py     a month of one run: what was done, what came of it, and why
why.py       the causal figure and the article's sentences, to be walked and tried
notebook.py  the same as widgets in a notebook
atlas*.py    worlds worked out beforehand, in one file that needs nothing installed
worlds.py    scenarios, for a server that draws and simulates nothing; work.py what its processes can be asked for
workers.py   processes that work while the page lives; told how far they are, and stopped
seats.py     who plays what in a match, and what a player can send
match.py     a match: inputs in, the next stage out; seat_view.py what a seat may see of it, and nothing else
journal.py   what was sent, on disk before it counts; snapshot.py what a turn left behind, as a cache
doors.py     what is refused at the door; lan.py callers from the local network; opening.py the server, begun
server.py    addresses; templates/ and static/ are what a browser gets
"""
