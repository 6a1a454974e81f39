"""Keys of a choice beside its options: a certainty, a segment, an index, options as one."""

from collections.abc import Mapping
from typing import Any

from workshop.activities.parts.fields import TableReader

MAX_INDEX_CHARS = 40  # characters: «Índice de autonomía»
MAX_SEGMENT_CHARS = 20  # characters of what a segment splits by: «Área», «Papel»


def read_extras(table: TableReader, own: Mapping[str, Any], asks_more: bool) -> dict[str, Any]:
    """Read the keys beside the options in ``own``; problems are noted in ``table``.

    ``asks_more`` is whether this kind may ask for a certainty, be a segment or tell options as one.
    """
    certainty = table.flag("certainty")
    segment = table.text("segment", longest=MAX_SEGMENT_CHARS)
    several = (own["maximum"] or 1) > 1
    for key, wanted in {"certainty": certainty, "segment": segment}.items():
        if wanted and not asks_more:
            table.wrong(key, f"«{key}» no vale aquí", 'Solo vale con kind = "choice"')
    if certainty and several:
        fix = "Quita maximum, o quita certainty"
        table.wrong("certainty", "la seguridad se pregunta de una sola opción", fix)
    if segment and several:
        fix = "Quita maximum: cada persona está en un solo grupo"
        table.wrong("segment", "un segmento no puede ser de varias opciones", fix)
    if segment and certainty:
        table.wrong("certainty", "un segmento no pregunta la seguridad", "Quita certainty")
    if segment and table.text("mode") == "A":
        what = "una respuesta anónima no puede decir de qué grupo es cada persona"
        table.wrong("segment", what, 'Escribe mode = "S", o quita segment')
    if segment and table.text("show") == "live":
        what = "en vivo se vería crecer a los grupos pequeños"
        table.wrong("show", what, 'Escribe show = "close"')
    for position, option in enumerate(own["options"]):
        if option.level and not segment:
            what = "«level» solo vale en un segmento"
            fix = 'Añade segment = "Papel", o quita level'
            table.wrong(("options", position, "level"), what, fix)
    index = table.text("index", longest=MAX_INDEX_CHARS)
    if index and (own["maximum"] or 1) < len(own["options"]):
        what = "un índice cuenta lo que se marca de toda la lista"
        table.wrong("index", what, f"Escribe maximum = {len(own['options'])}")
    return {
        "certainty": certainty,
        "index": index,
        "segment": segment,
        **_read_together(table, own, asks_more),
    }


def refuse_what_names_options(table: TableReader, own: Mapping[str, Any]) -> None:
    """Note each key in ``own`` that needs options known beforehand, and cannot have them."""
    for key in ("segment", "index", "together"):
        if own[key]:
            what = f"«{key}» no vale con opciones que salen de otro paso"
            table.wrong(key, what, f"Quita {key}, o quita items_from")


def _read_together(table: TableReader, own: Mapping[str, Any], asks_more: bool) -> dict[str, Any]:
    together = table.texts("together")
    together_as = table.text("together_as", longest=MAX_INDEX_CHARS)
    ids = [option.id for option in own["options"]]
    for position, key in enumerate(together):
        if key not in ids or key in together[:position]:
            fix = f"Las que hay, cada una una vez: {', '.join(ids)}"
            table.wrong(("together", position), f"«{key[:40]}» no vale aquí", fix)
    if bool(together) != bool(together_as):
        what = "«together» y «together_as» van juntas"
        table.wrong("together" if together else "together_as", what, "Escribe las dos")
    elif together and ((own["maximum"] or 1) > 1 or not asks_more):
        table.wrong("together", "solo se suman opciones de una opción única", "Quita together")
    return {"together": together, "together_as": together_as}
