"""Every scenario of the gallery against what the record, or theory, says of it; hits and misses alike.

    python -m studies.episodes --runs 300 --seed 7 --out docs/episodes.md

What is checked was declared before the first run (`checks`); here it is only counted.
"""
