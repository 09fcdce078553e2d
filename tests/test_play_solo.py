"""The game for one over HTTP, without a browser: a whole match, what is attacked, what is lost and comes back."""

from __future__ import annotations

from pathlib import Path

from tests.playing import Browser, moved_on, playing, seat_of, stage_of, Answer


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
