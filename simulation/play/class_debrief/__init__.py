"""What a class made of a scenario: every match beside the runs that nobody played, as values, and then as page and files.

told.py         what the debrief needs of a match, as JSON: taken in the server, worked on elsewhere
live.py         the lines of all matches so far, for a projector, as text and at once
again.py        all matches gone through once more, to the scenario's end: an ensemble whose runs were played
fan.py          the runs of the scenario that nobody played
came.py         what came of each match; conduct.py what its persons did
differs.py      what those that found détente did differently
asked.py        what is asked before; predicted.py what was expected then, beside what came
answers.py      six questions before and after, as a teacher types them; assessed.py who was right
panels.py       every match on one figure; drawn.py the few shapes that figures here are made of
notes.py        what a teacher can point at and ask; page.py the page; tables.py the files
work.py         what the process behind the page is asked for, which begins in beginning.py
together.py     the debriefs of all, so many at once
"""
