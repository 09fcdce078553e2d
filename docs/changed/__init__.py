"""The page for those who taught with the older model: what changed in it, and which printed numbers with it.

`python -m docs.changed` writes `docs/what_changed.md` and `docs/what_changed_id.md`: what was taken down of the older model
(`docs/changed/2026-11-30/`) beside the same things as they are now. The tests say when a page is no longer what this makes.
"""
