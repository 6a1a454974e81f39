"""Look of a name, so that nobody in the room is taken for the facilitator."""

import unicodedata

import regex

RESERVED_NAMES = (
    "facilita",
    "manoalzada",
)  # facilitadora, facilitador, facilitation, quien facilita…
# Letters of other scripts, figures and signs, by the Latin letter they are read as.
_READ_AS = {
    "a": "аαɑᴀ4@æàª∀λΛ",
    "c": "сϲᴄ¢(<",
    "d": "ԁɗᴅđ",
    "e": "еεє3€",
    "f": "ƒғꜰϝ",
    "i": "іιıӏɪ1!|¡lʟłľ",
    "m": "мᴍ",
    "n": "пηɴ",
    "o": "оοօᴏ0øσ°",
    "r": "гɾʀя",
    "t": "тτᴛ7+†",
    "z": "ᴢ2",
}
ALPHABETS = (0x1F1E6, 0x1F150, 0x1F170)  # letters of flags, and two sorts of boxed ones
_SKELETON = {
    **{ord(sign): letter for letter, signs in _READ_AS.items() for sign in signs},
    **{start + at: chr(97 + at) for start in ALPHABETS for at in range(26)},
    ord("l"): "i",
}
_OTHER = regex.compile(r"[^a-z]")
_RUNS = regex.compile(r"(.)\1+")


def skeleton(name: str) -> str:
    """Return a name as it is read: no accents, spaces, signs, repeats; l, 1, I are one letter."""
    plain = unicodedata.normalize("NFKD", name.translate(_SKELETON)).casefold()
    return _RUNS.sub(r"\1", _OTHER.sub("", plain.translate(_SKELETON)))


def looks_like_facilitator(name: str) -> bool:
    """Could the room take this name for the facilitator's? «Facilitadora», «F4cilitad0r»."""
    bones = skeleton(name)
    return any(skeleton(word) in bones for word in RESERVED_NAMES)
