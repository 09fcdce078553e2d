"""What is done often, each in an environment of its own: `nox -l` lists it, `nox -s tests -- tests/test_x.py` passes on."""

from __future__ import annotations

import nox

nox.options.sessions = ["lint", "tests"]


@nox.session(python=["3.11", "3.13"])
def tests(session: nox.Session) -> None:
    """The tests, or those that are named; all of them with `-- -m ""`."""
    session.install("-c", ".ci/constraints.txt", "-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session(python="3.11")
def lowest(session: nox.Session) -> None:
    """The tests with the oldest versions that pyproject.toml allows."""
    session.install("-c", ".ci/lowest.txt", "-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Form and types."""
    session.install("-c", ".ci/constraints.txt", "-e", ".[test]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """The site, into the folder `site`; warnings are errors."""
    session.install("-c", ".ci/constraints.txt", "-e", ".[docs]")
    session.run("sphinx-build", "-W", "docs", "site")


@nox.session
def speed(session: nox.Session) -> None:
    """How fast it runs, and how fast it starts."""
    session.install("-c", ".ci/constraints.txt", ".")
    session.run("python", "benchmarks/speed.py", *session.posargs)
    session.run("python", "benchmarks/start.py", *session.posargs)
