"""What a player is told at the end of a match: two pages, from what was played and what can be worked out about it.

ended.py       a match that is over, as it is handed to the process that works this out
again.py       its months gone through again; nobody.py the same world played by nobody, 500 times
turns.py       the months that mattered; chances.py what another reply would have brought
red_lines.py   what each side would have accepted in the talks, and the common ground between them
resembles.py   which doctrines would have done what was done
had_you.py     one move changed; holds.py the rest of the scenario without the player
questions.py   what to talk about; page.py all of it as blocks; told.py the words for them
exports.py     the match as a file that every command takes, and as a table
work.py        what a process behind the page can be asked for
"""
