"""A guide for the trainer beside an activity: notes, arguments, and a line for every result."""

from collections.abc import Collection
from dataclasses import dataclass, field

from workshop.activities.parts.fields import TableReader

# The classes of a result (workshop/statistics/split.py), and other conditions:
# «gana:c» option c leads; «autoridad» more than a quarter of those who moved say it was their
# boss (`key` names that option); «minoria» an option has one or two people.
RESULT_CONDITIONS = ("consenso", "mayoria", "empate", "dispersion", "mayoria_debil", "silencio")
# «…aciertos»: less than 30 %, 30 to 70 %, more than 70 % of the room found the right one.
HIT_CONDITIONS = ("pocos_aciertos", "bastantes_aciertos", "muchos_aciertos")
CONDITIONS = (*RESULT_CONDITIONS, "autoridad", "minoria", *HIT_CONDITIONS)
LEADING_OPTION_PREFIX = "gana:"


@dataclass(frozen=True)
class Branch:
    """Advice for a result like this. ``key``: the option it looks at, if any."""

    when: str
    title: str
    say: str
    key: str = ""


@dataclass(frozen=True)
class Guide:
    """The trainer's side of an activity. ``options``: option id → {"for": …, "against": …}."""

    notes: tuple[str, ...] = ()
    options: dict[str, dict[str, str]] = field(default_factory=dict, hash=False)
    branches: tuple[Branch, ...] = ()
    questions: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()

    def fitting(self, conditions: Collection[str]) -> tuple[Branch, ...]:
        """The branches whose `when` is among ``conditions``, in the file's order."""
        return tuple(branch for branch in self.branches if branch.when in conditions)

    @classmethod
    def read(cls, fields: TableReader, option_ids: Collection[str] | None) -> "Guide":
        """Read a guide. ``option_ids`` are the options it may speak of (None: not known yet)."""
        return cls(
            notes=fields.texts("notes"),
            options=_options(fields.table("options"), option_ids),
            branches=tuple(_branch(branch, option_ids) for branch in fields.tables("branches")),
            questions=fields.texts("questions"),
            pitfalls=fields.texts("pitfalls"),
        )


def _options(fields: TableReader, option_ids: Collection[str] | None) -> dict[str, dict[str, str]]:
    options = {}
    for key in tuple(fields.keys()):
        option = fields.table(key)
        options[key] = {side: text for side in ("for", "against") if (text := option.text(side))}
        _check_option(fields, key, key, option_ids)
    return options


def _branch(fields: TableReader, option_ids: Collection[str] | None) -> Branch:
    when = fields.text("when", required=True)
    key = fields.text("key")
    if when.startswith(LEADING_OPTION_PREFIX):
        key = key or when.removeprefix(LEADING_OPTION_PREFIX)
    elif when and when not in CONDITIONS:
        fields.one_of("when", (*CONDITIONS, "gana:a"), "")
    if when == "autoridad" and not key:
        fields.wrong(
            "when", "«autoridad» no dice qué opción mira", 'Añade key = "…" con el id de la opción'
        )
    if key:
        _check_option(fields, "key" if "key" in fields else "when", key, option_ids)
    return Branch(when, fields.text("title", required=True), fields.text("say", required=True), key)


def _check_option(
    fields: TableReader, place: str, option: str, option_ids: Collection[str] | None
) -> None:
    if option_ids is not None and option not in option_ids:
        known = ", ".join(option_ids) or "ninguna"
        fields.wrong(
            place,
            f"la opción «{option[:40]}» no existe en esta actividad",
            f"Sus opciones: {known}",
        )
