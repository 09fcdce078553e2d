"""`detente explain`: what a word means."""

from __future__ import annotations

from typing import Annotated

import typer

from simulation.catalogue import say
from simulation.commands import output
from simulation.commands.options import IN_USE, Json, Lang, check_lang
from simulation.commands.refusals import CommandError
from simulation.errors import show
from simulation.reports.terms import glossary_blocks, term_blocks
from simulation.words.terms import nearest_term, term, terms


def command(
    # a word of several needs no quotes: detente explain mutual benefit
    asked: Annotated[list[str] | None, typer.Argument()] = None,
    lang: Lang = IN_USE,
    as_json: Json = False,
) -> None:
    """Say what a word means; without one, all words there are."""
    check_lang(lang)
    if not asked:
        every = [one for group in terms(lang).values() for one in group]
        if as_json:
            output.print_json([one._asdict() for one in every])
        else:
            output.show(glossary_blocks(lang))
        return
    typed = " ".join(asked)
    found = term(typed, lang)
    if found is None:
        near = nearest_term(typed, lang)
        hint = say("refusal_usage.did_you_mean", name=near) if near else say("refusal_command.all_terms")
        raise CommandError(say("refusal_command.term", found=show(typed), hint=hint))
    if as_json:
        output.print_json(found._asdict())
    else:
        output.show(term_blocks(found))
