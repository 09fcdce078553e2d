"""A class on phones: who is there, who plays what, in teams with powers, and when. The matches know nothing of it.

settings.py   what the teacher chooses before the first turn
events.py     what can happen in a room, each with its time; as JSON and back
state.py      a room as it is: phones, tables (a match each), teams (a state at a table); asked for, never changed
room.py       `happen(room, event)`: the room after an event, or a refusal of one line; a room is the fold of its events
seating.py    who sits where: dealt at the start, found for who comes late
powers.py     what a role may: who sends, what needs whose consent, vetoes; what a team sends whose leader is away
owed.py       whom the doctrine, or the vote, has to play now, and who has fallen silent: what follows from room and matches
names.py      names that are dealt, in every language, never typed
side.py       what a phone, the teacher and the projector may see of the room, beside the seat's own view of its match
ledger.py     events on disk before they count, beside the matches in their journal; tokens, hashed
hosting.py    the service: signs of life, clocks, away and back, closing, events brought in, PINs
preview.py    what an event would do to the chance of a crisis, before it is brought in
"""
