"""The stages of a month: each takes from the world what a group of rules needs, and puts their results back.

A stage decides nothing by itself: the equations are in `rules`, the order of the stages is in `step`.
"""
