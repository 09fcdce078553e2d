"""Whatever goes wrong on the user's side: one line on the error stream, and an exit code."""

from __future__ import annotations

import errno
import re
import sys

import typer

from simulation.catalogue import say
from simulation.commands.signals import ending_clean
from simulation.commands.streams import errors_alone, open_closed, say_beside, silence, write_plainly
from simulation.commands.usage import usage_words
from simulation.errors import ScenarioError, reason

STOPPED = 130  # the exit code of what Ctrl-C ends


class CommandError(ValueError):
    """What the user asked for cannot be done; the text is one line that says what to do instead."""


def guarded(command: typer.Typer, arguments: list[str], program: str) -> int:
    """Run a command and give its exit code; what the user got wrong is said in one line."""
    open_closed()
    write_plainly()
    asked: list[int] = []
    try:
        with errors_alone(), ending_clean() as asked:
            # Not standalone: usage errors come back as exceptions, so that they are worded like all others.
            code = command(args=arguments, prog_name=program, standalone_mode=False)
            sys.stdout.flush()  # here, where a reader that has gone is still ours to handle
    except (CommandError, ScenarioError) as error:
        return _refuse(program, str(error))
    except MemoryError:
        return _refuse(program, say("refusal_command.memory_full"))
    except (KeyboardInterrupt, typer.Abort):
        code = STOPPED
    except (BrokenPipeError, SystemExit) as error:
        if isinstance(error, SystemExit) and not isinstance(error.__context__, BrokenPipeError):
            raise  # Typer makes an exit of a pipe that breaks while a command runs
        # Whoever read our output has gone (`| head`): that is no error, since files are written before words.
        silence(sys.stdout)
        return 0
    except OSError as error:
        if error.errno == errno.ENOENT and error.filename is None:  # os.getcwd()
            return _refuse(program, say("refusal_typed.gone"))
        # What else comes as far as here is the stream that we write to: `> /dev/full`.
        if error.filename is not None or error.errno not in (errno.ENOSPC, errno.EIO, errno.EFBIG):
            raise
        silence(sys.stdout)
        return _refuse(program, say("refusal_command.stream", why=reason(error).lower()))
    except Exception as error:
        said = usage_words(error)
        if said is None:
            raise
        typed = getattr(getattr(error, "ctx", None), "command_path", program)
        see = say("refusal_usage.see", command=typed)
        return _refuse(program, said if said.endswith("?") else f"{said}; {see}")
    if code == STOPPED:
        code = 128 + asked[0] if asked else STOPPED
        said = say("refusal_command.stopped")
        say_beside(f"{program}: {said}")
    return int(code or 0)


def one_line(message: str) -> str:
    """The message without line breaks."""
    return re.sub(r"\s+", " ", message).strip()


def _refuse(program: str, message: str) -> int:
    say_beside(f"{program}: {one_line(message)}")
    return 2
