"""Readability of Spanish: syllables, and the perspicuity index of Szigriszt-Pazos (S-30)."""

import re

WORD = re.compile(r"[^\W\d_]+|\d+")
SENTENCE_END = re.compile(r"[.!?…:;]+")
SILENT_U = re.compile(r"(?<=[qg])u(?=[eéií])")  # que, guitarra; not güe
FINAL_Y = re.compile(r"y\b")
VOWELS = re.compile(r"[aeiouáéíóúü]+")
NUCLEUS = re.compile(r"[aeoáéóíú]")  # what is never the weak half of a diphthong
SYLLABLES_PER_FIGURE = 2  # syllables: «5», «30», «cien»


def syllables(word: str) -> int:
    """Count the syllables of ``word``: «país» 2, «ciudad» 2, «idea» 3. A figure counts two."""
    if word[:1].isdigit():
        return SYLLABLES_PER_FIGURE
    sounds = FINAL_Y.sub("i", SILENT_U.sub("", word.lower()))
    groups = VOWELS.findall(sounds)
    return max(1, sum(max(1, len(NUCLEUS.findall(group))) for group in groups))


def readability(text: str) -> float | None:
    """206.835 − 62.3·S/P − P/F (Szigriszt-Pazos 1993); None without words.

    The INFLESZ scale (Barrio-Cantalejo 2008) reads it: under 40 very hard, 55 to 65 normal, from
    65 on fairly easy, over 80 very easy. Figures of a sentence that ends without a stop count too.
    """
    words = WORD.findall(text)
    if not words:
        return None
    sentences = sum(bool(WORD.search(each)) for each in SENTENCE_END.split(text))
    spoken = sum(map(syllables, words))
    return 206.835 - 62.3 * spoken / len(words) - len(words) / sentences
