"""The glossary: the terms that `detente explain` says, in the languages of the catalogue beside each other."""

from __future__ import annotations

from docs.handbook.prose import table
from simulation.words.terms import terms

OPENING = """# Glossary

The words of the field, of the article that the model takes its story from, and of the model; English and Indonesian.
`detente explain WORD` says the same. Where the program prints one of these words, it uses the Indonesian word that stands
here; a test holds the two together.

*Kata-kata bidang ini, kata-kata artikel, dan kata-kata model, dalam bahasa Inggris dan Indonesia.*"""


#: words that Indonesian texts do not use, and the one that stands for them; a test looks for the former
GIVEN_UP = {
    "pengandaian": "kontrafaktual",
    "buku catatan": "notebook",
    "tanggapan": "balasan",
    "garis keras": "kubu keras",
    "rata-rata": "rerata",
    "gerakan": "langkah",
    "ratifikasi": "pengesahan",
}
ONE_WORD = """## One word for one thing / Satu kata untuk satu hal

In Indonesian texts the words on the left are not used. *Elang* and *merpati* are the names of two doctrines and of nothing
else; *jawaban* answers a question and never an act. Files and commands call states by the names that are typed (US, USSR);
tables and figures say *AS* and *Uni Soviet*, as Indonesian sentences do."""


def pages() -> dict[str, str]:
    """Path below `docs` -> Markdown."""
    parts = [OPENING]
    for (english, ours), (indonesian, theirs) in zip(terms("en").items(), terms("id").items(), strict=True):
        rows = [(a.name, b.name, a.meaning, b.meaning) for a, b in zip(ours, theirs, strict=True)]
        title = english if english == indonesian else f"{english} / {indonesian}"
        parts += [f"## {title}", table(("English", "Indonesian", "Meaning", "Arti"), rows)]
    parts += [ONE_WORD, table(("Not / Bukan", "But / Melainkan"), list(GIVEN_UP.items()))]
    return {"glossary.md": "\n\n".join(parts)}
