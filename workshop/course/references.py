"""References between a module's activities: names, minutes, second rounds, comparisons."""

from collections.abc import Iterator, Sequence

from workshop.activities import Activity, Repeat
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.items_from import PLACEHOLDER, OffersItems, TakesItems
from workshop.activities.parts.late_option import TakesLateOption
from workshop.activities.parts.options import NamedOption
from workshop.activities.parts.segment import segment_of

Step = tuple[TableReader, Activity]


def check_activities(steps: Sequence[Step], minutes: int) -> None:
    """Note in each activity's table what does not fit the others or the module's ``minutes``."""
    _check_names(steps)
    _check_minutes(steps, minutes)
    _check_repeats(steps)
    _check_compares(steps)
    _check_turnouts(steps)
    _check_sources(steps)
    _check_items(steps)
    _check_segments(steps)


def check_central(table: TableReader, activities: Sequence[Activity], ref: str) -> None:
    """Note a central question that is no question of the module; "" is none."""
    asked = [activity.ref for activity in activities if activity.takes_answers and activity.ref]
    if ref and ref not in asked:
        what = f"«{ref[:40]}» no es una pregunta del módulo"
        table.wrong("central", what, f"Las que hay: {', '.join(asked[:30]) or 'ninguna'}")


def _check_names(steps: Sequence[Step]) -> None:
    seen: dict[str, str] = {}
    for table, activity in steps:
        if activity.ref in seen:
            table.wrong(
                "ref",
                f"«{activity.ref}» ya es de «{seen[activity.ref][:40]}»",
                "Usa otro identificador",
            )
        elif activity.ref:
            seen[activity.ref] = activity.title


def _check_minutes(steps: Sequence[Step], minutes: int) -> None:
    previous = (0, 0)
    for table, activity in steps:
        now = (activity.starts, activity.ends)
        if now[1] > minutes:
            table.wrong(
                "ends",
                f"termina en el minuto {now[1]}",
                f"El módulo dura {minutes}: corrige uno de los dos",
            )
        elif now[0] < previous[1] and now != previous:
            table.wrong(
                "starts",
                f"empieza en el minuto {now[0]} y la anterior termina en el {previous[1]}",
                "Empieza al terminar la anterior, o comparte sus mismos minutos",
            )
        previous = max(previous, now, key=lambda span: span[1])


def _check_repeats(steps: Sequence[Step]) -> None:
    for table, key, target in _references(steps, "repeats"):
        if not target.opinion:
            table.wrong(
                key, f"«{target.ref}» no se puede repetir", "Solo se repiten votaciones y escalas"
            )
        elif segment_of(target):
            what = f"«{target.ref}» dice de qué grupo es cada persona"
            table.wrong(key, what, "Pregúntalo una vez: un segmento no se repite")
        elif target.show != "never":
            fix = f'Escribe show = "never" en «{target.ref}»: su primera vuelta no se enseña'
            table.wrong(key, f"«{target.ref}» se repite y su resultado se vería antes", fix)
    for table, activity in steps:
        if isinstance(activity, Repeat) and activity.late_option is not None:
            _check_late_option(table, activity, activity.late_option, steps)


def _check_late_option(
    table: TableReader, repeat: Repeat, option: NamedOption, steps: Sequence[Step]
) -> None:
    if len(repeat.repeats) != 1:
        what = "una opción nueva es de una sola pregunta"
        table.wrong("late_option", what, "Deja un solo identificador en «repeats»")
        return
    for _, activity in steps:
        if activity.ref == repeat.repeats[0]:
            problem = (
                activity.late_option_problem(option)
                if isinstance(activity, TakesLateOption)
                else (f"«{activity.ref}» no admite una opción nueva", "Solo el reparto de puntos")
            )
            if problem:
                table.wrong("late_option", *problem)


def _check_compares(steps: Sequence[Step]) -> None:
    repeated: dict[str, int] = {}
    for at, (_, activity) in enumerate(steps):
        for ref in activity.repeats:
            repeated.setdefault(ref, at)
    places = {id(table): at for at, (table, _) in enumerate(steps)}
    for table, key, target in _references(steps, "compares"):
        if repeated.get(target.ref, len(steps)) >= places[id(table)]:
            table.wrong(
                key, f"«{target.ref}» no tiene segunda vuelta antes", "Repítela antes de compararla"
            )
        elif target.mode == "A" and not target.measures:  # figures have room totals
            fix = f'Escribe mode = "S" en «{target.ref}»'
            table.wrong(key, f"«{target.ref}» es anónima: sus dos vueltas no se pueden unir", fix)


def _check_turnouts(steps: Sequence[Step]) -> None:
    for table, key, target in _references(steps, "turnouts"):
        if not target.takes_answers:
            table.wrong(
                key, f"«{target.ref}» no recoge respuestas", "Nombra una actividad que se responde"
            )


def _check_sources(steps: Sequence[Step]) -> None:
    earlier: dict[str, Activity] = {}
    for table, activity in steps:
        for key in activity.source_keys:
            ref = getattr(activity, key)
            if ref and ref not in earlier:
                what = f"«{ref[:40]}» no es una actividad anterior"
                table.wrong(key, what, f"Las que hay: {', '.join(earlier) or 'ninguna'}")
            elif ref:
                problem = activity.source_problem(key, earlier[ref])
                if problem:
                    table.wrong(key, *problem)
        if activity.ref:
            earlier[activity.ref] = activity


def _check_items(steps: Sequence[Step]) -> None:
    earlier: dict[str, Activity] = {}
    for table, activity in steps:
        if isinstance(activity, TakesItems):
            _check_taken(table, activity, earlier)
        if activity.ref:
            earlier[activity.ref] = activity


def _check_taken(table: TableReader, activity: TakesItems, earlier: dict[str, Activity]) -> None:
    for position, item in enumerate(activity.own_items):
        if PLACEHOLDER.fullmatch(item.text):
            what = f"«{item.text}» no dice nada a quien responde"
            fix = 'Escribe el texto, o toma los de otro paso: items_from = { step = "…" }'
            table.wrong((activity.items_key, position, "text"), what, fix)
    wanted = activity.items_from
    if wanted is None or not wanted.step:
        return
    source = earlier.get(wanted.step)
    if source is None:
        what = f"«{wanted.step[:40]}» no es una actividad anterior"
        fix = f"Las que hay: {', '.join(earlier) or 'ninguna'}"
        table.wrong(("items_from", "step"), what, fix)
    elif not isinstance(source, OffersItems):
        what = f"«{source.ref}» no deja elementos que preguntar"
        table.wrong(("items_from", "step"), what, "Nombra una votación, unos textos o un mapa")
    elif problem := source.items_problem(wanted):
        key = "corner" if wanted.what in source.offers else "what"
        table.wrong(("items_from", key), *problem)


def _check_segments(steps: Sequence[Step]) -> None:
    earlier: dict[str, Activity] = {}
    for table, activity in steps:
        if segment_of(activity) and activity.by_table:
            what = "una mesa reúne a personas de varios grupos"
            table.wrong("segment", what, "Pregunta a cada persona")
        segments = [ref for ref, each in earlier.items() if segment_of(each)]
        if activity.split_by and activity.split_by not in segments:
            what = f"«{activity.split_by[:40]}» no es un segmento anterior"
            fix = f"Los que hay: {', '.join(segments) or 'ninguno; marca una opción con segment'}"
            table.wrong("split_by", what, fix)
        elif activity.split_by:
            problem = _split_problem(activity)
            if problem:
                table.wrong("split_by", *problem)
        if activity.ref:
            earlier[activity.ref] = activity


def _split_problem(activity: Activity) -> tuple[str, str] | None:
    if activity.mode == "A":
        what = "una pregunta anónima nunca se enseña por segmento"
        return what, 'Quita split_by, o escribe mode = "S"'
    if activity.by_table:
        return "una mesa reúne a personas de varios grupos", "Quita split_by"
    if segment_of(activity) or not activity.splits:
        return f"«{activity.ref}» no se puede enseñar por segmento", "Quita split_by"
    return None


def _references(
    steps: Sequence[Step], name: str
) -> Iterator[tuple[TableReader, tuple[str, int], Activity]]:
    """Each sound reference as (table, place, the activity meant); the unsound ones are noted."""
    known = {
        activity.ref: (at, activity) for at, (_, activity) in reversed(tuple(enumerate(steps)))
    }
    for at, (table, activity) in enumerate(steps):
        for position, ref in enumerate(getattr(activity, name)):
            there, target = known.get(ref, (None, activity))
            if there is None:
                table.wrong(
                    (name, position), f"no hay ninguna actividad «{ref[:40]}»", _known(known)
                )
            elif there >= at:
                table.wrong(
                    (name, position),
                    f"«{ref}» no está antes que esta",
                    "Nombra una actividad anterior",
                )
            elif ref in getattr(activity, name)[:position]:
                table.wrong((name, position), f"«{ref}» está dos veces", "Quita una")
            else:
                yield table, (name, position), target


def _known(refs: dict[str, object] | dict[str, tuple[int, Activity]]) -> str:
    return f"Las que hay: {', '.join(list(refs)[::-1][:30])}"
