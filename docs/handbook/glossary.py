"""The glossary: the terms that `detente explain` says, in the languages of the catalogue beside each other."""

from __future__ import annotations

from docs.handbook.prose import table
from simulation.words.terms import terms

OPENING = """# Glossary

The words of the field, of the article that the model takes its story from, and of the model; English and Indonesian.
`detente explain WORD` says the same. Where the program prints one of these words, it uses the Indonesian word that stands
here; a test holds the two together.

*Kata-kata bidang ini, kata-kata artikel, dan kata-kata model, dalam bahasa Inggris dan Indonesia.*"""


ONE_WORD = """## One word for one thing / Satu kata untuk satu hal

In Indonesian texts the words on the left are not used; a test looks for them. *Elang* and *merpati* are the names of
two doctrines and of nothing else, *jawaban* answers a question and never an act. States are called in tables and files by
the names that are typed (US, USSR), in figures too; sentences say *Amerika Serikat* and *Uni Soviet*.

| Not / Bukan | But / Melainkan |
| --- | --- |
| pengandaian | kontrafaktual |
| buku catatan | notebook |
| tanggapan | balasan |
| garis keras | kubu keras |
| rata-rata | rerata |
| gerakan | langkah |"""


def pages() -> dict[str, str]:
    """Path below `docs` -> Markdown."""
    parts = [OPENING]
    for (english, ours), (indonesian, theirs) in zip(terms("en").items(), terms("id").items(), strict=True):
        rows = [(a.name, b.name, a.meaning, b.meaning) for a, b in zip(ours, theirs, strict=True)]
        title = english if english == indonesian else f"{english} / {indonesian}"
        parts += [f"## {title}", table(("English", "Indonesian", "Meaning", "Arti"), rows)]
    return {"glossary.md": "\n\n".join([*parts, ONE_WORD])}
