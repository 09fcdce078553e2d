"""The month compiled: the same step, rules and doctrines, gone through by XLA and not by NumPy (extra `jax`).

`programme` traces and compiles, `kept` has compiled programmes kept between sessions, `choice` says when that pays. JAX is
imported when it is asked for, and not before: `programme` is imported within functions only.
"""

from __future__ import annotations

#: what `simulate` takes as `engine`
ENGINES = ("numpy", "jax", "jax32", "auto")
NUMPY, JAX, JAX32, AUTO = ENGINES


class NotCompiledError(Exception):
    """What cannot be gone through by a compiled programme, and why, in the reader's language."""


class NotCompiled(UserWarning):
    """The runs go through the months on NumPy, because one of their doctrines cannot be compiled."""
