"""Turn sheets: the moves of a class, typed in as a table, become orders for a scenario.

    month,state,towards,initiative,response
    1960-01/1960-03,Kastara,Velmora,talk,hold
    1960-01/1960-03,Velmora,Kastara,,denounce

A row says what a state begins the month with and how it answers; an empty cell leaves that to the state's own doctrine.
Further columns may say yes and no to what is offered, what is demanded, left and spoken up about (`powers`).
`cells` opens a file, `months` knows how months are written, `moves` makes orders of rows, `blank` writes an empty sheet.
What is meant well is read, and `Sheet.understood` says how; what may mean two things is refused with both.
"""

from simulation.turn_sheets.blank import blank_rows, blank_turn_sheet, separator
from simulation.turn_sheets.moves import Sheet, act_names, read_turn_sheet, turn_sheet
from simulation.turn_sheets.playing import played, turns_of
from simulation.turn_sheets.rows import COLUMNS, POWERS

__all__ = [
    "COLUMNS",
    "POWERS",
    "Sheet",
    "act_names",
    "blank_rows",
    "blank_turn_sheet",
    "played",
    "read_turn_sheet",
    "separator",
    "turn_sheet",
    "turns_of",
]
