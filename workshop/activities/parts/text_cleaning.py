"""Cleaning of typed texts, safe to store and show: done once, and measured as readers count.

Every text that people send comes through here, whatever it is for. No step takes more time than
the text is long.
"""

import unicodedata

import regex

from workshop.activities.parts.answer_input import InvalidAnswer

MAX_LETTER_MARKS = 2  # Vietnamese needs two; a tower of accents needs more
JOINERS = "\u200c\u200d"
MAX_READ_CODE_POINTS = 16_384  # code points; beyond this nothing is cleaned, only refused
# A letter may be several code points (an emoji family has seven), a whole text not so many.
CODE_POINTS_EACH, CODE_POINTS_MORE = 4, 16
BYTES_EACH, BYTES_MORE = 12, 64

_NATIONS = "|".join(  # England, Scotland and Wales: the only flags made of tags
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in name) + "\U000e007f"
    for name in ("gbeng", "gbsct", "gbwls")
)
_LINE_ENDS = regex.compile("\r\n|[\r\u0085\u2028\u2029]")
_UNSEEN = regex.compile(  # controls, half characters, tags, fillers and what has no width
    rf"({_NATIONS})|[\p{{Cc}}\p{{Cs}}\p{{Noncharacter_Code_Point}}\ufff9-\ufffb"
    r"\p{Default_Ignorable_Code_Point}--[\n\u200c\u200d\ufe0e\ufe0f]]",
    regex.V1,
)
_JOINING = "".join(  # scripts that are written with joiners
    rf"\p{{{script}}}"
    for script in """Arabic Syriac Mongolian Nko Devanagari Bengali Gurmukhi Gujarati Oriya Tamil
    Telugu Kannada Malayalam Sinhala Khmer Myanmar""".split()  # noqa: SIM905
)
_LOOSE = regex.compile(  # joiners that join nothing, and selectors that select nothing
    r"((?<=\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}\u200c]{0,4})\u200d(?=\p{Extended_Pictographic})"
    rf"|(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}]))"
    r"|[\u200c\u200d]|(?<!\p{Emoji})[\ufe0e\ufe0f]",
    regex.V1,
)
_MARKED = regex.compile(
    r"([^\p{M}\p{Emoji_Modifier}\u200c\u200d]?)([\p{M}\p{Emoji_Modifier}\u200c\u200d]++)"
)
_BLANK_LINES = regex.compile("\n{3,}+")
_SEEN = regex.compile(r"[^\p{Z}\p{C}\p{M}]")
_LETTER = regex.compile(r"\X")
_FLAG = regex.compile("[\U0001f1e6-\U0001f1ff]{2}")


def clean(text: str) -> str:
    """Trimmed NFC text with "\\n" line ends and no control character; "" if nothing is left to see.

    Emoji families and flags stay whole. Half characters (lone surrogates) are refused where JSON
    is read; one that comes otherwise is left out. Cleaning twice changes nothing more.
    """
    if not text.isascii():
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        text = unicodedata.normalize("NFC", whole)
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ").replace("\u2800", " ")
    text = _UNSEEN.sub(r"\1", text)
    if not text.isascii():
        text = _LOOSE.sub(r"\1", text)  # what only they kept apart becomes one letter first
        text = _MARKED.sub(_with_few_marks, unicodedata.normalize("NFC", text))
        text = unicodedata.normalize("NFC", _LOOSE.sub(r"\1", text))
    text = _BLANK_LINES.sub("\n\n", text.strip())
    return text if _SEEN.search(text) else ""


def one_line(text: str) -> str:
    """The same on one line, with single spaces: a name, a title, an option."""
    return " ".join(clean(text).split())


def length(text: str) -> int:
    """Characters as a reader counts them (grapheme clusters, UAX #29): accents add nothing."""
    if text.isascii() and "\r" not in text:
        return len(text)
    # Of a row of flags \X looks back to its first at each: taken out before, it counts the same.
    return sum(1 for _ in _LETTER.finditer(_FLAG.sub("x", text)))


def excess(text: str, maximum: int, code_points: int = 0) -> dict[str, int] | None:
    """None for a text that fits into ``maximum`` characters, else {"n", "max"} for its refusal.

    ``code_points``: what a column of the database holds, where that is less than the hard cap.

    Beside what readers count there is a hard cap of code points and of bytes: one character can be
    made of thousands. What is over that is counted in code points, or bytes.
    """
    if (letters := length(text)) > maximum:
        return {"n": letters, "max": maximum}
    most = code_points or CODE_POINTS_EACH * maximum + CODE_POINTS_MORE
    if len(text) > most:
        return {"n": len(text), "max": most}
    if (size := len(text.encode())) > (most := BYTES_EACH * maximum + BYTES_MORE):
        return {"n": size, "max": most}
    return None


def shortened(text: str, maximum: int, room: int) -> str:
    """The first ``maximum`` characters of a clean text, in ``room`` code points, each whole."""
    kept: list[str] = []
    for letter, _ in zip(_LETTER.finditer(text), range(maximum), strict=False):
        room -= len(letter[0])
        if room < 0:
            break
        kept.append(letter[0])
    return "".join(kept).strip()


def read_text(raw: object, maximum: int) -> str:
    """Clean the text of a field of ``maximum`` characters; "" where nothing is in it.

    Raises `InvalidAnswer`: answer_malformed, text_too_long (n, max).
    """
    if type(raw) is not str:
        raise InvalidAnswer("answer_malformed")
    if len(raw) > MAX_READ_CODE_POINTS:
        raise InvalidAnswer("text_too_long", n=len(raw), max=maximum)
    text = clean(raw)
    too_long = excess(text, maximum)
    if too_long:
        raise InvalidAnswer("text_too_long", **too_long)
    return text


def _with_few_marks(found) -> str:
    """Keep the first two marks on a letter, and two more of those that take room."""
    letter = found[1]
    left = {True: MAX_LETTER_MARKS, False: MAX_LETTER_MARKS}
    for part in unicodedata.normalize("NFD", letter)[1:]:
        if unicodedata.category(part)[0] == "M":  # Korean letters fall into letters
            left[unicodedata.category(part) == "Mc"] -= 1
    for at, mark in enumerate(found[2]):
        if mark in JOINERS:
            continue
        wide = unicodedata.category(mark) == "Mc"
        left[wide] -= 1
        if left[wide] < 0:
            return letter + found[2][:at]
    return found[0]
