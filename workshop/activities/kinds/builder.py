"""Builder: a service system in four pieces; it can be saved half done, but not approved."""

import re
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.kinds.text import Text
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.number_format import half_up
from workshop.activities.parts.rows import Row, row_percents, rows_of

NUMBER = re.compile(r"\d{1,9}([.,]\d{1,3})?")
MIN_STEPS, MAX_STEPS = 3, 9
# Piece → what it needs: (key, label, longest).
PIECES: dict[str, tuple[tuple[str, str, int], ...]] = {
    "belief": (
        ("belief", "Trabajar para quien nos compra significa que…", 200),
        ("sign_1", "Se ve a diario cuando…", 160),
        ("sign_2", "y también cuando…", 160),
    ),
    "level": (
        ("action", "Acción", 120),
        ("number", "Número", 13),
        ("unit", "Unidad", 40),
        ("limit", "Límite", 80),
    ),
    "steps": (("steps", "Pasos, uno por línea (de 3 a 9)", 1_000),),
    "measure": (
        ("indicator", "Indicador", 120),
        ("target", "Meta", 60),
        ("tolerance", "Tolerancia", 60),
        ("frequency", "Cada cuánto", 60),
        ("source", "De dónde sale el dato", 120),
        ("owner", "Quién lo mira", 80),
        ("then", "Qué se hará si se sale", 120),
    ),
    "rule": (("rule", "Norma que hay que cambiar o explicar", 160),),
    "talks": (("talks", "Conversaciones que confirmarán que mejoró", 160),),
}
DEFAULT_PIECES = ("belief", "level", "steps", "measure")  # others where a module asks
PIECE_NAMES = {
    "belief": "Creencia",
    "level": "Nivel",
    "steps": "Pasos",
    "measure": "Medida",
    "rule": "Norma",
    "talks": "Escucha",
}


@dataclass(frozen=True, kw_only=True)
class Builder(Activity):
    """The value is {field: text}, and "approved": True once every piece is complete."""

    kind: ClassVar[str] = "builder"
    name: ClassVar[str] = "Sistema en cuatro piezas"
    private: ClassVar[bool] = True
    family: ClassVar[str] = "write"

    pieces: tuple[str, ...] = DEFAULT_PIECES

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        pieces = table.texts("pieces") or DEFAULT_PIECES
        for position, piece in enumerate(pieces):
            if piece not in PIECES or piece in pieces[:position]:
                fix = f"Las que hay, una vez cada una: {', '.join(PIECES)}"
                table.wrong(("pieces", position), f"«{piece[:40]}» no es una pieza", fix)
        return {"pieces": pieces}

    @property
    def parts(self) -> tuple[tuple[str, str, tuple[tuple[str, str, int], ...]], ...]:
        """(piece, its name, its fields) of what is asked here."""
        return tuple((piece, PIECE_NAMES[piece], PIECES[piece]) for piece in self.pieces)

    def parse(self, raw: Any) -> dict[str, Any]:
        fields = {key: longest for *_, own in self.parts for key, _, longest in own}
        if type(raw) is not dict or not raw.keys() <= {*fields, "approved"}:
            raise InvalidAnswer("answer_malformed")
        if type(raw.get("approved", False)) is not bool:
            raise InvalidAnswer("answer_malformed")
        value: dict[str, Any] = {}
        for key, longest in fields.items():
            if type(raw.get(key, "")) is not str:
                raise InvalidAnswer("answer_malformed")
            if raw.get(key, "").strip():
                text = Text(ref=self.ref, title=self.title, maximum=longest)
                value[key] = text.parse(raw[key])
        if not value:
            raise InvalidAnswer("text_empty")
        if raw.get("approved"):
            if self.complete(value) < 100:
                raise InvalidAnswer("builder_incomplete", n=self.complete(value))
            value["approved"] = True
        return value

    def lacking(self, value: Mapping[str, Any]) -> tuple[str, ...]:
        """The fields that are not there, or not yet what they have to be."""
        fields = [key for *_, own in self.parts for key, _, _ in own]
        return tuple(key for key in fields if not _is_good(key, value.get(key, "")))

    def complete(self, value: Mapping[str, Any]) -> int:
        """Completeness in whole per cent; 100 only when nothing lacks."""
        of = sum(len(own) for *_, own in self.parts)
        return (of - len(self.lacking(value))) * 100 // of

    def imagine(self, person: Person) -> dict[str, Any]:
        """Most have every field by now, and half of those approve it."""
        fields = [(key, longest) for *_, own in self.parts for key, _, longest in own]
        value: dict[str, Any] = {
            key: _imagined(key, person)[:longest]
            for at, (key, longest) in enumerate(fields)
            if not at or person.likely(0.95)
        }
        if self.complete(value) == 100 and person.likely(0.5):
            value["approved"] = True
        return value

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "pieces": {piece: how many have it whole}, "complete": [per cents], "approved"}."""
        values = [given.value for given in givens]
        lacking = [set(self.lacking(value)) for value in values]
        whole = {
            piece: sum(not lacks & {key for key, *_ in own} for lacks in lacking)
            for piece, _, own in self.parts
        }
        complete = sorted(self.complete(value) for value in values)
        return {
            "n": len(values),
            "pieces": whole,
            "complete": complete,
            "mean": round(statistics.fmean(complete), 1) if complete else None,
            "approved": sum(bool(value.get("approved")) for value in values),
        }

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per piece: how many have it whole."""
        labels = [name for _, name, _ in self.parts]
        counts = [tally["pieces"][piece] for piece in self.pieces]
        return rows_of(labels, self.pieces, counts, tally["n"])

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        """Also "mean": how far the room's systems have come."""
        return row_percents(self.rows(tally)) | {"mean": half_up(tally["mean"] or 0)}

    def say(self, value: Any) -> str:
        labels = {key: label for *_, own in self.parts for key, label, _ in own}
        lines = [f"{labels[key]}: {value[key]}" for key in labels if key in value]
        state = "Aprobado" if value.get("approved") else f"Al {self.complete(value)} %"
        return "\n".join([*lines, state])


def _imagined(key: str, person: Person) -> str:
    if key == "number":
        return str(person.mark(1, 9, key))
    if key == "steps":
        return "\n".join(person.says(key) for _ in range(person.chance.randint(3, 5)))
    return person.says(key)


def _is_good(key: str, text: str) -> bool:
    if key == "number":
        return bool(NUMBER.fullmatch(text))
    if key == "steps":
        return MIN_STEPS <= sum(bool(line.strip()) for line in text.split("\n")) <= MAX_STEPS
    return bool(text)
