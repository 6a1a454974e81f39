"""What people type, made safe to store and show: cleaned, trimmed, measured as readers count."""

import re
import unicodedata

MARKS_PER_LETTER = 2  # Vietnamese needs two; a tower of accents needs more
LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
# Bidirectional controls, zero-width characters but the joiners, soft hyphens, tags, noncharacters.
UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters by category, nothing to the eye
JOINER = "\u200d"
SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def clean(text: str) -> str:
    """Trimmed NFC text with "\\n" line ends and no control character; "" if nothing is left to see.

    Lone surrogates become U+FFFD. Cleaning twice changes nothing more.
    """
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = LINE_ENDS.sub("\n", text).replace("\t", " ")
    text = UNSEEN.sub("", text)
    text = "".join(char for char in text if char == "\n" or not _is_control(char))
    text = _few_marks(unicodedata.normalize("NFC", text)).strip()
    text = re.sub("\n{3,}", "\n\n", text)
    return text if any(_is_seen(char) for char in text) else ""


def length(text: str) -> int:
    """Characters as a reader counts them: accents, joined emoji and flags add nothing.

    An approximation of Unicode's grapheme clusters (UAX #29) that needs no tables.
    """
    count, joined, half_flag = 0, False, False
    for char in text:
        code = ord(char)
        if (
            half_flag
            and code in FLAG_LETTERS
            or joined
            or char == JOINER
            or unicodedata.category(char) in ("Mn", "Me", "Mc")
            or code in SKIN_TONES
        ):
            half_flag = False
        else:
            count += 1
            half_flag = code in FLAG_LETTERS
        joined = char == JOINER
    return count


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc" or ord(char) & 0xFFFE == 0xFFFE


def _is_seen(char: str) -> bool:
    hollow = unicodedata.category(char)[0] in "ZC" or char in BLANK_LETTERS
    return not hollow and not _is_mark(char)


def _few_marks(text: str) -> str:
    kept, marks = [], 0
    for char in text:
        if _is_mark(char):
            marks += 1
            if marks > MARKS_PER_LETTER:
                continue
        else:
            marks = sum(map(_is_mark, unicodedata.normalize("NFD", char)))
        kept.append(char)
    return "".join(kept)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me")
