"""Matches: persons play states, alone against a program or against one another.

seats.py     who plays what, and what a player can send
match.py     a match: inputs in, the next stage out; seat_view.py what a seat may see of it, and nothing else
journal.py   what was sent, on disk before it counts; snapshot.py what a turn left behind, as a cache
tables.py    live matches over the journal: programs and their pauses, whoever waits is told; tickets.py who may play
seat_pages.py the addresses of a seat, debrief_pages.py of its debrief, alone and in a class; debriefs.py who works it out
solo.py      the game for one: its addresses; solo_form.py what it begins with, guess.py who hides, keys.py whose page it is
"""
