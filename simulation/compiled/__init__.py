"""The month compiled: the same step, rules and doctrines, gone through by XLA and not by NumPy (extra `jax`).

`programme` traces and compiles, `kept` has compiled programmes kept between sessions, `choice` says when that pays. JAX is
imported by `programme` alone, and that only when it is asked for.
"""
