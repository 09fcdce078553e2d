"""What `detente` can do, one command a file: the file has the command's name, and its function is `command`.

Beside them stands what commands share: `options` (what can be asked), `choices` and `help_pages` (what is said of it),
`languages`, `naming` (the scenario that was meant), `refusals` and `usage` (how a line that was typed is refused),
`memory`, `output` (what is printed and written), `folders`, `signals`, `streams` and `simulating` (the one path behind
`detente run` and every scenario script). A new command is a file here, its name in `simulation.cli.COMMANDS` and its words
in the catalogue, `[help_NAME]`.
"""
