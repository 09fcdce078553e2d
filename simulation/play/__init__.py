"""Matches: persons play states, alone against a program or against one another.

seats.py     who plays what, and what a player can send
match.py     a match: inputs in, the next stage out; seat_view.py what a seat may see of it, and nothing else
journal.py   what was sent, on disk before it counts; snapshot.py what a turn left behind, as a cache
"""
