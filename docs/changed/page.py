"""The page, in both languages: what was wrong, what it comes to, and the tables of old and new."""

from __future__ import annotations

from typing import Any

from docs.changed import taken
from docs.changed.numbers import became, number_blocks
from docs.changed.parameters import default, moves, parameter_blocks
from docs.changed.results import both, card_blocks, claim_blocks, story_blocks
from docs.changed.said import say, words
from docs.changed.taken import Taken
from simulation.catalogue import number
from simulation.pages.blocks import Block, Heading, Items, Paragraph
from simulation.pages.markdown import markdown
from simulation.words.card import role_words

MADE = "<!-- Made by `python -m docs.changed` from the reports, parameters and pages of then and now; do not edit. -->"
FILES = {"en": "what_changed.md", "id": "what_changed_id.md"}
Pair = tuple[dict[str, Any] | None, dict[str, Any] | None]

#: the rules of the six sentences, and the parameters that switch each
SWITCHES: dict[str, tuple[str, ...]] = {
    "credit": ("ties_at_stake",),
    "refusal": ("refusal_felt",),
    "room": ("resentment_memory",),
    "public": ("public_memory", "hawks_grievance", "succession_pull"),
    "trade": ("trade_closed", "arms_income"),
    "start": (),
}


def pages() -> dict[str, str]:
    """File below `docs` -> its whole content."""
    old, new = taken.frozen(), taken.now()
    made = {}
    for lang, file in FILES.items():
        title, *rest = page(old, new, lang)
        made[file] = f"{MADE}\n\n{markdown([title])}\n{say('page.links', lang)}\n\n{markdown(rest)}"
    return made


def page(old: Taken, new: Taken, lang: str) -> list[Block]:
    """The page as blocks."""
    return [
        Heading(say("page.title", lang), 1),
        Paragraph(say("page.for_whom", lang, old_version=old.story["version"], day=taken.OLD)),
        Paragraph(say("page.to_do", lang)),
        Heading(say("page.why", lang)),
        Items([_why(name, old, new, lang) for name in words()["why"]]),
        Heading(say("page.short", lang)),
        Items(short(old, new, lang)),
        *claim_blocks(old, new, lang),
        *story_blocks(old, new, lang),
        *_language(lang),
        *card_blocks(old, new, lang),
        *parameter_blocks(old, new, lang),
        *number_blocks(old, new, lang),
    ]


def short(old: Taken, new: Taken, lang: str) -> list[str]:
    """What the tables come to, counted."""
    return [
        *_claims(old, new, lang),
        say(
            "short.story",
            lang,
            **_counts(*([row["holds"] for row in one.story["rows"]] for one in (old, new))),
        ),
        *_card(old, new, lang),
        _parameters(old, new, lang),
        _numbers(old, new, lang),
    ]


def write() -> list[str]:
    """Write the pages that have changed, and give their names."""
    changed = []
    for name, content in pages().items():
        file = taken.ROOT / "docs" / name
        if not file.exists() or file.read_text(encoding="utf-8") != content:
            file.write_text(content, encoding="utf-8", newline="\n")
            changed.append(name)
    return changed


def _why(name: str, old: Taken, new: Taken, lang: str) -> str:
    """One of the six sentences, with the parameters that switch its rule."""
    switches = [
        f"{one} {default(old, one, lang)} \N{RIGHTWARDS ARROW} {default(new, one, lang)}"
        for one in SWITCHES[name]
    ]
    said = say(f"why.{name}", lang)
    return f"{said} {say('page.switch', lang, names=', '.join(switches))}" if switches else said


def _language(lang: str) -> list[Block]:
    """What is in English on a page that is not."""
    said = say("page.language", lang)
    return [Paragraph(said)] if said else []


def _claims(old: Taken, new: Taken, lang: str) -> list[str]:
    """Which claims have another verdict, and of which only the condition is another."""
    claims = both(old.claims["claims"], new.claims["claims"], "id")
    verdict = [_id(pair) for pair in claims if _differ(pair, "verdict")]
    condition = [_id(pair) for pair in claims if _differ(pair, "condition") and not _differ(pair, "verdict")]
    said = []
    for name, ids in (("claims", verdict), ("conditions", condition)):
        which = f" ({', '.join(ids)})" if ids else ""
        said.append(say(f"short.{name}", lang, changed=len(ids), all=len(claims), which=which))
    return said


def _card(old: Taken, new: Taken, lang: str) -> list[str]:
    """How many patterns of each role are met, and how far the held-out years are missed."""
    roles = dict.fromkeys(row["role"] for row in new.card["patterns"])
    hits = {
        name: [[row["hit"] for row in one.card["patterns"] if row["role"] == name] for one in (old, new)]
        for name in roles
    }
    first, last = new.card["held_out"]
    was, now = (number(one.card["scores"]["holdout.yearly"]["model"]["crps"], lang, 2) for one in (old, new))
    return [
        *(
            say("short.card", lang, role=role_words(name, lang), **_counts(*both_hits))
            for name, both_hits in hits.items()
        ),
        say("short.score", lang, first=first, last=last, old=was, new=now),
    ]


def _parameters(old: Taken, new: Taken, lang: str) -> str:
    """How many parameters there are, and what became of the old ones."""
    counts = {name: len(names) for name, names in moves(old, new)._asdict().items()}
    return say("short.parameters", lang, old=len(old.parameters), new=len(new.parameters), **counts)


def _numbers(old: Taken, new: Taken, lang: str) -> str:
    """How many printed numbers are others."""
    pages = became(old, new, lang).values()
    return say(
        "short.printed",
        lang,
        pages=len(pages),
        changed=sum(one.numbers for page in pages for one in page.changed),
        same=sum(page.same for page in pages),
        rewritten=sum(len(page.rewritten) for page in pages),
    )


def _id(pair: Pair) -> str:
    then, now = pair
    return str((now or then or {})["id"])


def _differ(pair: Pair, name: str) -> bool:
    """Whether two entries say another thing; that one is missing is another thing too."""
    then, now = (None if entry is None else entry[name] or "" for entry in pair)
    return then != now


def _counts(then: list[bool | None], now: list[bool | None]) -> dict[str, int]:
    return {"old": then.count(True), "old_all": len(then), "new": now.count(True), "new_all": len(now)}
