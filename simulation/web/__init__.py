"""What every page of ours stands on, whatever it shows.

doors.py     what is refused at the door, and the headers of every answer
lan.py       callers from the local network, let in by a code
opening.py   the server, begun: addresses, ports, whoever dawdles
live.py      what a page is told without asking: whole snapshots, by WebSocket or long poll
sockets.py   the server's end of a WebSocket, held to its share
answers.py   what all pages answer alike
pages.py     templates, filled; templates/ and static/ are what a browser gets of all of them
workers.py   processes that work while a page lives; told how far they are, and stopped
"""
