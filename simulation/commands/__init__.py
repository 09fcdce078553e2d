"""What `detente` can do, one command a file: the file has the command's name, and its function is `command`.

Beside them stands what commands share: `options` (what can be asked), `refusals` (how it is refused), `memory`, `output`
(what is printed and written) and `simulating` (the one path behind `detente run` and every scenario script). A new command
is a file here and its name in `simulation.cli.COMMANDS`.
"""
