"""Ways about the page: addresses of views, and what its reader waits for."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

NIXON = "leaders.Richard_Nixon.disposition"
RUNS = {"runs": "8"}  # as many as are asked for, so that nothing is refined afterwards
LANGUAGES = ("en", "id")


def path(scenario: str = "detente_1969", at: str = "/", lang: str = "en", **pairs: str) -> str:
    return f"{at}?{urlencode({'scenario': scenario, **RUNS, **pairs, 'lang': lang})}"


def changed(lang: str = "en", at: str = "/", **more: str) -> str:
    """The view with one harder leader in 1969."""
    return path(at=at, lang=lang, **{NIXON: "-0.8", **more})


def shows(page: Any, **pairs: str | None) -> None:
    """Waits until the page shows what came of these pairs, and checks that its address says the same."""
    from playwright.sync_api import expect

    seen = page.locator("#result > div")
    for key, value in pairs.items():
        pattern = f"(^|&){re.escape(key)}="
        if value is None:
            expect(seen).not_to_have_attribute("data-query", re.compile(pattern), timeout=30_000)
        else:
            ended = re.escape(urlencode({"": value})[1:])
            expect(seen).to_have_attribute(
                "data-query", re.compile(pattern + ended + "(&|$)"), timeout=30_000
            )
    given = parse_qs(urlsplit(page.url).query)
    assert {key: given.get(key, [None])[0] for key in pairs} == pairs


def by_id(page: Any, key: str) -> Any:
    return page.locator(f'[id="{key}"]')


def unfold(page: Any) -> None:
    """Opens whatever can be unfolded, the long list of parameters as well."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    if page.locator("[data-more]").count():
        by_id(page, "parameters.credulity").wait_for()
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


def sideways(page: Any) -> list[str]:
    """What stands out of the window, if the page can be scrolled sideways at all."""
    return list(
        page.evaluate(
            """() => {
  const { scrollWidth, clientWidth } = document.documentElement;  // a phone's innerWidth grows with what stands out
  return scrollWidth <= clientWidth ? [] : [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > clientWidth + 1).map((one) => one.outerHTML.slice(0, 90));
}"""
        )
    )


def grave(page: Any) -> list[tuple[str, str]]:
    """What axe finds that is serious or critical, and where first."""
    from axe_playwright_python.sync_playwright import Axe

    return [
        (one["id"], one["nodes"][0]["html"][:120])
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
