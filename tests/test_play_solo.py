"""The game for one over HTTP, without a browser: a whole match, what is attacked, what is lost and comes back."""

from __future__ import annotations

import time
from pathlib import Path

from tests.playing import Answer, Browser, moved_on, playing, seat_of, stage_of


def play_turn(browser: Browser, page: Answer, act: str = "talk") -> Answer:
    """A turn: an act, and an answer that accepts what it can."""
    seat = seat_of(page)
    form = page.form("say")
    before = stage_of(page)
    sent = browser.send(form, act_0=act if act in form.may["act-0"] else "hold")
    assert sent.status == 200, sent.text
    page = moved_on(browser, seat, before)
    form, before = page.form("say"), stage_of(page)
    more = {"consent-0": form.may["consent-0"][0]} if "consent-0" in form.may else {}
    more |= {"speak-0": "no"} if "speak-0" in form.may else {}
    assert browser.send(form, act_0="hold", **more).status == 200
    return moved_on(browser, seat, before)


def test_a_whole_match(tmp_path: Path):
    with playing(tmp_path) as game:
        browser, page = game.begun(rival="hidden", seed="7")
        seat = seat_of(page)
        stages = [stage_of(page)]
        while not stages[-1].endswith("over"):
            page = play_turn(browser, page)
            stages.append(stage_of(page))
        assert stages == [f"{turn}-move" for turn in range(8)] + ["8-over"]
        guess = page.form("guess")
        assert len(guess.may["doctrine"]) == 4
        page = browser.send(guess, doctrine=guess.may["doctrine"][1])
        assert not page.has("guess")
        for _ in range(120):
            page = browser.get(f"{seat}/debrief")
            assert page.status == 200
            if "Refresh" not in page.headers:
                break
            print(page.headers["Refresh"], page.text[-500:])
            time.sleep(0.3)
        assert 'class="debrief"' in page.text
        kept = browser.get(f"{seat}/debrief/match.toml")
        print(kept.text)
        kept = browser.get(f"{seat}/debrief/match.csv")
        print(kept.text)
        had = browser.get(f"{seat}/debrief/had?turn=2&stage=move&act=summit")
        print(had.status, had.text[-1500:])
