"""The pages of matches: their own templates, within the frame of all."""

from __future__ import annotations

from simulation.web.pages import renderer

render = renderer("simulation.play")
