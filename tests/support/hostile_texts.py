"""Texts that hostile users send: one list for every way in."""

ZALGO = "h" + "\u0301\u0316\u0338" * 150 + "ola"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
TAGS = "\U000e0041\U000e0042"
LONE = "\ud800"

# Text that some reader somewhere takes for an order.
INJECTIONS = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "</textarea></script><b>fuera</b>",
    "<style>body{display:none}</style>",
    "</style><link rel=stylesheet href=//evil.example>",
    "javascript:alert(1)",
    "[pulsa](javascript:alert(1)) **negrita** https://evil.example",
    "{{ 7 * 7 }} {% print(7) %} ${7*7} <%= 7*7 %> #{7*7}",
    "'; DROP TABLE answers; -- %s %n %(x)s {0}",
    "=cmd|'/c calc'!A0",
    "+SUM(1)*cmd",
    "@import url(//evil.example)",
    "&lt;b&gt; &amp; &#60;script&#62;",
]

# Text that is hard to store, to measure or to draw, and what must be left of it.
UNUSUAL_CHARACTERS = [
    ("uno\u0000dos", "unodos"),
    ("\u202egnp.txt", "gnp.txt"),
    ("\u2066dentro\u2069", "dentro"),
    ("\u200bhola\ufeff", "hola"),
    ("a\u2028b\u2029c\r\nd", "a\nb\nc\nd"),
    (f"hola{TAGS}", "hola"),
    ("\x1b[31mrojo\x1b[0m", "[31mrojo[0m"),
    ("cafe\u0301", "café"),
    (f"{FAMILY} \U0001f1ea\U0001f1f8", f"{FAMILY} \U0001f1ea\U0001f1f8"),
    ("\ufdfd", "\ufdfd"),
    ("\u2800hola\u3164\u115f", "hola"),
    ("a\u200db", "ab"),
]
